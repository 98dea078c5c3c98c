"""Quantities in running text: numbers with their unit and the interval that the wording allows.

Things that look like numbers and count nothing are masked first: document numbers, articles of
law, dates, telephone numbers, addresses, ranks, enumerators, titles. All positions are those of
the text as given, because narrowing maps one character to one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from auditor.text.intervals import Interval
from auditor.text.numbering import ITEM_STOP
from auditor.text.numerals import decimal_of_digits, integer_of_chinese, is_past_counting, last_place
from auditor.text.spans import Span
from auditor.text.widths import narrow

_CJK_NUMBER = "[零〇○一二两三四五六七八九十百千廿卅]"
_HOTLINES = ("12345 12333 12329 12315 12369 12348 12350 12366 12393 12388 12318 12358 12365 12328 12314 12355").split()
_FIXED_PHRASES = (
    "十佳 一件事 一件实事 1件实事 一次办 一次性 一网通办 一站式 一体化 一次办结率 两微一端 三安全一稳定 "
    "三公 五公开 六稳 六保 双随机 一公开 双公示 一方面 另一方面 进一步 "
    "统一 一律 一定 唯一 第一时间 一些 一系列 一把手 一线 同一 一致 逐一 四类 三类 两类 "
    "两项 三项 四项 五项 六项 两者 在一起 第三人 第三方 一部分"
).split()
_ORDINAL_UNITS = "条|款|项|部分|期|届|次|名|号|季度|批|个|位|轮|版|章|节|类|阶段|方面|一|二|三|四"
_ENUMERATOR = rf"(?:^|(?<=[。；：;:\s]))\d{{1,2}}{ITEM_STOP}"
_TIGHT_ENUMERATOR = re.compile(_ENUMERATOR + r"(?=\d)")
_MASKS = re.compile(
    "|".join(
        (
            # addresses and titles
            r"https?://\S+|www\.[\w./\-]+|[\w.\-]+@[\w.\-]+",
            r"[A-Za-z][\w\-]*(?:\.[\w\-]+)*\.(?:gov|com|cn|org|net)(?:\.cn)?[\w./\-]*",
            r"《[^《》]{0,80}(?:《[^《》]*》[^《》]{0,40})?》",
            # document numbers, articles, ordinals, ranks
            r"[\[(]\s*(?:19|20)\d\d\s*[\])]\s*第?\s*\d+\s*号",
            rf"第\s*(?:\d+|{_CJK_NUMBER}+)\s*(?:[(]\s*{_CJK_NUMBER}+\s*[)]\s*)?(?:{_ORDINAL_UNITS})",
            rf"(?:前|排名|位列|位居|居)(?:全[省市县区国])?第?(?:\d+|{_CJK_NUMBER}+)(?:名|位|强)?",
            # dates and times
            r"(?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*(?:日|号)?",
            r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:份|底|末|初)?",
            r"\d{1,2}\s*月\s*\d{1,2}\s*(?:日|号)|(?:\d{1,2}\s*[至到—~-]\s*)?\d{1,2}\s*月(?:份|底|末|初)?|\d{1,2}:\d\d(?::\d\d)?",
            r"(?:19|20)\d\d\s*(?:年度|年|\(年\))|(?:19|20)\d\d\s*[\-至]\s*(?:19|20)\d\d\s*年?|十[二三四五]五",
            # names with numbers in them
            # ratios
            r"(?<![\d.])\d+(?:\.\d+)?\s*[:∶比]\s*\d+(?:\.\d+)?(?![\d.]|\s*[件份条宗起例])",
            r"“(?!0”)[一二三四五六七八九十\d+X·\-]+”|\d+\s*[·•]\s*\d+|\d\s*[+]\s*[XN\d]",
            r"[一二三四]季度|[一二三四五六七八九十]{1,2}月(?=[^，。；]{0,8}[件份宗])",
            rf"{_CJK_NUMBER}+分之{_CJK_NUMBER}+",
            # one column or kind of a list, and how many kinds a list has
            r"一[项栏](?=[,，、。；;：:中里内]|就?有|就达|共|占)|[二三四五六七八]种(?=[^，。；、\d]{0,5}(?:情形|情况|结果|类型|方式))",
            # telephone numbers
            r"0\d{2,3}[\-\s]?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)",
            rf"(?<!\d)(?:{'|'.join(_HOTLINES)})(?!\d)(?!件|条|个|次|份)",
            # a number with a blank in it that keeps no thousands apart, or two side by side
            r"(?<![\d.,])(?!\d{1,3}(?: \d{3})+(?!\d))\d+(?:[ \t]\d+)+",
            # enumerators, and ones that count nothing
            _ENUMERATOR,
            r"[一二三四五六七八九十]+\s*是(?!否)|[(]\s*[一二三四五六七八九十\d]+\s*[)]|其[一二三四五六七八九]",
            r"每\s*(?:一|1)?\s*[件条份次宗个]",
            r"“[^“”]{0,30}一[件个颗次类套份项][^“”]{0,30}一[^“”]{0,30}”",
            rf"(?<!{_CJK_NUMBER})(?:{'|'.join(_FIXED_PHRASES)})",
        )
    )
)
_DIGITS = r"[+-]?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_LARGE = r"(?:万|亿|千|百)?"
_TAIL = r"(?:余|多|来|几)?"
_BEFORE = re.compile(r"(近|将近|接近|约|大约|约为|超|超过|逾|突破|不足|未满|不到|至少|最多)\s*$")
_AFTER = re.compile(r"\s*(以上|以内|以下|左右|上下)")
_UNITS_COUNTED_IN_LARGE = {"万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000), "百": Decimal(100)}


_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_FORMAL_NUMBER = re.compile(f"[{''.join(map(chr, _FORMAL))}零]+(?=[件宗份起])")
"""Numerals as on cheques (肆件); before other units they are mostly names of places (陆家)."""


class Quantity(msgspec.Struct, frozen=True):
    """A number and what it counts. ``span`` covers number and unit; ``value`` is as printed (for 180余, 180)."""

    span: Span
    number: Span
    value: Decimal
    interval: Interval
    unit: str
    approximate: bool
    precision: Decimal
    """The place value of the last printed digit: 0.01万 is 100, 27 is 1."""


@lru_cache(maxsize=512)
def find_quantities(text: str, units: tuple[str, ...]) -> tuple[Quantity, ...]:
    """All quantities of ``text`` in order.

    Chinese numerals count only before one of ``units``, in a list that ends in one (二十二、五和四件), or as a
    whole from ten on (予以公开一百六十二、…).
    """
    narrowed = narrow(text)
    plain = _FORMAL_NUMBER.sub(lambda match: match.group().translate(_FORMAL), narrowed)
    plain = _TIGHT_ENUMERATOR.sub(lambda match: match.group()[:-1] + "、", plain)
    masks: list[tuple[int, int]] | None = None
    found: list[Quantity] = []
    end = 0
    for match in _pattern(units).finditer(plain):
        start, stop = match.start("number"), match.end()
        if masks is None:
            masks = [masked.span() for masked in _MASKS.finditer(narrowed)]
        if start < end or any(first < stop and start < last for first, last in masks):
            continue
        quantity = _quantity(plain, match)
        if quantity is not None:
            found.append(quantity)
            end = quantity.span.end
    return tuple(found)


@lru_cache(maxsize=8)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    chinese = rf"{_CJK_NUMBER}+(?:万{_CJK_NUMBER}*|亿{_CJK_NUMBER}*)?{_TAIL}(?:万|亿)?(?=\s*(?:{unit}))"
    whole = rf"(?={_CJK_NUMBER}{{2}}){_CJK_NUMBER}*[十百千]{_CJK_NUMBER}*(?=[、，。；)])"
    listed = rf"{_CJK_NUMBER}+(?=(?:、{_CJK_NUMBER}+)*(?:、|和){_CJK_NUMBER}+[件份宗起])"
    bare = rf"(?P<bare>{whole}|{listed})"
    return re.compile(
        rf"(?P<number>(?<![\dA-Za-z.])(?P<low>{_DIGITS}){_LARGE}{_TAIL}(?:\s*[-至到~—]\s*(?P<high>{_DIGITS}){_LARGE})?{_LARGE}|{chinese}|{bare})"
        rf"(?:\s*(?P<unit>{unit}))?(?![A-Za-z])"
    )


def _quantity(plain: str, match: re.Match[str]) -> Quantity | None:
    raw = match.group("number")
    unit = match.group("unit") or ""
    if unit in ("年", "月", "日", "号") or not (unit or match.group("low") or match.group("bare")):
        return None
    parsed = _value(raw, match.group("high"))
    if parsed is None:
        return None
    value, high, unit_of_digits, more = parsed
    before = _BEFORE.search(plain, max(0, match.start() - 4), match.start())
    after = _AFTER.match(plain, match.end())
    word = before.group(1) if before else (after.group(1) if after else "")
    if more:
        interval = Interval(value, value + unit_of_digits, high_open=True)
    elif high is not None:
        interval = Interval(value, high)
    else:
        interval = _approximation(word, value, unit_of_digits)
    return Quantity(
        Span(match.start("number"), match.end()),
        Span(match.start("number"), match.end("number")),
        value,
        interval,
        unit,
        approximate=bool(more or word),
        precision=_precision(raw),
    )


def _approximation(word: str, value: Decimal, place: Decimal) -> Interval:
    """Approximation operators as intervals; none is the number itself."""
    match word:
        case "近" | "将近" | "接近":
            return Interval(min(value - place, value * Decimal("0.9")), value, high_open=True)
        case "约" | "大约" | "约为" | "左右" | "上下":
            return Interval(value * Decimal("0.95"), value * Decimal("1.05"))
        case "超" | "超过" | "逾" | "突破":
            return Interval(value, value + place, low_open=True)
        case "以上" | "至少":
            return Interval(value, value + place)
        case "不足" | "未满" | "不到":
            return Interval(value - place, value, high_open=True)
        case "以内" | "以下" | "最多":
            return Interval(Decimal(0), value)
        case _:
            return Interval(value, value)


@lru_cache(maxsize=4096)
def _value(raw: str, high: str | None) -> tuple[Decimal, Decimal | None, Decimal, bool] | None:
    """Value, upper end of a range, place of the last non-zero digit, and whether 余 or 多 follows."""
    text = raw.strip()
    more = any(char in text for char in "余多来几")
    text = re.sub("[余多来几]", "", text)
    if high is not None:
        low_text, _, high_text = re.sub(r"\s*[-至到~—]\s*", "~", text, count=1).partition("~")
        high_value = _scaled(high_text)
        low_value = _scaled(low_text)
        if high_value is None or low_value is None or high_value[0] < low_value[0]:
            return None
        return low_value[0], high_value[0], high_value[1], more
    scaled = _scaled(text)
    return (scaled[0], None, scaled[1], more) if scaled else None


@lru_cache(maxsize=4096)
def _precision(raw: str) -> Decimal:
    """The place value of the last printed digit of a single number; 八百 is spelt out, 8百 and 八万 are round."""
    digits = re.sub("[余多来几]", "", raw).strip()
    scale = Decimal(1)
    spelt = not re.search("[0-9]", digits)
    while digits and digits[-1] in _UNITS_COUNTED_IN_LARGE and not (spelt and digits[-1] in "百千"):
        scale *= _UNITS_COUNTED_IN_LARGE[digits[-1]]
        digits = digits[:-1].strip()
    decimals = len(digits.rpartition(".")[2]) if "." in digits else 0
    return Decimal(1).scaleb(-decimals) * scale


def _scaled(text: str) -> tuple[Decimal, Decimal] | None:
    """The value of a number with 万 or 亿 behind it, and the place of its last non-zero digit."""
    scale = Decimal(1)
    digits = text.strip()
    while digits and digits[-1] in _UNITS_COUNTED_IN_LARGE and digits[0] in "+-0123456789":
        scale *= _UNITS_COUNTED_IN_LARGE[digits[-1]]
        digits = digits[:-1].strip()
    value = decimal_of_digits(digits)
    if value is None:
        integer = integer_of_chinese(digits)
        value = Decimal(integer) if integer is not None else None
    if value is None or is_past_counting(value * scale):
        return None
    whole = value * scale
    if scale > 1 and whole == whole.to_integral_value():  # 23.1万 is 231000, not 231000.0
        whole = whole.quantize(Decimal(1))
    return whole, last_place(value) * scale
