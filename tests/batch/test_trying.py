"""An edited rule on the reports of a store: what vanishes, appears, weighs otherwise, and what people said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from auditor.api import Options, audit_among, rulebook
from auditor.batch import trying
from auditor.batch.pool import Limits
from auditor.batch.trying import Asked, Tally, try_rule
from auditor.document import Neighbours
from auditor.errors import RuleFileError, UsageError
from auditor.rulebook import Rule
from auditor.rulebook.editing import text_of
from auditor.ruletest import check_example, read_examples
from auditor.store import questions
from auditor.store.decisions import Decision, decide
from auditor.store.opening import writing
from sqlalchemy import Engine

from tests.batch.conftest import HereAndNow, left_by_round, round_of
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

LIMITS = Limits(60, 2048)
WITH_DOUBLED = "栏里写明写明更换日期。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("年报")
    texts = {
        "青芦县石笕镇人民政府": STALLS + WITH_DOUBLED,
        "青芦县水利局": FERRIES + "渡口渡口停航前先贴告示。",
        "青芦县文化局": TEA_FACTORY + "天天有人，人人都来。",
    }
    for name, own in texts.items():
        for year in (2022, 2023):
            text = report(name, year, own, new=year - 2018, carried_in=0, carried_out=1)
            (folder / f"{name}{year}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def engine(folder: Path, store: str, stores: dict[Path, bytes]) -> Engine:
    return left_by_round(folder, store, stores)


def run(engine: Engine, code: str, edited: str, year: int = 2023) -> Tally:
    options = Options()
    crew = HereAndNow().hired(trying.setup_of(options))
    *_, last = try_rule(engine, Asked(code, year, edited), options, crew, LIMITS)
    return last


def shown(tally: Tally) -> set[tuple[str, str, str, str]]:
    return {(item.of.name, item.finding.change, item.finding.severity, item.finding.quote) for item in tally.seen}


def fingerprint(engine: Engine, agency: str, rule: str) -> str:
    with engine.connect() as connection:
        found = questions.found_in_year(connection, 2023, (rule,))
    return next(item.fingerprint for item in found if item.agency == agency)


def test_what_a_changed_rule_no_longer_finds_comes_with_what_people_said(engine: Engine) -> None:
    agency = "青芦县石笕镇人民政府"
    said = Decision(agency, 2023, "LNG007", fingerprint(engine, agency, "LNG007"), "unfounded", "方言", "张")
    with writing(engine) as connection:
        decide(connection, [said])
    text = text_of(rulebook(), "LNG007")
    assert "allowed = [" in text
    tally = run(engine, "LNG007", text.replace("allowed = [", 'allowed = ["写明", ', 1))
    assert (tally.total, tally.done, tally.kept, tally.failed) == (3, 3, 1, 0)
    assert shown(tally) == {(agency, "vanished", "warning", "写明写明")}
    assert tally.of("vanished") == Counter(unfounded=1)
    assert [(item.judged.why, item.judged.who) for item in tally.seen if item.judged] == [("方言", "张")]


def test_reports_in_which_the_rule_finds_something_come_first(engine: Engine) -> None:
    options = Options()
    crew = HereAndNow().hired(trying.setup_of(options))
    list(try_rule(engine, Asked("LNG007", 2023, text_of(rulebook(), "LNG007")), options, crew, LIMITS))
    with engine.connect() as connection:
        counted = questions.counted_in(connection, 2023, "LNG007")
        found = {item.report for item in questions.found_in_year(connection, 2023, ("LNG007",))}
    assert {item.report for item in counted[: len(found)]} == found
    assert len(counted) == 3


def test_another_severity_is_told_as_such(engine: Engine) -> None:
    text = text_of(rulebook(), "LNG007")
    tally = run(engine, "LNG007", text.replace('severity = "warning"', 'severity = "info"'))
    assert shown(tally) == {
        ("青芦县石笕镇人民政府", "reweighed", "info", "写明写明"),
        ("青芦县水利局", "reweighed", "info", "渡口渡口"),
    }
    assert {item.finding.severity_before for item in tally.seen} == {"warning"}


def test_a_report_is_tried_under_the_profile_that_it_is_audited_by(tmp_path: Path, store: str) -> None:
    """In the folder of which the profile has the rule as a hint already, the edit changes nothing."""
    for place, name, own in (("甲", "青芦县水利局", "渡口渡口停航。"), ("乙", "青芦县文化局", "场馆场馆开门。")):
        folder = tmp_path / "年报" / place
        folder.mkdir(parents=True)
        text = report(name, 2023, FERRIES + own, new=5, carried_in=0, carried_out=1)
        (folder / f"{name}2023.txt").write_text(text, encoding="utf-8")
    mild = 'title = { zh = "乙", en = "b" }\ndocument = "乙"\n[rules.LNG007]\nseverity = "info"\n'
    (tmp_path / "年报" / "乙" / "要求.toml").write_text(mild, encoding="utf-8")
    engine = round_of(tmp_path / "年报", store)[0]
    text = text_of(rulebook(), "LNG007")
    tally = run(engine, "LNG007", text.replace('severity = "warning"', 'severity = "info"'))
    assert shown(tally) == {("青芦县水利局", "reweighed", "info", "渡口渡口")}
    assert (tally.total, tally.kept, tally.failed) == (2, 1, 0)


def test_where_a_profile_has_the_rule_off_it_is_not_tried(engine: Engine, tmp_path: Path) -> None:
    off = 'title = { zh = "乙", en = "b" }\ndocument = "乙"\noff = ["LNG007"]\n'
    (tmp_path / "本市.toml").write_text(off, encoding="utf-8")
    text = text_of(rulebook(), "LNG007")
    edited = text.replace('severity = "warning"', 'severity = "info"')
    options = Options(rules=(tmp_path / "本市.toml",))
    crew = HereAndNow().hired(trying.setup_of(options))
    *_, tally = try_rule(engine, Asked("LNG007", 2023, edited), options, crew, LIMITS)
    assert (tally.total, tally.done, tally.kept, tally.failed, tally.seen) == (3, 3, 0, 0, [])


def test_last_year_is_at_hand_for_a_rule_that_needs_it(engine: Engine) -> None:
    """What 2022 carried out is not carried in by 2023."""
    tally = run(engine, "YOY001", text_of(rulebook(), "YOY001"))
    assert (tally.done, tally.kept, tally.seen) == (3, 3, [])


def test_what_the_loader_refuses_is_never_run(engine: Engine) -> None:
    with pytest.raises(RuleFileError):
        run(engine, "LNG007", 'severity = "warning"\n[check]\nmost = 1\n')
    with pytest.raises(UsageError):
        run(engine, "LNG999", "")


NEEDY = [rule for rule in rulebook().rules if rule.check.beside]


def test_some_rules_read_other_reports() -> None:
    assert {rule.id for rule in NEEDY} >= {"YOY001", "YOY008", "BOI001", "BOI002", "PLA007", "ELM009"}


@pytest.mark.parametrize("rule", rulebook().rules, ids=lambda rule: rule.id)
def test_a_check_reads_no_other_reports_than_it_says(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of its page come out the same with those alone."""
    book = rulebook()

    def narrowed(report: object, neighbours: Neighbours, *arguments: object, **named: object) -> object:
        beside = rule.check.beside
        kept = replace(
            neighbours,
            previous=neighbours.previous if "previous" in beside else None,
            peers=neighbours.peers if "peers" in beside else (),
            children=neighbours.children if "children" in beside else (),
        )
        return audit_among(report, kept, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("auditor.ruletest.audit_among", narrowed)
    for example in read_examples(book.pages[rule.id], rule.id, book.forms):
        if example.beside:
            assert list(check_example(example, rule, book, "zh")) == []
