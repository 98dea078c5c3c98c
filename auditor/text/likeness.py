"""How much two texts have in common, among the texts that they stand with.

Runs of one to three Chinese characters weigh by how rare they are among the texts at hand, so that
信息公开 counts little in a section that says it in every sentence. No word list, no statistics from elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

_NOT_CHINESE = r"[^\u4e00-\u9fff]+"
_LONGEST = 3
_FEWEST = 9
_SINGLE = 0.3
"""What a single character weighs beside a run of two or three."""


class Likeness:
    """The rarity of runs among given texts; what stands in ``ignored`` parts a text and is in no run."""

    def __init__(self, texts: Sequence[str], ignored: Sequence[str] = ()) -> None:
        longest_first = sorted(map(re.escape, ignored), key=len, reverse=True)
        self._parts = re.compile("|".join((*longest_first, _NOT_CHINESE)))
        self._known: dict[str, set[str]] = {}
        often = Counter(run for text in texts for run in self._runs(text))
        self._weights = {
            run: log((len(texts) + 1) / count) * (1 if len(run) > 1 else _SINGLE) for run, count in often.items()
        }

    def shared(self, one: str, other: str) -> float:
        """The share of each text's weight that the other has, added up: 0 nothing, 2 the same runs.

        A text of a few characters is like no other.
        """
        left, right = self._runs(one), self._runs(other)
        if min(len(left), len(right)) < _FEWEST:
            return 0.0
        common = self._weight(left & right)
        return sum(common / whole for whole in (self._weight(left), self._weight(right)) if whole)

    def covered(self, one: str, other: str) -> float:
        """The share of a text's weight that another text has: 0 to 1."""
        runs = self._runs(one)
        whole = self._weight(runs)
        return self._weight(runs & self._runs(other)) / whole if whole else 0.0

    def _weight(self, runs: Iterable[str]) -> float:
        return sum(self._weights.get(run, 0.0) for run in runs)

    def _runs(self, text: str) -> set[str]:
        """Kept: each text is compared with many others."""
        if text not in self._known:
            self._known[text] = self._cut(text)
        return self._known[text]

    def _cut(self, text: str) -> set[str]:
        return {
            part[start : start + length]
            for part in self._parts.split(text)
            for length in range(1, _LONGEST + 1)
            for start in range(len(part) - length + 1)
        }
