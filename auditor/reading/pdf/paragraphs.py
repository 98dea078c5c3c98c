"""Blocks in reading order to text: lines of one paragraph put together, tables that go on over a page as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.reading.content import PICTURE
from auditor.reading.pdf.flow import is_text
from auditor.reading.pdf.grids import Grid, continued
from auditor.reading.pdf.lines import Segment, joined
from auditor.reading.pdf.pages import Block
from auditor.reading.section_titles import opens_section

_FULL, _INDENT = 1.8, 1.2
"""Letter sizes: how near to the right edge a full line ends, and how far in a paragraph begins."""
_DEEPEST_INDENT = 3.5
_SOME_INDENTS = 0.1
_WIDEST_GAP = 2.2
_SIZES_ALIKE = 1.25
_UNKNOWN = (0.0, float("inf"))
"""The edges of a column that has too little text to show them: nothing goes on there."""
_PROSE, _FEWEST_LINES = 8, 2
_SENTENCE_END = "。！？；：!?;:"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with the page that it stands on."""

    page: int
    block: Block


@dataclass(slots=True)
class Written:
    """The text so far, and where each page begins in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, page: int) -> None:
        if not self.pages or self.pages[-1][1] != page:
            self.pages.append((self.length, page))
        self.parts.append(text)
        self.length += len(text)


def write(columns: Sequence[Sequence[Placed]], written: Written) -> None:
    """Add the text of columns that are read one after another. A paragraph or a table may run over two of them."""
    indented = _indents([placed.block for column in columns for placed in column])
    before: Placed | None = None
    edges = before_edges = _UNKNOWN
    for column in columns:
        found = _edges([placed.block for placed in column])
        edges = edges if found == _UNKNOWN else found
        for placed in column:
            if before is not None:
                before = _added(before, placed, before_edges, edges, written, indented=indented)
            else:
                before = placed
            before_edges = edges
    if before is not None:
        _put(before, written, "\n")


def _added(
    before: Placed,
    after: Placed,
    before_edges: tuple[float, float],
    edges: tuple[float, float],
    written: Written,
    *,
    indented: bool,
) -> Placed:
    """Write the block before, now that it is known what follows; returns the one to write next."""
    one, two = before.block, after.block
    if isinstance(one, Grid) and isinstance(two, Grid) and before.page != after.page:
        whole = continued(one, two)
        if whole is not None:
            return Placed(before.page, whole)
    goes_on = _goes_on(before, after, before_edges, edges, indented=indented)
    _put(before, written, _link(one, two) if goes_on else "\n")
    return after


def _put(placed: Placed, written: Written, end: str) -> None:
    block = placed.block
    if isinstance(block, Segment):
        written.add(block.text + end, placed.page)
    elif isinstance(block, Grid):
        written.add(block.text() + "\n", placed.page)
    else:
        written.add(PICTURE + "\n", placed.page)


def _link(one: Block, two: Block) -> str:
    """What stands between two lines of a paragraph: nothing, or a blank between Latin words."""
    if isinstance(one, Segment) and isinstance(two, Segment):
        return joined(one.text, two.text)[len(one.text) : -len(two.text)]
    return ""


def _goes_on(
    before: Placed, after: Placed, before_edges: tuple[float, float], edges: tuple[float, float], *, indented: bool
) -> bool:
    """Whether a line goes on in the next one: it is full, and the next begins no paragraph."""
    one, two = before.block, after.block
    if not (isinstance(one, Segment) and isinstance(two, Segment) and is_text(one) and is_text(two)):
        return False
    size = min(one.size, two.size)
    if max(one.size, two.size) > _SIZES_ALIKE * size or one.box.x1 < before_edges[1] - _FULL * size:
        return False
    if two.box.x0 > edges[0] + _INDENT * size or opens_section(two.text):
        return False
    gap = two.box.top - one.box.bottom
    if before.page == after.page and -size / 2 < two.box.top - one.box.top and gap > _WIDEST_GAP * size:
        return False
    return indented or one.text[-1] not in _SENTENCE_END


def _edges(blocks: Sequence[Block]) -> tuple[float, float]:
    """The left and right edge of a column of running text."""
    prose = _prose(blocks)
    if len(prose) < _FEWEST_LINES:
        return _UNKNOWN
    left = Counter(round(line.box.x0) for line in prose)
    most = max(left.values())
    return (float(min(x0 for x0, count in left.items() if count * 4 >= most)), max(line.box.x1 for line in prose))


def _indents(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs begin further in than their other lines."""
    prose = _prose(blocks)
    left, _ = _edges(prose)
    deep = sum(1 for line in prose if _INDENT * line.size < line.box.x0 - left < _DEEPEST_INDENT * line.size)
    return deep > _SOME_INDENTS * len(prose)


def _prose(blocks: Sequence[Block]) -> list[Segment]:
    """The lines of running text of a column: long ones, in the size in which most of it is set."""
    lines = [block for block in blocks if isinstance(block, Segment) and is_text(block) and block.letters >= _PROSE]
    sizes = Counter[int]()
    for line in lines:
        sizes[round(line.size)] += line.letters
    usual = max(sizes, key=sizes.__getitem__, default=0)
    return [line for line in lines if abs(line.size - usual) <= 1]
