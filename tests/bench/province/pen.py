"""Sentences from templates: which words are drawn, which numbers, and of whose place, are decided apart.

Who copies a report has the words of another office and its own numbers and places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random

import msgspec

from tests.bench.province.chance import dice

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(=?)(\w+(?:[+-]\w+)*)(?::(\d+)-(\d+))?\}")
_RANGED = re.compile(r"\{(\w+):(\d+)-(\d+)\}")
_OPERAND = re.compile(r"([+-]?)(\w+)")


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem in a word and in full, the measure that answers it, and what next year's report says of it."""

    title: tuple[str, ...]
    problem: tuple[str, ...]
    measure: tuple[str, ...]
    done: tuple[str, ...]


class _Pairs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pair: tuple[Pair, ...]


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The wordings by part of the report and topic."""
    return msgspec.toml.decode((_FOLDER / "phrases.toml").read_bytes(), type=dict[str, dict[str, tuple[str, ...]]])


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """What section 五 is made of."""
    return msgspec.toml.decode((_FOLDER / "problems.toml").read_bytes(), type=_Pairs).pair


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose draws a report is written with."""

    words: str
    numbers: str


@dataclass(slots=True)
class Pen:
    """Writes the sentences of one report; what is drawn from a pool of the office is not drawn twice."""

    known: Mapping[str, str]
    """Slots whose words are given."""
    pools: Mapping[str, Sequence[str]]
    """Slots whose words are drawn, and the words."""
    scale: float
    """By how much the numbers of slots with a capital letter grow."""
    used: set[str] = field(default_factory=set)

    def write(self, hand: Hand, topic: str, templates: Sequence[str], known: Mapping[str, str] | None = None) -> str:
        """A sentence on a topic. The same hand and topic give the same words, whatever else was written."""
        words, numbers = dice(hand.words, topic), dice(hand.numbers, topic)
        template = templates[words.randrange(len(templates))]
        return _Sentence(self, hand, topic, words, numbers, {**self.known, **(known or {})}).of(template)


@dataclass(slots=True)
class _Sentence:
    pen: Pen
    hand: Hand
    scope: str
    words: Random
    numbers: Random
    known: dict[str, str]

    def of(self, template: str) -> str:
        for name, low, high in _RANGED.findall(template):
            if name not in self.known or name[0] == "z":
                self.known[name] = self._number(name, int(low), int(high))
        return _SLOT.sub(self._slot, template)

    def _number(self, name: str, low: int, high: int) -> str:
        value = self.numbers.randint(low, high)
        return str(round(value * self.pen.scale) if name[0].isupper() else value)

    def _slot(self, match: re.Match[str]) -> str:
        name = match.group(2)
        if match.group(1):
            parts = _OPERAND.findall(name)
            return str(sum(int(self.known[part]) * (-1 if sign == "-" else 1) for sign, part in parts))
        if name in self.known:
            return self.known[name]
        pool = name.rstrip("0123456789")
        kept = pool != name
        draw = dice(self.hand.words, self.scope.partition(":")[0], name) if kept else self.words
        word = self._drawn(pool, draw)
        if kept:
            self.known[name] = word
        return word

    def _drawn(self, pool: str, draw: Random) -> str:
        offered = self.pen.pools[pool]
        if pool in _ONCE and ":" not in self.scope:
            order = draw.sample(offered, len(offered))
            word = next((one for one in order if one not in self.pen.used), order[0])
        else:
            word = draw.choice(offered)
        if pool in _ONCE:
            self.pen.used.add(word)
        return self.of(word) if "{" in word else word


_ONCE = frozenset({"matter", "asked", "event"})
"""Pools of which a report takes each word once; what is told of over two years is drawn without regard to that."""
