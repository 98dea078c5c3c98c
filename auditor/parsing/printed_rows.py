"""Rows that are printed but whose numbers were not found: their labels stand whole or in pieces among the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.document import PrintedLabel
from auditor.layout import RowSpec, TableSpec
from auditor.parsing.grids import GridRow
from auditor.parsing.labels import MOST_FRAGMENTS, LabelIndex
from auditor.text.spans import Line, Span
from auditor.text.widths import bare, skeleton

_SHORTEST_IN_PIECES = 4


def printed_rows(
    spec: TableSpec, rows: Sequence[GridRow], lines: Sequence[Line], index: LabelIndex, found: Sequence[PrintedLabel]
) -> Iterator[PrintedLabel]:
    """The labels of rows of ``spec`` that are not among those ``found`` but stand in the text all the same.

    Nothing is looked for where each row shows all of its cells: there a row without numbers has been found.
    """
    if all(row.complete for row in rows):
        return
    known = {label.key for label in found}
    whole = _whole_labels(rows, index)
    for row in spec.rows:
        if row.key in known or row.group in known:
            continue
        label = whole.get(row.key) or _in_pieces(row, spec, lines, found)
        if label is not None:
            yield label


def _whole_labels(rows: Sequence[GridRow], index: LabelIndex) -> dict[str, PrintedLabel]:
    """The labels that one piece or several in a row spell to the letter, by the row's key."""
    found: dict[str, PrintedLabel] = {}
    pieces = [piece for row in rows for piece in (*row.above, *row.labels)]
    pieces += rows[-1].below if rows else ()
    for first, piece in enumerate(pieces):
        text = ""
        for last in pieces[first : first + MOST_FRAGMENTS]:
            text += last.text
            key = index.rows.get(bare(text))
            if key is not None and index.column(text) is None:
                found.setdefault(key, PrintedLabel(key, text, Span(piece.span.start, last.span.end), wrapped=True))
    return found


def _in_pieces(
    row: RowSpec, spec: TableSpec, lines: Sequence[Line], found: Sequence[PrintedLabel]
) -> PrintedLabel | None:
    """The label of a row whose characters stand in order between its neighbours, with other text between them."""
    order = [each.key for each in spec.rows]
    wanted = skeleton(row.label.zh)
    if len(wanted) < _SHORTEST_IN_PIECES:
        return None
    place = order.index(row.key)
    places = [(order.index(label.key), label.span) for label in found if label.key in order]
    start = max(((at, span.start) for at, span in places if at < place), default=(0, lines[0].span.start))[1]
    end = min(((at, span.end) for at, span in places if at > place), default=(0, lines[-1].span.end))[1]
    spans: list[int] = []
    for line in lines:
        for step, char in enumerate(line.text, line.span.start):
            if start <= step < end and len(spans) < len(wanted) and char == wanted[len(spans)]:
                spans.append(step)
    if len(spans) < len(wanted):
        return None
    return PrintedLabel(row.key, row.ordinal + row.label.zh, Span(spans[0], spans[-1] + 1), wrapped=True)
