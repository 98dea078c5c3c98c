"""Two reports side by side on the same pages: a printout that compares two years.

It is told by its head: two short lines at one height that name two different years. What stands below the left one
is one report, below the right one the other; a numbered heading over both belongs to both; a table over the whole
width belongs to the year that the line above it names. What belongs to neither is the printout's own and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditor.document import Omission, Reason, ReasonValue
from auditor.reading.pdf.grids import Grid
from auditor.reading.pdf.lines import Segment
from auditor.reading.pdf.pages import Block, Page, Picture
from auditor.reading.pdf.paragraphs import Placed
from auditor.text.numbering import numbering_of

_YEAR = re.compile(r"20\d\d")
_LONGEST_HEAD = 40
_SAME_HEIGHT = 3.0
_APART = 0.25
"""Share of the page's width."""
_QUOTED = 20
_LINE = 12
"""Letters that show a line of text rather than a label."""
_MARGIN, _EXACT = 16.0, 4.0
"""Points by which text of a column may begin left or right of the column's head."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The two lines that name the years."""

    left: Segment
    right: Segment
    page: int

    @property
    def gutter(self) -> float:
        """The vertical between the columns."""
        return self.right.box.x0 - _MARGIN / 2

    @property
    def years(self) -> tuple[int, int]:
        left, right = (int(_YEAR.findall(head.text)[0]) for head in (self.left, self.right))
        return left, right

    def side_of_year(self, text: str) -> int | None:
        """The side whose year, and no other, a text names."""
        named = {int(year) for year in _YEAR.findall(text)}
        return next((side for side, year in enumerate(self.years) if named == {year}), None)


def heads_of(pages: Sequence[Page]) -> Heads | None:
    """The heads of two reports side by side, if the file holds that."""
    for page in pages:
        named = [
            block
            for block in page.blocks
            if isinstance(block, Segment) and len(block.text) <= _LONGEST_HEAD and len(_YEAR.findall(block.text)) == 1
        ]
        for left in named:
            for right in named:
                level = abs(left.box.top - right.box.top) < _SAME_HEIGHT
                apart = right.box.x0 - left.box.x0 > _APART * page.width
                if level and apart and _YEAR.findall(left.text) != _YEAR.findall(right.text):
                    return Heads(left, right, page.number)
    return None


@dataclass(slots=True)
class Split:
    """What of the pages belongs to the left and to the right report, and what to neither."""

    heads: Heads
    reports: tuple[list[Placed], list[Placed]] = field(default_factory=lambda: ([], []))
    neither: list[Placed] = field(default_factory=list)
    _named: int | None = None
    """The side that the line above names, for the table that follows."""

    @staticmethod
    def of(pages: Sequence[Page], heads: Heads) -> Split:
        found = Split(heads)
        for page in pages:
            found._page(page)
        return found

    def _page(self, page: Page) -> None:
        blocks = sorted(page.blocks, key=lambda block: block.box.top)
        if page.number <= self.heads.page:
            above = [b for b in blocks if page.number < self.heads.page or b.box.bottom < self.heads.left.box.top]
            self.neither += [Placed(page.number, block) for block in above]
            told = (*above, self.heads.left, self.heads.right)
            blocks = [block for block in blocks if block not in told]
        for band in self._bands(blocks):
            sides = self._sides(band)
            for block in band:
                self._place(Placed(page.number, block), band, sides)

    def _place(self, placed: Placed, band: Sequence[Block], sides: tuple[list[Block], list[Block]]) -> None:
        block = placed.block
        side = next((side for side, found in enumerate(sides) if block in found), None)
        if isinstance(block, Segment) and self._heads_both(block, band):
            for report in self.reports:
                report.append(placed)
        elif side is not None and not self._notes_heading(block, band):
            self.reports[side].append(placed)
        else:
            self._over_both(placed)

    def _bands(self, blocks: Sequence[Block]) -> Iterator[list[Block]]:
        """Runs of blocks that keep to their side, and each block over both columns on its own."""
        band: list[Block] = []
        for block in blocks:
            if block.box.x0 < self.heads.gutter < block.box.x1:
                yield band
                yield [block]
                band = []
            else:
                band.append(block)
        yield band

    def _sides(self, band: Sequence[Block]) -> tuple[list[Block], list[Block]]:
        """The blocks of the left and the right column; none where a band is set otherwise. Where one column has ended,
        the other must hold lines or a table and begin exactly where its head does.
        """
        gutter = self.heads.gutter
        left = [block for block in band if block.box.x1 <= gutter]
        right = [block for block in band if block.box.x0 >= gutter]
        alone = not (left and right)
        if alone and not any(isinstance(block, Grid) or block.letters >= _LINE for block in _written(band)):
            return [], []
        margin = _EXACT if alone else _MARGIN
        for found, head in ((left, self.heads.left), (right, self.heads.right)):
            if found and abs(min(block.box.x0 for block in found) - head.box.x0) > margin:
                return [], []
        return left, right

    def _heads_both(self, block: Segment, blocks: Sequence[Block]) -> bool:
        """Whether a line is a heading over both columns: numbered, at the left edge, nothing right of it."""
        at_edge = abs(block.box.x0 - self.heads.left.box.x0) < _MARGIN
        if not at_edge or numbering_of(block.text).style not in ("chinese", "part"):
            return False
        beside = (other for other in blocks if other.box.top < block.box.middle < other.box.bottom)
        return not any(isinstance(other, Segment) and other.box.x0 >= self.heads.gutter for other in beside)

    def _notes_heading(self, block: Block, blocks: Sequence[Block]) -> bool:
        """Whether a block stands beside a heading over both columns: a remark of the printout's own."""
        return isinstance(block, Segment) and any(
            isinstance(other, Segment) and other is not block and self._heads_both(other, blocks)
            for other in blocks
            if other.box.top < block.box.middle < other.box.bottom
        )

    def _over_both(self, placed: Placed) -> None:
        """A line over both columns may name the year of the table below it; a table without one is of neither."""
        block = placed.block
        if isinstance(block, Grid) and self._named is not None:
            self.reports[self._named].append(placed)
            self._named = self._named if block.cut_below else None
            return
        self._named = self.heads.side_of_year(block.text) if isinstance(block, Segment) else None
        if self._named is None:
            self.neither.append(placed)


def _written(band: Sequence[Block]) -> list[Segment | Grid]:
    return [block for block in band if not isinstance(block, Picture)]


def omissions(neither: Sequence[Placed], end: int) -> list[Omission]:
    """What belongs to neither report, page by page."""
    found = []
    for page in sorted({placed.page for placed in neither}):
        texts = [_told(placed.block) for placed in neither if placed.page == page]
        words = "".join("".join(texts).split())
        if words:
            params: dict[str, ReasonValue] = {"page": page, "start": words[:_QUOTED], "letters": len(words)}
            found.append(Omission(end, Reason("beside_reports", params)))
    return found


def _told(block: Block) -> str:
    return block.text() if isinstance(block, Grid) else block.text if isinstance(block, Segment) else ""
