"""Two reports side by side, with what they share marked in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from auditor.copying.own_words import SECTIONS, own_words
from auditor.copying.passages import Shared, shared
from auditor.document import Report
from auditor.layout import Layout
from auditor.store import results
from auditor.store.filing import taken_out
from auditor.store.questions import Alike, Kept
from auditor.text.spans import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words, and whether the other report has them too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A report that stands beside another: its number, what it is to be called, and its file."""

    report: int
    called: str
    path: str
    ranked: bool = True
    """Whether the ranking of the page has it, so that its name can lead there."""


@dataclass(frozen=True, slots=True)
class Side:
    """One report of a pair: paragraphs of stretches."""

    of: Compared
    share: float
    """How much of its own words stands in the other one."""
    paragraphs: list[list[Stretch]]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A pair, and how many letters of the first one stand in the other."""

    letters: int
    sides: tuple[Side, Side]


def side_by_side(connection: Connection, one: Compared, other: Compared, layout: Layout) -> SideBySide:
    """The paragraphs of both that have shared words, the words marked."""
    filed = results.filed(connection, (one.report, other.report))
    texts = taken_out(filed[one.report]), taken_out(filed[other.report])
    words = own_words(texts[0], layout), own_words(texts[1], layout)
    first, second = shared(words[0], words[1]), shared(words[1], words[0])
    return SideBySide(
        sum(passage.letters for passage in first.passages),
        (
            Side(one, first.share, _paragraphs(texts[0], first)),
            Side(other, second.share, _paragraphs(texts[1], second)),
        ),
    )


def between_agencies(connection: Connection, pairs: Sequence[Alike], layout: Layout) -> list[SideBySide]:
    """Reports of two agencies with passages in common, side by side."""
    return [
        side_by_side(
            connection,
            Compared(pair.report, pair.agency, pair.path),
            Compared(pair.other, pair.other_agency, pair.other_path),
            layout,
        )
        for pair in pairs
    ]


def kept_from_last_year(connection: Connection, kept: Sequence[Kept], year: int, layout: Layout) -> list[SideBySide]:
    """Reports of a year beside that of the same agency of the year before, which the ranking of the year lacks."""
    return [
        side_by_side(
            connection,
            Compared(item.report, f"{item.agency}　{year}", item.path),
            Compared(item.other, f"{item.agency}　{year - 1}", item.other_path, ranked=False),
            layout,
        )
        for item in kept
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """Three or more agencies that pairs join; not each of them need share words with every other."""

    agencies: list[str]
    pairs: int
    most: float


def groups(pairs: Sequence[Alike]) -> list[Group]:
    """The agencies that pairs join to groups of three and more, the largest first."""
    of: dict[int, set[int]] = {}
    for pair in pairs:
        joined = of.get(pair.report, {pair.report}) | of.get(pair.other, {pair.other})
        of.update(dict.fromkeys(joined, joined))
    names = {number: name for pair in pairs for number, name in _ends(pair)}
    found = []
    for members in {id(joined): joined for joined in of.values() if len(joined) > 2}.values():
        shares = [pair.share for pair in pairs if pair.report in members]
        found.append(Group(sorted(names[number] for number in members), len(shares), max(shares)))
    return sorted(found, key=lambda group: (-len(group.agencies), group.agencies))


def _ends(pair: Alike) -> tuple[tuple[int, str], tuple[int, str]]:
    return (pair.report, pair.agency), (pair.other, pair.other_agency)


def _paragraphs(report: Report, found_in: Shared) -> list[list[Stretch]]:
    places = [passage.span for passage in found_in.passages]
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
