"""What the narrative says or implies of last year's numbers, against the cells of last year's report.

A number of last year is accused only if no cell that it can be of holds it: those that its words
name, those of the numbers that it is set beside, and the totals of table 三 where its own words name
nothing. What last year's narrative says of the same cell is as good as the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.document import CellAddress, CellSum, Claim, Phrase, Reason, Relation, Report, Verdict
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.two_years import TwoYears, both, of_previous, other_bodies, other_name, previous_of, quoted
from auditor.rulebook.specs.years import QuotedYear
from auditor.text.agreement import Agreement, agreement, ends, growth_from, rounded, share_of
from auditor.text.phrases import holds
from auditor.text.quantities import Quantity
from auditor.text.quoting import both_ends
from auditor.text.sentences import in_one_line
from auditor.text.spans import Span
from auditor.text.widths import narrow

_AGREE = (Verdict.SUPPORTED, Verdict.SUPPORTED_BY_ROUNDING)
_RIGHT = {Agreement.EXACT, Agreement.TRUNCATED}
_CELLS_SHOWN = 3
_CHANGES = ("growth", "difference")
_APPLICATIONS, _FEES = "applications", "fees"
_YUAN_PER_FEE_UNIT, _FEE_UNIT, _TIMES = Decimal(10000), "万元", "倍"
_DECISIONS, _CASES = ("licensing", "penalties", "coercion"), ("件", "宗", "起", "例")
_OF_DECISIONS = re.compile(
    "行政(?:许可|处罚|强制)(?:决定)?(?:件数|数量|总量|数|量)?(?:同比|[比较与](?:上一?年度?|去年)(?:同期|相比)?)"
    "[^\\d，,；;。]{1,3}$"
)
"""Words of a change that name a cell of table 二 and nothing else: 行政处罚比上年减少26件."""
_ASIDE = 6
"""Characters from a difference to the growth that says the same once more: 多418条，增长7.2%."""
_TOTALS = (("new_received",), ("new_received", "carried_in"), ("handled_total",))
"""Rows of table 三 whose totals a number of applications may be, whatever it is set beside."""


def check(report: Report, spec: QuotedYear, setting: Setting) -> Iterator[Result]:
    """A hit at each number of last year that last year's report does not hold, stated or implied by a change."""
    previous_of(setting)
    claims = _by_number(report)
    stated = [item for item in report.relations if item.kind == "last_year"]
    implied = [
        item
        for item in report.relations
        if _claim_of_change(item, claims) is not None or _decisions_of(item, report, claims) is not None
    ]
    if not stated and not implied:
        raise Inapplicable("last_year_not_quoted")
    doubt, incomparable = other_name(report, setting), other_bodies(report, setting, spec.whose)
    found = [_stated(item, claims, report, setting) for item in stated]
    found.extend(_implied(item, report, setting) for item in implied)
    for result in found:
        if isinstance(result, Hit):
            yield _revised(result.span, report, spec) or incomparable or _doubted(result, doubt)
        elif result is not None:
            yield result


def _by_number(report: Report) -> dict[Span, Claim]:
    """The claims by the place of their number; the first where one number makes several."""
    return {claim.number: claim for claim in reversed(report.claims) if claim.number is not None}


def _revised(place: Span, report: Report, spec: QuotedYear) -> Reason | None:
    """Why a number is not that of last year's report although it is last year's: it was revised since."""
    sentence = next((item for item in report.sentences() if item.whole.overlaps(place)), None)
    if sentence is not None and holds(narrow(sentence.text), spec.revised):
        return Reason("difference_explained", {"quote": quoted(sentence)})
    return None


def _doubted(hit: Hit, doubt: Reason | None) -> Hit:
    grade = "doubtful" if doubt else hit.grade
    return replace(hit, params={**hit.params, "doubt": doubt or ""}, grade=grade)


# ---- stated ----


@dataclass(frozen=True, slots=True)
class _Readings:
    """The cells that a number of last year can be of; ``spare`` ones only to its credit."""

    named: tuple[CellSum, ...]
    spare: tuple[CellSum, ...]


def _stated(relation: Relation, claims: Mapping[Span, Claim], report: Report, setting: Setting) -> Hit | Reason | None:
    """A number that the narrative gives for last year: right (None), wrong, or not to be told."""
    readings = _readings(relation, claims, report, setting)
    known: list[tuple[CellSum, Decimal]] = []
    unread: Reason | None = None
    previous = previous_of(setting)
    for cells in (*readings.named, *readings.spare):
        value, reason = setting.rulebook.form_of(previous).total_of(previous.tables, cells.addresses)
        if value is None:
            unread = unread or reason
        elif _is(value * _scale(cells), relation.quantity) or _said(cells, relation.quantity, previous):
            return None
        elif cells in readings.named:
            known.append((cells, value))
    if unread is not None:
        return of_previous(unread)
    evidence = tuple(Evidence(number) for number in relation.operands)
    return Hit(relation.place, _told(relation, known, report, setting), evidence, cell=str(known[0][0]))


def _readings(relation: Relation, claims: Mapping[Span, Claim], report: Report, setting: Setting) -> _Readings:
    own = claims.get(relation.number)
    told = own.candidates if own is not None and own.period == "prior" else ()
    beside = [cells for number in relation.operands for cells in _alike(claims[number], report, setting)]
    named = tuple(dict.fromkeys((*told, *beside)))
    inherited = not told and named[0].addresses[0].table == _APPLICATIONS
    totals = [CellSum(tuple(CellAddress(_APPLICATIONS, row, "total") for row in rows)) for rows in _TOTALS]
    return _Readings(named, tuple(cells for cells in totals if inherited and cells not in named))


def _alike(claim: Claim, report: Report, setting: Setting) -> list[CellSum]:
    """The readings of a number of this year that hold it: which of them was meant is open."""
    values = {cells: setting.layout.total_of(report.tables, cells.addresses)[0] for cells in claim.candidates}
    return [cells for cells, value in values.items() if value == claim.value] or ([claim.cell] if claim.cell else [])


def _scale(cells: CellSum) -> Decimal:
    """What a cell's number is multiplied by to compare with a quantity: fees are printed in 万元, read in 元."""
    return _YUAN_PER_FEE_UNIT if cells.addresses[0].row == _FEES else Decimal(1)


def _is(value: Decimal, told: Quantity) -> bool:
    """Whether a value is what a number says, at its printed digits."""
    return agreement(told, ((value,),), lambda known: known) in _RIGHT


def _said(cells: CellSum, told: Quantity, previous: Report) -> bool:
    """Whether last year's narrative gives the cell the same number."""
    return told.value in [value * _scale(cells) for value in _values_said(cells, previous)]


def _values_said(cells: CellSum, report: Report) -> list[Decimal]:
    """The numbers that a report's narrative gives a cell of its own year."""
    claims = [claim for claim in report.claims if claim.form == "number" and claim.period == "year"]
    return [claim.value for claim in claims if claim.value is not None and cells in claim.candidates]


def _told(
    relation: Relation, known: Sequence[tuple[CellSum, Decimal]], report: Report, setting: Setting
) -> dict[str, Param]:
    shown = [(setting.layout.sum_label(cells), value) for cells, value in known[:_CELLS_SHOWN]]
    return {
        "quote": both_ends(in_one_line(report.text, relation.place)),
        "cells": Phrase(
            "，".join(f"“{label.zh}”是 {value:f}" for label, value in shown),
            ", ".join(f"“{label.en}” is {value:f}" for label, value in shown),
        ),
        "formula": "",
    }


# ---- implied ----


def _claim_of_change(relation: Relation, claims: Mapping[Span, Claim]) -> Claim | None:
    """The number of this year, known to be a cell's, that grew or shrank; None where a base stands in the text."""
    if relation.kind not in _CHANGES or relation.grade != "no_base" or len(relation.operands) != 1:
        return None
    claim = claims.get(relation.operands[0])
    if claim is None or claim.cell is None or claim.verdict not in _AGREE:
        return None
    counts_alike = relation.kind == "growth" or relation.quantity.unit == claim.unit
    return claim if claim.unit and counts_alike else None


def _implied(relation: Relation, report: Report, setting: Setting) -> Hit | Reason | None:
    """A change without a base in the text, recomputed from last year's report."""
    item = from_last_year(relation, report, setting)
    if isinstance(item, Reason):
        return item
    if item.holds is not False:
        return None
    params: dict[str, Param] = {
        "quote": both_ends(in_one_line(report.text, item.place)),
        "cells": "",
        "formula": item.formula,
    }
    return Hit(item.place, params, tuple(Evidence(span) for span in item.operands), "implied")


def from_last_year(relation: Relation, report: Report, setting: Setting) -> Relation | Reason:
    """A growth or difference without a base in the text, decided by last year's report; or why it cannot be.

    Returns the relation as it is where there is no report of last year, or nothing of it to compare with.
    """
    previous = setting.previous
    claim = _claim_of_change(relation, _by_number(report))
    if previous is None:
        return relation
    decisions = _decisions_of(relation, report, _by_number(report))
    if decisions is not None:
        years = both(report, setting, decisions, decisions)
        if isinstance(years, TwoYears) and (years.before or relation.kind == "difference"):
            return _recomputed(relation, years.before, years.now, Decimal(1))
        return relation
    if claim is None or claim.value is None:
        beside = _beside_difference(relation, report, previous)
        return beside if beside.holds else _of_some_cell(relation, report, previous)
    decided: list[Relation] = []
    for cells in _alike(claim, report, setting):
        base, reason = setting.rulebook.form_of(previous).total_of(previous.tables, cells.addresses)
        if base is None:
            return of_previous(reason or Reason("cell_not_found", {"cell": cells}))
        decided.extend(
            _recomputed(relation, value, claim.value, _scale(cells))
            for value in (base, *_values_said(cells, previous))
            if value or relation.kind == "difference"
        )
    return next((item for item in decided if item.holds), decided[0] if decided else relation)


def _decisions_of(relation: Relation, report: Report, claims: Mapping[Span, Claim]) -> CellAddress | None:
    """The cell of table 二 that a change without a number of this year names: a sentence on it alone."""
    claim = claims.get(relation.number)
    if relation.kind not in _CHANGES or relation.grade != "no_base" or relation.operands or claim is None:
        return None
    place, number = relation.place, relation.number
    words = narrow(report.text[place.start : number.start])
    alone = report.text[place.start - 1 : place.start] in ("", "。", "；", ";", "\n")
    if relation.kind == "difference" and relation.quantity.unit not in _CASES:  # 三成, 百分点
        return None
    if claim.topic not in _DECISIONS or claim.scope != "own" or not alone or not _OF_DECISIONS.match(words):
        return None
    return CellAddress("disclosure", claim.topic, "decisions")


def _beside_difference(relation: Relation, report: Report, previous: Report) -> Relation:
    """A growth right behind a difference: right where last year's narrative gives a number of which both are true."""
    steps = [
        item
        for item in report.relations
        if item.kind == "difference" and item.grade == "no_base" and item.falls is relation.falls
        if 0 < relation.number.start - item.number.end <= _ASIDE
    ]
    if relation.kind != "growth" or narrow(relation.quantity.unit) == _TIMES or not steps:
        return relation
    step = steps[-1].quantity
    for claim in previous.claims:
        alike = claim.form == "number" and claim.period == "year" and claim.unit == step.unit
        if alike and claim.value and agreement(relation.quantity, (ends(step), (claim.value,)), share_of) in _RIGHT:
            return replace(relation, holds=True, grade=None)
    return relation


def _of_some_cell(relation: Relation, report: Report, previous: Report) -> Relation:
    """A growth of what no number before it counts (许可增长6.1%): right where a cell of both years grew so."""
    if relation.kind != "growth" or relation.grade != "no_base" or relation.operands:
        return relation
    for key, table in report.tables.items():
        before = previous.tables[key].cells if key in previous.tables else {}
        for address, cell in table.cells.items():
            base = before[address].value if address in before else None
            if base and cell.value is not None:
                item = _recomputed(relation, base, cell.value, Decimal(1))
                if item.holds:
                    return item
    return relation


def _recomputed(relation: Relation, base: Decimal, current: Decimal, scale: Decimal) -> Relation:
    """The change from last year's number to this year's, beside the stated one; the formula with its result."""
    sign = -1 if relation.falls else 1
    told = relation.quantity
    if relation.kind == "difference":
        results = [lambda of, to: sign * (to - of) * scale]
        expected, unit = current - base, _FEE_UNIT if scale > 1 else told.unit
        formula = f"{current:f}－{base:f}"
    elif narrow(told.unit) == _TIMES:
        results = [lambda of, to: (to - of) / of, lambda of, to: to / of]
        expected, unit = rounded((current - base) / base, told.precision), told.unit
        formula = f"（{current:f}－{base:f}）÷{base:f}"
    else:
        results = [lambda of, to: sign * growth_from(of, to)]
        expected, unit = rounded(growth_from(base, current), told.precision), told.unit
        formula = f"（{current:f}－{base:f}）÷{base:f}"
    found = {agreement(told, ((base,), (current,)), result) for result in results}
    right = _RIGHT if relation.kind == "difference" else {*_RIGHT, Agreement.NEAR}
    shown = f"{formula}＝{expected:f}{unit}"
    return replace(relation, expected=expected, formula=shown, holds=bool(found & right), grade=None)
