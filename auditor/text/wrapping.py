"""Where a line ends although its sentence goes on: lines that were cut at a width, and numbers cut in two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.text.canonical import UNSEEN
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, LineIndex, Span
from auditor.text.widths import columns_of, narrow

_LONG_LINE = 18
"""So many characters are a whole line, whatever stands around it."""
_SHORTEST_WIDTH = 10
_FEWEST_CUT = 3
_SLACK = 3
"""A line is filled that lacks at most so many columns: a mark or a number is not parted."""
_PAGE_NUMBER = re.compile(
    r"\s*+(?:[-－—–]*+\s*+\d{1,3}\s*+[-－—–]*+|第\s?\d{1,3}\s?页(?:[，,\s]?共\s?\d{1,3}\s?页)?)\s*+"
)
_PAGE_END = re.compile(r"[-－—–页]")
"""What the number of a page has and a cell of a table has not."""
_NOT_SEEN = re.compile(f"{UNSEEN}+")
_NUMBER_CUT = re.compile(r"[^\s\d,.|][ ]?\d[\d,.]*$")
_LONGEST_NUMBER = 24
_REST_OF_NUMBER = re.compile(r"-?\d[\d,.]*(?:[\u4e00-\u9fff%;)]|$)|[,.]\d")
_UNIT = re.compile(r"[件项万亿余多条个份次篇场户元年月日人期家名天%]")
_NO_REST = re.compile(r"\d{1,2}(?:、|[.](?!\d))|(?:19|20)\d\d年")
"""An item of a list, or a year: what begins a line of its own."""
_CJK = re.compile("[\u4e00-\u9fff]")
_END_WITHIN = re.compile(r"[。，,](?=\s*[^\s\d])")


@dataclass(frozen=True, slots=True)
class Width:
    """How wide the lines of a stretch of prose are that was cut into lines."""

    characters: int
    columns: int

    def filled_by(self, line: str) -> bool:
        return len(line) >= self.characters or columns_of(line) >= self.columns - _SLACK


def is_page_number(line: str) -> bool:
    """Whether a line is nothing but the number of a page: - 3 -, 第3页."""
    return bool(_PAGE_NUMBER.fullmatch(line))


def width_of(lines: Sequence[Line]) -> Width | None:
    """The width at which lines shorter than usual were cut; None where it cannot be told that they were.

    Most of them are filled, and sentences end within them: items of a list end with their lines.
    """
    told = [text for line in lines if (text := line.text.strip()) and not is_page_number(text)]
    characters = max(map(len, told), default=0)
    if characters < _SHORTEST_WIDTH:
        return None
    width = Width(characters, max(map(columns_of, told)))
    filled = [text for text in told if width.filled_by(text)]
    cut = [text for text in filled if text[-1] not in "。；;：:！？"]
    prose = len(cut) >= _FEWEST_CUT and 2 * len(filled) > len(told)
    return width if prose and any(_END_WITHIN.search(text) for text in cut) else None


def wrapped(line: str, following: str | None, width: Width | None = None) -> bool:
    """Whether a sentence goes on in the next line: a line that was cut, not the end of a paragraph."""
    if following is None:
        return False
    if cuts_number(line, following):
        return True
    told = line.strip()
    if told[-1:] in "：:；;" or numbering_of(following).style != "none":
        return False
    return len(told) >= _LONG_LINE or (width is not None and width.filled_by(told))


def cuts_number(line: str, following: str) -> bool:
    """Whether a line of prose ends within a number or before its unit: 收到申请18 / 60件."""
    before = line.rstrip()
    if not before or not (before[-1].isdecimal() or before[-2:-1].isdecimal()):
        return False
    before, behind = narrow(before[-_LONGEST_NUMBER:]), narrow(following).lstrip()
    if not (_NUMBER_CUT.search(before) and _CJK.search(line)) or _NO_REST.match(behind):
        return False
    return bool(_REST_OF_NUMBER.match(behind)) or (before[-1].isdecimal() and bool(_UNIT.match(behind)))


@dataclass(frozen=True, slots=True)
class Unbroken:
    """A text in which what was cut by the end of a line or of a page is whole."""

    text: str
    _starts: tuple[int, ...]
    """Where each piece begins in it, and where in the text as it was."""
    _places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place in the text as it was."""
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        return self._places[piece] + position - self._starts[piece]


def unbroken(index: LineIndex, extent: Span) -> Unbroken:
    """A stretch of a text, narrowed, without breaks within numbers, page numbers and what cannot be seen."""
    filled = [line for line in index.lines_in(extent) if line.text.strip() and not is_page_number(line.text)]
    gaps = [Span(match.start(), match.end()) for match in _NOT_SEEN.finditer(index.text, extent.start, extent.end)]
    for line, following in pairwise(filled):
        end = line.span.start + len(line.text.rstrip())
        rest = following.span.start + len(following.text) - len(following.text.lstrip())
        if cuts_number(line.text, following.text) or _PAGE_END.search(index.plain, end, rest):
            gaps.append(Span(end, rest))
    pieces, starts, places = [], [0], [extent.start]
    for gap in sorted(gaps):
        if gap.start < places[-1]:
            continue
        pieces.append(index.plain[places[-1] : gap.start])
        starts.append(starts[-1] + len(pieces[-1]))
        places.append(gap.end)
    pieces.append(index.plain[places[-1] : extent.end])
    return Unbroken("".join(pieces), tuple(starts), tuple(places))
