"""How well section 五 is split: ``python -m tests.corpus.passages [--test] [-v]``.

Each passage of ``corpus/measures`` is read as section 五 of a report. A statement that is found is
right if it covers a labelled clause of its kind and little else (the two share four fifths of the
characters of both). Kinds are compared character by character as well. The clauses were cut by the
writers of the passages; the test half is looked at only to report.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache

from auditor.api import judge
from auditor.corpus import Passage, as_report, passages_of, sections_of
from auditor.document import Report, Statement
from auditor.text.spans import Span

from tests.corpus.scores import Score, print_scores

_SHARED = 0.8
_KINDS = ("measure", "problem")


@lru_cache(maxsize=512)
def report_of(passage: Passage) -> tuple[Report, int]:
    """A passage as a report that has nothing else, and how far the passage is moved in its text."""
    return as_report(passage.office, passage.year, passage.text, judge(), passage.kind)


def statements_of(passage: Passage) -> dict[str, list[Span]]:
    """The places of measures and problems that the reader finds in a passage."""
    report, moved = report_of(passage)
    return {kind: _moved(found, moved) for kind, found in (("measure", report.measures), ("problem", report.problems))}


def _moved(found: Sequence[Statement], by: int) -> list[Span]:
    return [Span(item.span.start - by, item.span.end - by) for item in found]


def compare(passage: Passage, scores: dict[str, Score]) -> tuple[int, int]:
    """Add a passage to the scores; characters of clauses whose kind is right, and all of them."""
    found = statements_of(passage)
    marks = ["other"] * len(passage.text)
    for kind in _KINDS:
        due = [Span(clause.start, clause.end) for clause in passage.clauses if clause.kind == kind]
        met = {i for i, place in enumerate(due) if any(_same(place, other) for other in found[kind])}
        scores[kind].right += len(met)
        scores[kind].missed += [
            f"{passage.id}: {place.of(passage.text)}" for i, place in enumerate(due) if i not in met
        ]
        strange = [place for place in found[kind] if not any(_same(place, other) for other in due)]
        scores[kind].wrong += [f"{passage.id}: {place.of(passage.text)}" for place in strange]
        for place in found[kind]:
            marks[place.start : place.end] = [kind] * (place.end - place.start)
    right = sum(marks[i] == clause.kind for clause in passage.clauses for i in range(clause.start, clause.end))
    return right, sum(clause.end - clause.start for clause in passage.clauses)


def _same(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _SHARED * max(one.end - one.start, other.end - other.start)


def split_scores(split: str) -> dict[str, Score]:
    """How well sections in ordinary wording are split, by kind of clause."""
    scores = {kind: Score() for kind in _KINDS}
    for section in sections_of(split):
        if not section.misleading:
            compare(section, scores)
    return scores


def main() -> None:
    """Print the figures, and with ``-v`` what was split otherwise than labelled."""
    split = "test" if "--test" in sys.argv else "development"
    plain, misleading = ([s for s in sections_of(split) if s.misleading == of] for of in (False, True))
    groups = (("passages", passages_of(split)), ("sections of reports", plain), ("written to mislead", misleading))
    for name, passages in groups:
        scores = {kind: Score() for kind in _KINDS}
        counted = [compare(passage, scores) for passage in passages]
        right = sum(of_passage for of_passage, _ in counted) / sum(whole for _, whole in counted)
        print(f"{name} ({len(passages)}): characters of the right kind {right:.3f}")
        print_scores(scores, verbose="-v" in sys.argv)


if __name__ == "__main__":
    main()
