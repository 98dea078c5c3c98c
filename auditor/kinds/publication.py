"""Published in time, and with the day, the agency and a way to reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Phrase, Report
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import title_or_first_line
from auditor.rulebook.specs.form import Deadline, PublicationDetails
from auditor.text.names import names_nobody
from auditor.text.phrases import holds
from auditor.text.widths import squeeze

_DAY = re.compile(r"(20\d\d)(?:[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d|(?!\d))|年(?:0?[1-9]|1[0-2])月)")
_DAY_IN_WORDS = re.compile(
    r"二[〇○零O0][一二三四五六七八九][〇○零一二三四五六七八九]年(?:十?[一二]|[三四五六七八九十])月"
)
_TAIL = 6
"""So many of the last lines may be the signature."""
_LONGEST_NAME = 30
_DATE = Phrase("发布日期或落款日期", "the day of publication")
_BODY = Phrase("发布机关", "the agency that published it")
_CONTACT = Phrase("联系方式", "a way to reach the agency")


def check(report: Report, spec: Deadline) -> Iterator[Result]:
    """A hit when the day of publication is later than the day that binds this kind of agency, by law or locally."""
    if report.kind is None:
        raise Undecided("kind_unknown")
    by_law, locally = spec.days.get(report.kind), spec.earlier.get(report.kind)
    if (report.agency or "").endswith(spec.unclear):
        by_law = None
        if locally is None:
            raise Undecided("not_named_by_law", agency=report.agency or "")
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


def check_details(report: Report, spec: PublicationDetails, setting: Setting) -> Iterator[Result]:
    """One hit that names what is missing of day, agency and contact, from so many missing on.

    A day that the calendar does not have is one of its own.
    """
    if report.published is None and report.published_span is not None:
        printed = squeeze(report.published_span.of(report.text))
        yield Hit(report.published_span, {"printed": printed, "what": _DATE}, grade="no_such_day")
    plain = report.extent.of(report.plain)
    first = min((section.title.start for section in report.sections), default=report.extent.end)
    head = report.plain[report.extent.start : first]
    tail = [squeeze(line) for line in plain.splitlines() if line.strip()][-_TAIL:]
    edges = [squeeze(line) for line in head.splitlines()] + tail
    dated = (
        report.published_span is not None
        or report.published is not None
        or any(_dated(line, report.year) for line in edges)
    )
    named = report.agency_span is not None and report.agency is not None and not names_nobody(report.agency)
    signed = any(setting.layout.kinds.kind_of(line) for line in tail if len(line) <= _LONGEST_NAME)
    reached = holds(plain, spec.contact)
    there = ((_DATE, dated), (_BODY, named or signed), (_CONTACT, reached))
    missing = [part for part, found in there if not found]
    if len(missing) >= spec.fewest_missing:
        yield Hit(title_or_first_line(report), {"what": Phrase.listed(missing)})


def _dated(line: str, year: int | None) -> bool:
    """Whether a line has a day or month behind the year that the report is for: when it was signed or published."""
    return bool(_DAY_IN_WORDS.search(line)) or any(
        year is None or int(match.group(1)) > year for match in _DAY.finditer(line)
    )
