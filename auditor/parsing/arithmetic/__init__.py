"""What the numbers of the narrative say of each other, beside what they say of the tables.

``figures`` reads each sentence's numbers with the words around them; then each module looks for
one kind of relation: ``changes`` (growth and differences from an earlier figure), ``shares``
(占), ``rates`` (办结率 and others by the tables), ``quotients``
(a rate right behind its part and whole), ``lists`` (其中, 包括: parts and their sum),
``balances`` (totals behind what they add up), ``repeats`` (the
same quantity twice) and ``last_year`` (what is said of the year before). ``agreement`` says whether
a printed result is the recomputed one.

A relation that does not hold accuses only when the operands are certain; where the text leaves
open what is compared with what, it is not decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.document import Claim, Reason, Relation, Report, Verdict
from auditor.layout import Layout
from auditor.parsing.arithmetic.balances import find_balances
from auditor.parsing.arithmetic.changes import find_changes
from auditor.parsing.arithmetic.figures import passages_of
from auditor.parsing.arithmetic.last_year import find_last_year
from auditor.parsing.arithmetic.lists import find_lists
from auditor.parsing.arithmetic.quotients import find_quotients
from auditor.parsing.arithmetic.rates import find_rates
from auditor.parsing.arithmetic.repeats import find_repeats
from auditor.parsing.arithmetic.shares import find_shares
from auditor.vocabulary import Vocabulary

_COMPUTED = frozenset({"growth", "difference", "share", "rate"})


def find_relations(
    report: Report, claims: Sequence[Claim], layout: Layout, vocabulary: Vocabulary
) -> tuple[Relation, ...]:
    """The relations between the numbers of a report whose tables and claims are known, in the order of the text."""
    passages = passages_of(report, claims, vocabulary)
    found = [
        *find_changes(passages),
        *find_shares(passages, report, layout),
        *find_rates(passages, report, layout),
        *find_quotients(passages),
        *find_lists(passages),
        *find_balances(passages),
        *find_repeats(passages),
        *find_last_year(passages),
    ]
    return tuple(sorted(found, key=lambda relation: (relation.number.start, relation.kind)))


def settled(claims: Sequence[Claim], relations: Sequence[Relation]) -> tuple[Claim, ...]:
    """The claims with the verdict of what was recomputed: a number without a cell may be derived from others."""
    computed = {item.number: item for item in relations if item.kind in _COMPUTED and item.holds is not None}
    return tuple(_settled(claim, computed.get(claim.number) if claim.number else None) for claim in claims)


def _settled(claim: Claim, relation: Relation | None) -> Claim:
    if relation is None or claim.cell is not None:
        return claim
    verdict = Verdict.DERIVED if relation.holds else Verdict.CONTRADICTED
    reason = Reason("recomputed", {"formula": relation.formula})
    return replace(claim, verdict=verdict, reason=reason, expected=relation.expected)
