"""Which row of the form each printed row is: by its own label, and by order only where labels are broken.

A label that is whole decides alone, wherever the row stands. Labels that a PDF has wrapped
around their numbers are put together again and aligned with the form in its order, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.parsing.grids import GridRow, Piece, is_value, label_texts
from auditor.parsing.labels import MOST_FRAGMENTS, LabelIndex, similarity
from auditor.text.spans import Span
from auditor.text.widths import bare

_WRAPPED_FIT = 0.8
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A printed row and the key of the form that it is. ``pieces`` counts its own label pieces from the end."""

    key: str
    label: str
    span: Span
    source: GridRow
    pieces: int
    wrapped: bool = False
    """Whether the label was put together from fragments, or may go on in the lines around it."""


def place_rows(rows: Sequence[GridRow], index: LabelIndex) -> list[PlacedRow]:
    """The rows whose place in the form is known, in the order of the text."""
    placed: dict[int, PlacedRow] = {}
    open_rows: list[int] = []
    read = [_without_group_label(row, index) for row in rows]
    first = _labels_first(read, index)
    for place, row in enumerate(read):
        if not row.values or _is_header(row):
            continue
        match = index.row_at_end(label_texts(row.labels)) if row.labels else None
        own: tuple[Piece, ...] = row.labels
        if first and not (match and match.fit == 1.0):
            own = (*row.above, *row.labels)
            match = index.whole_at_end(label_texts(own)) or match
        if (match and not (row.above or row.below)) or (match and match.fit == 1.0):
            own = own[-match.pieces :]
            wrapped = bool(row.above or row.below) or match.headed
            placed[place] = PlacedRow(match.key, _text(own), _span(own), rows[place], match.pieces, wrapped)
        elif row.labels or row.above or row.below:
            open_rows.append(place)
    if first:
        read = [row if _goes_on_below(row, index) else replace(row, below=()) for row in read]
    for place, key, label in _align(open_rows, placed, read, index):
        placed[place] = PlacedRow(key, _text(label), _span(label), rows[place], len(label), wrapped=True)
    return [placed[place] for place in sorted(placed)]


def _labels_first(rows: Sequence[GridRow], index: LabelIndex) -> bool:
    """Whether labels broken over lines stand whole above their numbers, rather than around them.

    A PDF copied out cell by cell has them so; one that keeps the look of the page has the numbers in the middle.
    """
    above = around = 0
    for row in rows:
        own = index.row_at_end(label_texts(row.labels)) if row.labels else None
        if not row.values or (own and own.fit == 1.0):
            continue
        match = index.whole_at_end(label_texts((*row.above, *row.labels)))
        above += match is not None and len(index.table.leaf_rows(match.key)) == 1 and _ends_late(row, match.pieces)
        around += match is None and _goes_on_below(row, index)
    return above > around


def _ends_late(row: GridRow, pieces: int) -> bool:
    """Whether a label of so many pieces lies higher than one that has its numbers in the middle."""
    return not row.labels or pieces > len(row.labels) + 1


def _goes_on_below(row: GridRow, index: LabelIndex) -> bool:
    """Whether fragments on both sides of a row's numbers spell a label to the letter."""
    return any(
        bare(_text(pieces)) in index.rows
        for down in range(1, min(len(row.below), _NEIGHBOURS) + 1)
        for pieces in _readings(replace(row, below=row.below[:down]), fewest_below=down)
    )


def with_words_in_cells(row: GridRow, index: LabelIndex) -> GridRow:
    """The row, with words that stand in its cells (见附件, 合计3.5) among its values, where every cell is visible."""
    texts = label_texts(row.labels)
    match = index.row_at_end(texts) if row.complete and len(texts) > 1 else None
    if not row.complete or (match and match.fit == 1.0):
        return row
    for count in range(1, len(texts)):
        match = index.row_at_end(texts[:count])
        if match is None or match.fit < 1.0:
            continue
        words = row.labels[count:]
        if len(words) + len(row.values) == len(index.table.columns_at(match.key)):
            return replace(row, labels=row.labels[:count], values=(*words, *row.values))
    return row


def with_words_in_line(row: GridRow, index: LabelIndex, wanted: int) -> GridRow:
    """The one row of values of a table without labels beside them, with words that stand in its cells as values."""
    cells = (*row.labels, *row.values)
    if not row.complete or len(cells) != wanted or any(index.column(label.text) for label in row.labels):
        return row
    return replace(row, labels=(), values=cells) if any(is_value(cell.text) for cell in cells) else row


def _without_group_label(row: GridRow, index: LabelIndex) -> GridRow:
    """The row without a group's label beside its numbers, where the lines around it spell a leaf of that group."""
    match = index.row_at_end(label_texts(row.labels)) if row.labels else None
    leaves = index.table.leaf_rows(match.key) if match else ()
    if match is None or len(leaves) < 2 or not (row.above or row.below):
        return row
    bare_row = replace(row, labels=row.labels[: -match.pieces])
    fits = (_fit(bare_row, leaf, index)[0] for leaf in leaves)
    return bare_row if max(fits) >= _WRAPPED_FIT else row


def _is_header(row: GridRow) -> bool:
    """Several labels and only the blank ends of merged cells behind them."""
    return len(row.labels) > 1 and len(row.values) <= 2 and all(piece.blank for piece in row.values)


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _span(pieces: Sequence[Piece]) -> Span:
    return Span(min(piece.span.start for piece in pieces), max(piece.span.end for piece in pieces))


def _align(
    open_rows: Sequence[int], placed: dict[int, PlacedRow], rows: Sequence[GridRow], index: LabelIndex
) -> Iterator[tuple[int, str, tuple[Piece, ...]]]:
    """Rows with wrapped labels, each between the placed rows around it, aligned in the order of the form."""
    order = {row.key: place for place, row in enumerate(index.table.rows)}
    order |= {group.key: max(order[key] for key in index.table.leaf_rows(group.key)) for group in index.table.groups}
    taken = {row.key for row in placed.values()}
    for run in _runs(open_rows, placed):
        before = max((order[placed[p].key] for p in placed if p < run[0]), default=-1)
        after = min((order[placed[p].key] for p in placed if p > run[-1]), default=len(order))
        keys = [key for key, place in order.items() if before <= place <= after and key not in taken]
        keys.sort(key=lambda key: order[key])
        yield from _best_alignment(run, keys, rows, index)


def _runs(open_rows: Sequence[int], placed: dict[int, PlacedRow]) -> Iterator[list[int]]:
    run: list[int] = []
    for place in open_rows:
        if run and any(run[-1] < known < place for known in placed):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _best_alignment(
    run: Sequence[int], keys: Sequence[str], rows: Sequence[GridRow], index: LabelIndex
) -> Iterator[tuple[int, str, tuple[Piece, ...]]]:
    """Monotone alignment with the greatest total likeness; a pair below the threshold is left out."""
    fits = [[_fit(rows[place], key, index) for key in keys] for place in run]
    table = [[0.0] * (len(keys) + 1) for _ in range(len(run) + 1)]
    for i in range(len(run) - 1, -1, -1):
        for j in range(len(keys) - 1, -1, -1):
            pair = fits[i][j][0]
            taken = table[i + 1][j + 1] + pair if pair >= _WRAPPED_FIT else 0.0
            table[i][j] = max(taken, table[i + 1][j], table[i][j + 1])
    i = j = 0
    while i < len(run) and j < len(keys):
        pair, label = fits[i][j]
        if pair >= _WRAPPED_FIT and table[i][j] == table[i + 1][j + 1] + pair:
            yield run[i], keys[j], label
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j]:
            i += 1
        else:
            j += 1


def _fit(row: GridRow, key: str, index: LabelIndex) -> tuple[float, tuple[Piece, ...]]:
    """How well the fragments around a row's numbers spell a label, and which fragments do."""
    labels = [label for label, owner in index.rows.items() if owner == key]
    best: tuple[float, tuple[Piece, ...]] = (0.0, ())
    for pieces in _readings(row):
        text = bare(_text(pieces))
        fit = max((similarity(text, label) for label in labels), default=0.0)
        if fit > best[0]:
            best = (fit, pieces)
    return best


def _readings(row: GridRow, fewest_below: int = 0) -> Iterator[tuple[Piece, ...]]:
    """Ways to put a wrapped label together: fragments above, beside and below the numbers, never below alone."""
    own = row.labels[-1:]
    most = min(len(row.above), _NEIGHBOURS if row.below else MOST_FRAGMENTS)
    for up in range(0 if own else 1, most + 1):
        for down in range(fewest_below, min(len(row.below), _NEIGHBOURS) + 1):
            yield (*row.above[len(row.above) - up :], *own, *row.below[:down])
