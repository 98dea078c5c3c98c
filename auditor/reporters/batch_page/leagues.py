"""The league tables of the page: places, change on last year, points by dimension."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from auditor.reporters.batch_page.charts import bar
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions
from auditor.store.questions import Standing

_OPEN = 30
"""Tables with more rows are shown when they are asked for."""


@dataclass(frozen=True, slots=True)
class Points:
    """A report's points in a dimension, as number and bar."""

    shown: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """An agency in its table."""

    place: int
    standing: Standing
    change: str
    points: list[Points | None]
    """By dimension; None where the report had no input for it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a level and kind."""

    name: str
    rows: list[Row]
    open: bool


def tables(told: YearOfRound) -> list[Table]:
    """The league tables, those of the upper levels first."""
    reached: dict[int, dict[str, Points]] = defaultdict(dict)
    for item in questions.by_dimension(told.connection, told.year):
        reached[item.report][item.key] = Points(f"{item.quality:.1f}", bar(item.quality / item.weight))
    keys = [dimension.key for dimension in told.card.dimension]
    return [
        Table(
            league.name,
            [
                Row(place, standing, change(standing), [reached[standing.report].get(key) for key in keys])
                for place, standing in league.ranked
            ],
            len(league.ranked) <= _OPEN,
        )
        for league in told.leagues
    ]


def change(standing: Standing) -> str:
    """The change on last year's quality as arrow and number; nothing where there was no report."""
    before = standing.quality_before
    return "" if before is None else signed(standing.quality - before)


def signed(points: float) -> str:
    """A change in points as arrow and number."""
    by = round(points, 1)
    if not by:
        return "→ 0.0"
    return f"↑ +{by:.1f}" if by > 0 else f"↓ −{-by:.1f}"
