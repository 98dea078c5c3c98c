"""The word list that jieba ships, looked into where it is needed instead of read.

Why: jieba makes 350,000 words and as many beginnings of words into one dictionary before it cuts
anything: most of a second and 100 MB, for a report that needs some 3,000 of them. The cache that it
keeps of that is Python's own format for code in a folder that everybody may write to, and hardly
quicker. But the file itself is nearly in order. It is read as bytes (5 MB, five milliseconds with
its hash), and a word is found between two of the places that are marked in it at even distances.

That needs its lines in the order of their first characters and the sum of all frequencies. For the
list that jieba has shipped since 2020 both are known, and the hash says that it is that one; any
other is read line by line and sorted first, which takes a third of a second. jieba itself is not
imported: that takes 0.2 s, for models that are not used here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_KNOWN = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"
"""SHA-256 of dict.txt of jieba 0.42.1."""
_KNOWN_TOTAL = 60_101_967
_KNOWN_ORDERED_FROM = 724
"""Where 一 stands, in bytes: the 72 lines before it (阿Q, C++, 4S店) are in no order."""
_STRIDE = 4096
"""Bytes between two marks."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and how often they occur, as jieba's ``FREQ`` and ``total`` have them."""

    total: int
    """The sum of all frequencies."""
    lines: bytes
    """``word frequency …`` by lines in the order of first characters, with a line end before the first as well."""
    marks: tuple[bytes, ...]
    """The first characters of some lines, at even distances."""
    places: tuple[int, ...]
    """The line end before each of these lines, and the end of the last line."""
    strays: Mapping[str, int]
    """The words that stand in no order, with all that words among them begin with."""

    def frequency(self, part: str) -> int | None:
        """How often a word occurs; 0 for what words only begin with, None for what none begins with."""
        first, needle = _bytes_of(part[0]), _bytes_of("\n" + part)
        low = self.places[max(bisect_left(self.marks, first) - 1, 0)]
        high = self.places[bisect_right(self.marks, first)]
        begun = self.lines.find(needle, low, high)
        if begun < 0:
            return self.strays.get(part)
        place = self.lines.find(needle + b" ", begun, high)
        if place < 0:
            return self.strays.get(part, 0)
        end = self.lines.index(b"\n", place + 1)
        return int(self.lines[place + len(needle) : end].split(b" ", 2)[1])


def _bytes_of(text: str) -> bytes:
    # Half a surrogate pair is in no word: its bytes are found nowhere.
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def word_list() -> WordList:
    """The list of the jieba that is installed."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba", name="jieba")
    return read_word_list(Path(found.origin).with_name("dict.txt").read_bytes())


def read_word_list(raw: bytes) -> WordList:
    """A list from the bytes of a dictionary file of jieba. Raises ValueError for a line without a frequency."""
    if hashlib.sha256(raw).hexdigest() != _KNOWN:
        return sorted_word_list(raw)
    strays: dict[str, int] = {}
    for word, frequency in _words_in(raw[:_KNOWN_ORDERED_FROM]):
        strays.update((word[:length], 0) for length in range(1, len(word)) if word[:length] not in strays)
        strays[word] = frequency
    return _marked(_KNOWN_TOTAL, raw[_KNOWN_ORDERED_FROM - 1 :], strays)


def sorted_word_list(raw: bytes) -> WordList:
    """A list from any dictionary file; of a word that stands twice the last line holds, and both count."""
    total = 0
    words: dict[str, int] = {}
    for word, frequency in _words_in(raw):
        words[word] = frequency
        total += frequency
    lines = "".join(f"\n{word} {frequency}" for word, frequency in sorted(words.items()))
    return _marked(total, lines.encode() + b"\n", {})


def _words_in(raw: bytes) -> Iterator[tuple[str, int]]:
    for line in raw.removesuffix(b"\n").split(b"\n"):
        word, frequency = line.strip().split(b" ")[:2]
        yield word.decode(), int(frequency)


def _marked(total: int, lines: bytes, strays: Mapping[str, int]) -> WordList:
    last = len(lines) - 1
    distances = range(0, last, _STRIDE)
    places = [place for place in (lines.index(b"\n", distance) for distance in distances) if place < last]
    marks = tuple(lines[place + 1 : place + 5].decode("utf-8", "ignore")[0].encode() for place in places)
    return WordList(total, lines, marks, (*places, last), strays)
