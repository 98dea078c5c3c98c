"""Figures of the model of specificity, on made-up answers and a few labelled clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from auditor.api import judge
from auditor.corpus import clauses_of
from auditor.model import Scale
from auditor.tuning.appraisal import (
    agreement_by_kind,
    answers,
    by_offices,
    confusion,
    largest_weights,
    level_chances,
    reliability,
    uncalibrated,
)

if TYPE_CHECKING:
    import pandas as pd


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "kind": ["measure", "problem", "other"],
            "told kind": ["measure", "measure", "other"],
            "level": pd.array([1, 3, None], dtype="Int64"),
            "told level": pd.array([1, 2, None], dtype="Int64"),
            "reaches 1": [0.95, 1.0, None],
            "reaches 2": [0.25, 0.91, None],
            "reaches 3": [0.05, 0.25, None],
        }
    )


def test_chances_of_levels_come_from_the_rungs() -> None:
    assert level_chances([0.75, 0.5, 0.25]) == (0.25, 0.25, 0.25, 0.25)
    assert level_chances([0.5, 0.75, 0.0]) == (0.5, 0.0, 0.5, 0.0)


def test_reliability_sets_what_was_given_beside_what_was_seen(told: pd.DataFrame) -> None:
    table = reliability(told)
    assert table.index.tolist() == [0.0, 0.2, 0.9]
    assert table["count"].tolist() == [1, 2, 3]
    assert table["observed"].tolist() == [0.0, 0.5, 1.0]
    assert table["given"].tolist() == pytest.approx([0.05, 0.25, (0.95 + 1.0 + 0.91) / 3])


def test_confusion_counts_label_by_answer(told: pd.DataFrame) -> None:
    assert confusion(told).to_numpy().tolist() == [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]]
    kinds = confusion(told, "kind")
    assert kinds.index.tolist() == ["measure", "problem", "other"]
    assert kinds.to_numpy().tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


@pytest.mark.slow
def test_levels_are_compared_kind_by_kind(told: pd.DataFrame) -> None:
    answered = told.iloc[[0, 0, 1, 1]].assign(level=[0, 1, 2, 3], **{"told level": [2, 1, 2, 3]})
    table = agreement_by_kind(answered)
    assert table.index.tolist() == ["measure", "problem"]
    assert table.loc[["measure"], ["error", "right", "far", "count"]].to_numpy().tolist() == [[1.0, 0.5, 0.5, 2.0]]


def test_the_largest_weights_come_first_whatever_their_sign() -> None:
    scale = Scale((0.0, 0.0, 0.0), {"月底": (0, 20_000, 0), "加强": (0, -30_000, 0), "的": (90_000, 5_000, 0)})
    assert largest_weights(scale, 1, most=2).to_numpy().tolist() == [["加强", -3.0], ["月底", 2.0]]


def test_an_answer_has_the_chance_of_the_label() -> None:
    import pandas as pd

    clauses = [next(c for c in clauses_of("development") if c.kind == kind) for kind in ("measure", "other")]
    measure, other = answers(clauses, judge()).to_dict("records")
    rungs = [measure[f"reaches {rung}"] for rung in (1, 2, 3)]
    assert measure["chance"] == level_chances(rungs)[clauses[0].level or 0]
    assert (measure["id"], measure["told level"]) == (clauses[0].id, clauses[0].level)
    assert pd.isna(other["chance"])
    assert pd.isna(other["told level"])


def test_without_calibration_the_margin_is_the_probability() -> None:
    plain = uncalibrated(judge())
    assert plain.weights.measures.calibration == ((1.0, 0.0),) * 3
    assert plain.weights.measures.weights == judge().weights.measures.weights


def test_no_office_is_learnt_from_and_asked_about() -> None:
    clauses = clauses_of("development")
    learnt, unseen = by_offices(clauses, fold=2)
    assert {c.office for c in learnt} & {c.office for c in unseen} == set()
    assert len(learnt) + len(unseen) == len(clauses)
