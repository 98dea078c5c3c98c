"""The tables of two years side by side: numbers that jumped, and tables that are last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from auditor.document import Cell, CellAddress, Phrase, Reason, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import heading_of
from auditor.kinds.two_years import (
    TwoYears,
    both,
    cells_at,
    explaining,
    of_previous,
    other_bodies,
    other_name,
    previous_of,
    quoted,
)
from auditor.rulebook.specs.options import Explanation
from auditor.rulebook.specs.years import IdenticalTables, JumpCell, VolumeJump

_EVIDENCE_SHOWN = 8


# ---- numbers that jumped ----


def check_jumps(report: Report, spec: VolumeJump, setting: Setting) -> Iterator[Result]:
    """A hit at each cell that is many times last year's, or a small part of it; a reason in the text leaves it open."""
    previous_of(setting)
    for cell in spec.cells:
        values = both(report, setting, CellAddress.of(cell.cell), CellAddress.of(cell.cell))
        if isinstance(values, Reason):
            yield values
        elif _jumped(values, cell, spec):
            yield _explained(report, cell, spec, setting) or _jump_hit(report, cell, values, setting)


def _jumped(values: TwoYears, cell: JumpCell, spec: VolumeJump) -> bool:
    if not values.now:
        return cell.vanishing and values.before >= spec.fewest_vanished
    smaller, larger = sorted((values.before, values.now))
    return smaller > 0 and larger >= spec.fewest and larger > Decimal(str(spec.factor)) * smaller


def _explained(report: Report, cell: JumpCell, spec: VolumeJump, setting: Setting) -> Reason | None:
    told = explaining(report, Explanation(cell.about, spec.reasons))
    if told:
        return Reason("difference_explained", {"quote": quoted(told[0])})
    return other_name(report, setting) or other_bodies(report, setting, spec.whose)


def _jump_hit(report: Report, cell: JumpCell, values: TwoYears, setting: Setting) -> Hit:
    address = CellAddress.of(cell.cell)
    printed = cells_at(report, setting, [address])
    smaller, larger = sorted((values.before, values.now))
    params: dict[str, Param] = {
        "cell": address,
        "before": values.before,
        "now": values.now,
        "factor": str((larger / smaller).quantize(Decimal(1), ROUND_HALF_UP)) if smaller else "—",
    }
    evidence = tuple(Evidence(item.span, str(item.address)) for item in printed)
    return Hit(printed[0].span, params, evidence, "vanished" if not values.now else None, cell=cell.cell)


# ---- tables that are last year's ----


def check_identical(report: Report, spec: IdenticalTables, setting: Setting) -> Iterator[Result]:
    """A hit at the heading of a table when no number of any table differs from last year's."""
    previous = previous_of(setting)
    same: list[CellAddress] = []
    unread: Reason | None = None
    for address in _addresses(setting):
        now, reason = setting.layout.value_of(report.tables, address)
        before, reason_before = setting.rulebook.form_of(previous).value_of(previous.tables, address)
        if now is None or before is None:
            unread = unread or reason or of_previous(reason_before or Reason("cell_not_found", {"cell": address}))
        elif now != before:
            return
        elif now and not _follows(address, spec):
            same.append(address)
    if unread is not None:
        raise Undecided(unread.code, **dict(unread.params))
    cells = sorted(cells_at(report, setting, same), key=_size, reverse=True)
    if len(cells) < spec.fewest or _size(cells[0]) < spec.largest:
        raise Inapplicable("too_few_to_be_copied", found=len(cells))
    shown = cells[:_EVIDENCE_SHOWN]
    params: dict[str, Param] = {"count": len(cells), "shown": _values(shown, more=len(cells) > len(shown))}
    place = heading_of(report, setting.layout.table[0].key, setting.layout)
    yield Hit(place, params, tuple(Evidence(cell.span, str(cell.address)) for cell in shown))


def _values(cells: Sequence[Cell], *, more: bool) -> Phrase:
    """The numbers of cells, and whether there are more than these."""
    told = [f"{cell.value}" for cell in cells]
    return Phrase("、".join(told) + ("等" if more else ""), ", ".join([*told, "…"] if more else told))


def _addresses(setting: Setting) -> Iterator[CellAddress]:
    """All cells of the form."""
    for table in setting.layout.table:
        for row in table.rows:
            for column in table.columns_of(row):
                yield CellAddress(table.key, row.key, column)


def _follows(address: CellAddress, spec: IdenticalTables) -> bool:
    """Whether a number follows from others, so that it tells nothing of its own."""
    return bool({f"{address.table}.{address.row}", f"{address.table}.*.{address.column}"} & set(spec.following))


def _size(cell: Cell) -> Decimal:
    return cell.value or Decimal(0)
