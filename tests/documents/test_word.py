"""A Word document reads as the same report in text does, whatever Word makes of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import auditor
import pytest
from auditor.api import judge, rulebook
from auditor.corpus import REPORTS
from auditor.document import Report, Source
from auditor.errors import UnreadableReport
from auditor.parsing.report import Language, parse
from auditor.reading import read, source_of_bytes, word
from auditor.reading.word_numbering import counted

from tests.documents.writing import docx_of, docx_with, docx_with_note, paragraph

FEW = ("bolan-transport-2022", "baishi-bay-district-2022", "boyin-subdistrict-2023", "chuanlin-housing-2024")


OLD_FORM = "yanpu-county-2023-oldrow"
"""It has a row of an earlier year's form, which the document written here has not."""
NAMES = [path.stem for path in sorted(REPORTS.glob("*.toml")) if path.stem != OLD_FORM]
"""Of the labelled reports."""


def parsed(raw: bytes, path: str = "report.docx") -> Report:
    return report_of(source_of_bytes(raw, path))


def report_of(source: Source) -> Report:
    book = rulebook()
    (report,) = parse(source, Language(book.forms, book.vocabulary, judge(), None))
    return report


def facts(report: Report) -> tuple[object, ...]:
    """All cells, all sections, and the whole narrative without blanks."""
    cells = {
        (key, *address): (cell.value, cell.state)
        for key, table in report.tables.items()
        for address, cell in table.cells.items()
    }
    prose = "".join("".join(span.of(report.text).split()) for span in report.narrative)
    titles = ["".join(section.title.of(report.text).split()) for section in report.sections]
    return cells, [section.key for section in report.sections], titles, report.agency, report.year, prose


def same_as_text(path: Path) -> bool:
    report = parsed(path.read_bytes(), str(path))
    return facts(parsed(docx_of(report))) == facts(report)


@pytest.mark.parametrize("name", FEW)
def test_the_same_report_in_word_has_the_same_cells_sections_and_narrative(name: str) -> None:
    assert same_as_text(REPORTS / f"{name}.txt")


@pytest.mark.figures
@pytest.mark.parametrize("name", NAMES)
def test_every_report_of_the_corpus_reads_the_same_in_word(name: str) -> None:
    assert same_as_text(REPORTS / f"{name}.txt")


def text_of(body: str, numbering: str = "") -> str:
    return word.content_of(docx_with(body, numbering), "report.docx").text


CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
CELL = "<w:tc><w:tcPr/>{}</w:tc>"


def row(*cells: str) -> str:
    return (
        "<w:tr>" + "".join(CELL.format(cell if cell.startswith("<") else paragraph(cell)) for cell in cells) + "</w:tr>"
    )


def table(*rows: str) -> str:
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(rows) + "</w:tbl>"


def test_content_controls_hold_paragraphs_runs_rows_and_whole_tables() -> None:
    inline = f"<w:p>{CONTROL.format('<w:r><w:t>收到申请</w:t></w:r>')}<w:r><w:t>27件。</w:t></w:r></w:p>"
    inside = table(row("一", "1"), CONTROL.format(row("二", "2")))
    assert text_of(CONTROL.format(paragraph("一、总体情况") + inside) + inline) == (
        "一、总体情况\n一\t1\n二\t2\n\n收到申请27件。\n"
    )


def test_insertions_are_kept_and_deletions_dropped() -> None:
    told = (
        "<w:p><w:r><w:t>收到申请</w:t></w:r>"
        "<w:del w:id='1' w:author='a'><w:r><w:delText>25</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>27</w:t></w:r></w:ins>"
        "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:moveTo w:id='4' w:author='a'><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
    )
    gone = "<w:tr><w:trPr><w:del w:id='5' w:author='a'/></w:trPr>" + CELL.format(paragraph("删去的行")) + "</w:tr>"
    assert text_of(told + table(row("一", "1"), gone)) == "收到申请27件\n一\t1\n\n"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    deleted = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    assert text_of(paragraph("收到申请", deleted) + paragraph("27件。")) == "收到申请27件。\n"


def test_a_text_box_follows_its_paragraph_and_stands_there_once() -> None:
    box = f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent>"
    drawn = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(drawn + paragraph("后文")) == "正文\n框里的话\n后文\n"


def test_a_table_inside_a_cell_is_read_as_a_table() -> None:
    outer = table(row(paragraph("三、收到和处理情况") + table(row("新收", "27")) + "<w:p/>"))
    assert [line for line in text_of(outer).split("\n") if line] == ["三、收到和处理情况", "新收\t27"]


def test_tables_far_inside_each_other_lose_no_word() -> None:
    nested = table(row("最里面的格"))
    for _ in range(20):
        nested = table(row(nested + "<w:p/>"))
    assert text_of(nested).strip() == "最里面的格"


def test_merged_cells_are_told_once_and_leave_no_blanks_that_look_like_cells() -> None:
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc>"
    begun = "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{}</w:tc>"
    going = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc>"
    plain = [CELL.format(paragraph(text)) for text in ("27", "予以公开", "3", "部分公开", "0")]
    rows = [
        [wide.format(paragraph("一、新收")), plain[0]],
        [begun.format(paragraph("三、办理结果")), *plain[1:3]],
        [going.format("<w:p/>"), *plain[3:]],
    ]
    read_back = text_of(table(*[f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows]))
    assert read_back == "一、新收\t27\n三、办理结果\t予以公开\t3\n\t部分公开\t0\n\n"


def test_what_a_reader_does_not_see_is_left_out_and_what_he_sees_is_kept() -> None:
    field = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE 99</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>3</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:t>件</w:t><w:tab/><w:t>完</w:t></w:r></w:p>"
    )
    picture = "<w:p><w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r></w:p>"
    assert text_of(field + picture) == "3件 完\n[图片]\n"


def test_a_footnote_mark_that_was_written_by_hand_is_no_part_of_the_number_before_it() -> None:
    reference = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='2'/><w:t>1</w:t></w:r>"
    body = f"<w:p><w:r><w:t>收到申请27</w:t></w:r>{reference}<w:r><w:t>件。</w:t></w:r></w:p>"
    raw = docx_with_note(body, "<w:footnote w:id='2'>" + paragraph("1含上年结转。") + "</w:footnote>")
    assert word.content_of(raw, "report.docx").text == "收到申请27件。\n含上年结转。\n"


def test_words_under_ruby_are_kept_and_the_ruby_dropped() -> None:
    ruby = (
        "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>shuò</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>朔</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>溪县</w:t></w:r></w:p>"
    )
    assert text_of(ruby) == "朔溪县\n"


LEVEL = "<w:lvl w:ilvl='{}'><w:start w:val='1'/><w:numFmt w:val='{}'/>{}<w:lvlText w:val='{}'/></w:lvl>"
LISTS = (
    "<w:abstractNum w:abstractNumId='1'>"
    + LEVEL.format(0, "chineseCounting", "<w:suff w:val='nothing'/>", "%1、")
    + LEVEL.format(1, "chineseCountingThousand", "", "（%2）")
    + LEVEL.format(2, "decimal", "<w:isLgl/>", "%1.%3")
    + "</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='6'>"
    "<w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride></w:num>"
)


def listed(text: str, level: int, number: int = 5) -> str:
    named = f"<w:ilvl w:val='{level}'/><w:numId w:val='{number}'/>"
    return paragraph(text, f"<w:pPr><w:numPr>{named}</w:numPr></w:pPr>")


def test_automatic_numbers_are_written_out_as_word_shows_them() -> None:
    body = (
        listed("总体情况", 0) + listed("主动公开", 1) + listed("依申请公开", 1)
        + listed("网站", 2) + listed("新媒体", 2) + listed("主动公开政府信息情况", 0) + listed("规章", 1)
        + listed("复议诉讼", 0, 6) + paragraph("没有编号")
    )  # fmt: skip
    assert text_of(body, LISTS).splitlines() == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1.1 网站",
        "1.2 新媒体",
        "二、主动公开政府信息情况",
        "（一）规章",
        "四、复议诉讼",
        "没有编号",
    ]


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百〇五"),
        (12, "ideographDigital", "一二"),
        (3, "chineseLegalSimplified", "叁"),
        (11, "ideographTraditional", "甲"),
        (7, "decimalEnclosedCircle", "⑦"),
        (21, "decimalEnclosedCircle", "21"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (5, "noSuchFormat", "5"),
    ],
)
def test_counts_are_written_in_words_formats(count: int, form: str, written: str) -> None:
    assert counted(count, form) == written


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: archive(**{"a.txt": b"x"}), "not_a_document"),
        (lambda: docx_with(paragraph("一"))[:900], "document_broken"),
        (lambda: archive(**{"word__document.xml": b"<w:document"}), "document_broken"),
        (lambda: archive(**{"word__document.xml": b"\x00" * (201 * 1024 * 1024)}), "file_too_large"),
    ],
    ids=["archive", "cut off", "no package", "bomb"],
)
def test_what_is_no_word_document_is_one_clear_error(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(made(), "report.docx")
    assert refused.value.code == code


def test_a_document_under_the_name_of_an_older_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "年报.wps"
    path.write_bytes(docx_with(paragraph("一、总体情况")))
    assert read(str(path)).text == "一、总体情况\n"


def test_a_word_report_is_audited_as_the_text_is(tmp_path: Path) -> None:
    text = REPORTS / "shuoxi-county-2021-unbalanced.txt"
    path = tmp_path / "report.docx"
    path.write_bytes(docx_of(parsed(text.read_bytes(), str(text))))
    found = [(finding.rule, finding.message.zh) for finding in auditor.audit(path).findings]
    assert found == [(finding.rule, finding.message.zh) for finding in auditor.audit(text).findings]
