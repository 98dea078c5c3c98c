"""``--format text``: what a person reads in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.document import Claim, Fate, Report, Verdict
from auditor.finding import Audit, Finding, Severity
from auditor.messages import reason_text
from auditor.reporters.places import place_of
from auditor.reporters.run import Run
from auditor.reporters.summary import heading_of, score_line, undecided, unread_places
from auditor.text.sentences import clause_around
from auditor.text.spans import Span
from auditor.text.widths import squeeze

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _DIM = "1", "2"
_LONGEST_QUOTE = 60
_MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.SUPPORTED_BY_ROUNDING: "✓",
    Verdict.DERIVED: "✓",
    Verdict.CONTRADICTED: "✗",
    Verdict.AMBIGUOUS: "?",
    Verdict.OUT_OF_SCOPE: "·",
    Verdict.NO_CELL: "·",
}
_FATES: dict[Fate, str] = {"done": "✓", "again": "↻", "repeated": "↻", "dropped": "✗", "unclear": "?"}


def render(run: Run) -> str:
    """The text of a run: each report, then one line for all. Errors themselves go to standard error."""
    page = _Page(run)
    blocks = ["\n".join(page.report(audit)) for audit in run.audits]
    blocks.append(page.summary(run.audits, len(run.errors)))
    return "\n\n".join(blocks)


class _Page:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._language = run.language
        self._rulebook = run.rulebook
        self._colour = run.colour
        self._claims = run.claims
        self._say = run.say

    def _place(self, report: Report, span: Span) -> str:
        return place_of(report, span, self._rulebook.layout, self._language)

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def report(self, audit: Audit) -> Iterator[str]:
        report = audit.report
        yield self._paint(heading_of(report, self._run), _BOLD)
        yield f"{report.source.path}" + (f"（{self._say('part', part=report.part)}）" if report.part > 1 else "")
        yield score_line(audit, self._run)
        if not audit.findings:
            yield ""
            yield self._say("none_found")
        for severity in sorted(Severity, reverse=True):
            found = [finding for finding in audit.findings if finding.severity is severity]
            if found:
                yield ""
                yield self._paint(f"{self._say(severity.word)} {len(found)}", _COLOURS[severity])
                for finding in found:
                    yield from self._finding(finding, report)
        yield from self._promises(audit)
        yield from self._undecided(audit)
        yield from self._omissions(report)
        if self._claims:
            yield from self._all_claims(report)

    def _finding(self, finding: Finding, report: Report) -> Iterator[str]:
        mark = self._say("preview_mark") if finding.preview else ""
        code, place = self._paint(finding.rule, _BOLD), self._place(report, finding.span)
        yield f"  {code}{mark}  {place}  {finding.message.of(self._language)}"
        quote = _short(finding.span.of(report.text))
        if quote:
            yield self._paint(f"          {self._say('quote')}  {quote}", _DIM)
        yield f"          {self._say('advice')}  {finding.suggestion.of(self._language)}"

    def _promises(self, audit: Audit) -> Iterator[str]:
        """What became of each concrete measure of last year, where that report was given."""
        if not audit.report.promises:
            return
        yield ""
        yield self._paint(self._say("promises_title", count=len(audit.report.promises)), _BOLD)
        for promise in audit.report.promises:
            fate, quote = self._say(f"fate_{promise.fate}"), _short(promise.quote)
            yield f"  {_FATES[promise.fate]} {quote}　{fate}"
            if promise.place is not None:
                told = _short(promise.place.of(audit.report.text))
                yield self._paint(f"      {self._place(audit.report, promise.place)}  {told}", _DIM)

    def _undecided(self, audit: Audit) -> Iterator[str]:
        reasons = undecided(audit, self._run)
        if reasons:
            yield ""
            yield self._paint(self._say("undecided_title", count=sum(len(codes) for codes in reasons.values())), _BOLD)
            for reason, codes in reasons.items():
                yield f"  {'、'.join(codes)}  {reason}"

    def _omissions(self, report: Report) -> Iterator[str]:
        """What the file shows and reading could not turn into text."""
        omissions = unread_places(report, self._run)
        if omissions:
            yield ""
            yield self._paint(self._say("omissions_title", count=len(omissions)), _BOLD)
            yield from (f"  {place}  {reason}" for place, reason in omissions)

    def _all_claims(self, report: Report) -> Iterator[str]:
        """Every number, zero and universal of the narrative with what became of it."""
        yield ""
        counts = Counter(claim.verdict for claim in report.claims)
        told = "，".join(
            f"{self._say(f'verdict_{verdict}')} {counts[verdict]}" for verdict in Verdict if counts[verdict]
        )
        yield self._paint(self._say("all_claims_title", count=len(report.claims)), _BOLD) + (
            f"　{told}" if told else ""
        )
        for claim in report.claims:
            verdict = self._say(f"verdict_{claim.verdict}")
            place, quote = self._place(report, claim.span), _short(clause_around(report.text, claim.span))
            yield f"  {_MARKS[claim.verdict]} {place}  {quote}  {verdict}{self._tied(claim)}"

    def _tied(self, claim: Claim) -> str:
        """The cell that a claim was tied to with its value, and why it stands as it does."""
        parts = []
        if claim.cell is not None:
            parts.append(self._rulebook.layout.sum_label(claim.cell).of(self._language))
        if claim.expected is not None and claim.verdict is not Verdict.SUPPORTED:
            parts.append(f"{claim.expected:f}")
        if claim.reason is not None and claim.reason.code != "not_of_the_tables":
            parts.append(reason_text(claim.reason, self._language, self._rulebook.layout))
        return "".join(f"｜{part}" for part in parts)

    def summary(self, audits: Sequence[Audit], unread: int) -> str:
        findings = [finding for audit in audits for finding in audit.findings]
        count = {severity: sum(1 for finding in findings if finding.severity is severity) for severity in Severity}
        return self._say(
            "summary",
            reports=len(audits),
            errors=count[Severity.ERROR],
            warnings=count[Severity.WARNING],
            infos=count[Severity.INFO],
            unread=self._say("unread", count=unread) if unread else "",
        )


def _short(text: str) -> str:
    plain = squeeze(text)
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"
