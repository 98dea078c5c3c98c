"""The word list that jieba ships, looked into by the first two characters of a word instead of read.

Why: jieba makes 350,000 words and half a million beginnings of words into one dictionary before it
cuts anything: most of a second and 100 MB for a report that needs some 3,000 of them, or a cache
file of code objects' format in a folder that everybody may write to. The file itself is nearly in
order. It is read as bytes (5 MB, a few milliseconds), and what begins with a pair of characters is
found between two of the places that are marked in it at even distances.

That needs the lines in order by their first character and the sum of all frequencies. For the list
that jieba has shipped since 2020 both are known, and the hash of the file says that it is that one;
any other list is read line by line and sorted first, which takes jieba's time. jieba itself is not
imported: that alone takes 0.2 s, for models that are not used here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_KNOWN = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"
"""SHA-256 of dict.txt of jieba 0.42.1."""
_KNOWN_TOTAL = 60_101_967
_KNOWN_ORDERED_FROM = 724
"""Where 一 stands, in bytes: the 72 words before it (阿Q, C++, 4S店) are in no order."""
_STRIDE = 4096
"""Bytes between two marks."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and how often they occur, as jieba's ``FREQ`` and ``total`` have them."""

    total: int
    """The sum of all frequencies."""
    lines: bytes
    """``word frequency …`` by lines, in the order of first characters, with a line end before the first as well."""
    marks: tuple[bytes, ...]
    """The first character of a line, for places in ``lines`` at even distances."""
    places: tuple[int, ...]
    """The line end before each of these lines; one more for the end."""

    def beginning_with(self, start: str) -> Iterator[tuple[str, int]]:
        """The words that begin with one or more characters, and how often each occurs."""
        needle = b"\n" + _bytes_of(start)
        first = _bytes_of(start[0])
        low = self.places[max(bisect_left(self.marks, first) - 1, 0)]
        # A line that holds the last mark of this character may be followed by more of them.
        high = self.places[bisect_right(self.marks, first)]
        place = self.lines.find(needle, low, high)
        while place >= 0:
            end = self.lines.index(b"\n", place + 1)
            word, frequency = self.lines[place + 1 : end].split(b" ")[:2]
            yield word.decode(), int(frequency)
            place = self.lines.find(needle, end, high)


def _bytes_of(text: str) -> bytes:
    # A half of a surrogate pair is in no word: its bytes are found nowhere.
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
    if hashlib.sha256(raw).hexdigest() == _KNOWN:
        head = sorted(raw[:_KNOWN_ORDERED_FROM].splitlines())
        return _marked(_KNOWN_TOTAL, b"\n".join((b"", *head, raw[_KNOWN_ORDERED_FROM:])))
    return sorted_word_list(raw)


def sorted_word_list(raw: bytes) -> WordList:
    """A list of any dictionary file: read as jieba reads it, so that of a word that stands twice the last line holds."""
    words: dict[bytes, int] = {}
    total = 0
    for line in raw.removesuffix(b"\n").split(b"\n"):
        word, frequency = line.strip().split(b" ")[:2]
        words[word] = int(frequency)
        total += words[word]
    lines = (b"%s %d" % item for item in sorted(words.items()))
    return _marked(total, b"\n".join((b"", *lines, b"")))


def _marked(total: int, lines: bytes) -> WordList:
    places = []
    for distance in range(0, len(lines) - 1, _STRIDE):
        place = lines.find(b"\n", distance)
        if 0 <= place < len(lines) - 1:
            places.append(place)
    marks = tuple(lines[place + 1 : place + 5].decode("utf-8", "ignore")[:1].encode() for place in places)
    return WordList(total, lines, marks, (*places, len(lines)))
