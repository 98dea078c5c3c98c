"""A Word document with comments is the clerk's own: each comment stands at its words, nothing else has changed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from auditor.api import audit_source, model_version, rulebook
from auditor.checking import Request, run
from auditor.corpus import REPORTS
from auditor.errors import AuditError, UnreadableReport, UsageError
from auditor.finding import Audit, Severity
from auditor.reading import read, source_of_bytes, word, word_package
from auditor.reporters import docx_report
from auditor.reporters.run import Run
from auditor.reporters.wordfile.marks import Remark, mark
from auditor.text.spans import Span
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.documents.comments import Comment, W, characters, comments, part, parts, without_comments, words_at
from tests.documents.test_word import LISTS, listed, parsed, row, table
from tests.documents.writing import docx_of, docx_with, paragraph, saved

DEFECTIVE = ("shuoxi-county-2021-unbalanced", "longan-city-2021-threefaults")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CHANGED = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def told(audits: list[Audit], language: str = "zh") -> Run:
    return Run(audits, (), rulebook(), model_version(), language=language)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module", params=DEFECTIVE)
def commented(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Audit, bytes]:
    """A report in Word, its audit, and the same document with comments."""
    text = REPORTS / f"{request.param}.txt"
    path = tmp_path_factory.mktemp("word") / "年报.docx"
    path.write_bytes(docx_of(parsed(text.read_bytes(), str(text))))
    (audit,) = audit_source(read(str(path)))
    return path, audit, docx_report.render(told([audit]))


def test_every_finding_stands_at_exactly_its_words(commented: tuple[Path, Audit, bytes]) -> None:
    _, audit, raw = commented
    cover, *found = comments(raw)
    assert bare(cover.at) == bare(audit.report.title.of(audit.report.text) if audit.report.title else "")
    assert [bare(comment.at) for comment in found] == [
        bare(finding.span.of(audit.report.text)) for finding in audit.findings
    ]
    for comment, finding in zip(found, audit.findings, strict=True):
        assert finding.rule in comment.lines[0]
        assert comment.lines[1] == finding.message.zh
        assert comment.lines[2] == f"建议：{finding.suggestion.zh}"


def test_the_text_and_all_other_parts_stay_what_they_were(commented: tuple[Path, Audit, bytes]) -> None:
    path, audit, raw = commented
    assert word.content_of(raw, "a.docx").text == audit.report.text
    before, after = parts(path.read_bytes()), parts(raw)
    assert {name for name in after if before.get(name) != after[name]} <= CHANGED
    assert before.keys() == after.keys() - {"word/comments.xml"}
    original = word_package.opened(path.read_bytes(), "a.docx").element
    assert without_comments(part(raw)) == without_comments(original)


def test_the_same_file_gives_the_same_bytes(commented: tuple[Path, Audit, bytes]) -> None:
    path, _, raw = commented
    assert docx_report.render(told(audit_source(read(str(path))))) == raw
    assert not any(comment.dated for comment in comments(raw))


def test_the_cover_tells_scores_and_counts(commented: tuple[Path, Audit, bytes]) -> None:
    _, audit, raw = commented
    cover = comments(raw)[0]
    counts = [sum(1 for finding in audit.findings if finding.severity is severity) for severity in Severity]
    assert cover.author == "年报审核"
    assert cover.lines[1].startswith(f"合规 {audit.score.compliance:g} 分，质量 {audit.score.quality:g} 分")
    assert cover.lines[2] == f"错误 {counts[2]}，警告 {counts[1]}，提示 {counts[0]}，各见批注"


# ---- where comments stand, in every kind of paragraph ----


def at(body: str, *wanted: str, numbering: str = "", quote: str = "") -> list[Comment]:
    """Comments at stretches of a text, each the first place of its words."""
    raw = docx_with(body, numbering)
    document = word_package.opened(raw, "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    before = characters(document.element)
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in wanted]
    said = mark(pieces, [Remark(span, (f"批注{place}",), quote) for place, span in enumerate(spans)], 0)
    assert characters(document.element) == before
    assert word.content_of(saved(document), "a.docx").text == text
    assert not list(document.element.iterfind(f".//{W}del//{W}commentReference"))
    stood = words_at(document.element)
    return [Comment(str(number), "", list(lines), stood[str(number)]) for number, lines in said]


def places(body: str, *wanted: str, numbering: str = "") -> list[str]:
    return [comment.at for comment in at(body, *wanted, numbering=numbering)]


RUN = "<w:r><w:rPr><w:b/><w:color w:val='FF0000'/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
PLAIN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


def test_a_run_is_split_and_both_halves_keep_its_properties() -> None:
    body = f"<w:p>{PLAIN.format('全年收到')}{RUN.format('申请 27 件，均已')}{PLAIN.format('办结。')}</w:p>"
    assert places(body, "27 件", "收到申请", "已办") == ["27 件", "收到申请", "已办"]


def test_a_sentence_over_many_runs_and_paragraphs_is_one_range() -> None:
    digits = "".join(RUN.format(sign) for sign in "收到27件")
    assert places(f"<w:p>{digits}</w:p>{paragraph('办结26件。')}", "到27件", "7件\n办结2") == ["到27件", "7件\n办结2"]


def test_comments_may_begin_and_end_at_the_same_place_and_overlap() -> None:
    body = paragraph("收到申请27件，办结26件。")
    wanted = ["收到申请27件", "申请27件，办结", "27", "收到申请27件", "27件，办结26件"]
    assert places(body, *wanted) == wanted


HOLDERS = {
    "insertion": "<w:ins w:id='1' w:author='a'>{}</w:ins>",
    "link": "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
    "content control": "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "field": "<w:fldSimple w:instr='DOCPROPERTY x'>{}</w:fldSimple>",
    "smart tag": "<w:smartTag w:element='x'><w:smartTagPr/>{}</w:smartTag>",
    "move": "<w:moveTo w:id='2' w:author='a'>{}</w:moveTo>",
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS.keys())
def test_words_inside_of_what_holds_runs_are_marked_exactly(holder: str) -> None:
    body = f"<w:p>{PLAIN.format('收到申请')}{holder.format(RUN.format('二十七件，'))}{PLAIN.format('均已办结。')}</w:p>"
    wanted = ["十七", "二十七件，", "申请二十", "件，均已", "收到申请二十七件，均已办结。"]
    assert places(body, *wanted) == wanted


def test_a_mark_for_all_that_a_holder_holds_stands_outside_of_it() -> None:
    """Rejecting the insertion, or bringing the field up to date, leaves the comment in the document."""
    body = f"<w:p>{PLAIN.format('收到')}{HOLDERS['insertion'].format(RUN.format('27件'))}</w:p>"
    document = word_package.opened(docx_with(body), "a.docx")
    mark(word.traced(document), [Remark(Span(2, 5), ("x",))], 0)
    (inserted,) = document.element.iter(W + "ins")
    assert [child.tag for child in inserted] == [W + "r"]
    assert inserted.getprevious().tag == W + "commentRangeStart"


def test_deleted_words_carry_no_comment_and_stay_deleted() -> None:
    gone = "<w:del w:id='1' w:author='a'><w:r><w:delText>25</w:delText></w:r></w:del>"
    put = HOLDERS["insertion"].format(PLAIN.format("27"))
    body = f"<w:p>{PLAIN.format('收到申请')}{gone}{put}{PLAIN.format('件')}</w:p>"
    assert places(body, "27", "请27件") == ["27", "请27件"]


def test_signs_are_marked_as_letters_are() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t><w:tab/><w:t>27件</w:t><w:br/><w:t>办结</w:t><w:noBreakHyphen/>"
        "<w:sym w:font='Wingdings' w:char='25A1'/><w:t>无</w:t></w:r></w:p>"
    )
    wanted = ["到 2", "件\n办", "结-\u25a1", "\u25a1无"]
    assert places(body, *wanted) == wanted


def test_a_comment_on_an_automatic_number_stands_at_the_words_behind_it() -> None:
    body = listed("总体情况", 0) + listed("主动公开", 1) + listed("", 1)
    assert places(body, "一、", "一、总体", "（一）主动公开", "（二）", numbering=LISTS) == [
        "总体情况",
        "总体",
        "主动公开",
        "",
    ]
    (number,) = at(body, "一、", numbering=LISTS, quote="原文：“一、”")
    assert number.lines == ["批注0", "原文：“一、”"]
    (whole,) = at(body, "一、总体", numbering=LISTS, quote="原文：“一、总体”")
    assert whole.lines == ["批注0"]


def test_cells_are_marked_one_by_one_and_an_empty_one_where_it_is() -> None:
    blank = "<w:p><w:pPr><w:jc w:val='center'/></w:pPr></w:p>"
    body = table(row("一、新收", "27", "0"), row("二、结转", blank, "1"), row("三、", paragraph(" "), "2"))
    assert places(body, "27", "一、新收\t27\t0") == ["27", "一、新收\n27\n0"]
    document = word_package.opened(docx_with(body), "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    spots = [text.index("\t\t1") + 1, text.index("\t\t2") + 1]
    said = mark(pieces, [Remark(Span(spot, spot), ("空格",), "") for spot in spots], 0)
    assert said == [(0, ("空格",)), (1, ("空格",))]
    cells = [item.getparent().getparent().getparent() for item in document.element.iter(W + "commentReference")]
    rows = document.element.findall(f".//{W}tr")
    assert [cell.getparent().index(cell) for cell in cells] == [1, 1]
    assert [cell.getparent() for cell in cells] == rows[1:]
    assert word.content_of(saved(document), "a.docx").text == text


def test_lines_of_a_cell_are_one_range() -> None:
    two = paragraph("申请人无正当理由") + "<w:p><w:r><w:t>逾期</w:t><w:br/><w:t>不补正</w:t></w:r></w:p>"
    assert places(table(row(two, "3")), "理由 逾期 不补") == ["理由\n逾期\n不补"]


def test_words_of_a_text_box_are_told_of_at_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框里收到27件')}{table(row('格', '<w:p/>'))}</w:txbxContent>"
    drawn = (
        "<w:p><w:r><w:t>正文</w:t><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent><w:t>后文</w:t></w:r></w:p>"
    )
    document = word_package.opened(docx_with(drawn), "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    spans = [Span(text.index("27"), text.index("27") + 2), Span(text.index("格\t") + 2, text.index("格\t") + 2)]
    said = mark(pieces, [Remark(span, ("批注",), "原文：“27”") for span in spans], 0)
    assert said[0] == (0, ("批注", "原文：“27”"))
    assert not list(document.element.iterfind(f".//{W}txbxContent//{W}commentReference"))
    assert len(list(document.element.iter(W + "commentReference"))) == 2
    (outer,) = document.element.body.findall(W + "p")
    begun = [child.tag for child in outer].index(W + "commentRangeStart")
    assert outer[begun + 1].find(f".//{W}txbxContent") is not None
    assert "正文" not in "".join(outer[begun + 1].itertext(W + "t"))
    assert word.content_of(saved(document), "a.docx").text == text


def with_note(text: str) -> bytes:
    """A document with a footnote."""
    document = Document(io.BytesIO(docx_with(
        "<w:p><w:r><w:t>收到申请27件</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:t>，均已办结。</w:t></w:r></w:p>"
    )))  # fmt: skip
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    notes = f"<w:footnotes xmlns:w='{W.strip('{}')}'><w:footnote w:id='2'>{paragraph(text)}</w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    made = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(made, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    return saved(document)


def test_words_of_a_footnote_are_told_of_at_its_mark() -> None:
    document = word_package.opened(with_note("含上年结转3件。"), "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    assert text == "收到申请27件，均已办结。\n含上年结转3件。\n"
    span = Span(text.index("3件"), text.index("3件") + 2)
    assert mark(pieces, [Remark(span, ("批注",), "原文：“3件”")], 0) == [(0, ("批注", "原文：“3件”"))]
    (begin,) = document.element.iter(W + "commentRangeStart")
    assert begin.getnext()[0].tag == W + "footnoteReference"


def line(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


PARAGRAPHS = [
    line(PLAIN.format("全年收到"), RUN.format("申请 27 件"), HOLDERS["insertion"].format(RUN.format("，均已"))),
    line(HOLDERS["link"].format(PLAIN.format("甲乙") + RUN.format("丙")), "<w:r><w:t>丁</w:t><w:tab/><w:br/></w:r>"),
    listed("总体情况", 0),
    table(row("一、新收", "27", "<w:p/>"), row(paragraph("二、") + paragraph("结转"), "1", "0")),
    line(HOLDERS["field"].format(HOLDERS["smart tag"].format(PLAIN.format("内层之内")))),
    line(HOLDERS["content control"].format(RUN.format("控件") + HOLDERS["insertion"].format(PLAIN.format("后加")))),
    "<w:p/>",
]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_span_of_any_text_is_marked_exactly(data: st.DataObject) -> None:
    body = "".join(data.draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4)))
    document = word_package.opened(docx_with(body + paragraph("完"), LISTS), "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    before = characters(document.element)
    ends = st.integers(0, len(text))
    spans = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=5))]
    mark(pieces, [Remark(span, ("x",)) for span in spans], 7)
    stood = words_at(document.element)
    assert characters(document.element) == before
    assert word.content_of(saved(document), "a.docx").text == text
    assert set(stood) == {str(number) for number in range(7, 7 + len(spans))}
    for number, span in enumerate(spans, start=7):
        shown = "".join(
            piece.text[max(span.start - piece.start, 0) : max(span.end - piece.start, 0)]
            for piece in pieces
            if piece.element is not None
        )
        if shown:
            assert bare(stood[str(number)]) == bare(shown)
            assert stood[str(number)].strip("\n").replace("\n", "") == shown.replace("\n", "")


# ---- the document around the comments ----


@cache
def _in_word() -> bytes:
    text = REPORTS / "landong-agriculture-2022-twogaps.txt"
    return docx_of(parsed(text.read_bytes(), str(text)))


def report_in_word(tmp_path: Path, change: Any = None, name: str = "年报.docx") -> Path:
    raw = _in_word()
    path = tmp_path / name
    path.write_bytes(raw if change is None else change(raw))
    return path


def rewritten(raw: bytes, **changed: bytes) -> bytes:
    """A package with parts changed or added, ``word__document_xml`` for ``word/document.xml``."""
    names = {name: name.replace("__", "/").replace("_xml", ".xml", 1) for name in changed}
    names |= {name: "_xmlsignatures/sig1.xml" for name in changed if name.startswith("_xmlsig")}
    held = parts(raw) | {names[name]: content for name, content in changed.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in held.items():
            package.writestr(name, content)
    return buffer.getvalue()


def audited(path: Path, language: str = "zh") -> bytes:
    return docx_report.render(told(audit_source(read(str(path))), language))


def test_comments_of_others_stay_and_numbers_are_not_used_twice(tmp_path: Path) -> None:
    def discussed(raw: bytes) -> bytes:
        document = Document(io.BytesIO(raw))
        runs = [run for item in document.paragraphs for run in item.runs]
        document.add_comment(runs[0], text="请核对标题", author="老同事", initials="老")
        document.add_comment(runs[3], text="请核对日期", author="老同事", initials="老")
        return saved(document)

    path = report_in_word(tmp_path, discussed)
    before = part(path.read_bytes(), "word/comments.xml")
    raw = audited(path)
    after = part(raw, "word/comments.xml")
    assert [etree.tostring(item) for item in after[:2]] == [etree.tostring(item) for item in before]
    found = comments(raw)
    assert [comment.number for comment in found] == [str(number) for number in range(len(found))]
    assert [comment.author for comment in found[:3]] == ["老同事", "老同事", "年报审核"]
    assert [comment.text for comment in Document(io.BytesIO(raw)).comments][:2] == ["请核对标题", "请核对日期"]


def test_a_reader_is_told_of_a_signature_and_of_a_restriction(tmp_path: Path) -> None:
    def restricted(raw: bytes) -> bytes:
        lock = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTabStop'
        locked = parts(raw)["word/settings.xml"].replace(b"<w:defaultTabStop", lock)
        return rewritten(raw, _xmlsignatures__sig1_xml=b"<a/>", word__settings_xml=locked)

    lines = comments(audited(report_in_word(tmp_path, restricted)))[0].lines
    assert "原文件带有数字签名，加批注后签名不再有效" in lines
    assert "原文件设有编辑限制，批注没有改动这一限制" in lines
    assert not {"原文件带有数字签名，加批注后签名不再有效"} & set(comments(audited(report_in_word(tmp_path)))[0].lines)


@pytest.mark.parametrize(
    ("part_name", "before", "after", "code"),
    [
        (
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
            "document_macros",
        ),
        (
            "_rels/.rels",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            "document_strict",
        ),
    ],
    ids=["macros", "strict"],
)
def test_documents_that_word_must_save_again_are_refused_by_name(
    part_name: str, before: bytes, after: bytes, code: str
) -> None:
    held = parts(docx_with(paragraph("一")))
    assert before in held[part_name]
    held[part_name] = held[part_name].replace(before, after)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(buffer.getvalue(), "年报.docm")
    assert refused.value.code == code


def test_a_file_that_changed_after_it_was_audited_is_not_commented(tmp_path: Path) -> None:
    path = report_in_word(tmp_path)
    found = audit_source(read(str(path)))
    path.write_bytes(docx_with(paragraph("别的内容")))
    with pytest.raises(UsageError) as refused:
        docx_report.render(told(found))
    assert refused.value.code == "file_changed"


def test_a_report_from_standard_input_gets_a_document_of_its_own(tmp_path: Path) -> None:
    raw = report_in_word(tmp_path).read_bytes()
    (audit,) = audit_source(source_of_bytes(raw, "-"))
    ((name, written),) = docx_report.render_each(told([audit]))
    cover, *found = comments(written)
    assert (name, cover.lines[-1]) == ("报告-审核.docx", "报告来自标准输入，本文档按读到的文字新建，版式与原件不同")
    assert [bare(comment.at) for comment in found] == [bare(item.span.of(audit.report.text)) for item in audit.findings]


def test_english_comments_have_english_words_and_author(tmp_path: Path) -> None:
    cover, first, *_ = comments(audited(report_in_word(tmp_path), "en"))
    assert cover.author == "nianbao-audit"
    assert cover.lines[0].startswith("Audit: ")
    assert first.lines[0].startswith("[error] XRF004")


# ---- reports that are no Word documents ----


def copy_of_text(text: str, tmp_path: Path) -> tuple[list[Audit], bytes]:
    path = tmp_path / "年报.txt"
    path.write_text(text, encoding="utf-8")
    found = audit_source(read(str(path)))
    return found, docx_report.render(told(found))


@pytest.mark.parametrize("name", DEFECTIVE)
def test_a_text_becomes_a_document_with_the_same_comments(name: str, tmp_path: Path) -> None:
    (audit,), raw = copy_of_text((REPORTS / f"{name}.txt").read_text(encoding="utf-8"), tmp_path)
    cover, *found = comments(raw)
    assert cover.lines[-1] == "原文件不是 Word 文档，本文档按读到的文字新建，版式与原件不同"
    assert [bare(comment.at) for comment in found] == [bare(item.span.of(audit.report.text)) for item in audit.findings]
    again = parsed(raw)
    kept = {place: cell.value for key, table in audit.report.tables.items() for place, cell in table.cells.items()}
    assert {place: cell.value for key, table in again.tables.items() for place, cell in table.cells.items()} == kept
    assert [section.key for section in again.sections] == [section.key for section in audit.report.sections]
    told_in_text = "".join(sign for sign in bare(audit.report.text) if sign not in "|｜")
    assert bare(again.text) == told_in_text


def test_headings_of_a_copy_are_headings_and_its_tables_are_those_of_the_form(tmp_path: Path) -> None:
    _, raw = copy_of_text((REPORTS / "landong-agriculture-2022-twogaps.txt").read_text(encoding="utf-8"), tmp_path)
    document = Document(io.BytesIO(raw))
    headings = [item.text for item in document.paragraphs if item.style is not None and item.style.name == "Heading 1"]
    assert headings[0] == "一、总体情况"
    assert len(headings) == 6
    disclosure, applications, disputes = document.tables
    assert [len(table.columns) for table in (disclosure, applications, disputes)] == [4, 10, 15]
    corner = applications.cell(0, 0)
    assert corner._tc is applications.cell(2, 2)._tc
    assert applications.cell(0, 3)._tc is applications.cell(0, 9)._tc
    assert applications.cell(1, 9)._tc is applications.cell(2, 9)._tc
    assert applications.cell(3, 0)._tc is applications.cell(3, 2)._tc
    assert applications.cell(7, 1).text == "（三）不予公开"
    assert applications.cell(7, 1)._tc is applications.cell(14, 1)._tc
    assert disputes.cell(1, 0)._tc is disputes.cell(2, 0)._tc


def test_a_blank_cell_of_a_text_is_commented_in_its_cell(tmp_path: Path) -> None:
    text = (REPORTS / "landong-agriculture-2022-twogaps.txt").read_text(encoding="utf-8")
    text = text.replace("| 3 | 1 | 1 | 0 | 5 |", "| 3 |  | 1 | 0 | 5 |")
    (audit,), raw = copy_of_text(text, tmp_path)
    place = next(number for number, item in enumerate(audit.findings) if item.rule == "TAB001")
    comment = comments(raw)[place + 1]
    (reference,) = [item for item in part(raw).iter(W + "commentReference") if item.get(W + "id") == comment.number]
    cell = reference.getparent().getparent().getparent()
    assert (cell.tag, comment.at) == (W + "tc", "")
    assert cell.getparent().index(cell) == 2


def test_a_table_of_which_merged_cells_are_told_once_goes_into_the_form(tmp_path: Path) -> None:
    audit_path = report_in_word(tmp_path)
    text = read(str(audit_path)).text
    (audit,), raw = copy_of_text(text, tmp_path)
    assert all(len(row) < 10 for row in [line.split("\t") for line in text.splitlines()][-5:])
    applications = Document(io.BytesIO(raw)).tables[1]
    assert len(applications.columns) == 10
    assert applications.cell(2, 4).text == "商业企业"
    found = comments(raw)[1:]
    assert [bare(comment.at) for comment in found] == [bare(item.span.of(audit.report.text)) for item in audit.findings]


def test_signs_that_no_document_may_hold_shift_nothing(tmp_path: Path) -> None:
    text = (REPORTS / "landong-agriculture-2022-twogaps.txt").read_text(encoding="utf-8")
    text = text.replace("（二）依申请公开办理情况", "\x0c（二）依申请\x0c公开\x01办理情况")
    (audit,), raw = copy_of_text(text, tmp_path)
    wanted = [bare(item.span.of(audit.report.text)) for item in audit.findings]
    assert [bare(comment.at) for comment in comments(raw)[1:]] == wanted


# ---- several reports in a call ----


def checked(*paths: Path, output: Path, output_format: str = "docx") -> int:
    names = tuple(str(path) for path in paths)
    return run(Request(names, output_format=output_format, output=str(output), fail_on="never", allow_undecided=True))


def test_several_reports_are_files_in_a_folder_each_with_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "二").mkdir()
    first, second = report_in_word(tmp_path), report_in_word(tmp_path / "二")
    third = report_in_word(tmp_path, name="年报.DOCX")
    folder = tmp_path / "新建" / "审核"
    assert checked(first, second, third, output=folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["年报-2-审核.docx", "年报-3-审核.docx", "年报-审核.docx"]


def test_one_report_is_a_file_or_goes_into_a_folder_that_is_there(tmp_path: Path) -> None:
    path = report_in_word(tmp_path)
    assert checked(path, output=tmp_path / "批注.docx") == 0
    folder = tmp_path / "审核"
    folder.mkdir()
    assert checked(path, output=folder) == 0
    assert (folder / "年报-审核.docx").read_bytes() == (tmp_path / "批注.docx").read_bytes()


def test_several_reports_do_not_go_into_one_file_and_none_over_its_original(tmp_path: Path) -> None:
    first, second = report_in_word(tmp_path), report_in_word(tmp_path, name="另一份.docx")
    before = first.read_bytes()
    for output, paths, code in (
        (tmp_path / "批注.docx", (first, second), "output_folder_needed"),
        (first, (first,), "output_is_input"),
        (first, (first, second), "output_is_input"),
    ):
        with pytest.raises(AuditError) as refused:
            checked(*paths, output=output)
        assert refused.value.code == code
    assert first.read_bytes() == before
    assert not (tmp_path / "批注.docx").exists()


def test_two_years_in_one_file_are_one_document_with_two_covers(tmp_path: Path) -> None:
    text = (REPORTS / "landong-agriculture-2022-twogaps.txt").read_text(encoding="utf-8")
    found, raw = copy_of_text(text + "\n" + text.replace("2022年", "2023年"), tmp_path)
    assert len(found) == 2
    covers = [comment for comment in comments(raw) if comment.lines[0].startswith("审核结果")]
    assert [bare(comment.at)[-17:-13] for comment in covers] == ["2022", "2023"]
    assert len(comments(raw)) == 2 + sum(len(audit.findings) for audit in found)


# ---- documents that office programs and people make ----


@pytest.mark.parametrize(
    ("span", "kept"),
    [
        (Span(4, 6), [(" ", None), ("收到 ", "preserve"), ("申请", None), (" 27件", "preserve"), (" ", None)]),
        (Span(1, 3), [(" ", None), ("收到", None), (" 申请 27件", "preserve"), (" ", None)]),
        (Span(0, 1), [(" ", None), ("收到 申请 27件", None), (" ", None)]),
        (Span(0, 11), [(" 收到 申请 27件 ", None)]),
    ],
)
def test_blanks_that_word_does_not_show_stay_unshown(span: Span, kept: list[tuple[str, str | None]]) -> None:
    document = word_package.opened(docx_with("<w:p><w:r><w:t> 收到 申请 27件 </w:t></w:r></w:p>"), "a.docx")
    mark(word.traced(document), [Remark(span, ("x",))], 0)
    assert [(item.text, item.get(SPACE)) for item in document.element.iter(W + "t")] == kept


def test_ruby_and_formulas_are_marked_as_wholes() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>shuò</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>朔溪</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    sum_of = "<m:oMath><m:r><m:t>27+3</m:t></m:r></m:oMath>"
    body = line(PLAIN.format("在"), ruby, PLAIN.format("县共"), sum_of, PLAIN.format("件"))
    document = word_package.opened(docx_with(body), "a.docx")
    pieces = word.traced(document)
    text = "".join(piece.text for piece in pieces)
    assert text == "在朔溪县共27+3件\n"
    said = mark(pieces, [Remark(Span(2, 3), ("x",), "原文"), Remark(Span(5, 7), ("y",), "原文")], 0)
    assert [lines for _, lines in said] == [("x", "原文"), ("y", "原文")]
    begins = [item.getnext() for item in document.element.iter(W + "commentRangeStart")]
    assert begins[0].find(W + "ruby") is not None
    assert begins[1].tag.endswith("}oMath")
    assert word.content_of(saved(document), "a.docx").text == text


def test_the_result_of_a_field_is_marked_and_its_code_is_left_alone() -> None:
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            "<w:t>见</w:t><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText>",
            "<w:fldChar w:fldCharType='separate'/><w:t>表三</w:t><w:fldChar w:fldCharType='end'/><w:t>所列</w:t>",
        )
    )
    assert places(f"<w:p>{field}</w:p>", "表三", "见表", "三所") == ["表三", "见表", "三所"]


def test_tables_in_tables_and_in_controls_are_marked_in_their_cells() -> None:
    inner = table(row("新收", "27"), HOLDERS["content control"].format(row("结转", "3")))
    outer = HOLDERS["content control"].format(table(row(paragraph("三、收到和处理情况") + inner + "<w:p/>")))
    assert places(outer, "27", "结转\t3", "收到和处理") == ["27", "结转\n3", "收到和处理"]
    nested = table(row("最里面的格"))
    for _ in range(15):
        nested = table(row(nested + "<w:p/>"))
    assert places(nested, "里面") == ["里面"]


def test_paragraphs_whose_mark_was_deleted_are_one_stretch() -> None:
    deleted = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    assert places(paragraph("收到申请", deleted) + paragraph("27件。"), "申请27") == ["申请\n27"]


def test_a_picture_is_marked_where_it_stands() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"
    body = line(PLAIN.format("附表"), picture) + paragraph("后文")
    document = word_package.opened(docx_with(body), "a.docx")
    mark(word.traced(document), [Remark(Span(2, 6), ("x",))], 0)
    (begin,) = document.element.iter(W + "commentRangeStart")
    assert begin.getnext().find(W + "drawing") is not None


def test_a_title_in_a_text_box_bears_the_cover(tmp_path: Path) -> None:
    def boxed(raw: bytes) -> bytes:
        root = part(raw)
        first = next(item for item in root.iter(W + "p") if "".join(item.itertext()).strip())
        drawn = "<w:p><w:r><w:pict><v:textbox><w:txbxContent/></v:textbox></w:pict></w:r></w:p>"
        box = next(part(docx_with(drawn)).iter(W + "p"))
        first.addprevious(box)
        next(box.iter(W + "txbxContent")).append(first)
        return rewritten(raw, word__document_xml=etree.tostring(root))

    raw = audited(report_in_word(tmp_path, boxed))
    cover = comments(raw)[0]
    (begin,) = [item for item in part(raw).iter(W + "commentRangeStart") if item.get(W + "id") == cover.number]
    assert cover.lines[0].startswith("审核结果　澜东省农业农村厅　2022")
    assert begin.getnext().find(W + "pict") is not None


def test_a_document_whose_parts_have_other_names_is_commented(tmp_path: Path) -> None:
    """Programs on the web number the parts and refer to them from the root."""

    def renamed(raw: bytes) -> bytes:
        document = Document(io.BytesIO(raw))
        document.add_comment(document.paragraphs[0].runs, text="请核对", author="老同事", initials="老")
        held = parts(saved(document))
        names = {
            "word/document.xml": "word/document2.xml",
            "word/_rels/document.xml.rels": "word/_rels/document2.xml.rels",
            "word/comments.xml": "word/comments1.xml",
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            for name, content in held.items():
                told_elsewhere = content.replace(b"word/document.xml", b"word/document2.xml")
                told_elsewhere = told_elsewhere.replace(b'"comments.xml"', b'"/word/comments1.xml"')
                told_elsewhere = told_elsewhere.replace(b"word/comments.xml", b"word/comments1.xml")
                refers = name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels")
                package.writestr(names.get(name, name), told_elsewhere if refers else content)
        return buffer.getvalue()

    path = report_in_word(tmp_path, renamed)
    raw = audited(path)
    assert parts(raw).keys() == parts(path.read_bytes()).keys()
    found = [comment.text for comment in Document(io.BytesIO(raw)).comments]
    assert found[0] == "请核对"
    assert found[1].startswith("审核结果")
    assert word.content_of(raw, "a.docx").text == read(str(path)).text


def test_a_package_under_a_password_is_refused() -> None:
    raw = bytearray(docx_with(paragraph("一")))
    place = raw.index(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 4)
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(bytes(raw), "年报.docx")
    assert refused.value.code == "document_encrypted"


def test_lines_broken_at_the_edge_of_a_page_are_one_paragraph(tmp_path: Path) -> None:
    text = (REPORTS / "anlan-city-2023.txt").read_text(encoding="utf-8")
    (audit,), raw = copy_of_text(text, tmp_path)
    written = [item.text for item in Document(io.BytesIO(raw)).paragraphs]
    assert any("围绕稳就业" in line and line.startswith("全市政府网站") for line in written)
    assert "- 1 -" in written
    assert "（一）主动公开" in written
    assert [bare(comment.at) for comment in comments(raw)[1:]] == [
        bare(item.span.of(audit.report.text)) for item in audit.findings
    ]


@pytest.mark.parametrize("name", ["fengshiqiao-township-2023", "baishi-bay-district-2022", "shitong-town-2024"])
def test_tables_without_visible_cells_go_into_the_form(name: str, tmp_path: Path) -> None:
    """One number a line, columns of blanks with broken labels, a row a line."""
    (audit,), raw = copy_of_text((REPORTS / f"{name}.txt").read_text(encoding="utf-8"), tmp_path)
    disclosure, applications, disputes = Document(io.BytesIO(raw)).tables
    assert [len(table.columns) for table in (disclosure, applications, disputes)] == [4, 10, 15]
    cells = audit.report.tables["applications"].cells
    assert applications.cell(3, 9).text == cells["new_received", "total"].raw
    assert bare(applications.cell(7, 1).text) == "（三）不予公开"
    again = parsed(raw)
    kept = {place: cell.value for key, table in audit.report.tables.items() for place, cell in table.cells.items()}
    assert {place: cell.value for key, table in again.tables.items() for place, cell in table.cells.items()} == kept


def test_a_table_with_a_word_that_the_form_has_no_place_for_is_printed_as_it_is(tmp_path: Path) -> None:
    text = (REPORTS / "fengshiqiao-township-2023.txt").read_text(encoding="utf-8")
    text = text.replace("法律服务机构\n其他\n", "法律服务机构\n其他\n以上单位：件\n", 1)
    _, raw = copy_of_text(text, tmp_path)
    assert "以上单位：件" in "\n".join(item.text for item in Document(io.BytesIO(raw)).paragraphs)


def test_a_folder_may_be_named_by_its_last_sign_and_nothing_is_written_of_nothing(tmp_path: Path) -> None:
    path = report_in_word(tmp_path)
    names = (str(path),)
    run(Request(names, output_format="docx", output=f"{tmp_path}/新的/", fail_on="never", allow_undecided=True))
    assert [item.name for item in (tmp_path / "新的").iterdir()] == ["年报-审核.docx"]
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    assert checked(broken, output=tmp_path / "无.docx") == 2
    assert not (tmp_path / "无.docx").exists()


@pytest.mark.figures
def test_an_office_program_finds_the_comments_at_the_same_words(commented: tuple[Path, Audit, bytes]) -> None:
    path, _, raw = commented
    folder = path.parent / "through"
    folder.mkdir()
    (folder / "a.docx").write_bytes(raw)
    for kind, name in (("odt", "a.docx"), ("docx", "a.odt")):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder / kind), name]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        (folder / kind / f"a.{kind}").rename(folder / f"a.{kind}")
    through = comments((folder / "a.docx").read_bytes())
    assert {(item.lines[0], item.lines[-1], bare(item.at)) for item in through} == {
        (item.lines[0], item.lines[-1], bare(item.at)) for item in comments(raw)
    }
