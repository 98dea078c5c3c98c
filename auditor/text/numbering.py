"""The numbering at the start of a line: 一、 （一） 1. 第一部分; before a section's title also 壹、 Ⅰ. ① （1）."""

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
_CAPITALS, _OLD_CAPITALS, _STEMS = "壹贰叁肆伍陆柒捌玖拾", "壹貳參肆伍陸柒捌玖拾", "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SEPARATED = r"(?:\s*[、.,:·\-]\s*|\s+)"
_OF_TITLES = (
    (
        "part",
        re.compile(
            rf"第\s*([一二三四五六七八九十\d]{{1,2}}|[Ⅰ-Ⅹ{_CAPITALS}]|[IVX]{{1,4}})\s*(?:部分|[章节篇编]){_SEPARATED}?"
        ),
    ),
    ("capital", re.compile(rf"([{_CAPITALS}{_OLD_CAPITALS}]){_SEPARATED}?")),
    ("stem", re.compile(rf"([{_STEMS}]){_SEPARATED}|其([一二三四五六七八九十]){_SEPARATED}?")),
    ("roman", re.compile(rf"([Ⅰ-Ⅹⅰ-ⅹ]){_SEPARATED}?|([IVXivx]{{1,4}}){_SEPARATED}")),
    ("enclosed", re.compile(r"[(]?(\d{1,2})[)][、.]?\s*|([①-⑩⑴-⑽㈠-㈩])[、.]?\s*")),
    (
        "enclosed",
        re.compile(r"[(]([ⅠⅡⅢⅣⅤⅥ壹贰叁肆伍陆]|[IVXivx]{1,4})[)]\s*|[\[【]([一二三四五六七八九十]{1,2})[\]】]\s*"),
    ),
    ("sign", re.compile(r"(?=[^\u4e00-\u9fff]{0,9}[A-Za-z\d⒈-⒛❶-➓㊀-㊉])()[^\u4e00-\u9fff]{1,10}(?=[\u4e00-\u9fff])")),
    ("none", re.compile(r"()[^\u4e00-\u9fff]{1,10}(?=[\u4e00-\u9fff])")),
)
"""The last two are signs that nothing is known of, with a letter or a digit among them (1.0, Part A) or without (■)."""
_FIRST_SIGNS = frozenset("第其" + _CAPITALS + _OLD_CAPITALS + _STEMS)
_RUNS_OF_SIGNS = (
    "①②③④⑤⑥⑦⑧⑨⑩",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ",
    "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ",
    _CAPITALS,
    _OLD_CAPITALS,
    _STEMS,
)
_VALUES = {
    **{sign: place for run in _RUNS_OF_SIGNS for place, sign in enumerate(run, 1)},
    **{sign: place for place, sign in enumerate(_ROMAN, 1)},
}
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


def title_numbering_of(text: str) -> Numbering:
    """The numbering before what may be the title of a section: also in signs that stand for words in running text."""
    usual = numbering_of(text)
    first = text[usual.length : usual.length + 1]
    if usual.style != "none" or ("\u4e00" <= first <= "\u9fff" and first not in _FIRST_SIGNS):
        return usual
    opening = narrow(text[usual.length : usual.length + _LOOKAHEAD])
    for style, pattern in _OF_TITLES:
        match = pattern.match(opening)
        if match:
            return Numbering(style, _value("".join(filter(None, match.groups()))), usual.length + match.end())
    return usual


def _value(number: str) -> int | None:
    if number.isdecimal():
        return int(number)
    return _VALUES.get(number.upper()) or integer_of_chinese(number)


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
