"""Days as signatures and pages print them: 2024年2月18日, 二〇二四年二月十八日, 2024.2.18, 发布日期：2024-02-18."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from auditor.text.numerals import integer_of_chinese
from auditor.text.spans import Span

_LABELLED = re.compile(
    r"(?:发布|公开|发文)(?:日期|时间)\s*[:：]?\s*(?P<day>(?P<year>20\d{2})[年\-./](?P<month>\d{1,2})[月\-./](?P<date>\d{1,2}))(?!\d)"
)
_BODY = r"(?P<body>[\u4e00-\u9fff]{2,30}?)?(?:\s*[(（](?:印章|盖章|公章|章)[)）])?[\s:：,，]{0,40}+"
_CLOCK = r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_IN_DIGITS = re.compile(
    rf"{_BODY}(?P<day>(?P<year>20\d{{2}})\s*[年.\-/]\s*(?P<month>\d{{1,2}})\s*[月.\-/]\s*(?P<date>\d{{1,2}})\s*日?)"
    rf"{_CLOCK}"
)
_IN_WORDS = re.compile(
    rf"{_BODY}(?P<day>(?P<year>二\s*[〇○零Oo0]\s*[一二三四五六七八九]\s*[〇○零Oo0一二三四五六七八九])\s*年"
    r"\s*(?P<month>[一二三四五六七八九十]{1,3})\s*月\s*(?P<date>[一二三四五六七八九十]{1,4})\s*日)"
)
_ZEROS = str.maketrans("○零Oo0", "〇〇〇〇〇")


@dataclass(frozen=True, slots=True)
class Day:
    """A day where it is printed; ``iso`` is None where the calendar has no such day."""

    span: Span
    iso: str | None


def labelled_day(text: str) -> Day | None:
    """The first day in a text that is said to be that of publication."""
    found = _LABELLED.search(text)
    return _day(found) if found else None


def signed_day(line: str, names_body: Callable[[str], bool]) -> Day | None:
    """The day that is all of a narrowed line, or all that stands behind the name of a body."""
    lead = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    for pattern in (_IN_DIGITS, _IN_WORDS):
        found = pattern.fullmatch(line, lead, end)
        if found and (found["body"] is None or names_body(found["body"])):
            return _day(found)
    return None


def iso_of(year: int, month: int, day: int) -> str | None:
    """A day of the calendar; None where it has no such day."""
    with suppress(ValueError):
        return date(year, month, day).isoformat()
    return None


def _day(found: re.Match[str]) -> Day:
    year, month, day = map(_number, found.group("year", "month", "date"))
    return Day(Span(*found.span("day")), iso_of(year, month, day))


def _number(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    return integer_of_chinese("".join(printed.split()).translate(_ZEROS)) or 0
