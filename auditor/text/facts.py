"""Whether a text tells a fact: a number, a date, a document, a name, or that something did not happen."""

from __future__ import annotations

import re

_IN_WORDS = r"[一二三四五六七八九十百千两]+[余多]?(?:[件条篇次份期场项人名]|个(?!新?台阶|新水平|新高度))"
_FACT = re.compile(
    rf"\d|《|“[^”]{{2,20}}”|{_IN_WORDS}|无规章|没有规章|不具有|制定权|https?:"
    r"|(?:未|没有)(?:收到|接到|发生|出现|产生|制定|制发|收取)"
)
_BARE_NUMBER = re.compile(
    r"20\d\d年度?(?!\d)|(?:^|(?<=[。;:\s]))\s{0,99}+(?:[(]\d{1,2}[)]|\d{1,2}[、.](?!\d))", re.MULTILINE
)
"""Digits that are no fact: a year by itself, the number of an item."""


def tells_fact(text: str) -> bool:
    """Whether a text that ``narrow`` has passed tells one."""
    return bool(_FACT.search(_BARE_NUMBER.sub("", text)))


def digits_in(text: str) -> int:
    """How many digits and numbers in words a text that ``narrow`` has passed has, without years and items' numbers."""
    told = _BARE_NUMBER.sub("", text)
    return sum(map(str.isdigit, told)) + len(re.findall(_IN_WORDS, told))
