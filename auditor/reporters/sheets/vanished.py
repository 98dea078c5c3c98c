"""已消失: what people wrote beside findings that are no longer there. Without such, there is no sheet."""

from __future__ import annotations

from auditor.reporters.checks import Check, Identity
from auditor.reporters.sheets.findings import IDENTITY, TO_WRITE_IN, added_columns, written
from auditor.reporters.sheets.writing import CENTRED, Book, Column, Listing

_COLUMNS = (
    Column("number", 6, CENTRED),
    Column("agency", 16),
    Column("year", 6, CENTRED),
    Column("file", 20),
    Column("rule", 8, CENTRED),
    Column("message", 40),
)
_REASONS = (Column("why_left", 30), Column("old_place", 16))


def write(book: Book) -> None:
    """Write the sheet, if there is something to tell."""
    if not book.carried.left:
        return
    added = added_columns(book)
    listing = Listing(book, "sheet_vanished", (*_COLUMNS, *TO_WRITE_IN, *added, *_REASONS, IDENTITY))
    for number, (check, why) in enumerate(book.carried.left, start=1):
        found = (number, check.agency, check.year, check.path, check.rule, check.message)
        place = book.run.say("old_row", sheet=check.sheet, row=check.row)
        listing.add((*found, *written(book, check, added), why, place, _identity(check)))
    listing.close()


def _identity(check: Check) -> str:
    if not check.fingerprint:
        return ""
    return str(Identity(check.fingerprint, check.rule, check.year, check.part, check.agency, check.path))
