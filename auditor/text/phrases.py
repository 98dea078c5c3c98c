"""How the phrases of a rule file are looked for in a narrowed text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.text.widths import squeeze

_NUMBER = r"(?:\d[\d,.]*|[二三四五六七八九十百千万两零〇][一二三四五六七八九十百千万两零〇]*)"
_GAP = r"[^。;\n]{0,15}?"
_OPENING, _CLOSING = "[(【", "])】"
_SIGN = re.compile(f"[{re.escape('#…' + _OPENING + _CLOSING)}]")
"""What in a squeezed phrase stands for something else than itself."""
_BLANK = re.compile(r"\s")


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a text that ``narrow`` has passed.

    Most phrases are plain words and most texts have no blanks: there the words are looked for as they are.
    """
    words, others = _parted(tuple(phrases))
    if _BLANK.search(text):
        return any(pattern_of(phrase).search(text) for phrase in (*words, *(phrase for phrase, _ in others)))
    if stands_any(text, words):
        return True
    for phrase, of_phrase in others:  # noqa: SIM110 - a generator takes twice as long
        if stand_all(text, of_phrase) and pattern_of(phrase).search(text):
            return True
    return False


@lru_cache(maxsize=1024)
def _parted(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The phrases that are words and nothing else, without blanks, and the others with the words in them."""
    words = tuple(plain for plain in map(squeeze, phrases) if not _SIGN.search(plain))
    return words, _with_words(tuple(phrase for phrase in phrases if _SIGN.search(squeeze(phrase))))


def without(text: str, phrases: Iterable[str]) -> str:
    """A text that ``narrow`` has passed, without the phrases."""
    blank = _BLANK.search(text)
    for phrase, words in _with_words(tuple(phrases)):
        if blank or stand_all(text, words):
            text = pattern_of(phrase).sub("", text)
    return text


@lru_cache(maxsize=256)
def _with_words(phrases: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((phrase, words_in(phrase)) for phrase in phrases)


@lru_cache(maxsize=1024)
def words_in(phrase: str) -> tuple[str, ...]:
    """The words of a phrase between its signs: all of them stand in a text without blanks that holds the phrase."""
    return tuple(_SIGN.sub(" ", squeeze(phrase)).split())


def standing(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases that may stand in a text without blanks: the others need not be looked for in its sentences."""
    return tuple([phrase for phrase in phrases if stand_all(text, words_in(phrase))])


def stand_all(text: str, words: Iterable[str]) -> bool:
    """Whether all of the words stand in a text. A plain loop: a generator takes twice as long."""
    for word in words:  # noqa: SIM110 - see above
        if word not in text:
            return False
    return True


def stands_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in a text. A plain loop: it is asked of every clause, a hundred words each."""
    for word in words:  # noqa: SIM110 - a generator takes twice as long
        if word in text:
            return True
    return False


@lru_cache(maxsize=1024)
def pattern_of(phrase: str) -> re.Pattern[str]:
    """A phrase as a pattern for a text that ``narrow`` has passed.

    ``#`` in it is a number, ``…`` up to fifteen characters of the same clause group. Blanks and line
    breaks may stand inside, and the brackets of a document number may be of any kind.
    """
    return re.compile(_expression(phrase))


@lru_cache(maxsize=64)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the phrases; of none of them, one that is nowhere."""
    return re.compile(expression_of(phrases))


def expression_of(phrases: Iterable[str]) -> str:
    """What ``any_of`` looks for, as a part of a longer pattern."""
    return "|".join(map(_expression, phrases)) or "(?!)"


def _expression(phrase: str) -> str:
    return r"\s*".join(map(_piece, squeeze(phrase)))


def _piece(char: str) -> str:
    if char == "#":
        return _NUMBER
    if char == "…":
        return _GAP
    for brackets in (_OPENING, _CLOSING):
        if char in brackets:
            return f"[{re.escape(brackets)}]"
    return re.escape(char)
