"""What became of last year's measures: for each the clause of this year's report that takes it up, if one does.

Two measures of an office often share words and mean different things (a leaflet on fire drills, a leaflet
on subsidies), and the same thing is often told in other words. The ``following`` of the weights weighs what
two clauses share against what only one of them has; what it is not sure of stays unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations_with_replacement

from auditor.document import Facet, Fate, Promise, Report, Statement
from auditor.specificity import Judge, PromiseWords
from auditor.text.likeness import Likeness
from auditor.text.phrases import holds
from auditor.text.sentences import Sentence
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, narrow

_CLAUSE = re.compile("[。；;！？!?]")
_SHORTEST = 6
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_NUMBERS = re.compile(r"\d+|[一二两三四五六七八九十]+(?=[次件个期场份项册名人])")
_ASIDE = (Facet.BODY, Facet.TIME, Facet.QUANTITY)
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of this year's narrative, narrowed, and what it looks like by itself."""

    clause: Sentence
    text: str
    measured: bool
    """It is of a measure of this year."""
    told: bool
    """It has words by which one says what something came to."""
    looks_back: bool

    @property
    def planned(self) -> bool:
        """Whether it promises; else it tells."""
        return self.measured and not self.told


def follow(report: Report, previous: Report | None, judge: Judge) -> Report:
    """The report with what became of each concrete measure of last year's, in order; as it is without that one."""
    if previous is None:
        return report
    words = judge.words.promise
    due = _promised(previous, words)
    said = list(said_in(report, words))
    last = "" if previous.year is None else str(previous.year)
    summed_up = any(holds(item.text, [word.format(last=last) for word in words.summed_up]) for item in said)
    promises = []
    for measure, row in zip(due, sights(due, previous, said, words), strict=True):
        quote = measure.span.of(previous.text)
        fate = _written_again(quote, report, words.repeated) or _fate(said, row, judge)
        if fate[0] == "dropped" and summed_up:
            fate = "unclear", None
        promises.append(Promise(measure, quote, *fate))
    return replace(report, promises=tuple(promises))


def _promised(previous: Report, words: PromiseWords) -> list[Statement]:
    """The concrete measures of a report that were still to be taken when it was written."""
    clauses = [(clause.whole, narrow(clause.text)) for clause in _all_clauses(previous)]
    told = [place for place, text in clauses if holds(text, words.looks_back) and holds(text, words.settled)]
    concrete = [measure for measure in previous.measures if measure.level >= words.least_level]
    return [measure for measure in concrete if not any(place.overlaps(measure.span) for place in told)]


def _fate(said: Sequence[Said], row: Sequence[Mapping[str, float]], judge: Judge) -> tuple[Fate, Span | None]:
    """What became of a measure, by how likely each clause takes it up, and where that is said."""
    scale, words = judge.weights.following, judge.words.promise
    near = [(scale.probabilities(scale.intercepts, sight)[0], item) for sight, item in zip(row, said, strict=True)]
    # Of several clauses on the subject one that tells what was done outweighs the likeliest plan.
    sure = [(likely, item) for likely, item in near if likely >= words.sure]
    if sure:
        _, told = max(sure, key=lambda item: (not item[1].planned, item[0]))
        return ("again" if told.planned else "done"), told.clause.whole
    if all(sight["alike"] < words.strange for sight in row):
        return "dropped", None
    _, nearest = max(near, key=lambda item: item[0])
    return "unclear", nearest.clause.whole


def said_in(report: Report, words: PromiseWords) -> Iterator[Said]:
    """The clauses of the narrative, in order."""
    for clause in _all_clauses(report):
        text, whole = narrow(clause.text), clause.whole
        measured = any(measure.span.overlaps(whole) for measure in report.measures)
        yield Said(clause, text, measured, holds(text, words.told), holds(text, words.looks_back))


def _all_clauses(report: Report) -> Iterator[Sentence]:
    for sentence in report.sentences():
        yield from _clauses(sentence)


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    start = 0
    for match in (*_CLAUSE.finditer(sentence.text), None):
        end = match.start() if match else len(sentence.text)
        if count_cjk(sentence.text[start:end]) >= _SHORTEST:
            yield sentence.cut(start, end)
        start = match.end() if match else end


def sights(
    measures: Sequence[Statement], previous: Report, said: Sequence[Said], words: PromiseWords
) -> Iterator[list[dict[str, float]]]:
    """For each measure of last year: of each clause of this year, what tells whether it takes the measure up."""
    quotes = [narrow(measure.span.of(previous.text)) for measure in previous.measures]
    like = Likeness([*quotes, *(item.text for item in said)], words.ignored)
    for measure in measures:
        quote, core = narrow(measure.span.of(previous.text)), _core(measure, previous.text)
        deed, thing = (_told(measure, facet, previous.text) for facet in (Facet.ACTION, Facet.OBJECT))
        alike = [like.shared(quote, item.text) for item in said]
        first, second = [*sorted(alike, reverse=True), 0.0, 0.0][:2]
        row = []
        for item, own in zip(said, alike, strict=True):
            longest = SequenceMatcher(None, core, item.text, autojunk=False).find_longest_match().size
            sight = {
                "alike": own,
                "ahead": own - (second if own == first else first),
                "measured": float(item.measured),
                "told": float(item.told),
                "looks back": float(item.looks_back),
                "core": like.covered(core, item.text),
                "of it": like.covered(item.text, core),
                "object": like.covered(thing, item.text),
                "action": like.covered(deed, item.text),
                "longest": min(longest, _LONGEST) / _LONGEST,
            }
            row.append(_paired(sight))
        yield row


def _paired(sight: Mapping[str, float]) -> dict[str, float]:
    """Each sign, and each two together: a likeness means more in a clause that looks back than in a plan."""
    together = combinations_with_replacement(sight.items(), 2)
    return {**sight, **{f"{one} × {other}": left * right for (one, left), (other, right) in together if left * right}}


def _core(measure: Statement, text: str) -> str:
    """A measure without who, when and how much: these make strangers look alike."""
    signs = list(measure.span.of(text))
    for facet in _ASIDE:
        for span in measure.facets.get(facet, ()):
            for place in range(span.start - measure.span.start, span.end - measure.span.start):
                signs[place] = "|"
    return "".join(signs)


def _told(measure: Statement, facet: Facet, text: str) -> str:
    return "|".join(span.of(text) for span in measure.facets.get(facet, ()))


def _written_again(promised: str, report: Report, repeated: float) -> tuple[Fate, Span] | None:
    """Whether a measure of this year is the same word for word, years aside; with other numbers it is planned again."""
    core = _NUMBERS.sub("#", _plain(promised))
    for measure in report.measures:
        text = _plain(measure.span.of(report.text))
        matcher = SequenceMatcher(None, core, _NUMBERS.sub("#", text), autojunk=False)
        if matcher.quick_ratio() >= repeated and matcher.ratio() >= repeated:
            same = _NUMBERS.findall(_plain(promised)) == _NUMBERS.findall(text)
            return "repeated" if same else "again", measure.span
    return None


def _plain(text: str) -> str:
    return _YEAR.sub("", "".join(narrow(text).split()))
