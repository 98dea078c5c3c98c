"""Ruled tables of a page: the grid by pdfplumber, the text of each cell by its glyphs.

Printed web pages draw borders as thin filled rectangles and mark words with coloured ones: only what is thin is a
rule. A table that a page break cuts has no rule at the cut: one is drawn where its verticals end together, and the
row there is marked as cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from auditor.reading.pdf.glyphs import Box, Glyph
from auditor.reading.pdf.lines import NEVER, Segment, joined, segments_of, unbroken

Rule: TypeAlias = dict[str, Any]
"""A line as pdfplumber has it."""
Rules: TypeAlias = tuple[Sequence[Rule], Sequence[Rule]]
"""The vertical and the level rules of a page."""
_THIN = 2.5
_NEAR = 3.0
"""Points: how thick a rule may be, and how far apart two places that are meant to be one."""
_FEWEST_RULES, _FEWEST_VERTICALS = 2, 3
_CELLS_OF_A_RUN = 2
_GAP = 4.0
"""Points between frames that are drawn for each cell."""
_DIGIT_WIDTH = 0.5
"""Of a letter's size."""
_UNPARTED = re.compile(r"[（(《〈“‘【]+.?")
"""What stays on one line with the sign before it where that sign leads to it, and with the one after it."""
_BEGINS_ROW = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]")
_PADDING = 12.0
"""Points that a cell may keep free at its sides; where a digit more would have fitted, a line was ended on purpose."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of one row; one that goes on from the row above has no text."""

    box: Box
    text: str
    full: bool = False
    """Whether its last line leaves no room for a letter more."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells from left to right; whether a page break cuts its first or its last row."""

    box: Box
    rows: tuple[tuple[GridCell, ...], ...]
    cut_above: bool = False
    cut_below: bool = False

    def text(self) -> str:
        """Cells end in a tab, rows in a line feed."""
        return "".join("\t".join(cell.text for cell in row) + "\n" for row in self.rows)


def grids_of(page: Any, glyphs: Sequence[Glyph], rules: Rules) -> tuple[list[Grid], list[Glyph]]:  # noqa: ANN401 - pdfplumber's page
    """The tables of a pdfplumber page, filled with the page's glyphs, and the glyphs that stand in none."""
    upright, level = rules
    if min(len(upright), len(level)) < _FEWEST_RULES:
        return [], list(glyphs)
    ends = _open_ends(upright, level)
    finder = page.find_tables(
        {
            "vertical_strategy": "explicit",
            "horizontal_strategy": "explicit",
            "explicit_vertical_lines": list(upright),
            "explicit_horizontal_lines": [*level, *(line for end in ends for line in end.lines())],
            "snap_tolerance": _NEAR / 2,
            "join_tolerance": _NEAR,
        }
    )
    found = [[box for cell in table.cells if not _is_gap(box := Box(*cell))] for table in finder]
    tables = [cells for cells in found if _is_table(cells)]
    kept = [cells for cells in tables if not any(_frames(cells, other) for other in tables if other is not cells)]
    grids, taken = [], set[Glyph]()
    for cells in kept:
        held = _held(cells, glyphs)
        taken.update(glyph for found in held.values() for glyph in found)
        grids.append(_grid(cells, held, ends))
    return grids, [glyph for glyph in glyphs if glyph not in taken]


def rules_of(page: Any) -> Rules:  # noqa: ANN401 - pdfplumber's page
    """The vertical and the level rules of a page: lines, thin areas, and the sides of drawn rectangles."""
    upright: list[Rule] = []
    level: list[Rule] = []
    for item in (*page.lines, *page.rects, *page.curves):
        x0, top, x1, bottom = item["x0"], item["top"], item["x1"], item["bottom"]
        if bottom - top > _THIN and x1 - x0 > _THIN:
            if item["object_type"] == "rect" and item["stroke"]:
                upright += [rule_between(x, top, x, bottom) for x in (x0, x1)]
                level += [rule_between(x0, y, x1, y) for y in (top, bottom)]
        elif bottom - top > x1 - x0:
            upright.append(rule_between((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
        elif x1 > x0:
            level.append(rule_between(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
    return upright, level


def rule_between(x0: float, top: float, x1: float, bottom: float) -> Rule:
    """A line as pdfplumber has it."""
    return {
        "object_type": "line",
        "orientation": "h" if top == bottom else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _is_gap(cell: Box) -> bool:
    """Whether a cell is what is left between two frames that stand apart: no letter has room in it."""
    return min(cell.x1 - cell.x0, cell.bottom - cell.top) < _GAP


def _is_table(cells: Sequence[Box]) -> bool:
    """Whether cells stand side by side; one column is a frame. One row may be all that a page has of a table."""
    return len(_distinct(cell.x0 for cell in cells)) > 1


def _frames(cells: Sequence[Box], other: Sequence[Box]) -> bool:
    """Whether a whole table stands in one cell of another."""
    inside = Box.around(list(other))
    return any(cell.holds(inside) and cell.x0 - _NEAR < inside.x0 and inside.x1 < cell.x1 + _NEAR for cell in cells)


@dataclass(frozen=True, slots=True)
class _End:
    """Where the verticals of a table end together and it is not ruled all along."""

    x0: float
    x1: float
    height: float
    below: bool
    """Whether the table stands above it."""
    open: tuple[tuple[float, float], ...]
    """The stretches without a rule: a cell is cut there, or hidden behind the edge of the page."""

    @property
    def cuts_row(self) -> bool:
        """Whether a whole row is cut rather than a cell at its side that goes over several rows."""
        return sum(x1 - x0 for x0, x1 in self.open) > (self.x1 - self.x0) / 2

    def lines(self) -> Iterator[Rule]:
        for x0, x1 in self.open:
            yield rule_between(x0, self.height, x1, self.height)


def _open_ends(upright: Sequence[Rule], across: Sequence[Rule]) -> list[_End]:
    level = list(_together(across, "top"))
    found = []
    for below in (False, True):
        for edges in _together(upright, "bottom" if below else "top"):
            height = edges[0]["bottom" if below else "top"]
            places = _distinct(edge["x0"] for edge in edges)
            if len(places) < _FEWEST_VERTICALS or any(_goes_on(edge, height, places, below=below) for edge in upright):
                continue
            first, last = _reach(upright, places, height, below=below)
            beside = [rules for rules in level if first - _NEAR <= rules[0]["top"] <= last + _NEAR]
            cells = [pair for pair in pairwise(places) if any(_ruled(rules, *pair) for rules in beside)]
            here = [edge for rules in beside if abs(rules[0]["top"] - height) <= 2 * _NEAR for edge in rules]
            open_ = tuple(pair for pair in cells if not _ruled(here, *pair))
            if open_:
                found.append(_End(places[0], places[-1], height, below, open_))
    return found


def _together(edges: Sequence[Rule], end: str) -> Iterator[list[Rule]]:
    """Edges grouped by the height of one of their ends."""
    group: list[Rule] = []
    for edge in sorted(edges, key=lambda edge: edge[end]):
        if group and edge[end] - group[0][end] > _NEAR:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _reach(upright: Sequence[Rule], places: Sequence[float], height: float, *, below: bool) -> tuple[float, float]:
    """From where to where the verticals go that end at a height: the height of their table."""
    reached = height
    near, far = ("bottom", "top") if below else ("top", "bottom")
    for edge in sorted(upright, key=lambda edge: edge[near], reverse=below):
        apart = reached - edge[near] if below else edge[near] - reached
        if apart <= _NEAR and any(abs(edge["x0"] - place) <= _NEAR for place in places):
            reached = min(reached, edge[far]) if below else max(reached, edge[far])
    return min(height, reached), max(height, reached)


def _ruled(level: Sequence[Rule], x0: float, x1: float) -> bool:
    """Whether rules at one height cover most of the stretch between two verticals."""
    covered, reached = 0.0, x0
    for start, stop in sorted((edge["x0"], min(edge["x1"], x1)) for edge in level):
        covered += max(stop - max(start, reached), 0)
        reached = max(reached, stop)
    return covered > (x1 - x0) / 2


def _goes_on(edge: Rule, height: float, places: Sequence[float], *, below: bool) -> bool:
    """Whether a vertical of a table goes on past a height: then the table does not end there."""
    if not places[0] - _NEAR < edge["x0"] < places[-1] + _NEAR:
        return False
    if below:
        return bool(edge["top"] < height + _NEAR < edge["bottom"])
    return bool(edge["top"] < height - _NEAR < edge["bottom"])


def _grid(cells: Sequence[Box], held: Mapping[Box, Sequence[Glyph]], ends: Sequence[_End]) -> Grid:
    box = Box.around(list(cells))
    texts = {cell: _filled(cell, found) for cell, found in held.items()}
    rows = []
    tops = _distinct(cell.top for cell in cells)
    for top in tops:
        row = [
            GridCell(cell, "") if cell.top < top - _NEAR else texts[cell]
            for cell in sorted(cells, key=lambda cell: cell.x0)
            if cell.top < top + _NEAR and cell.bottom > top + _NEAR
        ]
        rows.append(tuple(row))
    cut = [
        any(
            end.cuts_row
            and end.below is below
            and abs(end.height - edge) < _NEAR
            and end.x0 < box.x1
            and end.x1 > box.x0
            for end in ends
        )
        for below, edge in ((False, box.top), (True, box.bottom))
    ]
    return Grid(box, tuple(rows), *cut)


def _held(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> dict[Box, list[Glyph]]:
    """The glyphs of each cell. Letters that run on over a border belong to the cell in which they begin; a line that
    runs over several cells belongs to none.
    """
    found: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    for run in unbroken(glyphs):
        homes = [next((cell for cell in cells if cell.holds(glyph.box)), None) for glyph in run]
        if len(set(homes)) <= _CELLS_OF_A_RUN and (home := homes[0]) is not None:
            found[home].extend(run)
    return found


def _filled(cell: Box, glyphs: Sequence[Glyph]) -> GridCell:
    """A cell with its text. Digits that its width broke over lines are one number; where a digit more would have
    fitted, they are two.
    """
    text, room, letter = "", 0.0, 0.0
    for segment in segments_of(glyphs, cut=NEVER):
        apart = text[-1:].isdigit() and segment.text[:1].isdigit() and room > _unbroken_width(segment)
        text = f"{text} {segment.text}" if apart else joined(text, segment.text)
        room = cell.x1 - cell.x0 - _PADDING - (segment.box.x1 - segment.box.x0)
        letter = segment.size * (_DIGIT_WIDTH if text[-1:].isdigit() else 1)
    return GridCell(cell, text, full=bool(text) and room < letter)


def _unbroken_width(segment: Segment) -> float:
    """How wide the digit is that begins a line, with what may not be parted from it: no line ends in a bracket."""
    held = _UNPARTED.match(segment.text[1:])
    return segment.size * (_DIGIT_WIDTH + (len(held[0]) if held else 0))


def _distinct(places: Any) -> list[float]:  # noqa: ANN401 - any floats
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def continued(before: Grid, after: Grid) -> Grid | None:
    """Two tables on two pages as one, if the second goes on where a page break cut the first."""
    if abs(before.box.x0 - after.box.x0) > _NEAR or abs(before.box.x1 - after.box.x1) > _NEAR:
        return None
    rows, rest = list(before.rows), list(after.rows)
    head = _repeated_head(rows, rest)
    rest = rest[head:]
    if rest and rows and _same_columns(rows[-1], rest[0]):
        cut = before.cut_below and after.cut_above and not head
        if _straddles(rows[-1], rest[0]) or (cut and not _both_numbered(rows[-1], rest[0])):
            rows[-1], rest = _one_row(rows[-1], rest[0]), rest[1:]
    return replace(before, rows=(*rows, *rest), cut_below=after.cut_below)


def _repeated_head(rows: Sequence[Sequence[GridCell]], rest: Sequence[Sequence[GridCell]]) -> int:
    """How many rows at the top of a page repeat the head of the table."""
    same = 0
    for above, below in zip(rows, rest, strict=False):
        texts = [cell.text for cell in below]
        if texts != [cell.text for cell in above] or not any(texts) or _has_numbers(above):
            break
        same += 1
    return same


def _has_numbers(row: Sequence[GridCell]) -> bool:
    return any(_is_number(cell) for cell in row)


def _is_number(cell: GridCell) -> bool:
    return cell.text[:1].isdigit() and cell.text[-1:].isdigit()


def _straddles(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether a page break went through a row: the row below holds nothing but the rest of lines that were full."""
    if not any(cell.text for cell in below) or not all(
        one.full for one, two in zip(above, below, strict=True) if two.text
    ):
        return False
    return not _has_numbers(below) or _numbers_go_on(above, below)


def _numbers_go_on(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether numbers below are the rest of those above: words go on as words, something had room, no row begins."""
    pairs = list(zip(above, below, strict=True))
    alike = all(_is_number(one) is _is_number(two) for one, two in pairs if two.text)
    fitted = any(one.text and not two.text for one, two in pairs)
    return alike and fitted and not any(_BEGINS_ROW.match(two.text) for two in below)


def _both_numbered(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether two rows have numbers in the same column: a number on each side of a page break is two."""
    return any(_is_number(one) and _is_number(two) for one, two in zip(above, below, strict=True))


def _same_columns(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    return len(above) == len(below) and all(
        abs(one.box.x0 - two.box.x0) <= _NEAR and abs(one.box.x1 - two.box.x1) <= _NEAR
        for one, two in zip(above, below, strict=True)
    )


def _one_row(above: Sequence[GridCell], below: Sequence[GridCell]) -> tuple[GridCell, ...]:
    return tuple(replace(one, text=joined(one.text, two.text)) for one, two in zip(above, below, strict=True))
