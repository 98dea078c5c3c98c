"""Options of checks against last year's report."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

import msgspec

from auditor.layout import Label
from auditor.rulebook.specs.options import Beside, CheckOptions, Explanation, Whose


class OfYears(CheckOptions, frozen=True):
    """What checks against last year's report have in common."""

    beside: ClassVar[frozenset[Beside]] = frozenset({"previous"})


class LastYear(OfYears, frozen=True, tag="last-year"):
    """The report says what became of last year's problems: a sentence with a word of each list.

    ``{last}`` stands for last year's number, ``{numerals}`` for the same in Chinese numerals.
    """

    last_year: tuple[str, ...]
    followed: tuple[str, ...]
    followed_here: tuple[str, ...] = ()
    """Words that count in section 五 only."""
    first_report: tuple[str, ...] = ()
    """Words of an agency that has no report of last year."""


class PromiseCheck(OfYears, frozen=True, tag="promises"):
    """Last year's concrete measures are taken up this year, and not word for word. Needs last year's report."""


class CarryChain(OfYears, frozen=True, tag="carry-chain"):
    """What was carried into this year is what last year's report carried out, in these columns.

    Of single applicants only that is told which does not follow from a difference of the totals.
    """

    columns: tuple[str, ...]
    whose: Whose
    explained: Explanation


class StockChain(OfYears, frozen=True, tag="stock-chain"):
    """Documents in force are those of last year, with those issued and without those repealed."""

    row: str
    large: float
    """A share of last year's documents: fewer missing than that may be those that expired by themselves."""
    large_from: int
    """So many at least are missing where it is a large share."""
    whose: Whose
    explained: Explanation
    anywhere: tuple[str, ...] = ()
    """Words that explain a difference wherever they stand: the agency itself was changed."""
    other_form: tuple[str, ...] = ()
    """Labels of a table that counts other things."""


class QuotedYear(OfYears, frozen=True, tag="last-year-quoted"):
    """What the narrative says or implies of last year's numbers is what last year's report says."""

    revised: tuple[str, ...]
    """Words of a sentence that speaks of a number revised since."""
    whose: Whose


class JumpCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell whose size is compared with last year's; ``about`` are words of sentences that speak of it."""

    cell: str
    about: tuple[str, ...]
    vanishing: bool = False
    """Whether it is worth asking when none are left."""


class VolumeJump(OfYears, frozen=True, tag="volume-jump"):
    """No cell is many times what it was, or a small part of it, without a reason."""

    factor: float
    fewest: int
    """The larger of the two numbers is at least this."""
    fewest_vanished: int
    """So many were there last year, where none are left."""
    cells: tuple[JumpCell, ...]
    reasons: tuple[str, ...]
    whose: Whose


class IdenticalTables(OfYears, frozen=True, tag="identical-tables"):
    """The tables are not last year's number for number."""

    fewest: int
    """So many numbers beside zero must be the same, without those that follow from others."""
    largest: int
    """At least one of them is this large: small ones are the same by chance."""
    following: tuple[str, ...]
    """Rows (``applications.handled_total``) and columns (``disputes.*.total``) that follow from others."""


class PendingStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cases that last year left open, and where they must stand this year; ``about`` are words that name them."""

    name: Label
    pending: str
    total: str
    about: tuple[str, ...]


class PendingCases(OfYears, frozen=True, tag="pending-cases"):
    """Cases that were pending last year are among this year's, concluded or still pending."""

    stages: tuple[PendingStage, ...]
    followed: tuple[str, ...]
    """Words of a sentence that tells what they came to."""
    whose: Whose


YearsCheck: TypeAlias = (
    LastYear | PromiseCheck | CarryChain | StockChain | PendingCases | QuotedYear | VolumeJump | IdenticalTables
)
