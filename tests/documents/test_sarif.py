"""``--format sarif``: valid SARIF 2.1.0 whose places, addresses and kinds are true."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from auditor import Options
from auditor.api import rulebook
from auditor.errors import UnreadableReport
from auditor.finding import Audit
from auditor.reporters.run import Run
from auditor.reporters.sarif_places import told
from auditor.reporters.sarif_report import render
from auditor.reporters.uris import uri_of

from tests.documents.runs import (
    BLANK_CELL,
    CLEAN,
    MISSING,
    UNBALANCED,
    audits_of,
    corpus_audit,
    document_audit,
    golden_audits,
    run_of,
)
from tests.documents.sarif_schema import REFERENCE, VALIDATOR, Log

LINE_END = re.compile(r"\r\n|\n|\r")


def offset(text: str, line: int, column: int) -> int:
    """The position of a line and column, counted without the tool's own line index."""
    ends = [0, *(match.end() for match in LINE_END.finditer(text))]
    return ends[line - 1] + column - 1


def checked(run: Run) -> Log:
    """The one run of the log, after everything that must hold of any log was looked at."""
    log = json.loads(render(run), parse_float=Decimal)  # 1.0 is no integer to code hosts
    VALIDATOR.validate(log)
    (found,) = log["runs"]
    # -1 finds nothing in a dictionary, and the last element in a list.
    rules, artifacts = (dict(enumerate(items)) for items in (found["tool"]["driver"]["rules"], found["artifacts"]))
    assert found["columnKind"] == "unicodeCodePoints"
    for number, artifact in artifacts.items():
        assert artifact["location"]["index"] == number
    texts = {audit.report.source.path: audit.report.text for audit in run.audits}
    notices = found["invocations"][0]["toolExecutionNotifications"]
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"] == "open") == (result["level"] == "none")
    for place in locations([*notices, *found["results"]]):
        physical = place["physicalLocation"]
        address = physical["artifactLocation"]
        assert artifacts[address["index"]]["location"] == address
        region = physical.get("region")
        if region:
            (text,) = {text for path, text in texts.items() if address["uri"] in {uri_of(path), "stdin:"}}
            start = offset(text, region["startLine"], region["startColumn"])
            end = offset(text, region["endLine"], region["endColumn"])
            assert (start, end - start) == (region["charOffset"], region["charLength"])
            assert text[start:end] == region["snippet"]["text"]
    return dict(found)


def locations(holders: list[Log]) -> list[Log]:
    return [place for holder in holders for place in [*holder["locations"], *holder.get("relatedLocations", [])]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_run_is_valid_sarif_with_true_places(language: str) -> None:
    audits: list[Audit] = [corpus_audit(name) for name in (UNBALANCED, BLANK_CELL, CLEAN)]
    audits += [document_audit(UNBALANCED, "a.zip/内 部.docx"), *golden_audits("everything-wrong-missing")]
    found = checked(run_of(*audits, errors=(MISSING,), language=language))
    assert len(found["results"]) > 30
    assert found["language"] == {"zh": "zh-CN", "en": "en-US"}[language]
    assert checked(run_of(errors=(MISSING,), language=language))["results"] == []


def test_a_finding_has_rule_level_words_region_cells_and_fingerprints() -> None:
    audit = corpus_audit(UNBALANCED)
    found = checked(run_of(audit))
    (result,) = [item for item in found["results"] if item["ruleId"] == "TAB006"]
    (finding,) = [item for item in audit.findings if item.rule == "TAB006"]
    assert (result["kind"], result["level"]) == ("fail", "error")
    assert result["message"]["text"] == (
        "“6.属于四类过程性信息”各类申请人合计 5（4＋1），总计填 6，差 1\n建议：核对这一行各格和总计"
    )
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 39,
        "startColumn": 39,
        "endLine": 39,
        "endColumn": 40,
        "charOffset": finding.span.start,
        "charLength": 1,
        "snippet": {"text": "6"},
    }
    assert [(item["id"], item["message"]["text"]) for item in result["relatedLocations"]][-1] == (
        7,
        "6.属于四类过程性信息／总计",
    )
    assert result["partialFingerprints"] == {
        "auditAnchor/v1": finding.anchor,
        "auditFingerprint/v1": finding.fingerprint,
    }
    levels = [item["level"] for item in found["results"]]
    assert [levels.count(level) for level in ("error", "warning", "note")] == [4, 2, 2]


def test_a_rule_tells_its_page_basis_and_level() -> None:
    rules = checked(run_of(corpus_audit(UNBALANCED)))["tool"]["driver"]["rules"]
    (rule,) = [item for item in rules if item["id"] == "TAB008"]
    page = rulebook().pages["TAB008"].read_text(encoding="utf-8")
    assert (rule["name"], rule["shortDescription"]["text"]) == ("T3Balance", "表三收支不平")
    assert rule["fullDescription"]["text"] in page
    assert rule["help"]["markdown"].startswith("## 查什么")
    assert "```" not in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert rule["properties"]["family"] == "TAB"
    assert rule["properties"]["status"] == "stable"
    assert rule["properties"]["basis"]["document"] == "国办公开办函〔2021〕30号"
    assert [item["id"] for item in rules] == sorted(item["id"] for item in rules)


def test_what_was_not_decided_is_open_and_what_passed_is_left_out() -> None:
    audit = corpus_audit(BLANK_CELL)
    found = checked(run_of(audit))
    open_results = {item["ruleId"]: item for item in found["results"] if item["kind"] == "open"}
    assert open_results["TAB006"]["message"]["text"].endswith("是空白")
    assert open_results["PUB001"]["properties"]["reason"] == "publication_unknown"
    assert "region" not in open_results["PUB001"]["locations"][0]["physicalLocation"]
    passed = {code for code, outcome in audit.outcomes.items() if outcome.kind == "passed"}
    assert not passed & {item["ruleId"] for item in found["results"]}
    (told_of,) = found["properties"]["reports"]
    assert told_of["outcomes"]["passed"] == len(passed)


def test_places_of_a_document_are_told_in_words_without_a_false_region() -> None:
    audit = document_audit(UNBALANCED, "报告 一.docx")
    found = checked(run_of(audit))
    (result,) = [item for item in found["results"] if item["ruleId"] == "TAB006"]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "%E6%8A%A5%E5%91%8A%20%E4%B8%80.docx", "index": 0}}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "“6.属于四类过程性信息／总计”"}]
    assert place["properties"] == {"quote": "6"}
    assert result["message"]["text"].startswith("“6.属于四类过程性信息／总计”：“6.属于")
    assert not [place for place in locations(found["results"]) if "region" in place["physicalLocation"]]


def test_unread_files_and_what_was_left_out_are_notifications() -> None:
    found = checked(run_of(document_audit(UNBALANCED, "a.docx"), errors=(MISSING,)))
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is False
    notices = invocation["toolExecutionNotifications"]
    assert [(item["level"], item["descriptor"]["id"]) for item in notices] == [
        ("error", "file_missing"),
        ("warning", "omission"),
    ]
    assert notices[0]["message"]["text"] == "缺 失.txt：文件不存在，请检查路径"
    assert notices[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%E7%BC%BA%20%E5%A4%B1.txt"
    assert notices[1]["message"]["text"].endswith("表四（复议、诉讼）是图片或附件，读不出数字")
    assert checked(run_of(corpus_audit(CLEAN)))["invocations"] == [
        {"executionSuccessful": True, "toolExecutionNotifications": []}
    ]


def test_two_reports_of_one_file_share_its_artifact() -> None:
    text = "\n\n".join(
        f"{agency}2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息31条。\n二、主动公开政府信息情况\n"
        "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n没有被申请复议。\n"
        for agency in ("松桥镇人民政府", "柏坪镇人民政府")
    )
    audits = audits_of(text.encode(), "两份.txt", Options(select=("STR001",)))
    found = checked(run_of(*audits))
    assert [artifact["hashes"]["sha-256"] for artifact in found["artifacts"]] == [audits[0].report.source.sha256]
    assert [(item["part"], item["agency"]) for item in found["properties"]["reports"]] == [
        (1, "松桥镇人民政府"),
        (2, "柏坪镇人民政府"),
    ]
    assert {item["properties"]["part"] for item in found["results"]} == {1, 2}


def test_findings_of_rules_on_trial_are_marked() -> None:
    text = "柳沙区水利局2022年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n下一步，每月更新一次水价目录。\n"
    found = checked(run_of(*audits_of(text.encode(), "a.txt", Options(select=("SPC005",)))))
    (result,) = found["results"]
    assert result["message"]["text"].startswith("（试行） ")
    assert result["properties"]["preview"] is True
    assert found["tool"]["driver"]["rules"][0]["defaultConfiguration"]["enabled"] is False


def test_columns_count_code_points_after_rare_characters_and_line_ends_of_each_kind() -> None:
    text = "柳沙区水利局2022年政府信息公开工作年度报告\r\n一、总体情况\r𠮷𠮷局由专人核对的的条目。\n"
    raw = text.encode("utf-8-sig")
    found = checked(run_of(*audits_of(raw, "a.txt", Options(select=("LNG007",)))))
    region = found["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["charOffset"]) == (3, 9, text.index("的的"))


def test_standard_input_is_no_file_of_that_name() -> None:
    found = checked(run_of(corpus_audit(UNBALANCED, "-")))
    assert found["artifacts"][0]["location"] == {
        "uri": "stdin:",
        "description": {"text": "标准输入"},
        "index": 0,
    }


def test_a_file_named_in_two_ways_is_one_artifact() -> None:
    found = checked(run_of(corpus_audit(UNBALANCED, "a.txt"), corpus_audit(UNBALANCED, "./a.txt")))
    assert [artifact["location"] for artifact in found["artifacts"]] == [{"uri": "a.txt", "index": 0}]


def test_the_same_run_gives_the_same_bytes() -> None:
    run = run_of(corpus_audit(UNBALANCED), document_audit(UNBALANCED, "a.docx"), errors=(MISSING,))
    assert render(run) == render(run)
    assert str(Path.cwd()) not in render(run)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("报告.txt", "%E6%8A%A5%E5%91%8A.txt"),
        ("./a b/100%#?.txt", "a%20b/100%25%23%3F.txt"),
        ("../上年.txt", "../%E4%B8%8A%E5%B9%B4.txt"),
        ("a.zip/内.docx", "a.zip/%E5%86%85.docx"),
        ("第1部分:总结.txt", "%E7%AC%AC1%E9%83%A8%E5%88%86%3A%E6%80%BB%E7%BB%93.txt"),
        ("/srv/报告 1.txt", "file:///srv/%E6%8A%A5%E5%91%8A%201.txt"),
        ("a\\b.txt", "a%5Cb.txt"),
        ("C:\\年报\\报告.docx", "file:///C:/%E5%B9%B4%E6%8A%A5/%E6%8A%A5%E5%91%8A.docx"),
        ("c:/x/a.docx", "file:///c:/x/a.docx"),
        ("\\\\server\\共享\\a.docx", "file://server/%E5%85%B1%E4%BA%AB/a.docx"),
        ("\\\\?\\C:\\x\\a.docx", "file:///C:/x/a.docx"),
        ("\\\\?\\UNC\\server\\x\\a.docx", "file://server/x/a.docx"),
        ("D:a.docx", "D%3Aa.docx"),
        ("http:年报.txt", "http%3A%E5%B9%B4%E6%8A%A5.txt"),
        ("//srv/a.txt", "file:///srv/a.txt"),
        ("\\\\server:8\\x\\a.txt", "file://server%3A8/x/a.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
        ("\udcb1\udca8.txt", "%B1%A8.txt"),
        ("\ud83d.txt", "%ED%A0%BD.txt"),
    ],
)
def test_a_path_is_a_uri_reference(path: str, uri: str) -> None:
    assert uri_of(path, windows=False) == uri
    assert REFERENCE.fullmatch(uri)


def test_on_windows_a_backslash_parts_folders() -> None:
    assert uri_of("年报\\a.docx", windows=True) == "%E5%B9%B4%E6%8A%A5/a.docx"
    assert unquote_to_bytes(uri_of("年报\\a.docx", windows=True)).decode() == "年报/a.docx"


def test_words_of_a_report_are_no_links_or_placeholders() -> None:
    assert told("见[附件](1)和{0}，[1]，{甲}") == {"text": "见\\[附件\\](1)和{{0}}，[1]，{甲}"}


def test_a_file_name_that_is_no_text_does_not_break_the_log() -> None:
    path = "\udcff报告\udce6\udc8a\udca5.txt"
    found = checked(
        run_of(corpus_audit(UNBALANCED, path), errors=((path, UnreadableReport("file_missing", path=path)),))
    )
    assert found["artifacts"][0]["location"]["uri"] == "%FF%E6%8A%A5%E5%91%8A%E6%8A%A5.txt"
    (notice,) = found["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith("\\xff报告报.txt：")
    render(run_of(corpus_audit(UNBALANCED, path))).encode("utf-8")


def test_a_rule_of_ones_own_needs_no_page(tmp_path: Path) -> None:
    (tmp_path / "LOC001-hotline-figures.toml").write_text(RULE, encoding="utf-8")
    text = "柳沙区水利局2022年政府信息公开工作年度报告\n一、总体情况\n全年来电总量3200次。\n"
    audits = audits_of(text.encode(), "a.txt", Options(select=("LOC001",), rules=(tmp_path,)))
    found = checked(replace(run_of(*audits), rulebook=rulebook((tmp_path,))))
    assert found["tool"]["driver"]["rules"][0]["help"]["text"] == "写了热线数据"
    assert found["results"][0]["message"]["text"].startswith("“来电总量”不属于信息公开")


RULE = """
id = "LOC001"
name = "hotline-figures"
kind = "phrase"
severity = "warning"
status = "stable"
[title]
zh = "写了热线数据"
en = "hotline figures"
[message]
zh = "“{phrase}”不属于信息公开"
en = "“{phrase}” is no disclosure"
[suggestion]
zh = "删去"
en = "leave it out"
[basis]
kind = "local"
document = "某县通知"
[check]
phrases = ["来电总量"]
"""
