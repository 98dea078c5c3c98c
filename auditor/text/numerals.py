"""Numerals as exact decimals: ASCII and full-width digits, Chinese numerals, 万 and 亿."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.text.widths import narrow

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10**4, "亿": 10**8}
_TENS = {"廿": 20, "卅": 30}

_PAST_COUNTING = Decimal(10) ** 18

_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?")

_APART = re.compile(r"\d+(?: +\d+)+(?:\.\d+(?: +\d+)*)?|\d+\.\d+(?: +\d+)+")
_OTHER_SIGN = re.compile(r"\d+[、,。]\d+")


def decimal_of_digits(text: str) -> Decimal | None:
    """The number that ``1,234``, ``1 234``, ``72.312``, ``２７`` is; None if it is none of these, or past counting."""
    plain = narrow(text).strip()
    if not _PLAIN.fullmatch(plain):
        return None
    value = Decimal(plain.replace(",", "").replace(" ", ""))
    return None if is_past_counting(value) else value


def is_past_counting(value: Decimal) -> bool:
    """Whether a number is so large that nothing is counted by it, and that reckoning with it would not be exact."""
    return abs(value) >= _PAST_COUNTING


def digits_apart(text: str) -> bool:
    """Whether a text is digits with blanks between them that are no thousands: ``1 2``, ``1 0398``."""
    plain = narrow(text).strip()
    return bool(_APART.fullmatch(plain)) and not _PLAIN.fullmatch(plain)


def other_decimal_sign(text: str) -> bool:
    """Whether a text is a number with another sign than a point before its decimals: ``18、87``."""
    plain = narrow(text).strip()
    return bool(_OTHER_SIGN.fullmatch(plain)) and not _PLAIN.fullmatch(plain)


def integer_of_chinese(text: str) -> int | None:
    """The value of 二十七, 一百零五, 两, 廿三, 二〇二三, 三万二千; None if it is no numeral."""
    if not text:
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    seen_digit = False
    for char in text:
        if char in _DIGITS:
            digit, seen_digit = _DIGITS[char], True
        elif char in _TENS:
            section, digit, seen_digit = section + _TENS[char], 0, True
        elif char in _SMALL_UNITS:
            section += (digit if seen_digit and digit else 1) * _SMALL_UNITS[char]
            digit, seen_digit = 0, True
        elif char in _LARGE_UNITS:
            if not seen_digit:
                return None
            total = (total + section + digit) * _LARGE_UNITS[char]
            section = digit = 0
        else:
            return None
    return total + section + digit if seen_digit else None


def last_place(value: Decimal, printed_decimals: int = 0) -> Decimal:
    """The place value of the last non-zero digit: 180 gives 10, 3.5 gives 0.1, 0 gives 1.

    ``printed_decimals`` matters only for zero, whose precision is what was printed.
    """
    if value == 0:
        return Decimal(1).scaleb(-printed_decimals)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
