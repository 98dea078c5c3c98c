"""Glyphs to lines: what stands at one height, cut where a wide gap shows another column or cell.

Blanks are told by the gaps between letters alone. Printers set blanks between digits of one number, and none between
two columns; only a gap that is wide for the size of the letters separates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.reading.pdf.glyphs import Box, Glyph, Glyphs

_SAME_HEIGHT = 0.35
_WORD_GAP, _LATIN_GAP, _CUT = 0.75, 0.2, 2.0
"""Gaps in letter sizes: between words, between Latin words, between segments of a line."""
NEVER = 1e9
_TOUCHING = 0.1
_OTHER_SIZE = 1.3
"""A blank and letters of another size begin another segment: a remark beside a heading."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters side by side without a wide gap."""

    text: str
    box: Box
    size: float

    @property
    def letters(self) -> int:
        return sum(1 for letter in self.text if not letter.isspace())


def segments_of(glyphs: Iterable[Glyph], cut: float = _CUT) -> list[Segment]:
    """The segments of glyphs, from top to bottom and left to right."""
    return [
        _segment(run)
        for line in _lines(sorted(glyphs, key=lambda glyph: (glyph.box.middle, glyph.box.x0)))
        for run in _runs(line, cut)
    ]


def unbroken(glyphs: Iterable[Glyph], gap: float = _TOUCHING) -> Iterator[list[Glyph]]:
    """Letters of one size side by side without a gap wider than this, in letter sizes."""
    sizes: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        sizes.setdefault(round(glyph.size, 1), []).append(glyph)
    for alike in sizes.values():
        for line in _lines(sorted(alike, key=lambda glyph: (glyph.box.middle, glyph.box.x0))):
            yield from _runs(line, gap)


def overprinted(found: Glyphs) -> set[Glyph]:
    """The glyphs of lines that were covered and then printed over: nobody sees them."""
    hidden: set[Glyph] = set()
    for run in unbroken((glyph for glyph in found.upright if found.covered(glyph)), _CUT):
        box = Box.around([glyph.box for glyph in run])
        if any(glyph.drawn > run[-1].drawn and box.holds(glyph.box) for glyph in found.upright):
            hidden.update(run)
    return hidden


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs at one height, each line from left to right."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and glyph.box.middle - _height_of(line) > _SAME_HEIGHT * min(glyph.size, line[0].size):
            yield sorted(line, key=lambda item: item.box.x0)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda item: item.box.x0)


def _height_of(line: Sequence[Glyph]) -> float:
    """Where the middle of a line is: that of its latest letters, so that small signs do not drag it along."""
    last = line[-8:]
    return sum(glyph.box.middle for glyph in last) / len(last)


def _runs(line: Sequence[Glyph], cut: float) -> Iterator[list[Glyph]]:
    run = [line[0]]
    for before, glyph in pairwise(line):
        gap = _gap(before, glyph)
        other = max(before.size, glyph.size) > _OTHER_SIZE * min(before.size, glyph.size)
        if gap > cut or (gap > _LATIN_GAP and other and cut < NEVER):
            yield run
            run = []
        run.append(glyph)
    yield run


def _segment(run: Sequence[Glyph]) -> Segment:
    parts = [run[0].text]
    parts += [_between(run, place) + run[place].text for place in range(1, len(run))]
    text = "".join(parts)
    sizes = sorted(glyph.size for glyph in run)
    return Segment(text, Box.around([glyph.box for glyph in run]), sizes[len(sizes) // 2])


def _gap(before: Glyph, after: Glyph) -> float:
    return (after.box.x0 - before.box.x1) / max(before.size, after.size)


def _between(run: Sequence[Glyph], place: int) -> str:
    """The blank that a reader sees before a letter, if any."""
    before, after = run[place - 1], run[place]
    gap = _gap(before, after)
    if gap > _WORD_GAP:
        return " "
    if gap <= _LATIN_GAP:
        return ""
    if before.text.isdigit() and after.text.isdigit():
        return "" if _counts_something(run, place) else " "
    return " " if _latin(before.text) and _latin(after.text) else ""


def _counts_something(run: Sequence[Glyph], place: int) -> bool:
    """Whether spaced digits are followed by a word: 2 7 件 is one number, 2 7 at the end of a row may be two cells."""
    rest = next((step for step in range(place, len(run)) if not run[step].text.isdigit()), None)
    return rest is not None and _gap(run[rest - 1], run[rest]) <= _WORD_GAP and _ideograph(run[rest].text)


def _ideograph(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph as one text: only Latin words are kept apart."""
    return before + (" " if before and after and _latin(before[-1]) and _latin(after[0]) else "") + after
