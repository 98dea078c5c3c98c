"""Options of checks against last year's report."""

from __future__ import annotations

from auditor.rulebook.specs.options import CheckOptions


class LastYear(CheckOptions, frozen=True, tag="last-year"):
    """The report says what became of last year's problems: a sentence with a word of each list.

    ``{last}`` stands for last year's number, ``{numerals}`` for the same in Chinese numerals.
    """

    last_year: tuple[str, ...]
    followed: tuple[str, ...]
    followed_here: tuple[str, ...] = ()
    """Words that count in section 五 only."""
    first_report: tuple[str, ...] = ()
    """Words of an agency that has no report of last year."""


class PromiseCheck(CheckOptions, frozen=True, tag="promises"):
    """Last year's concrete measures are taken up this year, and not word for word. Needs last year's report."""
