"""What the page shows in numbers: spread, points by dimension, common defects, years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from markupsafe import Markup

from auditor.finding import Severity
from auditor.reporters import lines
from auditor.reporters.batch_page.charts import bar, box, columns, line_chart
from auditor.reporters.rows import rule_title
from auditor.reporters.year_of_round import BIN, Spread, YearOfRound
from auditor.store import questions
from auditor.store.questions import Found
from auditor.text.visible import on_one_line

_EXAMPLES = 3
_SAME = 10
"""Letters of a quote that tell that a message holds it."""
_WHOLE_NAMES = 8
"""With more columns than these only the beginning of each bin fits below."""


def histogram(told: YearOfRound) -> Markup:
    """How many reports have how much quality, from the first bin that has any."""
    bins = told.bins()
    first = next((place for place, (_, count) in enumerate(bins) if count), 0)
    say, some = told.run.say, bins[first:]
    heard = "；".join(say("batch_bin", points=name, count=count) for name, count in some if count)
    title = f"{say('batch_bins')}（{say('col_reports')}）"
    short = len(some) > _WHOLE_NAMES
    return columns(
        title, [(name.partition("～")[0] if short else name, count) for name, count in some], f"{title}：{heard}"
    )


@dataclass(frozen=True, slots=True)
class Boxed:
    """A spread with its box."""

    group: str
    spread: Spread
    box: Markup


def scale_start(spreads: list[Spread]) -> int:
    """The round number of points at which the scale of the boxes begins."""
    least = min((item.points[0] for item in spreads), default=0.0)
    return min(int(least // (2 * BIN)) * 2 * BIN, 100 - 2 * BIN)


def boxed(told: YearOfRound, spreads: list[Spread]) -> list[Boxed]:
    """The spreads with their boxes, all on one scale."""
    say, start = told.run.say, scale_start(spreads)
    found = []
    for item in spreads:
        group = f"{say(f'col_{item.by}')}：{item.name}" if item.by else item.name
        found.append(Boxed(group, item, box(f"{group}：{in_words(told, item)}", item.points, start)))
    return found


def in_words(told: YearOfRound, item: Spread) -> str:
    """Median and quartiles in a sentence."""
    keys = ("least", "low", "middle", "high", "most")
    shown = {key: f"{value:.1f}" for key, value in zip(keys, item.points, strict=True)}
    return told.run.say("batch_spread_words", reports=item.reports, **shown)


@dataclass(frozen=True, slots=True)
class Reached:
    """The mean points of a dimension in a year, of the reports that had input for it."""

    year: int
    points: float
    reports: int
    bar: Markup


@dataclass(frozen=True, slots=True)
class OfDimension:
    """A dimension with what was reached in each of two years; change of the shown points, where there are both."""

    name: str
    weight: float
    years: list[Reached]
    change: float | None


def by_dimension(told: YearOfRound) -> list[OfDimension]:
    """Each dimension of the scorecard this year and the one before."""
    points = {year: _points(told, year) for year in (told.year, told.year - 1)}
    found = []
    for item in told.card.dimension:
        years = [
            Reached(year, fmean(some), len(some), bar(fmean(some) / item.weight, kind))
            for (year, of), kind in zip(points.items(), ("part", "last"), strict=True)
            if (some := of.get(item.key))
        ]
        change = round(years[0].points, 1) - round(years[1].points, 1) if len(years) == len(points) else None
        found.append(OfDimension(item.label.phrase.of(told.run.language), item.weight, years, change))
    return found


def _points(told: YearOfRound, year: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for item in questions.by_dimension(told.connection, year):
        found[item.key].append(item.quality)
    return found


@dataclass(frozen=True, slots=True)
class Example:
    """A finding of a rule: of whom, what it says, and the words at its place unless it says them itself."""

    report: int
    agency: str
    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Defect:
    """A rule that reports break."""

    rule: str
    title: str
    severity: str
    reports: int
    share: float
    bar: Markup
    examples: list[Example]


def defects(told: YearOfRound) -> Iterator[Defect]:
    """The rules that are broken, by how many reports break them."""
    reports = len(told.standings)
    for item in questions.common_defects(told.connection, told.year):
        share = item.reports / reports if reports else 0.0
        found = questions.examples(told.connection, told.year, item.rule, _EXAMPLES)
        examples = [_example(told, each) for each in found]
        title, severity = rule_title(told.run, item.rule), Severity(item.severity).word
        yield Defect(item.rule, title, severity, item.reports, share, bar(share), examples)


def _example(told: YearOfRound, found: Found) -> Example:
    message, quote = on_one_line(message_of(told, found)), lines.short(found.quote)
    if "".join(quote.split())[:_SAME] in "".join(message.split()):
        quote = ""
    return Example(found.report, found.agency or "", message, quote)


def message_of(told: YearOfRound, found: Found) -> str:
    """What a finding says in the language of the page."""
    return found.message_en if told.run.language == "en" else found.message


@dataclass(frozen=True, slots=True)
class Trend:
    """A line over the years."""

    title: str
    chart: Markup


def trends(told: YearOfRound, years: list[questions.OfYear]) -> list[Trend]:
    """Number of reports, mean quality and errors over the years; nothing for a single year."""
    say = told.run.say
    if len(years) < 2:
        return []
    series = (
        (say("batch_reports"), [(float(item.reports), f"{item.reports}") for item in years]),
        (say("batch_mean_quality"), [(item.quality, f"{item.quality:.1f}") for item in years]),
        (say("batch_errors"), [(float(item.errors), f"{item.errors}") for item in years]),
    )
    found = []
    for title, values in series:
        points = [(str(item.year), value, shown) for item, (value, shown) in zip(years, values, strict=True)]
        heard = "；".join(f"{year} {shown}" for year, _, shown in points)
        found.append(Trend(title, line_chart(title, f"{title}：{heard}", points)))
    return found
