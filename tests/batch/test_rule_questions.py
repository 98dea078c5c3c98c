"""How rules fare in a store: what they found by year, and what people said of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from auditor.store import questions
from auditor.store.decisions import Decision, Said, decide
from auditor.store.opening import writing
from auditor.store.questions import Judged, Judgement, OfRule, Precision
from sqlalchemy import Engine

from tests.batch.conftest import left_by_round, round_of
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

AGENCIES = {"青芦县石笕镇人民政府": STALLS, "青芦县水利局": FERRIES, "青芦县文化局": TEA_FACTORY}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three agencies whose total of results is too small by one, two of them for two years."""
    folder = tmp_path_factory.mktemp("年报")
    for name, own in AGENCIES.items():
        for year in (2022, 2023):
            if (name, year) != ("青芦县文化局", 2022):
                text = report(name, year, own.replace("全年", f"{year}年"), new=year - 2015)
                wrong = text.replace(f"| （七）总计 |  |  | {year - 2015} |", f"| （七）总计 |  |  | {year - 2016} |")
                (folder / f"{name}{year}.txt").write_text(wrong, encoding="utf-8")
    return folder


@pytest.fixture
def engine(folder: Path, store: str, stores: dict[Path, bytes]) -> Engine:
    return left_by_round(folder, store, stores)


def say(engine: Engine, agency: str, year: int, *said: Said, rule: str = "TAB007") -> str:
    with engine.connect() as connection:
        found = questions.found_in_year(connection, year, (rule,))
    (fingerprint,) = {item.fingerprint for item in found if item.agency == agency}
    with writing(engine) as connection:
        decide(connection, [Decision(agency, year, rule, fingerprint, word, f"因为{word}", "张") for word in said])
    return fingerprint


def test_what_a_rule_found_is_counted_by_year(engine: Engine) -> None:
    with engine.connect() as connection:
        found = [item for item in questions.found_by_rules(connection, (2023, 2022, 2021)) if item.rule == "TAB007"]
        (alone,) = questions.found_by_rules(connection, (2023,), "TAB007")
    assert found == [OfRule("TAB007", (3, 2, 0))]
    assert alone == OfRule("TAB007", (3,))


def test_confirmed_and_corrected_are_right_unfounded_is_wrong_and_the_rest_is_neither(engine: Engine) -> None:
    say(engine, "青芦县石笕镇人民政府", 2022, "unfounded", "confirmed")
    say(engine, "青芦县石笕镇人民政府", 2023, "corrected", "noted")
    say(engine, "青芦县水利局", 2022, "unfounded")
    say(engine, "青芦县水利局", 2023, "confirmed", "pending")
    say(engine, "青芦县文化局", 2023, "noted")
    say(engine, "青芦县文化局", 2023, "pending", rule="TAB008")
    with engine.connect() as connection:
        assert questions.precisions(connection) == [Precision("TAB007", 2, 1)]
        said = questions.said_of(connection, "TAB007")
        assert said == {"confirmed": 1, "corrected": 1, "pending": 1, "unfounded": 1}
        assert Precision.of("TAB007", said) == Precision("TAB007", 2, 1)
        assert questions.said_of(connection, "TAB008") == {"pending": 1}


def test_the_words_that_hold_come_with_their_reasons_the_last_first(engine: Engine) -> None:
    one = say(engine, "青芦县石笕镇人民政府", 2023, "unfounded", "confirmed", "noted")
    two = say(engine, "青芦县水利局", 2023, "unfounded")
    with engine.connect() as connection:
        found = questions.judged_of(connection, "TAB007")
        assert [(item.name, item.fingerprint, item.said, item.why, item.stands) for item in found] == [
            ("青芦县水利局", two, "unfounded", "因为unfounded", True),
            ("青芦县石笕镇人民政府", one, "confirmed", "因为confirmed", True),
        ]
        assert questions.judged_of(connection, "TAB007", most=1) == found[:1]
        assert questions.judged_of(connection, "TAB007", said="confirmed") == found[1:]
        assert questions.judged_of(connection, "TAB007", 2022) == []
        assert isinstance(found[0], Judged)


def test_findings_that_stand_are_labels_right_or_wrong(folder: Path, tmp_path: Path, store: str) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "年报"))
    engine, _, _ = round_of(copied, store)
    gone = say(engine, "青芦县石笕镇人民政府", 2023, "confirmed")
    stays = say(engine, "青芦县水利局", 2023, "unfounded")
    pending = say(engine, "青芦县文化局", 2023, "pending")
    text = report("青芦县石笕镇人民政府", 2023, STALLS, new=8)
    (copied / "青芦县石笕镇人民政府2023.txt").write_text(text, encoding="utf-8")
    engine, _, _ = round_of(copied, store)
    with engine.connect() as connection:
        (label,) = questions.judgements(connection)
        assert isinstance(label, Judgement)
        assert (label.agency, label.rule, label.fingerprint, label.right) == ("青芦县水利局", "TAB007", stays, False)
        assert label.quote == "7"
        judged = {(item.name, item.fingerprint): item.stands for item in questions.judged_of(connection, "TAB007")}
        assert judged == {
            ("青芦县石笕镇人民政府", gone): False,
            ("青芦县水利局", stays): True,
            ("青芦县文化局", pending): True,
        }
        assert questions.precisions(connection) == [Precision("TAB007", 1, 1)]


@pytest.mark.parametrize(
    ("right", "wrong", "due"),
    [
        (1, 0, (0.206549314377, 1)),
        (0, 1, (0, 0.793450685623)),
        (3, 7, (0.107791267406, 0.603221852539)),
        (40, 2, (0.84210147603, 0.986842475091)),
        (500, 0, (0.992375659538, 1)),
    ],
)
def test_the_interval_is_that_of_wilson(right: int, wrong: int, due: tuple[float, float]) -> None:
    """As ``scipy.stats.binomtest(right, right + wrong).proportion_ci(method="wilson")`` has it."""
    found = Precision("TAB007", right, wrong)
    assert found.share == right / (right + wrong)
    assert found.interval == pytest.approx(due)


def test_nothing_decided_has_neither_share_nor_interval() -> None:
    assert (Precision("TAB007", 0, 0).share, Precision("TAB007", 0, 0).interval) == (None, None)
