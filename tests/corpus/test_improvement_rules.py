"""What the follow-up labels hold, and how far the rules of section 五 are to be trusted on the development half."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from auditor.corpus import clauses_of, follow_ups, followed_of
from auditor.resources import corpus_folder

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


def test_fates_in_plain_reports_are_quoted_and_read_alike_by_a_second_reader() -> None:
    lines = (corpus_folder() / "measures" / "fates.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    wrong = [
        item["id"]
        for item in pairs
        for told, second in zip(item["promises"], item["second"], strict=True)
        if told["text"] not in item["before"]
        or any(place not in item["after"] for place in (*told["where"], *second["where"]))
        or (told["fate"] == "dropped") == bool(told["where"])
        or told["fate"] != second["fate"]
    ]
    assert wrong == []
    assert Counter(told["fate"] for item in pairs for told in item["promises"]) == {
        "done": 80,
        "dropped": 69,
        "again": 64,
    }
    assert Counter(item["split"] for item in pairs) == {"development": 24, "test": 24}
    assert {item["office"] for item in pairs} & {clause.office for clause in CLAUSES.values()} == set()


def test_no_run_of_ten_characters_stands_in_more_than_one_pair_of_reports_of_ten() -> None:
    """Of 48 pairs five are a tenth; headings and openers that every office writes stand in fewer than that."""
    seen: Counter[str] = Counter()
    for pair in (*followed_of("development"), *followed_of("test")):
        if pair.ordinary:
            text = f"{pair.before}|{pair.after}".replace("存在的主要问题及改进情况", "|").replace("一、总体情况", "|")
            seen.update({text[i : i + 10] for i in range(len(text) - 9)})
    assert [run for run, count in seen.items() if count >= 5] == []


@pytest.mark.figures
def test_the_fates_of_promises_are_known_as_far_as_the_data_card_says() -> None:
    scores = scores_of("development")
    assert len(scores["dropped unusual"].wrong) + len(scores["dropped plain"].wrong) == 2
    assert scores["dropped unusual"].recall > 0.55
    done = [scores["done unusual"], scores["done plain"]]
    assert sum(len(score.wrong) for score in done) <= 0.07 * sum(score.right for score in done)


@pytest.mark.figures
def test_the_rules_of_section_five_accuse_rarely_without_cause() -> None:
    scores = scores_of("development")
    assert scores["SPC003"].wrong == []
    assert len(scores["SPC004"].wrong) <= 1
    assert len(scores["SPC005"].wrong) <= 2  # preview: two of twelve


@pytest.mark.figures
def test_sections_of_reports_are_split_as_labelled() -> None:
    measures, problems = (split_scores("development")[kind] for kind in ("measure", "problem"))
    assert min(measures.precision, measures.recall, problems.precision, problems.recall) > 0.94
