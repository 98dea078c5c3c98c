"""Options of checks of numbers: cells, identities between them, and what the narrative says of them."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from auditor.layout import Label
from auditor.rulebook.specs.options import Beside, Bodies, CheckOptions, Explanation


class CellStateCheck(CheckOptions, frozen=True, tag="cell-state"):
    """Cells hold numbers: none is blank, a placeholder, or something else than a plain count."""

    state: Literal["blank", "placeholder", "not_a_count"]


class DigitForm(CheckOptions, frozen=True, tag="digit-form"):
    """Numbers of cells are in plain digits, without blanks, needless zeros or signs; a point before decimals."""


class AmountCheck(CheckOptions, frozen=True, tag="amount"):
    """Amounts are numbers of 10,000 yuan."""

    decimals: int
    """More decimals than these are told."""
    yuan_from: int
    """From here on a round amount of ``bodies`` looks like yuan."""
    round_to: int
    bodies: Bodies
    charges: tuple[str, ...] = ()
    """Words of a sentence about what the cell holds: one with the cell's number in yuan says that it is in yuan."""
    other_charges: tuple[str, ...] = ()


class GroupRows(CheckOptions, frozen=True, tag="group-rows"):
    """Rows that only head others (（三）不予公开) hold no numbers, and least of all other numbers than their sum."""


class IdentityCheck(CheckOptions, frozen=True, tag="identity"):
    """A linear identity over keys of the layout, for each row or each column of a table."""

    table: str
    for_each: Literal["row", "column"]
    identity: str


class MinimalRepair(CheckOptions, frozen=True, tag="minimal-repair"):
    """The smallest change of cells that restores the identities of other rules."""

    table: str
    identities: tuple[str, ...]


class ClaimCheck(CheckOptions, frozen=True, tag="claim"):
    """Claims of these topics and forms are not contradicted by the tables."""

    topics: tuple[str, ...]
    forms: tuple[Literal["number", "zero", "universal"], ...] = ("number",)
    only_sum: tuple[str, ...] = ()
    """Topics whose agreement with new and carried in together is worth saying."""
    other_matter: tuple[str, ...] = ()
    """Ahead of a number in its sentence or in the one before, they make it one of another matter."""
    own_name: tuple[str, ...] = ()
    """In the words of the claim itself they make it the cell's all the same."""


class Closure(CheckOptions, frozen=True, tag="closure"):
    """A list of outcomes that claims to be complete adds up to its head."""

    fewest: int = 3
    open_words: tuple[str, ...] = ()


class CellWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell, and words one of which stands where the narrative gives its number."""

    cell: str
    words: tuple[str, ...]


class CellsTold(CheckOptions, frozen=True, tag="cells-told"):
    """The narrative gives the numbers of these cells that are not zero.

    By a claim, or by a sentence that names the ``subject`` and gives a quantity in one of ``units``.
    """

    subject: tuple[str, ...]
    units: tuple[str, ...]
    aspect: str
    """The aspect of the overview at whose passage it is reported."""
    cells: tuple[CellWords, ...]


class RelationCheck(CheckOptions, frozen=True, tag="relation"):
    """What numbers of the narrative say of each other holds: growth, shares, rates, sums of parts, repetitions.

    ``broken`` reports what does not hold, or holds only when digits are cut off or balanced; ``open``
    what neither the text nor both years' tables give a base for.
    """

    beside: ClassVar[frozenset[Beside]] = frozenset({"previous"})
    of: tuple[
        Literal[
            "growth",
            "difference",
            "share",
            "shares",
            "rate",
            "range",
            "sum",
            "part",
            "part_of_kind",
            "magnitude",
            "repeat",
            "unit",
        ],
        ...,
    ]
    report: Literal["broken", "open"] = "broken"


class ChargeCheck(CheckOptions, frozen=True, tag="charge"):
    """The information charge: within table 二 (``bound``), by the tariff (``tariff``), notified (``notice``)."""

    of: Literal["bound", "tariff", "notice"]


class ChargeReport(CheckOptions, frozen=True, tag="charge-report"):
    """A report of charges that were taken tells the number of notices, what they asked for and what was paid."""

    about: tuple[str, ...]
    """Words of sentences about the information charge."""
    notices: tuple[str, ...]
    """Words for a notice to pay."""
    units: tuple[str, ...]
    """What notices and applications are counted in."""
    asked: tuple[str, ...]
    paid: tuple[str, ...]
    """Words ahead of an amount that tell which of the two it is: the nearest counts, of alike ends ``asked``."""
    settled: tuple[str, ...]
    """Words that tell what was paid without an amount."""
    vague: tuple[str, ...]
    """What says that something was taken, and not how much."""
    other_money: tuple[str, ...]
    """Words of other charges; a sentence with one is not read."""
    none_of: tuple[str, ...]
    """Words of tariffs, other years and other bodies, and of nothing taken; a clause with one is not read."""
    no_notices: tuple[str, ...] = ()
    """What says that no notice was sent."""


class ScopeCheck(CheckOptions, frozen=True, tag="scope"):
    """Whether any number about applications is of the body whose table it is."""

    topics: tuple[str, ...]
    sums: tuple[str, ...] = ()
    """Words that open the clause of a sum: what others received, added up, may be what the table holds."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Comparisons of which all hold: what is not to be found in the tables."""

    when: tuple[str, ...]
    bodies: Bodies | None = None
    """The agencies at which it is looked for; all if there is none."""
    grade: str = ""


class CellComparison(CheckOptions, frozen=True, tag="comparison"):
    """No case of cells beside each other, or beside those of last year (``previous.``), that asks for a word."""

    beside: ClassVar[frozenset[Beside]] = frozenset({"previous"})

    case: tuple[Case, ...]
    explained: Explanation | None = None
    """What accounts for it: left open."""
    mentioned: tuple[str, ...] = ()
    """Words of which one in the text is all that is asked for."""
    other_form: tuple[str, ...] = ()
    """Labels of a table that counts other things: left open."""


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for an outcome that the form does not have, and the row in which it is counted as a rule."""

    words: tuple[str, ...]
    name: Label
    row: str
    mapped: tuple[str, ...]
    """Words by which the sentence itself says where it is counted."""
    told_if_counted: bool = True
    """Whether it is worth saying where the row holds as many."""


class CategoryCheck(CheckOptions, frozen=True, tag="category"):
    """Outcomes are called what the form calls them: none of these words beside a number of one clause."""

    table: str
    column: str
    sections: tuple[str, ...]
    units: tuple[str, ...]
    none_of: tuple[str, ...]
    """A sentence with one of these speaks of something else."""
    none_of_before: tuple[str, ...]
    """So does a sentence behind one with one of these."""
    category: tuple[Category, ...]
    none_of_clause: tuple[str, ...] = ()
    """So does a clause with one of these, whatever the rest of its sentence speaks of."""


class RoundNumbers(CheckOptions, frozen=True, tag="round-numbers"):
    """Not all exact numbers of the narrative are multiples of ``multiple``."""

    sections: tuple[str, ...]
    counting: tuple[str, ...]
    """Classes of units (``claims.toml``) whose numbers count something."""
    multiple: int = 10
    fewest: int = 6
    fewest_different: int = 4
