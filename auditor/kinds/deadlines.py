"""Deadlines of measures that are none: dates that no calendar has, and ones over when the report is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Hit
from auditor.text.dates import iso_of
from auditor.text.spans import Span
from auditor.text.widths import narrow

_DEADLINE = re.compile(
    r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|[份底末中初]|[上中下]旬)?(?:之|以)?前"
)
_LOOKS_BACK = re.compile(
    "已|去年|上年|原定|原计划|提出|承诺|整改|以来|成文|形成|印发|制发|发布的|存量|历史|之前的|以?前的"
)
"""2022年6月底前提出的, …前印发的: what happened by then, not what is to be done by then."""
_OF_THINGS = re.compile("^(?:[^，,；;。]{0,8}的|[、，,和]|至)")
"""…前归档的文件: which things are meant, not when something is done."""
_YET_TO_COME = re.compile("(?:将于|拟于|力争于?|争取于?)$")
_YET_TO_BE_DONE = re.compile("^[，,]?(?:将|拟)(?:全部|全面)?(?:完成|实现|建成|做到|出台|启动|推出|上线|配齐|补齐)")
"""Ahead of a date and behind it: 将于6月底前, 6月底前将完成. Elsewhere 将 may be 把."""


def check(report: Report) -> Iterator[Hit]:
    """A hit at each date by which a measure cannot be done; lighter words tell which of both it is."""
    for measure in report.measures:
        text = narrow(measure.span.of(report.plain))
        for found in _DEADLINE.finditer(text):
            year, month, day = int(found["year"]), int(found["month"]), int(found["day"] or 1)
            grade = None if iso_of(year, month, day) else "no_such_date"
            if grade is None and report.year is not None and year <= report.year:
                passed = _LOOKS_BACK.search(text) or _OF_THINGS.match(text[found.end() :])
                grade = None if passed or not (year < report.year or _is_to_come(text, found)) else "over"
            if grade:
                place = Span(measure.span.start + found.start(), measure.span.start + found.end())
                yield Hit(place, {"quote": found.group(), "year": report.year or ""}, grade=grade)


def _is_to_come(text: str, found: re.Match[str]) -> bool:
    """Whether what is said around a date is still to be done: in the year of the report it may have been done."""
    return bool(_YET_TO_COME.search(text[: found.start()]) or _YET_TO_BE_DONE.match(text[found.end() :]))
