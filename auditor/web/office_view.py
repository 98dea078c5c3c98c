"""The office's view of a year: who ranks where, what is wrong, who has not reported, who writes what others write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import Connection

from auditor.finding import Severity
from auditor.reporters import office_sheets
from auditor.reporters.agency_over_years import agency_over_years
from auditor.reporters.pair_of_texts import pair_of_texts
from auditor.reporters.rows import rule_title
from auditor.reporters.year_of_round import YearOfRound, height
from auditor.store import questions, results
from auditor.store.accounts import Visitor
from auditor.store.questions import FoundAsked, FoundState, LeagueAsked, Order, ReportState, Sorts
from auditor.store.years import year_of_round
from auditor.web.access import OfVisitor
from auditor.web.leafing import ROWS, Leafing, address
from auditor.web.looking_up import Number
from auditor.web.pages import asks_for_piece, download, page
from auditor.web.refusing import Refused
from auditor.web.site import OfSite, Site

router = APIRouter()
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Show: TypeAlias = Literal["missing", "double", "unread", "unplaced", "unlisted", "due"]
"""The lists of what was handed in and what was not."""


class OfLeague(Leafing):
    """What an address of the league table says."""

    level: str = Field("", max_length=40)
    kind: str = Field("", max_length=20)
    state: ReportState | Literal[""] = ""
    agency: str = Field("", max_length=200)
    sort: Order = "place"
    down: bool = False
    """Whether it begins with the most."""

    def asked(self, year: int) -> LeagueAsked:
        return LeagueAsked(year, self.level, self.kind, self.state, self.agency.strip(), self.sort, self.down)


class OfFindings(Leafing):
    """What an address of the list of findings says."""

    level: str = Field("", max_length=40)
    kind: str = Field("", max_length=20)
    agency: str = Field("", max_length=200)
    rule: str = Field("", max_length=10)
    severity: Literal["error", "warning", "info", ""] = ""
    state: FoundState | Literal["decided", ""] = ""
    preview: bool = False

    def asked(self, year: int) -> FoundAsked:
        severity = Severity[self.severity.upper()] if self.severity else 0
        agency = self.agency.strip()
        return FoundAsked(year, self.level, self.kind, agency, self.rule, severity, self.state, self.preview)


class OfSubmissions(Leafing):
    """What an address of the lists of submissions says."""

    show: Show = "missing"


@dataclass(frozen=True, slots=True)
class OfOffice:
    """What all pages of a year share: the year, the years that there are, and what to filter by."""

    year: int
    years: list[int]
    sorts: Sorts


@router.get("/")
def office(site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[OfLeague, Query()]) -> Response:
    """The league table below the figures of the year."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        figures = questions.figures(connection, of.year)
        rows = questions.league(connection, asked.asked(of.year), (asked.page - 1) * ROWS, ROWS)
    leaf = asked.leaf(rows[0].total if rows else _none_at(asked))
    states = get_args(ReportState)
    return _page(
        site, visitor, request, "office.html.j2", of, asked, figures=figures, rows=rows, leaf=leaf, states=states
    )


@router.get("/league.xlsx")
def league_workbook(site: OfSite, visitor: OfVisitor, asked: Annotated[OfLeague, Query()]) -> Response:  # noqa: ARG001 - admits
    """The league table as it is shown, all pages of it."""
    with site.engine.connect() as connection:
        year = _year(connection, asked)
        rows = questions.league(connection, asked.asked(year))
    run = site.run_of()
    return download(office_sheets.league(run, rows), run.say("file_league", year=year), _WORKBOOK)


@router.get("/common")
def common(site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[Leafing, Query()]) -> Response:
    """The rules that most reports break."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        defects = questions.common_defects(connection, of.year)
        total = questions.totals(connection, of.year)
    return _page(site, visitor, request, "office_common.html.j2", of, asked, defects=defects, total=total)


@router.get("/submissions")
def submissions(
    site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[OfSubmissions, Query()]
) -> Response:
    """Who has handed in what, and who has not."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        listed = questions.listed(connection)
        missing, doubles = (
            questions.missing(connection, of.year) if listed else [],
            questions.doubles(connection, of.year),
        )
        lists: dict[Show, Sequence[object]] = {
            "missing": missing,
            "double": doubles,
            "unread": questions.unread(connection),
            "unplaced": questions.unplaced(connection),
            "unlisted": questions.unlisted(connection) if listed else [],
            "due": questions.due(connection, of.year) if asked.show == "due" else [],
        }
    counts: dict[Show, int] = {name: len(items) for name, items in lists.items()}
    counts |= {"due": listed, "double": sum(not item.counted for item in doubles)}
    leaf = asked.leaf(len(lists[asked.show]))
    rows = lists[asked.show][leaf.start : leaf.end] or _none_at(asked)
    return _page(site, visitor, request, "office_submissions.html.j2", of, asked, counts=counts, rows=rows, leaf=leaf)


@router.get("/spread")
def spread(site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[Leafing, Query()]) -> Response:
    """How points spread by level and kind, and how they went over the years."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        told = YearOfRound(connection, of.year, site.run_of())
        spreads, bins = list(told.spreads()), told.bins()
        means = questions.by_year(connection)
    return _page(
        site, visitor, request, "office_spread.html.j2", of, asked, spreads=spreads, bins=_leaved(bins), means=means
    )


def _leaved(bins: Sequence[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Bins of points that hold reports, with the page of the league table on which those of most points stand."""
    above, found = 0, []
    for name, count in reversed(bins):
        if count:
            found.append((name, count, above // ROWS + 1))
        above += count
    return found[::-1]


@router.get("/findings")
def findings(site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[OfFindings, Query()]) -> Response:
    """The findings of all reports of a year."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        total = questions.found_count(connection, asked.asked(of.year))
        leaf = asked.leaf(total)
        rows = questions.found_list(connection, asked.asked(of.year), leaf.start, ROWS) if total else []
    if not rows:
        _none_at(asked)
    families: dict[str, list[str]] = {}
    for rule in site.run_of().rulebook.rules:
        families.setdefault(rule.family, []).append(rule.id)
    return _page(site, visitor, request, "findings.html.j2", of, asked, rows=rows, leaf=leaf, families=families)


@router.get("/findings.xlsx")
def findings_workbook(site: OfSite, visitor: OfVisitor, asked: Annotated[OfFindings, Query()]) -> Response:  # noqa: ARG001 - admits
    """The findings as they are shown, all pages of them."""
    with site.engine.connect() as connection:
        year = _year(connection, asked)
        rows = questions.found_list(connection, asked.asked(year), most=office_sheets.MOST_FINDINGS + 1)
    run = site.run_of()
    return download(office_sheets.findings(run, rows), run.say("file_findings", year=year), _WORKBOOK)


@router.get("/copies")
def copies(site: OfSite, visitor: OfVisitor, request: Request, asked: Annotated[Leafing, Query()]) -> Response:
    """Pairs of reports with passages in common."""
    with site.engine.connect() as connection:
        of = _office(connection, asked)
        if of is None:
            return page(site, visitor, "office_empty.html.j2")
        leaf = asked.leaf(questions.alike_count(connection, of.year))
        rows = questions.alike(connection, of.year, leaf.start, ROWS)
    if not rows:
        _none_at(asked)
    return _page(site, visitor, request, "copies.html.j2", of, asked, rows=rows, leaf=leaf)


@router.get("/copies/{one}/{other}")
def pair(site: OfSite, visitor: OfVisitor, one: Number, other: Number) -> Response:
    """Two reports side by side."""
    run = site.run_of()
    with site.engine.connect() as connection:
        of = questions.version(connection, one), questions.version(connection, other)
        try:
            texts = pair_of_texts(connection, one, other, run.rulebook.layout)
        except KeyError as error:
            raise Refused(404, "没有这份报告，可能已重新读取。请从相同段落的清单进入。") from error
    sides = list(zip(of, texts, ("a", "b"), ("b", "a"), strict=True))
    return page(site, visitor, "copies_pair.html.j2", run, sides=sides)


@router.get("/agencies/{agency}")
def agency(site: OfSite, visitor: OfVisitor, agency: Number) -> Response:
    """An agency over the years."""
    run = site.run_of()
    with site.engine.connect() as connection:
        try:
            told = agency_over_years(connection, agency, run)
        except KeyError as error:
            raise Refused(404, "没有这家机关。") from error
    return page(site, visitor, "office_agency.html.j2", run, told=told)


def _office(connection: Connection, asked: Leafing) -> OfOffice | None:
    """The year that is asked for among those that there are; None where no report counts yet."""
    years = results.years(connection)
    if not years:
        return None
    year = asked.year or year_of_round(connection) or years[-1]
    if year not in years:
        raise Refused(404, f"结果库里没有 {year} 年的报告。")
    found = questions.sorts(connection, year)
    return OfOffice(
        year, years[::-1], Sorts(sorted(found.levels, key=lambda level: (height(level), level)), found.kinds)
    )


def _year(connection: Connection, asked: Leafing) -> int:
    of = _office(connection, asked)
    if of is None:
        raise Refused(404, "还没有计入的报告。")
    return of.year


def _none_at(asked: Leafing) -> int:
    """That there is nothing, which may be so of the first page only."""
    if asked.page > 1:
        raise Refused(404, "没有这一页。")
    return 0


def _page(
    site: Site,
    visitor: Visitor,
    request: Request,
    template: str,
    of: OfOffice,
    asked: Leafing,
    **told: object,
) -> Response:
    run = site.run_of()

    def to(path: str = request.url.path, **changes: object) -> str:
        return asked.address(path, **{"year": of.year, **changes})

    def title(code: str) -> str:
        return rule_title(run, code)

    shared = {"of": of, "asked": asked, "to": to, "title_of": title, "address": address}
    answer = page(site, visitor, template, run, 200, **shared, **told)
    if asks_for_piece(request):  # the form names empty fields too
        answer.headers["hx-push-url"] = to()
    return answer
