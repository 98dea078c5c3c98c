"""What the words around a number say: one mention a number, before any table is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.nlp import Token
from auditor.text.quantities import Quantity
from auditor.text.spans import Span

APPLICATION, REVIEW, LITIGATION = "application", "review", "litigation"
DISPUTES = frozenset({REVIEW, LITIGATION})
DOCUMENTS = frozenset({"normative_documents", "regulations"})
DECISIONS = frozenset({"licensing", "penalties", "coercion"})
FOREIGN, INFO_FEE, FEES = "foreign", "info_fee", "fees"

EVENTS = frozenset(
    {"new_received", "received", "caseload", "processed", "carry", "carried_in", "carried_out", "handled"}
)
WEAK_EVENTS = frozenset({"processed"})
GROUPS = ("denied", "unable", "not_processed", "other")


@dataclass(slots=True)
class Features:
    """Meanings gathered for one number, in the order of the words; the last of a class counts unless said otherwise."""

    objects: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    cues: set[str] = field(default_factory=set)
    scope: str | None = None
    period: str | None = None
    difference: bool = False
    order: list[tuple[str, str]] = field(default_factory=list)

    def add(self, token: Token) -> None:
        """Take in a term; a word of several meanings gives all of them."""
        for meaning in token.meanings:
            self.order.append((meaning.class_, meaning.key))
            match meaning.class_:
                case "object":
                    self.objects.append(meaning.key)
                case "row":
                    self.rows.append(meaning.key)
                case "column":
                    self.columns.append(meaning.key)
                case "result":
                    self.results.append(meaning.key)
                case "path":
                    self.paths.append(meaning.key)
                case "act":
                    self.acts.append(meaning.key)
                case "channel":
                    self.channels.append(meaning.key)
                case "scope":
                    self.scope = meaning.key
                case "period":
                    self.period = meaning.key
                case "change":
                    self.difference = True
                case "cue":
                    self.cues.add(meaning.key)
                case _:
                    pass

    @property
    def labelled(self) -> bool:
        """Whether the words name a row, a column or a result."""
        return bool(self.rows or self.columns or self.results or self.paths or self.acts)


@dataclass(slots=True)
class Mention:
    """One number, zero or universal of the narrative with what its words say of it."""

    span: Span
    quantity: Quantity | None
    number: Span | None
    form: str
    objects: tuple[str, ...] = ()
    row: str | None = None
    alternative_row: str | None = None
    """A second row that the words allow: 收到并办结."""
    column: str | None = None
    result: str | None = None
    path: str | None = None
    act: str | None = None
    channel: str | None = None
    scope: str = "own"
    period: str = "year"
    difference: bool = False
    cues: frozenset[str] = frozenset()
    head: int | None = None
    sole: bool = True
    """False where one number is said of each of several objects: 行政复议、行政诉讼均为0件."""
    local_object: bool = False
    located: bool = False
    """Whether the place in the report makes it about applications (section 三, the aspect 依申请公开)."""
    reads_as_sum: bool = False
    """行政复议、诉讼共4件: one number for several objects together."""
