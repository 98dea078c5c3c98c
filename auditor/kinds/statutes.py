"""Legal texts told over again: long stretches of a section that are the words of the law."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result
from auditor.rulebook.specs.originality import Passage, StatutePasting
from auditor.text.sentences import Sentence, plain_sentences
from auditor.text.widths import narrow

_LETTERS = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\d²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒]+")
"""Ideographs and digits, also raised and encircled ones."""


def check(report: Report, spec: StatutePasting) -> Iterator[Result]:
    """A hit at each stretch that is long enough, with the clauses that it repeats."""
    for key in spec.sections:
        for block in report.prose(key):
            read = plain_sentences(report.lines, block)
            plain = "".join(_LETTERS.findall("".join([sentence.text for sentence in read])))
            starts = _starts(plain, spec)
            if starts:
                yield from _pasted(Sentence.of(read), plain, starts, spec)


def _starts(plain: str, spec: StatutePasting) -> list[int]:
    """Where the runs of the passages begin among the letters of a text.

    Wherever a run stands, it holds one of the pieces of half its length that the letters are cut into. So nearly
    all places are ruled out by looking at these.
    """
    half = (spec.run + 1) // 2
    known, halves = _runs_of(spec.passage, spec.run), _runs_of(spec.passage, half)
    near = [place for place in range(0, len(plain), half) if plain[place : place + half] in halves]
    starts = {start for place in near for start in range(max(0, place + half - spec.run), place + 1)}
    return [start for start in sorted(starts) if plain[start : start + spec.run] in known]


def _pasted(prose: Sentence, plain: str, starts: Sequence[int], spec: StatutePasting) -> Iterator[Result]:
    letters = [place for match in _LETTERS.finditer(prose.text) for place in range(*match.span())]
    known = _runs_of(spec.passage, spec.run)
    for group in _groups(starts, spec.run + spec.gap):
        start, end = letters[group[0]], letters[group[-1] + spec.run - 1] + 1
        if end - start >= spec.shortest:
            counted = Counter(known[plain[place : place + spec.run]] for place in group)
            clauses = [clause for clause, count in counted.items() if count >= spec.run] or list(counted)
            yield Hit(prose.span(start, end), {"length": end - start, "phrase": "、".join(clauses)})


def _groups(starts: Sequence[int], furthest: int) -> Iterator[list[int]]:
    """Places in order, parted where the next is further off."""
    group: list[int] = []
    for start in starts:
        if group and start - group[-1] > furthest:
            yield group
            group = []
        group.append(start)
    if group:
        yield group


@lru_cache(maxsize=8)
def _runs_of(passages: tuple[Passage, ...], length: int) -> Mapping[str, str]:
    """Each run of so many letters of the passages, and the clause that it stands in."""
    found: dict[str, str] = {}
    for passage in passages:
        plain = "".join(_LETTERS.findall(narrow(passage.text)))
        for start in range(len(plain) - length + 1):
            found.setdefault(plain[start : start + length], passage.clause)
    return found
