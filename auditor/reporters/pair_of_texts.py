"""Two reports whole, side by side: what an office writes for itself, with what both have marked and tied together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from auditor.copying.own_words import SECTIONS, OwnWords, own_words
from auditor.copying.passages import SHORTEST, Shared, shared
from auditor.document import Report
from auditor.layout import Layout
from auditor.reporters.batch_page.copies import stretches
from auditor.store import results
from auditor.store.filing import taken_out
from auditor.text.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words. Of a passage that both have: the passage's number here, and where it stands in the other."""

    text: str
    passage: int | None = None
    opposite: int | None = None
    first: bool = False
    """Whether the passage begins with it; one may go on in the next paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a report."""

    heading: bool
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class TextOfPair:
    """One of the two."""

    share: float
    """How much of its own words stands in the other one, 0 to 1."""
    letters: int
    passages: int
    paragraphs: list[Paragraph]


def pair_of_texts(connection: Connection, one: int, other: int, layout: Layout) -> tuple[TextOfPair, TextOfPair]:
    """Two reports by their numbers. Raises KeyError where one is not in the store."""
    filed = results.filed(connection, (one, other))
    reports = taken_out(filed[one]), taken_out(filed[other])
    words = own_words(reports[0], layout), own_words(reports[1], layout)
    found = shared(words[0], words[1]), shared(words[1], words[0])
    return (
        _side(reports[0], found[0], _opposites((words[0], words[1]), (found[0], found[1]))),
        _side(reports[1], found[1], _opposites((words[1], words[0]), (found[1], found[0]))),
    )


def _opposites(words: tuple[OwnWords, OwnWords], found: tuple[Shared, Shared]) -> list[int]:
    """For each passage of the first the passage of the second that has its beginning."""
    mine, theirs = words
    starts = [passage.span.start for passage in found[1].passages]
    opposites = []
    for passage in found[0].passages:
        begin = bisect_left(mine.positions, passage.span.start)
        place = theirs.positions[theirs.text.find(mine.text[begin : begin + SHORTEST])]
        opposites.append(max(bisect_left(starts, place + 1) - 1, 0))
    return opposites


def _side(report: Report, found: Shared, opposites: Sequence[int]) -> TextOfPair:
    places = [passage.span for passage in found.passages]
    paragraphs: list[Paragraph] = []
    told: set[int] = set()
    for key in SECTIONS:
        section = report.section(key)
        if section is None:
            continue
        paragraphs.append(Paragraph(True, [Piece(section.title.of(report.text).strip())]))
        for block in report.prose(key):
            for line in _lines(report.text, block):
                pieces = list(_pieces(report.text, line, places, opposites, told))
                if pieces:
                    paragraphs.append(Paragraph(False, pieces))
    letters = sum(passage.letters for passage in found.passages)
    return TextOfPair(found.share, letters, len(places), paragraphs)


def _lines(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for line in block.of(text).splitlines(keepends=True):
        yield Span(start, start + len(line))
        start += len(line)


def _pieces(text: str, line: Span, places: Sequence[Span], opposites: Sequence[int], told: set[int]) -> Iterator[Piece]:
    here = (number for number, place in enumerate(places) if place.start < line.end and line.start < place.end)
    for stretch in stretches(text, line, places):
        if not stretch.shared:
            if stretch.text.strip():
                yield Piece(stretch.text)
            continue
        number = next(here)
        if not stretch.text.strip():  # the end of a line that the passage goes on behind
            continue
        yield Piece(stretch.text, number, opposites[number], number not in told)
        told.add(number)
