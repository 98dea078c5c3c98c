"""Options of checks against reports of others: what was copied, and what a parent sums up."""

from __future__ import annotations

from typing import ClassVar

from auditor.rulebook.specs.options import Beside, CheckOptions, Whose


class Copying(CheckOptions, frozen=True, tag="copying"):
    """What a report says for itself does not stand in a report of another agency."""

    beside: ClassVar[frozenset[Beside]] = frozenset({"peers"})

    least: float
    """The share of its own words from which it is reported."""
    nearly_all: float
    """The share from which it is graver."""
    fewest: int
    """Characters of own words below which nothing can be said."""


class OwnCopying(CheckOptions, frozen=True, tag="own-copying"):
    """What a report says for itself does not stand in last year's report."""

    beside: ClassVar[frozenset[Beside]] = frozenset({"previous"})

    least: float
    least_problems: float
    """The share of the own words of section 五 from which it is reported by itself."""
    fewest: int
    fewest_problems: int


class RollUp(CheckOptions, frozen=True, tag="roll-up"):
    """A report that sums up the bodies below has no cell below the same cell of one of them."""

    beside: ClassVar[frozenset[Beside]] = frozenset({"children"})

    cells: tuple[str, ...]
    whose: Whose
