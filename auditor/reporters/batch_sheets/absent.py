"""未报送, 重复报送, 读不出, 待认领: what the round could not rank, each with what there is to do."""

from __future__ import annotations

from auditor.reporters.sheets.writing import CENTRED, Book, Column, Listing
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions


def write_missing(book: Book, told: YearOfRound) -> None:
    """Write the agencies of the list without a report, and those that report without being on it."""
    columns = (
        Column("agency", 36),
        Column("tier", 10, CENTRED),
        Column("parent", 30),
        Column("contact", 40),
        Column("state", 20, CENTRED),
    )
    listing = Listing(book, "sheet_missing", columns)
    say = book.run.say
    for item in questions.missing(told.connection, told.year):
        listing.add((item.agency, item.level, item.parent, item.contact, say("state_missing")))
    if questions.listed(told.connection):
        for agency in questions.unlisted(told.connection):
            listing.add((agency, "", "", "", say("state_unlisted")))
    listing.close()


def write_doubles(book: Book, told: YearOfRound) -> None:
    """Write the reports of agencies with several for the year, and which of them counts."""
    columns = (
        Column("agency", 36),
        Column("file", 70),
        Column("counts", 10, CENTRED),
        Column("same_file", 14, CENTRED),
    )
    listing = Listing(book, "sheet_doubles", columns)
    say = book.run.say
    for item in questions.doubles(told.connection, told.year):
        same = "" if item.counted else say("same_file" if item.same else "other_file")
        listing.add((item.agency, item.path, say("yes") if item.counted else "", same))
    listing.close()


def write_unread(book: Book, told: YearOfRound) -> None:
    """Write the files that could not be read, and why."""
    listing = Listing(book, "sheet_unread", (Column("file", 60), Column("why", 90)))
    for item in questions.unread(told.connection):
        listing.add((item.path, item.why(book.run.language)))
    listing.close()


def write_unplaced(book: Book, told: YearOfRound) -> None:
    """Write the reports of which agency or year is not known; near names are asked about, never taken."""
    columns = (Column("file", 60), Column("printed", 30), Column("year", 8, CENTRED), Column("perhaps", 60))
    listing = Listing(book, "sheet_unplaced", columns)
    for item in questions.unplaced(told.connection):
        listing.add((item.path, item.printed, item.year, item.near))
    listing.close()
