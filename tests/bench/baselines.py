"""What the tool is held against: plain patterns, as most checkers tie a number to a row.

``first_match`` is the usual style: one pattern a row, its first match, 件 only. ``vocabulary`` has
all words that the tool knows for each row and takes every match, but no grammar: the number next
to the word is the row's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from auditor.api import rulebook
from auditor.document import CellAddress, Report

_FIRST_MATCH = {
    "new_received": r"(?:收到|受理|接收|新收)[^，。；]{0,12}申请(?P<number>\d+)件",
    "carried_in": r"上年(?:度)?结转[^，。；]{0,6}?(?P<number>\d+)件",
    "handled_total": r"(?:办结|答复)[^，。；]{0,8}?(?P<number>\d+)件",
    "granted": r"予以公开[^，。；]{0,4}?(?P<number>\d+)件",
    "partial": r"部分公开[^，。；]{0,4}?(?P<number>\d+)件",
    "denied": r"不予公开[^，。；]{0,4}?(?P<number>\d+)件",
    "unable": r"无法提供[^，。；]{0,4}?(?P<number>\d+)件",
}
"""Our own patterns in the first-match style: one a row, 件 only."""
_ROWS_OF_WORDS = {"received": "new_received", "handled": "handled_total"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A number that a baseline ties to a row's total."""

    start: int
    value: Decimal
    cell: str
    expected: Decimal

    @property
    def accuses(self) -> bool:
        return self.value != self.expected


Baseline: TypeAlias = Callable[[Report, str], list[Guess]]


def first_match(report: Report, text: str) -> list[Guess]:
    """The first match of each pattern, as a number of the row."""
    found = ((row, re.search(pattern, text)) for row, pattern in _FIRST_MATCH.items())
    return list(_guesses(report, ((row, match) for row, match in found if match)))


def vocabulary(report: Report, text: str) -> list[Guess]:
    """Every number beside a word of a row, in the narrative."""
    found = ((row, match) for block in report.narrative for row, match in _beside_words(text, block.start, block.end))
    return list(_guesses(report, found))


def _beside_words(text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    for row, pattern in _vocabulary_patterns().items():
        for match in pattern.finditer(text, start, end):
            yield row, match


@cache
def _vocabulary_patterns() -> Mapping[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    rows = {row.key for row in rulebook().layout.table[1].rows}
    for word, meanings in rulebook().vocabulary.words.items():
        for meaning in meanings:
            row = _ROWS_OF_WORDS.get(meaning.key, meaning.key)
            if meaning.class_ == "row" and row in rows:
                words.setdefault(row, []).append(re.escape(word))
    return {
        row: re.compile(
            rf"(?:{'|'.join(sorted(found, key=len, reverse=True))})[^，,。；;\d]{{0,8}}(?P<number>\d+)[件份宗]"
        )
        for row, found in words.items()
    }


def _guesses(report: Report, found: Iterator[tuple[str, re.Match[str]]]) -> Iterator[Guess]:
    layout = rulebook().layout
    for row, match in found:
        address = CellAddress("applications", row, "total")
        expected, _ = layout.value_of(report.tables, address)
        if expected is not None:
            yield Guess(match.start("number"), Decimal(match.group("number")), str(address), expected)
