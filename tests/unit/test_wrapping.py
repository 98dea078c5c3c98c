"""Lines that were cut: numbers and dates are whole again, lists and cells stay apart."""

from __future__ import annotations

import auditor
import pytest
from auditor.parsing.masthead import find_period
from auditor.text.canonical import canonical
from auditor.text.quantities import find_quantities
from auditor.text.sentences import sentences
from auditor.text.spans import LineIndex, Span
from auditor.text.wrapping import cuts_number, unbroken

from tests.layouts import pipes, report
from tests.properties.test_tables import balanced


def _sentences(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(LineIndex(text), Span(0, len(text)))]


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("本年收到申请18", "60件，均已答复。"),
        ("收费1", "2.5万元。"),
        ("共印发文件1,", "204份"),
        ("　　受理12", "件"),
        ("统计期限自20", "23年1月1日"),
        ("至2023年12月3", "1日止"),
        ("办结率9", "8%。"),
    ],
)
def test_a_number_goes_on_in_the_next_line(line: str, following: str) -> None:
    assert cuts_number(line, following)
    joined = line.strip() + following
    text = f"{line}\n{following}"
    assert "".join(_sentences(text)) == joined
    read = sentences(LineIndex(text), Span(0, len(text)))[0]
    assert "".join(text[place] for place in read.positions) == read.text


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("本年收到申请18件", "60件已答复"),
        ("一是补齐栏目12", "2.更新指南"),
        ("18", "60"),
        ("行政许可\t30", "60件"),
        ("联系电话：8862013", "2024年1月20日"),
        ("本年收到申请18", "其中自然人12件"),
    ],
)
def test_what_stands_apart_stays_apart(line: str, following: str) -> None:
    assert not cuts_number(line, following)


def test_a_number_is_whole_over_the_end_of_a_page() -> None:
    assert _sentences("本年收到申请19\n- 3 -\n\n\x0c57件。") == ["本年收到申请1957件。"]


def test_narrow_lines_are_one_sentence_and_short_items_are_not() -> None:
    prose = "全年收到群众申请二十七件\n，办结二十六件。其余一件\n转入下一年度办理，已经告\n知申请人。"
    assert _sentences(prose)[0] == "全年收到群众申请二十七件，办结二十六件。"
    items = "完善主动公开目录和清单\n加强依申请公开业务培训\n改进政府网站栏目和检索"
    assert len(_sentences(items)) == 3


@pytest.mark.parametrize("number", ["19 57", "19\t57", "1 9 57", "195 7"])
def test_a_number_with_a_blank_in_it_tells_nothing(number: str) -> None:
    assert not find_quantities(f"收到申请{number}件", ("件",))


def test_a_blank_between_thousands_parts_no_number() -> None:
    assert [found.value for found in find_quantities("收到申请1 957件", ("件",))] == [1957]


@pytest.mark.parametrize("page", ["", "\n- 1 -\n"])
@pytest.mark.parametrize("place", range(6, 29))
def test_a_period_is_read_wherever_its_line_was_cut(place: int, page: str) -> None:
    told = "数据的统计期限为2021年1月1日至2021年12月31日止。"
    text = f"{told[:place]}\n{page}{told[place:]}"
    index = LineIndex(text)
    period = find_period(index, Span(0, len(text)))
    assert period is not None
    assert (period.start, period.end) == ("2021-01-01", "2021-12-31")
    assert period.span.of(text).startswith("2")
    assert period.span.of(text).endswith("日")


def test_places_hold_behind_a_break() -> None:
    text = "全年\n收到12\n34件，办结5\n6件"
    whole = unbroken(LineIndex(text), Span(3, len(text)))
    assert whole.text == "收到1234件,办结56件"
    start = whole.text.index("56")
    assert whole.span(start, start + 2).of(text) == "5\n6"


@pytest.mark.parametrize("cut", ["\n", "\n- 2 -\n\x0c", " ", "\t"])
def test_a_cut_number_accuses_nobody(cut: str) -> None:
    values = balanced() | {("applications", "new_received", "total"): "1957"}
    text = report(values, pipes).replace("一、总体情况", f"一、总体情况\n本年收到政府信息公开申请19{cut}57件。", 1)
    codes = {finding.rule for finding in auditor.audit_text(text).findings}
    assert not codes & {"XRF001", "NAR002"}


def test_a_report_with_a_blank_between_all_signs_says_what_it_says_without() -> None:
    plain = report(balanced(), pipes).splitlines()
    plain[1:1] = ["统计期限自2023年1月1日起至2023年12月31日止。"]
    plain[3:4] = [
        "（一）主动公开情况。全年公开信息120条。",
        "（二）依申请公开情况。均已按期答复。",
        "（三）政府信息管理情况。清理文件12份。",
        "（四）平台建设情况。新设栏目2个。",
        "（五）监督保障情况。培训2次，考核96分，评议满意，没有责任追究。",
    ]
    spaced = [" ".join(line) if "。" in line else line for line in plain]
    with_blanks, without = (auditor.audit_text("\n".join(lines)) for lines in (spaced, plain))
    assert {item.rule for item in with_blanks.findings} <= {item.rule for item in without.findings}
    assert with_blanks.report.period is not None
    assert len(with_blanks.report.text) == len("\n".join(spaced))


def test_where_numbers_are_whole_a_blank_between_digits_stays() -> None:
    text = "全 年 收 到 申 请 12 件 ， 2 0 件 在 办 。"
    assert _sentences(canonical(text)) == ["全年收到申请12件，2 0件在办。"]
    cells = "行 政 许 可 本 年 处 理 决 定 1 2 0"
    assert canonical(cells) == cells
