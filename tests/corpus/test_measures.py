"""The labelled clauses of section 五: written one by one, labelled twice, whole offices held out."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
import pytest
from auditor.corpus import Clause, clauses_of, followed_of, sections_of
from auditor.resources import corpus_folder

MEASURES = corpus_folder() / "measures"
STATUTORY = re.compile(
    "政府信息公开条例|中华人民共和国|政府信息公开工作年度报告|存在的主要问题及改进情况|依申请公开|政府信息公开|行政规范性文件"
)


class Pass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one reader wrote."""

    kind: str
    level: int | None
    facets: dict[str, list[str]]


class Labelled(Clause, frozen=True, forbid_unknown_fields=True):
    """A line of ``clauses.jsonl`` with its place and the raw passes."""

    passage: str
    start: int
    end: int
    first: Pass
    second: Pass


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of ``passages.jsonl``: section 五 of one office and year."""

    id: str
    office: str
    kind: str
    year: int
    voice: str
    split: str
    text: str


CLAUSES = msgspec.json.Decoder(Labelled).decode_lines((MEASURES / "clauses.jsonl").read_bytes())
PASSAGES = {
    passage.id: passage
    for passage in msgspec.json.Decoder(Passage).decode_lines((MEASURES / "passages.jsonl").read_bytes())
}


def test_there_is_enough_of_it() -> None:
    kinds = Counter(clause.kind for clause in CLAUSES)
    assert kinds["measure"] >= 1800
    assert kinds["problem"] + kinds["other"] >= 500
    assert len({clause.office for clause in CLAUSES}) >= 120


def test_each_clause_stands_in_its_passage_and_each_facet_in_its_clause() -> None:
    wrong = [
        clause.id
        for clause in CLAUSES
        if PASSAGES[clause.passage].text[clause.start : clause.end] != clause.text
        or any(not 0 <= start < end <= len(clause.text) for spans in clause.facets.values() for start, end in spans)
        or any(
            quote not in clause.text
            for one in (clause.first, clause.second)
            for qs in one.facets.values()
            for quote in qs
        )
    ]
    assert wrong == []


def test_levels_are_given_to_measures_and_problems_only() -> None:
    assert [c.id for c in CLAUSES if (c.level is None) != (c.kind == "other")] == []
    assert {c.level for c in CLAUSES if c.kind == "measure"} == {0, 1, 2, 3}


def test_no_office_is_in_both_halves() -> None:
    halves = {split: {c.office for c in CLAUSES if c.split == split} for split in ("development", "test")}
    assert halves["development"] & halves["test"] == set()
    assert len(halves["test"]) == 32


def test_no_run_of_ten_characters_stands_in_more_than_one_clause_of_a_hundred() -> None:
    seen: Counter[str] = Counter()
    for clause in CLAUSES:
        text = STATUTORY.sub("|", clause.text)
        seen.update({text[i : i + 10] for i in range(len(text) - 9)})
    assert [run for run, count in seen.items() if count * 100 > len(CLAUSES)] == []


def test_where_the_readers_agree_their_label_stands() -> None:
    changed = [
        c.id
        for c in CLAUSES
        if (c.first.kind, c.first.level) == (c.second.kind, c.second.level)
        and (c.kind, c.level) != (c.first.kind, c.first.level)
    ]
    assert changed == []


@pytest.mark.slow
def test_the_readers_agree_as_the_data_card_says() -> None:
    from auditor.modelcard import agreement

    both = [c for c in CLAUSES if c.first.kind == c.second.kind == "measure"]
    figures = agreement([c.first.level or 0 for c in both], [c.second.level or 0 for c in both])
    assert f"{figures.kappa:.3f} | {figures.error:.3f}" in (MEASURES / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_weights_were_fitted_to_these_clauses() -> None:
    from auditor.api import judge
    from auditor.fitting import hash_of

    assert judge().weights.clauses == hash_of(
        [*clauses_of("development"), *sections_of("development"), *followed_of("development")]
    )
