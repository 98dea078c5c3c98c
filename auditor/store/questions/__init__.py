"""Questions to the store: who ranks where, what is common, who has not reported, who is alike. Rows, no decisions.

Each is one query over indexes, so that fifteen thousand reports answer at once.
"""

from __future__ import annotations

from auditor.store.questions.comparisons import Alike, Kept, OverYears, alike, kept, over_years
from auditor.store.questions.defects import Common, Found, common_defects, examples, found_in_year
from auditor.store.questions.scores import (
    OfDimension,
    OfYear,
    Standing,
    Taken,
    Totals,
    by_dimension,
    by_year,
    deductions_of,
    standings,
    totals,
)
from auditor.store.questions.submissions import (
    Double,
    LastRun,
    Missing,
    Unplaced,
    Unread,
    doubles,
    last_run,
    listed,
    missing,
    unlisted,
    unplaced,
    unread,
)

__all__ = [
    "Alike",
    "Common",
    "Double",
    "Found",
    "Kept",
    "LastRun",
    "Missing",
    "OfDimension",
    "OfYear",
    "OverYears",
    "Standing",
    "Taken",
    "Totals",
    "Unplaced",
    "Unread",
    "alike",
    "by_dimension",
    "by_year",
    "common_defects",
    "deductions_of",
    "doubles",
    "examples",
    "found_in_year",
    "kept",
    "last_run",
    "listed",
    "missing",
    "over_years",
    "standings",
    "totals",
    "unlisted",
    "unplaced",
    "unread",
]
