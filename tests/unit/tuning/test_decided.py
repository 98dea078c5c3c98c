"""Decisions of a store as labels: read back with their reports, counted by rule, told or not by another rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.api import judge, rulebook
from auditor.corpus import REPORTS, labels_of
from auditor.errors import StoreError
from auditor.parsing.report import Language, parse
from auditor.reading import read
from auditor.store.decisions import Decision, decide
from auditor.store.opening import open_store, writing
from auditor.tuning.decided import (
    against_decisions,
    decided_to_frame,
    demonstration,
    precision_by_rule,
    read_decided,
)
from auditor.tuning.findings import ReadReport, audit_reports, with_parameters

NAME = "shuoxi-county-2021-unbalanced"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A report whose tables do not add up, decided as its labels say, but for one that somebody dismissed later."""
    path, book = REPORTS / f"{NAME}.txt", rulebook()
    (report,) = parse(read(str(path)), Language(book.forms, book.vocabulary, judge()))
    item = ReadReport(NAME, report, labels_of(path))
    place = str(tmp_path / "store.db")
    demonstration(place, [item], audit_reports([item]))
    return place


def test_decisions_come_back_as_labels_with_their_reports(store: str) -> None:
    (item,) = read_decided(store)
    due = labels_of(REPORTS / f"{NAME}.txt")
    assert due is not None
    assert {(label.rule, label.line) for label in item.judgements if label.right} == {
        (label.rule, label.line) for label in due.due
    }
    frame = decided_to_frame([item])
    assert set(frame["report"]) == {f"{NAME} 2021"}
    lines = item.report.text.split("\n")
    assert [lines[line - 1] for line in frame["line"]] == frame["text"].tolist()
    assert read_decided(store, 2022) == []


def test_precision_counts_the_last_word_on_each_finding(store: str) -> None:
    before = precision_by_rule(store)
    (item,) = read_decided(store)
    label = next(label for label in item.judgements if label.rule == "TAB007")
    engine = open_store(store)
    with writing(engine) as connection:
        decide(connection, [Decision(NAME, 2021, "TAB007", label.fingerprint, "unfounded", "转换造成", "李")])
    engine.dispose()
    after = precision_by_rule(store)
    assert list(before.loc["TAB007"]) == pytest.approx([1, 0, 1, 0.2065, 1], abs=1e-4)
    assert list(after.loc["TAB007"]) == pytest.approx([0, 1, 0, 0, 0.7935], abs=1e-4)
    assert before.drop("TAB007").equals(after.drop("TAB007"))
    frame = decided_to_frame(read_decided(store))
    assert frame[~frame["right"]][["rule", "said", "why", "who"]].values.tolist() == [
        ["TAB007", "unfounded", "转换造成", "李"]
    ]


def test_a_changed_rule_is_held_against_what_was_decided(store: str) -> None:
    decided = read_decided(store)
    shipped = against_decisions(decided, "TAB007")
    assert shipped["told"].all()
    assert len(shipped) == sum(label.rule == "TAB007" for label in decided[0].judgements)
    other = with_parameters("TAB007", {"identity": "granted = granted"})
    assert not against_decisions(decided, "TAB007", other)["told"].any()


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        read_decided(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()
