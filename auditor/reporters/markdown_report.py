"""``--format markdown``: GitHub flavoured Markdown, for an issue, a notes page or a chat.

Lists, no tables of findings: messages are sentences, and nothing of a report can break a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Audit, Finding, Severity
from auditor.messages import error_text
from auditor.reporters import lines
from auditor.reporters.grouping import by_reason, by_severity
from auditor.reporters.run import Run
from auditor.reporters.signs import FATES, VERDICTS
from auditor.text.visible import on_one_line

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~!&$]")
_START = re.compile(r"^(\d*)([-+.)=])")
"""What makes a list, or a heading of the line before, where a line begins with it."""
_LINK = re.compile(r"(?i)(?<=http):(?=//)|(?<=https):(?=//)|(?<=ftp):(?=//)|(?<=www)\.")
_MENTION = re.compile(r"(?<!\w)@(?=[A-Za-z0-9])|#(?=\d)")
_BACKTICKS = re.compile(r"`+")


def render(run: Run) -> str:
    """The Markdown of a run: each report under a heading of its own, what could not be audited, the sum."""
    page = _Page(run)
    blocks = ["\n".join(page.overview())] if len(run.audits) > 1 else []
    blocks += ["\n".join(page.report(audit)) for audit in run.audits]
    if run.errors:
        blocks.append("\n".join(page.unread()))
    blocks += [plain(lines.summary(run)), plain(run.made_by())]
    return "\n\n".join(blocks)


def plain(text: str) -> str:
    """Text as it stands: nothing of it becomes markup, a link, a mention or the number of an issue."""
    told = _START.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", on_one_line(text)))
    told = _MENTION.sub(r"\g<0><!-- -->", told)
    return _LINK.sub(lambda match: f"&#{ord(match[0])};", told)


def code(text: str) -> str:
    """Text as inline code, between more backticks than stand together in it; nothing for an empty one."""
    told = on_one_line(text)
    if not told:
        return ""
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(told)), default=0) + 1)
    # A space at each side goes when it is read; without it, backticks at an end would count with the fence.
    pad = " " if told.startswith(("`", " ")) or told.endswith(("`", " ")) else ""
    return f"{fence}{pad}{told}{pad}{fence}"


class _Page:
    def __init__(self, run: Run) -> None:
        self._run = run

    def _labelled(self, key: str, text: str) -> str:
        return self._run.say("listed", name=self._run.say(key), text=text)

    def overview(self) -> Iterator[str]:
        """A table of the reports, where there are several."""
        severities = sorted(Severity, reverse=True)
        titles = [self._run.say(key) for key in ("title_file", "title_compliance", "title_quality")]
        titles += [self._run.say(severity.word) for severity in severities]
        yield f"| {' | '.join(titles)} |"
        yield f"| --- |{' ---: |' * (len(titles) - 1)}"
        for audit in self._run.audits:
            found = [finding.severity for finding in audit.findings]
            name = plain(lines.heading(audit.report, self._run)) + lines.part(audit.report, self._run)
            row = [name, f"{audit.score.compliance:g}", f"{audit.score.quality:g}"]
            yield f"| {' | '.join([*row, *(str(found.count(severity)) for severity in severities)])} |"

    def report(self, audit: Audit) -> Iterator[str]:
        report = audit.report
        yield f"## {plain(lines.heading(report, self._run))}"
        yield ""
        yield code(report.source.path) + lines.part(report, self._run)
        yield ""
        yield plain(lines.score(audit, self._run))
        if not audit.findings:
            yield ""
            yield plain(self._run.say("none_found"))
        for severity, found in by_severity(audit):
            yield from self._title(f"{self._run.say(severity.word)} {len(found)}")
            for finding in found:
                yield from self._finding(finding, report)
        yield from self._undecided(audit)
        yield from self._omissions(report)
        yield from self._promises(report)
        if self._run.claims:
            yield from self._claims(report)

    def _title(self, text: str) -> Iterator[str]:
        yield from ("", f"### {plain(text)}", "")

    def _finding(self, finding: Finding, report: Report) -> Iterator[str]:
        mark = plain(lines.preview_mark(finding, self._run))
        place = plain(lines.place(report, finding.span, self._run))
        told = self._run.say("listed", name=place, text=plain(lines.message(finding, self._run)))
        yield f"- **{finding.rule}**{mark} {told}"
        quote = code(lines.short(finding.span.of(report.text)))
        if quote:
            yield f"  - {self._labelled('quote', quote)}"
        yield f"  - {self._labelled('advice', plain(lines.suggestion(finding, self._run)))}"

    def _undecided(self, audit: Audit) -> Iterator[str]:
        grouped = by_reason(audit, self._run)
        if grouped:
            yield from self._title(
                self._run.say("undecided_title", count=sum(len(codes) for codes in grouped.values()))
            )
            for reason, codes in grouped.items():
                names = self._run.say("between_names").join(codes)
                yield f"- {self._run.say('listed', name=names, text=plain(reason))}"

    def _omissions(self, report: Report) -> Iterator[str]:
        omissions = lines.omissions(report, self._run)
        if omissions:
            yield from self._title(self._run.say("omissions_title", count=len(omissions)))
            yield from (f"- {plain(told)}" for told in omissions)

    def _promises(self, report: Report) -> Iterator[str]:
        if report.promises:
            yield from self._title(self._run.say("promises_title", count=len(report.promises)))
        for promise in report.promises:
            fate = plain(self._run.say(f"fate_{promise.fate}"))
            quote = code(lines.short(promise.quote))
            yield f"- {FATES[promise.fate]} {self._run.say('listed', name=quote, text=fate)}"
            if promise.place is not None:
                place = plain(lines.place(report, promise.place, self._run))
                told = code(lines.short(promise.place.of(report.text)))
                yield f"  - {self._run.say('listed', name=place, text=told)}"

    def _claims(self, report: Report) -> Iterator[str]:
        """Every number, zero and universal of the narrative with what became of it."""
        count = self._run.say("all_claims_title", count=len(report.claims))
        yield from self._title(count + lines.verdicts(report, self._run))
        for claim in report.claims:
            place, quote = plain(lines.place(report, claim.span, self._run)), code(lines.claim_quote(claim, report))
            told = f"{quote} {plain(lines.verdict(claim, report, self._run))}"
            yield f"- {VERDICTS[claim.verdict]} {self._run.say('listed', name=place, text=told)}"

    def unread(self) -> Iterator[str]:
        """The files that could not be audited, and why."""
        yield f"## {plain(self._run.say('unread_title', count=len(self._run.errors)))}"
        yield ""
        for _, error in self._run.errors:
            yield f"- {plain(error_text(error, self._run.language))}"
