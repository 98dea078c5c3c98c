"""The tables of a web page as rows of cells; of those that only lay a page out, what stands in them.

A cell over several columns is told once; one that goes on from the row above is one blank cell in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from auditor.document import Reason
from auditor.reading.web.lines import PageLine, is_sentence
from auditor.reading.web.pictures import is_shown
from auditor.reading.web.tree import Node
from auditor.text.widths import count_cjk, squeeze

_MOST_COLUMNS, _MOST_ROWS, _MOST_BLANKS = 100, 200, 20_000
"""How far a cell may reach, and how many blanks such cells may leave; in the form there are a few dozen."""
_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_ROW_PARTS = _CELLS | _GROUPS | {"tr"}
_HEADINGS = frozenset({"h1", "h2", "h3"})
_COUNT = re.compile(r"\s*\+?(\d{1,9})")
_NUMBER = re.compile(r"\s*[0-9０-９][0-9０-９,.，．]*\s*")
_LONGEST_LABEL = 120
_SUM = "第一项加第二项之和"
"""Of the one label of the form that some end in a full stop."""


@dataclass(slots=True)
class _Row:
    node: Node
    group: Node
    """The part of the table that it stands in, out of which no cell reaches."""
    cells: list[Node] = field(default_factory=list)


def rows_of(table: Node, lines_of: Callable[[Node], list[PageLine]]) -> list[PageLine]:
    """The rows of a table, and an empty line after them; ``lines_of`` reads a cell.

    A row that holds tables, headings or sentences is laid out for the eye: its cells follow each other as blocks.
    So do the cells of a frame, a table of one column.
    """
    rows, loose = _parts(table)
    lines = lines_of(loose) if loose.parts else []
    framed = all(len(row.cells) <= 1 for row in rows)
    reach = _Reach()
    told = False
    for row in rows:
        contents = {cell: lines_of(cell) for cell in row.cells}
        if framed or _is_laid_out(contents):
            reach.pass_over(row)
            lines.extend(line for content in contents.values() for line in content)
        else:
            lines.append(_joined(row, [contents[cell] if cell else [] for cell in reach.places(row)]))
            told = True
    return [*lines, PageLine("", table)] if told else lines


def _parts(table: Node) -> tuple[list[_Row], Node]:
    """The rows of a table, its foot last, and what stands in it outside all cells, which a browser shows before it."""
    loose = Node("div", {}, table, table.number, until=table.until)
    holders = _holders_of_rows(table)
    rows: list[_Row] = []
    stack: list[tuple[Node, Node, _Row | None, Iterator[Node | str]]] = [(table, table, None, iter(table.parts))]
    while stack:
        holder, group, row, parts = stack[-1]
        part = next(parts, None)
        if part is None:
            stack.pop()
        elif isinstance(part, str):
            loose.parts.extend([part] if part.strip() else [])
        elif not is_shown(part):
            loose.parts.append(part)
        elif part.tag in _CELLS:
            if row is None:
                row = _Row(holder, group)
                rows.append(row)
                stack[-1] = (holder, group, row, parts)
            row.cells.append(part)
        elif part.tag == "tr":
            rows.append(_Row(part, group))
            stack.append((part, group, rows[-1], iter(part.parts)))
        elif part.tag in _GROUPS:
            stack.append((part, part, None, iter(part.parts)))
        elif part in holders:
            stack.append((part, group, row, iter(part.parts)))
        else:
            loose.parts.append(part)
    return sorted(rows, key=lambda row: row.group.tag == "tfoot"), loose


def _holders_of_rows(table: Node) -> set[Node]:
    """The elements between a table and its rows or cells that are no part of a table, as a form is."""
    found: set[Node] = set()
    waiting: list[Iterator[Node | str]] = [iter(table.parts)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif isinstance(part, Node) and part.tag in _ROW_PARTS:
            above = part.above
            while above is not None and above is not table and above not in found:
                found.add(above)
                above = above.above
            if part.tag not in _CELLS:
                waiting.append(iter(part.parts))
        elif isinstance(part, Node) and part.tag != "table":
            waiting.append(iter(part.parts))
    return found


@dataclass(slots=True)
class _Reach:
    """The cells of earlier rows that reach into the row at hand: how many rows more, and over how many columns."""

    open: dict[int, tuple[int, int]] = field(default_factory=dict)
    _group: Node | None = None
    _blanks: int = _MOST_BLANKS

    def places(self, row: _Row) -> Iterator[Node | None]:
        """The cells of a row in order; None for a cell that goes on from the row above."""
        going = self._going_on(row)
        column = 0
        for cell in row.cells:
            while column in going:
                yield None
                column += going[column]
            yield cell
            width = _span(cell, "colspan", _MOST_COLUMNS) or 1
            rows = _span(cell, "rowspan", _MOST_ROWS)
            if rows != 1:
                self.open[column] = ((rows or _MOST_ROWS) - 1, width)
            column += width
        yield from (None for start in sorted(going) if start >= column)

    def pass_over(self, row: _Row) -> None:
        """A row of which no cell is told as one."""
        self._going_on(row)

    def _going_on(self, row: _Row) -> dict[int, int]:
        """The first column and the width of the cells that reach into a row."""
        if row.group is not self._group or self._blanks < 0:
            self._group, self.open = row.group, {}
        going = {column: width for column, (_, width) in self.open.items()}
        self.open = {column: (left - 1, width) for column, (left, width) in self.open.items() if left > 1}
        self._blanks -= len(going)
        return going


def _span(cell: Node, name: str, most: int) -> int:
    """How far a cell says that it reaches; 1 where it says nothing that makes sense."""
    match = _COUNT.match(cell.attributes.get(name, ""))
    return min(int(match.group(1)), most) if match else 1


def _is_laid_out(contents: dict[Node, list[PageLine]]) -> bool:
    if any(node.tag == "table" for cell in contents for node in cell.nodes()):
        return True
    sentences = max((sum(_is_prose(line.text) for line in content) for content in contents.values()), default=0)
    if any(_NUMBER.fullmatch("".join(line.text for line in content)) for content in contents.values()):
        return sentences > 1
    return sentences > 0 or any(
        len(content) > 1 and any(node.tag in _HEADINGS for node in cell.nodes()) for cell, content in contents.items()
    )


def _is_prose(text: str) -> bool:
    """A sentence rather than a label."""
    return (is_sentence(text) or count_cjk(text) > _LONGEST_LABEL) and _SUM not in squeeze(text)


def _joined(row: _Row, contents: Sequence[list[PageLine]]) -> PageLine:
    """The cells of a row in one line, joined by tabs, each cell's lines by blanks."""
    text = ""
    omissions: list[tuple[int, Reason]] = []
    for place, content in enumerate(contents):
        text += "\t" if place else ""
        start = len(text)
        for line in content:
            filled = line.text.replace("\t", " ") if line.text.strip() else ""
            text += " " if filled and len(text) > start else ""
            omissions.extend((len(text) + column, reason) for column, reason in line.omissions)
            text += filled
    told = [line for content in contents for line in content if line.text.strip()]
    linked = bool(told) and all(line.linked for line in told)
    return PageLine(text, row.node, linked, None, tuple(omissions))
