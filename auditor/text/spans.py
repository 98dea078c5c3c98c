"""Places in a text, counted in Unicode code points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

import msgspec

from auditor.text.widths import narrow

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Half-open range ``[start, end)`` of code points in the canonical text.

    There are many of them: a struct is made in a fifth of the time that a dataclass takes.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def bare(text: str, start: int, end: int, signs: str) -> Span:
    """A stretch of a text without the signs at its ends; empty if it holds nothing else."""
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return Span(start, end)


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line without its line break; ``number`` counts from 1."""

    number: int
    span: Span
    text: str


class LineIndex:
    """Finds lines by position. LF, CRLF and a lone CR break lines; a form feed stays text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [(match.start(), match.end()) for match in _LINE_BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in self._breaks)]

    @property
    def text(self) -> str:
        """The text whose lines these are."""
        return self._text

    def line_number(self, position: int) -> int:
        """The 1-based number of the line that holds ``position``."""
        return bisect_right(self._starts, position)

    def place(self, position: int) -> tuple[int, int]:
        """1-based line and column (code points) of ``position``."""
        number = self.line_number(position)
        return number, position - self._starts[number - 1] + 1

    def line_at(self, position: int) -> Line:
        """The line that holds ``position``."""
        return self.line(self.line_number(position))

    def line(self, number: int) -> Line:
        """The line of that 1-based number."""
        start = self._starts[number - 1]
        end = self._breaks[number - 1][0] if number <= len(self._breaks) else len(self._text)
        return Line(number, Span(start, end), self._text[start:end])

    @cached_property
    def plain(self) -> str:
        """The text as ``narrow`` leaves it, character for character."""
        return narrow(self._text)

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        return tuple([self.line(number) for number in range(1, len(self._starts) + 1)])

    def lines(self) -> tuple[Line, ...]:
        """All lines in order, the last one also when it is empty."""
        return self._lines

    def lines_in(self, block: Span) -> tuple[Line, ...]:
        """The lines that a stretch of the text touches, in order."""
        first = self.line_number(block.start)
        if self._lines[first - 1].span.end < block.start:
            first += 1
        return self._lines[first - 1 : bisect_left(self._starts, block.end)]
