"""One-to-one normalisation: never changes the length of a text, so positions hold.

NFKC is not used on positions: it turns ``㎡`` into two characters and shifts all that follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x200B, 0xFEFF, 0x0C], 0x20)
_DASHES = dict.fromkeys([0x2013, 0x2014, 0x2015, 0x2212, 0xFE63], 0x2D)
_NARROW = {
    **_FULLWIDTH,
    **_BLANKS,
    0x3014: 0x5B,  # 〔 and 〕, the brackets of a document number
    0x3015: 0x5D,
}
_QUOTES = "“”‘’\"'《》〈〉<>「」『』"
_DROPPED_IN_LABELS = _QUOTES + " \t\r\n,，。.．:：;；、·-—–_*#|"


class _Exchange:
    """Signs and what each becomes; what one becomes is not exchanged again.

    ``str.translate`` looks up every ideograph. Here only the few signs that stand in a text are replaced.
    """

    __slots__ = ("_find", "_to")

    def __init__(self, table: Mapping[int, str | None]) -> None:
        self._to = {chr(code): to or "" for code, to in table.items() if to != chr(code)}
        self._find = re.compile(f"[{re.escape(''.join(self._to))}]").findall

    def __call__(self, text: str) -> str:
        signs = self._find(text)
        if signs:
            for sign in set(signs):
                text = text.replace(sign, self._to[sign])
        return text


def narrowed_to(then: Mapping[int, str | None]) -> dict[int, str | None]:
    """The table of ``narrow`` followed by another one, to translate a text once instead of twice."""
    first = {code: chr(to) for code, to in _NARROW.items()}
    return {**then, **{code: to.translate(then) for code, to in first.items()}}


_TO_NARROW = _Exchange(narrowed_to({}))
_TO_NARROW_DASHES = _Exchange(narrowed_to({code: chr(to) for code, to in _DASHES.items()}))
_SKELETON = narrowed_to({ord(sign): None for sign in _DROPPED_IN_LABELS})


def narrow(text: str) -> str:
    """Full-width ASCII and odd blanks as plain ASCII, one character for one."""
    return _TO_NARROW(text)


def narrow_dashes(text: str) -> str:
    """``narrow`` with all dashes as the ASCII hyphen, for cells and ranges."""
    return _TO_NARROW_DASHES(text)


def squeeze(text: str) -> str:
    """The text narrowed and without any blanks; positions are lost."""
    return "".join(narrow(text).split())


def skeleton(label: str) -> str:
    """A label without blanks, quotes and punctuation, for comparing labels; brackets stay."""
    return label.translate(_SKELETON)


_ENUMERATOR = re.compile(r"\s*(?:[一二三四五六七八]\s*[、.,]|[(]\s*[一二三四五六七八]\s*[)]|\d{1,2}\s*[.、,])\s*")


@lru_cache(maxsize=4096)
def bare(label: str) -> str:
    """A label's skeleton without the enumerator before it."""
    plain = narrow(label)
    match = _ENUMERATOR.match(plain)
    return skeleton(plain[match.end() :] if match else plain)


def columns_of(line: str) -> int:
    """How many columns a line takes in a font of fixed width, of which an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def is_cjk(char: str) -> bool:
    """Whether ``char`` is a Chinese ideograph of the basic plane."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


_CJK = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]+")


def count_cjk(text: str) -> int:
    """How many Chinese ideographs ``text`` holds."""
    return sum(map(len, _CJK.findall(text)))
