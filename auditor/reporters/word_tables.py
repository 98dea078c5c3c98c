"""The tables of a report as rows of cells for a Word document: as printed, each character in its cell.

Where the print shows the edges of its cells but tells merged ones once, so that rows are of different lengths, the
words go into the layout of the form. A word that the form has and the print has not is left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.document import PrintedLabel, Report, Table
from auditor.layout import Layout, TableSpec
from auditor.parsing.grids import Piece, cell_rows, is_value
from auditor.reporters.word_pages import Box
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span
from auditor.text.widths import skeleton

_LABEL_COLUMNS = 3


def table_rows(report: Report, key: str, lines: Sequence[Line], layout: Layout) -> list[list[Box]] | None:
    """The rows of the table that stands in ``lines``; None where the edges of its cells cannot be seen."""
    rows = _printed(lines)
    table, spec = report.tables[key], layout.table_spec(key)
    if not rows or spec is None:
        return None
    width = max(len(row) for row in rows)
    known = {cell.span.start for cell in table.cells.values() if not cell.raw.strip()} | _doubtful(table, rows)
    if any(len(row) < width for row in rows):
        formed = _Form(table, spec, rows).rows() if spec.shape == "line" or spec.column_groups else None
        return formed or [_filled_up(row, width) for row in rows]
    return _merged(rows, known)


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


def _printed(lines: Sequence[Line]) -> list[list[Piece]]:
    """The cells of each row; a line that is no row of the table is a row of one cell."""
    rows = cell_rows(lines) or []
    begun = {row[0].span.start for row in rows if row}
    if not begun:
        return []
    for line in lines:
        inside = any(line.span.start <= start <= line.span.end for start in begun)
        if line.text.strip() and not inside and not _belongs(line, rows) and not set(line.text) <= set("|｜-:+=_ \t"):
            text = line.text.strip()
            start = line.span.start + line.text.index(text)
            rows.append([Piece(text, Span(start, start + len(text)))])
    return sorted((row for row in rows if row), key=lambda row: row[0].span.start)


def _belongs(line: Line, rows: Sequence[Sequence[Piece]]) -> bool:
    return any(cell.span.overlaps(line.span) for row in rows for cell in row)


def _box(piece: Piece, wide: int = 1, *, tall: bool = False, goes_on: bool = False) -> Box:
    return Box(piece.text, piece.span, wide, tall, goes_on)


def _filled_up(row: Sequence[Piece], width: int) -> list[Box]:
    """A short row: its last label, or its only value, takes the columns that are left."""
    values = [place for place, piece in enumerate(row) if is_value(piece.text)]
    wide = max(values[0] - 1, 0) if len(values) > 1 else len(row) - 1
    return [_box(piece, 1 + (width - len(row) if place == wide else 0)) for place, piece in enumerate(row)]


def _merged(rows: Sequence[Sequence[Piece]], known: set[int]) -> list[list[Box]]:
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
            boxes.append(Box(box.text, box.span, box.wide, heads, box.goes_on))
            column += box.wide
        marked.append(boxes)
        below = going_on
    return marked[::-1]


class _Form:
    """The layout of the form with the printed words in it."""

    def __init__(self, table: Table, spec: TableSpec, rows: Sequence[Sequence[Piece]]) -> None:
        self._spec = spec
        self._cells = dict(table.cells)
        self._left = [piece for row in rows for piece in row if not piece.blank]
        self._labels: dict[str, list[PrintedLabel]] = {}
        for label in (*table.columns, *table.rows):
            self._labels.setdefault(label.key, []).append(label)

    def rows(self) -> list[list[Box]] | None:
        """The rows of the form; None where the print has a word for which the form has no place."""
        drawn = list(self._line() if self._spec.shape == "line" else self._grouped())
        return None if self._left else drawn

    def _value(self, row: str, column: str) -> Box:
        cell = self._cells.get((row, column))
        if cell is None:
            return Box("")
        self._use(cell.span)
        return Box(cell.raw, cell.span)

    def _label(self, key: str, words: str, wide: int = 1, *, tall: bool = False) -> Box:
        """A label as printed: the one that was taken for the key, or else the same words."""
        if self._labels.get(key):
            label = self._labels[key].pop(0)
            self._use(label.span)
            return Box(label.text, label.span, wide, tall)
        piece = next((piece for piece in self._left if skeleton(piece.text) == skeleton(words)), None)
        if piece is None:
            return Box("", None, wide, tall)
        self._use(piece.span)
        return Box(piece.text, piece.span, wide, tall)

    def _use(self, span: Span) -> None:
        self._left = [piece for piece in self._left if not span.covers(piece.span)]

    def _line(self) -> Iterator[list[Box]]:
        spec, width = self._spec, len(self._spec.columns)
        first, *others = spec.rows
        yield [
            self._label(first.key, first.label.zh, width),
            self._label(spec.groups[0].key, spec.groups[0].label.zh, width * len(others)),
        ]
        upper = [self._label(column.key, column.label.zh, tall=True) for column in spec.columns]
        yield [*upper, *(self._label(row.key, row.label.zh, width) for row in others)]
        inner = [self._label(column.key, column.label.zh) for _ in others for column in spec.columns]
        yield [*(Box("", goes_on=True) for _ in spec.columns), *inner]
        yield [self._value(row.key, column.key) for row in spec.rows for column in spec.columns]

    def _grouped(self) -> Iterator[list[Box]]:
        spec = self._spec
        corner, above = spec.anchors[0], spec.anchors[-1]
        group = spec.column_groups[0]
        inner = [column for column in spec.columns if column.group]
        yield [self._label("", corner, _LABEL_COLUMNS, tall=True), self._label("", above, len(spec.columns))]
        middle: list[Box] = [Box("", None, _LABEL_COLUMNS, goes_on=True)]
        for column in spec.columns:
            if not column.group:
                middle.append(self._label(column.key, column.label.zh, tall=True))
            elif column is inner[0]:
                middle.append(self._label(group.key, group.label.zh, len(inner)))
        yield middle
        lower = [self._label(c.key, c.label.zh) if c.group else Box("", goes_on=True) for c in spec.columns]
        yield [Box("", None, _LABEL_COLUMNS, goes_on=True), *lower]
        yield from self._body()

    def _body(self) -> Iterator[list[Box]]:
        """The rows of numbers: under the heading of results, in groups, or on their own."""
        spec = self._spec
        heading = next((word for word in spec.header_words if numbering_of(word).style == "chinese"), "")
        groups = {item.key: item for item in spec.groups}
        told: set[str] = set()
        for row in spec.rows:
            result = bool(row.group) or row.ordinal.startswith("（")
            lead: list[Box] = []
            if result:
                lead = [Box("", goes_on=True)] if heading in told else [self._label("", heading, tall=True)]
            if not result:
                labels = [self._label(row.key, row.ordinal + row.label.zh, _LABEL_COLUMNS)]
            elif row.group in groups:
                holder = groups[row.group]
                words = holder.ordinal + holder.label.zh
                middle = Box("", goes_on=True) if holder.key in told else self._label(holder.key, words, tall=True)
                told |= {holder.key, heading}
                labels = [*lead, middle, self._label(row.key, row.ordinal + row.label.zh)]
            else:
                told.add(heading)
                labels = [*lead, self._label(row.key, row.ordinal + row.label.zh, _LABEL_COLUMNS - 1)]
            yield [*labels, *(self._value(row.key, column) for column in spec.columns_of(row))]
