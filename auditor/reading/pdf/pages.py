"""A PDF file to pages of blocks: lines, tables and pictures with their places."""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias

from auditor.errors import UnreadableReport
from auditor.reading.pdf.glyphs import Box, Glyphs, glyphs_of
from auditor.reading.pdf.grids import Grid, Rules, grids_of, rules_of
from auditor.reading.pdf.lines import Segment, overprinted, segments_of
from auditor.reading.pdf.recognising import Recogniser
from auditor.reading.pdf.unpacking import MOST_BYTES, MOST_STEPS, Bomb, limited
from auditor.text.numbering import numbering_of

_MOST_PAGES = 500
_PICTURE_WIDTH, _PICTURE_HEIGHT = 100, 60
"""Points; what is smaller is a sign or a line."""
_WHOLE_PAGE = 0.6
_FEW_LETTERS = 20
_BROKEN = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What pdfminer raises on files that do not hold what they announce."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is part of what a page tells."""

    box: Box


Block: TypeAlias = Segment | Grid | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown: its size in points, and its blocks in no order."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    letters: int
    askew: str
    """Text that leans: a watermark."""
    hidden: str
    """Text that was covered and printed over."""
    scanned: bool = False
    """Whether it is a picture that was not read."""
    recognised: bool = False
    """Whether it is a picture whose text was recognised: any letter may be wrong."""


def pages_of(raw: bytes, path: str) -> list[Page]:
    """The pages of a PDF file. Raises UnreadableReport for what is encrypted, broken, or far too long."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with limited(), _opened(raw, path) as file:
            return list(_pages([_parsed(page, path) for page in file.pages], raw))
    except (Bomb, PSException, PdfminerException, MalformedPDFException) as error:
        causes = (error, *error.args)
        if any(isinstance(cause, Bomb) for cause in causes):
            limits = {"limit": MOST_BYTES // (1024 * 1024), "count": MOST_STEPS // 10_000}
            raise UnreadableReport("pdf_bomb", path=path, **limits) from error
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in causes)
        raise UnreadableReport("document_locked" if locked else "pdf_broken", path=path) from error


def _opened(raw: bytes, path: str) -> Any:  # noqa: ANN401 - pdfplumber's file
    """The file, of which the number of pages is known to be no bomb."""
    import pdfplumber
    from pdfminer.pdfpage import PDFPage

    try:
        file = pdfplumber.open(io.BytesIO(raw))
        pages = sum(1 for _ in islice(PDFPage.create_pages(file.doc), _MOST_PAGES + 1))
        if pages <= _MOST_PAGES:
            file.pages  # noqa: B018 - reads what they say of themselves
    except _BROKEN as error:
        raise UnreadableReport("pdf_broken", path=path) from error
    if pages > _MOST_PAGES:
        raise UnreadableReport("pdf_too_long", path=path, limit=_MOST_PAGES)
    return file


def _parsed(page: Any, path: str) -> Any:  # noqa: ANN401 - pdfplumber's page
    """A page of which all objects have been read; pdfminer trusts what a file announces."""
    try:
        page.objects  # noqa: B018 - reads them
    except _BROKEN as error:
        raise UnreadableReport("pdf_broken", path=path) from error
    return page


def _pages(pages: Sequence[Any], raw: bytes) -> Iterator[Page]:
    recogniser: Recogniser | None = None
    for number, page in enumerate(pages, start=1):
        pictures = [Picture(box) for box in _pictures(page)]
        found = glyphs_of(page)
        if not _is_scan(page, found, pictures):
            yield _page(number, page, found, rules_of(page), pictures)
        elif Recogniser.installed():
            recogniser = recogniser or Recogniser(raw)
            read = recogniser.page(number)
            yield replace(_page(number, page, Glyphs(read.glyphs, ""), (read.upright, read.level), []), recognised=True)
        else:
            yield replace(_page(number, page, found, ((), ()), pictures), scanned=True)


def _is_scan(page: Any, found: Glyphs, pictures: Sequence[Picture]) -> bool:  # noqa: ANN401 - pdfplumber's page
    """Whether a picture covers a page and hardly a letter stands on it."""
    area = sum((picture.box.x1 - picture.box.x0) * (picture.box.bottom - picture.box.top) for picture in pictures)
    return len(found.upright) < _FEW_LETTERS and area > _WHOLE_PAGE * float(page.width) * float(page.height)


def _page(number: int, page: Any, found: Glyphs, rules: Rules, pictures: Sequence[Picture]) -> Page:  # noqa: ANN401
    shown = [glyph for glyph in found.upright if _on_page(glyph.box, page.width, page.height)]
    hidden = overprinted(found)
    grids, loose = grids_of(page, [glyph for glyph in shown if glyph not in hidden], rules)
    covered = segments_of(glyph for glyph in shown if glyph in hidden)
    # A heading tells where the text below it belongs, seen or not.
    headings = [line for line in covered if numbering_of(line.text).style in ("chinese", "part")]
    return Page(
        number,
        page.width,
        page.height,
        (*segments_of(loose), *headings, *grids, *pictures),
        len(shown),
        found.askew,
        " ".join(line.text for line in covered if line not in headings),
    )


def _on_page(box: Box, width: float, height: float) -> bool:
    return 0 <= box.centre <= width and 0 <= box.middle <= height


def _pictures(page: Any) -> Iterator[Box]:  # noqa: ANN401 - pdfplumber's page
    for image in page.images:
        x1, bottom = min(image["x1"], page.width), min(image["bottom"], page.height)
        box = Box(max(image["x0"], 0), max(image["top"], 0), x1, bottom)
        if box.x1 - box.x0 > _PICTURE_WIDTH and box.bottom - box.top > _PICTURE_HEIGHT:
            yield box
