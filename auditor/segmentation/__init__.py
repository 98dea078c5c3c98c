"""Cuts Chinese into words exactly as ``jieba.Tokenizer().cut(text, HMM=False)`` does, without jieba's start.

Of all ways to cut a run into words of the list the likeliest is taken, by the product of their
frequencies; of equally likely ways the one whose first word is longer. Latin letters and digits
that came to stand alone are put together again. What is not Chinese, a letter, a digit or one of a
few signs is cut by the character. What was looked up is kept for the texts that follow, up to a
bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import inf, log

from auditor.segmentation.wordlist import WordList, word_list

__all__ = ["Segmenter", "cut"]
_IN_RUNS = r"\u4E00-\u9FD5a-zA-Z0-9+#&._%\-"
_PIECE = re.compile(rf"[{_IN_RUNS}]+|\r\n|[^{_IN_RUNS}]")
"""jieba's ``re_han_default``, and what its ``re_skip_default`` leaves of the rest: single characters and \\r\\n."""
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_SHORT = 8
"""The same few words come between terms again and again, so what so short a text is cut into is kept."""
_MOST_KEPT = 1 << 16
"""Pairs of characters of which it is kept what begins with them: some 15 MB."""


class _Weights(dict[str, float]):
    """The weights of single characters: logarithms of their probabilities, of unknown ones as if seen once."""

    def __init__(self, words: WordList) -> None:
        super().__init__()
        self._words, self._whole = words, log(words.total)
        self.no_words: set[str] = set()
        """Characters that stand alone only where no word begins with them."""

    def __missing__(self, char: str) -> float:
        frequency = self._words.frequency(char)
        if not frequency:
            self.no_words.add(char)
        weight = self[char] = log(frequency or 1) - self._whole
        return weight


class _Beginnings(dict[str, dict[str, float | None] | None]):
    """By pair of characters: it and all longer beginnings of words, with the weights of those that are words.

    None for a pair with which no word begins.
    """

    def __init__(self, words: WordList) -> None:
        super().__init__()
        self._words, self._whole = words, log(words.total)

    def __missing__(self, pair: str) -> dict[str, float | None] | None:
        if len(self) >= _MOST_KEPT:
            self.clear()
        parts: dict[str, float | None] = {}
        for word, frequency in self._words.beginning_with(pair):
            for length in range(2, len(word)):
                parts.setdefault(word[:length], None)
            parts[word] = log(frequency) - self._whole if frequency else None
        found = self[pair] = parts or None
        return found


class Segmenter:
    """Cuts by one word list."""

    def __init__(self, words: WordList) -> None:
        self._weights = _Weights(words)
        self._beginnings = _Beginnings(words)

    def cut(self, text: str) -> list[str]:
        """The words of a text in order; together they are the text."""
        words: list[str] = []
        for piece in _PIECE.findall(text):
            if len(piece) == 1 or piece == "\r\n":
                words.append(piece)
            else:
                words += self._words_of(piece)
        return words

    def _words_of(self, run: str) -> list[str]:
        ends = self._ends(run)
        words: list[str] = []
        start, joined = 0, ""
        while start < len(run):
            word = run[start : ends[start]]
            start = ends[start]
            if word in _JOINED:
                joined += word
                continue
            if joined:
                words.append(joined)
                joined = ""
            words.append(word)
        if joined:
            words.append(joined)
        return words

    def _ends(self, run: str) -> list[int]:
        """Where the first word ends on the likeliest way from each place of a run to its end."""
        weights, beginnings, no_words = self._weights, self._beginnings, self._weights.no_words
        length = len(run)
        scores = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            best, best_end = -inf, start + 1
            end = start + 2
            if end <= length and (parts := beginnings[run[start:end]]) is not None:
                while end <= length and (part := run[start:end]) in parts:
                    weight = parts[part]
                    if weight is not None and weight + scores[end] >= best:
                        best, best_end = weight + scores[end], end
                    end += 1
            alone = weights[run[start]] + scores[start + 1]
            if alone > best and (best == -inf or run[start] not in no_words):
                best, best_end = alone, start + 1
            scores[start], ends[start] = best, best_end
        return ends


@lru_cache(maxsize=1)
def _of_jieba() -> Segmenter:
    return Segmenter(word_list())


def cut(text: str) -> Sequence[str]:
    """The words of a text by jieba's list; together they are the text."""
    return _of_short(text) if len(text) <= _SHORT else _of_jieba().cut(text)


@lru_cache(maxsize=1 << 14)
def _of_short(text: str) -> tuple[str, ...]:
    return tuple(_of_jieba().cut(text))
