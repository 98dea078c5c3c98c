"""Places above the agency that are not: 按照泗阳县政府要求 in a report of 沭阳县, as the gazetteer knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from auditor import gazetteer
from auditor.rulebook.specs.originality import Orders
from auditor.text.names import LARGER
from auditor.text.phrases import any_of, expression_of, holds
from auditor.text.sentences import Sentence
from auditor.text.spans import Span

_LONGEST = 30


def orders_from_elsewhere(agency: str, spec: Orders, read: Sequence[Sentence]) -> dict[str, list[Span]]:
    """The places that give orders and are neither the agency's own nor above it: where their names stand.

    Nothing is said where the gazetteer does not know the agency's place, or the other one.
    """
    ordered = [
        (sentence, match.end())
        for sentence in read
        if not holds(sentence.text, spec.none_of)
        for match in _ordering(spec).finditer(sentence.text)
    ]
    own = gazetteer.chains_of(agency)[0] if ordered else ()
    found: dict[str, list[Span]] = {}
    for sentence, start in ordered if own else ():
        named, end = gazetteer.chains_of(sentence.text, start, townships=False)
        if named and not gazetteer.is_above(named, own) and any_of(spec.ahead).match(sentence.text, end):
            found.setdefault(sentence.text[start:end], []).append(sentence.span(start, end))
    return found


@lru_cache(maxsize=16)
def _ordering(spec: Orders) -> re.Pattern[str]:
    """What stands before a name that may be a place's."""
    return re.compile(f"(?:{expression_of(spec.behind)})(?=[\u4e00-\u9fff]{{1,{_LONGEST}}}?(?:{'|'.join(LARGER)}))")
