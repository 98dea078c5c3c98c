"""What a report that sums up the bodies below it may not be: smaller than one of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.document import CellAddress, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.whose import whose_numbers
from auditor.rulebook.specs.neighbours import RollUp


def check(report: Report, spec: RollUp, setting: Setting) -> Iterator[Result]:
    """A hit at each cell that is below the same cell of a body that the report sums up."""
    children = setting.neighbours.children
    if children is None:
        raise Inapplicable("children_missing")
    if not children:
        raise Inapplicable("no_children")
    if not _sums_up(report, spec):
        raise Inapplicable("reports_itself_only")
    for name in spec.cells:
        address = CellAddress.of(name)
        value, reason = setting.layout.value_of(report.tables, address)
        if value is None:
            if reason is not None:
                yield reason
            continue
        child, most = _largest(address, children, setting)
        if child is None or most <= value:
            continue
        cell = report.tables[address.table].cells.get((address.row, address.column))
        place = cell.span if cell else report.tables[address.table].span
        params: dict[str, Param] = {
            "cell": address,
            "value": value,
            "child": child.agency or child.source.path,
            "most": most,
        }
        yield Hit(place, params, (Evidence(place, name),), cell=name)


def _sums_up(report: Report, spec: RollUp) -> bool:
    """Whether the report says that its figures are those of the bodies below as well. Raises Undecided."""
    told = whose_numbers(report, spec.whose)
    if len(told) != 1:
        raise Undecided("sums_up_both" if told else "sums_up_untold")
    return "together" in told


def _largest(address: CellAddress, children: tuple[Report, ...], setting: Setting) -> tuple[Report | None, Decimal]:
    """The body below with the largest number in a cell; what cannot be read of one says nothing of the others.

    Of several with the same number it is always the same one, whatever the order in which they came.
    """
    best: Report | None = None
    most = Decimal(0)
    for child in sorted(children, key=lambda child: (child.agency or "", child.source.path, child.part)):
        value, _ = setting.rulebook.form_of(child).value_of(child.tables, address)
        if value is not None and value > most:
            best, most = child, value
    return best, most
