"""Narrative to sentences whose line breaks and stray blanks are gone and whose positions are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import msgspec

from auditor.text.canonical import UNSEEN, seen
from auditor.text.numbering import numbering_of
from auditor.text.spans import Line, LineIndex, Span
from auditor.text.widths import narrow
from auditor.text.wrapping import is_page_number, width_of, wrapped

_BLANK_OR_TERMINAL = re.compile(rf"[\s{UNSEEN}]+|(?P<terminal>[。！？!?])")
_CLAUSE_MARKS = frozenset("，,。；;：:（(！？!?|｜\t")
_FARTHEST, _CONTEXT = 40, 14
"""How many characters before and behind a place its clause is looked for, and how many are shown of a longer one."""
LONGEST_SENTENCE = 2_000
"""Characters after which a sentence is cut: what is longer is no sentence, and what is told of one may take time as the
square of its length. Reports have some 200, lists in one sentence some 1,000.
"""
_OF_NUMBERS = "0123456789０１２３４５６７８９.,．，%％一二三四五六七八九十百千万亿两零〇"


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence without blanks and what cannot be seen.

    ``positions[i]`` is where its i-th character stands in the report's text.
    """

    text: str
    positions: tuple[int, ...]

    @staticmethod
    def of(read: Iterable[Sentence]) -> Sentence:
        """Sentences that follow each other as one."""
        parts = list(read)
        positions = chain.from_iterable(part.positions for part in parts)
        return Sentence("".join([part.text for part in parts]), tuple(positions))

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


@lru_cache(maxsize=256)
def sentences(lines: LineIndex, block: Span) -> tuple[Sentence, ...]:
    """The sentences of a block, in order. A line break ends a sentence unless the line was wrapped.

    Kept for a while, since many checks read the same blocks one after the other.
    """
    return tuple(_read(lines.text, lines.lines_in(block), block))


@lru_cache(maxsize=256)
def plain_sentences(lines: LineIndex, block: Span) -> tuple[Sentence, ...]:
    """The sentences of a block as ``narrow`` leaves them."""
    return tuple([Sentence(narrow(sentence.text), sentence.positions) for sentence in sentences(lines, block)])


def _read(text: str, inside: Sequence[Line], block: Span) -> Iterator[Sentence]:
    current: list[range] = []
    length = 0
    width = width_of(inside)
    for line, following in zip(inside, _next_filled(inside), strict=True):
        start, end = max(line.span.start, block.start), min(line.span.end, block.end)
        shown = text[start:end]
        if not shown.strip() or is_page_number(shown):
            continue
        for whole, ends in _stretches(shown, start):
            stretch = whole
            while length + len(stretch) > LONGEST_SENTENCE:
                kept = _kept(text[stretch.start : stretch.stop], LONGEST_SENTENCE - length, alone=not current)
                current.append(stretch[:kept])
                yield _sentence(text, current)
                stretch = stretch[kept:]
                current, length = [], 0
            current.append(stretch)
            length += len(stretch)
            if ends:
                yield _sentence(text, current)
                current, length = [], 0
        if current and not wrapped(shown, following.text if following else None, width):
            yield _sentence(text, current)
            current, length = [], 0
    if current:
        yield _sentence(text, current)


def _kept(words: str, most: int, *, alone: bool) -> int:
    """How many characters of what is too long are kept in one: up to a mark between clauses, never half a number.

    None, where it begins with a number; unless it stands alone, and is nothing but digits.
    """
    behind = next((place for mark in "；;，：、" if (place := words.rfind(mark, most // 2, most) + 1)), 0)
    return behind or len(words[:most].rstrip(_OF_NUMBERS)) or (most if alone else 0)


def _next_filled(inside: Sequence[Line]) -> list[Line | None]:
    """For each line the next one that is neither blank nor the number of a page."""
    found: list[Line | None] = []
    following: Line | None = None
    for line in reversed(inside):
        found.append(following)
        following = line if line.text.strip() and not is_page_number(line.text) else following
    return found[::-1]


def _stretches(shown: str, start: int) -> Iterator[tuple[range, bool]]:
    """What of a line is kept, in pieces, and whether a sentence ends with the piece.

    Blanks are dropped, except one between two digits, which may separate thousands.
    """
    begin = 0
    for match in _BLANK_OR_TERMINAL.finditer(shown):
        place = match.start()
        ends = match.lastgroup == "terminal"
        if ends:
            yield range(start + begin, start + match.end()), True
        elif match.group().isspace() and _between_digits(shown, place):
            continue
        elif begin < place:
            yield range(start + begin, start + place), False
        begin = match.end()
    if begin < len(shown):
        yield range(start + begin, start + len(shown)), False


def _between_digits(shown: str, place: int) -> bool:
    return shown[place - 1 : place].isdigit() and shown[place + 1 : place + 2].isdigit()


def _sentence(text: str, stretches: Sequence[range]) -> Sentence:
    words = "".join([text[stretch.start : stretch.stop] for stretch in stretches])
    return Sentence(words, tuple(chain.from_iterable(stretches)))


def in_one_line(text: str, span: Span) -> str:
    """What stands at a place, without the line breaks of a wrapped text and what cannot be seen."""
    return seen(span.of(text).replace("\n", ""))


def behind_numbering(text: str, span: Span) -> Span:
    """A place that begins within the brackets of （一） from what follows them on; any other as it is."""
    if not 0 < span.start < span.end or text[span.start - 1] not in "（(":
        return span
    number = numbering_of(text[span.start - 1 : span.end])
    inside = number.style == "bracket" and span.start + number.length - 1 < span.end
    return Span(span.start + number.length - 1, span.end) if inside else span


def clause_around(text: str, span: Span) -> str:
    """The clause that a place stands in, in one line, as far as a reader needs it to find the place."""
    least, most = max(span.start - _FARTHEST, 0), min(span.end + _FARTHEST, len(text))
    start = next((place for place in range(span.start, least, -1) if _parts(text, place - 1)), None)
    end = next((place for place in range(span.end, most) if _parts(text, place)), None)
    before = behind = ""
    if start is None and least > 0:  # no clause begins near by: from an item of a list on, or else somewhere
        start, before = text.find("、", least, span.start) + 1 or span.start - _CONTEXT, "…"
    if end is None and most < len(text):
        listed = text.rfind("、", span.end, most)
        end, behind = listed if listed >= 0 else span.end + _CONTEXT, "…"
    told = in_one_line(text, behind_numbering(text, Span(start or 0, len(text) if end is None else end)))
    return before + told.replace(" ", "").strip() + behind


def _parts(text: str, place: int) -> bool:
    """Whether a character stands between two clauses: a mark that is not within a number, the end of a paragraph."""
    if text[place] != "\n":
        return text[place] in _CLAUSE_MARKS and not _between_digits(text, place)
    line = text[text.rfind("\n", 0, place) + 1 : place]
    after = text.find("\n", place + 1)
    return not wrapped(line, text[place + 1 : after if after >= 0 else len(text)])
