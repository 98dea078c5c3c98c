"""Legal texts told over again: long stretches of a section that are the words of the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result
from auditor.rulebook.specs.originality import Passage, StatutePasting
from auditor.text.sentences import Sentence, sentences
from auditor.text.widths import is_cjk, narrow


def check(report: Report, spec: StatutePasting) -> Iterator[Result]:
    """A hit at each stretch that is long enough, with the clauses that it repeats."""
    for key in spec.sections:
        for block in report.prose(key):
            read = sentences(report.lines, block)
            if read:
                yield from _pasted(Sentence.of(read), spec)


def _pasted(prose: Sentence, spec: StatutePasting) -> Iterator[Result]:
    text = narrow(prose.text)
    letters = _letters(text)
    plain = "".join([text[place] for place in letters])
    known = _runs_of(spec.passage, spec.run)
    starts = [start for start in range(len(plain) - spec.run + 1) if plain[start : start + spec.run] in known]
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


@lru_cache(maxsize=4)
def _runs_of(passages: tuple[Passage, ...], length: int) -> Mapping[str, str]:
    """Each run of so many letters of the passages, and the clause that it stands in."""
    found: dict[str, str] = {}
    for passage in passages:
        text = narrow(passage.text)
        plain = "".join([text[place] for place in _letters(text)])
        for start in range(len(plain) - length + 1):
            found.setdefault(plain[start : start + length], passage.clause)
    return found


def _letters(text: str) -> list[int]:
    """The places of ideographs and digits."""
    return [place for place, sign in enumerate(text) if "一" <= sign <= "鿿" or sign.isdigit() or is_cjk(sign)]
