"""What a report is once it has been read and parsed. Frozen; every value has its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self, TypeAlias

import msgspec

from auditor.text.intervals import Interval
from auditor.text.quantities import Quantity
from auditor.text.sentences import Sentence, plain_sentences, sentences
from auditor.text.spans import LineIndex, Span


class Phrase(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Words for people in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    @classmethod
    def listed(cls, parts: Iterable[Phrase]) -> Self:
        """Several phrases as one, with the marks that each language has between them."""
        told = tuple(parts)
        return cls("、".join(part.zh for part in told), ", ".join(part.en for part in told))


class CellAddress(msgspec.Struct, frozen=True, order=True, tag=True, gc=False):
    """``table.row.column`` with the keys of the layout."""

    table: str
    row: str
    column: str

    @classmethod
    def of(cls, name: str) -> Self:
        """The address that a rule file writes as ``table.row.column``."""
        return cls(*name.split("."))

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


class CellSum(msgspec.Struct, frozen=True, tag=True):
    """One cell, or a sum of cells in the order of the form; what a claim speaks of."""

    addresses: tuple[CellAddress, ...]

    def __str__(self) -> str:
        return " + ".join(str(address) for address in self.addresses)


class Reason(msgspec.Struct, frozen=True, tag=True):
    """Why something was left open: a code of the message catalogue and its values.

    Like the values that it may have it is a tagged struct, so that a report can be put away and taken out again.
    """

    code: str
    params: Mapping[str, ReasonValue] = {}


ReasonValue: TypeAlias = str | int | Phrase | CellAddress | CellSum | Reason


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that a file shows and that did not become text; ``place`` is where in the text it would stand."""

    place: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Part:
    """A report in a file that itself shows where it begins and for which year it is."""

    start: int
    year: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. ``text`` is the canonical text; ``sha256`` is of the raw bytes."""

    path: str
    sha256: str
    text: str
    format: str
    pages: tuple[tuple[int, int], ...] = ()
    """Where in the text each page begins, and its number from 1, for formats that have pages."""
    omissions: tuple[Omission, ...] = ()
    """What the file shows and the text has not, in order."""
    parts: tuple[Part, ...] = ()
    """The reports that the file itself shows side by side."""
    recognised: bool = False
    """Whether some of the text was recognised in pictures: any letter of it may be wrong."""

    def page_of(self, place: int) -> int | None:
        """The page, from 1, on which a place of the text stands; None for formats without pages."""
        before = bisect_right(self.pages, place, key=lambda page: page[0])
        return self.pages[before - 1][1] if before else None


@dataclass(frozen=True, slots=True)
class Section:
    """A canonical section. ``title`` covers the heading, ``body`` what follows to the next heading."""

    key: str
    title: Span
    body: Span
    ordinal: int | None
    """The number that is printed before the heading, if any."""
    numbering: str
    """How it is numbered: ``chinese`` (一、), ``part`` (第一部分), ``capital`` (壹、), ``roman`` (Ⅰ.), ``stem`` (甲、),
    ``arabic`` (1.), ``bracket`` (（一）), ``enclosed`` (①, （1）), ``sign`` (1.0, Part A), ``none``."""


class CellState(StrEnum):
    """What stands in a cell. Blank, zero and unreadable are three things."""

    NUMBER = "number"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    UNREADABLE = "unreadable"


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell as printed. ``value`` is None unless the state is NUMBER."""

    address: CellAddress
    raw: str
    span: Span
    state: CellState
    value: Decimal | None
    plain: bool
    """Whether nothing but the number stands there: ``3件`` and ``22（其中修订16件）`` are not plain."""


class PrintedLabel(msgspec.Struct, frozen=True, gc=False):
    """A row or column label as printed, and the key that it was taken for."""

    key: str
    text: str
    span: Span
    wrapped: bool = False
    """Whether ``text`` may be only part of what is printed, because the label was broken over lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form. ``cells`` holds what could be placed by row and column.

    ``doubt`` says why the grid as a whole was not established; ``loose_rows`` are rows whose
    label was found but whose values could not be placed. Both leave identities undecided.
    """

    key: str
    span: Span
    cells: Mapping[tuple[str, str], Cell]
    rows: tuple[PrintedLabel, ...]
    columns: tuple[PrintedLabel, ...]
    missing_rows: tuple[str, ...]
    loose_rows: tuple[PrintedLabel, ...]
    doubt: Reason | None
    extra_rows: tuple[PrintedLabel, ...] = ()
    """Rows with numbers that the form does not have; their key is empty."""
    heading_cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    """What stands beside the label of a group (（三）不予公开) whose rows are all printed: no cell of the form."""


class Verdict(StrEnum):
    """What became of a claim."""

    SUPPORTED = "supported"
    SUPPORTED_BY_ROUNDING = "supported_by_rounding"
    DERIVED = "derived"
    CONTRADICTED = "contradicted"
    AMBIGUOUS = "ambiguous"
    OUT_OF_SCOPE = "out_of_scope"
    NO_CELL = "no_cell"


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity, a zero or a universal that the narrative states, tied to its cell."""

    span: Span
    number: Span | None
    value: Decimal | None
    interval: Interval | None
    unit: str
    period: str
    scope: str
    form: str
    """How it is said: ``number``, ``zero`` (未收到), ``universal`` (全部办结)."""
    topic: str
    """The row family that the words name, e.g. ``new_received``, ``outcome``, ``review``."""
    candidates: tuple[CellSum, ...]
    """What the words can mean; for a number of an earlier year, in that year's report."""
    cell: CellSum | None
    verdict: Verdict
    reason: Reason | None
    expected: Decimal | None
    head: int | None = None
    """Index of the claim of which this one is a part (其中), if any."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What numbers of the narrative say of each other: a sum, a share, a growth; and whether it is so."""

    kind: str
    """``growth``, ``difference``, ``share``, ``shares``, ``sum``, ``part``, ``part_of_kind``, ``magnitude``,
    ``repeat``, ``unit``, ``rate``, ``range``, ``last_year``."""
    place: Span
    """The words to show."""
    number: Span
    """The number that is in question."""
    stated: str
    """That number as printed, with its unit."""
    quantity: Quantity
    expected: Decimal | None
    """What it should be; None when that cannot be told."""
    operands: tuple[Span, ...]
    formula: str
    """How the expected value comes about, in digits."""
    holds: bool | None
    """None when the text does not give what it takes to tell."""
    grade: str | None = None
    falls: bool = False
    """Whether a change is stated as a decrease."""


class Facet(StrEnum):
    """What makes a measure specific (annotation guideline D.3)."""

    ACTION = "action"
    BODY = "body"
    TIME = "time"
    QUANTITY = "quantity"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Statement:
    """One measure or problem of section 五, rated 0 to 3 for how specific it is."""

    span: Span
    level: int
    score: float
    facets: Mapping[Facet, tuple[Span, ...]]
    missing: tuple[Facet, ...]
    gains: Mapping[Facet, int]
    """The level that a missing facet would raise it to, where it would."""
    item: int = 0
    """Which item of section 五 it stands in: 一是 and what follows up to 二是 are one."""


Fate: TypeAlias = Literal["done", "again", "repeated", "dropped", "unclear"]
"""What became of a promise. ``done``: the report tells what it came to, done or not. ``again``: it plans the
same once more. ``repeated``: that word for word. ``dropped``: it does not speak of it. ``unclear``: it speaks of
something near, or of all promises in one sentence."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A concrete measure of last year's report, what became of it, and where this year's report says so."""

    measure: Statement
    quote: str
    """The measure's words; its places are those of last year's report."""
    fate: Fate
    place: Span | None


@dataclass(frozen=True, slots=True)
class Period:
    """The statistical period that the report states, as ISO dates, and where."""

    start: str
    end: str
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report of one agency for one year, parsed against a layout."""

    source: Source
    part: int
    extent: Span
    title: Span | None
    agency: str | None
    agency_span: Span | None
    kind: str | None
    year: int | None
    year_source: str | None
    period: Period | None
    sections: tuple[Section, ...]
    extra_headings: tuple[Span, ...]
    """Level-1 headings that the form does not know."""
    repeated_headings: tuple[Span, ...]
    """Headings of sections that were already there."""
    tables: Mapping[str, Table]
    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    """What the narrative's numbers say of each other."""
    measures: tuple[Statement, ...]
    problems: tuple[Statement, ...]
    asides: tuple[Span, ...]
    """What section 五 says beside them: praise, transitions, openers."""
    narrative: tuple[Span, ...]
    """The text outside tables and headings, in order: what a person wrote."""
    lines: LineIndex
    published: str | None
    form: str
    """The id of the form by which its tables were read."""
    published_span: Span | None = None
    """Where the day of publication is printed, whether or not there is such a day."""
    promises: tuple[Promise, ...] = ()
    """Last year's concrete measures, in order; empty without last year's report."""

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def plain(self) -> str:
        """The text as ``narrow`` leaves it, character for character."""
        return self.lines.plain

    def section(self, key: str) -> Section | None:
        """The first section of that key, or None."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def omissions(self) -> list[Omission]:
        """What the file shows and reading left out, as far as it concerns this report."""
        last = self.extent.end == len(self.text)
        return [
            omission
            for omission in self.source.omissions
            if self.extent.start <= omission.place < self.extent.end or (last and omission.place >= self.extent.end)
        ]

    def sentences(self) -> Iterator[Sentence]:
        """The sentences outside tables and headings, in order."""
        for block in self.narrative:
            yield from sentences(self.lines, block)

    def plain_sentences(self) -> Iterator[Sentence]:
        """The same sentences as ``narrow`` leaves them, for words of rule files."""
        for block in self.narrative:
            yield from plain_sentences(self.lines, block)

    def prose(self, key: str) -> list[Span]:
        """The narrative spans inside a section, ``preamble`` included; empty if there is none."""
        if key == "preamble":
            end = min((section.title.start for section in self.sections), default=self.extent.end)
            bounds = Span(self.extent.start, end)
        else:
            section = self.section(key)
            if section is None:
                return []
            bounds = section.body
        return [span for span in self.narrative if bounds.covers(span)]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The reports that a report is compared with. None means that nobody looked for them; empty that there are none."""

    previous: Report | None = None
    """Last year's report of the same agency."""
    peers: tuple[Report, ...] | None = None
    """Reports of other agencies for the same year that may have whole passages in common with it."""
    children: tuple[Report, ...] | None = None
    """Reports for the same year of the bodies that the agency stands above."""


NO_NEIGHBOURS = Neighbours()
