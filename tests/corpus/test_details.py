"""The documents in detail: labels that quote their texts, and no false accusation in the half that was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.corpus import DEVELOPMENT

from tests.corpus.details import Labels, documents, scores_of

DOCUMENTS = documents()


@pytest.mark.parametrize(("path", "labels"), DOCUMENTS, ids=lambda value: getattr(value, "stem", ""))
def test_labels_quote_the_document(path: Path, labels: Labels) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    told = [(item.line, item.quote) for item in labels.findings]
    told += [(item.line, item.quote) for item in labels.near_misses]
    assert [quote for line, quote in told if quote not in lines[line - 1]] == []
    assert {item.rule for item in labels.findings} <= set(labels.rules)


def test_no_office_stands_in_both_halves() -> None:
    halves = {
        split: {labels.agency for _, labels in DOCUMENTS if labels.split == split} for split in (DEVELOPMENT, "test")
    }
    assert halves[DEVELOPMENT] & halves["test"] == set()


@pytest.mark.figures
def test_nothing_is_told_wrongly_but_what_is_known() -> None:
    """Only a rule that no law asks for is wrong once; what is found may only become more."""
    scores = scores_of(DEVELOPMENT)
    assert {code: score.wrong for code, score in scores.items() if score.wrong} == {
        "ELM003": ["huangbi-state-assets-2025: line 0"]
    }
    assert sum(score.right for score in scores.values()) >= 101
