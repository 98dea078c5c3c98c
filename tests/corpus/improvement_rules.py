"""Precision and recall of the rules of section 五 on labelled passages: ``python -m tests.corpus.improvement_rules``.

SPC003 by the answers that two readers found (``follow-up.jsonl``), SPC004 and SPC005 by the labelled facets of a
passage's measures, YOY008 (dropped) by what became of each measure in the passage of the year after.
``--test`` gives the half that is looked at only to report, ``-v`` spells out what was wrong and what was missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Literal

import msgspec
from auditor.api import rulebook
from auditor.corpus import Clause, Passage, clauses_of, passages_of
from auditor.document import Report
from auditor.engine import audit
from auditor.kinds.promises import follow_up
from auditor.resources import corpus_folder
from auditor.rulebook.specs import PromiseCheck

from tests.corpus.passages import report_of
from tests.corpus.scores import Score, print_scores

_FACETS = {"SPC004": "time", "SPC005": "body"}


class Fate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a measure, and the clauses of the year after that say so."""

    state: Literal["done", "again", "repeated", "dropped"]
    where: tuple[str, ...]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each problem the measures that answer it; for each measure of the first year its fate."""

    answers: dict[str, tuple[str, ...]]
    promises: dict[str, Fate]


class FollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two passages of an office, year after year: adjudicated, and as two readers read them."""

    office: str
    split: str
    answers: dict[str, tuple[str, ...]]
    promises: dict[str, Fate]
    first: Reading
    second: Reading


def follow_ups() -> list[FollowUp]:
    """All offices, in the order of the file."""
    path = corpus_folder() / "measures" / "follow-up.jsonl"
    return msgspec.json.Decoder(FollowUp).decode_lines(path.read_bytes())


def scores_of(split: str) -> dict[str, Score]:
    """The scores of ``development`` or ``test``, by rule."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses_of(split):
        clauses[clause.passage].append(clause)
    offices: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages_of(split):
        offices[passage.office].append(passage)
    scores = {code: Score() for code in ("SPC003", *_FACETS, "YOY008")}
    for item in follow_ups():
        if item.split != split:
            continue
        earlier, later = sorted(offices[item.office], key=lambda passage: passage.year)
        for passage in (earlier, later):
            _answers(passage, clauses[passage.id], item, scores["SPC003"])
            for code, facet in _FACETS.items():
                _facet(passage, clauses[passage.id], code, facet, scores[code])
        _dropped(earlier, later, clauses[earlier.id], item, scores["YOY008"])
    return scores


def _fired(report: Report, code: str) -> list[int]:
    """Where a rule fires, as places in the report."""
    rule = rulebook().rule(code)
    assert rule is not None
    return [finding.span.start for finding in audit(report, rulebook(), [rule]).findings]


def _answers(passage: Passage, clauses: list[Clause], item: FollowUp, score: Score) -> None:
    report, moved = report_of(passage)
    if not any(clause.kind == "measure" for clause in clauses):
        return
    fired = {_at(clauses, place - moved) for place in _fired(report, "SPC003")}
    due = {clause.id for clause in clauses if clause.kind == "problem" and not item.answers[clause.id]}
    score.right += len(fired & due)
    score.wrong += [f"{passage.id}: {key}" for key in sorted(fired - due)]
    score.missed += [f"{passage.id}: {key}" for key in sorted(due - fired)]


def _at(clauses: list[Clause], place: int) -> str:
    """The clause that a place stands in."""
    return next((clause.id for clause in clauses if clause.start <= place < clause.end), f"place {place}")


def _facet(passage: Passage, clauses: list[Clause], code: str, facet: str, score: Score) -> None:
    measures = [clause for clause in clauses if clause.kind == "measure"]
    if not measures:
        return
    report, _ = report_of(passage)
    due, fired = not any(facet in clause.facets for clause in measures), bool(_fired(report, code))
    score.right += due and fired
    score.wrong += [passage.id] * (fired and not due)
    score.missed += [passage.id] * (due and not fired)


def _dropped(earlier: Passage, later: Passage, clauses: list[Clause], item: FollowUp, score: Score) -> None:
    (before, moved), (after, _) = report_of(earlier), report_of(later)
    rule = rulebook().rule("YOY008")
    assert rule is not None
    assert isinstance(rule.check, PromiseCheck)
    concrete = {clause.id for clause in clauses if clause.kind == "measure" and (clause.level or 0) >= 2}
    due = {key for key in concrete if item.promises[key].state == "dropped"}
    found = {
        _at(clauses, (promise.measure.span.start + promise.measure.span.end) // 2 - moved)
        for promise in follow_up(before, after, rule.check)
        if promise.state == "dropped"
    }
    score.right += len(found & due)
    score.wrong += [
        f"{earlier.id}: {key}"
        for key in sorted(found - due)
        if item.promises.get(key, None) is not None and item.promises[key].state != "dropped"
    ]
    score.missed += [f"{earlier.id}: {key}" for key in sorted(due - found)]


def main() -> None:
    """Print the figures."""
    print_scores(scores_of("test" if "--test" in sys.argv else "development"), verbose="-v" in sys.argv)


if __name__ == "__main__":
    main()
