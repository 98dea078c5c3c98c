"""Of which year a number speaks: this report's, an earlier one's, a plan's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import classes, has_cue
from auditor.text.widths import narrow

_YEAR = re.compile(r"((?:19|20)\d\d)年度?$")
_DATED = re.compile(r"((?:19|20)\d\d)年\d{1,2}月")
_COMPARING = re.compile(r"(?:较|比|与|同|由|从|跟)$")
_FROM = re.compile("(?:由|从)[^，。；]{0,6}$")
_CHANGES_TO = re.compile("[^，。；]{0,6}(?:升|增|降|减|提高|扩大|压缩|变)[^，。；]{0,3}[到至为]")
_SEVERAL_YEARS = re.compile(
    r"(?:[二两三四五六七八九十数几]|(?<!\d)\d{1,2})个?多?年多?(?:来|间|里|以来|共|累计|合计)|(?:头|前|近|过去|最近|连续)(?:[二两三四五六七八九十数几]|\d{1,2})个?年"
)
_THIS_YEAR = re.compile("今年|本年|当年|全年|年内|[年岁]末|年底|一年来|上年|去年|20\\d\\d")
_BEFORE_THE_YEAR = re.compile("年初|[上去]一?年[末底]")
BACK_THEN = re.compile("当年|彼时|当时|该年")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|上旬|中旬|下旬)?(?![\d底末])")
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号](?!前|以前|止|至|期间)|\d{1,2}月(?:上旬|中旬|下旬|底|末)(?!前)")
_MONTHS = re.compile(
    r"(?:截[至止到]?|(?<!\d)(?P<first>\d{1,2})月?(?:份|1日)?[至到—~-]+)"
    r"(?:20\d\d年|[当本]年)?(?P<last>\d{1,2})月(?!1[日号]|底前|末前|前)"
)
"""Months in digits that a number runs through, or up to."""
_SPAN_OF_MONTHS = re.compile(r"[至截—~-]|月到")
_LONGEST_LEAD = 3
"""The words of 回望2023年，, which hold for the sentence as 2023年， does."""
_TIME_ADVERB = re.compile(r"^(?:年底前?|年末|年内|全年|期间|底前?)$")


def year_period(token: Token, year: int | None) -> str | None:
    """The period that a token such as 2021年 names, seen from the year of the report; None for other tokens."""
    if year is None or token.quantity or not token.text[:1].isdigit():
        return None
    dated = _DATED.match(narrow(token.text))
    if dated and int(dated.group(1)) > year:
        return "later"
    match = _YEAR.match(narrow(token.text))
    if not match:
        return None
    named = int(match.group(1))
    if named == year:
        return "year"
    return "prior" if named < year else "plan"


def period_of_clause(clause: Sequence[Token], year: int | None) -> tuple[str | None, bool]:
    """The period that a clause opens with, and whether it stands alone (2021年，) and holds for the sentence.

    A year that is only compared with (较2021年) is no period.
    """
    if _SEVERAL_YEARS.search(narrow(text_of(clause))):
        return "cumulative", True
    for place, token in enumerate(clause):
        if token.quantity:
            return None, False
        period = year_period(token, year)
        if period is None:
            continue
        if place and (_compares(clause[place - 1]) or "row" in classes(clause[place - 1])):
            return None, False
        others = [item for item in clause if not (_YEAR.match(narrow(item.text)) or _TIME_ADVERB.match(item.text))]
        short = sum(len(item.text) for item in others) <= _LONGEST_LEAD
        return period, short and not any(item.meanings or item.quantity for item in others)
    return None, False


def lingers(period: str | None, text: str, *, was: bool) -> bool:
    """Whether a sentence that began with another year may still speak of it: 2023年收到547件，引发复议29件."""
    if period is not None:
        return period != "year"
    return was and not _THIS_YEAR.search(text)


def nearest_period(left: Sequence[Token], year: int | None) -> str | None:
    """The period of the last year named among the words before a number, compared with or not."""
    return next((period for token in reversed(left) if (period := year_period(token, year))), None)


def names_month(left: Sequence[Token]) -> bool:
    """一月收到52件, 1月至6月收到19件: a part of the year, unless the month ends a span of all of it (截至12月)."""
    text = narrow(text_of(left))
    if any(match["last"] != "12" or match["first"] not in (None, "1", "01") for match in _MONTHS.finditer(text)):
        return True
    return bool(_MONTH.search(text)) and not _SPAN_OF_MONTHS.search(text)


def names_day(left: Sequence[Token]) -> bool:
    """12月27日收到的1件: what came on a day."""
    return bool(_DAY.search(narrow(text_of(left))))


def names_this_year(left: Sequence[Token]) -> bool:
    """五年共收31件，本年4件: the year of the report is told apart from the years before."""
    return bool(re.search("本年|今年", text_of(left)))


def stood_before(left: Sequence[Token]) -> bool:
    """年初现行有效54件: what was in force when the year began is last year's."""
    return bool(_BEFORE_THE_YEAR.search(text_of(left)))


def starts_change(left: Sequence[Token], behind: Sequence[Token]) -> bool:
    """由18件上升到27件: whether a number is where a change starts, last year's."""
    return bool(_FROM.search(text_of(left))) and bool(_CHANGES_TO.match(text_of(behind)))


def _compares(token: Token) -> bool:
    return bool(_COMPARING.search(token.text)) or has_cue(token, "comparing")
