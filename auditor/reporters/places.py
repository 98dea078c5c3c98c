"""Where a finding stands, in words by which a person finds it in his own document."""

from __future__ import annotations

from auditor.document import Cell, Report
from auditor.layout import Layout
from auditor.messages import words
from auditor.text.spans import Span

_LINES = "text"
"""Only in text files do line numbers mean anything to a reader."""


def place_of(report: Report, span: Span, layout: Layout, language: str) -> str:
    """``第 7 行`` in a text file; elsewhere the page, if there are pages, and the section or the cell."""
    if report.source.format == _LINES:
        return words("line", language, line=report.lines.line_number(span.start))
    page = report.source.page_of(span.start)
    paged = [words("page", language, page=page)] if page else []
    return " ".join([*paged, part_of(report, span, layout, language)])


def cell_at(report: Report, span: Span) -> Cell | None:
    """The cell of the form's tables that a span stands in, if it does."""
    cells = (cell for table in report.tables.values() for cell in table.cells.values())
    return next((cell for cell in cells if cell.span.covers(span)), None)


def part_of(report: Report, span: Span, layout: Layout, language: str) -> str:
    """The section and paragraph, or the cell, that a span stands in: how the agency finds it in its own document."""
    cell = cell_at(report, span)
    if cell is not None:
        return words("in_cell", language, cell=layout.cell_label(cell.address).of(language))
    for table in report.tables.values():
        if table.span.covers(span):
            return layout.table_label(table.key).of(language)
    start = min(span.start, report.extent.end - 1)  # what follows a report belongs to its last section
    section = next((s for s in report.sections if s.title.start <= start < s.body.end), None)
    if section is None:
        return words("preamble", language)
    title = "".join(section.title.of(report.text).split())
    if section.title.covers(span):
        return words("in_heading", language, title=title)
    return words("in_section", language, title=title, paragraph=_filled_lines(report, section.title, span))


def _filled_lines(report: Report, title: Span, span: Span) -> int:
    """Which paragraph below its heading a span stands in, empty ones not counted."""
    first, last = report.lines.line_number(title.start), report.lines.line_number(span.start)
    return sum(1 for number in range(first + 1, last + 1) if report.lines.line(number).text.strip())
