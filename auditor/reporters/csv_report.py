"""``--format csv``: one row a finding, for spreadsheet programs and scripts."""

from __future__ import annotations

import csv
import io

from auditor.messages import error_text
from auditor.reporters.cells import defused
from auditor.reporters.rows import FINDING_COLUMNS, finding_rows
from auditor.reporters.run import Run

_COLUMNS = (*FINDING_COLUMNS, "identity", "made_by")


def render(run: Run) -> bytes:
    """The rows of a run as UTF-8 with the mark by which Excel knows it.

    Files that could not be audited have a row as well: without it they would look like clean ones.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([run.say(f"col_{key}") for key in _COLUMNS])
    rows: list[tuple[str | int, ...]] = [(*row.values, str(row.identity), run.made_by()) for row in finding_rows(run)]
    for number, (path, error) in enumerate(run.errors, start=len(rows) + 1):
        told: dict[str, str | int] = {"number": number, "file": path, "severity": run.say("not_audited")}
        told |= {"message": error_text(error, run.language), "made_by": run.made_by()}
        rows.append(tuple(told.get(key, "") for key in _COLUMNS))
    writer.writerows([defused(value) if isinstance(value, str) else value for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
