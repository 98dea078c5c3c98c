"""Texts and numbers as spreadsheet programs may be given them: nothing runs, nothing breaks the file, nothing is lost.

What a report says may be a formula to a spreadsheet program; here it stays what it is, a text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.text.visible import numbered, with_controls, without_invisible
from auditor.text.widths import is_cjk

FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
"""A text that begins with one of these may be taken for a formula; Chinese editions take the wide signs too."""
LONGEST_CELL = 32_767
"""What a cell of a workbook holds, in the units of UTF-16 in which Excel counts."""
_EXACT_DIGITS = 15
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_NOT_XML = dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)
_VISIBLE = _CONTROLS | _NOT_XML
_LINE_BREAK = re.compile(r"(?<![^\S\n\r])[^\S\n\r]*[\n\r]\s*")


def printable(text: str) -> str:
    """The text with control characters as their pictures (␀) and half characters as �: XML forbids them.

    What turns the order of the text is told by its number.
    """
    return with_controls(text.replace("\r\n", "\n").translate(_VISIBLE), numbered)


def one_line(text: str) -> str:
    """A quote in one line: a line that was broken between two Chinese characters is joined without a blank."""
    plain = text.strip()
    return _LINE_BREAK.sub(lambda match: _joint(plain, match), plain).replace("\t", " ")


def _joint(text: str, broken: re.Match[str]) -> str:
    before, after = text[broken.start() - 1 : broken.start()], text[broken.end() : broken.end() + 1]
    return "" if before and after and (_joins(before) and _joins(after)) else " "


def _joins(char: str) -> bool:
    return is_cjk(char) or char in "，。；：、？！“”（）《》" or char.isdigit()


def opens_formula(text: str) -> bool:
    """Whether a spreadsheet program may take the text for a formula."""
    return any(char in FORMULA_SIGNS for char in (text[:1], without_invisible(text).lstrip()[:1]))


def defused(text: str) -> str:
    """A text as a field of a CSV file: an apostrophe stands before what would run."""
    plain = printable(text)
    return f"'{plain}" if opens_formula(text) or opens_formula(plain) else plain


def cell_text(text: str, remark: str) -> str:
    """A text as a cell of a workbook holds it: printable, and cut with ``remark`` behind it where it is too long."""
    plain = printable(text)
    if _units(plain) > LONGEST_CELL:
        plain = _cut(plain, LONGEST_CELL - _units(remark)) + remark
    # The writer takes a text in these marks for XML of its own.
    return f"{plain} " if plain.startswith("<r>") and plain.endswith("</r>") else plain


def _units(text: str) -> int:
    return len(text) + sum(1 for char in text if char > "\uffff")


def _cut(text: str, most: int) -> str:
    taken = 0
    for place, char in enumerate(text):
        taken += 2 if char > "\uffff" else 1
        if taken > most:
            return text[:place]
    return text


def exact_number(value: Decimal) -> int | float | None:
    """The number as a spreadsheet program can hold it without changing a digit; None if it cannot."""
    if not value.is_finite():
        return None
    _, digits, exponent = value.normalize().as_tuple()
    exact = len(digits) <= _EXACT_DIGITS and abs(value.adjusted()) < _EXACT_DIGITS
    if not exact or not isinstance(exponent, int):
        return None
    return int(value) if exponent >= 0 else float(value)


def number_format(value: Decimal) -> str:
    """How a number is shown: with the digits behind the point with which it is printed."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"0.{'0' * places}" if places else "0"
