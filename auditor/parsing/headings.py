"""Headings: which lines begin the sections of the form, and which only look like it.

A heading is found by its words; its number is evidence, not proof, because narratives number
their own parts 一 to 六 and table rows are numbered 一、本年新收….
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

import msgspec

from auditor.document import Section
from auditor.layout import Layout, TitleWords
from auditor.parsing.labels import could_be_like
from auditor.text.canonical import UNSEEN
from auditor.text.numbering import Numbering, title_numbering_of
from auditor.text.phrases import stands_any, without
from auditor.text.spans import Line, Span
from auditor.text.widths import narrow, skeleton
from auditor.text.wrapping import is_page_number

_CONTENTS_TAIL = re.compile(r"(?<![.·…\s])(?:[.·…\s]{3,}|\s{2,})\d{1,3}\s*$")
_HEADING_END = re.compile(r"[。:;,\s]")
_NOTE = re.compile(r"\s*[(（\[【][^()（）\[\]【】。]*[)）\]】][\s。.:：;；*#]*$")
"""What stands in brackets behind a title: （见表1）, （单位：件）, （2024年度）."""
_YEAR = re.compile(r"\s*(?:本年度?|(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})\s*年度?)的?")
_LONGEST_OPENING = 12
"""So many signs may stand before a title that has the number of its section: the body's name, its area."""
_SHORTEST_HEADING, _MAX_HEADING = 2, 45
_FIRST_SIGNS, _OPENING = 8, 64
"""So many characters of a line tell which title it begins with, unless most of them are blanks or marks."""
_FUZZY = 0.8
_FEWEST_IN_CONTENTS = 4
_SHORTEST_LIST, _FEWEST_OTHERS = 12, 2

_CANONICAL, _ALIAS, _NEAR = 3.0, 2.5, 1.5
_OF_LEVEL_ONE = {"chinese": 0.5, "part": 0.5, "capital": 0.5, "roman": 0.5, "stem": 0.5, "arabic": 0.3}
_OF_PARTS = {"bracket": -2.0, "enclosed": -2.0}
_STYLES = {**_OF_LEVEL_ONE, **_OF_PARTS, "sign": 0.0, "none": 0.0}
"""What a title's numbering weighs. Signs in brackets number the parts of a section, unless no section has others."""


class HeadingCandidate(msgspec.Struct, frozen=True, gc=False):
    """A line that may begin the section ``key``. ``end`` is where the heading's own words end."""

    key: str
    line: Line
    start: int
    end: int
    numbering: Numbering
    score: float


@dataclass(frozen=True, slots=True)
class Headings:
    """The sections found, in order of the text, and level-1 headings that the form does not know."""

    sections: tuple[Section, ...]
    extra: tuple[Span, ...]
    repeated: tuple[Span, ...]


def find_headings(lines: Sequence[Line], extent: Span, table_lines: Mapping[str, set[int]], layout: Layout) -> Headings:
    """The sections of a report inside ``extent``.

    ``table_lines`` names, for each table key, the numbers of the lines that belong to such a table:
    a heading that is followed by its table outweighs one that is not, and a line of a table is none.
    """
    inside_tables = set().union(*table_lines.values()) if table_lines else set()
    candidates: list[HeadingCandidate] = []
    level_one: list[tuple[Line, Numbering]] = []
    within = [line for line in lines if extent.start <= line.span.start < extent.end]
    filled = [line for line in within if line.text.strip() and not is_page_number(line.text)]
    for line, following in zip_longest(filled, filled[1:]):
        numbering = title_numbering_of(line.text)
        found = _candidate(line, numbering, layout)
        if following and line.number not in inside_tables:
            found = _over_two_lines(line, following, numbering, layout) or found
        if found and (line.number not in inside_tables or _surely(found)):
            candidates.append(found)
        if line.number in inside_tables:
            continue
        if numbering.style in _OF_LEVEL_ONE and len(line.text.strip()) <= _MAX_HEADING:
            level_one.append((line, numbering))
    candidates = _without_contents(candidates, lines)
    chosen = _choose(candidates, table_lines, layout)
    sections = _sections(chosen, extent)
    repeated = tuple(
        Span(candidate.start, candidate.end)
        for candidate in candidates
        if candidate not in chosen
        and candidate.score >= _CANONICAL + 1
        and any(candidate.key == taken.key and candidate.start > taken.start for taken in chosen)
    )
    return Headings(sections, _extra(level_one, chosen), repeated)


def _surely(candidate: HeadingCandidate) -> bool:
    """A numbered title of the form to the letter: no row of a table looks like that."""
    return candidate.score >= _CANONICAL + 1 and candidate.numbering.style == "chinese"


def _without_contents(candidates: list[HeadingCandidate], lines: Sequence[Line]) -> list[HeadingCandidate]:
    """The candidates without tables of contents and the links of a page: runs of headings with nothing between them
    that all stand elsewhere as well, before or behind.
    """
    filled = [line.number for line in lines if line.text.strip()]
    place = {number: index for index, number in enumerate(filled)}
    runs: list[list[HeadingCandidate]] = [[]]
    for candidate in candidates:
        run = runs[-1]
        apart = run and place[candidate.line.number] != place[run[-1].line.number] + 1
        if apart or any(candidate.key == listed.key for listed in run):
            runs.append([])
        runs[-1].append(candidate)
    short = {candidate.key for run in runs if len(run) < _FEWEST_IN_CONTENTS for candidate in run}
    later = {candidate.key for run in runs[1:] for candidate in run}
    kept: list[HeadingCandidate] = []
    for number, run in enumerate(runs):
        elsewhere = short if number else short | later
        if len(run) < _FEWEST_IN_CONTENTS or not {candidate.key for candidate in run} <= elsewhere:
            kept += run
    return kept


class _Wording(msgspec.Struct, frozen=True, gc=False):
    """One wording of a section's title. ``bare`` is its skeleton, ``grade`` what it weighs."""

    key: str
    bare: str
    grade: float


class _Titles(msgspec.Struct, frozen=True, gc=False):
    """All titles of sections and their aliases, in the order of the form, and what quickly tells that none begins."""

    wordings: tuple[_Wording, ...]
    openings: tuple[str, ...]
    first_signs: frozenset[str]
    longest: int


@lru_cache(maxsize=32)
def _titles(layout: Layout) -> _Titles:
    wordings = tuple(
        _Wording(spec.key, skeleton(title), _CANONICAL if title == spec.title else _ALIAS)
        for spec in layout.section
        for title in (spec.title, *spec.aliases)
    )
    openings = tuple(wording.bare for wording in wordings)
    return _Titles(wordings, openings, frozenset(opening[0] for opening in openings), max(map(len, openings)))


def _candidate(line: Line, numbering: Numbering, layout: Layout) -> HeadingCandidate | None:
    titles = _titles(layout)
    first = skeleton(line.text[numbering.length : numbering.length + _FIRST_SIGNS])[:1]
    if first and numbering.style not in _OF_LEVEL_ONE and first not in titles.first_signs:
        return None
    rest = line.text[numbering.length :].rstrip().rstrip("*# |｜")
    contents = _CONTENTS_TAIL.search(rest) if rest.rstrip()[-1:].isdigit() else None
    if contents:
        rest = rest[: contents.start()]
    bare = skeleton(rest[:_OPENING])
    if len(rest) > _OPENING and len(bare) <= titles.longest:
        bare = skeleton(rest)
    if not bare:
        return None
    best: tuple[float, int, str] | None = None
    for wording in titles.wordings if bare.startswith(titles.openings) else ():
        if bare.startswith(wording.bare):
            length = _title_length(rest, wording.bare, numbered=numbering.style not in ("none", "sign"))
            if length and (best is None or (wording.grade, length) > best[:2]):
                best = (wording.grade, length, wording.key)
    if best is None and numbering.style in _OF_LEVEL_ONE and _SHORTEST_HEADING <= len(rest) <= _MAX_HEADING:
        near = _unlike(rest, numbering, layout) if "。" not in rest else None
        best = near and (near[0], len(rest), near[1])
    if best is None:
        return None
    grade, length, key = best
    if _lists_others(rest[length:], key, titles):
        return None
    score = grade
    score += _STYLES[numbering.style]
    score += 1.0 if numbering.value == layout.ordinal(key) else 0.0
    score -= 4.0 if contents else 0.0
    start = line.span.start + len(line.text) - len(line.text.lstrip(" \t\u3000\xa0|｜"))
    return HeadingCandidate(key, line, start, line.span.start + numbering.length + length, numbering, score)


def _over_two_lines(line: Line, following: Line, numbering: Numbering, layout: Layout) -> HeadingCandidate | None:
    """A numbered title to the letter that was cut, of which the rest is all of the next line: 一、总体 / 情况."""
    if numbering.style not in _OF_LEVEL_ONE:
        return None
    whole = skeleton(line.text[numbering.length :]) + skeleton(following.text)
    if whole not in _titles(layout).openings:
        return None
    text = line.text + UNSEEN * (following.span.start - line.span.end) + following.text
    return _candidate(Line(line.number, Span(line.span.start, following.span.end), text), numbering, layout)


def _lists_others(rest: str, key: str, titles: _Titles) -> bool:
    """Whether other titles follow on the line of one: the links of a page in one line."""
    if len(rest) < _SHORTEST_LIST or "。" in rest:
        return False
    bare = skeleton(rest)
    return len({wording.key for wording in titles.wordings if wording.bare in bare} - {key}) >= _FEWEST_OTHERS


def _title_length(rest: str, title: str, *, numbered: bool) -> int:
    """How much of ``rest`` the title that it begins with takes, blanks and marks included; 0 if more follows."""
    position = matched = 0
    while matched < len(title):
        matched += len(skeleton(rest[position]))
        position += 1
    after = narrow(rest[position:])
    if not after.strip(" 。:.;*#"):
        return position
    return position if numbered and (_HEADING_END.match(after) or _NOTE.match(after)) else 0


def _unlike(rest: str, numbering: Numbering, layout: Layout) -> tuple[float, str] | None:
    """The weight and the section of a numbered title in words of its own.

    It is nearly equal to one of the form, made of the words that the layout has for such titles, or stands behind a
    year or a body.
    """
    bare = skeleton(_YEAR.sub("", _NOTE.sub("", rest)))
    near = _near(bare, layout)
    if near is not None:
        return near
    for spec in layout.section:
        if numbering.value == layout.ordinal(spec.key) and spec.words and _is_made_of(bare, spec.words):
            return _NEAR + _FUZZY - 1, spec.key
    titles = _titles(layout)
    for wording in titles.wordings if bare.endswith(titles.openings) else ():
        opening = len(bare) - len(wording.bare)
        if (
            numbering.value == layout.ordinal(wording.key)
            and opening <= _LONGEST_OPENING
            and bare.endswith(wording.bare)
        ):
            return _NEAR + _FUZZY - 1, wording.key
    return None


def _is_made_of(title: str, words: TitleWords) -> bool:
    return stands_any(title, words.subjects) and not without(title, (*words.subjects, *words.others))


@lru_cache(maxsize=4096)
def _near(bare: str, layout: Layout) -> tuple[float, str] | None:
    """The weight and the section of the title that a numbered line is nearly equal to; None if it is like none."""
    best: tuple[float, str] | None = None
    for wording in _titles(layout).wordings:
        wanted = wording.bare
        if abs(len(wanted) - len(bare)) > max(4, len(wanted) // 3):
            continue
        if not could_be_like(bare, wanted, _FUZZY):
            continue
        ratio = SequenceMatcher(None, bare, wanted, autojunk=False).ratio()
        if ratio >= _FUZZY and (best is None or ratio > best[0]):
            best = (ratio, wording.key)
    return (_NEAR + best[0] - 1, best[1]) if best else None


def _choose(
    candidates: list[HeadingCandidate], table_lines: Mapping[str, set[int]], layout: Layout
) -> list[HeadingCandidate]:
    """One candidate a section: by words, number, and whether its table follows."""

    def weight(candidate: HeadingCandidate) -> float:
        spec = layout.section_spec(candidate.key)
        rows = table_lines.get(spec.table or "", set()) if spec else set()
        if not rows:
            return candidate.score
        first = min((number for number in rows if number > candidate.line.number), default=None)
        if first is None:
            return candidate.score
        between = any(
            other.key != candidate.key and candidate.line.number < other.line.number < first
            for other in candidates
            if other.score >= _ALIAS + 1
        )
        return candidate.score if between else candidate.score + 2.0

    bracketed = all(candidate.numbering.style not in _OF_LEVEL_ONE for candidate in candidates)
    chosen: dict[str, HeadingCandidate] = {}
    for candidate in candidates:
        if candidate.numbering.style in _OF_PARTS and not bracketed:
            continue
        taken = chosen.get(candidate.key)
        if taken is None or weight(candidate) > weight(taken):
            chosen[candidate.key] = candidate
    overview = chosen.get("overview")
    kept = [
        candidate
        for candidate in chosen.values()
        if not (
            overview
            and candidate is not overview
            and candidate.score < _CANONICAL + 0.5
            and weight(candidate) == candidate.score
            and candidate.start > overview.start
            and candidate.numbering.value is not None
            and candidate.numbering.value != layout.ordinal(candidate.key)
            and candidate.numbering.value <= (overview.numbering.value or 1)
        )
    ]
    return sorted(kept, key=lambda candidate: candidate.start)


def _sections(chosen: list[HeadingCandidate], extent: Span) -> tuple[Section, ...]:
    ends = [*(candidate.start for candidate in chosen[1:]), extent.end][: len(chosen)]
    return tuple(
        Section(
            candidate.key,
            Span(candidate.start, candidate.end),
            Span(candidate.end, end),
            candidate.numbering.value,
            candidate.numbering.style,
        )
        for candidate, end in zip(chosen, ends, strict=True)
    )


def _extra(level_one: list[tuple[Line, Numbering]], chosen: list[HeadingCandidate]) -> tuple[Span, ...]:
    """Level-1 headings that continue the counting of the sections but are none of them."""
    taken = {candidate.line.number: candidate for candidate in chosen}
    previous: int | None = None
    style: str | None = None
    found: list[Span] = []
    for place, (line, numbering) in enumerate(level_one):
        if line.number in taken:
            previous, style = numbering.value, numbering.style
            continue
        if previous is None or numbering.style != style or numbering.value != previous + 1:
            continue
        following = next(
            (number.value for later, number in level_one[place + 1 :] if later.number in taken and number.value), None
        )
        if "。" in line.text or (following is not None and following <= previous + 1):
            continue
        previous = numbering.value
        stripped = line.text.strip()
        lead = line.text.index(stripped)
        found.append(Span(line.span.start + lead, line.span.start + lead + len(stripped)))
    return tuple(found)
