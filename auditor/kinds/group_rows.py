"""Rows that only head others: whether numbers stand in them, and whether those are the sum of what they head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Cell, CellAddress, Reason, Report, Table
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Result, Setting
from auditor.kinds.tables import tables_of
from auditor.layout import Layout


def check(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at each such row with numbers; graded where the table is whole and they are not the sums."""
    for spec, table in tables_of(report, setting):
        if table.doubt is not None:
            yield table.doubt
            continue
        for group in spec.groups:
            cells = [cell for (row, _), cell in table.heading_cells.items() if row == group.key and cell.value]
            if cells:
                yield _of_group(cells, spec.leaf_rows(group.key), table, setting.layout)


def _of_group(cells: Sequence[Cell], leaves: Sequence[str], table: Table, layout: Layout) -> Result:
    """What is to be said of a row in which numbers beside zero stand."""
    if _repeats(leaves[0], cells[0].address.row, table):
        return Reason("group_row_repeats", {"cell": cells[0].address})
    sums = {cell.address: _sum(cell.address, leaves, table, layout) for cell in cells}
    unread = next((total for total in sums.values() if isinstance(total, Reason)), None)
    if unread is not None:
        return unread
    differing = [cell for cell in cells if cell.value != sums[cell.address]]
    place = differing[0] if differing else cells[-1]
    params: dict[str, Param] = {
        "row": layout.row_label(place.address),
        "value": place.value or Decimal(0),
        "sum": str(sums[place.address]),
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in differing or cells)
    grade = "differs" if differing and not table.loose_rows else None
    return Hit(place.span, params, evidence, grade, cell=str(place.address))


def _repeats(leaf: str, group: str, table: Table) -> bool:
    """Whether the row holds what its first part holds, cell for cell: a merged cell may have been taken apart."""
    own = {column: cell.value for (row, column), cell in table.heading_cells.items() if row == group}
    return own == {column: cell.value for (row, column), cell in table.cells.items() if row == leaf}


def _sum(address: CellAddress, leaves: Sequence[str], table: Table, layout: Layout) -> Decimal | Reason:
    parts = [CellAddress(address.table, leaf, address.column) for leaf in leaves]
    total, reason = layout.total_of({table.key: table}, parts)
    return total if total is not None else reason or Reason("cell_not_found", {"cell": address})
