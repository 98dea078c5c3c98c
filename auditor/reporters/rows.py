"""What tables of findings have in common, whether in a workbook or as CSV: how reports and findings are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from auditor.document import Report
from auditor.finding import Audit, Finding
from auditor.reporters import lines
from auditor.reporters.cells import one_line
from auditor.reporters.checks import Identity
from auditor.reporters.places import place_of
from auditor.reporters.run import Run
from auditor.text.spans import Span

_FOLDER_END = re.compile(r"(?<=[/\\])")
FINDING_COLUMNS = (
    *("number", "agency", "year", "file", "severity", "rule", "title"),
    *("place", "message", "quote", "advice", "basis", "preview"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a row: the values of ``FINDING_COLUMNS``, and what finds it again in the next workbook."""

    audit: Audit
    finding: Finding
    identity: Identity
    values: tuple[str | int, ...]


def named(run: Run, report: Report, folder: str = "") -> tuple[str, str | int, str]:
    """Agency, year and file of a report; the file without the folder that all of a call are in."""
    return (
        report.agency or run.say("agency_unknown"),
        report.year or run.say("year_unknown"),
        report.source.path.removeprefix(folder) + lines.part(report, run),
    )


def shared_folder(run: Run) -> str:
    """The folder that all reports of a call are in, with the sign that parts it from what follows."""
    folders = [_FOLDER_END.split(audit.report.source.path)[:-1] for audit in run.audits]
    shared = takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False))
    return "".join(level[0] for level in shared)


def place(run: Run, report: Report, span: Span) -> str:
    """Where something stands, in the words of the call."""
    return place_of(report, span, run.rulebook.form_of(report), run.language)


def rule_title(run: Run, code: str) -> str:
    """What a rule is about."""
    rule = run.rulebook.rule(code)
    return rule.title.phrase.of(run.language) if rule else ""


def finding_rows(run: Run, folder: str = "") -> Iterator[Row]:
    """All findings of a call in the order of its reports and their texts; for ``folder`` see ``named``."""
    number = 0
    for audit in run.audits:
        report = audit.report
        for finding in audit.findings:
            number += 1
            values = (
                number,
                *named(run, report, folder),
                run.say(finding.severity.word),
                finding.rule,
                rule_title(run, finding.rule),
                place(run, report, finding.span),
                finding.message.of(run.language),
                one_line(finding.span.of(report.text)),
                finding.suggestion.of(run.language),
                run.basis_of(finding, report),
                run.say("preview") if finding.preview else "",
            )
            yield Row(audit, finding, Identity.of(report, finding), values)
