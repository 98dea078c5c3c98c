"""A PDF file to canonical text: glyphs, lines, tables, reading order, paragraphs.

A PDF holds letters at places and nothing else. What is made of it here is what a reader sees; where that is not
sure (a page that is a picture, letters without a meaning, text beside two reports), it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.document import Omission, Part, Reason
from auditor.errors import UnreadableReport
from auditor.reading.content import Content
from auditor.reading.pdf.flow import by_height, in_order, without_running_heads
from auditor.reading.pdf.glyphs import UNREADABLE
from auditor.reading.pdf.grids import Grid
from auditor.reading.pdf.lines import Segment
from auditor.reading.pdf.pages import Page, pages_of
from auditor.reading.pdf.paragraphs import Placed, Written, write
from auditor.reading.pdf.side_by_side import Split, heads_of, omissions

_QUOTED = 20
_UNREADABLE_SHARE = 0.1
"""Of a page's letters; beyond it no number on the page can be trusted."""


def content_of(raw: bytes, path: str) -> Content:
    """The content of a PDF file. Raises UnreadableReport for what is encrypted, broken, a scan, or without letters
    that mean anything.
    """
    shown = pages_of(raw, path)
    if not any(page.letters for page in shown) or all(page.scanned for page in shown if page.blocks):
        raise UnreadableReport("pdf_is_scan" if any(page.blocks for page in shown) else "file_empty", path=path)
    unreadable = {page.number: _unreadable(page) for page in shown}
    if sum(unreadable.values()) > _UNREADABLE_SHARE * sum(page.letters for page in shown):
        raise UnreadableReport("pdf_letters_unknown", path=path)
    pages, repeated = without_running_heads(shown)
    written, parts = Written(), list[Part]()
    heads = heads_of(pages)
    beside: list[Omission] = []
    if heads is None:
        write(
            [[Placed(page.number, block) for block in column] for page in pages for column in in_order(page)], written
        )
    else:
        split = Split.of(pages, heads)
        for report, year in zip(split.reports, heads.years, strict=True):
            parts.append(Part(written.length, year))
            write(_columns(report), written)
        beside = omissions(split.neither, written.length)
    text = "".join(written.parts)
    recognised = any(page.recognised for page in shown)
    return Content(
        text, tuple(written.pages), (*_doubts(shown, repeated, unreadable, written), *beside), tuple(parts), recognised
    )


def _columns(report: Sequence[Placed]) -> list[list[Placed]]:
    """The column of a report on each page, from top to bottom."""
    numbers = sorted({placed.page for placed in report})
    return [
        [Placed(number, block) for block in by_height([placed.block for placed in report if placed.page == number])]
        for number in numbers
    ]


def _unreadable(page: Page) -> int:
    lines = sum(block.text.count(UNREADABLE) for block in page.blocks if isinstance(block, Segment))
    grids = (block for block in page.blocks if isinstance(block, Grid))
    return lines + sum(cell.text.count(UNREADABLE) for grid in grids for row in grid.rows for cell in row)


def _doubts(
    pages: Sequence[Page], repeated: Sequence[str], unreadable: dict[int, int], written: Written
) -> Iterator[Omission]:
    """What was left out or could not be read, page by page."""
    for text in repeated:
        yield Omission(0, Reason("running_head", {"text": text}))
    starts = {number: start for start, number in reversed(written.pages)}
    for page in pages:
        place = starts.get(page.number, 0)
        if page.scanned:
            yield Omission(place, Reason("page_is_picture", {"page": page.number}))
        if page.recognised:
            yield Omission(place, Reason("page_recognised", {"page": page.number}))
        if unreadable[page.number]:
            yield Omission(place, Reason("letters_unknown", {"page": page.number, "count": unreadable[page.number]}))
        if page.askew:
            yield Omission(place, Reason("text_askew", {"page": page.number, "text": page.askew[:_QUOTED]}))
        if page.hidden:
            yield Omission(place, Reason("text_hidden", {"page": page.number, "text": page.hidden[:_QUOTED]}))
