"""Questions to the store: who ranks where, what is common, who has not reported, who is alike. Rows, no decisions.

Each is one query over indexes, so that fifteen thousand reports answer at once.
"""

from __future__ import annotations

from auditor.store.questions.comparisons import Alike, Kept, OverYears, alike, kept, over_years
from auditor.store.questions.defects import Common, Found, common_defects, examples, found_in_year
from auditor.store.questions.histories import Appearance, Spoke, appearances, spoken_over_years
from auditor.store.questions.received import Received, received
from auditor.store.questions.rules import (
    Counted,
    Judged,
    Judgement,
    OfRule,
    Precision,
    counted_in,
    found_by_rules,
    judged_of,
    judgements,
    precisions,
)
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
    is_unfinished,
    last_run,
    listed,
    missing,
    unlisted,
    unplaced,
    unread,
)
from auditor.store.questions.versions import Version, agency_number, counted, version, versions

__all__ = [
    "Alike",
    "Appearance",
    "Common",
    "Counted",
    "Double",
    "Found",
    "Judged",
    "Judgement",
    "Kept",
    "LastRun",
    "Missing",
    "OfDimension",
    "OfRule",
    "OfYear",
    "OverYears",
    "Precision",
    "Received",
    "Spoke",
    "Standing",
    "Taken",
    "Totals",
    "Unplaced",
    "Unread",
    "Version",
    "agency_number",
    "alike",
    "appearances",
    "by_dimension",
    "by_year",
    "common_defects",
    "counted",
    "counted_in",
    "deductions_of",
    "doubles",
    "examples",
    "found_by_rules",
    "found_in_year",
    "is_unfinished",
    "judged_of",
    "judgements",
    "kept",
    "last_run",
    "listed",
    "missing",
    "over_years",
    "precisions",
    "received",
    "spoken_over_years",
    "standings",
    "totals",
    "unlisted",
    "unplaced",
    "unread",
    "version",
    "versions",
]
