"""Linear models of specificity from plain weights: what carries a facet, what a clause is, how high it stands.

Three kinds of models, all fitted by ``auditor.training`` and kept in ``models/specificity/weights.json``:

1. the tagger says of every character whether it carries a facet (one logistic model a facet);
2. the kinds say whether a clause is a measure, a problem or neither (one logistic model a kind);
3. a ladder says how likely a clause reaches level 1, 2 and 3 (one logistic model a rung, calibrated).

Kinds and ladders see the runs of one to three characters and what the tagger found. Scoring needs
neither scikit-learn nor numpy. All positions are those of the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import exp
from pathlib import Path

import msgspec

from auditor.document import Facet
from auditor.errors import RuleFileError
from auditor.text.spans import Span
from auditor.text.widths import narrow

FACETS = tuple(Facet)
KINDS = ("measure", "problem", "other")
LIKELY = 0.5
"""From this probability on a character counts as carrying a facet."""
_UNLIKELY = -1.5
_LONGEST_RUN = 3
_EDGE = 3
_WINDOWS = (
    ("0", 0, 1), ("<", -1, 1), (">", 0, 2), ("(", -2, 1), ("|", -1, 2), (")", 0, 3),
    ("[", -3, 1), ("{", -2, 2), ("}", -1, 3), ("]", 0, 4), ("l", -1, 0), ("r", 1, 2), ("L", -2, 0), ("R", 1, 3),
)  # fmt: skip
"""What the tagger sees of a character: its neighbourhood as named runs, from and to relative to it."""
_FOLDED = str.maketrans("0123456789一二三四五六七八九十百千两半", "0" * 10 + "1" * 14)
_COUNTED = re.compile("[一二三四五六七八九十百千两]+(?=[个件次条项篇期场份人名])")
_DIGITS = re.compile("[0-9]+")


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Logistic models over one set of features: an intercept each, and the weights of a feature for each.

    The tagger has one for each facet; kinds and ladders have three, and are calibrated.
    """

    intercepts: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    calibration: tuple[tuple[float, float], ...] = ()
    """Slope and offset of each model's margin, fitted on offices that the weights had not seen."""

    def margins(self, seen: Iterable[str]) -> tuple[float, float, float]:
        """The linear score of each model for what stands in a clause."""
        one, two, three = self.intercepts
        get = self.weights.get
        for name in seen:
            row = get(name)
            if row is not None:
                a, b, c = row
                one, two, three = one + a, two + b, three + c
        return one, two, three

    def probabilities(self, margins: Sequence[float], found: Mapping[str, float]) -> list[float]:
        """The calibrated probability of each model: margins of the runs, and what the tagger found."""
        one, two, three = margins
        get = self.weights.get
        for name, value in found.items():
            row = get(name)
            if row is not None:
                a, b, c = row
                one, two, three = one + a * value, two + b * value, three + c * value
        slopes = zip((one, two, three), self.calibration, strict=True)
        return [logistic(slope * margin + offset) for margin, (slope, offset) in slopes]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that scoring needs, with the hash of the clauses that it was fitted to."""

    clauses: str
    tagger: Scale
    kinds: Scale
    measures: Scale
    problems: Scale


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


def characters(text: str) -> list[list[str]]:
    """What the tagger sees of each character: its neighbourhoods, each behind its name."""
    padded = _padded(text)
    return [
        [name + padded[place + start : place + stop] for name, start, stop in _WINDOWS]
        for place in range(_EDGE, _EDGE + len(text))
    ]


def _padded(text: str) -> str:
    """A clause between its edges. Digits are one, numerals another, whatever their value."""
    return "^" * _EDGE + narrow(text).translate(_FOLDED) + "$" * _EDGE


def runs(text: str) -> dict[str, float]:
    """The runs of one to three characters of a clause and its edges, each once however often it stands there."""
    plain = f"^{_COUNTED.sub('0', _DIGITS.sub('0', narrow(text)))}$"
    size = len(plain)
    seen = list(plain)
    for length in range(2, _LONGEST_RUN + 1):
        seen += [plain[i : i + length] for i in range(size - length + 1)]
    return dict.fromkeys(seen, 1.0)


class Tagger:
    """The tagger ready for use: each run of characters with what it adds, and to which place and facet.

    Margins of one place stand side by side in one flat list, because that is quickest.
    """

    def __init__(self, scale: Scale) -> None:
        windows = {name: start for name, start, _ in _WINDOWS}
        self._intercepts = scale.intercepts
        size = len(scale.intercepts)
        adds: dict[str, list[tuple[int, float]]] = {}
        for seen, weights in scale.weights.items():
            shift = (_EDGE + 1 - windows[seen[0]]) * size
            added = [(shift + facet, weight) for facet, weight in enumerate(weights) if weight]
            adds.setdefault(seen[1:], []).extend(added)
        self._adds = {run: tuple(added) for run, added in adds.items()}

    def carried(self, text: str) -> list[list[float]]:
        """For each facet the margin of each character: above 0 it is likelier than not to carry the facet."""
        padded = _padded(text)
        first, size = 2 * _EDGE + 1, len(self._intercepts)
        margins = list(self._intercepts) * (len(padded) + first)
        get = self._adds.get
        for length in range(1, _EDGE + 2):
            place = 0
            for added in map(get, [padded[i : i + length] for i in range(len(padded) - length + 1)]):
                if added is not None:
                    for shift, weight in added:
                        margins[place + shift] += weight
                place += size
        start, stop = first * size, (first + len(text)) * size
        return [margins[start + facet : stop : size] for facet in range(size)]


def tops(margins: Sequence[Sequence[float]]) -> list[list[float]]:
    """For each facet the probabilities of the two likeliest characters of a clause, the likelier last."""
    return [[logistic(margin) for margin in sorted(of_facet)[-2:]] for of_facet in margins]


def summary(likeliest: Sequence[Sequence[float]]) -> dict[str, float]:
    """What the tagger found in a clause, as numbers: how sure it is of each facet, and of the facets that go together.

    Names are longer than any run of characters, so that both stand in one set of features.
    """
    sure = [top[-1] if top else 0.0 for top in likeliest]
    found: dict[str, float] = {}
    for facet, most, top in zip(FACETS, sure, likeliest, strict=True):
        found[f"sure.{facet}"] = most
        found[f"pair.{facet}"] = sum(top) / 2
        found[f"told.{facet}"] = float(most > LIKELY)
    action, *details, thing = sure
    told = sum(value > LIKELY for value in details)
    found["deed"] = action * thing
    found["details"] = sum(sorted(details)[1:])
    found["deed with details"] = action * thing * sum(details)
    found["any detail"], found["two details"] = float(told >= 1), float(told > 1)
    return found


def spans_of(text: str, margins: Sequence[float]) -> tuple[Span, ...]:
    """The stretches of a text that carry a facet: around what is likely, as far as it is not unlikely."""
    found: list[Span] = []
    start: int | None = None
    for place, margin in enumerate((*margins, _UNLIKELY)):
        if margin > _UNLIKELY and start is None:
            start = place
        elif margin <= _UNLIKELY and start is not None:
            trimmed = _trimmed(text, start, place) if max(margins[start:place]) > 0 else None
            if trimmed is not None:
                found.append(trimmed)
            start = None
    return tuple(found)


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    while start < stop and not text[start].isalnum() and text[start] not in "“《（%":
        start += 1
    while stop > start and not text[stop - 1].isalnum() and text[stop - 1] not in "”》）%％":
        stop -= 1
    return Span(start, stop) if stop > start else None


def level_of(reached: Iterable[float]) -> tuple[int, float]:
    """Level and score of the probabilities to reach the rungs: the expected level, and the nearest whole one."""
    score, highest = 0.0, 1.0
    for probability in reached:
        highest = min(highest, probability)
        score += highest
    return int(score + 0.5), score
