"""The glyphs of a PDF page with their places, as pdfminer reads them.

Glyphs are kept, never mended, but for one thing: fonts of printed web pages call ⾏ (a Kangxi radical) what
everyone reads as 行.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from auditor.text.canonical import plain_sign

UNREADABLE = "\ufffd"
_NO_UNICODE = re.compile(r"\(cid:\d+\)")
"""What pdfminer says of a glyph whose font does not tell what it means."""
_ABOVE = 0.85
"""Share of a letter's size above its baseline."""
_THICK = 4.0
"""Points from which a filled area can cover a letter."""
_UPRIGHT = 0.1
"""How far a letter may lean, as a slope, and still belong to a line."""
_SAME_PLACE = 0.15
"""Of its size: a glyph drawn twice so near is one, made bold by its printer."""


class Box(NamedTuple):
    """A rectangle in points from the upper left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def holds(self, other: Box) -> bool:
        """Whether the centre of the other lies inside."""
        return self.x0 <= other.centre <= self.x1 and self.top <= other.middle <= self.bottom

    @staticmethod
    def around(boxes: list[Box]) -> Box:
        return Box(
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )


class Glyph(NamedTuple):
    """One letter, its place, the size of its font in points, and when it was drawn."""

    text: str
    box: Box
    size: float
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The upright glyphs of a page, what stands askew, and the areas that were filled, with when."""

    upright: tuple[Glyph, ...]
    askew: str
    """The text that leans: a watermark, a stamp."""
    fills: tuple[tuple[int, Box], ...] = ()

    def covered(self, glyph: Glyph) -> bool:
        """Whether an area was filled over a glyph after it was drawn."""
        return any(drawn > glyph.drawn and area.holds(glyph.box) for drawn, area in self.fills)


def glyphs_of(page: Any) -> Glyphs:  # noqa: ANN401 - pdfplumber's page
    """The glyphs of a pdfplumber page as it is shown."""
    upright: list[Glyph] = []
    askew: list[str] = []
    fills: list[tuple[int, Box]] = []
    # pdfplumber sorts what is drawn by kind; what covers what shows only in the order of drawing.
    for drawn, item in enumerate(page.iter_layout_objects(list(page.layout))):
        if item["object_type"] == "char" and item["size"] > 0:  # nobody sees a letter of no size
            letters = _letters(item["text"])
            if _leans(item["matrix"]):
                askew.append(letters)
            else:
                places = _shared(_box(item), len(letters))
                upright += [Glyph(*letter, item["size"], drawn) for letter in zip(letters, places, strict=True)]
        elif item["object_type"] == "rect" and item["fill"]:
            area = Box(item["x0"], item["top"], item["x1"], item["bottom"])
            if min(area.x1 - area.x0, area.bottom - area.top) > _THICK:
                fills.append((drawn, area))
    return Glyphs(tuple(_once(upright)), "".join(askew), tuple(fills))


def _box(char: Mapping[str, Any]) -> Box:
    """The place of a letter by its baseline: the heights that fonts give for themselves differ on one line."""
    baseline = char["top"] + char["y1"] - char["matrix"][5]
    return Box(char["x0"], baseline - _ABOVE * char["size"], char["x1"], baseline + (1 - _ABOVE) * char["size"])


def _shared(box: Box, letters: int) -> Iterator[Box]:
    """The place of each letter of a ligature: on one spot, two alike would look like one that was drawn twice."""
    width = (box.x1 - box.x0) / max(letters, 1)
    for place in range(letters):
        yield Box(box.x0 + place * width, box.top, box.x0 + (place + 1) * width, box.bottom)


def _letters(text: str) -> str:
    """The letters of a glyph that take ink; a ligature has several."""
    if _NO_UNICODE.fullmatch(text):
        return UNREADABLE
    shown = (letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf"))
    return "".join(
        UNREADABLE if unicodedata.category(letter) in ("Co", "Cn", "Cs") else plain_sign(letter) for letter in shown
    )


def _leans(matrix: Sequence[float]) -> bool:
    """Whether a letter stands askew on the page as it is shown."""
    across, up = matrix[0], matrix[1]
    return across <= 0 or abs(up) > _UPRIGHT * across


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Each glyph once, as it was drawn last, however often its printer drew it to make it bold."""
    drawn: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in reversed(list(glyphs)):
        near = max(glyph.size * _SAME_PLACE, 0.1)
        across, down = int(glyph.box.x0 // 4), int(glyph.box.top // 4)
        neighbours = (
            other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in drawn.get((glyph.text, across + i, down + j), ())
        )
        if not any(
            abs(other.box.x0 - glyph.box.x0) < near and abs(other.box.top - glyph.box.top) < near
            for other in neighbours
        ):
            drawn.setdefault((glyph.text, across, down), []).append(glyph)
            yield glyph
