"""Which place is above which, and a report that takes orders from a place that is not above its own."""

from __future__ import annotations

import sys

import auditor
import pytest
from auditor import gazetteer


@pytest.mark.parametrize(
    ("text", "chain", "rest"),
    [
        ("沭阳县教育局", ("江苏省", "宿迁市", "沭阳县"), "教育局"),
        ("江苏省沭阳县人民政府", ("江苏省", "宿迁市", "沭阳县"), "人民政府"),
        ("上海市嘉定区南翔镇", ("上海市", "嘉定区", "南翔镇"), ""),
        ("延边朝鲜族自治州", ("吉林省", "延边朝鲜族自治州"), ""),
    ],
)
def test_a_name_is_found_with_what_is_above_it(text: str, chain: tuple[str, ...], rest: str) -> None:
    chains, end = gazetteer.chains_of(text)
    assert (chains, text[end:]) == ((chain,), rest)


def test_a_name_that_several_places_bear_is_each_of_them() -> None:
    chains, _ = gazetteer.chains_of("鼓楼区人民政府")
    assert {chain[1] for chain in chains} == {"南京市", "徐州市", "开封市", "福州市"}


def test_words_that_only_end_like_a_place_are_none() -> None:
    assert gazetteer.chains_of("全县人民政府") == ((), 0)


def test_no_code_of_the_package_is_run() -> None:
    gazetteer.chains_of("江苏省")
    assert "jionlp" not in sys.modules


def found(agency: str, sentence: str) -> list[tuple[str, str]]:
    text = f"{agency}2023年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开。{sentence}\n"
    audit = auditor.audit_text(text, auditor.Options(select=("BOI003",)))
    return [(finding.severity.word, finding.span.of(audit.report.text)) for finding in audit.findings]


@pytest.mark.parametrize(
    ("agency", "sentence", "name"),
    [
        ("沭阳县人民政府", "按照泗阳县人民政府统一部署，公开信息120条。", "泗阳县"),
        ("沭阳县教育局", "落实浙江省政务公开要点，公开信息120条。", "浙江省"),
        ("上海市嘉定区南翔镇人民政府", "认真执行上海市青浦区人民政府办公室的通知，公开信息12条。", "上海市青浦区"),
        ("宿迁市水利局", "公开信息12条，根据淮安市政府办公室安排更新栏目3个。", "淮安市"),
    ],
)
def test_orders_from_a_place_that_is_not_above_are_a_hint(agency: str, sentence: str, name: str) -> None:
    assert found(agency, sentence) == [("info", name)]


@pytest.mark.parametrize(
    ("agency", "sentence"),
    [
        ("沭阳县人民政府", "按照江苏省人民政府、宿迁市人民政府统一部署，公开信息120条。"),
        ("沭阳县人民政府", "按照沭阳县人民政府办公室要求，公开信息120条。"),
        ("沭阳县人民政府", "学习泗阳县经验，按照泗阳县政府办公室的做法公开信息120条。"),
        ("沭阳县人民政府", "根据北京市高级人民法院判决，重新答复1件。"),
        ("沭阳县人民政府", "按照市政府要求、省政府部署，公开信息120条。"),
        ("鼓楼区人民政府", "按照福州市政府要求，公开信息120条。"),
        ("朔溪县人民政府", "按照泗阳县人民政府统一部署，公开信息120条。"),
        ("沭阳县人民政府", "按照朔溪县人民政府统一部署，公开信息120条。"),
    ],
)
def test_orders_from_above_and_dealings_with_others_are_none(agency: str, sentence: str) -> None:
    assert found(agency, sentence) == []


def test_without_the_package_no_place_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer._divisions.cache_clear()
    monkeypatch.setattr(gazetteer, "PACKAGE", "no_such_package_of_places")
    try:
        assert gazetteer.version() is None
        assert found("沭阳县人民政府", "按照泗阳县人民政府统一部署，公开信息120条。") == []
    finally:
        gazetteer._divisions.cache_clear()
