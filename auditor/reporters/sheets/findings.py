"""问题清单: one row a finding, with columns for a person to fill in."""

from __future__ import annotations

from auditor.reporters.checks import RESULTS, Check
from auditor.reporters.rows import FINDING_COLUMNS, finding_rows
from auditor.reporters.sheets.writing import CENTRED, IN_GREY, PLAIN, SEVERITIES, TO_FILL_IN, Book, Column, Listing

_WIDEST = {
    "number": 6,
    "agency": 14,
    "year": 6,
    "file": 16,
    "severity": 6,
    "rule": 8,
    "title": 16,
    "place": 14,
    "message": 40,
    "quote": 26,
    "advice": 26,
    "basis": 18,
    "preview": 6,
}
_CENTRED = ("number", "year", "severity", "rule", "preview")
TO_WRITE_IN = (Column("result", 10, {**TO_FILL_IN, **CENTRED}), Column("note", 30, TO_FILL_IN, least=20))
IDENTITY = Column("identity", 6, IN_GREY, printed=False)


def added_columns(book: Book) -> tuple[Column, ...]:
    """The columns that people added to an earlier workbook."""
    return tuple(Column("", 30, TO_FILL_IN, heading, least=10) for heading in book.carried.headings())


def write(book: Book) -> None:
    """Write the sheet."""
    run = book.run
    added = added_columns(book)
    columns = [Column(key, _WIDEST[key], CENTRED if key in _CENTRED else {}) for key in FINDING_COLUMNS]
    listing = Listing(book, "sheet_findings", (*columns, *TO_WRITE_IN, *added, IDENTITY))
    for row in finding_rows(run, book.folder):
        check = book.carried.by_finding.get(str(row.identity))
        severity = {"severity": SEVERITIES[row.finding.severity]}
        listing.add((*row.values, *written(book, check, added), str(row.identity)), single=severity)
    offer_results(book, listing)
    listing.close()
    if not listing.rows:
        book.put(listing.sheet, 1, 0, run.say("none_found"), PLAIN)


def offer_results(book: Book, listing: Listing) -> None:
    """Let people choose the result of a check from a list, and say what the column of identities is for."""
    say = book.run.say
    if listing.rows:
        place, words = listing.place("result"), [say(f"check_{key}") for key in RESULTS]
        told = {"error_title": say("col_result"), "error_message": say("result_refused")}
        listing.sheet.data_validation(1, place, listing.rows, place, {"validate": "list", "source": words, **told})
    listing.sheet.write_comment(0, len(listing.columns) - 1, say("identity_hint"))


def written(book: Book, check: Check | None, added: tuple[Column, ...]) -> list[str]:
    """What a person wrote: result, note and own columns; a result of the list in the language of the call."""
    if check is None:
        return [""] * (len(TO_WRITE_IN) + len(added))
    result = book.run.say(f"check_{check.verdict}") if check.verdict else check.result
    extra = dict(check.extra)
    return [result, check.note, *(extra.get(column.heading, "") for column in added)]
