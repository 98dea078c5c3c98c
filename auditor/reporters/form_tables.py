"""The tables as the form prints them: which cell stands where, over how many rows and columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from auditor.document import CellAddress
from auditor.layout import ColumnSpec, GroupSpec, RowSpec, TableSpec
from auditor.text.numbering import numbering_of

_CONTENT = "信息内容"
_APPLICANTS = "申请人情况"
_LABEL_COLUMNS = 3
"""Of a grouped table: the chapter, the group, the row."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a printed table: a label, or the place of a number (``address``)."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    text: str = ""
    gloss: str = ""
    """The label in English, where the layout gives it."""
    of_row: str = ""
    """The key of the row or row group that a label names."""
    of_column: str = ""
    """The key of the column that a label names."""
    address: CellAddress | None = None

    @property
    def bottom(self) -> int:
        """The first row below the cell."""
        return self.row + self.rowspan

    @property
    def right(self) -> int:
        """The first column to the right of the cell."""
        return self.column + self.colspan


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table in the form's layout. Each place of its rows and columns belongs to exactly one cell."""

    key: str
    cells: tuple[FormCell, ...]

    @property
    def height(self) -> int:
        return max(cell.bottom for cell in self.cells)

    @property
    def width(self) -> int:
        return max(cell.right for cell in self.cells)

    def rows(self) -> list[list[FormCell]]:
        """The cells that begin in each row, from left to right."""
        rows: list[list[FormCell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            rows[cell.row].append(cell)
        return rows

    def place(self, address: CellAddress) -> FormCell | None:
        """Where a number stands; None if the form has no such cell."""
        return next((cell for cell in self.cells if cell.address == address), None)


def form_table(spec: TableSpec, merged: Collection[str] = ()) -> FormTable:
    """A table of the form. ``merged`` names the row groups that a report prints as one row of their own."""
    if spec.shape == "line":
        return FormTable(spec.key, tuple(_in_line(spec)))
    if spec.column_groups:
        return FormTable(spec.key, tuple(_grouped(spec, merged)))
    return FormTable(spec.key, tuple(_headed(spec)))


def _row_label(spec: RowSpec | GroupSpec, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> FormCell:
    return FormCell(row, column, rowspan, colspan, spec.ordinal + spec.label.zh, spec.label.en, of_row=spec.key)


def _column_label(spec: ColumnSpec | GroupSpec, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> FormCell:
    return FormCell(row, column, rowspan, colspan, spec.label.zh, spec.label.en, of_column=spec.key)


def _headed(spec: TableSpec) -> Iterator[FormCell]:
    """Table 二: blocks of rows below a heading of their own, each with the columns that its rows have."""
    width = max(len(spec.columns_of(row)) for row in spec.rows)
    place = 0
    for row in spec.rows:
        columns = [column for column in spec.columns if column.key in spec.columns_of(row)]
        if row.heading:
            yield FormCell(place, 0, 1, 1 + width, row.heading)
            yield FormCell(place + 1, 0, 1, 1, _CONTENT)
            for step, column in enumerate(columns):
                yield _column_label(column, place + 1, 1 + step, 1, _last_takes_rest(step, len(columns), width))
            place += 2
        yield _row_label(row, place, 0)
        for step, column in enumerate(columns):
            address = CellAddress(spec.key, row.key, column.key)
            yield FormCell(place, 1 + step, 1, _last_takes_rest(step, len(columns), width), address=address)
        place += 1


def _last_takes_rest(step: int, count: int, width: int) -> int:
    return width - step if step == count - 1 else 1


def _grouped(spec: TableSpec, merged: Collection[str]) -> Iterator[FormCell]:
    """Table 三: three columns of labels, columns with groups over them, a chapter beside the rows of its parts."""
    yield from _grouped_header(spec)
    chapter = next((word for word in spec.header_words if numbering_of(word).style == "chinese"), "")
    place = 3
    for in_chapter, rows in groupby(_printed_rows(spec, merged), key=_is_part):
        listed = list(rows)
        if in_chapter:
            yield FormCell(place, 0, len(listed), 1, chapter)
        for holder, members in groupby(
            listed, key=lambda row: spec.row(row.group or "") if isinstance(row, RowSpec) else None
        ):
            group = list(members)
            if holder is not None:
                yield _row_label(holder, place, 1, len(group))
            left = 2 if holder is not None else int(in_chapter)
            for row in group:
                yield _row_label(row, place, left, 1, _LABEL_COLUMNS - left)
                for step, column in enumerate(spec.columns):
                    yield FormCell(place, _LABEL_COLUMNS + step, address=CellAddress(spec.key, row.key, column.key))
                place += 1


def _grouped_header(spec: TableSpec) -> Iterator[FormCell]:
    yield FormCell(0, 0, 3, _LABEL_COLUMNS, spec.anchors[0])
    yield FormCell(0, _LABEL_COLUMNS, 1, len(spec.columns), _APPLICANTS)
    place = _LABEL_COLUMNS
    for key, columns in groupby(spec.columns, key=lambda column: column.group):
        group = list(columns)
        holder = next((item for item in spec.column_groups if item.key == key), None)
        if holder is not None:
            yield _column_label(holder, 1, place, 1, len(group))
        for step, column in enumerate(group):
            yield _column_label(column, 1 if holder is None else 2, place + step, 2 if holder is None else 1)
        place += len(group)


def _printed_rows(spec: TableSpec, merged: Collection[str]) -> Iterator[RowSpec | GroupSpec]:
    for key, rows in groupby(spec.rows, key=lambda row: row.group):
        holder = next((group for group in spec.groups if group.key == key), None)
        if holder is not None and holder.key in merged:
            yield holder
        else:
            yield from rows


def _is_part(row: RowSpec | GroupSpec) -> bool:
    """Whether a row belongs to a chapter: 一、 is one itself, （一） and 1. are parts."""
    return numbering_of(row.ordinal).style != "chinese"


def _in_line(spec: TableSpec) -> Iterator[FormCell]:
    """Table 四: blocks of the same columns side by side, and all numbers in one row."""
    size, place = len(spec.columns), 0
    for key, rows in groupby(spec.rows, key=lambda row: row.group):
        block = list(rows)
        holder = next((group for group in spec.groups if group.key == key), None)
        if holder is not None:
            yield _row_label(holder, 0, place, 1, size * len(block))
        for row in block:
            yield _row_label(row, 0 if holder is None else 1, place, 1, size)
            for step, column in enumerate(spec.columns):
                yield _column_label(column, 1 if holder is None else 2, place + step, 2 if holder is None else 1)
                yield FormCell(3, place + step, address=CellAddress(spec.key, row.key, column.key))
            place += size
