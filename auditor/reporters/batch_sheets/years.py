"""跨年: each agency's figures over the years, where the chain breaks, and what the rules across years found."""

from __future__ import annotations

from collections import defaultdict

from auditor.finding import Severity
from auditor.reporters.sheets.writing import CENTRED, SEVERITIES, Book, Column, Listing, Look, Value
from auditor.reporters.year_of_round import KEY_CELLS, YearOfRound
from auditor.store import questions

_RULES = ("YOY", "BOI002")


def write(book: Book, told: YearOfRound) -> None:
    """Write a row an agency and year, the year before above it; a carried-in number that does not follow is marked."""
    figures: dict[tuple[str, int], dict[str, float | None]] = defaultdict(dict)
    for item in questions.over_years(told.connection, tuple(KEY_CELLS.values())):
        figures[item.agency, item.year][item.path] = item.value
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    for found in questions.found_in_year(told.connection, None, _RULES):
        if found.agency and found.year:
            said[found.agency, found.year].append(f"{found.rule} {found.message}")
    columns = (
        Column("agency", 30),
        Column("year", 8, CENTRED),
        *(Column(key, 10, CENTRED) for key in KEY_CELLS),
        Column("across_years", 100),
    )
    listing = Listing(book, "sheet_years", columns)
    for (agency, year), values in figures.items():
        before = figures.get((agency, year - 1), {}).get(KEY_CELLS["carried_out"])
        carried = values.get(KEY_CELLS["carried_in"])
        broken = before is not None and carried is not None and before != carried
        marked: dict[str, Look] = {"carried_in": SEVERITIES[Severity.ERROR]} if broken else {}
        row: list[Value] = [agency, year, *(values.get(path) for path in KEY_CELLS.values())]
        listing.add([*row, "\n".join(said[agency, year])], single=marked)
    listing.close()
