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
_PIECE = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+|\r\n|.", re.DOTALL)
"""jieba's ``re_han_default``, and what its ``re_skip_default`` leaves of the rest: single characters and \\r\\n."""
_JOINED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_SHORT = 8
"""The same few words come between terms again and again, so what so short a text is cut into is kept."""
_MOST_KEPT = 1 << 17
"""Words, beginnings of words and what is neither: some 15 MB."""


class _Weights(dict[str, float | None]):
    """Logarithms of the probabilities of words; -inf for what words only begin with, None for what none begins with."""

    def __init__(self, words: WordList) -> None:
        super().__init__()
        self._words, self._whole = words, log(words.total)

    @property
    def of_unknown(self) -> float:
        """The weight of a character that is no word: as if it had occurred once."""
        return log(1) - self._whole

    def __missing__(self, part: str) -> float | None:
        if len(self) >= _MOST_KEPT:
            self.clear()
        frequency = self._words.frequency(part)
        weight = self[part] = log(frequency) - self._whole if frequency else None if frequency is None else -inf
        return weight


class Segmenter:
    """Cuts by one word list."""

    def __init__(self, words: WordList) -> None:
        self._weights = _Weights(words)

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
        weights, of_unknown = self._weights, self._weights.of_unknown
        length = len(run)
        scores = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            best, best_end, end = -inf, start + 1, start + 1
            while end <= length and (weight := weights[run[start:end]]) is not None:
                score = weight + scores[end]
                if score >= best:
                    best, best_end = score, end
                end += 1
            if best == -inf:
                best, best_end = of_unknown + scores[start + 1], start + 1
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
