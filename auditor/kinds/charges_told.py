"""Whether a report tells all of the information charge that it took: notices, what they asked for, what came in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.document import Phrase, Report
from auditor.finding import Hit
from auditor.kinds.charges import of_another_year
from auditor.kinds.outcome import Inapplicable, Result
from auditor.rulebook.specs.numbers import ChargeReport
from auditor.text.phrases import holds
from auditor.text.quantities import find_quantities
from auditor.text.sentences import Sentence

_CLAUSE = re.compile("[，,；;。]")
_TURN = re.compile("[；;]")
"""Behind it the sentence may speak of other money."""
_MONEY = ("元", "万元", "亿元")
_NOTICES = Phrase("发出收费通知的件数", "the number of notices")
_ASKED = Phrase("通知收费的总金额", "the total that they asked for")
_PAID = Phrase("实际收取的总金额", "the total that was paid")


@dataclass(slots=True)
class _Told:
    """What the sentences about the charge tell, and the first that tells of something taken."""

    place: Sentence | None = None
    notices: bool = False
    """Whether notices are spoken of, counted or not."""
    counted: bool = False
    asked: bool = False
    paid: bool = False
    cases: bool = False
    """Whether applications are counted where no notice is spoken of."""
    denied: bool = False
    """Whether it is said that no notice was sent."""
    taken: bool = False
    """Whether an amount above nothing was paid."""


def check(report: Report, spec: ChargeReport) -> Iterator[Result]:
    """A hit at the first sentence that tells of a charge, when something of the three is not told.

    Lighter where applications are counted instead of notices and an amount is given: each may have had one notice.
    Another hit where something was paid although no notice was sent.
    """
    told = _Told()
    ahead = ""
    for sentence in report.plain_sentences():
        about = holds(sentence.text, spec.about)
        goes_on = holds(ahead, spec.about) and holds(sentence.text, (*spec.notices, *spec.asked, *spec.paid))
        if (about or goes_on) and not holds(sentence.text, spec.other_money):
            _read(sentence, spec, told, report.year)
        ahead = sentence.text if about else ""
    if told.place is None:
        raise Inapplicable("no_charges")
    if told.denied and told.taken:
        yield Hit(told.place.whole, {"lacks": _NOTICES}, grade="without_notice")
        return
    parts = ((_NOTICES, told.counted), (_ASKED, told.asked), (_PAID, told.paid))
    lacks = [part for part, there in parts if not there]
    if lacks:
        lighter = not told.notices and told.cases and told.paid
        yield Hit(told.place.whole, {"lacks": Phrase.listed(lacks)}, grade="fewer" if lighter else None)


def _read(sentence: Sentence, spec: ChargeReport, told: _Told, year: int | None) -> None:
    """Add what one sentence tells."""
    text = sentence.text
    told.notices = told.notices or holds(text, spec.notices)
    told.denied = told.denied or holds(text, spec.no_notices)
    told.paid = told.paid or holds(text, spec.settled)
    some = holds(text, spec.vague) and not holds(text, spec.none_of)
    for quantity in find_quantities(text, (*_MONEY, *spec.units)):
        before = text[: quantity.span.start]
        clause = _CLAUSE.split(before)[-1] + _CLAUSE.split(text[quantity.span.start :])[0]
        if holds(clause, spec.none_of) or of_another_year(before, year):
            continue
        stretch = _TURN.split(before)[-1] + _TURN.split(text[quantity.span.start :])[0]
        if quantity.unit in _MONEY:
            if not holds(stretch, (*spec.about, *spec.notices, *spec.asked, *spec.paid)):
                continue
            asked = _last(before, spec.asked) >= _last(before, spec.paid)
            told.asked, told.paid = told.asked or asked, told.paid or not asked
            told.taken = told.taken or (not asked and quantity.value > 0)
            some = some or quantity.value > 0
        elif quantity.unit in spec.units and holds(text, spec.notices):
            told.counted = True
            some = some or (quantity.value > 0 and holds(clause, spec.notices))
        elif quantity.unit in spec.units:
            told.cases = True
    if some and told.place is None:
        told.place = sentence


def _last(text: str, words: Sequence[str]) -> int:
    """Where the last of the words ends: 通知收取 is as near to an amount as the 收取 in it."""
    return max((place + len(word) for word in words if (place := text.rfind(word)) >= 0), default=-1)
