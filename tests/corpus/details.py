"""Precision and recall of the small rules by rule: ``python -m tests.corpus.details [--test] [-v] [CODE …]``.

``corpus/details`` says for each document for which rules its labels are complete. A finding is right where a label of
its rule has the same line; what is absent stands on no line, and marks are told once with their count, so rules about
those are compared by document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
from auditor.api import audit_among, judge, rulebook
from auditor.corpus import DEVELOPMENT, FindingLabel
from auditor.document import NO_NEIGHBOURS
from auditor.parsing.report import Language, parse
from auditor.reading import source_of_text
from auditor.resources import corpus_folder

from tests.corpus.scores import Score, print_scores

FOLDER = corpus_folder() / "details"
BY_DOCUMENT = ("ELM", "STR017", "PUB002", "PLA008", "LNG003", "LNG004", "LNG005")
"""Rules, or families, whose one finding stands wherever the office would look first."""


class NearMiss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only looks like a defect: the rule, the line on which it stands, and the words there."""

    rule: str
    line: int
    quote: str


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label file beside a document."""

    agency: str
    kind: str
    year: int
    split: str
    rules: tuple[str, ...]
    """Those for which the labels are complete."""
    findings: tuple[FindingLabel, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    note: str = ""


def documents() -> list[tuple[Path, Labels]]:
    """Every document with its labels, by name."""
    return [
        (path.with_suffix(".txt"), msgspec.toml.decode(path.read_bytes(), type=Labels))
        for path in sorted(FOLDER.glob("*.toml"))
    ]


def found_in(path: Path, labels: Labels) -> Iterator[tuple[str, int]]:
    """Rule and line of the findings of the labelled rules, whatever their status; a document may be a fragment."""
    book = rulebook()
    language = Language(book.forms, book.vocabulary, judge(), labels.kind, labels.year, fragment=True)
    chosen = [rule for rule in book.rules if rule.id in labels.rules]
    for report in parse(source_of_text(path.read_text(encoding="utf-8"), path.name), language):
        known = report if report.agency else replace(report, agency=labels.agency)
        for finding in audit_among(known, NO_NEIGHBOURS, book, chosen).findings:
            yield finding.rule, report.lines.line_number(finding.span.start)


def compare(path: Path, labels: Labels, scores: dict[str, Score]) -> None:
    """Add a document to the scores of its rules."""
    found = {(rule, 0 if rule.startswith(BY_DOCUMENT) else line) for rule, line in found_in(path, labels)}
    due = {(item.rule, 0 if item.rule.startswith(BY_DOCUMENT) else item.line) for item in labels.findings}
    for rule in labels.rules:
        score = scores.setdefault(rule, Score())
        told, wanted = ({line for code, line in items if code == rule} for items in (found, due))
        score.right += len(told & wanted)
        score.wrong.extend(f"{path.stem}: line {line}" for line in sorted(told - wanted))
        score.missed.extend(f"{path.stem}: line {line}" for line in sorted(wanted - told))


def scores_of(split: str) -> dict[str, Score]:
    """By rule, over a half of the documents."""
    scores: dict[str, Score] = {}
    for path, labels in documents():
        if labels.split == split:
            compare(path, labels, scores)
    return dict(sorted(scores.items()))


def main() -> None:
    """Print a line a rule and one for all; the test half is looked at only to report."""
    codes = [word for word in sys.argv[1:] if not word.startswith("-")]
    scores = scores_of("test" if "--test" in sys.argv else DEVELOPMENT)
    shown = {code: score for code, score in scores.items() if not codes or code in codes}
    total = Score(
        sum(score.right for score in shown.values()),
        [item for score in shown.values() for item in score.wrong],
        [item for score in shown.values() for item in score.missed],
    )
    print_scores(shown, verbose="-v" in sys.argv)
    print_scores({"all": total}, verbose=False)


if __name__ == "__main__":
    main()
