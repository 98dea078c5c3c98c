"""Sentences to typed tokens: quantities and words of the vocabulary whole, the gaps between them cut into words.

Terms of the vocabulary and quantities are tokens before any cutting; jieba's words fill only the
gaps between them. On stock jieba 1,234.56万元 falls into four tokens, and a term is found or missed
by its neighbours; with hard boundaries neither happens. This is plain code: ``pipeline`` shows the
same tokens as a spaCy pipeline, which an audit has no use for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

import msgspec

from auditor.segmentation import cut
from auditor.text.quantities import Quantity, find_quantities
from auditor.text.spans import Span
from auditor.text.widths import narrow
from auditor.vocabulary import Meaning, Vocabulary

if TYPE_CHECKING:
    import ahocorasick

_OPAQUE = re.compile(
    r"《[^《》]{0,80}(?:《[^《》]*》[^《》]{0,40})?》|(?:19|20)\d\d\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?"
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token of a sentence. Exactly one of ``meanings`` and ``quantity`` is set, or neither for other words."""

    span: Span
    text: str
    meanings: tuple[Meaning, ...] = ()
    quantity: Quantity | None = None

    def meaning(self, *meanings: Meaning) -> Token:
        """The same word with these meanings instead of its own."""
        return Token(self.span, self.text, meanings, self.quantity)


_start = attrgetter("start")
_text = attrgetter("text")
_meanings = attrgetter("meanings")


class Words(tuple[Token, ...]):  # noqa: SLOT001 - what was put together is kept in it
    """Some tokens that are looked at from many sides, so that what they say is put together once."""

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> Words:
        """The tokens, as they are if they are words already, with what was put together."""
        return tokens if isinstance(tokens, cls) else cls(tokens)

    _whole: str | None = None
    _said: tuple[tuple[Meaning, ...], ...] | None = None
    # Not functools' cached_property, which takes a lock on Python 3.11: longer than the work.

    @property
    def text(self) -> str:
        """They as they stand."""
        if self._whole is None:
            self._whole = "".join(map(_text, self))
        return self._whole

    @property
    def meanings(self) -> tuple[tuple[Meaning, ...], ...]:
        """The meanings of those that have any."""
        if self._said is None:
            self._said = tuple(filter(None, map(_meanings, self)))
        return self._said


def text_of(tokens: Iterable[Token]) -> str:
    """The words of some tokens as they stand."""
    return tokens.text if isinstance(tokens, Words) else "".join(map(_text, tokens))


def meanings_of(tokens: Iterable[Token]) -> tuple[tuple[Meaning, ...], ...]:
    """The meanings of those of some tokens that have any."""
    return tokens.meanings if isinstance(tokens, Words) else tuple(filter(None, map(_meanings, tokens)))


class _Boundary(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    meanings: tuple[Meaning, ...]
    quantity: Quantity | None


class HardBoundaryTokenizer:
    """Cuts a text into tokens of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._units = tuple(vocabulary.units)
        self._terms = _automaton(vocabulary)
        self._cuts = _cut_places(vocabulary.cuts)

    def __call__(self, text: str) -> list[Token]:
        """The tokens of a text in order; together they are the text."""
        tokens: list[Token] = []
        position = 0
        for boundary in self._boundaries(text):
            tokens += _words(text, position, boundary.start)
            whole = text[boundary.start : boundary.end]
            tokens.append(Token(Span(boundary.start, boundary.end), whole, boundary.meanings, boundary.quantity))
            position = boundary.end
        tokens += _words(text, position, len(text))
        return tokens

    def _boundaries(self, text: str) -> list[_Boundary]:
        """Titles, years and dates stay whole; quantities next; then the longest terms between, left to right."""
        plain = narrow(text)
        opaque = [_Boundary(*match.span(), (), None) for match in _OPAQUE.finditer(plain)]
        taken = opaque.copy()
        for quantity in find_quantities(text, self._units):
            start, end = quantity.span.start, quantity.span.end
            if not any(item.start < end and start < item.end for item in opaque):
                taken.append(_Boundary(start, end, (), quantity))
        taken.sort(key=_start)
        cuts = [match.end() for match in self._cuts.finditer(plain)]
        free = [(cut, cut) for cut in cuts if not any(item.start < cut < item.end for item in taken)]
        whole = sorted([*((item.start, item.end) for item in taken), *free], key=itemgetter(1))
        edges = [0, *chain.from_iterable(whole), len(text)]
        terms: list[_Boundary] = []
        for gap_start, gap_end in zip(edges[0::2], edges[1::2], strict=True):
            if gap_start == gap_end:
                continue
            for last, (word, meanings) in self._terms.iter_long(plain[gap_start:gap_end]):
                end = gap_start + last + 1
                terms.append(_Boundary(end - len(word), end, meanings, None))
        return sorted([*taken, *terms], key=_start)


def _automaton(vocabulary: Vocabulary) -> ahocorasick.Automaton:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word, meanings in vocabulary.words.items():
        automaton.add_word(word, (word, meanings))
    automaton.make_automaton()
    return automaton


def _cut_places(cuts: Sequence[str]) -> re.Pattern[str]:
    """Ends where the bar stands in one of the spellings; matches nowhere without any."""
    halves = (cut.partition("|") for cut in cuts)
    return re.compile("|".join(f"{re.escape(left)}(?={re.escape(right)})" for left, _, right in halves) or "(?!)")


def _words(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a gap between boundaries."""
    tokens: list[Token] = []
    for word in cut(text[start:end]):
        tokens.append(Token(Span(start, start + len(word)), word))
        start += len(word)
    return tokens


@lru_cache(maxsize=4)
def tokenizer_of(vocabulary: Vocabulary) -> HardBoundaryTokenizer:
    """The tokenizer of a vocabulary, made once."""
    return HardBoundaryTokenizer(vocabulary)


def words_of(text: str) -> list[Span]:
    """The words of a text by jieba's list alone, as spans."""
    return [token.span for token in _words(text, 0, len(text))]
