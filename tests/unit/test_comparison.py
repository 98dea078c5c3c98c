"""What became of findings when a report is handed in again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import auditor
import pytest
from auditor.api import rulebook
from auditor.cli import main
from auditor.comparison import Comparison, compare, match
from auditor.finding import Audit

from tests.batch.texts import STALLS, report

AGENCY = "青芦县石笕镇人民政府"
TOTAL = "| （七）总计 |  |  | {} |"


def text(*, handled: int = 3, fee: bool = True, said: str = "收到政府信息公开申请5件。") -> str:
    whole = report(AGENCY, 2023, STALLS + said).replace(TOTAL.format(3), TOTAL.format(handled))
    return whole if fee else whole.replace("没有收取信息处理费。", "没有其他需要报告的事项。")


def audited(content: str, *codes: str) -> Audit:
    return auditor.audit_text(content, auditor.Options(select=codes))


def codes_of(item: Comparison) -> dict[str, list[str]]:
    groups = {"fixed": item.fixed, "open": item.open, "added": item.added, "untold": item.untold}
    return {name: [finding.rule for finding in found] for name, found in groups.items() if found}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (text(handled=2), text(), {"fixed": ["TAB007"], "open": ["XRF001"]}),
        (text(handled=2), text(handled=1), {"open": ["XRF001", "TAB007"]}),
        (text(), text(said="收到政府信息公开申请6件。"), {"open": ["XRF001"]}),
        (text(), text(fee=False), {"open": ["XRF001"], "added": ["ELM010"]}),
        (text(), text(said="收到政府信息公开申请3件。"), {"fixed": ["XRF001"]}),
    ],
)
def test_findings_are_followed_whatever_number_stands_there(old: str, new: str, expected: dict[str, list[str]]) -> None:
    codes = ("XRF001", "TAB007", "ELM010")
    assert codes_of(compare(audited(old, *codes), audited(new, *codes))) == expected


def test_what_a_rule_can_no_longer_decide_is_not_called_fixed() -> None:
    unreadable = text(handled=2).replace(TOTAL.format(2), TOTAL.format("二件左右"))
    found = compare(audited(text(handled=2), "TAB007"), audited(unreadable, "TAB007"))
    assert codes_of(found) == {"untold": ["TAB007"]}


def test_reports_are_paired_by_agency_and_year_and_the_others_are_told() -> None:
    one, other = audited(report("甲局", 2023, STALLS), "STR001"), audited(report("乙局", 2023, STALLS), "STR001")
    later = audited(report("甲局", 2024, STALLS), "STR001")
    again = replace(one)
    found = match([one, other], [later, again])
    assert found.pairs == ((one, again),)
    assert (found.only_old, found.only_new) == ((other,), (later,))


def test_one_report_and_one_are_a_pair_whatever_they_are_called() -> None:
    one, other = audited(report("甲局", 2023, STALLS), "STR001"), audited(report("甲 局", 2023, STALLS), "STR001")
    assert match([one], [other]).pairs == ((one, other),)


@pytest.mark.parametrize(("new", "status"), [(text(said=""), 0), (text(), 1)])
def test_the_command_says_by_its_exit_whether_an_error_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], new: str, status: int
) -> None:
    (tmp_path / "旧.txt").write_text(text(), encoding="utf-8")
    (tmp_path / "新.txt").write_text(new, encoding="utf-8")
    command = ["compare", str(tmp_path / "旧.txt"), str(tmp_path / "新.txt"), "--select", "XRF001", "--format", "json"]
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == status
    told = json.loads(capsys.readouterr().out)
    (pair,) = told["pairs"]
    assert [finding["rule"] for finding in pair["open" if status else "fixed"]] == ["XRF001"]
    assert (told["tool"]["rulebook"], told["tool"]["profile"]) == (rulebook().version, None)


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """A report that does not follow from last year's, and the one handed in again."""
    for name, content in {
        "年报/2022/镇.txt": report(AGENCY, 2022, STALLS, carried_out=2),
        "年报/2023/镇.txt": report(AGENCY, 2023, STALLS, carried_in=1),
        "重报/镇.txt": report(AGENCY, 2023, STALLS + "全年开会两次。", carried_in=1),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


NOT_COMPARED = "没有比较的：与上年对照的 YOY001（1 份没有上年的报告，可用 --previous）"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("年报", "重报"), 1),
        (("年报/2023/镇.txt", "重报/镇.txt", "--previous", "年报/2022/镇.txt"), 1),
        (("年报/2023", "重报", "--previous", "年报/2022"), 1),
        (("年报/2023/镇.txt", "重报/镇.txt"), 0),
        (("年报/2023/镇.txt", "重报/镇.txt", "--previous", "重报/镇.txt"), 2),
    ],
)
def test_last_years_report_is_looked_for_and_told_of_where_there_is_none(
    two_years: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int
) -> None:
    command = [word if word.startswith("--") else str(two_years / word) for word in words]
    with pytest.raises(SystemExit) as ended:
        main(["compare", *command, "--select", "YOY001"])
    told = capsys.readouterr()
    assert ended.value.code == status
    assert ("未改 1\n  YOY001  错误" in told.out) == (status == 1)
    assert (NOT_COMPARED in told.out.splitlines()) == (status == 0)
    assert told.err == ("--previous 的报告年份是 2023，应为 2022\n" if status == 2 else "")


def test_what_was_compared_with_last_year_is_not_fixed_where_that_is_lacking(two_years: Path) -> None:
    before, now = (two_years / "年报" / year / "镇.txt" for year in ("2022", "2023"))
    beside = auditor.audit(now, auditor.Options(select=("YOY001",), previous=str(before)))
    alone = auditor.audit(now, auditor.Options(select=("YOY001",)))
    assert codes_of(compare(beside, alone)) == {"untold": ["YOY001"]}


def test_the_last_line_says_with_what_it_was_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "旧.txt").write_text(text(), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["compare", str(tmp_path / "旧.txt"), str(tmp_path / "旧.txt"), "--profile", "tingbo-city"])
    told = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch("审核工具 .+　规则 .+　模型 .+　要求 汀泊市年报填报口径（虚构示例）", told)
