"""The language pipeline: spaCy ``zh`` on a jieba tokenizer with hard boundaries.

Terms of the vocabulary and quantities are tokens before any cutting; jieba cuts only the gaps
between them. On stock jieba 1,234.56万元 falls into four tokens, and a term is found or missed
by its neighbours; with hard boundaries neither happens. jieba keeps its own dictionary object
here, without HMM, and without the cache file that it would put in a shared folder.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.text.quantities import Quantity, find_quantities
from auditor.text.spans import Span
from auditor.text.widths import narrow
from auditor.vocabulary import Meaning, Vocabulary

if TYPE_CHECKING:
    import ahocorasick
    import jieba
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

TERMS = "terms"
_OPAQUE = re.compile(
    r"《[^《》]{0,80}(?:《[^《》]*》[^《》]{0,40})?》|(?:19|20)\d\d\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a sentence. Exactly one of ``meanings`` and ``quantity`` is set, or neither for other words."""

    span: Span
    text: str
    meanings: tuple[Meaning, ...] = ()
    quantity: Quantity | None = None


def text_of(tokens: Iterable[Token]) -> str:
    """The words of some tokens as they stand."""
    return "".join([token.text for token in tokens])


@dataclass(frozen=True, slots=True)
class _Boundary:
    start: int
    end: int
    meanings: tuple[Meaning, ...]
    quantity: Quantity | None


class HardBoundaryTokenizer:
    """Cuts a text into a spaCy Doc: quantities and vocabulary terms whole, the gaps by jieba.

    The boundaries are kept in ``doc.user_data``; ``tokens_of`` reads them back.
    """

    def __init__(self, vocab: Vocab, vocabulary: Vocabulary) -> None:
        self._vocab = vocab
        self._units = tuple(vocabulary.units)
        self._terms = _automaton(vocabulary)
        self._cuts = _cut_places(vocabulary.cuts)

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        typed: dict[int, _Boundary] = {}
        position = 0
        for boundary in self._boundaries(text):
            words.extend(_cut(text[position : boundary.start]))
            typed[len(words)] = boundary
            words.append(text[boundary.start : boundary.end])
            position = boundary.end
        words.extend(_cut(text[position:]))
        doc = Doc(self._vocab, words=words, spaces=[False] * len(words))
        doc.user_data[TERMS] = typed
        return doc

    def _boundaries(self, text: str) -> list[_Boundary]:
        """Titles, years and dates stay whole; quantities next; then the longest terms between, left to right."""
        plain = narrow(text)
        opaque = [_Boundary(*match.span(), (), None) for match in _OPAQUE.finditer(plain)]
        taken = [
            *opaque,
            *(
                _Boundary(quantity.span.start, quantity.span.end, (), quantity)
                for quantity in find_quantities(text, self._units)
                if not any(item.start < quantity.span.end and quantity.span.start < item.end for item in opaque)
            ),
        ]
        taken.sort(key=lambda item: item.start)
        cuts = [_Boundary(match.end(), match.end(), (), None) for match in self._cuts.finditer(plain)]
        free = [cut for cut in cuts if not any(item.start < cut.start < item.end for item in taken)]
        whole = sorted((*taken, *free), key=lambda item: item.end)
        edges = [0, *(edge for item in whole for edge in (item.start, item.end)), len(text)]
        terms: list[_Boundary] = []
        for gap_start, gap_end in zip(edges[0::2], edges[1::2], strict=True):
            for last, (word, meanings) in self._terms.iter_long(plain[gap_start:gap_end]):
                end = gap_start + last + 1
                terms.append(_Boundary(end - len(word), end, meanings, None))
        return sorted([*taken, *terms], key=lambda item: item.start)


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


@lru_cache(maxsize=1)
def _jieba() -> jieba.Tokenizer:
    """A private tokenizer whose dictionary is read from the package, never from a cache file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own sources warn when they are first compiled
        import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _cut(gap: str) -> list[str]:
    return [word for word in _jieba().cut(gap, HMM=False) if word] if gap else []


def words_of(text: str) -> list[Span]:
    """The words of a text by jieba alone, as spans."""
    spans: list[Span] = []
    position = 0
    for word in _cut(text):
        spans.append(Span(position, position + len(word)))
        position += len(word)
    return spans


@lru_cache(maxsize=4)
def build_pipeline(vocabulary: Vocabulary) -> Language:
    """A spaCy ``zh`` pipeline whose tokenizer keeps terms and quantities whole."""
    import spacy

    pipeline = spacy.blank("zh")
    pipeline.tokenizer = HardBoundaryTokenizer(pipeline.vocab, vocabulary)
    return pipeline


def tokens_of(doc: Doc) -> list[Token]:
    """The typed tokens of a Doc, with positions in the Doc's text."""
    typed: dict[int, _Boundary] = doc.user_data[TERMS]
    tokens: list[Token] = []
    for token in doc:
        span = Span(token.idx, token.idx + len(token.text))
        boundary = typed.get(token.i)
        if boundary is None:
            tokens.append(Token(span, token.text))
        else:
            tokens.append(Token(span, token.text, boundary.meanings, boundary.quantity))
    return tokens
