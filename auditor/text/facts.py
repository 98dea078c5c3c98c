"""Whether a text tells a fact: a number, a date, a document, a name, or that something did not happen."""

from __future__ import annotations

import re

_IN_WORDS = (
    r"[零〇一二三四五六七八九十百千万两廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+[余多]?"
    r"(?:[件条篇次份期场项人名宗起则册]|个(?!新?台阶|新水平|新高度))"
)
_NEVER_WAS = "申请|受理|复议|诉讼|败诉|纠错|投诉|举报|收费|结转|差错|泄密|延期|超期|逾期|追责|问责"
"""What an office counts as none by 零 alone: 零申请, not 零距离."""
_FACT = re.compile(
    rf"\d|《|“[^”]{{2,20}}”|{_IN_WORDS}|无规章|没有规章|不具有|制定权|https?:"
    rf"|(?:未|没有)(?:收到|接到|发生|出现|产生|制定|制发|收取)|零(?:{_NEVER_WAS})"
    r"|(?:没有|未有|无人|无|未见)(?:人|任何|公众|公民|群众|政府信息|依申请|信息)*(?:公开)?(?:申请|提出)"
    r"|(?:没有|无)依申请公开|(?:申请|复议|诉讼|收费|投诉)[^，。；]{0,6}[为是]零"
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
