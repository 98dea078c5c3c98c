"""The signs by which outputs tell verdicts and fates, and the words that stand beside a claim."""

from __future__ import annotations

from auditor.document import Claim, Fate, Report, Verdict
from auditor.messages import reason_text
from auditor.reporters.run import Run

VERDICTS = {
    Verdict.SUPPORTED: "✓",
    Verdict.SUPPORTED_BY_ROUNDING: "✓",
    Verdict.DERIVED: "✓",
    Verdict.CONTRADICTED: "✗",
    Verdict.AMBIGUOUS: "?",
    Verdict.OUT_OF_SCOPE: "·",
    Verdict.NO_CELL: "·",
}
FATES: dict[Fate, str] = {"done": "✓", "again": "↻", "repeated": "↻", "dropped": "✗", "unclear": "?"}


def tied(claim: Claim, report: Report, run: Run) -> list[str]:
    """The cell that a claim was tied to with its value, and why it stands as it does."""
    form, parts = run.rulebook.form_of(report), []
    if claim.cell is not None:
        parts.append(form.sum_label(claim.cell).of(run.language))
    if claim.expected is not None and claim.verdict is not Verdict.SUPPORTED:
        parts.append(f"{claim.expected:f}")
    if claim.reason is not None and claim.reason.code != "not_of_the_tables":
        parts.append(reason_text(claim.reason, run.language, form))
    return parts
