"""Tables of all agencies over the years that agree: within a table, from year to year, and from body to body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TypeAlias

from tests.bench.province.chance import dice
from tests.bench.province.names import Agency, Province, Sector, sectors

Row: TypeAlias = tuple[int, ...]
COLUMNS = ("natural_person", "company", "research_institute", "public_interest", "legal_service", "other_org", "total")
OUTCOMES = {
    "granted": ("granted",),
    "partial": ("partial",),
    "denied": (
        "denied_state_secret", "denied_law_prohibited", "denied_three_safety", "denied_third_party",
        "denied_internal_affairs", "denied_process_info", "denied_enforcement_file", "denied_admin_query",
    ),
    "unable": ("unable_not_held", "unable_need_creation", "unable_still_unclear"),
    "not_processed": (
        "not_processed_petition", "not_processed_duplicate", "not_processed_publication", "not_processed_excessive",
        "not_processed_reconfirm",
    ),
    "other": ("other_no_correction", "other_fee_unpaid", "other_misc"),
}  # fmt: skip
"""The results of table 三 by the groups that texts speak of."""
RESULTS = tuple(row for rows in OUTCOMES.values() for row in rows)
_WEIGHTS = dict(
    zip(RESULTS, (42, 13, 0.3, 0.6, 0.5, 4, 4, 3, 3, 1.5, 16, 3, 1.5, 4, 2, 0.4, 0.3, 0.3, 2, 0, 1.2), strict=True)
)
_APPLICANTS = (84, 11, 0.3, 0.7, 2.5, 1.5)
_SUITS = ("review", "direct", "after_review")
_NO_ROW: Row = (0,) * len(COLUMNS)
_NO_SUIT: Row = (0,) * 5


@dataclass(frozen=True, slots=True)
class Figures:
    """The three tables of one report. Rows that are not there are zero."""

    documents: tuple[Row, Row]
    """Regulations and normative documents: issued, repealed, in force."""
    decisions: Row
    """Licences, penalties, coercive measures."""
    fees: Decimal
    """Administrative fees in 10,000 yuan."""
    applications: Mapping[str, Row]
    """Rows of table 三 by applicant, the total last."""
    suits: tuple[Row, Row, Row]
    """Reviews, suits without and after review: upheld, corrected, other, pending, total."""

    def row(self, key: str) -> Row:
        """A row of table 三."""
        return self.applications.get(key, _NO_ROW)

    def total(self, *keys: str) -> int:
        """The totals of rows of table 三 together."""
        return sum(self.row(key)[-1] for key in keys)

    def with_row(self, key: str, values: Sequence[int]) -> Figures:
        """The same with another row of table 三; its total is as given."""
        return replace(self, applications={**self.applications, key: tuple(values)})

    def given(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What ``table_text`` takes, by table."""
        disclosure = {
            "regulations": self.documents[0],
            "normative_documents": self.documents[1],
            "licensing": self.decisions[:1],
            "penalties": self.decisions[1:2],
            "coercion": self.decisions[2:],
            "fees": (self.fees,),
        }
        return {
            "disclosure": {key: tuple(map(str, values)) for key, values in disclosure.items()},
            "applications": {key: tuple(map(str, values)) for key, values in self.applications.items()},
            "disputes": {key: tuple(map(str, row)) for key, row in zip(_SUITS, self.suits, strict=True)},
        }

    def own_numbers(self) -> list[int]:
        """The numbers above zero that do not follow from others, nor from last year's."""
        rows = [row[:-1] for row in (*self.documents, *self.suits)] + [self.decisions]
        rows += [row[:-1] for key, row in self.applications.items() if key != "handled_total"]
        return [value for row in rows for value in row if value]


def added(parts: Sequence[Figures]) -> Figures:
    """The sum of several bodies' figures."""
    keys = sorted({key for part in parts for key in part.applications})
    return Figures(
        tuple(_sum([part.documents[place] for part in parts]) for place in range(2)),  # type: ignore[arg-type]
        _sum([part.decisions for part in parts]),
        sum((part.fees for part in parts), Decimal(0)),
        {key: _sum([part.row(key) for part in parts]) for key in keys},
        tuple(_sum([part.suits[place] for part in parts]) for place in range(3)),  # type: ignore[arg-type]
    )


def _sum(rows: Sequence[Row]) -> Row:
    return tuple(map(sum, zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What every agency has to report, by name and year; the year before the first is there for comparison."""

    figures: Mapping[tuple[str, int], Figures]
    sums_up: Mapping[str, bool]
    """For governments: whether the report is of all bodies below as well, in all years."""

    def of(self, agency: Agency, year: int) -> Figures:
        return self.figures[agency.name, year]


def ledger(province: Province, years: Sequence[int], seed: int) -> Ledger:
    """The figures of a province for the years and the one before."""
    span = (years[0] - 1, *years)
    figures: dict[tuple[str, int], Figures] = {}
    sums_up: dict[str, bool] = {}
    for agency in reversed(province.agencies):
        own = list(_own(agency, span, seed))
        children = province.children.get(agency.name, ())
        if agency.kind == "government":
            sums_up[agency.name] = dice(seed, "sums up", agency.name).random() < (1.0 if agency.level == "省" else 0.75)
        for year, alone in zip(span, own, strict=True):
            together = sums_up.get(agency.name, False) and children
            parts = [alone, *(figures[child.name, year] for child in children)] if together else [alone]
            figures[agency.name, year] = added(parts)
    return Ledger(figures, sums_up)


# ---- one body ----


def _own(agency: Agency, years: Sequence[int], seed: int) -> Iterator[Figures]:
    """The figures of a body without those below it, year after year."""
    draw = dice(seed, "figures", agency.name)
    sector = sectors()[agency.sector]
    level = {"省": 4.0, "市": 2.0, "县": 0.8, "乡": 0.6}[agency.level]
    quiet = draw.random() < {"省": 0.0, "市": 0.06, "县": 0.28, "乡": 0.4}[agency.level]
    asked = 0.0 if quiet and draw.random() < 0.6 else level * sector.requests * draw.lognormvariate(2.1, 0.7)
    busy = 0.0 if quiet else level * draw.lognormvariate(0, 0.5)
    carried = _NO_ROW
    stocks = [_stock(agency, draw, of_laws=True), _stock(agency, draw, of_laws=False)]
    for _ in years:
        applications = _applications(draw, asked * draw.uniform(0.75, 1.35), carried)
        carried = applications["carried_out"]
        documents = []
        for place, stock in enumerate(stocks):
            issued, repealed = _turnover(draw, stock)
            stocks[place] = stock + issued - repealed
            documents.append((issued, repealed, stocks[place]))
        yield Figures(
            (documents[0], documents[1]),
            tuple(_about(draw, busy * count) for count in (sector.licences, sector.penalties, sector.coercion)),
            _fees(draw, busy, sector),
            {key: row for key, row in applications.items() if any(row)},
            _suits(draw, sum(row[-1] for key, row in applications.items() if key == "handled_total")),
        )


def _about(draw: Random, mean: float) -> int:
    """A count near a mean; small means are often zero."""
    return 0 if mean < 0.3 else max(0, round(draw.gauss(mean, 0.18 * mean + 0.4)))


def _fees(draw: Random, busy: float, sector: Sector) -> Decimal:
    if not busy or not sector.fees:
        return Decimal(0)
    whole = Decimal(round(busy * sector.fees * draw.uniform(0.8, 1.2) * 10000))
    return (whole / 10000).quantize(Decimal(1).scaleb(-draw.randint(1, 4))).normalize() + Decimal(0)


def _stock(agency: Agency, draw: Random, *, of_laws: bool) -> int:
    """Documents in force before the first year; only the highest governments have made regulations."""
    if of_laws:
        most = {"省": 90, "市": 14}.get(agency.level, 0) if agency.kind == "government" else 0
        return draw.randint(most // 2, most) if most else 0
    most = {"government": 70, "department": 12, "township": 3, "subdistrict": 2}[agency.kind]
    most = most * 3 if agency.level == "省" else most
    return draw.randint(most // 3, most) if draw.random() < 0.7 or agency.kind == "government" else 0


def _turnover(draw: Random, stock: int) -> tuple[int, int]:
    if not stock:
        return 0, 0
    issued = draw.choice((0, 0, 1, 1, 2, 3)) + (draw.randint(2, 7) if stock > 20 else 0)
    return issued, min(stock - 1, draw.choice((0, 0, 0, 1, 1, 2)) + (draw.randint(0, 5) if stock > 20 else 0))


def _applications(draw: Random, mean: float, carried: Row) -> dict[str, Row]:
    """Table 三: each application gets an applicant, and a result or a place in next year's table."""
    weights = [weight * draw.uniform(0.4, 1.8) for weight in _WEIGHTS.values()]
    count = _about(draw, mean)
    new = [0] * 6
    for applicant in draw.choices(range(6), _APPLICANTS, k=count):
        new[applicant] += 1
    rows: dict[str, list[int]] = {key: [0] * 6 for key in (*RESULTS, "carried_out")}
    for applicant in range(6):
        waiting = new[applicant] + carried[applicant]
        late = sum(draw.random() < 0.05 for _ in range(new[applicant]))
        rows["carried_out"][applicant] = late
        for result in draw.choices(RESULTS, weights, k=waiting - late):
            rows[result][applicant] += 1
    rows["handled_total"] = [sum(rows[key][applicant] for key in RESULTS) for applicant in range(6)]
    found = {"new_received": new, "carried_in": list(carried[:6]), **rows}
    return {key: (*row, sum(row)) for key, row in found.items()}


def _suits(draw: Random, handled: int) -> tuple[Row, Row, Row]:
    reviews = sum(draw.random() < 0.05 for _ in range(handled))
    direct = sum(draw.random() < 0.008 for _ in range(handled))
    after = sum(draw.random() < 0.2 for _ in range(reviews))
    return _results(draw, reviews), _results(draw, direct), _results(draw, after)


def _results(draw: Random, count: int) -> Row:
    if not count:
        return _NO_SUIT
    found = [0] * 4
    for result in draw.choices(range(4), (62, 10, 15, 13), k=count):
        found[result] += 1
    return (*found, count)


# ---- what holds ----


def broken(figures: Figures) -> Iterator[tuple[str, str]]:
    """Each identity of the form that a table breaks: the rule and the row or column."""
    keys = ("new_received", "carried_in", *RESULTS, "handled_total", "carried_out")
    for key in keys:
        row = figures.row(key)
        if sum(row[:-1]) != row[-1]:
            yield "TAB006", f"applications.{key}"
    for place, column in enumerate(COLUMNS):
        handled = figures.row("handled_total")[place]
        if sum(figures.row(key)[place] for key in RESULTS) != handled:
            yield "TAB007", f"applications.handled_total.{column}"
        due = figures.row("new_received")[place] + figures.row("carried_in")[place]
        if due != handled + figures.row("carried_out")[place]:
            yield "TAB008", f"applications.new_received.{column}"
    for key, row in zip(_SUITS, figures.suits, strict=True):
        if sum(row[:-1]) != row[-1]:
            yield "TAB009", f"disputes.{key}"


def breaks(before: Figures, after: Figures) -> Iterator[tuple[str, str]]:
    """Each identity of two years that the tables break: the rule and the cell of the later one."""
    out, into = before.row("carried_out"), after.row("carried_in")
    if out[-1] != into[-1]:
        yield "YOY001", "applications.carried_in.total"
    for place, column in enumerate(COLUMNS[:-1]):
        if out[place] != into[place]:
            yield "YOY002", f"applications.carried_in.{column}"
    for rule, name, old, new in zip(
        ("YOY004", "YOY003"), ("regulations", "normative_documents"), before.documents, after.documents, strict=True
    ):
        if old[2] + new[0] - new[1] != new[2]:
            yield rule, f"disclosure.{name}.in_force"
