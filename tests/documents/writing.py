"""A report of the corpus as the documents in which offices keep it, to read back and compare cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any
from xml.sax.saxutils import escape

from auditor.api import rulebook
from auditor.document import Report
from auditor.formtext import table_text
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

_COLUMN = 600
"""The width of a column in twentieths of a point."""
Block = str | list[list[str]]
"""A paragraph, or a table as rows of cells; cells that a merged cell covers are empty."""


def blocks(report: Report) -> Iterator[Block]:
    """The paragraphs of a report in order, and each of its tables in the full form where its text begins."""
    layout = rulebook().layout
    prose = [*report.narrative, *(section.title for section in report.sections), *report.extra_headings]
    prose += [report.title] if report.title else []
    told: set[str] = set()
    for line in report.lines.lines():
        if not line.text.strip() or not (report.extent.start <= line.span.start < report.extent.end):
            continue
        if any(span.overlaps(line.span) for span in prose):
            yield line.text.strip()
            continue
        section = next((s for s in report.sections if s.body.start <= line.span.start < s.body.end), None)
        key = next((spec.table for spec in layout.section if section and spec.key == section.key and spec.table), None)
        if key and key in report.tables and key not in told:
            told.add(key)
            yield _grid(report, key)


def _grid(report: Report, key: str) -> list[list[str]]:
    layout = rulebook().layout
    spec = layout.table_spec(key)
    assert spec is not None
    cells = report.tables[key].cells
    given = {
        row.key: [cells[row.key, column].raw if (row.key, column) in cells else "" for column in spec.columns_of(row)]
        for row in spec.rows
    }
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table_text(layout, key, given)]


def docx_of(report: Report) -> bytes:
    """The report as Word writes it: labels over several columns are merged cells."""
    written = (paragraph(escape(block)) if isinstance(block, str) else _table(block) for block in blocks(report))
    return docx_with("".join(written))


@dataclass(slots=True)
class _Laid:
    """A cell of a table that is being written: where it begins, over how many columns, merged with the one above?"""

    start: int
    span: int
    text: str
    merge: str = ""

    def written(self) -> str:
        width = f"<w:tcW w:w='{_COLUMN * self.span}' w:type='dxa'/>"
        wide = f"<w:gridSpan w:val='{self.span}'/>" if self.span > 1 else ""
        tall = f"<w:vMerge w:val='{self.merge}'/>" if self.merge else ""
        return f"<w:tc><w:tcPr>{width}{wide}{tall}</w:tcPr>{paragraph(escape(self.text))}</w:tc>"


def _table(rows: list[list[str]]) -> str:
    """A table with merged labels: an empty cell before the values belongs to the label left of it, one at the
    beginning of a row to the label above it.
    """
    laid = [_laid(row) for row in rows]
    for above, below in pairwise(laid):
        tall = {cell.start: cell for cell in above if cell.span == 1}
        for cell in takewhile(lambda cell: not cell.text, below):
            if cell.span == 1 and cell.start in tall:
                tall[cell.start].merge = tall[cell.start].merge or "restart"
                cell.merge = "continue"
    grid = f"<w:gridCol w:w='{_COLUMN}'/>" * max(len(row) for row in rows)
    body = "".join(f"<w:tr>{''.join(cell.written() for cell in cells)}</w:tr>" for cells in laid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"


def _laid(row: list[str]) -> list[_Laid]:
    cells, start = [], 0
    while start < len(row):
        stop = start + 1
        while stop < len(row) and not row[stop] and not any(map(_is_number, row[:stop])) and row[start]:
            stop += 1
        cells.append(_Laid(start, stop - start, row[start]))
        start = stop
    return cells


def _is_number(text: str) -> bool:
    return text[:1].isdigit()


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", _W),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    )
)


def docx_with(body: str, numbering: str = "") -> bytes:
    """A document whose body is this WordprocessingML, with these lists."""
    document = Document()
    for child in list(document.element.body):
        document.element.body.remove(child)
    for child in etree.fromstring(f"<w:body {_NAMESPACES}>{body}</w:body>"):
        document.element.body.append(child)
    if numbering:
        lists = document.part.numbering_part.element
        for child in list(lists):
            lists.remove(child)
        for child in etree.fromstring(f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>"):
            lists.append(child)
    return saved(document)


def docx_with_note(body: str, notes: str) -> bytes:
    """A document with this body and these footnotes."""
    document = Document(io.BytesIO(docx_with(body)))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    content = f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>".encode()
    document.part.relate_to(Part(PackURI("/word/footnotes.xml"), kind, content, document.part.package), RT.FOOTNOTES)
    return saved(document)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
