"""Precision and recall of the rules of section 五 on labelled passages: ``python -m tests.corpus.improvement_rules``.

SPC003 by the answers that two readers found (``follow-up.jsonl``), SPC004 and SPC005 by the labelled facets of a
passage's measures. What became of each concrete measure of last year (YOY008 accuses of ``dropped``) by
``follow-up.jsonl`` and ``fates.jsonl``: the first has passages in unusual voices, the second reports in plain
wording, with matters that share words and are not the same.
``--test`` gives the half that is looked at only to report, ``-v`` spells out what was wrong and what was missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from auditor.api import judge, rulebook
from auditor.corpus import (
    Clause,
    Followed,
    FollowUp,
    Passage,
    as_report,
    clauses_of,
    follow_ups,
    followed_of,
    passages_of,
)
from auditor.document import Promise, Report
from auditor.engine import audit
from auditor.parsing.promises import follow

from tests.corpus.passages import report_of
from tests.corpus.scores import Score, print_scores

FATES = ("done", "again", "dropped")
_FACETS = {"SPC004": "time", "SPC005": "body"}


def scores_of(split: str) -> dict[str, Score]:
    """The scores of ``development`` or ``test``, by rule."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses_of(split):
        clauses[clause.passage].append(clause)
    offices: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages_of(split):
        offices[passage.office].append(passage)
    scores = {code: Score() for code in ("SPC003", *_FACETS)}
    for item in follow_ups():
        if item.split != split:
            continue
        earlier, later = sorted(offices[item.office], key=lambda passage: passage.year)
        for passage in (earlier, later):
            _answers(passage, clauses[passage.id], item, scores["SPC003"])
            for code, facet in _FACETS.items():
                _facet(passage, clauses[passage.id], code, facet, scores[code])
    scores |= {f"{fate} {wording}": Score() for fate in FATES for wording in ("unusual", "plain")}
    for followed in followed_of(split):
        _fates(followed, scores)
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


def _fates(item: Followed, scores: dict[str, Score]) -> None:
    """The fates of the measures that the tool finds concrete."""
    before, moved = as_report(item.office, item.year, item.before, judge())
    after, _ = as_report(item.office, item.year + 1, item.after, judge())
    for promise in follow(after, before, judge()).promises:
        promised = item.promised(promise.measure.span, moved)
        if promised is None:
            continue
        told = f"{item.id}: {promise.fate} for {promised.fate}: {promise.quote} | {_said(promise, after)}"
        for fate in FATES:
            score = scores[f"{fate} {'plain' if item.ordinary else 'unusual'}"]
            score.right += promise.fate == promised.fate == fate
            score.wrong += [told] * (promise.fate == fate != promised.fate)
            score.missed += [told] * (promise.fate != promised.fate == fate)


def _said(promise: Promise, report: Report) -> str:
    return promise.place.of(report.text) if promise.place else ""


def main() -> None:
    """Print the figures."""
    print_scores(scores_of("test" if "--test" in sys.argv else "development"), verbose="-v" in sys.argv)


if __name__ == "__main__":
    main()
