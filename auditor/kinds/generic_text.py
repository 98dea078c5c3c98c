"""Talk that would fit any agency: vague subjects without figures, slogans, and the law told over again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditor.document import Report
from auditor.finding import Evidence, Hit
from auditor.kinds.outcome import Inapplicable, Result
from auditor.rulebook.specs.originality import GenericText, SloganShare
from auditor.text.facts import digits_in, tells_fact
from auditor.text.names import LARGER, places_of
from auditor.text.phrases import any_of, expression_of, holds
from auditor.text.quoting import in_quotes
from auditor.text.sentences import Sentence, plain_sentences
from auditor.text.widths import count_cjk

_PER = 300
_TITLE = re.compile("《([^《》]+)》")
_NAME = "“[^“”]{2,15}”"
_NEAR = 6
_CLAUSE_END = re.compile("[,;:。!?]")
_SHORTEST_CLAUSE = 4


def _sentences_of(report: Report, key: str) -> list[Sentence]:
    return [sentence for block in report.prose(key) for sentence in plain_sentences(report.lines, block)]


def check(report: Report, spec: GenericText) -> Iterator[Result]:
    """One hit at the heading of a section that tells nothing of this agency."""
    section = report.section(spec.section)
    if section is None:
        raise Inapplicable("section_missing", section=spec.section)
    read = _sentences_of(report, spec.section)
    text = "\n".join(sentence.text for sentence in read)
    length = count_cjk(text)
    if length < spec.shortest or digits_in(text) * _PER > spec.most_digits * length:
        return
    if _names_something(text, report.agency or "", spec):
        return
    some, anybody = _subjects(spec)
    found = [sentence.span(*match.span()) for sentence in read for match in anybody.finditer(sentence.text)]
    if len(found) >= spec.fewest and some.search(text):
        words = "、".join(dict.fromkeys(in_quotes(place.of(report.text)) for place in found))
        yield Hit(section.title, {"length": length, "count": len(found), "quotes": words}, tuple(map(Evidence, found)))


@lru_cache(maxsize=4)
def _subjects(spec: GenericText) -> tuple[re.Pattern[str], re.Pattern[str]]:
    some = f"(?:{expression_of(spec.some)})的?(?:{expression_of(spec.bodies)})"
    return re.compile(some), re.compile(f"{some}|{expression_of(spec.everybody)}")


def _names_something(text: str, agency: str, spec: GenericText) -> bool:
    """Whether it names a thing in quotes or by the agency's place, or a document that is not the nation's."""
    if any(not holds(title, spec.nation) for title in _TITLE.findall(text)):
        return True
    named, behind = _things(spec)
    places = [place.stem for place in places_of(agency, LARGER)[0] if len(place.stem) > 1]
    ends = (at + len(stem) for stem in places for at in range(len(text)) if text.startswith(stem, at))
    return bool(named.search(text)) or any(behind.match(text, end) for end in ends)


@lru_cache(maxsize=4)
def _things(spec: GenericText) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A thing beside a name in quotes, and a thing behind whatever ends there."""
    near, things = rf"[^,。;]{{0,{_NEAR}}}", f"(?:{expression_of(spec.things)})"
    return re.compile(f"{_NAME}{near}{things}|{things}{near}{_NAME}"), re.compile(near + things)


def check_slogans(report: Report, spec: SloganShare) -> Iterator[Result]:
    """A hit at the heading of each section most of whose clauses are slogans."""
    found = False
    slogan, concrete = any_of(spec.slogans), any_of(spec.concrete)
    for key in spec.sections:
        section = report.section(key)
        clauses = _clauses(_sentences_of(report, key), spec) if section else []
        if section is None or len(clauses) < spec.fewest_clauses:
            continue
        found = True
        slogans = [of.span(*place) for of, place, text in clauses if _is_slogan(text, slogan, concrete)]
        if len(slogans) > spec.most * len(clauses):
            params = {"count": len(slogans), "of": len(clauses), "share": round(100 * len(slogans) / len(clauses))}
            yield Hit(section.title, params, tuple(map(Evidence, slogans)))
    if not found:
        raise Inapplicable("too_few_clauses", clauses=spec.fewest_clauses)


def _clauses(read: Sequence[Sentence], spec: SloganShare) -> list[tuple[Sentence, tuple[int, int], str]]:
    """The clauses of a section with the sentence and the place in it where each stands.

    Without a creed that opens the section, and without what is too short to say anything.
    """
    rest = read[1:] if read and holds(read[0].text, spec.creed) else read
    found: list[tuple[Sentence, tuple[int, int], str]] = []
    for sentence in rest:
        start = 0
        for end in [*(match.start() for match in _CLAUSE_END.finditer(sentence.text)), len(sentence.text)]:
            text = sentence.text[start:end]
            if count_cjk(text) >= _SHORTEST_CLAUSE:
                found.append((sentence, (start, end), text))
            start = end + 1
    return found


def _is_slogan(clause: str, slogan: re.Pattern[str], concrete: re.Pattern[str]) -> bool:
    return bool(slogan.search(clause)) and not concrete.search(clause) and not tells_fact(clause)
