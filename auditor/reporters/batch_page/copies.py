"""Two reports side by side, with what they share marked in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from auditor.copying.own_words import SECTIONS, own_words
from auditor.copying.passages import shared
from auditor.document import Report
from auditor.layout import Layout
from auditor.store import results
from auditor.store.filing import taken_out
from auditor.text.spans import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words, and whether the other report has them too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One report of a pair: paragraphs of stretches."""

    agency: str
    path: str
    paragraphs: list[list[Stretch]]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A pair with the share of the first one's own words that stand in the other."""

    share: float
    letters: int
    sides: tuple[Side, Side]


def side_by_side(
    connection: Connection, one: tuple[int, str, str], other: tuple[int, str, str], layout: Layout
) -> SideBySide:
    """The paragraphs of two reports that have shared words, the words marked.

    Of each the number, what it is to be called, and its file.
    """
    filed = results.filed(connection, (one[0], other[0]))
    reports = taken_out(filed[one[0]]), taken_out(filed[other[0]])
    words = own_words(reports[0], layout), own_words(reports[1], layout)
    found = shared(words[0], words[1]), shared(words[1], words[0])
    sides = [
        Side(called, path, _paragraphs(report, (passage.span for passage in common.passages)))
        for (_, called, path), report, common in zip((one, other), reports, found, strict=True)
    ]
    letters = sum(passage.letters for passage in found[0].passages)
    return SideBySide(found[0].share, letters, (sides[0], sides[1]))


def _paragraphs(report: Report, passages: Iterable[Span]) -> list[list[Stretch]]:
    places = list(passages)
    found = []
    for section in SECTIONS:
        for block in report.prose(section):
            start = block.start
            for line in block.of(report.text).splitlines(keepends=True):
                end = start + len(line)
                words = list(stretches(report.text, Span(start, end), places))
                if any(stretch.shared for stretch in words):
                    found.append(words)
                start = end
    return found


def stretches(text: str, line: Span, places: Sequence[Span]) -> Iterator[Stretch]:
    """The words of a line, cut where the other report begins or ceases to have them."""
    at = line.start
    for place in places:
        start, end = max(place.start, line.start), min(place.end, line.end)
        if start >= end:
            continue
        if at < start:
            yield Stretch(text[at:start].strip("\r\n"), shared=False)
        yield Stretch(text[start:end].strip("\r\n"), shared=True)
        at = end
    if at < line.end and (rest := text[at : line.end].strip("\r\n")):
        yield Stretch(rest, shared=False)
