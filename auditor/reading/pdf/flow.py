"""The order in which a page is read: lines put together again, running heads left out, columns one after another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditor.reading.pdf.glyphs import Box
from auditor.reading.pdf.lines import Segment
from auditor.reading.pdf.pages import Block, Page

_MARGIN = 0.1
"""Share of the page's height in which running heads and page numbers stand."""
_PAGE_NUMBER = re.compile(r"[-—–~·\s]*(?:第)?\s*\d{1,3}\s*(?:页)?\s*(?:[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–~·\s]*")
_DIGITS = re.compile(r"\d+")
_COLUMN_LINES, _COLUMN_LETTERS = 5, 12
"""How many lines of how many letters make a column of text."""
_SAME_HEIGHT = 0.5


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """The pages without page numbers and what each page repeats at its edge; and those repeated texts."""
    repeated = _repeated(pages)
    kept = [
        replace(page, blocks=tuple(block for block in page.blocks if not _is_head(block, page, repeated)))
        for page in pages
    ]
    texts: dict[str, str] = {}
    for page in pages:
        for block in page.blocks:
            if isinstance(block, Segment) and _edge(block, page) and _masked(block) in repeated:
                texts.setdefault(_masked(block), block.text)
    return kept, sorted(texts.values())


def _edge(block: Block, page: Page) -> bool:
    return isinstance(block, Segment) and (
        block.box.bottom < page.height * _MARGIN or block.box.top > page.height * (1 - _MARGIN)
    )


def _masked(block: Segment) -> str:
    return _DIGITS.sub("#", block.text)


def _repeated(pages: Sequence[Page]) -> set[str]:
    """What stands at the same height at the edge of most pages, whatever numbers it has."""
    places: Counter[tuple[str, int]] = Counter()
    for page in pages:
        places.update(
            {
                (_masked(block), round(block.box.top))
                for block in page.blocks
                if isinstance(block, Segment) and _edge(block, page) and not _PAGE_NUMBER.fullmatch(block.text)
            }
        )
    filled = sum(1 for page in pages if page.blocks)
    return {text for (text, _), count in places.items() if count > 1 and count * 2 >= filled - 1}


def _is_head(block: Block, page: Page, repeated: set[str]) -> bool:
    if not isinstance(block, Segment) or not _edge(block, page):
        return False
    return _masked(block) in repeated or bool(_PAGE_NUMBER.fullmatch(block.text))


def in_order(page: Page) -> list[list[Block]]:
    """The blocks of a page as it is read, by columns: whole lines, tables and pictures."""
    gutter = _gutter(page)
    if gutter is None:
        return [by_height(page.blocks)]
    columns: list[list[Block]] = []
    band: list[Block] = []
    for block in sorted(page.blocks, key=lambda block: block.box.top):
        if block.box.x0 < gutter < block.box.x1:
            columns += [*_halves(band, gutter), [block]]
            band = []
        else:
            band.append(block)
    return [column for column in [*columns, *_halves(band, gutter)] if column]


def _halves(band: Sequence[Block], gutter: float) -> list[list[Block]]:
    return [
        by_height([block for block in band if block.box.centre < gutter]),
        by_height([block for block in band if block.box.centre >= gutter]),
    ]


def _gutter(page: Page) -> float | None:
    """The blank between two columns of text, if the page has two."""
    long = [block for block in page.blocks if isinstance(block, Segment) and block.letters >= _COLUMN_LETTERS]
    left = [line for line in long if line.box.x1 < page.width * 0.6]
    right = [line for line in long if line.box.x0 > page.width * 0.4]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return None
    x0, x1 = max(line.box.x1 for line in left), min(line.box.x0 for line in right)
    if x0 >= x1:
        return None
    crossing = sum(1 for line in long if line.box.x0 < x0 and line.box.x1 > x1)
    return (x0 + x1) / 2 if crossing <= (len(left) + len(right)) / 4 else None


def by_height(blocks: Sequence[Block]) -> list[Block]:
    """Blocks from top to bottom; segments at one height are one line, their gaps shown by blanks."""
    lines: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.box.middle if isinstance(block, Segment) else block.box.top):
        last = lines[-1] if lines else None
        if isinstance(block, Segment) and isinstance(last, Segment) and _level(last, block):
            lines[-1] = beside(last, block)
        else:
            lines.append(block)
    return lines


def _level(one: Segment, two: Segment) -> bool:
    return abs(one.box.middle - two.box.middle) < _SAME_HEIGHT * min(one.size, two.size)


def beside(one: Segment, two: Segment) -> Segment:
    """Two segments at one height as a line."""
    left, right = sorted((one, two), key=lambda segment: segment.box.x0)
    gap = (right.box.x0 - left.box.x1) / max(left.size, right.size)
    # Never two blanks: they would look like an empty cell between two values.
    blanks = " " * max(4, round(gap * 2)) if gap > 1 else " "
    size = left.size if left.letters >= right.letters else right.size
    box = Box.around([left.box, right.box])
    return Segment(left.text + blanks + right.text, box, size)


def is_text(block: Block) -> bool:
    """Whether a block is a line of running text rather than a table, a picture or a line of columns."""
    return isinstance(block, Segment) and "    " not in block.text
