"""How the phrases of a rule file are looked for in a narrowed text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.text.widths import squeeze

_NUMBER = r"(?:\d[\d,.]*|[二三四五六七八九十百千万两零〇][一二三四五六七八九十百千万两零〇]*)"
_GAP = r"[^。;\n]{0,15}?"
_OPENING, _CLOSING = "[(【", "])】"


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a text that ``narrow`` has passed."""
    return any(pattern_of(phrase).search(text) for phrase in phrases)


def without(text: str, phrases: Iterable[str]) -> str:
    """A text that ``narrow`` has passed, without the phrases."""
    for phrase in phrases:
        text = pattern_of(phrase).sub("", text)
    return text


@lru_cache(maxsize=1024)
def pattern_of(phrase: str) -> re.Pattern[str]:
    """A phrase as a pattern for a text that ``narrow`` has passed.

    ``#`` in it is a number, ``…`` up to fifteen characters of the same clause group. Blanks and line
    breaks may stand inside, and the brackets of a document number may be of any kind.
    """
    return re.compile(r"\s*".join(map(_piece, squeeze(phrase))))


@lru_cache(maxsize=64)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of the phrases; of none of them, one that is nowhere."""
    return re.compile("|".join(pattern_of(phrase).pattern for phrase in phrases) or "(?!)")


def _piece(char: str) -> str:
    if char == "#":
        return _NUMBER
    if char == "…":
        return _GAP
    for brackets in (_OPENING, _CLOSING):
        if char in brackets:
            return f"[{re.escape(brackets)}]"
    return re.escape(char)
