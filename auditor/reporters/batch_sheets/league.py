"""排名 and 扣分明细: who stands where, and for what points were taken."""

from __future__ import annotations

from collections import defaultdict

from auditor.reporters import lines
from auditor.reporters.rows import rule_title
from auditor.reporters.sheets.writing import CENTRED, CHANGE, PERCENT, POINTS, Book, Column, Listing, Value
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions


def write_ranking(book: Book, told: YearOfRound) -> None:
    """Write the league table: all together, and the place among those of the same level and kind."""
    dimensions = told.card.dimension
    points: dict[int, dict[str, float]] = defaultdict(dict)
    for item in questions.by_dimension(told.connection, told.year):
        points[item.report][item.key] = item.quality
    columns = (
        Column("rank", 6, CENTRED),
        Column("agency", 30),
        Column("tier", 8, CENTRED),
        Column("kind", 8, CENTRED),
        Column("parent", 24),
        Column("place_among", 12, CENTRED),
        Column("quality", 8, POINTS),
        Column("compliance", 8, POINTS),
        Column("quality_before", 8, POINTS),
        Column("change", 8, CHANGE),
        *(
            Column(item.key, 12, POINTS, f"{item.label.phrase.of(book.run.language)}（{item.weight:g}）", least=8)
            for item in dimensions
        ),
        Column("rules_share", 8, PERCENT),
        Column("claims_share", 8, PERCENT),
        Column("errors", 6, CENTRED),
        Column("warnings", 6, CENTRED),
        Column("infos", 6, CENTRED),
        *([Column("profile", 30)] if told.profiles else []),
    )
    listing = Listing(book, "sheet_ranking", columns)
    among = {item.report: place for league in told.leagues for place, item in league.ranked}
    for standing in told.standings:
        change = round(standing.quality - standing.quality_before, 1) if standing.quality_before is not None else None
        values: list[Value] = [
            standing.place,
            standing.agency,
            standing.level,
            told.kind(standing.kind),
            standing.parent,
            among[standing.report],
            standing.quality,
            standing.compliance,
            standing.quality_before,
            change,
            *(points[standing.report].get(dimension.key) for dimension in dimensions),
            standing.decided_rules,
            standing.decided_claims,
            standing.errors,
            standing.warnings,
            standing.infos,
            *([told.profiles.get(standing.report)] if told.profiles else []),
        ]
        listing.add(values)
    if listing.rows:
        quality = listing.place("quality")
        bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#BDD7EE", "min_type": "num", "min_value": 0}
        limits = {"max_type": "num", "max_value": 100}
        listing.sheet.conditional_format(1, quality, listing.rows, quality, {**bar, **limits})
    listing.close()


def write_deductions(book: Book, told: YearOfRound) -> None:
    """Write every deduction with its evidence."""
    names = {item.key: item.label.phrase.of(book.run.language) for item in told.card.dimension}
    columns = (
        Column("agency", 24),
        Column("dimension", 16),
        Column("points", 8, {"num_format": "0.0#", "align": "center"}),
        Column("rule", 8, CENTRED),
        Column("title", 24),
        Column("quote", 40),
        Column("message", 50),
        Column("file", 40),
    )
    listing = Listing(book, "sheet_deductions", columns)
    for item in questions.deductions_of(told.connection, told.year):
        message = item.message or book.run.say("lacks_levels")
        title, dimension = rule_title(told.run, item.rule), names.get(item.dimension, item.dimension)
        listing.add(
            (item.agency, dimension, item.points, item.rule, title, lines.short(item.quote), message, item.path)
        )
    listing.close()
