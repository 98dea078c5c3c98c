"""What people write into a workbook comes back, whatever they and their programs did to the file, and goes on."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import auditor
import pytest
from auditor import Check
from auditor.api import audit_source
from auditor.cli import main
from auditor.document import Reason
from auditor.errors import UsageError
from auditor.finding import Audit, Outcome, OutcomeKind
from auditor.messages import error_text
from auditor.reading import source_of_bytes
from auditor.reporters.checks import Identity, read_checks
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.test_excel import (
    DEFECTIVE,
    audits_of,
    audits_of_text,
    bytes_of,
    defective_bytes,
    rows,
    run_of,
    shown,
    workbook,
)
from tests.documents.test_excel import report_text as plain_report
from tests.documents.writing import docx_of

AGENCY = "朔溪县人民政府"


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def filled(book: Workbook, answers: dict[str, tuple[str, str]], sheet: str = "问题清单") -> Workbook:
    """Result and note beside the first finding of each of these rules."""
    page, left = book[sheet], dict(answers)
    headings = ("规则", "核查结果", "备注") if sheet == "问题清单" else ("Rule", "Result of check", "Note")
    rule, result, note = (column(page, heading) for heading in headings)
    for row in range(2, page.max_row + 1):
        answer = left.pop(str(page.cell(row, rule).value), None)
        if answer:
            page.cell(row, result).value, page.cell(row, note).value = answer
    assert not left
    return book


ANSWERS = {
    "TAB007": ("属实", "已通知改正"),
    "XRF010": ("不属实", "说的是收到的\n不是办结的"),
    "LNG001": ("", "请再看一遍"),
}


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def told(checks: Sequence[Check]) -> dict[str, tuple[str, str]]:
    return {check.rule: (check.result, check.note) for check in checks if check.written}


@pytest.fixture
def book() -> Workbook:
    return filled(load_workbook(io.BytesIO(defective_bytes())), ANSWERS)


def test_every_row_is_read_with_what_finds_it_again(book: Workbook, tmp_path: Path) -> None:
    (audit,) = audits_of(DEFECTIVE)
    checks = auditor.read_checks(saved(book, tmp_path / "核查.xlsx"))
    assert [check.fingerprint for check in checks] == [finding.fingerprint for finding in audit.findings]
    number = next(place for place, finding in enumerate(audit.findings) if finding.rule == "TAB007")
    assert checks[number] == Check(
        fingerprint=audit.findings[number].fingerprint,
        agency=AGENCY,
        year=2021,
        rule="TAB007",
        result="属实",
        note="已通知改正",
        row=number + 2,
        sheet="问题清单",
        path=str(DEFECTIVE),
        message=audit.findings[number].message.zh,
    )
    assert checks[number].verdict == "confirmed"
    assert told(checks) == ANSWERS


def resorted(book: Workbook) -> None:
    sheet = book["问题清单"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(sorted(values, key=lambda row: str(row[8])), start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value


def columns_moved(book: Workbook) -> None:
    """标识 and 备注 to the front, 机关 and 建议 deleted, a column in between and a title above the headings."""
    sheet = book["问题清单"]
    for heading in ("备注", "标识"):
        place = column(sheet, heading)
        moved = [sheet.cell(row, place).value for row in range(1, sheet.max_row + 1)]
        sheet.delete_cols(place)
        sheet.insert_cols(1)
        for row, value in enumerate(moved, start=1):
            sheet.cell(row, 1).value = value
    for heading in ("机关", "建议"):
        sheet.delete_cols(column(sheet, heading))
    sheet.insert_cols(4)
    sheet.insert_rows(1, 2)
    sheet["A1"] = "2021年度报告核查表"


def others_deleted_and_hidden(book: Workbook) -> None:
    sheet = book["问题清单"]
    rule = column(sheet, "规则")
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, rule).value not in ANSWERS:
            sheet.delete_rows(row)
        else:
            sheet.row_dimensions[row].hidden = True


def renamed_and_copied(book: Workbook) -> None:
    book["问题清单"].title = "张三核查"
    book.copy_worksheet(book["张三核查"]).title = "李四核查"


@pytest.mark.parametrize("change", [resorted, columns_moved, others_deleted_and_hidden, renamed_and_copied])
def test_sorting_moving_deleting_and_copying_change_nothing(
    book: Workbook, tmp_path: Path, change: Callable[[Workbook], None]
) -> None:
    change(book)
    assert told(read_checks(saved(book, tmp_path / "核查.xlsx"))) == ANSWERS


def as_others_write(raw: bytes) -> bytes:
    """The same workbook with a wrong extent, a formatted last row and texts in pieces, as other programs write them."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(written, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub('<dimension ref="[^"]*"', '<dimension ref="A1"', content.decode())
                if "属实" in text:
                    text = text.replace("</sheetData>", '<row r="1048576" ht="15"></row></sheetData>')
                content = text.replace("<t>不属实</t>", "<r><t>不属</t></r><r><t>实</t></r>").encode()
            changed.writestr(name, content)
    return written.getvalue()


def test_texts_in_pieces_and_a_wrong_extent_are_read(book: Workbook, tmp_path: Path) -> None:
    path = saved(book, tmp_path / "核查.xlsx")
    path.write_bytes(as_others_write(path.read_bytes()))
    assert told(read_checks(path)) == ANSWERS


def test_the_strict_variant_of_the_format_is_no_empty_workbook(book: Workbook, tmp_path: Path) -> None:
    path, written = saved(book, tmp_path / "核查.xlsx"), io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(written, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            for part in (b"spreadsheetml/2006/main", b"officeDocument/2006/relationships"):
                strict = b"http://purl.oclc.org/ooxml/" + part.replace(b"/2006", b"")
                content = content.replace(b"http://schemas.openxmlformats.org/" + part, strict)
            changed.writestr(name, content)
    path.write_bytes(written.getvalue())
    with pytest.raises(UsageError, match="checks_unreadable"):
        read_checks(path)


@pytest.mark.figures
def test_a_workbook_that_went_through_libreoffice_says_the_same(book: Workbook, tmp_path: Path) -> None:
    path, out = saved(book, tmp_path / "核查.xlsx"), tmp_path / "saved"
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=False, capture_output=True, timeout=180)
    if not (out / path.name).exists():
        pytest.skip("LibreOffice is installed without its spreadsheet program")
    assert told(read_checks(out / path.name)) == ANSWERS


def test_columns_and_rows_that_people_added_are_read_too(book: Workbook, tmp_path: Path) -> None:
    sheet = book["问题清单"]
    last, row = sheet.max_column + 1, sheet.max_row + 1
    sheet.cell(1, last).value = "责任人"
    sheet.cell(1, last + 2).value = "原因"
    sheet.cell(3, last).value = "王五"
    sheet.cell(4, last + 2).value = "口径不同"
    sheet.cell(3, last + 1).value = 20240301
    sheet.cell(row, column(sheet, "机关")).value = AGENCY
    sheet.cell(row, column(sheet, "年份")).value = 2021
    sheet.cell(row, column(sheet, "问题")).value = "附件打不开"
    sheet.cell(row, column(sheet, "建议")).value = "重新上传"
    sheet.cell(row, column(sheet, "核查结果")).value = "属实"
    checks = read_checks(saved(book, tmp_path / "核查.xlsx"))
    assert checks[1].extra == (("责任人", "王五"), ("R", "20240301"))
    assert checks[2].extra == (("原因", "口径不同"),)
    own = checks[-1]
    assert (own.fingerprint, own.agency, own.year, own.message, own.result, own.row) == (
        *("", AGENCY, 2021, "附件打不开；建议：重新上传", "属实", row),
    )
    following = workbook(run_of(audits_of(DEFECTIVE), checks=checks))
    assert [row["责任人"] for row in rows(following, "问题清单")[1:3]] == ["王五", None]
    kept = rows(following, "已消失")[-1]
    assert (kept["问题"], kept["核查结果"], kept["没有带入的原因"]) == (
        "附件打不开；建议：重新上传",
        "属实",
        "自行添加的行",
    )
    assert told(read_checks(saved(following, tmp_path / "二次.xlsx")))[""] == ("属实", "")


@pytest.mark.parametrize(("language", "words"), [("zh", "不属实"), ("en", "unfounded")])
def test_results_of_either_language_are_known_and_others_are_kept(language: str, words: str, tmp_path: Path) -> None:
    sheet, rule = ("Findings", "Rule") if language == "en" else ("问题清单", "规则")
    answers = {"TAB007": (f" {words} ", ""), "XRF010": ("基本属实", "")}
    book = filled(workbook(run_of(audits_of(DEFECTIVE), language=language)), answers, sheet)
    checks = {check.rule: check for check in read_checks(saved(book, tmp_path / "checks.xlsx"))}
    assert rule in [cell.value for cell in book[sheet][1]]
    assert (checks["TAB007"].verdict, checks["XRF010"].verdict, checks["XRF010"].result) == (
        *("unfounded", None, "基本属实"),
    )


def test_merged_answers_count_for_all_their_rows(book: Workbook, tmp_path: Path) -> None:
    sheet = book["问题清单"]
    place = column(sheet, "核查结果")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place).value = None
    sheet.cell(3, place).value = "待核实"
    sheet.merge_cells(start_row=3, end_row=5, start_column=place, end_column=place)
    checks = read_checks(saved(book, tmp_path / "核查.xlsx"))
    assert [check.row for check in checks if check.verdict == "pending"] == [3, 4, 5]


def test_headings_with_a_remark_and_headings_pasted_in_between_are_known(book: Workbook, tmp_path: Path) -> None:
    sheet = book["问题清单"]
    sheet.insert_rows(4)
    for place in range(1, sheet.max_column + 1):
        sheet.cell(4, place).value = sheet.cell(1, place).value
    sheet.cell(1, column(sheet, "核查结果")).value = "核查结果\n（必填）"
    sheet.cell(1, column(sheet, "备注")).value = " 备 注 "
    checks = read_checks(saved(book, tmp_path / "核查.xlsx"))
    assert (told(checks), len(checks)) == (ANSWERS, 8)


def broken(path: Path, how: str) -> Path:
    book = Workbook()
    if how == "columns":
        assert book.active is not None
        book.active.title = "问题清单"
        book.active.append(["序号", "规则", "核查结果"])
    if how in ("columns", "other"):
        return saved(book, path)
    path.write_bytes(
        {"text": b"a,b\n1,2\n", "old": b"\xd0\xcf\x11\xe0" + bytes(600), "cut": b"PK\x03\x04" + bytes(50)}[how]
    )
    return path


@pytest.mark.parametrize(
    ("how", "line"),
    [
        ("other", "没有“问题清单”这张表，不是 --format xlsx 写的工作簿"),
        ("columns", "“问题清单”里缺少列：标识、核查结果；请恢复列标题"),
        ("text", "打不开这个工作簿（有密码、已损坏，或不是普通的 .xlsx），请另存为没有密码的 .xlsx"),
        ("old", "打不开这个工作簿（有密码、已损坏，或不是普通的 .xlsx），请另存为没有密码的 .xlsx"),
        ("cut", "打不开这个工作簿（有密码、已损坏，或不是普通的 .xlsx），请另存为没有密码的 .xlsx"),
    ],
)
def test_what_is_no_such_workbook_is_said_in_one_line(tmp_path: Path, how: str, line: str) -> None:
    path = broken(tmp_path / "核查.xlsx", how)
    with pytest.raises(UsageError) as refused:
        read_checks(path)
    assert error_text(refused.value, "zh") == f"{path}：{line}"
    assert error_text(refused.value, "en").startswith(str(path))


def again(checks: Sequence[Check], audits: Sequence[Audit], language: str = "zh") -> Workbook:
    """The next workbook, to look through."""
    return shown(run_of(audits, language=language, checks=checks))


def beside(book: Workbook, rule: str) -> tuple[Any, Any]:
    row = next(row for row in rows(book, "问题清单") if row["规则"] == rule)
    return row["核查结果"], row["备注"]


def test_answers_go_on_to_the_next_workbook(book: Workbook, tmp_path: Path) -> None:
    checks = read_checks(saved(book, tmp_path / "核查.xlsx"))
    text = DEFECTIVE.read_text(encoding="utf-8")
    moved = audits_of_text(text.replace("总体情况", "工作总体情况", 1), "别处/改名.txt")
    following = again(checks, moved)
    assert [beside(following, rule) for rule in ANSWERS] == [
        *(("属实", "已通知改正"), ("不属实", "说的是收到的\n不是办结的"), (None, "请再看一遍")),
    ]
    assert "已消失" not in following.sheetnames
    english = again(checks, moved, "en")
    assert [row["Result of check"] for row in rows(english, "Findings") if row["Rule"] == "TAB007"] == ["confirmed"]


def corrected() -> list[Audit]:
    """The report with the number that XRF010 finds set right."""
    return audits_of_text(DEFECTIVE.read_text(encoding="utf-8").replace("行政复议11宗", "行政复议12宗"), str(DEFECTIVE))


def test_an_answer_whose_finding_vanished_is_kept_and_comes_back_with_it(book: Workbook, tmp_path: Path) -> None:
    checks = read_checks(saved(book, tmp_path / "1.xlsx"))
    second = workbook(run_of(corrected(), checks=checks))
    (gone,) = rows(second, "已消失")
    place = next(check.row for check in checks if check.rule == "XRF010")
    assert {key: gone[key] for key in ("机关", "年份", "规则", "核查结果", "备注", "没有带入的原因", "原来的行")} == {
        "机关": AGENCY,
        "年份": 2021,
        "规则": "XRF010",
        "核查结果": "不属实",
        "备注": "说的是收到的\n不是办结的",
        "没有带入的原因": "问题不再出现",
        "原来的行": f"问题清单第 {place} 行",
    }
    assert gone["问题"].startswith("正文“申请行政复议11宗”")
    later = read_checks(saved(second, tmp_path / "2.xlsx"))
    assert told(later) == ANSWERS
    assert beside(again(later, audits_of(DEFECTIVE)), "XRF010") == ANSWERS["XRF010"]
    assert told(read_checks(saved(workbook(run_of(corrected(), checks=later)), tmp_path / "3.xlsx"))) == ANSWERS


def check_of(audit: Audit, of: str, **other: Any) -> Check:
    finding = next(finding for finding in audit.findings if finding.rule == of)
    known = Identity.of(audit.report, finding)
    plain: dict[str, Any] = {
        "fingerprint": known.fingerprint,
        "agency": known.agency,
        "year": known.year,
        "rule": of,
        "result": "属实",
        "note": "",
        "row": 2,
        "path": known.path,
    }
    return Check(**{**plain, **other})


def reasons(book: Workbook) -> list[str]:
    return [row["没有带入的原因"] for row in rows(book, "已消失")] if "已消失" in book.sheetnames else []


def test_answers_in_english_go_on_in_chinese_and_to_the_same_report_in_word(tmp_path: Path) -> None:
    (audit,) = audits_of(DEFECTIVE)
    english = filled(workbook(run_of([audit], language="en")), {"TAB007": ("corrected", "seen")}, "Findings")
    checks = read_checks(saved(english, tmp_path / "checks.xlsx"))
    in_word = audit_source(source_of_bytes(docx_of(audit.report), "报告.docx"))
    assert beside(again(checks, in_word), "TAB007") == ("已整改", "seen")


def test_two_reports_of_one_agency_and_year_in_one_file_keep_their_own_answers() -> None:
    text = DEFECTIVE.read_text(encoding="utf-8")
    first, second = audits_of_text(f"{text}\n{text}", "合订.txt")
    checks = [check_of(first, "TAB007"), check_of(second, "TAB007", part=2, result="不属实")]
    book = again(checks, [first, second])
    assert [row["核查结果"] for row in rows(book, "问题清单") if row["规则"] == "TAB007"] == ["属实", "不属实"]
    assert reasons(book) == []


def test_the_reason_tells_mended_from_not_looked_at() -> None:
    (audit,) = audits_of(DEFECTIVE)
    gone = {"fingerprint": "0" * 16}
    checks = [
        check_of(audit, "TAB007", **gone),
        check_of(audit, "TAB007", **gone, agency="泊溪县人民政府"),
        check_of(audit, "TAB007", **gone, rule="LOC001"),
        check_of(audit, "TAB007", **gone, rule="PUB001"),
        check_of(audit, "TAB007", **gone, rule="STR014"),
        check_of(audit, "TAB007", fingerprint="", message="附件打不开"),
    ]
    outcomes = {
        **audit.outcomes,
        "PUB001": Outcome(OutcomeKind.UNDECIDED, Reason("year_unknown")),
        "STR014": Outcome(OutcomeKind.NOT_APPLICABLE, Reason("year_not_bound")),
    }
    known = Audit(audit.report, audit.findings, outcomes, audit.score, audit.rulebook_version)
    assert reasons(again(checks, [known])) == [
        "问题不再出现",
        "这份报告这次没有审核",
        "这条规则这次没有使用",
        "这条规则这次有未能核对的部分：没有认出报告年份",
        "这条规则这次不适用：本规则不适用于该年份",
        "自行添加的行",
    ]


def test_an_answer_is_never_put_to_another_agency_year_or_unknown_file() -> None:
    (audit,) = audits_of(DEFECTIVE)
    for other in ({"agency": "泊溪县人民政府"}, {"year": 2020}, {"agency": None, "path": "别处/县.txt"}):
        book = again([check_of(audit, "TAB007", **other)], [audit])
        assert beside(book, "TAB007") == (None, None), other
        assert reasons(book) == ["这份报告这次没有审核"]
    assert beside(again([check_of(audit, "TAB007", agency=None)], [audit]), "TAB007") == ("属实", None)


def test_agencies_of_one_name_are_told_apart_by_their_folders() -> None:
    text = DEFECTIVE.read_text(encoding="utf-8")
    two = [audit for county in ("甲县", "乙县") for audit in audits_of_text(text, f"/新/{county}/年报.txt")]
    checks = [
        check_of(two[0], "TAB007", path="旧\\乙县\\年报.txt", result="不属实"),
        check_of(two[0], "TAB007", path="旧\\甲县\\年报.txt", result="属实"),
        check_of(two[0], "TAB007", path="旧\\丙县\\年报.txt", result="待核实"),
        check_of(two[0], "TAB007", path="旧\\甲县\\草稿.txt", result="已整改"),
    ]
    book = again(checks, two)
    assert [row["核查结果"] for row in rows(book, "问题清单") if row["规则"] == "TAB007"] == ["属实", "不属实"]
    assert [(row["核查结果"], row["没有带入的原因"]) for row in rows(book, "已消失")] == [
        ("待核实", "有几份同一机关同一年的报告，认不出是哪一份"),
        ("已整改", "有几份同一机关同一年的报告，认不出是哪一份"),
    ]


def test_of_two_rows_about_a_finding_that_of_its_file_counts_and_the_other_is_kept() -> None:
    (audit,) = audits_of(DEFECTIVE)
    mine = check_of(audit, "TAB007", result="不属实")
    copies = [
        check_of(audit, "TAB007", path="旧/shuoxi-county-2021-unbalanced.txt"),
        mine,
        check_of(audit, "TAB007", path="旧/shuoxi-county-2021-unbalanced.txt", result="不属实"),
    ]
    book = again(copies, [audit])
    assert beside(book, "TAB007") == ("不属实", None)
    assert reasons(book) == ["同一个问题另有一行核查结果，已带入的是那一行"]
    blank = check_of(audit, "TAB007", result="")
    assert beside(
        again([check_of(audit, "TAB007", path="旧/shuoxi-county-2021-unbalanced.txt"), blank], [audit]), "TAB007"
    ) == (None, None)


def test_columns_of_people_go_on_and_stay_texts() -> None:
    (audit,) = audits_of(DEFECTIVE)
    extra = (("责任人", "=1+1"), ("完成时间", "3月"))
    book = again(
        [
            check_of(audit, "TAB007", extra=extra),
            check_of(audit, "TAB006", rule="X", fingerprint="0" * 16, extra=extra[:1]),
        ],
        [audit],
    )
    row = next(row for row in rows(book, "问题清单") if row["规则"] == "TAB007")
    assert list(row)[-4:] == ["备注", "责任人", "完成时间", "标识"]
    assert (row["责任人"], row["完成时间"]) == ("=1+1", "3月")
    assert [(row["责任人"], row["完成时间"]) for row in rows(book, "已消失")] == [("=1+1", None)]
    assert {cell.data_type for line in book["问题清单"].iter_rows() for cell in line} <= {"s", "n"}


def test_an_identity_reads_back_as_it_was_written() -> None:
    (audit,) = audits_of_text(plain_report(), "甲|乙/报告\udcff.txt")
    written = Identity.of(audit.report, audit.findings[0])
    assert Identity.read(str(written)) == written
    assert written.path == "甲|乙/报告�.txt"
    assert Identity.read("3e749df0f1e0") is None


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(DEFECTIVE), "--fail-on", "never", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().err


def test_on_the_command_line_answers_are_carried_over_and_never_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, second, text = (str(tmp_path / name) for name in ("1.xlsx", "2.xlsx", "3.txt"))
    assert call(capsys, "--format", "xlsx", "-o", first) == (0, "")
    assert call(capsys, "--format", "xlsx", "-o", first) == (0, "")
    saved(filled(load_workbook(first), ANSWERS), Path(first))
    assert call(capsys, "--format", "xlsx", "-o", first) == (
        2,
        f"{first}：里面已有 3 行核查结果，不能直接重写；请用 -o 写到别的文件，加 --checks {first} 把结果带过去\n",
    )
    assert call(capsys, "--format", "xlsx", "-o", second, "--checks", first) == (0, "")
    assert told(read_checks(second)) == ANSWERS
    before = Path(second).read_bytes()
    assert call(capsys, "--format", "xlsx", "-o", second, "--checks", first)[0] == 2
    assert Path(second).read_bytes() == before
    assert call(capsys, "--checks", first, "-o", text) == (2, "--checks 只能和 --format xlsx 一起用\n")
    Path(text).write_bytes(Path(first).read_bytes()[:2000])
    assert call(capsys, "--format", "xlsx", "-o", text) == (
        2,
        f"{text}：已有这个文件，打不开，看不出里面有没有核查结果，没有重写；请用 -o 写到别的文件\n",
    )
    saved(Workbook(), Path(text))
    assert call(capsys, "--format", "xlsx", "-o", text) == (0, "")
    missing = str(tmp_path / "没有.xlsx")
    assert call(capsys, "--format", "xlsx", "-o", first, "--checks", missing)[1].startswith(f"{missing}：文件不存在")
    assert call(capsys, "--format", "xlsx") == (2, "--format xlsx 是一个文件，请用 -o 写明写到哪里\n")


def test_a_workbook_that_nobody_touched_has_blank_results(tmp_path: Path) -> None:
    path = tmp_path / "核查.xlsx"
    path.write_bytes(bytes_of(run_of(audits_of(DEFECTIVE))))
    checks = read_checks(path)
    assert (len(checks), told(checks), {check.verdict for check in checks}) == (8, {}, {None})


def test_results_inside_the_folder_of_reports_are_no_reports(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "县.txt").write_bytes(DEFECTIVE.read_bytes())
    first, second = (str(tmp_path / name) for name in ("1.xlsx", "2.xlsx"))
    for arguments in (["-o", first], ["-o", first], ["-o", second, "--checks", first]):
        with pytest.raises(SystemExit) as ended:
            main([str(tmp_path), "--fail-on", "never", "--format", "xlsx", *arguments])
        assert (ended.value.code, capsys.readouterr().err) == (0, "")


def test_bytes_with_answers_are_the_same_each_time() -> None:
    (audit,) = audits_of(DEFECTIVE)
    checks = [check_of(audit, "TAB007"), check_of(audit, "TAB006", fingerprint="0" * 16)]
    assert bytes_of(run_of([audit], checks=checks)) == bytes_of(run_of([audit], checks=checks))
