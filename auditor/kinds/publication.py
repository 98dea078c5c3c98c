"""Published in time."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Undecided
from auditor.kinds.places import title_or_first_line
from auditor.rulebook.specs.form import Deadline


def check(report: Report, spec: Deadline) -> Iterator[Result]:
    """A hit when the day of publication is later than the day that binds this kind of agency, by law or locally."""
    if report.kind is None:
        raise Undecided("kind_unknown")
    by_law, locally = spec.days.get(report.kind), spec.earlier.get(report.kind)
    if by_law is None and locally is None:
        raise Inapplicable("kind_not_bound")
    if report.year is None:
        raise Undecided("year_unknown")
    if report.published is None:
        raise Undecided("publication_unknown", example=f"{report.year + 1}-01-20")
    for day, grade in ((by_law, ""), (locally, "local")):
        deadline = f"{report.year + 1}-{day}"
        if day is not None and report.published > deadline:
            yield Hit(title_or_first_line(report), {"published": report.published, "deadline": deadline}, grade=grade)
            return
