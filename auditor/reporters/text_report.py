"""``--format text``: what a person reads in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.document import Reason, Report, Verdict
from auditor.finding import Audit, Finding, OutcomeKind, Severity
from auditor.layout import Layout
from auditor.messages import reason_text
from auditor.reporters.places import place_of
from auditor.reporters.run import Run
from auditor.reporters.signs import FATES, VERDICTS, tied
from auditor.text.sentences import clause_around
from auditor.text.spans import Span
from auditor.text.widths import squeeze

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _DIM = "1", "2"
_LONGEST_QUOTE = 60


def render(run: Run) -> str:
    """The text of a run: each report, then one line for all. Errors themselves go to standard error."""
    page = _Page(run)
    blocks = ["\n".join(page.report(audit)) for audit in run.audits]
    blocks.append(run.summary())
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
        yield self._paint(self._heading(report), _BOLD)
        yield f"{report.source.path}" + (f"（{self._say('part', part=report.part)}）" if report.part > 1 else "")
        score = audit.score
        yield self._say(
            "score_line",
            compliance=f"{score.compliance:g}",
            quality=f"{score.quality:g}",
            rules=_percent(score.decided_rules),
            claims=_percent(score.decided_claims),
        )
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

    def _heading(self, report: Report) -> str:
        agency = report.agency or self._say("agency_unknown")
        year = str(report.year) if report.year else self._say("year_unknown")
        kind = self._say(f"kind_{report.kind or 'unknown'}")
        return f"{agency}　{year}　{kind}" if self._language == "zh" else f"{agency}, {year}, {kind}"

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
            yield f"  {FATES[promise.fate]} {quote}　{fate}"
            if promise.place is not None:
                told = _short(promise.place.of(audit.report.text))
                yield self._paint(f"      {self._place(audit.report, promise.place)}  {told}", _DIM)

    def _undecided(self, audit: Audit) -> Iterator[str]:
        layout = self._rulebook.layout
        open_rules = [
            (code, outcome.reason)
            for code, outcome in audit.outcomes.items()
            if outcome.reason is not None
            and (outcome.kind is OutcomeKind.UNDECIDED or outcome.kind is OutcomeKind.FAILED)
        ]
        if open_rules:
            yield ""
            yield self._paint(self._say("undecided_title", count=len(open_rules)), _BOLD)
            for reason, codes in _by_reason(open_rules, self._language, layout):
                yield f"  {'、'.join(codes)}  {reason}"

    def _omissions(self, report: Report) -> Iterator[str]:
        """What the file shows and reading could not turn into text."""
        if not report.source.omissions:
            return
        yield ""
        yield self._paint(self._say("omissions_title", count=len(report.source.omissions)), _BOLD)
        for omission in report.source.omissions:
            place = self._place(report, Span(omission.place, omission.place))
            yield f"  {place}  {reason_text(omission.reason, self._language, self._rulebook.layout)}"

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
            beside = "".join(f"｜{part}" for part in tied(claim, self._run))
            yield f"  {VERDICTS[claim.verdict]} {place}  {quote}  {verdict}{beside}"


def _by_reason(rules: Sequence[tuple[str, Reason]], language: str, layout: Layout) -> Iterator[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for code, reason in rules:
        grouped.setdefault(reason_text(reason, language, layout), []).append(code)
    yield from grouped.items()


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def _short(text: str) -> str:
    plain = squeeze(text)
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"
