"""What the follow-up labels hold, and how far the rules of section 五 are to be trusted on the development half."""

from __future__ import annotations

import pytest
from auditor.corpus import clauses_of, follow_ups

from tests.corpus.improvement_rules import scores_of
from tests.corpus.passages import split_scores

CLAUSES = {clause.id: clause for split in ("development", "test") for clause in clauses_of(split)}
EARLIER = {item.office: min(c.passage for c in CLAUSES.values() if c.office == item.office) for item in follow_ups()}


def test_every_problem_has_its_answers_and_every_earlier_measure_its_fate() -> None:
    wrong = []
    for item in follow_ups():
        own = [clause for clause in CLAUSES.values() if clause.office == item.office]
        problems = {clause.id for clause in own if clause.kind == "problem"}
        measures = {clause.id for clause in own if clause.kind == "measure" and clause.passage == EARLIER[item.office]}
        if set(item.answers) != problems or set(item.promises) != measures:
            wrong.append(item.office)
    assert wrong == []


def test_answers_are_measures_of_the_passage_and_fates_are_told_in_the_year_after() -> None:
    wrong = [
        (problem, measure)
        for item in follow_ups()
        for problem, measures in item.answers.items()
        for measure in measures
        if CLAUSES[measure].kind != "measure" or CLAUSES[measure].passage != CLAUSES[problem].passage
    ]
    wrong += [
        (measure, place)
        for item in follow_ups()
        for measure, fate in item.promises.items()
        for place in fate.where
        if CLAUSES[place].office != item.office or CLAUSES[place].passage == CLAUSES[measure].passage
    ]
    assert wrong == []
    states = {fate.state: bool(fate.where) for item in follow_ups() for fate in item.promises.values()}
    assert states == {"done": True, "again": True, "dropped": False}


def test_where_the_readers_agree_on_a_fate_it_stands() -> None:
    changed = [
        key
        for item in follow_ups()
        for key, fate in item.promises.items()
        if item.first.promises[key].state == item.second.promises[key].state != fate.state
    ]
    assert changed == []


@pytest.mark.figures
def test_the_rules_of_section_five_accuse_rarely_without_cause() -> None:
    scores = scores_of("development")
    assert scores["SPC003"].wrong == []
    assert len(scores["SPC004"].wrong) <= 1
    assert len(scores["SPC005"].wrong) <= 2  # preview: two of twelve
    assert scores["YOY008"].wrong == ["m207a: m207a-13"]
    assert scores["YOY008"].recall > 0.55


@pytest.mark.figures
def test_sections_of_reports_are_split_as_labelled() -> None:
    measures, problems = (split_scores("development")[kind] for kind in ("measure", "problem"))
    assert min(measures.precision, measures.recall, problems.precision, problems.recall) > 0.94
