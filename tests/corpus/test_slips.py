"""The sentences with slips: labels that quote them, and LNG008 on the half that was read."""

from __future__ import annotations

import pytest

from tests.corpus.slips import labels, measure

HALVES = ("development", "test")


@pytest.mark.parametrize("half", HALVES)
def test_a_slip_stands_once_in_its_sentence(half: str) -> None:
    assert [label.text for label in labels(half) if label.slip and label.text.count(label.slip) != 1] == []


def test_no_sentence_stands_in_both_halves() -> None:
    development, unread = ({label.text for label in labels(half)} for half in HALVES)
    assert development & unread == set()


@pytest.mark.figures
def test_no_right_word_is_told_and_most_slips_are() -> None:
    found = measure("development")
    assert found.wrong == []
    assert found.right.total() >= 60
