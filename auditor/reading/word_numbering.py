"""The automatic numbering of a Word document, written out: 一、 （二） 3. as Word shows them.

A paragraph names a list and a level, itself or through its style; the list says how each level is counted
and written. Counters belong to the list's definition, so that two lists of one definition go on counting
(ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_COUNT, _MOST = re.compile(r"[0-9]{1,9}"), 32_767
"""Word counts as far as this."""
_BULLET = "•"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACED = re.compile(r"[0-9A-Za-z.]$")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and written."""

    start: int
    format: str
    text: str
    follows: str
    restart: int | None
    """The level whose step restarts this one; None any level above."""
    legal: bool


@dataclass(slots=True)
class Numbering:
    """The lists of a document with where each of them stands in counting."""

    lists: dict[str, str] = field(default_factory=dict)
    """From the number of a list to that of its definition."""
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overridden: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)
    """The level that a list names for paragraphs of a style."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @staticmethod
    def of(document: Any) -> Numbering:  # noqa: ANN401 - python-docx has no types for its parts
        """The numbering of a python-docx document; empty if it has none."""
        found = Numbering()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is None:
            return found
        root = part.element if hasattr(part, "element") else None
        if root is None:
            return found
        for abstract in root.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            found.levels[key] = {_place(level): _level(level) for level in abstract.findall(qn("w:lvl"))}
            for level in abstract.findall(qn("w:lvl")):
                style = level.find(qn("w:pStyle"))
                if style is not None:
                    found.by_style[style.get(qn("w:val"))] = _place(level)
        for item in root.findall(qn("w:num")):
            number, definition = item.get(qn("w:numId")), item.find(qn("w:abstractNumId"))
            if definition is None:
                continue
            found.lists[number] = definition.get(qn("w:val"))
            for override in item.findall(qn("w:lvlOverride")):
                place, start = _place(override), override.find(qn("w:startOverride"))
                if start is not None:
                    found.starts.setdefault(number, {})[place] = number_in(start.get(qn("w:val")))
                if (level := override.find(qn("w:lvl"))) is not None:
                    found.overridden.setdefault(number, {})[place] = _level(level)
        return found

    def next(self, number: str, place: int) -> str:
        """The number of the next paragraph of a list at a level, as it is written before its text."""
        definition = self.lists.get(number)
        level = self._level(number, place)
        if definition is None or level is None:
            return ""
        counts = self._counts.setdefault(definition, {})
        self._restart(number, counts)
        counts[place] = counts[place] + 1 if place in counts else level.start
        for below in [other for other in counts if other > place]:
            deeper = self._level(number, below)
            if deeper is None or deeper.restart is None or deeper.restart > place:
                del counts[below]
        return self._written(number, level, counts)

    def _level(self, number: str, place: int) -> Level | None:
        own = self.overridden.get(number, {}).get(place)
        return own or self.levels.get(self.lists.get(number, ""), {}).get(place)

    def _restart(self, number: str, counts: dict[int, int]) -> None:
        """A list that says where to start does so the first time it is met."""
        if number in self._begun:
            return
        self._begun.add(number)
        for place, start in self.starts.get(number, {}).items():
            counts[place] = start - 1

    def _written(self, number: str, level: Level, counts: dict[int, int]) -> str:
        if level.format == "bullet":
            sign = _PRIVATE.sub(_BULLET, level.text)
            return f"{sign} " if sign else ""
        if level.format == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = self._level(number, place)
            count = counts.get(place, other.start if other else 1)
            return counted(count, "decimal" if level.legal or other is None else other.format)

        text = re.sub(r"%(\d)", shown, level.text)
        return f"{text} " if level.follows != "nothing" and _SPACED.search(text) else text


def number_in(value: str | None) -> int:
    """A number in an attribute, as large as Word takes one; 0 for what is none or larger."""
    return int(value) if value and _COUNT.fullmatch(value) and int(value) <= _MOST else 0


def _place(element: Any) -> int:  # noqa: ANN401 - lxml elements
    return number_in(element.get(qn("w:ilvl")))


def _level(element: Any) -> Level:  # noqa: ANN401 - lxml elements
    def value(name: str, otherwise: str) -> str:
        child = element.find(qn(name))
        return otherwise if child is None else child.get(qn("w:val")) or otherwise

    restart = element.find(qn("w:lvlRestart"))
    legal = element.find(qn("w:isLgl"))
    return Level(
        number_in(value("w:start", "1")),
        value("w:numFmt", "decimal"),
        value("w:lvlText", ""),
        value("w:suff", "tab"),
        None if restart is None else number_in(restart.get(qn("w:val"))),
        legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
    )


def counted(count: int, form: str) -> str:
    """A count in a number format of Word; in digits where the format is not known."""
    return _FORMS.get(form, str)(count)


def chinese(count: int) -> str:
    """一, 十, 十一, 二十, 一百〇五: as Word counts; digit by digit from ten thousand on."""
    if not 0 < count < 10_000:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    text, gap = "", False
    for power in range(len(str(count)) - 1, -1, -1):
        digit = count // 10**power % 10
        if digit:
            text += ("〇" if gap else "") + _DIGITS[digit] + _UNITS[power]
        gap = not digit and bool(text)
    return text.removeprefix("一") if 10 <= count < 20 else text


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text, count = text + sign * (count // value), count % value
    return text


def _of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[(count - 1) % len(signs)]


def _run(first: str, most: int) -> Callable[[int], str]:
    """One sign for each count from ``first`` on, as ① to ⑳; digits beyond."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= most else str(count)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
    "decimalFullWidth2": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda count: "".join(_DIGITS[int(digit)] for digit in str(count)),
    "japaneseDigitalTenThousand": lambda count: "".join(_DIGITS[int(digit)] for digit in str(count)),
    "taiwaneseDigital": lambda count: "".join(_DIGITS[int(digit)] for digit in str(count)),
    "chineseLegalSimplified": lambda count: chinese(count).translate(_LEGAL),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda _: "",
}
