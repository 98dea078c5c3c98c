"""Lines that several outputs have in the same words: what a report is called, its score, the sum of a run."""

from __future__ import annotations

from collections import Counter

from auditor.document import Claim, Report, Verdict
from auditor.finding import Audit, Finding, Severity
from auditor.messages import reason_text
from auditor.reporters.grouping import counts
from auditor.reporters.places import place_of
from auditor.reporters.run import Run
from auditor.reporters.signs import tied
from auditor.text.sentences import clause_around
from auditor.text.spans import Span
from auditor.text.visible import on_one_line

_LONGEST_QUOTE = 60


def heading(report: Report, run: Run) -> str:
    """Agency, year and kind of a report."""
    agency = report.agency or run.say("agency_unknown")
    year = str(report.year) if report.year else run.say("year_unknown")
    kind = run.say(f"kind_{report.kind or 'unknown'}")
    return on_one_line(f"{agency}　{year}　{kind}" if run.language == "zh" else f"{agency}, {year}, {kind}")


def part(report: Report, run: Run) -> str:
    """Which report of its file it is, where the file holds several."""
    return f"（{run.say('part', part=report.part)}）" if report.part > 1 else ""


def score(audit: Audit, run: Run) -> str:
    """Both scores, and how much of the report they rest on."""
    return run.say(
        "score_line",
        compliance=f"{audit.score.compliance:g}",
        quality=f"{audit.score.quality:g}",
        rules=_percent(audit.score.decided_rules),
        claims=_percent(audit.score.decided_claims),
    )


def summary(run: Run) -> str:
    """How many reports, findings and unread files a run had."""
    count = counts(run)
    return run.say(
        "summary",
        reports=len(run.audits),
        errors=count[Severity.ERROR],
        warnings=count[Severity.WARNING],
        infos=count[Severity.INFO],
        unread=run.say("unread", count=len(run.errors)) if run.errors else "",
    )


def place(report: Report, span: Span, run: Run) -> str:
    """Where a span of a report stands, in words."""
    return on_one_line(place_of(report, span, run.rulebook.form_of(report), run.language))


def message(finding: Finding, run: Run) -> str:
    """What a finding says, on one line."""
    return on_one_line(finding.message.of(run.language))


def suggestion(finding: Finding, run: Run) -> str:
    """What a finding advises, on one line."""
    return on_one_line(finding.suggestion.of(run.language))


def preview_mark(finding: Finding, run: Run) -> str:
    """A mark for findings of rules on trial, which do not count."""
    return run.say("preview_mark") if finding.preview else ""


def omissions(report: Report, run: Run) -> list[str]:
    """What the file shows and reading could not turn into text, and where; reasons name pages themselves."""
    told = []
    for omission in report.omissions:
        reason = on_one_line(reason_text(omission.reason, run.language, run.rulebook.form_of(report)))
        where = "" if report.source.pages else f"{place(report, Span(omission.place, omission.place), run)}  "
        told.append(where + reason)
    return told


def verdicts(report: Report, run: Run) -> str:
    """How many claims of a report have which verdict."""
    count = Counter(claim.verdict for claim in report.claims)
    told = "，".join(f"{run.say(f'verdict_{verdict}')} {count[verdict]}" for verdict in Verdict if count[verdict])
    return f"　{told}" if told else ""


def claim_quote(claim: Claim, report: Report) -> str:
    """The words around a claim."""
    return short(clause_around(report.text, claim.span))


def verdict(claim: Claim, report: Report, run: Run) -> str:
    """What became of a claim, the cell that it was tied to with its value, and why it stands as it does."""
    return "｜".join([run.say(f"verdict_{claim.verdict}"), *map(on_one_line, tied(claim, report, run))])


def short(text: str) -> str:
    """The beginning of a quote, without blanks."""
    plain = on_one_line("".join(text.split()))
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"
