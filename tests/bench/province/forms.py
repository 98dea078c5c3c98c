"""The tables of the form as cells over several rows and columns, as offices draw them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.layout import Layout, TableSpec

Given = Mapping[str, Sequence[str]]
"""The rows of a table by key; those that are not there are zero."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, and over how many columns and rows it goes."""

    text: str
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A table as drawn. A row has the boxes that begin in it."""

    columns: int
    rows: tuple[tuple[Box, ...], ...]

    def placed(self) -> Iterator[tuple[int, int, Box]]:
        """Each box with its row and column."""
        covered: set[tuple[int, int]] = set()
        for row, boxes in enumerate(self.rows):
            column = 0
            for box in boxes:
                while (row, column) in covered:
                    column += 1
                yield row, column, box
                covered |= {(row + down, column + right) for down in range(box.height) for right in range(box.width)}
                column += box.width


def form(layout: Layout, key: str, given: Given) -> Form:
    """A table of the form with its numbers."""
    spec = layout.table_spec(key)
    assert spec is not None
    values = {row.key: tuple(given.get(row.key) or ("0",) * len(spec.columns_of(row))) for row in spec.rows}
    return {"disclosure": _disclosure, "applications": _applications, "disputes": _disputes}[key](spec, values)


def _disclosure(spec: TableSpec, values: Given) -> Form:
    rows: list[tuple[Box, ...]] = []
    header: list[str] = []
    for row in spec.rows:
        columns = spec.columns_of(row)
        wide = 4 - len(columns)
        if row.heading:
            rows.append((Box(row.heading, 4),))
            header = []
        labels = ["信息内容", *(column.label.zh for column in spec.columns if column.key in columns)]
        if labels != header:
            rows.append((*(Box(label) for label in labels[:-1]), Box(labels[-1], wide)))
            header = labels
        numbers = values[row.key]
        rows.append((Box(row.label.zh), *(Box(number) for number in numbers[:-1]), Box(numbers[-1], wide)))
    return Form(4, tuple(rows))


def _applications(spec: TableSpec, values: Given) -> Form:
    inner = [column.label.zh for column in spec.columns if column.group]
    outer = [column.label.zh for column in spec.columns if not column.group]
    rows: list[tuple[Box, ...]] = [
        (Box(spec.anchors[0], 3, 3), Box("申请人情况", len(spec.columns))),
        (Box(outer[0], 1, 2), Box(spec.column_groups[0].label.zh, len(inner)), Box(outer[1], 1, 2)),
        tuple(Box(label) for label in inner),
    ]
    holders = {group.key: group.ordinal + group.label.zh for group in spec.groups}
    results = sum(row.ordinal not in ("一、", "二、", "四、") for row in spec.rows)
    first = True
    for group, members in groupby(spec.rows, key=lambda row: row.group):
        listed = list(members)
        for place, row in enumerate(listed):
            numbers = tuple(Box(number) for number in values[row.key])
            label = row.ordinal + row.label.zh
            if row.ordinal in ("一、", "二、", "四、"):
                rows.append((Box(label, 3), *numbers))
                continue
            lead = (Box("三、本年度办理结果", 1, results),) if first else ()
            first = False
            if group is None:
                rows.append((*lead, Box(label, 2), *numbers))
            else:
                holder = (Box(holders[group], 1, len(listed)),) if place == 0 else ()
                rows.append((*lead, *holder, Box(label), *numbers))
    return Form(3 + len(spec.columns), tuple(rows))


def _disputes(spec: TableSpec, values: Given) -> Form:
    labels = [column.label.zh for column in spec.columns]
    review, *suits = spec.rows
    return Form(
        len(labels) * len(spec.rows),
        (
            (Box(review.label.zh, len(labels)), Box(spec.groups[0].label.zh, len(labels) * len(suits))),
            (*(Box(label, 1, 2) for label in labels), *(Box(row.label.zh, len(labels)) for row in suits)),
            tuple(Box(label) for _ in suits for label in labels),
            tuple(Box(number) for row in spec.rows for number in values[row.key]),
        ),
    )
