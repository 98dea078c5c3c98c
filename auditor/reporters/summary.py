"""What every output for people says of a report as a whole: whose it is, its scores, what was left open."""

from __future__ import annotations

from auditor.document import Report
from auditor.finding import Audit, OutcomeKind
from auditor.messages import reason_text
from auditor.reporters.places import place_of
from auditor.reporters.run import Run
from auditor.text.spans import Span


def heading_of(report: Report, run: Run) -> str:
    """Agency, year and kind of agency, each also where it is not known."""
    agency = report.agency or run.say("agency_unknown")
    year = str(report.year) if report.year else run.say("year_unknown")
    kind = run.say(f"kind_{report.kind or 'unknown'}")
    return f"{agency}　{year}　{kind}" if run.language == "zh" else f"{agency}, {year}, {kind}"


def score_line(audit: Audit, run: Run) -> str:
    """Both scores, and how much was decided."""
    score = audit.score
    return run.say(
        "score_line",
        compliance=f"{score.compliance:g}",
        quality=f"{score.quality:g}",
        rules=f"{score.decided_rules * 100:.0f}%",
        claims=f"{score.decided_claims * 100:.0f}%",
    )


def undecided(audit: Audit, run: Run) -> dict[str, list[str]]:
    """The rules that could not be decided, wholly or in part, by the reason."""
    found: dict[str, list[str]] = {}
    for code, outcome in audit.outcomes.items():
        if outcome.reason is not None and outcome.kind in (OutcomeKind.UNDECIDED, OutcomeKind.FAILED):
            found.setdefault(reason_text(outcome.reason, run.language, run.rulebook.layout), []).append(code)
    return found


def unread_places(report: Report, run: Run) -> list[tuple[str, str]]:
    """What the file shows and reading could not turn into text: where, and why."""
    layout = run.rulebook.layout
    return [
        (
            place_of(report, Span(omission.place, omission.place), layout, run.language),
            reason_text(omission.reason, run.language, layout),
        )
        for omission in report.source.omissions
    ]
