"""What a mention is tied to: readings of cells in the form's keys, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.document import CellAddress, CellSum, Reason


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention speaks of: its topic and the readings of its words; or why it is no matter of the tables.

    With both, the number is tied to a cell that agrees and otherwise no matter of the tables: 县本级
    may be all that the tables of a county hold, and what was put on a page all that was decided.
    """

    topic: str
    candidates: tuple[CellSum, ...] = ()
    skipped: Reason | None = None
    outside: bool = False
    """Whether the skipped mention is out of scope (another year, another body) rather than without a cell."""


def in_column(cells: CellSum, column: str) -> CellSum:
    """The same rows in another column."""
    return CellSum(tuple(CellAddress(address.table, address.row, column) for address in cells.addresses))


def cells_of(table: str, rows: Sequence[str], columns: Sequence[str]) -> CellSum:
    """The sum of the cells of these rows and columns."""
    return CellSum(tuple(CellAddress(table, row, column) for row in rows for column in columns))
