"""The single labelled sentences: sound labels, halves without a common office."""

from __future__ import annotations

from tests.corpus.sentences import labelled_sentences

HALVES = {half: list(labelled_sentences(half)) for half in ("development", "test")}


def test_each_quote_stands_once_in_its_sentence() -> None:
    quotes = [
        (sentence.id, label.quote)
        for sentences in HALVES.values()
        for sentence in sentences
        for label in sentence.claims
        if sentence.text.count(label.quote) != 1
    ]
    assert quotes == []


def test_no_office_stands_in_both_halves() -> None:
    development, test = ({sentence.office for sentence in HALVES[half]} for half in ("development", "test"))
    assert development & test == set()
    assert len(HALVES["development"]) + len(HALVES["test"]) >= 600
