"""The tables of the form in a text: where they stand, and what stands in each cell.

Rows are found by label, columns by header and position. What cannot be placed is left out and
said (``doubt``, ``loose_rows``); a number is never moved to where it would fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from auditor.document import Cell, CellAddress, PrintedLabel, Reason, Table
from auditor.layout import Layout, TableSpec
from auditor.parsing.cells import read_cell
from auditor.parsing.grids import BARS, GridRow, Piece, comma_between_cells, is_ruled, is_value, read_rows
from auditor.parsing.labels import LabelIndex, LabelPiece, label_indexes
from auditor.parsing.printed_rows import printed_rows
from auditor.parsing.rows import PlacedRow, place_rows, with_words_in_cells, with_words_in_line
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span
from auditor.text.widths import bare, skeleton

_MISSING_ROWS_TOLERATED = 0.4
_BROKEN_IN = 3
_SHORT_SENTENCE, _LONG_LINE, _BEGINNING = 12, 120, 40


def find_table_lines(lines: Sequence[Line], layout: Layout) -> dict[str, set[int]]:
    """The numbers of the lines of each table: from its first label to its last value."""
    indexes = label_indexes(layout)
    marks: dict[str, list[int]] = {key: [] for key in indexes}
    for place, line in enumerate(lines):
        if not _is_prose(line.text):
            fragments = _label_fragments(line.text)
            for key, index in indexes.items():
                if index.marks(fragments):
                    marks[key].append(place)
    found: dict[str, set[int]] = {}
    for key, places in marks.items():
        if not places:
            continue
        others = {place for other, taken in marks.items() if other != key for place in taken}
        members: set[int] = set()
        for block in _blocks(places, lines, others):
            first = _extend(lines, block[0], -1, indexes[key], others)
            last = _extend(lines, block[-1], +1, indexes[key], others)
            members.update(lines[place].number for place in range(first, last + 1) if not _is_prose(lines[place].text))
        found[key] = members
    return found


@lru_cache(maxsize=4096)
def _label_fragments(text: str) -> tuple[LabelPiece, ...]:
    """What of a line may be a label: its cells, and the line without the numbers at its end."""
    comma = comma_between_cells(text)
    barred = [cell for bar in BARS.split(text) for cell in bar.split("\t")]
    cells = [part.strip('"') for cell in barred for part in cell.split(comma)] if comma else barred
    fragments = [cell.strip() for cell in cells if cell.replace("&nbsp;", "").strip()]
    spaced = [part for cell in fragments for part in cell.split("  ") if part.strip()]
    words = [word for part in spaced for word in part.split()]
    while words and is_value(words[-1]):
        words.pop()
    return tuple([LabelPiece.of(piece) for piece in dict.fromkeys((*fragments, *spaced, *words))])


@lru_cache(maxsize=4096)
def _is_prose(text: str) -> bool:
    """A sentence rather than a piece of a table."""
    if BARS.search(text):
        return False
    if len(text) <= (_SHORT_SENTENCE if "。" in text else _LONG_LINE):
        return False
    if "。" in text and "项" not in text and len(skeleton(text[:_BEGINNING])) > _SHORT_SENTENCE:
        return True
    bare = skeleton(text)
    if "第一项加第二项之和" in bare:
        return False
    return ("。" in text and len(bare) > _SHORT_SENTENCE) or len(bare) > _LONG_LINE


def _blocks(places: list[int], lines: Sequence[Line], others: set[int]) -> list[list[int]]:
    """Runs of marked lines; prose, a level-1 heading or another table between two marks separates them."""
    blocks = [[places[0]]]
    for place in places[1:]:
        between = range(blocks[-1][-1] + 1, place)
        if any(step in others or _is_prose(lines[step].text) for step in between):
            blocks.append([place])
        else:
            blocks[-1].append(place)
    return blocks


def _extend(lines: Sequence[Line], place: int, step: int, index: LabelIndex, others: set[int]) -> int:
    """Follow header fragments and values from a marked line to the edge of its table."""
    edge = place
    place += step
    while 0 <= place < len(lines) and place not in others:
        text = lines[place].text
        if text.strip() and not is_ruled(text):
            fragments = _label_fragments(text)
            belongs = all(index.knows(part) or is_value(part.text) for part in fragments[:1]) or _has_values(text)
            in_row = step > 0 and place == edge + 1 and text.startswith("\t")
            if _is_prose(text) or not (belongs or in_row or _inside_label(text, index)):
                break
            edge = place
        place += step
    return edge


def _has_values(text: str) -> bool:
    words = BARS.sub(" ", text).replace(";", " ").replace("&nbsp;", "").split()
    return bool(words) and all(is_value(word) for word in words)


def _inside_label(text: str, index: LabelIndex) -> bool:
    """Whether each word of a line is a label or a part of one that was broken over lines."""
    parts = text.split()
    if parts and numbering_of(text).style in ("chinese", "part"):
        first = skeleton(parts.pop(0))
        if not any(label.startswith(first) for label in index.numbered):
            return False
        if not parts:
            return True
    labels = (*index.rows, *index.columns, *index.words)
    return bool(parts) and all(
        is_value(part) or any(skeleton(part) in label or bare(part) in label for label in labels) for part in parts
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The printed columns in reading order, none where it is not sure; ``read``: whether the header was found."""

    order: tuple[str, ...]
    labels: tuple[PrintedLabel, ...]
    read: bool


def parse_table(spec: TableSpec, lines: Sequence[Line], layout: Layout) -> Table:
    """The table that stands in ``lines``, which are not empty."""
    index = label_indexes(layout)[spec.key]
    rows = read_rows(lines)
    span = Span(lines[0].span.start, lines[-1].span.end)
    if spec.shape == "line":
        return _parse_line_table(spec, index, rows, span)
    rows = [with_words_in_cells(row, index) for row in rows]
    placed = place_rows(rows, index)
    header = _read_header(spec, index, rows, placed)
    cells: dict[tuple[str, str], Cell] = {}
    loose: list[PrintedLabel] = []
    labels: list[PrintedLabel] = []
    doubt = None if header.read else Reason("columns_not_found", {"table": spec.label.phrase})
    going_on = {id(row) for row, below in pairwise(rows) if _has_only_values(below)}
    heading = _headings(spec, placed)
    for row in placed:
        if any(label.key == row.key for label in labels):
            doubt = Reason("table_twice", {"table": spec.label.phrase, "row": row.key})
            continue
        label = PrintedLabel(row.key, row.label, row.span, row.wrapped)
        labels.append(label)
        row_cells = _row_cells(spec, row, header)
        if row.key in heading and (row_cells is None or not row.source.filled):
            continue
        if row_cells is None or id(row.source) in going_on:
            loose.append(label)
        else:
            cells.update({(cell.address.row, cell.address.column): cell for cell in row_cells})
    for label, cell in _rows_without_value(spec, rows, index, {label.key for label in labels}):
        labels.append(label)
        cells[cell.address.row, cell.address.column] = cell
    missing = _missing_rows(spec, {label.key for label in labels})
    if doubt is None and len(missing) > len(spec.rows) * _MISSING_ROWS_TOLERATED:
        doubt = Reason(
            "rows_not_found",
            {"table": spec.label.phrase, "found": len(spec.rows) - len(missing), "all": len(spec.rows)},
        )
    loose += printed_rows(spec, rows, lines, index, labels)
    missing = tuple(key for key in missing if key not in {label.key for label in loose})
    extra = _extra_rows(rows, placed)
    beside = {address: cells.pop(address) for address in list(cells) if address[0] in heading}
    return Table(spec.key, span, cells, tuple(labels), header.labels, missing, tuple(loose), doubt, extra, beside)


def _headings(spec: TableSpec, placed: Sequence[PlacedRow]) -> set[str]:
    """The groups that are printed in a line of their own above all of their rows."""
    found = {row.key for row in placed}
    return {group.key for group in spec.groups if group.key in found and found.issuperset(spec.leaf_rows(group.key))}


def _has_only_values(row: GridRow) -> bool:
    """Whether a row has numbers and no label, in a way of writing that shows both: the row above may go on in it."""
    return row.complete and not row.labels and not row.above and row.filled


def _rows_without_value(
    spec: TableSpec, rows: Sequence[GridRow], index: LabelIndex, found: set[str]
) -> Iterator[tuple[PrintedLabel, Cell]]:
    """Rows of a single cell without a number: what stands beside the label (合计3.5), or a blank cell."""
    single = {row.key: row.columns[0] for row in spec.rows if len(row.columns) == 1 and row.key not in found}
    for row in rows:
        pieces = (*row.above, *row.below, *(row.labels if not row.values else ()))
        for piece, after in zip_longest(pieces, pieces[1:]):
            match = index.row_at_end([piece.text])
            if match and match.fit == 1.0 and match.key in single:
                column = single.pop(match.key)
                written = (
                    after is not None and any(char.isdigit() for char in after.text) and not _is_label(after, index)
                )
                raw, place = (
                    (after.text, after.span) if after and written else ("", Span(piece.span.end, piece.span.end))
                )
                yield (
                    PrintedLabel(match.key, piece.text, piece.span),
                    read_cell(CellAddress(spec.key, match.key, column), raw, place),
                )


def _is_label(piece: Piece, index: LabelIndex) -> bool:
    return index.knows(LabelPiece.of(piece.text)) or index.row_at_end([piece.text]) is not None


def _extra_rows(rows: Sequence[GridRow], placed: Sequence[PlacedRow]) -> tuple[PrintedLabel, ...]:
    """Rows with numbers whose label the form does not have, where labels are whole."""
    known = {id(row.source) for row in placed}
    return tuple(
        PrintedLabel("", row.labels[-1].text, row.labels[-1].span)
        for row in rows
        if row.complete and row.labels and id(row) not in known and row.filled
    )


def _missing_rows(spec: TableSpec, found: set[str]) -> tuple[str, ...]:
    return tuple(row.key for row in spec.rows if row.key not in found and (row.group is None or row.group not in found))


def _read_header(spec: TableSpec, index: LabelIndex, rows: Sequence[GridRow], placed: Sequence[PlacedRow]) -> _Columns:
    """Column labels in the order in which they are printed.

    A grouped header prints its inner columns in a second line: they stand where the group stands.
    """
    used = {id(row.source) for row in placed if row.source.values}
    pieces: list[Piece] = []
    for row in rows:
        if id(row) not in used:
            pieces.extend((*row.above, *row.labels))
            continue
        match = next(item for item in placed if item.source is row)
        pieces.extend((*row.above, *row.labels)[: -match.pieces or None])
        if spec.key != "disclosure":
            break
    labels: list[PrintedLabel] = []
    for piece in pieces:
        key = index.column(piece.text)
        if key and key not in {label.key for label in labels}:
            labels.append(PrintedLabel(key, piece.text, piece.span, _may_go_on(rows)))
    order = _printed_order(spec, index, rows, [label.key for label in labels], pieces)
    wanted = [column.key for column in spec.columns]
    if order is None:
        return _Columns((), tuple(labels), read=False)
    if set(order) == set(wanted):
        return _Columns(order, tuple(labels), read=True)
    text = skeleton("".join(piece.text for piece in pieces))
    covered = [column for column in spec.columns if all(char in text for char in skeleton(column.label.zh))]
    return _Columns(tuple(wanted), tuple(labels), read=len(covered) >= len(wanted) - 1)


def _printed_order(
    spec: TableSpec, index: LabelIndex, rows: Sequence[GridRow], seen: Sequence[str], pieces: Sequence[Piece]
) -> tuple[str, ...] | None:
    """The columns from left to right, of labels in reading order; None where the text does not tell.

    The inner columns stand in the place of their group. Columns that are in the order of the form need no label of it.
    """
    grouped = {column.key for column in spec.columns if column.group}
    inner = [key for key in seen if key in grouped]
    outer = [key for key in seen if key not in grouped]
    if not inner or not grouped:
        return tuple(seen)
    if outer == [column.key for column in spec.columns if column.key in outer]:
        place = outer.index("total") if "total" in outer else len(outer)
        return (*outer[:place], *inner, *outer[place:])
    groups = {skeleton(group.label.zh) for group in spec.column_groups}
    names = [index.column(piece.text) or ("group" if skeleton(piece.text) in groups else "") for piece in pieces]
    if "group" not in names:
        one_line = any(set(seen) <= {index.column(label.text) for label in row.labels} for row in rows)
        return tuple(seen) if one_line else None
    lead = {key for key in names[: names.index("group")] if key in outer}
    before = [key for key in outer if key in lead]
    return (*before, *inner, *(key for key in outer if key not in lead)) if before else None


def _may_go_on(rows: Sequence[GridRow]) -> bool:
    """Whether labels may be broken over lines, so that a piece need not be the whole label."""
    return not all(row.complete for row in rows)


def _row_cells(spec: TableSpec, row: PlacedRow, header: _Columns) -> list[Cell] | None:
    """The cells of a row, or None when its values cannot be placed."""
    ordered = _in_order(spec.columns_at(row.key), header.order)
    if row.source.torn or (len(ordered) > 1 and not header.order):
        return None
    values = _fit(row.source.values, len(ordered))
    if values is None:
        return None
    return [
        read_cell(CellAddress(spec.key, row.key, column), piece.text, piece.span)
        for column, piece in zip(ordered, values, strict=True)
    ]


@lru_cache(maxsize=64)
def _in_order(columns: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a row as they are printed; as the form has them where not all of them are."""
    printed = tuple(key for key in order if key in columns)
    return printed if len(printed) == len(columns) else columns


def _fit(values: Sequence[Piece], wanted: int) -> Sequence[Piece] | None:
    """Exactly ``wanted`` values: padding of merged cells is dropped, nothing else."""
    rest = list(values)
    if wanted == 1 and len(rest) > 1 and len({piece.text for piece in rest if not piece.blank}) <= 1:
        return [next((piece for piece in rest if not piece.blank), rest[0])]
    while len(rest) > wanted and rest[0].blank:
        rest.pop(0)
    while len(rest) > wanted and rest[-1].blank:
        rest.pop()
    return rest if len(rest) == wanted else None


def _columns_in(row: GridRow, index: LabelIndex) -> Iterator[str]:
    """The columns that the labels of one row name, in order."""
    return (key for label in row.labels if (key := index.column(label.text)) is not None)


def _row_names(spec: TableSpec, index: LabelIndex, pieces: Sequence[Piece], *, wrapped: bool) -> Iterator[PrintedLabel]:
    """The labels of rows in a header, each once where its merged cell is written out; one may be broken over lines."""
    wanted = {row.key for row in spec.rows}
    last: str | None = None
    for place, first in enumerate(pieces):
        text = ""
        for piece in pieces[place : place + _BROKEN_IN]:
            text += piece.text
            key = index.rows.get(skeleton(text))
            if key in wanted and key is not None:
                if key != last:
                    yield PrintedLabel(key, text, Span(first.span.start, piece.span.end), wrapped)
                last = key
                break


def _parse_line_table(spec: TableSpec, index: LabelIndex, rows: Sequence[GridRow], span: Span) -> Table:
    """A table whose rows stand side by side: blocks of the same columns under one header, one line of values."""
    pieces = [piece for row in rows for piece in (*row.above, *row.labels)]
    pieces += rows[-1].below if rows else ()
    wrapped = _may_go_on(rows)
    columns = [
        PrintedLabel(key, piece.text, piece.span, wrapped)
        for piece in pieces
        if (key := index.column(piece.text)) is not None
    ]
    row_labels = list(_row_names(spec, index, pieces, wrapped=wrapped))
    width, wanted = len(spec.columns), len(spec.columns) * len(spec.rows)
    rows = [with_words_in_line(row, index, wanted) for row in rows]
    values = [piece for row in rows for piece in row.values if row.labels or len(row.values) > 1 or not row.complete]
    if len(values) != wanted:
        values = [piece for row in rows if row.filled for piece in row.values]
    fitted = _fit(values, wanted)
    whole_row = next((row for row in rows if sum(1 for _ in _columns_in(row, index)) == wanted), None)
    order = list(_columns_in(whole_row, index)) if whole_row else [label.key for label in columns]
    canonical = [column.key for column in spec.columns]
    blocks = [order[start : start + width] for start in range(0, len(order), width)]
    regular = len(order) == wanted and all(set(block) == set(canonical) for block in blocks)
    if not regular:
        blocks = [canonical] * len(spec.rows)
    text = skeleton("".join(piece.text for piece in pieces))
    header_found = regular or all(all(char in text for char in skeleton(column.label.zh)) for column in spec.columns)
    rows_in_order = [label.key for label in row_labels if label.key != spec.rows[0].key]
    expected_order = [row.key for row in spec.rows[1:]]
    names_found = rows_in_order == expected_order or (not rows_in_order and header_found)
    missing = tuple(row.key for row in spec.rows if row.key not in {label.key for label in row_labels})
    doubt: Reason | None = None
    cells: dict[tuple[str, str], Cell] = {}
    if fitted is None:
        doubt = Reason("values_miscounted", {"table": spec.label.phrase, "found": len(values), "all": wanted})
    elif not header_found or not names_found:
        doubt = Reason("columns_not_found", {"table": spec.label.phrase})
    else:
        for place, piece in enumerate(fitted):
            address = CellAddress(spec.key, spec.rows[place // width].key, blocks[place // width][place % width])
            cells[address.row, address.column] = read_cell(address, piece.text, piece.span)
    return Table(spec.key, span, cells, tuple(row_labels), tuple(columns), missing, (), doubt)
