"""What stands in one cell: a number, nothing, a sign for nothing, or something else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from auditor.document import Cell, CellAddress, CellState
from auditor.parsing.grids import is_placeholder, written
from auditor.text.numerals import decimal_of_digits, digits_apart
from auditor.text.spans import Span
from auditor.text.widths import squeeze

_WITH_UNIT = re.compile(r"(增加?|减少?)?([+-]?[\d,]+(?:\.\d+)?)(?:件|份|条|宗|起|例|次|个|万元)?(\([^()]*\))?")


def read_cell(address: CellAddress, raw: str, span: Span) -> Cell:
    """A cell as printed. ``5*`` is a plain 5; ``3件``, ``22（其中修订16件）``, ``减2`` are 3, 22, -2 and not plain.

    ``1 2`` may be one number or two: it is read as none.
    """
    state, value, plain = _content(raw)
    return Cell(address, raw, span, state, value, plain=plain)


@lru_cache(maxsize=4096)
def _content(raw: str) -> tuple[CellState, Decimal | None, bool]:
    """The state and the value of what stands in a cell, and whether nothing but the number does."""
    plain = written(raw)
    if not squeeze(raw):
        return CellState.BLANK, None, True
    if is_placeholder(plain):
        return CellState.PLACEHOLDER, None, True
    value = decimal_of_digits(plain)
    if value is not None:
        return CellState.NUMBER, value, True
    match = _WITH_UNIT.fullmatch(squeeze(plain)) if not digits_apart(plain) else None
    value = decimal_of_digits(match.group(2)) if match else None
    if value is None or match is None:
        return CellState.UNREADABLE, None, False
    return CellState.NUMBER, -value if (match.group(1) or "").startswith("减") else value, False
