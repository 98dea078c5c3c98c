"""The tables of the form as lines of pieces, each with its place among the columns of a sheet.

Fifteen narrow columns carry all tables: 表四 has fifteen numbers side by side, 表三 seven behind its labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from auditor.document import Cell
from auditor.layout import ColumnSpec, GroupSpec, RowSpec, TableSpec
from auditor.messages import words

WIDTH = 15
_LABELS = 8
"""How many columns the labels of a row take; of those, a group of rows takes the first three."""
_GROUP = 3

Key: TypeAlias = tuple[str, str]
"""Row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A label, or the key of a cell, and how much of the sheet it takes."""

    column: int
    content: str | Key
    wide: int = 1
    down: int = 1
    heading: bool = False


Line: TypeAlias = list[Piece]


def grid(spec: TableSpec, cells: Mapping[Key, Cell], language: str) -> list[Line]:
    """The lines of a table of the form. ``cells`` tell which groups the report prints as rows of their own."""
    if spec.shape == "line":
        return _side_by_side(spec, language)
    if any(row.columns for row in spec.rows):
        return list(_blocks(spec, language))
    return [*_two_headings(spec, language), *_grouped_rows(spec, cells, language)]


def _label(spec: RowSpec | GroupSpec | ColumnSpec, language: str) -> str:
    ordinal = "" if isinstance(spec, ColumnSpec) or language != "zh" else spec.ordinal
    return ordinal + spec.label.phrase.of(language)


def _cells(row: str, columns: Sequence[str], start: int) -> Iterator[Piece]:
    for place, column in enumerate(columns, start=start):
        yield Piece(place, (row, column))


def _blocks(spec: TableSpec, language: str) -> Iterator[Line]:
    """表二: rows with the same columns under a heading line of their own."""
    for columns, rows in groupby(spec.rows, key=spec.columns_of):
        labels = [_label(column, language) for column in spec.columns if column.key in columns]
        heads = (Piece(place, label, heading=True) for place, label in enumerate(labels, start=_LABELS))
        yield [Piece(0, words("form_content", language), _LABELS, heading=True), *heads]
        for row in rows:
            yield [Piece(0, _label(row, language), _LABELS), *_cells(row.key, columns, _LABELS)]


def _two_headings(spec: TableSpec, language: str) -> Iterator[Line]:
    """The heading of 表三: columns that belong together under the name of their group."""
    corner = spec.anchors[0] if language == "zh" else ""
    yield [
        Piece(0, corner, _LABELS, down=3, heading=True),
        Piece(_LABELS, words("form_applicants", language), len(spec.columns), heading=True),
    ]
    outer: Line = []
    inner: Line = []
    groups = {group.key: group for group in spec.column_groups}
    place = _LABELS
    for key, members in groupby(spec.columns, key=lambda column: column.group):
        labels = [_label(column, language) for column in members]
        if key is None:
            outer += [Piece(at, label, down=2, heading=True) for at, label in enumerate(labels, start=place)]
        else:
            outer.append(Piece(place, _label(groups[key], language), len(labels), heading=True))
            inner += [Piece(at, label, heading=True) for at, label in enumerate(labels, start=place)]
        place += len(labels)
    yield outer
    yield inner


def _grouped_rows(spec: TableSpec, cells: Mapping[Key, Cell], language: str) -> Iterator[Line]:
    """The rows of 表三; a group that the report prints as one row stands there as one."""
    columns = [column.key for column in spec.columns]
    groups = {group.key: group for group in spec.groups}
    printed = {row for row, _ in cells}
    for key, members in groupby(spec.rows, key=lambda row: row.group):
        rows = list(members)
        if key in printed:
            yield [Piece(0, _label(groups[key], language), _LABELS), *_cells(key, columns, _LABELS)]
            rows = [row for row in rows if row.key in printed]
        for number, row in enumerate(rows):
            values = _cells(row.key, columns, _LABELS)
            if key is None:
                yield [Piece(0, _label(row, language), _LABELS), *values]
                continue
            group = [Piece(0, _label(groups[key], language), _GROUP, down=len(rows))] if number == 0 else []
            yield [*group, Piece(_GROUP, _label(row, language), _LABELS - _GROUP), *values]


def _side_by_side(spec: TableSpec, language: str) -> list[Line]:
    """表四: all rows side by side, those of a group under its name."""
    columns = [column.key for column in spec.columns]
    groups = {group.key: group for group in spec.groups}
    top: Line = []
    middle: Line = []
    bottom: Line = []
    values: Line = []
    start = 0
    for key, members in groupby(spec.rows, key=lambda row: row.group):
        rows = list(members)
        holder = groups[key] if key else rows[0]
        top.append(Piece(start, _label(holder, language), len(rows) * len(columns), heading=True))
        for row in rows:
            heads = [
                Piece(place, _label(column, language), down=1 if key else 2, heading=True)
                for place, column in enumerate(spec.columns, start=start)
            ]
            if key:
                middle.append(Piece(start, _label(row, language), len(columns), heading=True))
                bottom += heads
            else:
                middle += heads
            values += _cells(row.key, columns, start)
            start += len(columns)
    return [top, middle, bottom, values]
