"""The text of a report as a Word document: what is no Word document itself is commented in such a copy.

Headings stand in heading styles, tables are tables, every other line is a paragraph, together with the lines into
which it was broken at the edge of a page; nothing is added or mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.document import Report
from auditor.layout import Layout
from auditor.reporters.wordfile.pages import Look, Pages, Style
from auditor.reporters.wordfile.tables import RULE, table_rows
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span
from auditor.text.widths import columns_of

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
_WIDEST_PAGE, _RAGGED, _FEWEST_FULL = 120, 6, 5
_BRACKET = "bracket"


def copy_of(found: Sequence[tuple[Report, Layout]]) -> Pages:
    """The copy of a text with all the reports that were found in it, each with its form."""
    reports = [report for report, _ in found]
    pages = Pages(_LOOK)
    parts = [
        (table, [(line, _style(reports, line)) for line in lines])
        for table, lines in groupby(reports[0].lines.lines(), key=lambda line: _table_at(reports, line))
    ]
    edge = _edge([line for table, lines in parts if table is None for line, style in lines if style == "Normal"])
    for table, lines in parts:
        if table is not None:
            _add_table(pages, *found[table[0]], table[1], [line for line, _ in lines])
            continue
        full = False
        for line, style in lines:
            words = _words(line)
            if full and _goes_on(line):
                pages.go_on(words.of(reports[0].text), words.start)
            elif words.start < words.end:
                pages.paragraph(style, words.of(reports[0].text), words.start)
            full = style == "Normal" and edge is not None and _width(line) >= edge
    return pages


def _edge(lines: Sequence[Line]) -> int | None:
    """The width from which on a line may be one that was broken at the edge of a page; None where none were."""
    widths = [_width(line) for line in lines if line.text.strip()]
    widest = max(widths, default=0)
    full = sum(1 for width in widths if width >= widest - _RAGGED)
    return widest - _RAGGED if widest <= _WIDEST_PAGE and full >= max(_FEWEST_FULL, len(widths) // 4) else None


def _width(line: Line) -> int:
    """How wide the words of a line are, in columns."""
    return columns_of(line.text.rstrip())


def _goes_on(line: Line) -> bool:
    """Whether a line may go on with the paragraph before it: no indent, no number of its own."""
    return bool(line.text[:1].strip()) and numbering_of(line.text).style == "none"


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


def _add_table(pages: Pages, report: Report, layout: Layout, key: str, lines: Sequence[Line]) -> None:
    """A table as one, and behind it any line that has no cell in it; without cells its lines."""
    rows = table_rows(report, key, lines, layout) or []
    if rows:
        pages.table("TableText", rows)
    told = [span for row in rows for box in row for span in box.spans]
    for line in (line for line in lines if line.text.strip()):
        if not any(span.overlaps(line.span) for span in told) and not RULE.fullmatch(line.text):
            pages.paragraph("TableLine", line.text.rstrip(), line.span.start)
