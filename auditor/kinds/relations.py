"""What numbers of the narrative say of each other: what does not hold, and what has no base to be checked by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.document import Claim, Relation, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.rulebook.specs.numbers import RelationCheck
from auditor.text.agreement import Agreement, agreement, growth_from, rounded
from auditor.text.sentences import in_one_line

_ROUNDING = ("truncated", "near")


def check(report: Report, spec: RelationCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each relation that does not hold; with ``open``, at each that has nothing to be checked against."""
    found = [item for item in report.relations if item.kind in spec.of]
    if not found:
        raise Inapplicable("no_relations")
    for relation in found:
        item = _with_previous(relation, report, setting)
        if spec.report == "open":
            if item.holds is None and item.grade == "no_base":
                yield _hit(item, report)
        elif item.holds is False or (item.holds and item.grade in _ROUNDING):
            yield _hit(item, report)


def _hit(relation: Relation, report: Report) -> Hit:
    params: dict[str, Param] = {
        "quote": in_one_line(report.text, relation.place),
        "stated": relation.stated,
        "expected": f"{relation.expected:f}{relation.quantity.unit}" if relation.expected is not None else "—",
        "formula": relation.formula,
        "difference": _difference(relation),
    }
    evidence = tuple(Evidence(span) for span in relation.operands)
    return Hit(
        relation.number if relation.place == relation.number else relation.place, params, evidence, relation.grade
    )


def _difference(relation: Relation) -> Decimal | str:
    if relation.expected is None:
        return "—"
    return abs(abs(relation.expected) - relation.quantity.value)


def _with_previous(relation: Relation, report: Report, setting: Setting) -> Relation:
    """A growth without a base in the text, recomputed from the cell of last year's report."""
    if relation.grade != "no_base" or setting.previous is None or len(relation.operands) != 1:
        return relation
    claim = next((claim for claim in report.claims if claim.number == relation.operands[0]), None)
    values = _two_years(claim, setting)
    if values is None:
        return relation
    base, current = values
    sign = -1 if relation.falls else 1
    if relation.kind == "growth":
        expected = growth_from(base, current) if base else None
        result = agreement(relation.quantity, ((base,), (current,)), lambda of, to: sign * growth_from(of, to))
        formula = f"（{current:f}－{base:f}）÷{base:f}"
    else:
        expected = current - base
        result = agreement(relation.quantity, ((base,), (current,)), lambda of, to: sign * (to - of))
        formula = f"{current:f}－{base:f}"
    holds = result is not Agreement.OFF
    told = rounded(expected, relation.quantity.precision) if expected is not None else None
    return replace(relation, expected=told, formula=formula, holds=holds, grade=None if holds else "elsewhere")


def _two_years(claim: Claim | None, setting: Setting) -> Sequence[Decimal] | None:
    """Last year's and this year's number of the cell that a claim speaks of."""
    previous = setting.previous
    if claim is None or claim.cell is None or claim.value is None or previous is None or not claim.unit:
        return None
    base = Decimal(0)
    for address in claim.cell.addresses:
        value, _ = setting.layout.value_of(previous.tables, address)
        if value is None:
            return None
        base += value
    return base, claim.value
