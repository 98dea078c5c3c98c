"""The automatic numbers of a list in a web page: 1. 2. 3. as a browser writes them before the items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.reading.web.tree import Node

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FORMS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_CHINESE = {
    "cjk-ideographic": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-formal": "chineseLegalSimplified",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
"""Styles of CSS by the format of Word that counts so; a comma of enumeration follows."""
_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
_COUNT = re.compile(r"\s*(-?\d{1,6})\s*")
_MOST = 9_999
_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．,，)）]|是|部分)|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、)）]|[.．](?!\d))|[①-⑳])"
)


@dataclass(slots=True)
class Counter:
    """Where a list stands in counting, and how it writes its numbers."""

    count: int
    style: str

    @staticmethod
    def of(node: Node) -> Counter:
        """The counting of a list element; only an ordered list has numbers."""
        if node.tag != "ol":
            return Counter(0, "none")
        start = _whole(node.attributes.get("start", ""))
        return Counter(1 if start is None else start, _style(node) or "decimal")

    @staticmethod
    def counts_itself(text: str) -> bool:
        """Whether a text begins with a number that somebody typed: pages take the automatic ones away from such."""
        return bool(_NUMBERED.match(text))

    def next(self, item: Node) -> str:
        """The number before the next item; empty in a list without numbers."""
        from auditor.reading.word_numbering import counted

        given = _whole(item.attributes.get("value", ""))
        count = self.count if given is None else given
        self.count = count + 1
        style = _style(item) or self.style
        if style in _UNNUMBERED:
            return ""
        form = _CHINESE.get(style) or _FORMS.get(style, "decimal")
        number = counted(count, form) if 0 < count <= _MOST else str(count)
        return f"{number}、" if style in _CHINESE else f"{number}. "


def _style(node: Node) -> str:
    styles = node.styles()
    words = [*styles.get("list-style-type", "").split(), *styles.get("list-style", "").split()]
    known = next((word for word in words if word in _FORMS or word in _CHINESE or word in _UNNUMBERED), "")
    return known or _TYPES.get(node.attributes.get("type", ""), "")


def _whole(text: str) -> int | None:
    match = _COUNT.fullmatch(text)
    return int(match.group(1)) if match else None
