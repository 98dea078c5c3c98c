"""The narrative of a report in sentences, for checks that read all of it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.document import Report
from auditor.text.sentences import Sentence, sentences


def narrative_sentences(report: Report) -> Iterator[Sentence]:
    """The sentences outside tables and headings, in order."""
    lines = report.lines.lines()
    for block in report.narrative:
        yield from sentences(report.text, lines, block)
