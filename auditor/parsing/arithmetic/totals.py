"""The totals of the tables against which the narrative computes its shares and rates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from auditor.document import CellAddress, Report, Verdict
from auditor.layout import Layout, RowSpec
from auditor.parsing.arithmetic.figures import Figure

_NEW = re.compile("(?:新收|收到|受理|接收|申请)(?:到)?(?:的|政府|信息|公开|依|件|总|量|数|申请)*$")
_HANDLED = re.compile("办结|办复|答复")


def value_of(
    report: Report, layout: Layout, row: str, column: str = "total", *, table: str = "applications"
) -> Decimal | None:
    """A cell's value, or a group's, by default a row's total; None where it cannot be read."""
    return layout.value_of(report.tables, CellAddress(table, row, column))[0]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a share of applications may be a share of, by table 三."""

    report: Report
    layout: Layout
    new: Decimal | None
    handled: Decimal | None
    caseload: Decimal | None

    @property
    def all(self) -> tuple[Decimal, ...]:
        """New, handled, and new with carried in; zeros are left out."""
        return tuple(value for value in (self.new, self.handled, self.caseload) if value)

    def possible(self, part: Figure, named: str) -> tuple[Decimal, ...]:
        """The totals that a number of a cell can be a part of: those named, else of table, row and group."""
        claim = part.claim
        if claim is None or claim.cell is None:
            return ()
        address = claim.cell.addresses[0]
        if address.table != "applications":
            return tuple(value for value in self._of_row(address) if value)
        if _HANDLED.search(named):
            return (self.handled,) if self.handled else ()
        came_in = _NEW.match(named) or address.row in ("new_received", "carried_in")
        of_all = (self.new, self.caseload) if came_in else self.all
        return tuple(dict.fromkeys(value for value in (*of_all, *self._of_row(address)) if value))

    def meant(self, part: Figure, named: str) -> Decimal | None:
        """The total that the words behind 占 name, or leave no doubt about; None where they do.

        Bare 占 says a share of all handled of a result, and of its row of an applicant. Only a number
        that agrees with its cell can accuse.
        """
        claim = part.claim
        if claim is None or claim.cell is None or claim.verdict is not Verdict.SUPPORTED or not part.exact:
            return None
        address = claim.cell.addresses[0]
        if address.table != "applications":
            return None
        if _NEW.match(named):
            return self.new
        if _HANDLED.search(named):
            return self.handled
        if named:
            return None
        return self._of_row(address)[0] if address.column != "total" else None

    def _of_row(self, address: CellAddress) -> list[Decimal | None]:
        """The total of a cell's row and of the group that the row is a leaf of; none in table 二, which has none."""
        spec = self.layout.table_spec(address.table)
        if spec is None or spec.column("total") is None:
            return []
        row = spec.row(address.row)
        group = row.group if isinstance(row, RowSpec) else None
        rows = [address.row, *([group] if group else [])]
        return [value_of(self.report, self.layout, row, table=address.table) for row in rows]


def totals_of(report: Report, layout: Layout) -> Totals:
    """The totals of table 三 of a report."""
    new, carried, handled = (value_of(report, layout, row) for row in ("new_received", "carried_in", "handled_total"))
    caseload = new + carried if new is not None and carried is not None else None
    return Totals(report, layout, new, handled, caseload)
