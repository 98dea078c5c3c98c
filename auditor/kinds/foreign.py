"""Names of other agencies where a report speaks of its own: 我局 in a town's report, 柳河镇共主动公开 in 桃林镇's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.document import Reason, Report
from auditor.finding import Evidence, Hit
from auditor.kinds.foreign_orders import orders_from_elsewhere
from auditor.kinds.outcome import Result, Undecided
from auditor.rulebook.specs.originality import ForeignNames, Peers
from auditor.text.dates import signed_day
from auditor.text.names import BEGINS, LARGER, Place, names_nobody, places_of
from auditor.text.phrases import any_number_of, any_of, expression_of, holds, stand_all, stands_any, words_in
from auditor.text.quoted import unquoted_sentences
from auditor.text.sentences import Sentence
from auditor.text.spans import Span
from auditor.text.widths import squeeze

_HAN = r"[\u4e00-\u9fff]"
_MINE = re.compile("我|本[镇乡县区市省州旗街局委厅]")
_SLOT = "{name}"
_SHORTEST_SLIP = 3
_REACH = 16
"""So many characters behind 称 or 来信反映 its words go on."""


def check(report: Report, spec: ForeignNames) -> Iterator[Result]:
    """One hit for each foreign name at its first place, with the others as evidence."""
    agency = report.agency
    if agency is None or names_nobody(agency):
        raise Undecided("agency_not_told")
    read = [sentence for block in report.narrative for sentence in unquoted_sentences(report.lines, block)]
    yield from _self_references(report, agency, spec, read)
    for peers in spec.peers:
        if report.kind in peers.kinds:
            yield from _names_of_peers(report, agency, peers, spec, read)
    if spec.orders:
        for name, places in orders_from_elsewhere(agency, spec.orders, read).items():
            yield _hit(report, name, places, grade="orders")


def _hit(report: Report, name: str, found: Sequence[Span], grade: str | None = None) -> Hit:
    told = (report.agency_span,) if report.agency_span else ()
    return Hit(
        found[0],
        {"name": name, "agency": report.agency or "", "count": len(found)},
        tuple(Evidence(place) for place in (*told, *found[1:])),
        grade=grade,
    )


def _self_references(report: Report, agency: str, spec: ForeignNames, read: Sequence[Sentence]) -> Iterator[Result]:
    """What the report calls its agency by 我… or 本…, and what such an agency is not."""
    ranked = [(len(end), item) for item in spec.self_name for end in item.endings if agency.endswith(end)]
    if not ranked:
        yield Reason("self_name_unknown", {"agency": agency})
        return
    known = max(ranked, key=lambda item: item[0])[1]
    text = "\n".join([sentence.text for sentence in read])
    own = sum(text.count(pronoun + word) for word in known.own for pronoun in "我本")
    for word in (*known.foreign, *known.perhaps):
        if not any(pronoun + word in text for pronoun in ("我", "我们", "本")):
            continue
        found = [place for sentence in read for place in _references(sentence, word, spec)]
        if not found or word in agency:
            continue
        name = found[0].of(report.text)
        if word in known.perhaps and own <= len(found):
            yield Reason("self_name_differs", {"name": name, "agency": agency})
        else:
            yield _hit(report, name, found)


def _references(sentence: Sentence, word: str, spec: ForeignNames) -> Iterator[Span]:
    """Where 我 stands with a word, or 本 with it as the subject of a deed: elsewhere 各镇公开本镇 may be meant."""
    text = sentence.text
    if word not in text or any_of(spec.unless).search(text):
        return
    seeming = [Span(*match.span()) for match in any_of(spec.none_of).finditer(text)]
    for match in _reference_to(word, spec).finditer(text):
        place = Span(*match.span("mine" if match["mine"] else "this"))
        before = text[max(0, place.start - _REACH) : place.start]
        if not any(other.overlaps(place) for other in seeming) and not any_of(spec.reported).search(before):
            yield sentence.span(place.start, place.end)


@lru_cache(maxsize=128)
def _reference_to(word: str, spec: ForeignNames) -> re.Pattern[str]:
    name = re.escape(word)
    return re.compile(rf"(?<!自)(?P<mine>我们?{name})|{BEGINS}(?P<this>本{name}){_does(spec)}")


def _does(spec: ForeignNames) -> str:
    deeds = f"(?:{expression_of(spec.deeds)})"
    return any_number_of(spec.fillers, before=deeds) + deeds


def _names_of_peers(
    report: Report, agency: str, peers: Peers, spec: ForeignNames, read: Sequence[Sentence]
) -> Iterator[Result]:
    """Names in the place of the agency's own that are those of agencies beside it."""
    places, function = places_of(agency, (*LARGER, *peers.own))
    if places and places[-1].ending not in peers.own:
        return
    found: dict[str, set[Span]] = defaultdict(set)
    for candidate in _candidates(report, read, peers, spec):
        if any_of(spec.no_names).search(candidate.whole) or (not places and candidate.stem in agency):
            continue
        if not places:
            yield Reason("agency_without_place", {"name": candidate.name, "agency": agency})
            return
        if candidate.is_foreign(agency, places[-1], function, peers, spec) and not candidate.beside(places[-1]):
            found[candidate.name].add(candidate.span)
    for name, spans in found.items():
        yield _hit(report, name, sorted(spans))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name that stands where the agency's own should. ``announced``: as that of the reporting agency."""

    whole: str
    """With the larger places before it."""
    name: str
    stem: str
    function: str
    span: Span
    sentence: str
    announced: bool

    def beside(self, own: Place) -> bool:
        """Whether the sentence speaks of the agency's own place too: the other one is compared with it, or helps it."""
        return not self.announced and (own.stands_in(self.sentence) or bool(_MINE.search(self.sentence)))

    def is_foreign(self, agency: str, own: Place, function: str, peers: Peers, spec: ForeignNames) -> bool:
        """Whether it is another place, or, where it is announced, another body of the same place."""
        here = own.stands_in(self.whole) or self.stem in agency or _slip(self.stem, own.stem)
        if not peers.bodies:
            return not here
        alike = bool(set(self.function) & set(function) - set(spec.same_function))
        return (alike and not here) or (self.announced and not alike)


def _slip(one: str, other: str) -> bool:
    """Whether two names of three or more characters differ in one: a slip of the pen, not another place."""
    return len(one) == len(other) >= _SHORTEST_SLIP and sum(map(str.__ne__, one, other)) == 1


def _candidates(report: Report, read: Sequence[Sentence], peers: Peers, spec: ForeignNames) -> Iterator[_Candidate]:
    body_start = report.sections[0].title.start if report.sections else report.extent.start
    preamble = [sentence for sentence in read if sentence.positions[0] < body_start]
    if peers.subjects:
        placed = [sentence for sentence in read if stands_any(sentence.text, peers.subjects)]
        yield from _named(placed, _before_deeds(peers, spec), announced=False)
        yield from _named_around(spec.contacts, peers.subjects, read, peers, spec, announced=False)
    for phrases, announced in ((spec.openings, False), (spec.announcements, True)):
        yield from _named_around(phrases, peers.announced, preamble, peers, spec, announced=announced)
    if peers.subjects:
        if peers.bodies:
            yield from _named_around(spec.of_oneself, peers.subjects, read, peers, spec, announced=True)
        for name in _signatures(read):
            signed = _signature(peers, spec).fullmatch(name.text)
            if signed:
                yield _candidate(name, signed, announced=True)


def _signatures(read: Sequence[Sentence]) -> Iterator[Sentence]:
    """What stands before a day, on its line or on the one above."""
    above: Sentence | None = None
    for sentence in read:
        day = signed_day(sentence.text, bool)
        name = sentence.cut(0, day.span.start) if day and day.span.start else above if day else None
        if name is not None:
            yield name
        above = sentence


def _named_around(
    phrases: Iterable[str],
    endings: tuple[str, ...],
    read: Sequence[Sentence],
    peers: Peers,
    spec: ForeignNames,
    *,
    announced: bool,
) -> Iterator[_Candidate]:
    """The names in the slots of some phrases. What stands around a slot decides which sentences are looked at at all.

    The pattern of a name is long: for most reports none of the phrases' is ever made.
    """
    text = squeeze("".join([sentence.text for sentence in read]))
    for phrase in phrases:
        if not stand_all(text, words_in(phrase.replace(_SLOT, "…"))):
            continue
        sides = [side for side in phrase.split(_SLOT) if side]
        told = [sentence for sentence in read if all(holds(sentence.text, (side,)) for side in sides)]
        if told:
            yield from _named(told, _around(phrase, _name(endings, peers), spec), announced=announced)


def _named(read: Iterable[Sentence], pattern: re.Pattern[str], *, announced: bool) -> Iterator[_Candidate]:
    for sentence in read:
        for match in pattern.finditer(sentence.text):
            if not re.search("[我本该]", sentence.text[match.start("name") : match.end("told")]):
                yield _candidate(sentence, match, announced=announced)


def _candidate(sentence: Sentence, match: re.Match[str], *, announced: bool) -> _Candidate:
    function = match["function"] if "function" in match.re.groupindex else ""
    span = sentence.span(*match.span("name"))
    return _Candidate(
        match["larger"] + match["name"], match["name"], match["stem"], function, span, sentence.text, announced
    )


@lru_cache(maxsize=16)
def _before_deeds(peers: Peers, spec: ForeignNames) -> re.Pattern[str]:
    return re.compile(f"{BEGINS}{_name(peers.subjects, peers)}(?P<told>{_does(spec)})")


@lru_cache(maxsize=256)
def _around(phrase: str, name: str, spec: ForeignNames) -> re.Pattern[str]:
    """The phrase with the name, and perhaps 人民政府 or the like, in its slot; a clause begins with a leading slot."""
    left, _, right = phrase.partition(_SLOT)
    before = expression_of((left,)) if left else BEGINS
    behind = f"(?:{expression_of((right,))})" if right else ""
    office = any_number_of(spec.fillers, "[(][^()]*+[)]", before=behind) if right else ""
    return re.compile(f"{before}{name}(?P<told>{office}){behind}")


@lru_cache(maxsize=16)
def _signature(peers: Peers, spec: ForeignNames) -> re.Pattern[str]:
    return re.compile(f"{_name(peers.subjects, peers)}(?:{expression_of(spec.fillers)})?")


@lru_cache(maxsize=16)
def _name(endings: tuple[str, ...], peers: Peers) -> str:
    """A name of such a place, or of such a body of it, with larger places before it."""
    larger, ending, body = ("|".join(map(re.escape, words)) for words in (LARGER, endings, peers.bodies))
    place = f"(?P<stem>{_HAN}{{2,5}}?)(?:{ending})"
    of_body = f"(?P<function>{_HAN}{{1,14}}?)(?:{body})" if peers.bodies else ""
    return f"(?P<larger>(?:{_HAN}{{1,6}}?(?:{larger})){{0,2}}?)(?P<name>{place}{of_body})"
