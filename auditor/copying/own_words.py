"""A report's own words: its narrative without statutory wording, numbers, and the names of agency and place.

Two agencies that copy from each other change the numbers and the names; two that do not still write the same
sentence about fees. Both must not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.document import Report
from auditor.layout import Layout
from auditor.text.phrases import holds
from auditor.text.sentences import Sentence
from auditor.text.spans import Span
from auditor.text.widths import narrow

SECTIONS = ("overview", "problems", "other")
"""Where an office writes for itself: sections 一, 五 and 六."""
_NUMBER, _NAME = "#", "@"
_CLAUSE_END = re.compile(r"[,;:。！？!?]")
_NUMBERS = re.compile(
    r"\d[\d,.]*|[零〇一二两三四五六七八九十百千万]{2,}|[一二两三四五六七八九十](?=[件次个名条份台期项处户人场位家篇部例宗起])"
)
_PLACES = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?:自治区|自治州|自治县|省|市|州|县|区|旗|镇|乡|街道)")
_SHORT_NAME = 2
_SELF = re.compile(r"[我本](?:局|厅|委|办|院|处|署|中心|镇|乡|街道|县|市|区|省|机关|单位|部门|政府)")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The characters that are compared, and where each stands in the report's text.

    ``#`` is a number, ``@`` the agency, its place or 我局.
    """

    text: str
    positions: tuple[int, ...]
    breaks: tuple[int, ...] = ()
    """Where in ``text`` a new stretch of the narrative begins, behind a heading or a table."""

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """The place in the report of a stretch, which must not be empty."""
        return Span(self.positions[start], self.positions[end - 1] + 1)


def own_words(report: Report, layout: Layout, sections: Sequence[str] = SECTIONS) -> OwnWords:
    """The own words of some sections of a report."""
    names = _names(report.agency)
    bodies = [section.body for key in sections if (section := report.section(key)) is not None]
    letters: list[str] = []
    positions: list[int] = []
    breaks: list[int] = []
    block: Span | None = None
    for sentence in report.sentences():
        if not any(body.covers(sentence.whole) for body in bodies):
            continue
        if block is None or not block.covers(sentence.whole):
            block = next(stretch for stretch in report.narrative if stretch.covers(sentence.whole))
            breaks.append(len(letters))
        for clause in _own_clauses(sentence, layout.statutory):
            for letter, place in _compared(clause, names):
                letters.append(letter)
                positions.append(place)
    return OwnWords("".join(letters), tuple(positions), tuple(breaks))


def _own_clauses(sentence: Sentence, statutory: Sequence[str]) -> Iterator[Sentence]:
    """The clauses of a sentence that are not statutory wording; a whole sentence may be it as well."""
    plain = narrow(sentence.text)
    if not holds(plain, statutory):
        yield sentence
        return
    start = 0
    for mark in (*_CLAUSE_END.finditer(plain), None):
        end = mark.end() if mark else len(plain)
        if start < end and not holds(plain[start:end], statutory):
            yield sentence.cut(start, end)
        start = end


def _compared(clause: Sentence, names: re.Pattern[str] | None) -> Iterator[tuple[str, int]]:
    """The characters that are compared: Chinese ones, with one sign for each number and each name."""
    plain = narrow(clause.text)
    masked: dict[int, str] = {}
    for pattern, sign in ((_NUMBERS, _NUMBER), (_SELF, _NAME), (names, _NAME)):
        for match in pattern.finditer(plain) if pattern else ():
            masked |= dict.fromkeys(range(match.start(), match.end()), "")
            masked[match.start()] = sign
    for place, letter in enumerate(plain):
        shown = masked.get(place, letter if "\u4e00" <= letter <= "\u9fff" else "")
        if shown:
            yield shown, clause.positions[place]


def _names(agency: str | None) -> re.Pattern[str] | None:
    """The name of an agency, the places in it with and without 县, 镇 …, longest first."""
    if not agency:
        return None
    found = {agency}
    for match in _PLACES.finditer(agency):
        found.add(match.group())
        if len(match.group(1)) >= _SHORT_NAME:
            found.add(match.group(1))
    return re.compile("|".join(map(re.escape, sorted(found, key=lambda name: (-len(name), name)))))
