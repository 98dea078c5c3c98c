"""A table that was read whole, drawn in the layout of the form with the printed words in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.document import PrintedLabel, Table
from auditor.layout import RowSpec, TableSpec
from auditor.parsing.grids import Piece, is_value, read_rows
from auditor.parsing.labels import LabelIndex, LabelPiece
from auditor.reporters.wordfile.pages import Box
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span
from auditor.text.widths import skeleton

_LABEL_COLUMNS = 3


def form_rows(table: Table, spec: TableSpec, pieces: Sequence[Piece]) -> list[list[Box]] | None:
    """The rows of the form; None where the table was not read whole or a printed word has no place in them."""
    if table.doubt or table.missing_rows or table.loose_rows or table.extra_rows or table.heading_cells:
        return None
    if len(table.cells) != spec.cell_count():
        return None
    form = _Form(table, spec, pieces)
    if spec.shape == "line":
        return form.finished(form.line())
    return form.finished(form.grouped() if spec.column_groups else form.blocks())


def fragments(lines: Sequence[Line], spec: TableSpec) -> list[Piece]:
    """Every piece of label and number, in the order of the text; several labels in one piece are taken apart."""
    index, rows = LabelIndex(spec), read_rows(lines)
    pieces = (piece for row in rows for piece in (*row.above, *row.labels, *row.values, *row.below))
    whole = {piece.span.start: piece for piece in pieces if not piece.blank}
    return [
        part
        for _, piece in sorted(whole.items())
        for part in ([piece] if index.knows(LabelPiece.of(piece.text)) else _apart(piece))
    ]


def _apart(piece: Piece) -> list[Piece]:
    start = piece.span.start
    words = re.finditer(r"\S+", piece.text)
    return [Piece(word.group(), Span(start + word.start(), start + word.end())) for word in words]


class _Form:
    def __init__(self, table: Table, spec: TableSpec, pieces: Sequence[Piece]) -> None:
        self._spec = spec
        self._cells = dict(table.cells)
        self._left = list(pieces)
        self._rows = {label.key: label for label in table.rows}
        self._columns: dict[str, list[PrintedLabel]] = {}
        for label in table.columns:
            self._columns.setdefault(label.key, []).append(label)

    def finished(self, rows: Iterator[list[Box]]) -> list[list[Box]] | None:
        """The rows, if they hold every printed word."""
        drawn = list(rows)
        return None if self._left else drawn

    # ---- words into their places ----

    def _value(self, row: str, column: str) -> Box:
        cell = self._cells[row, column]
        self._left = [piece for piece in self._left if not cell.span.covers(piece.span)]
        return Box(cell.raw, (cell.span,))

    def _printed(self, label: PrintedLabel, wide: int, *, tall: bool) -> Box:
        """A label as printed, put together where it was broken over lines."""
        parts = [p for p in self._left if label.span.covers(p.span) and skeleton(p.text) in skeleton(label.text)]
        self._left = [piece for piece in self._left if piece not in parts]
        return Box("".join(piece.text for piece in parts), tuple(piece.span for piece in parts), wide, tall)

    def _words(self, *spellings: str, wide: int = 1, tall: bool = False) -> Box:
        """A word of the form where the print has it, whole or in fragments; blank where it has not."""
        for words in spellings:
            parts = _spelled(skeleton(words), self._left)
            if parts:
                self._left = [piece for piece in self._left if piece not in parts]
                return Box("".join(piece.text for piece in parts), tuple(piece.span for piece in parts), wide, tall)
        return Box("", (), wide, tall)

    def _row(self, row: RowSpec, wide: int = 1) -> Box:
        return self._label(self._rows.get(row.key), row.ordinal + row.label.zh, wide)

    def _column(self, key: str, words: str, *, tall: bool = False) -> Box:
        printed = self._columns.get(key)
        return self._label(printed.pop(0) if printed else None, words, 1, tall=tall)

    def _label(self, printed: PrintedLabel | None, words: str, wide: int, *, tall: bool = False) -> Box:
        """The label of the form, of which a fragment may have been read as one of its short forms; else as printed."""
        if printed is None or skeleton(printed.text) in skeleton(words):
            whole = self._words(words, wide=wide, tall=tall)
            if whole.text or printed is None:
                return whole
        return self._printed(printed, wide, tall=tall)

    # ---- the three layouts ----

    def line(self) -> Iterator[list[Box]]:
        """All rows side by side under one header."""
        spec, width = self._spec, len(self._spec.columns)
        first, *others = spec.rows
        yield [self._row(first, width), self._words(spec.groups[0].label.zh, wide=width * len(others))]
        upper = [self._column(column.key, column.label.zh, tall=True) for column in spec.columns]
        yield [*upper, *(self._row(row, width) for row in others)]
        inner = [self._column(column.key, column.label.zh) for _ in others for column in spec.columns]
        yield [*(Box("", goes_on=True) for _ in spec.columns), *inner]
        yield [self._value(row.key, column.key) for row in spec.rows for column in spec.columns]

    def blocks(self) -> Iterator[list[Box]]:
        """Blocks that each have a heading and a header of their own, in the order of the print."""
        index = LabelIndex(self._spec)
        cells = {cell.span.start: Piece(cell.raw, cell.span) for cell in self._cells.values()}
        labels = {label.span.start for label in self._rows.values()}
        rows: list[list[Piece]] = []
        blanks = [cell for cell in cells.values() if cell.blank]
        for piece in sorted([*self._left, *blanks], key=lambda piece: piece.span.start):
            goes_on = piece.span.start in cells or index.column(piece.text) is not None
            if goes_on and rows:
                rows[-1].append(piece)
            elif piece.span.start in labels or skeleton(piece.text) in index.words:
                rows.append([piece])
            else:
                return
        self._left = []
        width = max(len(row) for row in rows)
        yield from (filled_up(row, width) for row in rows)

    def grouped(self) -> Iterator[list[Box]]:
        """Columns in groups, rows in groups."""
        spec, group = self._spec, self._spec.column_groups[0]
        corner = _LABEL_COLUMNS
        inner = [column for column in spec.columns if column.group]
        body = list(self._body())
        *corners, above = spec.anchors
        yield [self._words(*corners, wide=corner, tall=True), self._words(above, wide=len(spec.columns))]
        middle = [Box("", (), corner, goes_on=True)]
        for column in spec.columns:
            if not column.group:
                middle.append(self._column(column.key, column.label.zh, tall=True))
            elif column is inner[0]:
                middle.append(self._words(group.label.zh, wide=len(inner)))
        yield middle
        lower = [self._column(c.key, c.label.zh) if c.group else Box("", goes_on=True) for c in spec.columns]
        yield [Box("", (), corner, goes_on=True), *lower]
        yield from body

    def _body(self) -> Iterator[list[Box]]:
        """The rows of numbers: under the heading of results, in groups, or on their own."""
        spec = self._spec
        heading = next((word for word in spec.header_words if numbering_of(word).style == "chinese"), "")
        groups = {item.key: item for item in spec.groups}
        told: set[str] = set()
        for row in spec.rows:
            values = [self._value(row.key, column) for column in spec.columns_of(row)]
            result = bool(row.group) or row.ordinal.startswith("（")
            lead = [self._once(heading, heading, told)] if result else []
            holder = groups.get(row.group or "")
            if holder is not None:
                lead.append(self._once(holder.key, holder.ordinal + holder.label.zh, told))
            yield [*lead, self._row(row, _LABEL_COLUMNS - len(lead)), *values]

    def _once(self, key: str, words: str, told: set[str]) -> Box:
        """A label to the left of several rows."""
        if key in told:
            return Box("", goes_on=True)
        told.add(key)
        return self._words(words, tall=True)


def filled_up(row: Sequence[Piece], width: int) -> list[Box]:
    """A short row: its last label, or its only value, takes the columns that are left."""
    values = [place for place, piece in enumerate(row) if is_value(piece.text)]
    wide = max(values[0] - 1, 0) if len(values) > 1 else len(row) - 1
    more = width - len(row)
    return [Box(piece.text, (piece.span,), 1 + (more if place == wide else 0)) for place, piece in enumerate(row)]


def _spelled(word: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that spell a word in turn: it alone, or its fragments; empty if they do not."""
    whole = next((piece for piece in pieces if skeleton(piece.text) == word), None)
    if whole is not None:
        return [whole]
    found: list[Piece] = []
    while word:
        rest = [piece for piece in pieces if piece not in found and word.startswith(skeleton(piece.text) or "\n")]
        if not rest:
            return []
        best = max(rest, key=lambda piece: len(skeleton(piece.text)))
        found.append(best)
        word = word[len(skeleton(best.text)) :]
    return found
