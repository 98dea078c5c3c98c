"""A workbook says what the audit says, cell by cell, runs nothing, and is the same for the same reports."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from auditor.api import Options, audit_source, model_version, rulebook
from auditor.corpus import REPORTS
from auditor.document import Omission, Reason
from auditor.errors import AuditError, UnreadableReport
from auditor.finding import Audit
from auditor.reading import read, source_of_bytes, source_of_text
from auditor.reporters import render
from auditor.reporters.cells import cell_text, exact_number, number_format, one_line
from auditor.reporters.checks import Check
from auditor.reporters.run import Run
from auditor.reporters.sheets import writing
from auditor.version import __version__
from openpyxl import Workbook, load_workbook

from tests import layouts
from tests.documents.writing import docx_of

CLEAN = REPORTS / "landun-water-2023.txt"
DEFECTIVE = REPORTS / "shuoxi-county-2021-unbalanced.txt"
ZH_SHEETS = ["总览", "问题清单", "数据核对", "表格", "改进措施", "未能核对"]


@cache
def audits_in(path: Path, previous: Path | None) -> tuple[Audit, ...]:
    options = Options(previous=str(previous)) if previous else Options()
    return tuple(audit_source(read(str(path)), options))


def audits_of(*paths: Path, previous: Path | None = None) -> list[Audit]:
    return [audit for path in paths for audit in audits_in(path, previous)]


def audits_of_text(text: str, path: str = "报告.txt") -> list[Audit]:
    return audit_source(source_of_text(text, path))


def run_of(
    audits: Sequence[Audit],
    errors: Sequence[tuple[str, AuditError]] = (),
    language: str = "zh",
    checks: Sequence[Check] = (),
) -> Run:
    return Run(audits, errors, rulebook(), model_version(), language=language, checks=checks)


def bytes_of(run: Run) -> bytes:
    written = render(run, "xlsx")
    assert isinstance(written, bytes)
    return written


def workbook(run: Run) -> Workbook:
    return load_workbook(io.BytesIO(bytes_of(run)))


def shown(run: Run) -> Workbook:
    """The same for those who only look through it, which is quicker: cells that are merged have no edges drawn."""
    return load_workbook(io.BytesIO(bytes_of(run)), read_only=True)


@cache
def defective_bytes() -> bytes:
    return bytes_of(run_of(audits_of(DEFECTIVE)))


@cache
def defective() -> Workbook:
    """The workbook of one report, for tests that only read it."""
    return load_workbook(io.BytesIO(defective_bytes()))


def rows(book: Workbook, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet below its headings, by heading; None where a cell is blank."""
    heading, *found = [[cell.value for cell in row] for row in book[title].iter_rows()]
    return [dict(zip(map(str, heading), row, strict=True)) for row in found]


def cell_under(book: Workbook, title: str, heading: str, row: int) -> Any:
    sheet = book[title]
    place = next(cell.column for cell in sheet[1] if cell.value == heading)
    return sheet.cell(row, place)


def report_text(changes: Mapping[tuple[str, str, str], str] | None = None) -> str:
    return layouts.report({**layouts.zeros(), **(changes or {})}, layouts.tabs)


def test_the_overview_has_a_row_a_report_then_what_was_not_audited_then_what_it_was_made_by() -> None:
    refused = UnreadableReport("file_empty", path="空.txt")
    book = shown(run_of(audits_of(CLEAN, DEFECTIVE), [("空.txt", refused)]))
    assert book.sheetnames == ZH_SHEETS
    values = [[cell.value for cell in row] for row in book["总览"].iter_rows()]
    assert values[1] == [
        *(1, "澜墩县水利局", 2023, "部门", str(CLEAN), 100, 98.2, 1, 1),
        *(0, 0, 0, 0, 0, 0),
    ]
    assert values[2][:5] == [2, "朔溪县人民政府", 2021, "政府", str(DEFECTIVE)]
    assert values[2][9:] == [4, 2, 2, 1, 0, 0]
    assert values[3][1:2] + values[3][9:] == ["合计", 4, 2, 2, 1, 0, 0]
    assert [row[0] for row in values[4:8]] == [
        None,
        "未能审核的文件（1）",
        "空.txt：文件是空的，请换上写好的报告",
        None,
    ]
    assert values[8][0] == f"审核工具 {__version__}　规则 {rulebook().version}　模型 {model_version()}"


def test_a_finding_is_a_row_with_all_that_a_clerk_needs_and_room_for_his_answer() -> None:
    (audit,) = audits_of(DEFECTIVE)
    book = defective()
    found = rows(book, "问题清单")
    assert [row["规则"] for row in found] == [finding.rule for finding in audit.findings]
    finding = next(finding for finding in audit.findings if finding.rule == "TAB007")
    assert next(row for row in found if row["规则"] == "TAB007") == {
        "序号": audit.findings.index(finding) + 1,
        "机关": "朔溪县人民政府",
        "年份": 2021,
        "文件": DEFECTIVE.name,
        "级别": "错误",
        "规则": "TAB007",
        "规则说明": "表三办理结果的总计不对",
        "位置": "第 53 行",
        "问题": finding.message.zh,
        "原文": "126",
        "建议": "核对这一列的各项结果和（七）总计",
        "依据": "国办公开办函〔2021〕30号 格式三第三项",
        "试行": None,
        "核查结果": None,
        "备注": None,
        "标识": f"{finding.fingerprint}|TAB007|2021|1|朔溪县人民政府|{DEFECTIVE}",
    }
    sheet = book["问题清单"]
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"属实,不属实,已整改,待核实"'
    assert str(validation.sqref) == f"N2:N{len(found) + 1}"
    assert sheet.auto_filter.ref == f"A1:P{len(found) + 1}"
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)


def test_grave_findings_are_red_and_light_ones_are_not() -> None:
    book = defective()
    colours = {
        cell_under(book, "问题清单", "级别", row).value: cell_under(book, "问题清单", "级别", row).fill.fgColor.rgb
        for row in range(2, book["问题清单"].max_row + 1)
    }
    assert colours == {"错误": "FFFFC7CE", "警告": "FFFFEB9C", "提示": "FFDDEBF7"}


def test_a_number_of_the_text_stands_beside_that_of_the_table_with_the_difference() -> None:
    (audit,) = audits_of(DEFECTIVE)
    book = defective()
    found = rows(book, "数据核对")
    assert len(found) == len(audit.report.claims)
    (wrong,) = [row for row in found if row["结论"] == "不符"]
    assert {key: wrong[key] for key in ("位置", "正文写的", "数值", "单位", "对应的格", "表中的数", "正文减表格")} == {
        "位置": "第 7 行",
        "正文写的": "11",
        "数值": 11,
        "单位": "宗",
        "对应的格": "行政复议／总计",
        "表中的数": 12,
        "正文减表格": -1,
    }
    row = 2 + found.index(wrong)
    assert cell_under(book, "数据核对", "机关", row).fill.fgColor.rgb == "FFFFC7CE"
    assert cell_under(book, "数据核对", "机关", 2).fill.fill_type is None


def test_tables_are_laid_out_as_the_form_has_them_with_comments_where_findings_point() -> None:
    sheet = defective()["表格"]
    labels = {
        row[0].value: row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value and row[0].value != "信息内容"
    }
    assert [label for label in labels if str(label).startswith("表")] == [
        "表二（主动公开）",
        "表三（收到和处理申请）",
        "表四（复议、诉讼）",
    ]
    normative = labels["行政规范性文件"]
    assert [sheet.cell(normative, column).value for column in range(9, 13)] == [8, 21, 57, None]
    total = labels["（七）总计"]
    assert [sheet.cell(total, column).value for column in range(9, 16)] == [126, 8, 0, 1, 5, 2, 142]
    pointed = sheet.cell(total, 9)
    assert pointed.fill.fgColor.rgb == "FFFFC7CE"
    assert pointed.comment is not None
    assert pointed.comment.text.startswith("TAB007（错误）“自然人”列各项办理结果合计 125")
    drawn_on = sheet.cell(labels["（一）予以公开"], 9)
    assert (drawn_on.value, drawn_on.fill.fgColor.rgb, drawn_on.comment is not None) == (49, "FFFFF2CC", True)
    untouched = sheet.cell(labels["（一）予以公开"], 10)
    assert (untouched.value, untouched.fill.fill_type, untouched.comment) == (4, None, None)
    disputes = labels["行政复议"] + 3
    assert [sheet.cell(disputes, column).value for column in range(1, 16)] == [
        *(6, 2, 3, 1, 12),
        *(2, 0, 1, 0, 3),
        *(3, 1, 0, 1, 5),
    ]
    assert sheet.cell(labels["行政复议"], 6).value == "行政诉讼"


def cells_of_first_row(changes: Mapping[tuple[str, str, str], str]) -> list[Any]:
    """The three cells of 规章 as the workbook has them."""
    sheet = workbook(run_of(audits_of_text(report_text(changes))))["表格"]
    row = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "规章")
    return [sheet.cell(row, column) for column in range(9, 12)]


def test_blank_stays_blank_and_what_is_no_number_stays_as_printed() -> None:
    first = ("disclosure", "regulations")
    blank, slash, number = cells_of_first_row({(*first, "issued"): "", (*first, "repealed"): "/"})
    assert (blank.value, slash.value, slash.font.i, number.value, number.data_type) == (None, "/", True, 0, "n")
    assert blank.comment.text.startswith("TAB001（错误）")
    unit, fraction, minus = cells_of_first_row(
        {(*first, "issued"): "3件", (*first, "repealed"): "0.50", (*first, "in_force"): "-3"}
    )
    assert (unit.value, unit.comment.text.splitlines()[0]) == (3, "原文：3件")
    assert (fraction.value, fraction.number_format) == (0.5, "0.00")
    assert (minus.value, minus.data_type) == (-3, "n")


def test_a_number_that_excel_would_round_is_text() -> None:
    long, right, _ = cells_of_first_row(
        {
            ("disclosure", "regulations", "issued"): "1234567890123456",
            ("disclosure", "regulations", "repealed"): "999999999999999",
        }
    )
    assert (long.value, long.data_type) == ("1234567890123456", "s")
    assert (right.value, right.data_type) == (999999999999999, "n")


@pytest.mark.parametrize(
    ("number", "exact", "shown"),
    [
        ("0", 0, "0"),
        ("-36", -36, "0"),
        ("72.310", 72.31, "0.000"),
        ("1E+4", 10000, "0"),
        ("100000000000000000000", None, "0"),
        ("0.1234567890123456", None, "0.0000000000000000"),
    ],
)
def test_numbers_are_exact_or_text(number: str, exact: float | None, shown: str) -> None:
    assert (exact_number(Decimal(number)), number_format(Decimal(number))) == (exact, shown)


def test_a_row_of_the_form_that_was_not_read_is_no_blank_and_no_zero() -> None:
    text = "\n".join(line for line in report_text().split("\n") if not line.startswith("（一）予以公开"))
    sheet = shown(run_of(audits_of_text(text)))["表格"]
    row = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "（一）予以公开")
    assert {sheet.cell(row, column).value for column in range(9, 16)} == {"未读到"}


def test_sub_rows_that_a_report_prints_as_one_row_stand_there_as_one() -> None:
    lines = [
        line for line in report_text().split("\n") if "逾期未按收费通知" not in line and not line.startswith("3.其他")
    ]
    place = next(number for number, line in enumerate(lines) if line.startswith("（六）其他处理"))
    lines[place] = "（六）其他处理\t2\t0\t0\t0\t0\t0\t2"
    sheet = shown(run_of(audits_of_text("\n".join(lines))))["表格"]
    found = {row[0].value: [cell.value for cell in row[8:]] for row in sheet.iter_rows(max_col=15)}
    assert found["（六）其他处理"] == [2, 0, 0, 0, 0, 0, 2]
    assert "未读到" not in {cell.value for row in sheet.iter_rows() for cell in row}


def test_in_a_word_document_places_are_sections_and_cells_and_pictures_are_told() -> None:
    (audit,) = audits_of(DEFECTIVE)
    source = source_of_bytes(docx_of(audit.report), "报告.docx")
    seen = replace(source, omissions=(Omission(0, Reason("table_not_text", {"table": "表四"})),))
    book = shown(run_of(audit_source(seen)))
    assert [row["位置"] for row in rows(book, "问题清单") if row["规则"] == "TAB007"] == ["“（七）总计／自然人”"]
    assert [row["没有读到的内容"] for row in rows(book, "总览")[:1]] == [1]
    assert [(row["规则说明"], row["位置"], row["说明"]) for row in rows(book, "未能核对")] == [
        ("没有读到的内容", "开头", "表四是图片或附件，读不出数字"),
    ]


def test_a_report_without_agency_and_year_says_so() -> None:
    book = shown(run_of(audits_of_text(report_text().replace("青石县水务局2023年", ""), r"C:\报告\甲.txt")))
    assert [cell.value for cell in book["总览"][2]][:5] == [
        *(1, "（没有认出机关名称）", "（年份不明）", "类别不明", r"C:\报告\甲.txt"),
    ]
    assert rows(book, "问题清单")[0]["文件"] == "甲.txt"


def test_a_table_that_is_not_there_and_rows_that_the_form_does_not_have_are_told() -> None:
    lines = report_text().split("\n")
    start = lines.index(layouts.HEADINGS["disputes"])
    kept = [*lines[: start + 1], *lines[start + 6 :]]
    place = next(number for number, line in enumerate(kept) if line.startswith("行政强制"))
    kept.insert(place + 1, "行政奖励\t7")
    shown = [row[0].value for row in workbook(run_of(audits_of_text("\n".join(kept))))["表格"].iter_rows(max_col=1)]
    assert shown[shown.index("表四（复议、诉讼）") + 1] == "没有读到这张表"
    assert "报告里有、规定格式里没有的行：行政奖励" in shown


def strings(book: Workbook) -> list[str]:
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]


def test_what_looks_like_a_formula_stays_text_everywhere() -> None:
    labels = ["@SUM(A1)", "=cmd'/C calc'!A0", '=HYPERLINK("http://x.example","3")', "+1+1"]
    lines = report_text({("disclosure", "regulations", "issued"): "-3"}).split("\n")
    for label in labels:
        lines.insert(lines.index("五、存在的主要问题及改进情况") - 8, f"{label}\t1\t2\t3\t4\t5\t6\t7")
    raw = bytes_of(
        run_of(audits_of_text("\n".join(lines), "=1+1.txt"), [("-2", UnreadableReport("file_empty", path="-2"))])
    )
    book = load_workbook(io.BytesIO(raw))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    written = strings(book)
    for text in (
        "@SUM(A1)",
        "=cmd'/C calc'!A0",
        '=HYPERLINK("http://x.example","3")',
        "-3",
        "=1+1.txt",
        "-2：文件是空的，请换上写好的报告",
    ):
        assert text in written, text
    quotes = [cell for cell in book["问题清单"]["J"] if str(cell.value)[:1] in "=+-@"]
    assert len(quotes) >= 4
    assert all(cell.quotePrefix for cell in quotes)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = package.namelist()
        sheets = "".join(package.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet"))
    assert "<f>" not in sheets
    assert "<hyperlink" not in sheets
    assert not [name for name in names if "external" in name.lower()]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("甲\x00乙\x0c丙", "甲␀乙␌丙"),
        ("末尾\ud83d", "末尾�"),
        ("<r><t>不是标记</t></r>", "<r><t>不是标记</t></r> "),
        ("_x0041_", "_x0041_"),
        ("甲\r\n乙", "甲\n乙"),
    ],
)
def test_signs_that_would_break_the_file_are_shown(text: str, written: str) -> None:
    book = writing.Book(run_of([]))
    book.put(book.sheet("sheet_overview"), 0, 0, text, {})
    assert load_workbook(io.BytesIO(book.finished())).worksheets[0]["A1"].value == written


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    whole = "𠮷" * 16_383 + "。"
    assert cell_text(whole, "…（太长）") == whole
    cut = cell_text("𠮷" * 20_000, "…（太长）")
    assert (len(cut.encode("utf-16-le")) // 2, cut[-6:], cut[0]) == (32_767, "𠮷…（太长）", "𠮷")
    book = writing.Book(run_of([]))
    book.put(book.sheet("sheet_overview"), 0, 0, "长" * 40_000, {})
    value = load_workbook(io.BytesIO(book.finished())).worksheets[0]["A1"].value
    assert value.endswith("…（全文 40000 字，一格放不下，只到这里）")
    assert len(value) == 32_767


def test_quotes_stand_in_one_line_without_a_blank_inside_a_word() -> None:
    assert one_line(" 全年收到申\n请 27 件，\r\n  已办结\tA\nB ") == "全年收到申请 27 件，已办结 A B"


def test_a_full_sheet_says_what_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROW_LIMIT", 5)
    (audit,) = audits_of(DEFECTIVE)
    book = shown(run_of([audit]))
    sheet = book["问题清单"]
    assert sheet.max_row == 5
    assert sheet["A5"].value == f"一张表最多 5 行，还有 {len(audit.findings) - 3} 行没有写入；请分批审核"
    assert book["表格"]["A3"].value == "一张表最多 5 行，还有 1 份报告的表格没有写入；请分批审核"


def test_the_same_reports_give_the_same_bytes() -> None:
    first, second = (bytes_of(run_of(audits_of(DEFECTIVE, CLEAN))) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(r"\d{4}-\d\d-\d\dT", package.read("docProps/core.xml").decode()) == ["2000-01-01T"] * 2


def test_several_reports_of_one_file_and_of_several_folders_are_told_apart() -> None:
    one = CLEAN.read_text(encoding="utf-8")
    two = audits_of_text(f"{one}\n{one.replace('澜墩县水利局', '泊溪县水利局')}", "甲/合订.txt")
    assert len(two) == 2
    book = shown(run_of([*two, *audits_of_text(DEFECTIVE.read_text(encoding="utf-8"), "甲/乙/县.txt")]))
    assert [row["文件"] for row in rows(book, "总览")[:3]] == ["甲/合订.txt", "甲/合订.txt（第 2 份）", "甲/乙/县.txt"]
    assert list(dict.fromkeys(row["文件"] for row in rows(book, "数据核对"))) == [
        "合订.txt",
        "合订.txt（第 2 份）",
        "乙/县.txt",
    ]
    headings = [row[0].value for row in book["表格"].iter_rows(max_col=1) if "txt" in str(row[0].value)]
    assert headings == [
        "澜墩县水利局　2023　合订.txt",
        "泊溪县水利局　2023　合订.txt（第 2 份）",
        "朔溪县人民政府　2021　乙/县.txt",
    ]


def test_without_findings_the_list_says_so_and_without_reports_all_sheets_are_there() -> None:
    book = workbook(run_of(audits_of(CLEAN)))
    assert (book["问题清单"]["A2"].value, book["问题清单"].max_row) == ("没有发现问题", 2)
    assert book["问题清单"].data_validations.dataValidation == []
    empty = workbook(run_of([], [("空.txt", UnreadableReport("file_empty", path="空.txt"))]))
    assert empty.sheetnames == ZH_SHEETS
    assert [row[0].value for row in empty["总览"].iter_rows(max_col=1)][2:4] == [
        "未能审核的文件（1）",
        "空.txt：文件是空的，请换上写好的报告",
    ]


def test_rules_left_open_are_listed_with_the_reason() -> None:
    assert [
        (row["规则"], row["规则说明"], row["说明"])
        for row in rows(shown(run_of(audits_of_text(report_text()))), "未能核对")
    ] == [
        ("PUB001", "超过法定期限公布", "不知道发布日期，可用 --published 2024-01-20 指明"),
    ]


GOLDEN = Path(__file__).parents[1] / "golden" / "everything-wrong-narrative"


def test_measures_show_their_level_what_they_lack_and_what_became_of_last_years() -> None:
    audits = audits_of(GOLDEN / "report.txt", previous=GOLDEN / "previous.txt")
    found = rows(shown(run_of(audits)), "改进措施")
    assert [(row["类型"], row["具体程度"]) for row in found] == [
        *(("问题", 0), ("问题", 0), ("问题", 1)),
        ("措施", 0),
        ("上年措施", 2),
    ]
    assert found[3]["没有写"] == "具体做法、责任单位、完成时限、数量"
    assert {row["没有写"] for row in found if row["类型"] != "措施"} == {None}
    assert found[4]["上年措施的下文"] == "今年报告里找不到下文"


def test_in_english_all_words_but_those_of_the_report_are() -> None:
    book = workbook(run_of(audits_of(DEFECTIVE), language="en"))
    assert book.sheetnames == ["Overview", "Findings", "Numbers", "Tables", "Improvements", "Not checked"]
    found = next(row for row in rows(book, "Findings") if row["Rule"] == "TAB007")
    assert (found["Level"], found["Place"], found["About"]) == (
        "error",
        "line 53",
        "the outcomes of table 三 do not add up",
    )
    (validation,) = book["Findings"].data_validations.dataValidation
    assert validation.formula1 == '"confirmed,unfounded,corrected,to be checked"'
    ours = [str(cell.value) for sheet in book for cell in sheet[1] if sheet.title != "Tables"]
    assert not [heading for heading in ours if re.search("[一-鿿]", heading)]


def test_no_heading_stands_twice_in_a_sheet() -> None:
    for language in ("zh", "en"):
        for sheet in shown(run_of(audits_of(CLEAN), language=language)):
            headings = [cell.value for cell in sheet[1] if cell.value]
            assert len(headings) == len(set(headings)), sheet.title
