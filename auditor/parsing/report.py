"""``parse``: one Source to the reports in it. The order of the steps is the order of reading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditor.document import Period, Report, Section, Source
from auditor.errors import UnreadableReport
from auditor.forms import form_of
from auditor.layout import Layout
from auditor.parsing.arithmetic import find_relations, settled
from auditor.parsing.claims import find_claims
from auditor.parsing.headings import Headings, find_headings
from auditor.parsing.improvements import find_improvements
from auditor.parsing.masthead import (
    Title,
    best_title,
    find_period,
    find_publication,
    find_titles,
    year_of_path,
)
from auditor.parsing.tables import find_table_lines, parse_table
from auditor.specificity import Judge
from auditor.text.dates import Day
from auditor.text.spans import Line, LineIndex, Span
from auditor.text.widths import skeleton
from auditor.vocabulary import Vocabulary

_FEWEST_SECTIONS, _FEWEST_FILLED = 2, 2
_TRADITIONAL = re.compile("[開報總況處關訴機務發條會國個訊號與對應將進]")
_FEWEST_TRADITIONAL = 10
"""A text in simplified characters has none of these, but for a name."""


@dataclass(frozen=True, slots=True)
class Language:
    """All that parsing knows of the forms and their words."""

    forms: tuple[Layout, ...]
    """The form in force first; titles and sections are the same in all."""
    vocabulary: Vocabulary
    judge: Judge
    kind: str | None = None
    """What the agency is, whatever its name tells."""
    year: int | None = None
    """The year, where it is known from elsewhere."""
    fragment: bool = False
    """Whether a piece of a report is enough, as on a rule page."""
    counts_as: Mapping[str, str] = field(default_factory=dict)
    """As what a kind of agency is treated, where not as itself (``auditor.rulebook.profiles``)."""

    def kind_of(self, agency: str | None, layout: Layout) -> str | None:
        """As what the agency of a report counts."""
        kind = self.kind or (layout.kinds.kind_of(agency) if agency else None)
        return self.counts_as.get(kind, kind) if kind else None


def parse(source: Source, language: Language) -> list[Report]:
    """The reports of a source, usually one; two years side by side in one file are two.

    Raises UnreadableReport when the text is no annual report at all.
    """
    index = LineIndex(source.text)
    lines = index.lines()
    titles = find_titles(index, language.forms[0])
    extents = _extents(source, lines, titles, language.forms[0])
    reports = [
        _parse_part(source, part, extent, index, titles, language) for part, extent in enumerate(extents, start=1)
    ]
    found = reports if language.fragment else [item for item in reports if _is_report(item, language.forms[0])]
    if not found:
        traditional = len(_TRADITIONAL.findall(source.text)) > _FEWEST_TRADITIONAL
        raise UnreadableReport("no_report_traditional" if traditional else "no_report", path=source.path)
    return found


def _is_report(report: Report, layout: Layout) -> bool:
    """Whether a text is a report, or a piece of one: it has a title, two tables, or two sections of the form.

    主动公开 and 依申请公开 are headings of a guide as well: without a table a section has the title of the form, or its
    number.
    """
    if report.title is not None or len(report.tables) >= _FEWEST_SECTIONS:
        return True
    sections = report.sections if report.tables else [item for item in report.sections if _is_own(item, report, layout)]
    return len(sections) >= _FEWEST_SECTIONS


def _is_own(section: Section, report: Report, layout: Layout) -> bool:
    due = layout.section_spec(section.key)
    titled = due is not None and skeleton(due.title) in skeleton(section.title.of(report.text))
    return titled or (section.ordinal is not None and section.ordinal == layout.ordinal(section.key))


def _extents(source: Source, lines: Sequence[Line], titles: Sequence[Title], layout: Layout) -> list[Span]:
    """The stretches of text that are reports of their own: each begins with a title and holds sections."""
    text, starts = source.text, [part.start for part in source.parts] or [0]
    for title in titles[1:] if not source.parts else ():
        before = Span(starts[-1], title.span.start)
        after = Span(title.span.start, len(text))
        if all(_holds_a_report(source, lines, part, layout) for part in (before, after)):
            starts.append(title.span.start)
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _holds_a_report(source: Source, lines: Sequence[Line], extent: Span, layout: Layout) -> bool:
    """Whether most sections stand in a stretch, and something in two of them: below the links of a page stands nothing.

    Not in most of them: tables may be pictures.
    """
    found = {section.key: section.body.of(source.text) for section in find_headings(lines, extent, {}, layout).sections}
    return (
        len(found) >= len(layout.section) - 2 and sum(bool(body.strip()) for body in found.values()) >= _FEWEST_FILLED
    )


@dataclass(frozen=True, slots=True)
class _Outline:
    """Where the parts of a report stand, and the year that they tell."""

    table_lines: dict[str, set[int]]
    headings: Headings
    title: Title | None
    period: Period | None
    published: Day | None
    year: int | None
    year_source: str | None

    @property
    def in_tables(self) -> set[int]:
        """The numbers of the lines of all tables."""
        return set().union(*self.table_lines.values())


def _outline(
    source: Source, extent: Span, index: LineIndex, titles: Sequence[Title], layout: Layout, known_year: int | None
) -> _Outline:
    """The outline of a report as a form has its tables."""
    lines = _lines_of(index, extent)
    table_lines = find_table_lines(lines, layout)
    headings = find_headings(lines, extent, table_lines, layout)
    body_start = min((section.title.start for section in headings.sections), default=extent.end)
    period = find_period(index, extent)
    title = best_title([title for title in titles if extent.start <= title.span.start], body_start, period)
    published = find_publication(
        index, extent, body_start, headings.sections[-1].body.start if headings.sections else extent.end, layout
    )
    named = next((item.year for item in source.parts if item.start == extent.start), None)
    year, year_source = (known_year, "file") if known_year else _year(title, named, period, published, source.path)
    return _Outline(table_lines, headings, title, period, published, year, year_source)


def _lines_of(index: LineIndex, extent: Span) -> list[Line]:
    return [line for line in index.lines() if extent.start <= line.span.start < extent.end]


def _parse_part(
    source: Source, part: int, extent: Span, index: LineIndex, titles: Sequence[Title], language: Language
) -> Report:
    lines = _lines_of(index, extent)
    outline = _outline(source, extent, index, titles, language.forms[0], language.year)
    printed = "".join(line.text for line in lines if line.number in outline.in_tables)
    layout = form_of(language.forms, outline.year, printed)
    if layout is not language.forms[0]:
        outline = _outline(source, extent, index, titles, layout, language.year)
    tables = {
        spec.key: parse_table(spec, [line for line in lines if line.number in outline.table_lines[spec.key]], layout)
        for spec in layout.table
        if outline.table_lines.get(spec.key)
    }
    headings, title = outline.headings, outline.title
    agency = title.agency if title else None
    report = Report(
        source=source,
        part=part,
        extent=extent,
        title=title.span if title else None,
        agency=agency,
        agency_span=title.agency_span if title else None,
        kind=language.kind_of(agency, layout),
        year=outline.year,
        year_source=outline.year_source,
        period=outline.period,
        sections=headings.sections,
        extra_headings=headings.extra,
        repeated_headings=headings.repeated,
        tables=tables,
        claims=(),
        relations=(),
        measures=(),
        problems=(),
        asides=(),
        narrative=_narrative(index, lines, extent, headings, title, outline.in_tables),
        lines=index,
        published=outline.published.iso if outline.published else None,
        published_span=outline.published.span if outline.published else None,
        form=layout.id,
    )
    improvements = find_improvements(report, language.judge)
    claims = find_claims(report, layout, language.vocabulary)
    relations = find_relations(report, claims, layout, language.vocabulary)
    return replace(
        report,
        claims=settled(claims, relations),
        relations=relations,
        measures=improvements.measures,
        problems=improvements.problems,
        asides=improvements.asides,
    )


def _year(
    title: Title | None, named: int | None, period: Period | None, published: Day | None, path: str
) -> tuple[int | None, str | None]:
    """The year reported on: title, else period, else the year before publication, else the file's name."""
    if title and title.year:
        return title.year, "title"
    if named:
        return named, "title"
    if period:
        return int(period.end[:4]), "period"
    if published and published.iso:
        return int(published.iso[:4]) - 1, "published"
    year = year_of_path(path)
    return (year, "file") if year else (None, None)


def _narrative(
    index: LineIndex,
    lines: Sequence[Line],
    extent: Span,
    headings: Headings,
    title: Title | None,
    table_lines: set[int],
) -> tuple[Span, ...]:
    """Stretches of lines that are neither table nor heading nor title; a heading's own line may go on in prose."""
    ends: dict[int, int] = {}
    for section in headings.sections:
        ends.setdefault(index.line_number(section.title.start), section.title.end)
    blocks: list[Span] = []
    start: int | None = None
    for line in lines:
        heading = ends.get(line.number)
        titled = title is not None and title.span.overlaps(line.span)
        if line.number in table_lines or titled or heading is not None:
            if start is not None and start < line.span.start:
                blocks.append(Span(start, line.span.start))
            start = heading if heading is not None else None
        elif start is None:
            start = line.span.start
    if start is not None and start < extent.end:
        blocks.append(Span(start, extent.end))
    return tuple(blocks)
