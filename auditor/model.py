"""Linear models of specificity from plain weights: what carries a facet, what a clause is, how high it stands.

Five kinds of models, all fitted by ``auditor.training`` and kept in ``models/specificity/weights.json``:

1. the tagger says of every character whether it carries a facet (one logistic model a facet);
2. the kinds say whether a clause is a measure, a problem or neither (one logistic model a kind);
3. a ladder says how likely a clause reaches level 1, 2 and 3 (one logistic model a rung, calibrated);
4. joints and reading say where section 五 is cut, and what its clauses are beside each other (``auditor.parsing``);
5. following says whether a clause takes up a measure of last year's report.

Kinds and ladders see the runs of one to three characters and what the tagger found. Scoring needs
neither scikit-learn nor numpy. All positions are those of the text as given.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, repeat
from math import exp
from operator import add, mul
from pathlib import Path

import msgspec

from auditor.document import Facet
from auditor.errors import RuleFileError
from auditor.text.spans import Span
from auditor.text.widths import narrowed_to

FACETS = tuple(Facet)
KINDS = ("measure", "problem", "other")
SUMMARY = (
    *[f"{what}.{facet}" for what in ("sure", "pair", "told") for facet in FACETS],
    *("deed", "details", "deed with details", "any detail", "two details"),
)
"""What the tagger found in a clause, by name. Longer than any run of characters: both are features of one set."""
LONGEST_RUN = 3
LIKELY = 0.5
"""From this probability on a character counts as carrying a facet."""
_EDGE = 2
_WINDOWS = (
    ("0", 0, 1), ("<", -1, 1), (">", 0, 2), ("(", -2, 1), ("|", -1, 2), (")", 0, 3),
    ("l", -1, 0), ("r", 1, 2), ("L", -2, 0), ("R", 1, 3),
)  # fmt: skip
"""What the tagger sees of a character: its neighbourhood as named runs, from and to relative to it."""
_LAST_START = max(start for _, start, _ in _WINDOWS)
ONE = 10_000
"""A weight of one."""
_SCORE_DIGITS = 4
_FIELD, _TYPE = 32, "I"
_ZERO = 2**29
"""Where a field of packed margins stands for nothing, so that none is below zero and borrows from the next."""
_UNLIKELY = _ZERO - round(1.5 * ONE)
"""A stretch that carries a facet goes on as far as the margins of its characters are above this."""
_FOLDED = narrowed_to(dict(zip(map(ord, "0123456789一二三四五六七八九十百千两半"), "0" * 10 + "1" * 14, strict=True)))


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Logistic models over one set of features: an intercept each, and the weights of a feature for each.

    The tagger has one for each facet; kinds and ladders have three, and are calibrated.
    """

    intercepts: tuple[float, ...]
    weights: dict[str, tuple[int, ...]]
    """In ten-thousandths: whole numbers are read and added up quickly, and exactly."""
    calibration: tuple[tuple[float, float], ...] = ()
    """Slope and offset of each model's margin, fitted on offices that the weights had not seen."""

    def probabilities(self, margins: Sequence[float], found: Mapping[str, float]) -> list[float]:
        """The calibrated probability of each model: margins so far, and what has a value (``intercepts`` begin)."""
        return self.chances(margins, self.sums(found))

    def sums(self, found: Mapping[str, float], so_far: Sequence[float] | None = None) -> list[float]:
        """What the features with a value add to each model, behind what those before them add."""
        values = found.values()
        before = so_far or (0.0,) * len(self.intercepts)
        columns = self.columns(found) or [()] * len(self.intercepts)
        return [sum(map(mul, values, column), start) for column, start in zip(columns, before, strict=True)]

    def columns(self, names: Iterable[str]) -> list[tuple[float, ...]]:
        """For each model the weights of these names, in their order."""
        nothing = (0,) * len(self.intercepts)
        rows = [self.weights.get(name, nothing) for name in names]
        return [tuple([weight / ONE for weight in column]) for column in zip(*rows, strict=True)]

    def calibrated(
        self, margins: Sequence[float], columns: Iterable[Sequence[float]], values: Iterable[float]
    ) -> list[float]:
        """The calibrated probability of each model: margins so far, and the values of the names of ``columns``."""
        return self.chances(margins, [sum(map(mul, values, column)) for column in columns])

    def chances(self, margins: Iterable[float], sums: Iterable[float]) -> list[float]:
        """The calibrated probability of each model, by its margin so far and what is added to it."""
        return [
            logistic(slope * (margin + added) + offset)
            for margin, added, (slope, offset) in zip(margins, sums, self.calibration, strict=True)
        ]


class Tally:
    """Scales over clauses, ready for use: all that one run of characters adds to all of them, as one packed integer.

    A field of 32 bits holds one margin in ten-thousandths, so that one addition of integers adds up all of them.
    """

    def __init__(self, *scales: Scale) -> None:
        ends = list(accumulate(len(scale.intercepts) for scale in scales))
        self._fields = [slice(end - len(scale.intercepts), end) for scale, end in zip(scales, ends, strict=True)]
        self._bytes = ends[-1] * _FIELD // 8
        self._base = _base([intercept for scale in scales for intercept in scale.intercepts])
        self._scales = [(scale, scale.columns(SUMMARY)) for scale in scales]
        self._adds: dict[str, int] = {}
        for scale, fields in zip(scales, self._fields, strict=True):
            shift = _FIELD * fields.start
            for name, weights in scale.weights.items():
                self._adds[name] = self._adds.get(name, 0) + (_packed(weights) << shift)

    def margins(self, seen: Iterable[str]) -> list[list[float]]:
        """For each scale the linear score of each of its models for what stands in a clause."""
        total = sum(filter(None, map(self._adds.get, seen)), self._base)
        margins = [(field - _ZERO) / ONE for field in array(_TYPE, total.to_bytes(self._bytes, "little"))]
        return [margins[fields] for fields in self._fields]

    def probabilities(self, place: int, margins: Sequence[float], found: Sequence[float]) -> list[float]:
        """The calibrated probability of each model of the scale at a place, with the ``summary`` of a clause."""
        scale, columns = self._scales[place]
        return scale.calibrated(margins, columns, found)


def _packed(values: Sequence[int]) -> int:
    packed = 0
    for value in reversed(values):
        packed = (packed << _FIELD) + value
    return packed


def _base(intercepts: Sequence[float]) -> int:
    """Packed intercepts to start a sum with."""
    return _packed([_ZERO + round(intercept * ONE) for intercept in intercepts])


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that scoring needs, with the hash of the clauses that it was fitted to."""

    clauses: str
    tagger: Scale
    kinds: Scale
    measures: Scale
    problems: Scale
    joints: Scale
    """One model: whether a comma or colon ends a clause."""
    reading: Scale
    """What a clause is, by what it looks like and what stands around it."""
    following: Scale
    """One model: whether a clause of this year takes up a measure of last year."""


def load_weights(path: Path) -> Weights:
    """Read weights. Raises RuleFileError with file and field."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Weights)
    except (OSError, msgspec.DecodeError) as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=str(error)) from error


def logistic(margin: float) -> float:
    """The probability of a margin; never overflows."""
    if margin >= 0:
        return 1 / (1 + exp(-margin))
    grown = exp(margin)
    return grown / (1 + grown)


def characters(text: str, classes: Mapping[str, str]) -> list[list[str]]:
    """What the tagger sees of each character: its neighbourhoods and the classes of words there, behind their names."""
    padded, classed = _padded(text), {_folded(word): of for word, of in classes.items()}
    seen = []
    for place in range(_EDGE, _EDGE + len(text)):
        near = [(name, padded[place + start : place + stop]) for name, start, stop in _WINDOWS]
        seen.append([name + run for name, run in near] + [name + classed[run] for name, run in near if run in classed])
    return seen


def _folded(text: str) -> str:
    """Digits are one, numerals another, whatever their value."""
    return text.translate(_FOLDED)


def _padded(text: str) -> str:
    """A clause between its edges."""
    return "^" * _EDGE + _folded(text) + "$" * _EDGE


class Runs(msgspec.Struct, frozen=True, gc=False):
    """The runs of one, two and three characters of a clause and its edges, in order of their places."""

    one: list[str]
    two: list[str]
    three: list[str]

    @staticmethod
    def of(text: str) -> Runs:
        one = list(_padded(text))
        two = list(map(add, one, one[1:]))
        return Runs(one, two, list(map(add, two, one[2:])))

    def distinct(self) -> dict[str, float]:
        """Each run once, however often it stands there."""
        return dict.fromkeys(chain(self.one, self.two, self.three), 1.0)


class Tagger:
    """The tagger ready for use, packed like a ``Tally``: one addition adds up all places and facets at once.

    ``classes`` names the class of words (of up to three characters) that are alike to it: a verb that no clause of the
    corpus has is known by its class.
    """

    def __init__(self, scale: Scale, classes: Mapping[str, str]) -> None:
        self._width = _FIELD * len(scale.intercepts)
        self._base = _base(scale.intercepts) << self._width * _LAST_START
        shifts = {name: self._width * (_LAST_START - start) for name, start, _ in _WINDOWS}
        packed = {seen: _packed(weights) << shifts[seen[0]] for seen, weights in scale.weights.items()}
        self._adds: dict[str, int] = {}
        for seen, added in packed.items():
            self._adds[seen[1:]] = self._adds.get(seen[1:], 0) + added
        for word, of in {_folded(word): of for word, of in classes.items()}.items():
            fitting = (name for name, start, stop in _WINDOWS if stop - start == len(word))
            self._adds[word] = self._adds.get(word, 0) + sum(packed.get(name + of, 0) for name in fitting)

    def carried(self, seen: Runs) -> list[list[int]]:
        """For each facet the packed margin of each character; above ``_ZERO`` it rather carries the facet."""
        one, two, three = (map(self._adds.get, runs, repeat(0)) for runs in (seen.one, seen.two, seen.three))
        width, base, total = self._width, self._base, 0
        runs = zip(one, chain(two, (0,)), chain(three, (0, 0)), strict=True)
        for added in reversed([base + a + b + c for a, b, c in runs]):
            total = (total << width) + added
        size, places = width // _FIELD, len(seen.one)
        fields = array(_TYPE, total.to_bytes((places + 2 * _EDGE) * width // 8, "little", signed=True))
        start = (_EDGE + _LAST_START) * size
        stop = start + (places - 2 * _EDGE) * size
        return [fields[start + facet : stop : size].tolist() for facet in range(size)]


def tops(margins: Sequence[Sequence[int]]) -> list[list[float]]:
    """For each facet the probabilities of the two likeliest characters of a clause, the likelier last."""
    return [[logistic((margin - _ZERO) / ONE) for margin in sorted(of_facet)[-2:]] for of_facet in margins]


def summary(likeliest: Sequence[Sequence[float]]) -> list[float]:
    """How sure the tagger is of each facet of a clause, and of those that go together, in the order of ``SUMMARY``."""
    sure = [top[-1] if top else 0.0 for top in likeliest]
    action, *details, thing = sure
    told = sum([value > LIKELY for value in details])
    return [
        *sure,
        *[sum(top) / 2 for top in likeliest],
        *[float(most > LIKELY) for most in sure],
        action * thing,
        sum(sorted(details)[1:]),
        action * thing * sum(details),
        float(told >= 1),
        float(told > 1),
    ]


def spans_of(text: str, margins: Sequence[int], offset: int = 0) -> tuple[Span, ...]:
    """The stretches of a text that carry a facet, moved by ``offset``: around what is likely, as far as it may be.

    Stretches that one character parts are one, and none is a single character of a word.
    """
    found: list[list[int]] = []
    for place in [place for place, margin in enumerate(margins) if margin > _ZERO]:
        if found and place < found[-1][1]:
            continue
        start, stop = _stretch(margins, place, found[-1][1] if found else 0)
        if found and start - found[-1][1] <= 1:
            found[-1][1] = stop
        else:
            found.append([start, stop])
    trimmed = [_trimmed(text, start, stop) for start, stop in found]
    return tuple([Span(offset + start, offset + stop) for start, stop in trimmed if start < stop])


def _stretch(margins: Sequence[int], place: int, first: int) -> tuple[int, int]:
    """How far what stands at a place goes on to both sides; at least to the likelier neighbour."""
    start, stop, end = place, place + 1, len(margins)
    while start > first and margins[start - 1] > _UNLIKELY:
        start -= 1
    while stop < end and margins[stop] > _UNLIKELY:
        stop += 1
    if stop - start == 1 and end - first > 1:
        if stop < end and (start == first or margins[stop] >= margins[start - 1]):
            stop += 1
        else:
            start -= 1
    return start, stop


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and not text[start].isalnum() and text[start] not in "“《（%":
        start += 1
    while stop > start and not text[stop - 1].isalnum() and text[stop - 1] not in "”》）%％":
        stop -= 1
    return start, stop


def level_of(reached: Iterable[float]) -> tuple[int, float]:
    """Level and score of the probabilities to reach the rungs: the expected level, and the nearest whole one.

    The score is rounded: its last digits are those of the machine, and another Python adds up to others.
    """
    total, highest = 0.0, 1.0
    for probability in reached:
        highest = min(highest, probability)
        total += highest
    score = round(total, _SCORE_DIGITS)
    return int(score + 0.5), score
