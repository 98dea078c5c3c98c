"""Another machine or Python tells the same: what differs in the last digit of a float is never written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import fsum
from pathlib import Path

import auditor
import pytest
from auditor.api import model_version, rulebook
from auditor.model import level_of
from auditor.reporters.json_report import render
from auditor.reporters.run import Run

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
REPORTS = ("baishi-bay-district-2022", "bolan-transport-2022", "chuanlin-housing-2024")


def told(name: str) -> str:
    audits = auditor.audits(CORPUS / f"{name}.txt")
    return render(Run(audits, [], rulebook(), model_version()))


def compensated(values: Iterable[float], start: float = 0) -> float:
    """``sum`` as it is from Python 3.12 on: floats without loss, whole numbers as ever."""
    found = [*values, start]
    return fsum(found) if any(isinstance(value, float) for value in found) else sum(found)


@pytest.mark.parametrize("name", REPORTS)
def test_another_way_to_add_up_changes_no_byte(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In each of these reports a score differed between Python 3.11 and 3.12."""
    due = told(name)
    monkeypatch.setattr("auditor.model.sum", compensated, raising=False)
    assert told(name) == due


def test_scores_are_written_with_the_digits_that_they_have() -> None:
    scores = re.findall(r'"score": ([\d.]+)', "".join(map(told, REPORTS)))
    assert len(scores) > 20
    assert max(len(score) for score in scores) == len("2.0066")


@pytest.mark.parametrize(
    ("reached", "due"),
    [([0.9, 0.6, 0.1], (2, 1.6)), ([0.2, 0.9, 0.0], (0, 0.4)), ([0.5 - 1e-17, 1.0, 1e-17], (1, 1.0)), ([], (0, 0.0))],
)
def test_a_level_is_that_of_the_score_as_it_is_written(reached: list[float], due: tuple[int, float]) -> None:
    assert level_of(reached) == due
