"""What the office's pages ask of a store, on both databases: league tables, findings and pairs in part, in an order."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.store import decisions, follow_up, questions
from auditor.store.decisions import Decision, Said
from auditor.store.opening import writing
from auditor.store.questions import FoundAsked, LeagueAsked
from sqlalchemy import Engine, text

from tests.batch.conftest import OPEN, left_by_round, round_of
from tests.batch.county import MARKET, SAND, SCHOOLS, WATER, write_county


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_county(tmp_path_factory.mktemp("county"))


@pytest.fixture
def county(written: tuple[Path, Path], store: str, stores: dict[Path, bytes]) -> Engine:
    return left_by_round(written[0], store, stores, str(written[1]))


def agencies(engine: Engine, asked: LeagueAsked, start: int = 0, most: int | None = None) -> list[str]:
    with engine.connect() as connection:
        return [row.agency for row in questions.league(connection, asked, start, most)]


def say(engine: Engine, agency: str, said: Said, *rules: str) -> None:
    """Say the same of all findings of an agency's report of 2023, or of those of some rules."""
    with writing(engine) as connection:
        found = questions.found_list(connection, FoundAsked(2023, agency=agency))
        decisions.decide(
            connection,
            [
                Decision(agency, 2023, item.rule, item.fingerprint, said, "看过", "王敏")
                for item in found
                if not rules or item.rule in rules
            ],
        )


def states(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {row.agency: row.state for row in questions.league(connection, LeagueAsked(2023))}


def test_places_are_those_of_the_whole_year_whatever_is_asked_for(county: Engine) -> None:
    with county.connect() as connection:
        whole = questions.league(connection, LeagueAsked(2023))
        standings = questions.standings(connection, 2023)
        towns = questions.league(connection, LeagueAsked(2023, level="镇", kind="township"))
        second = questions.league(connection, LeagueAsked(2023), 1, 1)
    assert [(row.place, row.agency, row.quality) for row in whole] == [
        (item.place, item.agency, item.quality) for item in standings
    ]
    assert {row.agency: row.place for row in towns} == {
        item.agency: item.place for item in standings if item.agency in (MARKET, SAND)
    }
    assert [(row.place, row.total) for row in second] == [(2, 3)]
    assert {row.agency: row.change is None for row in whole} == {WATER: False, MARKET: False, SAND: True}


def test_a_league_table_stands_in_the_order_that_is_asked_for(county: Engine) -> None:
    assert agencies(county, LeagueAsked(2023, order="agency")) == [SAND, MARKET, WATER]
    assert agencies(county, LeagueAsked(2023, order="agency", descending=True)) == [WATER, MARKET, SAND]
    up = agencies(county, LeagueAsked(2023, order="change"))
    down = agencies(county, LeagueAsked(2023, order="change", descending=True))
    assert up[:2] == down[1::-1]
    assert up[2] == down[2] == SAND  # no report of the year before: last in either direction
    assert agencies(county, LeagueAsked(2023, agency="镇"), 0, 100) == agencies(county, LeagueAsked(2023, level="镇"))
    assert agencies(county, LeagueAsked(2023, agency="%")) == []


def test_a_report_goes_from_unchecked_to_closed(county: Engine) -> None:
    assert states(county) == {WATER: "unchecked", MARKET: "unchecked", SAND: "unchecked"}
    say(county, WATER, "unfounded")
    say(county, MARKET, "pending")
    say(county, SAND, "unfounded")
    say(county, SAND, "confirmed", "ELM004")
    assert states(county) == {WATER: "checked", MARKET: "unchecked", SAND: "confirmed"}
    with writing(county) as connection:
        sand = next(row.report for row in questions.league(connection, LeagueAsked(2023)) if row.agency == SAND)
        follow_up.send(connection, sand, "sent", "请改正", "王敏")
    assert states(county)[SAND] == "sent"
    assert agencies(county, LeagueAsked(2023, state="sent"), 0, 100) == [SAND]
    with writing(county) as connection:
        follow_up.send(connection, sand, "closed", "", "王敏")
    assert states(county) == {WATER: "checked", MARKET: "unchecked", SAND: "closed"}
    with county.connect() as connection:
        assert [item.state for item in follow_up.followed_up(connection, 2023)] == ["closed"]


def test_a_page_of_the_league_table_says_of_its_rows_what_the_whole_says(county: Engine) -> None:
    say(county, WATER, "confirmed", "XRF001")
    say(county, WATER, "noted", "XRF001")
    with county.connect() as connection:
        whole = {row.agency: row for row in questions.league(connection, LeagueAsked(2023))}
        page = questions.league(connection, LeagueAsked(2023, order="quality"), 0, 3)
        checked = questions.league(connection, LeagueAsked(2023, order="checked", descending=True), 0, 1)
    assert {row.agency: row for row in page} == whole
    assert [(row.agency, row.checked, row.state) for row in checked] == [(WATER, 1, "confirmed")]


def test_a_report_that_was_sent_again_is_a_resubmitted_one(tmp_path: Path, store: str) -> None:
    folder, listed = write_county(tmp_path)
    engine, _, _ = round_of(folder, store, str(listed))
    with writing(engine) as connection:
        water = next(row.report for row in questions.league(connection, LeagueAsked(2023)) if row.agency == WATER)
        follow_up.send(connection, water, "sent", "", "王敏")
    path = folder / "2023" / "水利局.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("申请9件", "申请3件"), encoding="utf-8")
    engine, _, _ = round_of(folder, store, str(listed))
    assert states(engine)[WATER] == "resubmitted"
    assert agencies(engine, LeagueAsked(2023, state="resubmitted")) == [WATER]


def test_a_report_that_could_not_be_audited_is_in_the_table_without_a_place(county: Engine) -> None:
    with writing(county) as connection:
        best = questions.league(connection, LeagueAsked(2023))[0]
        connection.execute(text(f"DELETE FROM scores WHERE report = {best.report}"))  # noqa: S608 - a number of ours
    with county.connect() as connection:
        for order in ("place", "quality", "errors"):
            for descending in (False, True):
                rows = questions.league(connection, LeagueAsked(2023, order=order, descending=descending))
                assert (rows[-1].agency, rows[-1].place, rows[-1].findings) == (best.agency, None, None)
                assert {row.place for row in rows[:-1]} == {1, 2}


def found(engine: Engine, asked: FoundAsked) -> set[tuple[str, str]]:
    """Agencies and rules of the findings that are asked for, all of them counted."""
    with engine.connect() as connection:
        rows = questions.found_list(connection, asked)
        assert questions.found_count(connection, asked) == len(rows)
        halves = [*questions.found_list(connection, asked, 0, 2), *questions.found_list(connection, asked, 2)]
        assert halves == rows
    return {(row.agency, row.rule) for row in rows}


def test_findings_are_told_apart_by_rule_family_agency_and_what_was_decided(county: Engine) -> None:
    assert found(county, FoundAsked(2023, rule="XRF001")) == {(WATER, "XRF001")}
    assert found(county, FoundAsked(2023, rule="XRF")) == {(WATER, "XRF001")}
    assert found(county, FoundAsked(2023, rule="BOI", severity=3)) == {(SAND, "BOI001")}
    assert found(county, FoundAsked(2023, rule="YOY001", level="镇")) == set()
    assert found(county, FoundAsked(2022, rule="XRF001")) == set()
    say(county, WATER, "pending")
    say(county, WATER, "confirmed", "XRF001")
    say(county, SAND, "unfounded", "BOI001")
    say(county, SAND, "noted", "BOI001")
    assert found(county, FoundAsked(2023, state="confirmed")) == {(WATER, "XRF001")}
    assert found(county, FoundAsked(2023, state="unfounded")) == {(SAND, "BOI001")}
    assert found(county, FoundAsked(2023, state="decided")) == {(WATER, "XRF001"), (SAND, "BOI001")}
    assert {agency for agency, _ in found(county, FoundAsked(2023, state="open"))} == {MARKET, SAND}
    assert (WATER, "YOY001") in found(county, FoundAsked(2023, state="pending"))


def test_every_figure_of_a_year_counts_the_list_that_it_leads_to(county: Engine) -> None:
    say(county, WATER, "confirmed", "XRF001")
    with county.connect() as connection:
        figures = questions.figures(connection, 2023)
        assert (figures.due, figures.reports, figures.missing) == (4, 3, 1)
        assert (figures.double, figures.unread, figures.unplaced, figures.decided) == (1, 1, 1, 1)
        for severity, number in ((3, figures.errors), (2, figures.warnings), (1, figures.infos)):
            assert questions.found_count(connection, FoundAsked(2023, severity=severity)) == number
        assert [(item.agency, item.handed_in) for item in questions.due(connection, 2023)] == [
            (WATER, True),
            (SCHOOLS, False),
            (MARKET, True),
            (SAND, True),
        ]
        assert questions.sorts(connection, 2023) == questions.Sorts(["市", "镇"], ["department", "township"])
        means = [(item.year, item.reports) for item in questions.by_year(connection)]
    assert means == [(2022, 2), (2023, 3)]


def test_a_pair_is_told_once_as_the_shorter_one_has_it(county: Engine) -> None:
    with county.connect() as connection:
        pairs = questions.alike(connection, 2023)
        assert [(pair.agency, pair.other_agency, pair.share) for pair in pairs] == [(SAND, MARKET, 1.0)]
        assert questions.alike_count(connection, 2023) == 1
        assert questions.alike(connection, 2023, 1, 100) == []
        assert questions.alike(connection) == pairs


def test_an_agency_is_followed_over_the_years(county: Engine) -> None:
    with county.connect() as connection:
        number = questions.agency_number(connection, WATER)
        assert number is not None
        years = questions.years_of(connection, number)
        assert [item.year for item in years] == [2022, 2023]
        standings = {item.agency: item.place for item in questions.standings(connection, 2023)}
        quality, compliance = years[1].quality, years[1].compliance
        assert quality is not None
        assert compliance is not None
        assert questions.place_of(connection, 2023, quality, compliance) == standings[WATER]
        broken = {(item.rule, item.year) for item in questions.broken_by(connection, number)}
        assert {("XRF001", 2023), ("YOY001", 2023)} <= broken
        assert ("XRF001", 2022) not in broken
        carried = questions.figures_of(connection, number, ("applications.carried_in.total",))
        assert [(item.year, item.value) for item in carried] == [(2022, 0.0), (2023, 1.0)]
        assert questions.known(connection, 99) is None


def test_a_store_of_before_gets_the_indexes_that_it_lacks(county: Engine, store: str) -> None:
    from auditor.store.opening import open_store
    from sqlalchemy import inspect

    with writing(county) as connection:
        connection.execute(text("DROP INDEX findings_listed"))
    OPEN.append(open_store(store))
    assert "findings_listed" in {index["name"] for index in inspect(OPEN[-1]).get_indexes("findings")}
