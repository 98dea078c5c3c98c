"""How specific a measure or a problem is, 0 to 3, and why.

The scale is the project's annotation guideline; the judgement is the models' of ``auditor.model``. Each
rating is explained by the spans that carry its facets, by the facets that are missing, and by the level
that adding one of them would give. Positions are those of the text that is rated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

import msgspec

from auditor.document import Facet
from auditor.model import (
    FACETS,
    KINDS,
    LIKELY,
    Runs,
    Tagger,
    Tally,
    Weights,
    level_of,
    load_weights,
    spans_of,
    summary,
    tops,
)
from auditor.text.phrases import stands_any
from auditor.text.spans import Span, bare
from auditor.toml import converted, table_in

_HIGHEST = 3
_SURE, _TAIL = 4.0, 10
_MARKS = "。；;，,、：: \t\u3000"
_HINTED = 0.3
"""Below this the tagger sees no act at all."""
_PLAN = ("下一步", "今后", "明年", "拟")
_PLAIN = (0.95, 0.95)
"""How sure the tagger is of a facet that is told plainly."""


class MeasureWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that open a measure, with a visible result or without."""

    concrete_verbs: tuple[str, ...]
    vague_verbs: tuple[str, ...]


class ProblemWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell a problem, those that end one (有待, 空间), and praise that is none."""

    cues: tuple[str, ...]
    needs: tuple[str, ...]
    praise: tuple[str, ...]


class TurnWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which a passage turns to problems, or to what is done about them."""

    to_problems: tuple[str, ...]
    to_measures: tuple[str, ...]


class PromiseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How last year's measures are looked for in this year's report: words as phrases of rule files, and limits."""

    least_level: int
    """Measures below it are slogans, and nobody can say what became of them."""
    sure: float
    """From this probability on a clause takes a measure up."""
    strange: float
    """A measure that is less like every clause than this is dropped: see ``Likeness.shared``."""
    repeated: float
    """From this share of equal characters on a measure is last year's word for word."""
    told: tuple[str, ...]
    looks_back: tuple[str, ...]
    settled: tuple[str, ...]
    """Of a measure that looks back: it tells what was done."""
    summed_up: tuple[str, ...]
    """Of a sentence that reports on all of last year's measures at once; ``{last}`` is last year."""
    ignored: tuple[str, ...]
    """Times, places and set words that any two measures may share."""


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell what a clause of section 五 is, from ``models/specificity/lexicon.toml``."""

    measure: MeasureWords
    problem: ProblemWords
    turn: TurnWords
    promise: PromiseWords


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """The words and weights that split section 五 and rate its statements. Compared by identity."""

    words: Lexicon
    weights: Weights
    tagger: Tagger
    tally: Tally
    """Over kinds, measures and problems, in this order."""

    @staticmethod
    def of(words: Lexicon, weights: Weights) -> Judge:
        """Weights made ready for use."""
        tally = Tally(weights.kinds, weights.measures, weights.problems)
        return Judge(words, weights, Tagger(weights.tagger, classes(words)), tally)


class Rating(msgspec.Struct, frozen=True, gc=False):
    """How specific a statement is: level 0 to 3, a score on the same scale, and its facets with their spans."""

    level: int
    score: float
    facets: Mapping[Facet, tuple[Span, ...]]
    missing: tuple[Facet, ...]
    gains: Mapping[Facet, int]
    """The level that a missing facet would raise the statement to, where it would."""


@lru_cache(maxsize=2)
def load_judge(folder: Path) -> Judge:
    """Read lexicon and weights of a folder. Raises RuleFileError with file and field."""
    weights = load_weights(folder / "weights.json")
    return Judge.of(load_lexicon(folder / "lexicon.toml"), weights)


def load_lexicon(path: Path) -> Lexicon:
    """Read the words that tell what a clause is. Raises RuleFileError with file and field."""
    return converted(table_in(path), Lexicon, path)


def classes(words: Lexicon) -> dict[str, str]:
    """The class by which the tagger knows a verb: longer than any run of characters."""
    return {
        **dict.fromkeys(words.measure.vague_verbs, "a vow"),
        **dict.fromkeys(words.measure.concrete_verbs, "a deed"),
    }


def signs(text: str, words: Lexicon) -> list[str]:
    """What the words of the lexicon say of a clause's kind: names longer than any run of characters."""
    told = (
        ("sign.complaint", stands_any(text, words.problem.cues)),
        ("sign.need", stands_any(text[-_TAIL:], words.problem.needs)),
        ("sign.praise", stands_any(text, words.problem.praise)),
        ("sign.deed", any(map(text.startswith, (words.measure.vague_verbs, words.measure.concrete_verbs)))),
        ("sign.plan", "将" in text or text.startswith(_PLAN)),
    )
    return [name for name, holds in told if holds]


@lru_cache(maxsize=512)
def signs_of(text: str, judge: Judge) -> tuple[str, ...]:
    """The same by a judge's words. Kept for a while: the sides of a joint are asked for again."""
    return tuple(signs(text, judge.words))


@lru_cache(maxsize=512)
def words_lean(text: str, judge: Judge) -> tuple[float, ...]:
    """How far the words of a text lean to each kind, -2 to 2. Quick: the tagger is not asked."""
    seen = Runs.of(text)
    kinds, _, _ = judge.tally.margins({*seen.one, *seen.two, *seen.three, *signs_of(text, judge)})
    lines = zip(kinds, judge.weights.kinds.calibration, strict=True)
    return tuple([_clipped(slope * margin + offset) / 2 for margin, (slope, offset) in lines])


def leanings(text: str, judge: Judge) -> list[float]:
    """How far a clause by itself leans to each kind, as log-odds from -4 to 4."""
    return [_clipped(log(chance / (1 - chance))) for chance in _Clause.of(text, judge).kinds()]


def _clipped(odds: float) -> float:
    return max(-_SURE, min(_SURE, odds))


def rate_measure(text: str, judge: Judge) -> Rating:
    """Rate one measure by the guideline: what is done, to what, by whom, when, how much."""
    return _Clause.of(text, judge).rated("measure")


def rate_problem(text: str, judge: Judge) -> Rating:
    """Rate one problem: 0 praise in disguise, 1 a topic, 2 what is wrong with what, 3 with evidence."""
    return _Clause.of(text, judge).rated("problem")


def reached(text: str, kind: str, judge: Judge) -> list[float]:
    """The calibrated probabilities that a ``measure`` or ``problem`` reaches levels 1, 2 and 3."""
    clause = _Clause.of(text, judge)
    return clause.reached(kind, clause.found)


def rate(text: str, judge: Judge) -> tuple[str, Rating]:
    """Whether a clause by itself is a ``measure``, a ``problem`` or ``other``, and its rating as such.

    What is neither is level 0. Gains are left out: they take as long as all the rest.
    """
    clause = _Clause.of(text, judge)
    chances = clause.kinds()
    kind = KINDS[chances.index(max(chances))]
    return kind, clause.rated(kind, gains=False) if kind != "other" else Rating(0, 0.0, {}, (), {})


class _Clause(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A statement as the models see it: its body, what its words say, and what the tagger says of its characters."""

    judge: Judge
    place: Span
    body: str
    margins: Sequence[Sequence[float]]
    """Of kinds, measures and problems."""
    told: Sequence[Sequence[int]]
    likeliest: Sequence[Sequence[float]]
    found: Sequence[float]
    """Their summary."""

    @staticmethod
    @lru_cache(maxsize=256)
    def of(text: str, judge: Judge) -> _Clause:
        """Kept for a while: splitting section 五 asks what a clause leans to before it is rated."""
        place = bare(text, 0, len(text), _MARKS)
        body = place.of(text)
        seen = Runs.of(body)
        told = judge.tagger.carried(seen)
        likeliest = tops(told)
        margins = judge.tally.margins({*seen.one, *seen.two, *seen.three, *signs_of(body, judge)})
        return _Clause(judge, place, body, margins, told, likeliest, summary(likeliest))

    def kinds(self) -> list[float]:
        """How likely each kind is."""
        return self.judge.tally.probabilities(0, self.margins[0], self.found)

    def reached(self, kind: str, found: Sequence[float]) -> list[float]:
        """How likely it reaches levels 1, 2 and 3 as a measure or a problem, with this found in it."""
        ladder = KINDS.index(kind) + 1
        return self.judge.tally.probabilities(ladder, self.margins[ladder], found)

    def rated(self, kind: str, *, gains: bool = True) -> Rating:
        level, score = level_of(self.reached(kind, self.found))
        facets: dict[Facet, tuple[Span, ...]] = {}
        for facet, top, margins in zip(FACETS, self.likeliest, self.told, strict=True):
            spans = spans_of(self.body, margins, self.place.start) if top and top[-1] > LIKELY else ()
            if spans:
                facets[facet] = spans
        missing = tuple([facet for facet in FACETS if facet not in facets])
        if level > 1 and kind == "measure" and self._only_lists_bodies(facets.get(Facet.BODY, ())):
            level, score = 1, 1.0
        if not gains or level == _HIGHEST:
            return Rating(level, score, facets, missing, {})
        raised = {facet: self._with(facet, kind) for facet in missing}
        return Rating(level, score, facets, missing, {facet: to for facet, to in raised.items() if to > level})

    def _only_lists_bodies(self, bodies: Sequence[Span]) -> bool:
        """Whether it names several bodies and no act: to say who is responsible is not to say what is done."""
        listed = len(bodies) > 1 or any(
            "、" in self.body[s.start - self.place.start : s.end - self.place.start] for s in bodies
        )
        acts = self.found[FACETS.index(Facet.ACTION)] >= _HINTED or stands_any(
            self.body, self.judge.words.measure.concrete_verbs
        )
        return listed and not acts

    def _with(self, facet: Facet, kind: str) -> int:
        """The level of the statement if a facet were told as well."""
        place = FACETS.index(facet)
        richer = [top if i != place else _PLAIN for i, top in enumerate(self.likeliest)]
        return level_of(self.reached(kind, summary(richer)))[0]
