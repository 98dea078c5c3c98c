"""How specific a measure or a problem is, 0 to 3, and why.

The scale is the project's annotation guideline; the judgement is the models' of ``auditor.model``. Each
rating is explained by the spans that carry its facets, by the facets that are missing, and by the level
that adding one of them would give. Positions are those of the text that is rated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.document import Facet
from auditor.errors import RuleFileError
from auditor.model import (
    FACETS,
    KINDS,
    Scale,
    Tagger,
    Weights,
    level_of,
    load_weights,
    runs,
    spans_of,
    summary,
    tops,
)
from auditor.text.spans import Span

_HIGHEST = 3
_MARKS = "。；;，,、：: \t\u3000"
_PLAN = ("下一步", "今后", "明年", "拟")
_PLAIN = (0.95, 0.95)
"""How sure the tagger is of a facet that is told plainly."""


class MeasureWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that open a measure, with a visible result or without."""

    concrete_verbs: tuple[str, ...]
    vague_verbs: tuple[str, ...]


class ProblemWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell a problem, its evidence, and praise that stands before one."""

    cues: tuple[str, ...]
    evidence: tuple[str, ...]
    praise: tuple[str, ...]


class SplitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of measures that are done, and of achievements that are no measures."""

    completed: tuple[str, ...]
    achievements: tuple[str, ...]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which section 五 is split, from ``models/specificity/lexicon.toml``."""

    measure: MeasureWords
    problem: ProblemWords
    split: SplitWords


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """The words that split section 五 and the weights that rate its statements. Compared by identity."""

    words: Lexicon
    weights: Weights
    tagger: Tagger


@dataclass(frozen=True, slots=True)
class Rating:
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
    return Judge(load_lexicon(folder / "lexicon.toml"), weights, Tagger(weights.tagger))


def load_lexicon(path: Path) -> Lexicon:
    """Read the words that split section 五. Raises RuleFileError with file and field."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Lexicon)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=str(error)) from error


def signs(text: str, words: Lexicon) -> list[str]:
    """What the words of the lexicon say of a clause's kind: names longer than any run of characters."""
    told = (
        ("sign.complaint", any(word in text for word in words.problem.cues)),
        ("sign.praise", any(word in text for word in words.split.achievements)),
        ("sign.deed", text.startswith((*words.measure.vague_verbs, *words.measure.concrete_verbs))),
        ("sign.plan", "将" in text or text.startswith(_PLAN)),
    )
    return [name for name, holds in told if holds]


@lru_cache(maxsize=64)
def rate_measure(text: str, judge: Judge) -> Rating:
    """Rate one measure by the guideline: what is done, to what, by whom, when, how much.

    Kept for a while, because splitting section 五 asks for the rating of one clause several times.
    """
    return _Clause.of(text, judge.tagger).rated(judge.weights.measures)


def rate_problem(text: str, judge: Judge) -> Rating:
    """Rate one problem: 0 praise in disguise, 1 a topic, 2 what is wrong with what, 3 with evidence."""
    return _Clause.of(text, judge.tagger).rated(judge.weights.problems)


def rate(text: str, judge: Judge) -> tuple[str, Rating]:
    """Whether a clause by itself is a ``measure``, a ``problem`` or ``other``, and its rating as such.

    What is neither is level 0. Gains are left out: they take as long as all the rest.
    """
    clause, weights = _Clause.of(text, judge.tagger), judge.weights
    chances = weights.kinds.probabilities(
        weights.kinds.margins([*clause.words, *signs(clause.body, judge.words)]), clause.found
    )
    kind = KINDS[chances.index(max(chances))]
    if kind == "other":
        return kind, Rating(0, 0.0, {}, (), {})
    return kind, clause.rated(weights.measures if kind == "measure" else weights.problems, gains=False)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A statement as the models see it: its body, its runs of characters, and what the tagger says of each of them."""

    place: Span
    body: str
    words: Mapping[str, float]
    told: Sequence[Sequence[float]]
    likeliest: Sequence[Sequence[float]]
    found: Mapping[str, float]

    @staticmethod
    def of(text: str, tagger: Tagger) -> _Clause:
        place = _body(text)
        body = place.of(text)
        words, told = runs(body), tagger.carried(body)
        likeliest = tops(told)
        return _Clause(place, body, words, told, likeliest, summary(likeliest))

    def rated(self, ladder: Scale, *, gains: bool = True) -> Rating:
        start = self.place.start
        margins = ladder.margins(self.words)
        level, score = level_of(ladder.probabilities(margins, self.found))
        facets = {
            facet: tuple(Span(start + span.start, start + span.end) for span in spans)
            for facet, of_facet in zip(FACETS, self.told, strict=True)
            if (spans := spans_of(self.body, of_facet))
        }
        missing = tuple(facet for facet in FACETS if facet not in facets)
        raised = {facet: self._with(facet, ladder, margins) for facet in missing if gains and level < _HIGHEST}
        return Rating(level, score, facets, missing, {facet: to for facet, to in raised.items() if to > level})

    def _with(self, facet: Facet, ladder: Scale, margins: Sequence[float]) -> int:
        """The level of the statement if a facet were told as well."""
        place = FACETS.index(facet)
        richer = [top if i != place else _PLAIN for i, top in enumerate(self.likeliest)]
        return level_of(ladder.probabilities(margins, summary(richer)))[0]


def _body(text: str) -> Span:
    """A statement without the marks and blanks around it."""
    start, end = 0, len(text)
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end)
