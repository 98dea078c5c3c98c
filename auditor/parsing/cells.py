"""What stands in one cell: a number, nothing, a sign for nothing, or something else."""

from __future__ import annotations

import re

from auditor.document import Cell, CellAddress, CellState
from auditor.parsing.grids import PLACEHOLDERS
from auditor.text.numerals import decimal_of_digits
from auditor.text.spans import Span
from auditor.text.widths import narrow_dashes, squeeze

_WITH_UNIT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)(?:件|份|条|宗|起|例|次|个|万元)?(\([^()]*\))?")


def read_cell(address: CellAddress, raw: str, span: Span) -> Cell:
    """A cell as printed. ``3件`` and ``22（其中修订16件）`` are read as 3 and 22 and marked as not plain."""
    plain = narrow_dashes(raw).strip()
    if not squeeze(raw):
        return Cell(address, raw, span, CellState.BLANK, None, plain=True)
    if "".join(plain.split()) in PLACEHOLDERS:
        return Cell(address, raw, span, CellState.PLACEHOLDER, None, plain=True)
    value = decimal_of_digits(plain)
    if value is not None:
        return Cell(address, raw, span, CellState.NUMBER, value, plain=True)
    match = _WITH_UNIT.fullmatch(squeeze(plain))
    value = decimal_of_digits(match.group(1)) if match else None
    if value is None:
        return Cell(address, raw, span, CellState.UNREADABLE, None, plain=False)
    return Cell(address, raw, span, CellState.NUMBER, value, plain=False)
