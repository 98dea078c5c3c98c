"""The tables of a report as rows of cells for a Word document: as printed, each character in its cell.

Where rows are of different lengths, or the print does not show the edges of its cells, the words go into the layout
of the form. A word that the form has and the print has not is left blank; a word that is printed and has no place in
the form keeps the table from being drawn that way: nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.document import Report, Table
from auditor.layout import Layout
from auditor.parsing.grids import Piece, cell_rows, is_value
from auditor.reporters.wordfile.form import filled_up, form_rows, fragments
from auditor.reporters.wordfile.pages import Box
from auditor.text.spans import Line, Span

RULE = re.compile(r"[|｜│┃+:=_\s-]*")
"""A line that parts the rows of a table and shows nothing itself."""


def table_rows(report: Report, key: str, lines: Sequence[Line], layout: Layout) -> list[list[Box]] | None:
    """The rows of the table that stands in ``lines``; None where neither its cells nor its words can be placed."""
    rows = _printed(lines)
    table, spec = report.tables[key], layout.table_spec(key)
    width = max((len(row) for row in rows), default=0)
    if rows and all(len(row) in (1, width) for row in rows):
        known = {cell.span.start for cell in table.cells.values() if not cell.raw.strip()}
        return _merged(rows, width, known | _doubtful(table, rows))
    if spec is not None and (spec.column_groups or spec.shape == "line" or not rows):
        pieces = [piece for row in rows for piece in row if not piece.blank] or fragments(lines, spec)
        formed = form_rows(table, spec, pieces)
        if formed is not None:
            return formed
    return [filled_up(row, width) for row in rows] or None


def _doubtful(table: Table, rows: Sequence[Sequence[Piece]]) -> set[int]:
    """The blank cells of rows whose values could not be placed: each may be one of the table's."""
    loose = [label.span for label in table.loose_rows]
    doubtful = [
        row
        for row in rows
        if any(is_value(piece.text) for piece in row)
        and (table.doubt is not None or any(span.covers(piece.span) for span in loose for piece in row))
    ]
    return {piece.span.start for row in doubtful for piece in row if piece.blank}


def _box(piece: Piece, wide: int = 1, *, tall: bool = False, goes_on: bool = False) -> Box:
    return Box(piece.text, (piece.span,), wide, tall, goes_on)


def _printed(lines: Sequence[Line]) -> list[list[Piece]]:
    """The cells of each row; a line between the rows that has none is a row of one cell."""
    rows = [row for row in cell_rows(lines) or () if row]
    told = [piece.span for row in rows for piece in row]
    for line in lines if told else ():
        words = line.text.strip()
        if not RULE.fullmatch(words) and not any(span.overlaps(line.span) for span in told):
            start = line.span.start + line.text.index(words)
            rows.append([Piece(words, Span(start, start + len(words)))])
    return sorted(rows, key=lambda row: row[0].span.start)


def _merged(rows: Sequence[Sequence[Piece]], width: int, known: set[int]) -> list[list[Box]]:
    """Blank cells that are no cells of the table go with the label left of them or above them."""
    found: list[list[Box]] = []
    above: dict[int, Box] = {}
    body = False
    for row in rows:
        body = body or any(is_value(piece.text) for piece in row)
        boxes: list[Box] = []
        starts: dict[int, Box] = {}
        column = 0
        while column < len(row):
            piece, upper = row[column], above.get(column)
            free = _free(row, column, known)
            if piece.blank and upper and free >= upper.wide and (upper.text or upper.goes_on):
                box = _box(piece, upper.wide, goes_on=True)
            else:
                wide = 1 if piece.blank else 1 + _taken(row, column, above, known, body=body)
                wide = width if len(row) == 1 else wide
                box = _box(piece, wide)
            boxes.append(box)
            starts[column] = box
            column += box.wide
        found.append(boxes)
        above = starts
    return _with_heads(found)


def _free(row: Sequence[Piece], column: int, known: set[int]) -> int:
    """How many blank cells that are none of the table's begin here."""
    count = 0
    while column + count < len(row) and row[column + count].blank and row[column + count].span.start not in known:
        count += 1
    return count


def _taken(row: Sequence[Piece], column: int, above: dict[int, Box], known: set[int], *, body: bool) -> int:
    """How many blank cells a label takes to its right; in the header those below a label are that one's."""
    count = _free(row, column + 1, known)
    if body:
        return count
    return next((step for step in range(count) if column + 1 + step in above), count)


def _with_heads(rows: list[list[Box]]) -> list[list[Box]]:
    """The same rows with every cell marked that cells below go on with."""
    marked: list[list[Box]] = []
    below: set[int] = set()
    for row in reversed(rows):
        column, going_on, boxes = 0, set(), []
        for box in row:
            if box.goes_on:
                going_on.add(column)
            heads = column in below and not box.goes_on
            boxes.append(Box(box.text, box.spans, box.wide, heads, box.goes_on))
            column += box.wide
        marked.append(boxes)
        below = going_on
    return marked[::-1]
