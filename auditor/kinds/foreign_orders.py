"""Places above the agency that are not: 按照泗阳县政府要求 in a report of 沭阳县, as the gazetteer knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditor import gazetteer
from auditor.document import Report
from auditor.finding import Evidence, Hit, Param
from auditor.rulebook.specs.originality import Orders
from auditor.text.names import LARGER
from auditor.text.phrases import any_of, expression_of, holds
from auditor.text.sentences import Sentence
from auditor.text.spans import Span

_LONGEST = 30


def orders_from_elsewhere(report: Report, agency: str, spec: Orders, read: Sequence[Sentence]) -> Iterator[Hit]:
    """A hit a place that gives orders and is neither the agency's own nor above it, with its places.

    Nothing is said where the gazetteer does not know the agency's place, or the other one.
    """
    seen: dict[str, list[Span]] = {}
    for sentence in read:
        if holds(sentence.text, spec.none_of):
            continue
        for match in _ordering(spec).finditer(sentence.text):
            named, end = gazetteer.chains_of(sentence.text, match.end(), townships=False)
            own, _ = gazetteer.chains_of(agency)
            if not named or not own or gazetteer.is_above(named, own):
                continue
            if any_of(spec.ahead).match(sentence.text, end):
                place = sentence.span(match.end(), end)
                seen.setdefault(place.of(report.text), []).append(place)
    told = (report.agency_span,) if report.agency_span else ()
    for name, found in seen.items():
        params: dict[str, Param] = {"name": name, "agency": agency, "count": len(found)}
        yield Hit(found[0], params, tuple(Evidence(place) for place in (*told, *found[1:])), grade="orders")


@lru_cache(maxsize=16)
def _ordering(spec: Orders) -> re.Pattern[str]:
    """What stands before a name that may be a place's."""
    return re.compile(f"(?:{expression_of(spec.behind)})(?=[\u4e00-\u9fff]{{1,{_LONGEST}}}?(?:{'|'.join(LARGER)}))")
