"""Shared passages of two reports' own words: stretches that stand in both, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from auditor.copying.own_words import OwnWords
from auditor.text.spans import Span

SHORTEST = 12
"""Characters that must stand in both in a row. Set phrases of the field (进一步加强政府信息公开工作) have up to ten."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report that stands in another one."""

    span: Span
    letters: int
    """How many characters of own words it has."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How much of one report's own words stands in another one, and where in the first."""

    share: float
    """0 to 1, of the characters of the first one's own words."""
    passages: tuple[Passage, ...]
    """In the order of the first report, each as long as it goes on in the other without a heading or table between."""


def shared(one: OwnWords, other: OwnWords) -> Shared:
    """What of the own words of one report stands in another. Who wrote it first is not to be told from it."""
    runs = {other.text[start : start + SHORTEST] for start in range(len(other) - SHORTEST + 1)}
    marked = bytearray(len(one))
    for start in range(len(one) - SHORTEST + 1):
        if one.text[start : start + SHORTEST] in runs:
            marked[start : start + SHORTEST] = b"\x01" * SHORTEST
    found = tuple(
        Passage(one.span(begin, end), end - begin)
        for low, high in pairwise((*one.breaks, len(one)))
        for begin, end in _marked(marked, low, high)
    )
    return Shared(marked.count(1) / len(one) if len(one) else 0.0, found)


def _marked(marked: bytearray, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stretches that are marked between two places."""
    begin = marked.find(b"\x01", low, high)
    while begin >= 0:
        end = marked.find(b"\x00", begin, high)
        end = high if end < 0 else end
        yield begin, end
        begin = marked.find(b"\x01", end, high)
