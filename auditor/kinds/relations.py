"""What numbers of the narrative say of each other: what does not hold, and what has no base to be checked by."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.document import Reason, Relation, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.year_quotes import from_last_year
from auditor.rulebook.specs.numbers import RelationCheck
from auditor.text.agreement import printed_alike
from auditor.text.quoting import both_ends
from auditor.text.sentences import in_one_line

_ROUNDING = ("truncated", "near")


def check(report: Report, spec: RelationCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each relation that does not hold; with ``open``, at each that has nothing to be checked against."""
    found = [item for item in report.relations if item.kind in spec.of]
    if not found:
        raise Inapplicable("no_relations")
    for item in found:
        if spec.report == "open":
            if _is_open(item, report, setting):
                yield _hit(item, report)
        elif item.holds is False or (item.holds and item.grade in _ROUNDING):
            yield _hit(item, report)


def _is_open(relation: Relation, report: Report, setting: Setting) -> bool:
    """Whether neither the text nor last year's report gives what a growth is reckoned from."""
    if relation.holds is not None or relation.grade != "no_base":
        return False
    decided = from_last_year(relation, report, setting)
    return isinstance(decided, Reason) or decided.holds is None


def _hit(relation: Relation, report: Report) -> Hit:
    params: dict[str, Param] = {
        "quote": both_ends(in_one_line(report.text, relation.place)),
        "stated": relation.stated,
        "expected": _expected(relation),
        "formula": relation.formula,
        "difference": _difference(relation),
    }
    evidence = tuple(Evidence(span) for span in relation.operands)
    return Hit(
        relation.number if relation.place == relation.number else relation.place, params, evidence, relation.grade
    )


def _expected(relation: Relation) -> str:
    if relation.expected is None:
        return "—"
    return printed_alike(relation.expected, relation.stated) + relation.quantity.unit


def _difference(relation: Relation) -> Decimal | str:
    if relation.expected is None:
        return "—"
    return abs(abs(relation.expected) - relation.quantity.value)
