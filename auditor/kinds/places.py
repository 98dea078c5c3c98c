"""Where a missing thing is reported: at something that exists, never at a made-up place."""

from __future__ import annotations

from auditor.document import Report
from auditor.layout import Layout
from auditor.text.spans import Span


def heading_of(report: Report, key: str, layout: Layout) -> Span:
    """The heading of a section; if it is missing, the place where it should be."""
    section = report.section(key)
    return section.title if section else place_of_missing_section(report, key, layout)


def place_of_missing_section(report: Report, key: str, layout: Layout) -> Span:
    """The heading that follows the place where a section should be, else the last line."""
    ordinal = layout.ordinal(key)
    later = [section for section in report.sections if layout.ordinal(section.key) > ordinal]
    return later[0].title if later else last_line(report)


def last_line(report: Report) -> Span:
    """The last line with text."""
    text = report.text[: report.extent.end].rstrip()
    return trimmed_line(report, max(report.extent.start, len(text) - 1)) if text else Span(0, 0)


def first_line(report: Report) -> Span:
    """The first line with text."""
    text = report.text[report.extent.start : report.extent.end]
    return trimmed_line(report, report.extent.start + len(text) - len(text.lstrip()))


def title_or_first_line(report: Report) -> Span:
    """The title, else the first line with text."""
    return report.title or first_line(report)


def trimmed_line(report: Report, position: int) -> Span:
    """The line at a position without the blanks around it."""
    line = report.lines.line_at(position)
    stripped = line.text.strip()
    start = line.span.start + (line.text.index(stripped) if stripped else 0)
    return Span(start, start + len(stripped))
