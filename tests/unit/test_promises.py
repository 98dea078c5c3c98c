"""What became of last year's measures: each fate, where it is told, and what a reader sees of it."""

from __future__ import annotations

import json
from pathlib import Path

import auditor
import pytest
from auditor.cli import main
from auditor.finding import Audit

HEAD = "柳沙区市场监督管理局{}年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
MEASURES = (
    "下一步，一是6月底前建成食品抽检信息专区；二是消保科每月公示投诉量前十名的商家；"
    "三是由办公室每季度组织一次答复文书培训；四是印制办事指南500册发到各所；五是进一步提高站位。"
)
DONE = "食品抽检信息专区已于6月启用，浏览量过万。\n"
AGAIN = "今年的问题是特种设备检验信息不全，由特设科在明年5月底前补齐；消保科每月公布投诉最多的商家名单。\n"
REPEATED = "由办公室每季度组织一次答复文书培训。\n"


def audited(folder: Path, now: str, before: str = MEASURES) -> Audit:
    for name, text in (("before", HEAD.format(2021) + before), ("now", HEAD.format(2022) + now)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return auditor.audit(
        folder / "now.txt", auditor.Options(previous=str(folder / "before.txt"), select=("YOY", "ELM009"))
    )


def fates(audit: Audit) -> list[tuple[str, str, str | None]]:
    text = audit.report.text
    return [(p.quote, p.fate, p.place.of(text) if p.place else None) for p in audit.report.promises]


def test_each_concrete_measure_of_last_year_has_its_fate_and_place(tmp_path: Path) -> None:
    audit = audited(tmp_path, DONE + AGAIN + REPEATED)
    assert fates(audit) == [
        ("6月底前建成食品抽检信息专区", "done", "食品抽检信息专区已于6月启用，浏览量过万"),
        ("消保科每月公示投诉量前十名的商家", "again", "消保科每月公布投诉最多的商家名单"),
        ("由办公室每季度组织一次答复文书培训", "repeated", "由办公室每季度组织一次答复文书培训"),
        ("印制办事指南500册发到各所", "dropped", None),
    ]
    assert [(f.rule, f.message.zh) for f in audit.findings] == [
        ("YOY008", "上年 4 条具体措施里有 1 条今年报告里找不到下文：“印制办事指南500册发到各所”"),
        ("YOY008", "与上年的措施一字不差，上年写的是“由办公室每季度组织一次答复文书培训”"),
    ]


def test_telling_what_a_measure_came_to_is_telling_of_last_year(tmp_path: Path) -> None:
    """Without ``去年``: ELM009 asks whether the report speaks of last year at all."""
    assert "ELM009" not in {finding.rule for finding in audited(tmp_path, DONE).findings}
    assert "ELM009" in {finding.rule for finding in audited(tmp_path, AGAIN).findings}


@pytest.mark.parametrize("now", ["上年提出的四项措施完成三项。\n", "去年的整改任务已全部落实。\n"])
def test_where_all_are_summed_up_none_is_called_dropped(tmp_path: Path, now: str) -> None:
    audit = audited(tmp_path, now)
    assert {fate for _, fate, _ in fates(audit)} == {"unclear"}
    assert [finding.rule for finding in audit.findings] == []


def test_what_shares_words_and_is_another_matter_is_not_called_done(tmp_path: Path) -> None:
    before = "下一步，由办公室编印消防安全明白卡2000张发到各村。"
    (told,) = fates(audited(tmp_path, "全年编印惠农补贴政策汇编300册。\n", before))
    assert told[1] in ("unclear", "dropped")


def test_numbers_tell_a_measure_from_last_years(tmp_path: Path) -> None:
    before = "下一步，由信息科每月抽查20个栏目。"
    (same,) = fates(audited(tmp_path, "下一步，由信息科每月抽查20个栏目。\n", before))
    (more,) = fates(audited(tmp_path, "下一步，由信息科每月抽查40个栏目。\n", before))
    assert (same[1], more[1]) == ("repeated", "again")


@pytest.mark.parametrize(
    ("now", "message"),
    [
        (
            "自2022年3月起，由农村供水站在5个工作日内上传检测结果",
            "与上年的措施一字不差，上年写的是“自2022年3月起，由农村供水站在5个工作日内上传检测结果”",
        ),
        (
            "自2023年3月起，由农村供水站在5个工作日内上传检测结果",
            "与上年的措施几乎一字不差（数字不计），上年写的是“自2022年3月起，由农村供水站在5个工作日内上传检测结果”",
        ),
        (
            "自2022年3月起，由农村供水站在5个工作日内上传检验结果",
            "与上年的措施几乎一字不差，上年写的是“自2022年3月起，由农村供水站在5个工作日内上传检测结果”",
        ),
    ],
)
def test_words_that_differ_are_not_called_the_same(now: str, message: str, tmp_path: Path) -> None:
    before = "下一步，自2022年3月起，由农村供水站在5个工作日内上传检测结果。"
    audit = audited(tmp_path, f"水质信息公布慢。\n下一步，{now}。\n", before)
    assert [item.message.zh for item in audit.findings if item.rule == "YOY008"] == [message]


def test_what_last_years_report_tells_of_the_year_before_it_is_no_promise(tmp_path: Path) -> None:
    before = (
        "下一步，由信息科每月抽查20个栏目。\n"
        "3.上年报告所列的河长公示牌信息长期过时的问题，已由办公室于2021年5月更换公示牌38块，现已解决。\n"
    )
    assert [quote for quote, _, _ in fates(audited(tmp_path, DONE, before))] == ["由信息科每月抽查20个栏目"]


def test_text_and_json_list_the_promises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audited(tmp_path, DONE + AGAIN + REPEATED)
    command = [str(tmp_path / "now.txt"), "--previous", str(tmp_path / "before.txt"), "--fail-on", "never"]
    for options in ([], ["--format", "json"]):
        with pytest.raises(SystemExit):
            main([*command, *options])
    printed = capsys.readouterr().out
    text, document = printed[: printed.index("\n{")], json.loads(printed[printed.index("\n{") :])
    start = text.index("上年的具体措施 4 条")
    assert text[start:].splitlines()[:4] == [
        "上年的具体措施 4 条",
        "  ✓ 6月底前建成食品抽检信息专区　今年有交代",
        "      第 3 行  食品抽检信息专区已于6月启用，浏览量过万",
        "  ↻ 消保科每月公示投诉量前十名的商家　今年的打算里有相近的一条，没有说上年做到哪一步",
    ]
    before = HEAD.format(2021) + MEASURES
    told = document["reports"][0]["promises"]
    assert [before[item["start"] : item["end"]] == item["quote"] for item in told] == [True] * 4
    assert [item["fate"] for item in told] == ["done", "again", "repeated", "dropped"]
    assert told[3]["place"] is None


def test_without_last_years_report_nothing_was_promised(tmp_path: Path) -> None:
    audited(tmp_path, DONE)
    assert auditor.audit(tmp_path / "now.txt").report.promises == ()
