"""How the numbers of cells are written: their digits, and amounts in their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Cell, CellState, Phrase, Report, Verdict
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.bodies import is_meant
from auditor.kinds.outcome import Result, Setting
from auditor.kinds.tables import holds_amount, holds_change, tables_of
from auditor.layout import TableSpec
from auditor.rulebook.specs.numbers import AmountCheck
from auditor.text.numerals import digits_apart, other_decimal_sign
from auditor.text.phrases import holds
from auditor.text.quantities import find_quantities
from auditor.text.quoting import in_quotes
from auditor.text.widths import narrow_dashes, squeeze

_WIDE = re.compile("[０-９．]")
_FAULTS = (
    Phrase("用了全角字符", "in full-width digits"),
    Phrase("中间有空格", "with blanks in them"),
    Phrase("小数点写成了别的符号", "with another sign than a point before the decimals"),
    Phrase("前面有多余的0", "with a needless 0 before them"),
    Phrase("前面有多余的正负号", "with a needless sign before them"),
    Phrase("后面有多余的小数点和0", "whole, with decimals behind them"),
)
_SIGN = 4
_NEEDLESS = ((3, re.compile(r"[+-]?0\d")), (_SIGN, re.compile(r"[+]|-0*(?:\.0*)?(?![\d.])")))
_WHOLE = (5, re.compile(r"[+-]?[\d,]+\.0+(?!\d)"))
"""Faults of a number that says no more than without them: 03, +3, -0; in counts 12.0."""
_SHOWN = 4
_TOLERATED = re.compile(r"\d[\d,]*(?:\.\d+)?万|0+(?:\.0+)?元")
"""What can only mean a number of 10,000 yuan: 5万, 0元."""
_AGREEING = (Verdict.SUPPORTED, Verdict.SUPPORTED_BY_ROUNDING, Verdict.DERIVED)
_DECIDED = (*_AGREEING, Verdict.CONTRADICTED)
_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def check_digits(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at the first cell of each table and fault."""
    for spec, table in tables_of(report, setting):
        for place, fault in enumerate(_FAULTS):
            cells = [cell for cell in table.cells.values() if _fault_of(cell, spec) == place]
            if cells:
                params: dict[str, Param] = {
                    "table": spec.label.phrase,
                    "count": len(cells),
                    "fault": fault,
                    "shown": _listed(cells),
                }
                evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
                yield Hit(cells[0].span, params, evidence, cell=str(cells[0].address))


def _fault_of(cell: Cell, table: TableSpec) -> int | None:
    """Which of the faults a cell has."""
    if cell.state is CellState.NUMBER:
        return 0 if _WIDE.search(cell.raw) else _needless(cell, table)
    if digits_apart(cell.raw):
        return 1
    return 2 if other_decimal_sign(cell.raw) and holds_amount(cell, table) else None


def _needless(cell: Cell, table: TableSpec) -> int | None:
    """Which of the faults a number has that says no more than without it; 增/减 may have its sign."""
    faults = _NEEDLESS if holds_amount(cell, table) else (*_NEEDLESS, _WHOLE)
    plain = narrow_dashes(cell.raw).strip()
    found = next((place for place, pattern in faults if pattern.match(plain)), None)
    return None if found == _SIGN and holds_change(cell, table) else found


def _listed(cells: Sequence[Cell]) -> str:
    shown = "、".join(in_quotes(cell.raw) for cell in cells[:_SHOWN])
    return f"{shown}…" if len(cells) > _SHOWN else shown


def check_amounts(report: Report, spec: AmountCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each amount that is none, is too fine, or looks like yuan."""
    for table_spec, table in tables_of(report, setting):
        for cell in table.cells.values():
            if not holds_amount(cell, table_spec):
                continue
            if table.doubt is not None:
                yield table.doubt
                break
            fault = _amount_fault(cell, report, spec)
            if fault is not None:
                params: dict[str, Param] = {"cell": cell.address, "raw": cell.raw}
                yield Hit(cell.span, params, grade=fault or None, cell=str(cell.address))


def _amount_fault(cell: Cell, report: Report, spec: AmountCheck) -> str | None:
    """None if an amount stands there, or what is another check's; else the grade, empty for the rule's own severity."""
    if cell.state is CellState.UNREADABLE:
        if digits_apart(cell.raw) or other_decimal_sign(cell.raw):
            return None
        return "annotated" if _TOLERATED.fullmatch(squeeze(cell.raw)) else ""
    if cell.value is None:
        return None
    if cell.value < 0:
        return ""
    exponent = cell.value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > spec.decimals:
        return "too_fine"
    if not cell.plain or cell.value < spec.yuan_from:
        return None
    if _told_in_yuan(cell.value, report, spec):
        return "told_in_yuan"
    return "yuan" if _like_yuan(cell.value, report, spec) else None


def _told_in_yuan(value: Decimal, report: Report, spec: AmountCheck) -> bool:
    """Whether the text tells of charges of just so many yuan, and nowhere of as much as the cell says."""
    if any(claim.topic == "fees" and claim.verdict in _AGREEING for claim in report.claims):
        return False
    return any(
        quantity.value * _YUAN[quantity.unit] == value and not quantity.approximate
        for sentence in report.plain_sentences()
        if holds(sentence.text, spec.charges) and not holds(sentence.text, spec.other_charges)
        for quantity in find_quantities(sentence.text, tuple(_YUAN))
        if quantity.unit in _YUAN
    )


def _like_yuan(value: Decimal, report: Report, spec: AmountCheck) -> bool:
    """Whether so round an amount is too large for such a body, and the text does not tell it."""
    told = any(claim.topic == "fees" and claim.verdict in _DECIDED for claim in report.claims)
    return not value % spec.round_to and not told and bool(is_meant(report, spec.bodies))
