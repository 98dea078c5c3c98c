"""The identities that fail in a table, each with its cells and both of its sums: for drawing them where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from auditor.document import CellAddress, Report
from auditor.finding import Audit, Finding
from auditor.kinds.identities import Equation, equations
from auditor.layout import Layout
from auditor.rulebook import Rule, Rulebook
from auditor.rulebook.specs.numbers import IdentityCheck


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """One identity of one row or column whose sides differ, with the finding that says so."""

    finding: Finding
    rule: Rule
    by_row: bool
    """Whether its cells are of one row, else of one column."""
    left: tuple[CellAddress, ...]
    """The cells as printed, groups as their rows."""
    right: tuple[CellAddress, ...]
    left_total: Decimal
    right_total: Decimal

    @property
    def difference(self) -> Decimal:
        return abs(self.left_total - self.right_total)


def broken_sums(audit: Audit, rulebook: Rulebook, table: str) -> list[BrokenSum]:
    """The broken identities of a table, in the order of the findings."""
    form = rulebook.form_of(audit.report)
    found = []
    for finding in audit.findings:
        rule = rulebook.rule(finding.rule)
        if rule is None or not isinstance(rule.check, IdentityCheck) or rule.check.table != table:
            continue
        named = {item.cell for item in finding.evidence}
        for equation in equations(form, rule.check):
            broken = _broken(equation, finding, rule, audit.report, form)
            if broken is not None and named <= {str(address) for address in (*broken.left, *broken.right)}:
                found.append(broken)
    return found


def _broken(equation: Equation, finding: Finding, rule: Rule, report: Report, layout: Layout) -> BrokenSum | None:
    left, _ = layout.total_of(report.tables, equation.left)
    right, _ = layout.total_of(report.tables, equation.right)
    if left is None or right is None or left == right:
        return None
    by_row = all(address.row == equation.where for address in equation.left)
    printed = [_printed(side, report, layout) for side in (equation.left, equation.right)]
    return BrokenSum(finding, rule, by_row, printed[0], printed[1], left, right)


def _printed(side: tuple[CellAddress, ...], report: Report, layout: Layout) -> tuple[CellAddress, ...]:
    """The printed cells of a side: a group that is printed as one row, else its rows."""
    cells = report.tables[side[0].table].cells
    found: list[CellAddress] = []
    for address in side:
        found += [address] if (address.row, address.column) in cells else layout.expand(address)
    return tuple(found)
