"""All 200 cells come back as they were written, in every way of writing a table as text."""

from __future__ import annotations

from collections.abc import Callable

import auditor
import pytest
from auditor.layout import TableSpec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layouts import LAYOUT, WRITERS, Values, report, zeros

CELLS = list(zeros())


def read_back(text: str) -> dict[tuple[str, str, str], str]:
    """The cells of a report as the audit read them, by their decimal value."""
    tables = auditor.audit_text(text, auditor.Options(select=("PRS001",))).report.tables
    return {
        (key, row, column): str(cell.value)
        for key, table in tables.items()
        for (row, column), cell in table.cells.items()
    }


@st.composite
def filled(draw: st.DrawFn) -> dict[tuple[str, str, str], str]:
    values = zeros()
    for cell in draw(st.lists(st.sampled_from(CELLS), max_size=40, unique=True)):
        values[cell] = str(draw(st.integers(0, 99999)))
    return values


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@settings(max_examples=8, deadline=None)
@given(values=filled())
def test_every_cell_is_read_as_written(
    write: Callable[[TableSpec, Values], list[str]], values: dict[tuple[str, str, str], str]
) -> None:
    assert read_back(report(values, write)) == values


def balanced() -> dict[tuple[str, str, str], str]:
    """Tables 三 and 四 in which every identity holds, with numbers in all columns."""
    values = zeros()
    leaves = [row.key for row in LAYOUT.table[1].rows if row.key not in ("new_received", "carried_in", "carried_out")]
    leaves.remove("handled_total")
    columns = [column.key for column in LAYOUT.table[1].columns if column.key != "total"]
    for place, column in enumerate(columns):
        for step, row in enumerate(leaves):
            values["applications", row, column] = str((place * 7 + step * 3) % 11)
        handled = sum(int(values["applications", row, column]) for row in leaves)
        values["applications", "handled_total", column] = str(handled)
        values["applications", "carried_out", column] = str(place)
        values["applications", "carried_in", column] = str(place + 1)
        values["applications", "new_received", column] = str(handled - 1)
    for row in {row for table, row, _ in values if table == "applications"}:
        values["applications", row, "total"] = str(sum(int(values["applications", row, c]) for c in columns))
    for row, found in (("review", (3, 1, 2, 1, 7)), ("direct", (1, 0, 2, 0, 3)), ("after_review", (2, 1, 0, 1, 4))):
        for column, value in zip(("upheld", "corrected", "other", "pending", "total"), found, strict=True):
            values["disputes", row, column] = str(value)
    return values
