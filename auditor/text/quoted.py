"""A text without what stands in quotes: titles of documents, names, the words of others."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.text.sentences import Sentence, plain_sentences
from auditor.text.spans import LineIndex, Span

_SPEECH = '“[^“”]*”|「[^「」]*」|‘[^‘’]*’|"[^"]*"'
_QUOTED = re.compile(f"《[^《》]*》|{_SPEECH}")
_SPOKEN = re.compile(_SPEECH)


def unquoted(text: str) -> str:
    """The text with blanks between the marks of each quotation; positions hold."""
    return _QUOTED.sub(_emptied, text)


def unspoken(text: str) -> str:
    """The same with the titles of documents left in."""
    return _SPOKEN.sub(_emptied, text)


def _emptied(quotation: re.Match[str]) -> str:
    quoted = quotation.group()
    return quoted[0] + " " * (len(quoted) - 2) + quoted[-1]


@lru_cache(maxsize=64)
def unquoted_sentences(lines: LineIndex, block: Span) -> tuple[Sentence, ...]:
    """The sentences of a block as ``narrow`` leaves them, each without what stands in quotes. Kept for a while."""
    return tuple([Sentence(unquoted(read.text), read.positions) for read in plain_sentences(lines, block)])
