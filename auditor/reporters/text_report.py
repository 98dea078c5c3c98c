"""``--format text``: what a person reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Audit, Finding, Severity
from auditor.reporters import lines
from auditor.reporters.grouping import by_reason, by_severity
from auditor.reporters.run import Run
from auditor.reporters.signs import FATES, VERDICTS
from auditor.text.spans import Span
from auditor.text.visible import on_one_line

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _DIM = "1", "2"


def render(run: Run) -> str:
    """The text of a run: each report, then one line for all. Errors themselves go to standard error."""
    page = _Page(run)
    blocks = ["\n".join(page.report(audit)) for audit in run.audits]
    blocks.append(f"{lines.summary(run)}\n{run.made_by()}")
    return "\n\n".join(blocks)


class _Page:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._say = run.say

    def _place(self, report: Report, span: Span) -> str:
        return lines.place(report, span, self._run)

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._run.colour else text

    def report(self, audit: Audit) -> Iterator[str]:
        report = audit.report
        yield self._paint(lines.heading(report, self._run), _BOLD)
        yield on_one_line(report.source.path) + lines.part(report, self._run)
        yield lines.score(audit, self._run)
        if not audit.findings:
            yield ""
            yield self._say("none_found")
        for severity, found in by_severity(audit):
            yield ""
            yield self._paint(f"{self._say(severity.word)} {len(found)}", _COLOURS[severity])
            for finding in found:
                yield from self._finding(finding, report)
        yield from self._promises(audit)
        yield from self._undecided(audit)
        yield from self._omissions(report)
        if self._run.claims:
            yield from self._all_claims(report)

    def _finding(self, finding: Finding, report: Report) -> Iterator[str]:
        mark = lines.preview_mark(finding, self._run)
        code, place = self._paint(finding.rule, _BOLD), self._place(report, finding.span)
        yield f"  {code}{mark}  {place}  {lines.message(finding, self._run)}"
        quote = lines.short(finding.span.of(report.text))
        if quote:
            yield self._paint(f"          {self._say('quote')}  {quote}", _DIM)
        yield f"          {self._say('advice')}  {lines.suggestion(finding, self._run)}"

    def _promises(self, audit: Audit) -> Iterator[str]:
        """What became of each concrete measure of last year, where that report was given."""
        if not audit.report.promises:
            return
        yield ""
        yield self._paint(self._say("promises_title", count=len(audit.report.promises)), _BOLD)
        for promise in audit.report.promises:
            fate, quote = self._say(f"fate_{promise.fate}"), lines.short(promise.quote)
            yield f"  {FATES[promise.fate]} {quote}　{fate}"
            if promise.place is not None:
                told = lines.short(promise.place.of(audit.report.text))
                yield self._paint(f"      {self._place(audit.report, promise.place)}  {told}", _DIM)

    def _undecided(self, audit: Audit) -> Iterator[str]:
        grouped = by_reason(audit, self._run)
        if grouped:
            yield ""
            count = sum(len(codes) for codes in grouped.values())
            yield self._paint(self._say("undecided_title", count=count), _BOLD)
            for reason, codes in grouped.items():
                yield f"  {self._say('between_names').join(codes)}  {on_one_line(reason)}"

    def _omissions(self, report: Report) -> Iterator[str]:
        """What the file shows and reading could not turn into text."""
        omissions = lines.omissions(report, self._run)
        if omissions:
            yield ""
            yield self._paint(self._say("omissions_title", count=len(omissions)), _BOLD)
            yield from (f"  {told}" for told in omissions)

    def _all_claims(self, report: Report) -> Iterator[str]:
        """Every number, zero and universal of the narrative with what became of it."""
        yield ""
        yield self._paint(self._say("all_claims_title", count=len(report.claims)), _BOLD) + lines.verdicts(
            report, self._run
        )
        for claim in report.claims:
            place, quote = self._place(report, claim.span), lines.claim_quote(claim, report)
            yield f"  {VERDICTS[claim.verdict]} {place}  {quote}  {lines.verdict(claim, report, self._run)}"
