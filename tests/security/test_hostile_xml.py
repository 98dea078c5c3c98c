"""Word documents and web pages with entities, references to elsewhere and numbers that nobody means."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from auditor.errors import UnreadableReport
from auditor.reading import content, source_of_bytes

OUTSIDE = "不在报告里的话"
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in zip("abcdefgh", "bcdefghi", strict=True))
BILLION_LAUGHS = f'<!DOCTYPE w [<!ENTITY a "哈哈">{LAUGHS}]>'


@cache
def _empty() -> bytes:
    from docx import Document

    made = io.BytesIO()
    Document().save(made)
    return made.getvalue()


def word(body: str, doctype: str = "", **parts: str) -> bytes:
    """A Word document of one paragraph and what is to be tried."""
    paragraph = "<w:p><w:r><w:t>青岚县水务局年度报告</w:t></w:r></w:p>"
    wanted = {
        "word/document.xml": f"{doctype}<w:document {NAMES}><w:body>{paragraph}{body}<w:sectPr/></w:body></w:document>",
        **parts,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_empty())) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, wanted.pop(name, old.read(name)))
        for name, part in wanted.items():
            new.writestr(name, part)
    return packed.getvalue()


def related(*relations: str) -> str:
    """The relations of a document with further ones."""
    with zipfile.ZipFile(io.BytesIO(word(""))) as package:
        known = package.read("word/_rels/document.xml.rels").decode()
    return known.replace("</Relationships>", "".join(relations) + "</Relationships>")


def noted(notes: str) -> bytes:
    """A document with footnotes, the first of which it refers to."""
    relation = f'<Relationship Id="rId90" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    with zipfile.ZipFile(io.BytesIO(word(""))) as package:
        types = package.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    parts = {
        "[Content_Types].xml": types.replace("</Types>", override),
        "word/_rels/document.xml.rels": related(relation),
        "word/footnotes.xml": notes,
    }
    return word(run('<w:footnoteReference w:id="1"/>'), **parts)


def run(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def before(columns: str) -> str:
    """A table whose one cell says that so many columns are left out before it."""
    left_out = f'<w:trPr><w:gridBefore w:val="{columns}"/></w:trPr>'
    return f"<w:tbl><w:tr>{left_out}<w:tc>{run('<w:t>1</w:t>')}</w:tc></w:tr></w:tbl>"


def text(raw: bytes, name: str = "a.docx") -> str:
    return source_of_bytes(raw, name).text


def code(raw: bytes, name: str = "a.docx") -> str:
    with pytest.raises(UnreadableReport) as refused:
        text(raw, name)
    return refused.value.code


@pytest.mark.parametrize(
    "raw",
    [
        word(run("<w:t>&i;</w:t>"), BILLION_LAUGHS),
        word('<w:p w:x="&i;"/>', BILLION_LAUGHS),
        word(run("<w:t>" + "&a;" * 20_000 + "</w:t>"), f'<!DOCTYPE w [<!ENTITY a "{"哈" * 20_000}">]>'),
        word("", **{"[Content_Types].xml": BILLION_LAUGHS + "<Types>&i;</Types>"}),
        noted(f"{BILLION_LAUGHS}<w:footnotes {NAMES}><w:footnote>&i;</w:footnote></w:footnotes>"),
        noted("<w:footnotes"),
        word("", **{"word/document.xml": "<a/>"}),
        word("", **{"word/document.xml": f"<w:document {NAMES}/>"}),
        word("<w:sdt><w:sdtContent>" * 3_000 + "</w:sdtContent></w:sdt>" * 3_000),
    ],
    ids="laughs,attribute,quadratic,types,laughs in notes,broken notes,no document,no body,deep".split(","),
)
def test_a_document_that_expands_or_breaks_its_parser_is_one_clear_error(raw: bytes) -> None:
    assert code(raw) == "document_broken"


def test_nothing_outside_of_a_document_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(OUTSIDE, encoding="utf-8")
    here = secret.as_uri()
    outside = (
        f'<Relationship Id="rId91" Type="{OFFICE}/attachedTemplate" Target="http://x.invalid" TargetMode="External"/>',
        f'<Relationship Id="rId92" Type="{OFFICE}/footnotes" Target="{here}" TargetMode="External"/>',
        f'<Relationship Id="rId93" Type="{OFFICE}/image" Target="{here}" TargetMode="External"/>',
    )
    for raw in (
        word(run("<w:t>&x;</w:t>"), f'<!DOCTYPE w [<!ENTITY x SYSTEM "{here}">]>'),
        word(run("<w:t>a</w:t>"), f'<!DOCTYPE w [<!ENTITY % x SYSTEM "{here}"> %x;]>'),
        word(run("<w:t>a</w:t>"), '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">'),
        word("", **{"word/_rels/document.xml.rels": related(*outside)}),
    ):
        told = text(raw)
        assert told.startswith("青岚县水务局年度报告\n")
        assert OUTSIDE not in told
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{here}">]><html><body><p>青岚县公开信息。&x;</p></body></html>'
    assert text(page.encode(), "a.html").endswith("青岚县公开信息。&x;\n")


def test_a_page_expands_no_entities_of_its_own() -> None:
    page = f"{BILLION_LAUGHS}<html><body><p>青岚县公开信息。&i;</p></body></html>"
    assert "哈哈" * 11 not in text(page.encode(), "a.html")


@pytest.mark.parametrize(
    ("body", "read_back"),
    [
        (run('<w:sym w:char="ZZ"/>'), "□\n"),
        (run('<w:sym w:char="FFFFFFFFFF"/>'), "□\n"),
        (run('<w:sym w:char="25CF"/>'), "●\n"),
        (before("999999999"), "1\n\n"),
        (before("32000"), "\t" * 63 + "1\n\n"),
        (before("²"), "1\n\n"),
        (before("2"), "\t\t1\n\n"),
    ],
)
def test_numbers_that_nobody_means_are_none(body: str, read_back: str) -> None:
    """Each of them ended in a traceback, or took all the memory there is."""
    assert text(word(body)) == "青岚县水务局年度报告\n" + read_back


@pytest.mark.parametrize(
    ("start", "form", "read_back"),
    [
        ("99999999999", "lowerRoman", "0. 项\n1"),
        ("99999999999", "lowerLetter", None),
        ("abc", "decimal", "0. 项\n1"),
        ("-5", "chineseCounting", "〇. 项\n一"),
        ("7", "decimal", "7. 项\n8"),
    ],
)
def test_a_list_counts_as_far_as_word_counts(start: str, form: str, read_back: str | None) -> None:
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>'
    told = text(word(item * 2, **{"word/numbering.xml": numbering})).removeprefix("青岚县水务局年度报告\n")
    assert len(told) < 30
    assert read_back is None or form == "lowerRoman" or told.startswith(read_back)


def test_notes_that_refer_to_each_other_come_to_an_end() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>注{number}</w:t></w:r>{reference.format(number + 1) * 10}</w:p>'
        "</w:footnote>"
        for number in range(1, 12)
    )
    told = text(noted(f"<w:footnotes {NAMES}>{notes}</w:footnotes>"))
    assert [told.count(f"注{number}\n") for number in range(1, 12)] == [1] * 11
    itself = f'<w:footnote w:id="1"><w:p><w:r><w:t>注</w:t></w:r>{reference.format(1)}</w:p></w:footnote>'
    assert text(noted(f"<w:footnotes {NAMES}>{itself}</w:footnotes>")).count("注") == 1


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.html"])
def test_a_text_far_too_long_is_refused_whatever_it_comes_in(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_CHARACTERS", 100)
    monkeypatch.setattr("auditor.reading.MOST_CHARACTERS", 100)
    monkeypatch.setattr("auditor.reading.word.MOST_CHARACTERS", 100)
    long = "公开信息。" * 30
    made = {"a.docx": word(run(f"<w:t>{long}</w:t>")), "a.txt": long.encode()}
    assert code(made.get(name, f"<html><body><p>{long}</p></body></html>".encode()), name) == "text_too_long"
