"""总览.html: a year of a round on one page that is read, printed and passed on. Nothing in it runs or is loaded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from auditor.finding import Severity
from auditor.reporters.batch_page.charts import bars, boxes, columns, lines_of
from auditor.reporters.batch_page.copies import side_by_side
from auditor.reporters.html_report import environment
from auditor.reporters.rows import rule_title
from auditor.reporters.year_of_round import YearOfRound, grouped
from auditor.store import questions, results
from auditor.store.questions import Found, Standing
from auditor.version import __version__

_PAIRS = 30
_OWN_FORMER = "BOI002"
_EXAMPLES = 3
_COMMON = 20


@dataclass(frozen=True, slots=True)
class League:
    """The table of one level and kind."""

    name: str
    rows: list[tuple[int, Standing]]
    """Place and standing, best first."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A rule that many reports break."""

    rule: str
    title: str
    severity: str
    reports: int
    share: float
    examples: list[Found]


def render(told: YearOfRound) -> str:
    """The page of a year of a store."""
    connection, year, say = told.connection, told.year, told.run.say
    pairs, kept = questions.alike(connection, year), questions.kept(connection, year, _OWN_FORMER)
    layout = told.run.rulebook.layout
    defects = _defects(told)
    spreads = list(told.spreads())
    return (
        environment(told.run)
        .get_template("batch.html.j2")
        .render(
            told=told,
            tool=__version__,
            numbers=[(say(f"batch_{key}"), _shown(key, value)) for key, value in told.numbers()],
            spreads=spreads,
            histogram=columns(say("batch_spread"), told.bins(), say("col_reports")),
            box_plots=boxes(say("batch_spread"), [(item.name, item.points) for item in spreads]),
            leagues=_leagues(told),
            dimensions=told.card.dimension,
            reached=_reached(told),
            by_dimension=bars(say("batch_dimensions"), _by_dimension(told), (str(year), str(year - 1))),
            common=bars(
                say("sheet_common"),
                [(f"{item.rule} {item.title}", item.share * 100, None, 100.0) for item in defects[:_COMMON]],
                (say("col_share") + " %", ""),
            ),
            defects=defects,
            missing=questions.missing(connection, year),
            unlisted=questions.unlisted(connection) if questions.listed(connection) else [],
            doubles=questions.doubles(connection, year),
            unread=questions.unread(connection),
            unplaced=questions.unplaced(connection),
            pairs=[
                side_by_side(
                    connection,
                    (pair.report, pair.agency, pair.path),
                    (pair.other, pair.other_agency, pair.other_path),
                    layout,
                )
                for pair in pairs[:_PAIRS]
            ],
            more_pairs=max(0, len(pairs) - _PAIRS),
            kept=[
                side_by_side(
                    connection,
                    (item.report, f"{item.agency}　{year}", item.path),
                    (item.other, f"{item.agency}　{year - 1}", item.other_path),
                    layout,
                )
                for item in kept[:_PAIRS]
            ],
            more_kept=max(0, len(kept) - _PAIRS),
            trend=lines_of(say("batch_trend"), _trend(told)),
            across=questions.found_in_year(connection, year, ("YOY", "BOI002")),
        )
    )


def _shown(key: str, value: float | str) -> str:
    return f"{value * 100:.1f}%" if key.endswith("share") and isinstance(value, float) else str(value)


def _leagues(told: YearOfRound) -> list[League]:
    """A table for each level and kind; equals have one place."""

    def group(item: Standing) -> str:
        return "　".join(part for part in (item.level, told.kind(item.kind)) if part)

    found = []
    for name, some in grouped(told.standings, group):
        first: dict[tuple[float, float], int] = {}
        for place, item in enumerate(some, start=1):
            first.setdefault((item.quality, item.compliance), place)
        rows = [(first[item.quality, item.compliance], item) for item in some]
        found.append(League(name or told.run.say("kind_unknown"), rows))
    return found


def _reached(told: YearOfRound) -> dict[int, dict[str, float]]:
    """The points of each report by dimension."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for item in questions.by_dimension(told.connection, told.year):
        found[item.report][item.key] = item.quality
    return found


def _by_dimension(told: YearOfRound) -> list[tuple[str, float | None, float | None, float]]:
    """Each dimension with its mean points of this year and the one before, and its weight."""
    now, before = _points(told, told.year), _points(told, told.year - 1)
    return [
        (
            f"{item.label.phrase.of(told.run.language)}（{item.weight:g}）",
            now.get(item.key),
            before.get(item.key),
            item.weight,
        )
        for item in told.card.dimension
    ]


def _points(told: YearOfRound, year: int) -> dict[str, float]:
    """The mean points of a year by dimension, of the reports in which it had input."""
    found: dict[str, list[float]] = defaultdict(list)
    for item in questions.by_dimension(told.connection, year):
        found[item.key].append(item.quality)
    return {key: fmean(values) for key, values in found.items()}


def _defects(told: YearOfRound) -> list[Defect]:
    reports = len(told.standings)
    return [
        Defect(
            item.rule,
            rule_title(told.run, item.rule),
            Severity(item.severity).word,
            item.reports,
            item.reports / reports if reports else 0.0,
            questions.examples(told.connection, told.year, item.rule, _EXAMPLES),
        )
        for item in questions.common_defects(told.connection, told.year)
    ]


def _trend(told: YearOfRound) -> list[tuple[str, float]]:
    """The mean quality of each year."""
    found = []
    for year in results.years(told.connection):
        standings = told.standings if year == told.year else questions.standings(told.connection, year)
        if standings:
            found.append((str(year), fmean(item.quality for item in standings)))
    return found
