"""A report as the files that offices send: text, Word, web page, PDF; and files that cannot be read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from auditor.api import rulebook
from auditor.formtext import table_text
from docx import Document

from tests.bench.province.draft import Draft, headings
from tests.bench.province.forms import Form, form

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLUMN = 620
"""The width of a column in Word in twentieths of a point."""
_FONT = "STSong-Light"
Block = tuple[str, str] | Form
"""What stands in a report one below the other: a line with what it is (title, heading, text), or a table."""


def rendered(draft: Draft, suffix: str, draw: Random) -> bytes:
    """A report as a file of that suffix."""
    if suffix == "txt":
        encoding = draw.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030"))
        return text_of(draft, draw.choice(("pipes", "cells"))).encode(encoding)
    if suffix == "html":
        encoding = draw.choice(("utf-8", "gb18030"))
        return _page(draft, "utf-8" if encoding == "utf-8" else "gb2312").encode(encoding)
    if suffix == "pdf":
        return _pdf(draft)
    if suffix == "docx":
        return _docx(draft)
    raise ValueError(f"no files end in .{suffix}")


def _blocks(draft: Draft) -> Iterator[Block]:
    layout = rulebook().layout
    given = draft.figures.given()
    yield "title", draft.title
    yield from (("text", paragraph.text) for paragraph in draft.preamble)
    for key, heading, table in headings(draft, layout):
        yield "heading", heading
        yield from (("text", paragraph.text) for paragraph in draft.sections[key])
        if table:
            yield form(layout, table, given[table])
    yield from (("text", line) for line in draft.signature)


# ---- text ----


def text_of(draft: Draft, tables: str = "pipes") -> str:
    """A report as text; tables as rows with bars (``pipes``), or one cell a line as Word saves text (``cells``)."""
    layout = rulebook().layout
    given = draft.figures.given()
    keys = iter([table for _, _, table in headings(draft, layout) if table])
    lines: list[str] = []
    for block in _blocks(draft):
        if isinstance(block, tuple):
            lines.append(block[1])
            continue
        key = next(keys)
        lines += table_text(layout, key, given[key]) if tables == "pipes" else _cells(block)
    return "\n".join(lines) + "\n"


def _cells(table: Form) -> Iterator[str]:
    for row in table.rows:
        yield from (f"\t{box.text}" for box in row)
        yield ""


# ---- Word ----


def _docx(draft: Draft) -> bytes:
    body = "".join(
        _paragraph(block[1], block[0]) if isinstance(block, tuple) else _word_table(block) for block in _blocks(draft)
    )
    document = f"<w:document xmlns:w='{_WORD}'><w:body>{body}<w:sectPr/></w:body></w:document>"
    parts = dict(_word_parts())
    parts["word/document.xml"] = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{document}".encode()
    return packed(parts.items())


@lru_cache(maxsize=1)
def _word_parts() -> tuple[tuple[str, bytes], ...]:
    """The parts of an empty document as python-docx makes it."""
    buffer = io.BytesIO()
    Document().save(buffer)
    with ZipFile(buffer) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive whose bytes do not depend on the day."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members:
            archive.writestr(ZipInfo(name, _LONG_AGO), content, ZIP_DEFLATED)
    return buffer.getvalue()


def _paragraph(text: str, kind: str = "cell") -> str:
    looks = {
        "title": ("<w:jc w:val='center'/>", "<w:b/><w:sz w:val='44'/>"),
        "heading": ("<w:spacing w:before='120'/>", "<w:b/><w:sz w:val='32'/>"),
        "text": ("<w:ind w:firstLine='640'/>", "<w:sz w:val='32'/>"),
        "cell": ("<w:jc w:val='center'/>", "<w:sz w:val='18'/>"),
    }
    lines, letters = looks[kind]
    run = f"<w:r><w:rPr>{letters}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{lines}</w:pPr>{run}</w:p>"


def _word_table(table: Form) -> str:
    rows: list[dict[int, str]] = [{} for _ in table.rows]
    for row, column, box in table.placed():
        for down in range(box.height):
            merge = "" if box.height == 1 else f"<w:vMerge w:val='{'continue' if down else 'restart'}'/>"
            span = f"<w:gridSpan w:val='{box.width}'/>" if box.width > 1 else ""
            width = f"<w:tcW w:w='{_COLUMN * box.width}' w:type='dxa'/>"
            inner = _paragraph("" if down else box.text)
            rows[row + down][column] = f"<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr>{inner}</w:tc>"
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>" for side in sides)
    grid = f"<w:gridCol w:w='{_COLUMN}'/>" * table.columns
    body = "".join(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>" for cells in rows)
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


# ---- web page ----


def _page(draft: Draft, charset: str) -> str:
    tags = {"title": "h1", "heading": "h2", "text": "p"}
    body = "\n".join(
        f"<{tags[block[0]]}>{escape(block[1])}</{tags[block[0]]}>" if isinstance(block, tuple) else _page_table(block)
        for block in _blocks(draft)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="{charset}"><title>{escape(draft.title)}</title></head>'
        f"<body><article>\n{body}\n</article></body></html>\n"
    )


def _page_table(table: Form) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for box in row:
            spans = f' colspan="{box.width}"' * (box.width > 1) + f' rowspan="{box.height}"' * (box.height > 1)
            cells.append(f"<td{spans}>{escape(box.text) or '&nbsp;'}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1"><tbody>{"".join(rows)}</tbody></table>'


# ---- PDF ----


def _pdf(draft: Draft) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    looks = {"title": (16, 0, 1), "heading": (13, 26, 0), "text": (11, 22, 0), "cell": (7, 0, 0)}
    styles = {
        kind: ParagraphStyle(
            kind, fontName=_FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK",
            firstLineIndent=indent, alignment=middle, spaceBefore=6 if kind == "heading" else 0,
        )
        for kind, (size, indent, middle) in looks.items()
    }  # fmt: skip
    story: list[object] = []
    for block in _blocks(draft):
        if isinstance(block, tuple):
            story.append(Paragraph(escape(block[1]), styles[block[0]]))
            continue
        cells: list[list[object]] = [[""] * block.columns for _ in block.rows]
        rules: list[tuple[object, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
        rules += [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
        for row, column, box in block.placed():
            cells[row][column] = Paragraph(escape(box.text), styles["cell"])
            rules.append(("SPAN", (column, row), (column + box.width - 1, row + box.height - 1)))
        widths = [500 / block.columns] * block.columns
        story += [Table(cells, colWidths=widths, style=rules), Spacer(1, 8)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=45, rightMargin=45, invariant=1).build(story)
    return buffer.getvalue()


# ---- what cannot be read ----


def unreadable(what: str, draft: Draft, draw: Random) -> tuple[str, bytes]:
    """A file that holds no report that can be read, and its suffix."""
    if what == "empty":
        return draw.choice(("docx", "txt", "pdf")), b""
    if what == "damaged":
        whole = _docx(draft)
        return "docx", whole[: len(whole) * draw.randint(40, 85) // 100]
    return "pdf", _picture(draw)


def _picture(draw: Random) -> bytes:
    """A PDF of one page that is a picture, as a scanner without recognition makes it."""
    width, height = 310, 438
    rows = []
    for y in range(height):
        ink = y % 14 in (3, 4, 5, 6, 7) and 30 < y < height - 30
        rows.append(bytes(draw.choice((40, 230)) if ink and 25 < x < width - 25 else 250 for x in range(width)))
    pixels = zlib.compress(b"".join(rows), 9)
    drawing = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    sheet, resources = b"[0 0 595 842]", b"<< /XObject << /Im0 4 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 5 0 R /Resources %s >>" % (sheet, resources),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(pixels), pixels),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, end)
