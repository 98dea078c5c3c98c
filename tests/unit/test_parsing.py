"""Sections and tables in the shapes in which they really come."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import auditor
import pytest
from auditor.document import CellState, Report, Verdict
from auditor.errors import UnreadableReport
from auditor.layout import TableSpec
from auditor.text.spans import Span

from tests.layouts import LAYOUT, Values, aligned, bare_lines, pipes, report, word_lines, zeros
from tests.properties.test_tables import balanced


def parsed(text: str) -> Report:
    return auditor.audit_text(text, auditor.Options(select=("PRS001",))).report


def test_variant_headings_are_the_same_sections() -> None:
    text = report(zeros(), pipes)
    for old, new in (
        ("一、总体情况", "一、工作总体情况"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("五、存在的主要问题及改进情况", "五、存在问题及改进情况"),
        ("六、其他需要报告的事项", "六、其他需要报告事项"),
    ):
        text = text.replace(old, new)
    keys = [section.key for section in parsed(text).sections]
    assert keys == ["overview", "disclosure", "applications", "disputes", "problems", "other"]


@pytest.mark.parametrize(
    ("due", "printed"),
    [
        ("二、主动公开政府信息情况", "二、主动公开政府信息情况（见表1）"),
        ("二、主动公开政府信息情况", "二、主动公开政府信息情况（单位：件）"),
        ("二、主动公开政府信息情况", "二、2024年度主动公开政府信息情况（2024年度）"),
        ("一、总体情况", "一、2024年总体情况"),
        ("一、总体情况", "一、朔溪县人民政府二〇二四年度总体情况"),
        ("五、存在的主要问题及改进情况", "五、本年度存在的主要问题及改进情况（含下一步打算）"),
        ("六、其他需要报告的事项", "六、其他需要报告的事项（含收费）"),
    ],
)
def test_a_note_a_year_or_the_body_beside_a_title_leaves_it_the_title(due: str, printed: str) -> None:
    found = parsed(report(zeros(), pipes).replace(due + "\n", printed + "\n"))
    keys = ["overview", "disclosure", "applications", "disputes", "problems", "other"]
    assert [section.key for section in found.sections] == keys
    assert found.extra_headings == ()
    title = found.sections[keys.index(next(spec.key for spec in LAYOUT.section if due.endswith(spec.title)))].title
    assert title.of(found.text).startswith(printed.split("（", maxsplit=1)[0])


def test_a_part_of_the_narrative_that_ends_like_a_title_does_not_take_its_place() -> None:
    text = report(zeros(), pipes).replace("二、主动公开政府信息情况\n", "三、各镇和开发区管委会主动公开政府信息情况\n")
    assert "disclosure" not in [section.key for section in parsed(text).sections]


def test_a_heading_may_share_its_line_with_the_first_sentence() -> None:
    text = report(zeros(), pipes).replace("六、其他需要报告的事项\n", "六、其他需要报告的事项。")
    section = parsed(text).section("other")
    assert section is not None
    assert section.body.of(text).strip() == "。未收取信息处理费。"


def test_a_narrative_that_numbers_its_own_parts_keeps_its_sections() -> None:
    inner = (
        "一、主动公开：全年120条。\n二、依申请公开：收到申请0件。\n三、信息管理：清理文件3件。\n四、平台建设：网站1个。"
    )
    text = report(zeros(), pipes).replace("（一）主动公开。全年公开信息120条。", inner)
    found = parsed(text)
    assert [section.ordinal for section in found.sections] == [1, 2, 3, 4, 5, 6]
    assert found.extra_headings == ()
    assert len(found.tables["applications"].cells) == 175


def test_navigation_around_the_report_is_no_title() -> None:
    text = (
        "首页 > 政务公开 > 政府信息公开工作年度报告\n打印 关闭\n"
        + report(zeros(), pipes)
        + "上一篇：2022年政府信息公开工作年度报告\n"
    )
    found = parsed(text)
    assert (found.agency, found.year, found.kind) == ("青石县水务局", 2023, "department")


def test_blank_placeholder_and_zero_are_three_things() -> None:
    values = zeros()
    values["applications", "granted", "company"] = ""
    values["disclosure", "regulations", "issued"] = "/"
    values["disclosure", "normative_documents", "in_force"] = "22（其中修订16件）"
    values["applications", "partial", "total"] = "１，０２０"
    tables = parsed(report(values, pipes)).tables
    blank = tables["applications"].cells["granted", "company"]
    sign = tables["disclosure"].cells["regulations", "issued"]
    noted = tables["disclosure"].cells["normative_documents", "in_force"]
    wide = tables["applications"].cells["partial", "total"]
    assert (blank.state, sign.state) == (CellState.BLANK, CellState.PLACEHOLDER)
    assert (str(noted.value), noted.plain) == ("22", False)
    assert (str(wide.value), wide.plain) == ("1020", True)


def test_a_row_that_lost_a_number_is_left_open_not_shifted() -> None:
    values = zeros()
    values["applications", "granted", "total"] = "12"
    lines = report(values, bare_lines).split("\n")
    del lines[lines.index("（一）予以公开") + 2]
    table = parsed("\n".join(lines)).tables["applications"]
    assert [label.key for label in table.loose_rows] == ["granted"]
    assert ("granted", "total") not in table.cells


def test_a_row_under_which_numbers_go_on_without_a_label_is_left_open() -> None:
    values = zeros()
    values["applications", "handled_total", "total"] = "129"
    lines = report(values, pipes).split("\n")
    place = next(number for number, line in enumerate(lines) if "（七）总计" in line)
    lines.insert(place + 1, "| " + "| " * (lines[place].count("|") - 3) + "| 2 |")
    table = parsed("\n".join(lines)).tables["applications"]
    assert [label.key for label in table.loose_rows] == ["handled_total"]
    assert len(table.cells) == 168


def test_columns_in_another_order_are_read_by_their_header() -> None:
    values = zeros()
    values["applications", "granted", "company"] = "7"
    text = report(values, pipes).replace("| 商业企业 | 科研机构 |", "| 科研机构 | 商业企业 |")
    cells = parsed(text).tables["applications"].cells
    assert [str(cells["granted", key].value) for key in ("company", "research_institute")] == ["0", "7"]


def test_two_tables_of_one_kind_are_not_merged() -> None:
    text = report(zeros(), pipes)
    start, end = text.index("| （本列数据"), text.index("四、政府信息公开行政复议")
    doubled = text[:end] + text[start:end] + text[end:]
    table = parsed(doubled).tables["applications"]
    assert table.doubt is not None
    assert table.doubt.code == "table_twice"


def test_two_reports_in_one_file_are_two() -> None:
    text = report(zeros(), pipes)
    both = text + "\n" + text.replace("2023年政府", "2024年政府")
    from auditor.api import audit_source
    from auditor.reading import source_of_text

    found = audit_source(source_of_text(both), auditor.Options(select=("PRS001",)))
    assert [(item.report.part, item.report.year) for item in found] == [(1, 2023), (2, 2024)]


@pytest.mark.parametrize(
    ("title", "agency", "kind", "year"),
    [
        ("青石县水务局2023年政府信息公开工作年度报告", "青石县水务局", "department", 2023),
        ("云岭市人民政府\n2022年度政府信息公开工作年度报告", "云岭市人民政府", "government", 2022),
        ("柳河镇人民政府二〇二一年政府信息公开工作年度报告", "柳河镇人民政府", "township", 2021),
        ("东港街道办事处2024年政府信息公开工作年度报告", "东港街道办事处", "subdistrict", 2024),
        ("机构概况        东港街道办事处2024年政府信息公开工作年度报告", "东港街道办事处", "subdistrict", 2024),
        ("青石县水务局      2023年      政府信息公开工作年度报告", "青石县水务局", "department", 2023),
    ],
)
def test_titles(title: str, agency: str, kind: str, year: int) -> None:
    text = report(zeros(), pipes).replace("青石县水务局2023年政府信息公开工作年度报告", title)
    found = parsed(text)
    assert (found.agency, found.kind, found.year) == (agency, kind, year)


def numbers_of(text: str) -> dict[str, object]:
    """All cells of a report's tables with their values."""
    tables = auditor.audit_text(text, auditor.Options(select=("PRS001",))).report.tables
    return {str(cell.address): cell.value for table in tables.values() for cell in table.cells.values()}


def test_a_page_number_between_the_lines_of_a_table_is_no_row() -> None:
    text = report(balanced(), aligned)
    lines = text.split("\n")
    place = next(i for i, line in enumerate(lines) if ("总计" in line and "尚未" in line) or "四、" in line) + 4
    broken = "\n".join([*lines[:place], "", "                                  - 3 -", "", *lines[place:]])
    assert numbers_of(broken) == numbers_of(text)


def test_cells_behind_tabs_are_read_without_blank_lines_between_their_rows() -> None:
    text = report(balanced(), word_lines)
    assert LAYOUT.table
    head, _, tables = text.partition("二、主动公开政府信息情况")
    dense = head + "二、主动公开政府信息情况" + "\n".join(line for line in tables.split("\n") if line.strip(" ") != "")
    assert numbers_of(dense) == numbers_of(text)


def test_a_table_of_which_only_a_number_alone_is_left_was_not_read() -> None:
    """Found by the guided fuzzer: what cannot be seen before the number made the line look like a row with a label."""
    text = "青芦县人民政府2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
    text += "  \u200b   412906\n      第二十条第（六）项\n三、收到和处理政府信息公开申请情况\n"
    audit = auditor.audit_text(text, auditor.Options(select=("PRS001",)))
    told = "表二（主动公开）只确定了 0/10 格（没读全的行：—），有关勾稽和比对未作判断"
    assert [finding.message.zh for finding in audit.findings] == [told]


@pytest.mark.parametrize("write", [pipes, aligned, word_lines, bare_lines])
@pytest.mark.parametrize(("raw", "value"), [("3.5*", "3.5"), ("3.5①", "3.5"), ("12注1", "12"), ("—（无此项）", None)])
def test_a_note_in_a_cell_leaves_the_number_in_it(
    raw: str, value: str | None, write: Callable[[TableSpec, Values], list[str]]
) -> None:
    cell = parsed(report(zeros() | {("disclosure", "fees", "amount"): raw}, write)).tables["disclosure"].cells
    read = cell["fees", "amount"]
    assert read.state is (CellState.NUMBER if value else CellState.PLACEHOLDER)
    assert read.value == (Decimal(value) if value else None)


@pytest.mark.parametrize("write", [pipes, word_lines])
@pytest.mark.parametrize(
    "address",
    [
        ("disclosure", "fees", "amount"),
        ("disclosure", "regulations", "issued"),
        ("applications", "granted", "natural_person"),
        ("applications", "granted", "total"),
        ("applications", "other_misc", "company"),
    ],
)
def test_words_in_a_cell_are_in_that_cell_and_no_row_is_missing(
    address: tuple[str, str, str], write: Callable[[TableSpec, Values], list[str]]
) -> None:
    audit = auditor.audit_text(report(zeros() | {address: "附3"}, write))
    cell = audit.report.tables[address[0]].cells[address[1:]]
    assert (cell.state, cell.raw) == (CellState.UNREADABLE, "附3")
    assert not {"STR016", "TAB001", "TAB002"} & {finding.rule for finding in audit.findings}


def test_a_number_past_counting_is_no_quantity_and_stops_no_rule() -> None:
    most = "9" * 66
    text = report(zeros() | {("disclosure", "fees", "amount"): most}, pipes).replace(
        "全年公开信息120条。", f"公开信息{most}条，收到申请9亿亿亿亿亿亿亿亿亿件，增长{most}%。"
    )
    audit = auditor.audit_text(
        text.replace("未收取信息处理费。", f"收取信息处理费{most}元。"), auditor.Options(preview=True)
    )
    assert audit.report.tables["disclosure"].cells["fees", "amount"].state is CellState.UNREADABLE
    assert {claim.verdict for claim in audit.report.claims} <= {Verdict.NO_CELL, Verdict.AMBIGUOUS}


LINKS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


@pytest.mark.parametrize(
    "around",
    [
        lambda text: "\n".join([text, *LINKS]),
        lambda text: "\n".join([*LINKS, text, *LINKS]),
        lambda text: " ".join(LINKS) + "\n" + text,
        lambda text: "\n".join(["政府信息公开指南", "政府信息公开年报", *LINKS, text]),
        lambda text: "\n".join([text, "政府信息公开年报", *LINKS]),
    ],
)
def test_the_links_of_a_page_are_no_sections(around: Callable[[str], str]) -> None:
    text = report(zeros(), pipes)
    found = auditor.audit_text(around(text))
    assert found.report.agency == "青石县水务局"
    assert not found.report.repeated_headings
    due = [section.body.of(text).strip() for section in parsed(text).sections][:5]
    assert [section.body.of(found.report.text).strip() for section in found.report.sections][:5] == due


def test_among_links_to_other_years_the_title_is_that_of_the_period() -> None:
    links = [f"青石县水务局{year}年政府信息公开工作年度报告" for year in (2021, 2022)]
    stated = "统计期限自2023年1月1日起至2023年12月31日止。\n一、总体情况"
    text = "\n".join([*links, report(zeros(), pipes).replace("一、总体情况", stated, 1)])
    found = parsed(text)
    assert (found.year, found.title) == (2023, Span(text.index("青石县水务局2023"), text.index("\n统计期限")))


@pytest.mark.parametrize("label", ["名    称：", "名称:", "标题：", "文件名称： "])
def test_the_field_of_a_page_that_holds_the_title_is_no_part_of_it(label: str) -> None:
    text = label + report(zeros(), pipes)
    found = parsed(text)
    assert found.agency == "青石县水务局"
    assert found.agency_span is not None
    assert found.agency_span.of(text) == "青石县水务局"


def test_a_title_of_its_own_counts_before_the_field_of_a_page() -> None:
    text = "名称：青石县水务局2022年政府信息公开工作年度报告\n" + report(zeros(), pipes)
    assert parsed(text).year == 2023


@pytest.mark.parametrize("place", range(2, 22))
@pytest.mark.parametrize("indent", ["", "　　　"])
def test_a_title_is_read_wherever_its_line_was_cut(place: int, indent: str) -> None:
    title, rest = report(zeros(), pipes).split("\n", 1)
    text = f"{title[:place]}\n{indent}{title[place:]}\n{rest}\n青石县水务局\n2024年1月20日"
    found = parsed(text)
    assert (found.agency, found.year, found.year_source) == ("青石县水务局", 2023, "title")
    assert found.agency_span is not None
    assert "".join(found.agency_span.of(text).split()) == "青石县水务局"


def test_a_line_above_that_is_no_agency_stays_out_of_the_title() -> None:
    assert parsed("政务公开\n" + report(zeros(), pipes)).agency == "青石县水务局"


@pytest.mark.parametrize("below", ["（2022年度）", "2022年度", "（二〇二二年度）"])
def test_the_year_may_stand_below_the_title(below: str) -> None:
    text = report(zeros(), pipes).replace("2023年政府信息公开工作年度报告", f"政府信息公开工作年度报告\n{below}", 1)
    found = parsed(text)
    assert (found.agency, found.year, found.year_source) == ("青石县水务局", 2022, "title")
    assert found.title == Span(0, text.index("\n一、"))


@pytest.mark.parametrize("title", LINKS)
@pytest.mark.parametrize("lead", ["", "　　", "\n- 4 -\n\n"])
def test_a_heading_is_read_wherever_its_line_was_cut(title: str, lead: str) -> None:
    whole = report(balanced(), pipes)
    due = auditor.audit_text(whole)
    for place in range(3, len(title)):
        text = whole.replace(title, f"{title[:place]}\n{lead}{title[place:]}", 1)
        found = auditor.audit_text(text)
        assert [section.key for section in found.report.sections] == [section.key for section in due.report.sections]
        assert sorted(item.rule for item in found.findings) == sorted(item.rule for item in due.findings)


@pytest.mark.parametrize(
    "text",
    [
        "青石县政府信息公开指南\n一、主动公开\n（一）范围\n机构职能等。\n二、依申请公开\n（一）提出申请\n三、监督",
        "主动公开\n依申请公开\n复议诉讼",
        "关于做好2023年政府信息公开工作年度报告编制工作的通知\n各科室：\n一、时间\n1月10日前报送。",
        "政府信息公开工作年度报告编制服务合同\n一、服务内容\n代为编制青石县水务局2023年政府信息公开工作年度报告，并校对。",
        "全县2023年政府信息公开年度报告审核情况的通报\n审核31份，其中一、总体情况缺项4份。",
    ],
)
def test_what_only_speaks_of_reports_is_none(text: str) -> None:
    with pytest.raises(UnreadableReport, match="no_report"):
        auditor.audit_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "三、收到和处理政府信息公开申请情况\n未收到申请。\n四、政府信息公开行政复议、行政诉讼情况\n没有。",
        "收到和处理政府信息公开申请情况\n未收到申请。\n政府信息公开行政复议、行政诉讼情况\n没有。",
        "二、主动公开\n全年公开120条。\n三、依申请公开\n未收到申请。",
        "青石县水务局2023年政府信息公开工作年度报告（征求意见稿）",
        "青石县水务局2023年政府信息公开工作年度报告（附说明）",
    ],
)
def test_half_a_report_is_one(text: str) -> None:
    assert auditor.audit_text(text).findings
