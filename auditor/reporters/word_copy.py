"""The text of a report as a Word document: what is no Word document itself is commented in such a copy.

Headings stand in heading styles, tables are tables, every other line is a paragraph; nothing is added or mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.document import Report
from auditor.layout import Layout
from auditor.reporters.word_pages import Look, Pages, Style
from auditor.reporters.word_tables import table_rows
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span

_LOOK = Look(
    styles=(
        Style("Normal", "Normal", "宋体", 24, indent=2),
        Style("Title", "Title", "黑体", 36, align="center", before=240, after=240, outline=0),
        Style("Heading1", "heading 1", "黑体", 30, before=240, after=120, outline=0, align="left"),
        Style("Heading2", "heading 2", "宋体", 26, bold=True, before=120, after=60, outline=1, align="left"),
        Style("TableText", "Table Text", "宋体", 18, align="center", line=260),
        Style("TableLine", "Table Line", "宋体", 18, western="宋体", align="left", line=280),
    ),
    margins=(25, 25, 25, 25),
)
_LONGEST_HEADING = 30
_BRACKET = "bracket"


def copy_of(reports: Sequence[Report], layout: Layout) -> Pages:
    """The copy of a text with all the reports that were found in it."""
    pages = Pages(_LOOK)
    for table, lines in groupby(reports[0].lines.lines(), key=lambda line: _table_at(reports, line)):
        if table is None:
            for line in lines:
                _add(pages, line, _style(reports, line))
        else:
            place, key = table
            _add_table(pages, reports[place], key, list(lines), layout)
    return pages


def _table_at(reports: Sequence[Report], line: Line) -> tuple[int, str] | None:
    """The place of the report and the key of its table that a line belongs to."""
    for place, report in enumerate(reports):
        if any(span.overlaps(line.span) for span in _prose(report)):
            return None
        for key, table in report.tables.items():
            if table.span.covers(line.span):
                return place, key
    return None


def _prose(report: Report) -> Iterator[Span]:
    yield from report.narrative
    yield from report.extra_headings
    yield from report.repeated_headings
    yield from (section.title for section in report.sections)


def _style(reports: Sequence[Report], line: Line) -> str:
    words = _words(line)
    for report in reports:
        if report.title is not None and report.title.overlaps(words):
            return "Title"
        headings = (*report.extra_headings, *report.repeated_headings, *(section.title for section in report.sections))
        if any(heading.covers(words) for heading in headings):
            return "Heading1"
    text = line.text.strip()
    if numbering_of(text).style == _BRACKET and len(text) <= _LONGEST_HEADING and not text.endswith(tuple("。；;，,")):
        return "Heading2"
    return "Normal"


def _words(line: Line) -> Span:
    """A line without the blanks around it."""
    text = line.text.strip()
    start = line.span.start + (line.text.index(text) if text else 0)
    return Span(start, start + len(text))


def _add(pages: Pages, line: Line, style: str) -> None:
    if line.text.strip():
        pages.paragraph(style, line.text.strip(), _words(line).start)


def _add_table(pages: Pages, report: Report, key: str, lines: Sequence[Line], layout: Layout) -> None:
    """A table as one; where the edges of its cells cannot be seen, its lines."""
    rows = table_rows(report, key, lines, layout)
    if rows is None:
        for line in lines:
            _add(pages, line, "TableLine")
    else:
        pages.table("TableText", rows)
