"""What became of last year's problems and measures: whether the report says so, and what each promise came to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from auditor.document import Report, Statement
from auditor.finding import Hit
from auditor.kinds.improvements import section_five
from auditor.kinds.narrative import narrative_sentences
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.patterns import pattern_of
from auditor.rulebook.specs import LastYear, PromiseCheck
from auditor.text.likeness import Likeness
from auditor.text.sentences import Sentence
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, narrow

_QUOTED = 24
_CLAUSE = re.compile("[。；;！？!?]")
_SHORTEST = 6
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_NUMBERS = re.compile(r"\d+|[一二两三四五六七八九十]+(?=[次件个期场份项册名人])")

State = Literal["repeated", "taken up", "dropped", "unclear"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A measure of last year, what became of it, and where this year's report says so."""

    measure: Statement
    state: State
    place: Span | None


def check_last_year(report: Report, spec: LastYear, setting: Setting) -> Iterator[Result]:
    """A hit at the heading when no sentence says what became of last year's problems."""
    title, body = section_five(report)
    if report.year is None:
        raise Inapplicable("year_unknown")
    if setting.previous is not None and not (setting.previous.problems or setting.previous.measures):
        raise Inapplicable("nothing_promised")
    read = [(sentence.whole.start, narrow(sentence.text)) for sentence in narrative_sentences(report)]
    if any(_has(text, spec.first_report) for _, text in read):
        raise Inapplicable("first_report")
    numerals = str(report.year - 1).translate(_NUMERALS)
    last = [word.format(last=report.year - 1, numerals=numerals) for word in spec.last_year]
    for start, text in read:
        followed = (*spec.followed, *spec.followed_here) if body.start <= start < body.end else spec.followed
        if _has(text, last) and _has(text, followed):
            return
    yield Hit(title, {"last": report.year - 1})


def check(report: Report, spec: PromiseCheck, setting: Setting) -> Iterator[Result]:
    """A hit for all promises that were dropped, and one at each measure that is last year's word for word."""
    title, _ = section_five(report)
    if setting.previous is None:
        raise Inapplicable("previous_missing")
    promises = follow_up(setting.previous, report, spec)
    if not promises:
        raise Inapplicable("nothing_promised")
    before = setting.previous.text
    for promise in promises:
        if promise.state == "repeated" and promise.place is not None:
            yield Hit(promise.place, {"promise": _quote(promise, before)}, grade="repeated")
    dropped = [promise for promise in promises if promise.state == "dropped"]
    if dropped:
        quotes = "；".join(f"“{_quote(promise, before)}”" for promise in dropped)
        yield Hit(title, {"count": len(dropped), "of": len(promises), "promises": quotes})


def follow_up(previous: Report, report: Report, spec: PromiseCheck) -> list[Promise]:
    """What became of each concrete measure of last year's report, in order."""
    due = [measure for measure in previous.measures if measure.level >= spec.least_level]
    said = [part for sentence in narrative_sentences(report) for part in _clauses(sentence)]
    texts = [narrow(part.text) for part in said]
    like = Likeness([*(measure.span.of(previous.text) for measure in previous.measures), *texts], spec.ignored)
    summaries = [word.format(last=previous.year or "") for word in spec.summary]
    summed_up = any(_has(text, summaries) for text in texts)
    found = []
    for measure in due:
        promised = measure.span.of(previous.text)
        place = next((own.span for own in report.measures if _same(promised, own.span.of(report.text), spec)), None)
        if place is not None:
            found.append(Promise(measure, "repeated", place))
            continue
        most, nearest = max(((like.shared(promised, part.text), -i) for i, part in enumerate(said)), default=(0.0, 0))
        if most >= spec.least_like:
            found.append(Promise(measure, "taken up", said[-nearest].whole))
        else:
            found.append(Promise(measure, "unclear" if summed_up else "dropped", None))
    return found


def _quote(promise: Promise, text: str) -> str:
    return promise.measure.span.of(text).replace("\n", "")[:_QUOTED]


def _same(promised: str, text: str, spec: PromiseCheck) -> bool:
    """Whether two measures are the same word for word and number for number, years aside."""
    one, other = (_YEAR.sub("", "".join(narrow(part).split())) for part in (promised, text))
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= spec.repeated and matcher.ratio() >= spec.repeated


def _has(text: str, phrases: Iterable[str]) -> bool:
    return any(pattern_of(phrase).search(text) for phrase in phrases)


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    start = 0
    for match in (*_CLAUSE.finditer(sentence.text), None):
        end = match.start() if match else len(sentence.text)
        if count_cjk(sentence.text[start:end]) >= _SHORTEST:
            yield sentence.cut(start, end)
        start = match.end() if match else end
