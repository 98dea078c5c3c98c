"""The tokens of an audit as a spaCy pipeline, for notebooks and for who writes rules.

Why a module of its own: spaCy takes more than a second to import, and an audit uses nothing of it:
the tokens and what they mean are made in ``nlp`` by plain code. Who explores wording with spaCy's
Matcher, or wants to see what a pattern would meet, gets here a ``zh`` pipeline that cuts exactly as
an audit does; a test holds both to each other. spaCy's own ``zh`` tokenizer would not do: it knows
neither quantities nor the vocabulary.
"""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from auditor.nlp import Token, tokenizer_of
from auditor.vocabulary import Vocabulary

_TOKENS = "tokens"


class DocTokenizer:
    """Makes a Doc of a text. Its ``user_data`` keeps the tokens; ``tokens_of`` reads them back."""

    def __init__(self, vocab: Vocab, vocabulary: Vocabulary) -> None:
        self._vocab = vocab
        self._tokens = tokenizer_of(vocabulary)

    def __call__(self, text: str) -> Doc:
        tokens = self._tokens(text)
        doc = Doc(self._vocab, words=[token.text for token in tokens], spaces=[False] * len(tokens))
        doc.user_data[_TOKENS] = tokens
        return doc


@lru_cache(maxsize=4)
def build_pipeline(vocabulary: Vocabulary) -> Language:
    """A spaCy ``zh`` pipeline whose tokenizer keeps terms and quantities whole."""
    pipeline = spacy.blank("zh")
    pipeline.tokenizer = DocTokenizer(pipeline.vocab, vocabulary)
    return pipeline


def tokens_of(doc: Doc) -> list[Token]:
    """The typed tokens of a Doc, with positions in the Doc's text."""
    tokens: list[Token] = doc.user_data[_TOKENS]
    return tokens
