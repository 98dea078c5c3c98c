"""One agency over the years: points and places, what was found again and again, and how its key figures follow."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from auditor.reporters.rows import rule_title
from auditor.reporters.run import Run
from auditor.reporters.year_of_round import KEY_CELLS
from auditor.store import questions
from auditor.store.questions import AgencyYear, Figure, Known


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the agency."""

    told: AgencyYear
    place: int | None
    """Among all reports of the year."""
    change: float | None
    """Points of quality more than the year before."""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule and how often it was broken in each year."""

    rule: str
    title: str
    by_year: dict[int, int]


@dataclass(frozen=True, slots=True)
class FigureOverYears:
    """A cell over the years; what is carried in does not follow in the years of ``broken``."""

    name: str
    by_year: dict[int, Figure]
    broken: frozenset[int]


@dataclass(frozen=True, slots=True)
class AgencyOverYears:
    """All of it."""

    known: Known
    years: list[Year]
    rules: list[BrokenRule]
    """Those of most years first."""
    figures: list[FigureOverYears]


def agency_over_years(connection: Connection, number: int, run: Run) -> AgencyOverYears:
    """The agency of a number. Raises KeyError if there is none."""
    known = questions.known(connection, number)
    if known is None:
        raise KeyError(number)
    years: list[Year] = []
    before: AgencyYear | None = None
    for told in questions.years_of(connection, number):
        place = change = None
        if told.quality is not None and told.compliance is not None:
            place = questions.place_of(connection, told.year, told.quality, told.compliance)
            if before and before.year == told.year - 1 and before.quality is not None:
                change = told.quality - before.quality
        years.append(Year(told, place, change))
        before = told
    return AgencyOverYears(known, years, _rules(connection, number, run), _figures(connection, number, run))


def _rules(connection: Connection, number: int, run: Run) -> list[BrokenRule]:
    found: dict[str, dict[int, int]] = {}
    for item in questions.broken_by(connection, number):
        found.setdefault(item.rule, {})[item.year] = item.findings
    rules = [BrokenRule(code, rule_title(run, code), by_year) for code, by_year in found.items()]
    return sorted(rules, key=lambda item: (-len(item.by_year), item.rule))


def _figures(connection: Connection, number: int, run: Run) -> list[FigureOverYears]:
    found: dict[str, dict[int, Figure]] = {key: {} for key in KEY_CELLS}
    keys = {path: key for key, path in KEY_CELLS.items()}
    for item in questions.figures_of(connection, number, tuple(keys)):
        found[keys[item.path]][item.year] = item
    broken = set()
    for year, carried in found["carried_in"].items():
        before = found["carried_out"].get(year - 1)
        if before and before.value is not None and carried.value is not None and before.value != carried.value:
            broken.add(year)
    return [
        FigureOverYears(run.say(f"col_{key}"), by_year, frozenset(broken if key == "carried_in" else ()))
        for key, by_year in found.items()
    ]
