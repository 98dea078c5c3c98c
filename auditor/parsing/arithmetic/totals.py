"""The totals of the tables against which the narrative computes its shares and rates."""

from __future__ import annotations

from decimal import Decimal

from auditor.document import CellAddress, Report
from auditor.layout import Layout


def value_of(
    report: Report, layout: Layout, row: str, column: str = "total", *, table: str = "applications"
) -> Decimal | None:
    """A cell's value, or a group's, by default a row's total; None where it cannot be read."""
    return layout.value_of(report.tables, CellAddress(table, row, column))[0]


def totals_of(report: Report, layout: Layout) -> tuple[Decimal, ...]:
    """What a share of applications may be a share of: new, handled, and new with carried in; zeros are left out."""
    new, carried, handled = (value_of(report, layout, row) for row in ("new_received", "carried_in", "handled_total"))
    caseload = new + carried if new is not None and carried is not None else None
    return tuple(value for value in (new, handled, caseload) if value)
