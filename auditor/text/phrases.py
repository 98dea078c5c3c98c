"""How the phrases of a rule file are looked for in a narrowed text.

Rule files hold no regular expressions: a phrase is words with signs in them, and what is made of it takes one way
through a text only. Blanks, digits and gaps are possessive, so that no file that somebody hands on can make a search
take for ever, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.text.widths import squeeze

_NUMERALS = "一二三四五六七八九十百千万两零〇"
_DIGITS, _SPELT = r"\d++(?:[,.]\d++)*+", f"[{_NUMERALS[1:]}][{_NUMERALS}]{{0,15}}"
_NUMBER = f"(?:{_DIGITS}|{_SPELT})"
_FIRST_NUMBER = rf"(?:(?<!\d)(?<!\d[,.]){_DIGITS}|{_SPELT})"
"""A number with which a phrase begins: what fits from within its digits fits from the first of them."""
_BLANKS = r"\s{0,99}+"
"""Between the characters of a phrase; more of them are no wrapped line."""
_IN_A_GAP, _GAP_SIZE = r"[^。;\n]", 15
_MOST_GAPS, _MOST_NUMBERS = 3, 3
"""Of one phrase."""
_NEVER_FITS = re.compile(r"#[#\d]")
"""A number ends where its digits end."""
_GAPS = re.compile("(…+)")
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

    ``#`` in it is a number, ``…`` up to fifteen characters of the same clause group, as few as will do. Blanks and
    line breaks may stand inside, and the brackets of a document number may be of any kind.
    """
    return re.compile(_expression(phrase))


@lru_cache(maxsize=64)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the phrases; of none of them, one that is nowhere."""
    return re.compile(expression_of(phrases))


def expression_of(phrases: Iterable[str]) -> str:
    """What ``any_of`` looks for, as a part of a longer pattern."""
    return "|".join(map(_expression, phrases)) or "(?!)"


def phrase_problem(phrase: str) -> str | None:
    """Why a string of a rule file is no phrase that can be looked for; None if it is one."""
    for sign, most in (("…", _MOST_GAPS), ("#", _MOST_NUMBERS)):
        if phrase.count(sign) > most:
            return f"more than {most} `{sign}`"
    return "a digit behind `#`, which fits nowhere," if _NEVER_FITS.search(squeeze(phrase)) else None


def any_number_of(phrases: Iterable[str], *expressions: str, before: str) -> str:
    """What fits phrases and expressions one after the other, up to the first place where ``before`` fits.

    The longest phrase that fits is taken, and no other way is tried.
    """
    longest_first = expression_of(sorted(phrases, key=len, reverse=True))
    return f"(?:(?!{before})(?:{'|'.join((longest_first, *expressions))}))*+"


def _expression(phrase: str) -> str:
    """The words of a phrase and, between them, gaps that end at the first place where the next words fit."""
    first, *rest = _GAPS.split(squeeze(phrase))
    told = _words(first)
    if first.startswith("#"):
        told = _FIRST_NUMBER + told.removeprefix(_NUMBER)
    for gap, words in zip(rest[::2], rest[1::2], strict=True):
        size = _GAP_SIZE * len(gap)
        if not words:
            told += f"{_BLANKS}{_IN_A_GAP}{{0,{size}}}?"
            continue
        following = _BLANKS + _words(words)
        told += f"{_BLANKS if told else ''}(?:(?!{following}){_IN_A_GAP}){{0,{size}}}+{following}"
    return told


def _words(words: str) -> str:
    return _BLANKS.join(map(_piece, words))


def _piece(char: str) -> str:
    if char == "#":
        return _NUMBER
    for brackets in (_OPENING, _CLOSING):
        if char in brackets:
            return f"[{re.escape(brackets)}]"
    return re.escape(char)
