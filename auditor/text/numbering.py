"""The numbering at the start of a line: 一、 （一） 1. 第一部分."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from auditor.text.numerals import integer_of_chinese
from auditor.text.widths import narrow

_COUNTED = r"(?=\d{1,4}(?:[件宗起份条名篇场期户家]|个(?!百分点|月|工作日|小时)|人(?!次)))"
"""What there are no tenths of: 2.7件申请 at the beginning is item 2 about seven of them."""
_DATED = r"(?=20\d\d年|\d{1,2}月)"
ITEM_STOP = rf"(?:[、.．](?!\d)|[.．](?:{_COUNTED}|{_DATED}))"
"""What stands behind the Arabic number of an item."""
_NUMBERING = (
    ("part", re.compile(r"第([一二三四五六七八九十]{1,2})部分[、.:：\s]*")),
    ("chinese", re.compile(r"([一二三四五六七八九十]{1,2})(?:[、.,:]|\s(?=\S))\s*")),
    ("arabic", re.compile(rf"(\d{{1,2}})(?:{ITEM_STOP}|\s+(?=[\u4e00-\u9fff])(?![件宗起份]))\s*")),
    ("bracket", re.compile(r"[(]([一二三四五六七八九十]{1,2})[)]\s*")),
)
_OPENING, _LOOKAHEAD = 48, 16
"""A number stands in so many characters, or blanks lead far into the line; so many behind it decide what it is."""
_DECORATION = re.compile(r"[#*|｜\s]*")


class Numbering(msgspec.Struct, frozen=True, gc=False):
    """The number printed before a heading: its style, its value and its length in the line."""

    style: str
    value: int | None
    length: int


@lru_cache(maxsize=4096)
def numbering_of(text: str) -> Numbering:
    """The numbering at the start of a (not yet narrowed) line; style ``none`` if there is none."""
    opening = narrow(text[:_OPENING])
    found = _numbering_of(opening)
    return found if found.length < len(opening) - _LOOKAHEAD else _numbering_of(narrow(text))


def _numbering_of(plain: str) -> Numbering:
    lead = _DECORATION.match(plain)
    offset = lead.end() if lead else 0
    for style, pattern in _NUMBERING:
        match = pattern.match(plain, offset)
        if match:
            number = match.group(1)
            value = int(number) if number.isdigit() else integer_of_chinese(number)
            return Numbering(style, value, match.end())
    return Numbering("none", None, offset)
