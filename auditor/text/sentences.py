"""Narrative to sentences whose line breaks and stray blanks are gone and whose positions are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, Span

_TERMINAL = "。！？!?"
_CLAUSE_MARKS = frozenset("，,。；;：:（(！？!?|｜\t")
_CONTEXT = 14
"""How many characters of its clause are shown before and behind a place."""
_SHORT_LINE = 18
_PAGE_NUMBER = re.compile(r"\s*[-—–]*\s*\d{1,3}\s*[-—–]*\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without blanks. ``positions[i]`` is where its i-th character stands in the report's text."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place in the report of a stretch of the sentence, which must not be empty."""
        return Span(self.positions[start], self.positions[end - 1] + 1)

    @property
    def whole(self) -> Span:
        return self.span(0, len(self.text))

    def cut(self, start: int, end: int) -> Sentence:
        """A stretch of the sentence as a sentence of its own."""
        return Sentence(self.text[start:end], self.positions[start:end])

    def joined(self, other: Sentence) -> Sentence:
        """The sentence followed by another one."""
        return Sentence(self.text + other.text, self.positions + other.positions)


def sentences(text: str, lines: Sequence[Line], block: Span) -> Iterator[Sentence]:
    """The sentences of a block, in order. A line break ends a sentence unless the line was wrapped."""
    current: list[int] = []
    inside = [line for line in lines if line.span.start < block.end and block.start <= line.span.end]
    for place, line in enumerate(inside):
        start, end = max(line.span.start, block.start), min(line.span.end, block.end)
        if not text[start:end].strip() or _PAGE_NUMBER.fullmatch(text[start:end]):
            continue
        for position in range(start, end):
            if _kept(text, position, start, end):
                current.append(position)
            if text[position] in _TERMINAL and current:
                yield _sentence(text, current)
                current = []
        following = next((later for later in inside[place + 1 :] if later.text.strip()), None)
        if current and not _wrapped(text[start:end], following):
            yield _sentence(text, current)
            current = []
    if current:
        yield _sentence(text, current)


def _kept(text: str, position: int, start: int, end: int) -> bool:
    """Blanks are dropped, except one between two digits, which may separate thousands."""
    if not text[position].isspace():
        return True
    before = text[position - 1] if position > start else ""
    after = text[position + 1] if position + 1 < end else ""
    return before.isdigit() and after.isdigit()


def _wrapped(line: str, following: Line | None) -> bool:
    """Whether a sentence goes on in the next line: hard-wrapped text, not the end of a paragraph."""
    if following is None or len(line.strip()) < _SHORT_LINE or line.rstrip()[-1:] in "：:；;":
        return False
    return numbering_of(following.text).style == "none"


def _sentence(text: str, positions: list[int]) -> Sentence:
    return Sentence("".join(text[position] for position in positions), tuple(positions))


def in_one_line(text: str, span: Span) -> str:
    """What stands at a place, without the line breaks of a wrapped text."""
    return span.of(text).replace("\n", "")


def clause_around(text: str, span: Span) -> str:
    """The clause that a place stands in, in one line, as far as a reader needs it to find the place."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1] not in _CLAUSE_MARKS and span.start - start < _CONTEXT:
        start -= 1
    while end < len(text) and text[end] not in _CLAUSE_MARKS and end - span.end < _CONTEXT:
        end += 1
    return in_one_line(text, Span(start, end)).replace(" ", "").strip()
