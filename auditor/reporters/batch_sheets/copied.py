"""雷同: reports with passages in common, side by side. Nobody is named as the one who copied."""

from __future__ import annotations

import json

from auditor.reporters.sheets.writing import CENTRED, PERCENT, Book, Column, Listing
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions, results
from auditor.store.filing import taken_out

_PASSAGES = 3
_LONGEST = 300


def write(book: Book, told: YearOfRound) -> None:
    """Write the pairs, the most alike first, with their longest passages."""
    columns = (
        Column("share", 8, PERCENT),
        Column("letters", 8, CENTRED),
        Column("one_agency", 24),
        Column("other_agency", 24),
        Column("passages", 90),
        Column("one_file", 40),
        Column("other_file", 40),
    )
    listing = Listing(book, "sheet_copied", columns)
    for pair in questions.alike(told.connection, told.year):
        report = taken_out(results.filed(told.connection, [pair.report])[pair.report])
        places = sorted(json.loads(pair.passages), key=lambda place: place[0] - place[1])[:_PASSAGES]
        texts = [" ".join(report.text[start:end].split()) for start, end in places]
        shown = "\n".join(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in texts)
        listing.add((pair.share, pair.letters, pair.agency, pair.other_agency, shown, pair.path, pair.other_path))
    listing.close()
