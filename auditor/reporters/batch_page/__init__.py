"""总览.html: a year of a round on one page that is read, printed and passed on. Nothing in it runs or is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.reporters.batch_page import figures, leagues
from auditor.reporters.batch_page.copies import between_agencies, groups, kept_from_last_year
from auditor.reporters.html_report import environment
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions

_PAIRS = 30
_OWN_FORMER = "BOI002"
_COMMON = 20
_ACROSS = 300
_LONG = 30
"""Lists of more rows are shown when they are asked for."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the head, and the part of the page that it comes from."""

    name: str
    shown: str
    link: str


_LINKS = {
    "due": "missing",
    "reports": "ranking",
    "missing": "missing",
    "double": "doubles",
    "unread": "unread",
    "unplaced": "unplaced",
    "errors": "common",
    "warnings": "common",
    "infos": "common",
    "error_share": "ranking",
    "rules_share": "ranking",
    "claims_share": "ranking",
}
_LARGE = ("due", "reports", "missing", "double", "unread", "unplaced", "errors", "warnings")


def render(told: YearOfRound) -> str:
    """The page of a year of a store."""
    connection, year = told.connection, told.year
    numbers = {
        key: Number(told.run.say(f"batch_{key}"), _shown(key, value), _LINKS.get(key, ""))
        for key, value in told.numbers()
    }
    years = questions.by_year(connection)
    listed = questions.listed(connection)
    spreads = list(told.spreads())
    pairs = questions.alike(connection, year)
    kept = questions.kept(connection, year, _OWN_FORMER)
    layout = told.run.rulebook.layout
    across = [item for item in questions.found_in_year(connection, year, ("YOY", _OWN_FORMER)) if not item.preview]
    defects = list(figures.defects(told))
    return (
        environment(told.run)
        .get_template("batch.html.j2")
        .render(
            told=told,
            long=_LONG,
            large=[numbers[key] for key in _LARGE if key in numbers],
            facts=[number for key, number in numbers.items() if key not in _LARGE],
            spread_in_words=figures.in_words(told, spreads[0]) if spreads else "",
            histogram=figures.histogram(told),
            spreads=figures.boxed(told, spreads),
            scale_start=figures.scale_start(spreads),
            dimensions=[item.label.phrase.of(told.run.language) for item in told.card.dimension],
            leagues=leagues.tables(told),
            by_dimension=figures.by_dimension(told),
            signed=leagues.signed,
            common=defects[:_COMMON],
            less_common=defects[_COMMON:],
            listed=listed,
            missing=questions.missing(connection, year),
            unlisted=questions.unlisted(connection) if listed else [],
            doubles=questions.doubles(connection, year),
            unread=questions.unread(connection),
            unplaced=questions.unplaced(connection),
            groups=groups(pairs),
            pairs=between_agencies(connection, pairs[:_PAIRS], layout),
            more_pairs=max(0, len(pairs) - _PAIRS),
            kept=kept_from_last_year(connection, kept[:_PAIRS], year, layout),
            more_kept=max(0, len(kept) - _PAIRS),
            compared=sum(item.quality_before is not None for item in told.standings),
            years=years,
            trends=figures.trends(told, years),
            across=[(item, figures.message_of(told, item)) for item in across[:_ACROSS]],
            more_across=max(0, len(across) - _ACROSS),
        )
    )


def _shown(key: str, value: float | str) -> str:
    if key == "started":
        return str(value)[:16].replace("T", " ")
    return f"{value * 100:.1f}%" if key.endswith("share") and isinstance(value, float) else str(value)
