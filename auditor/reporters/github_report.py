"""``--format github``: workflow commands, by which GitHub Actions puts findings beside the lines of a file.

GitHub shows at most ten errors, ten warnings and ten notices of a step; the log has all of them. The sum of the run
comes first, so that it is shown however many notices follow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from auditor.document import Report
from auditor.finding import Audit, Finding
from auditor.messages import error_text
from auditor.reading.files import STANDARD_INPUT
from auditor.reporters import lines
from auditor.reporters.grouping import by_reason, by_severity
from auditor.reporters.run import Run
from auditor.text.visible import numbered, on_one_line, with_controls

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A", "\u2028": " ", "\u2029": " "}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(run: Run) -> str:
    """The commands of a run: the sum, files that could not be audited, then report by report."""
    return "\n".join(_commands(run))


def command(name: str, message: str, properties: Mapping[str, object]) -> str:
    """One workflow command on one line, with the escapes that GitHub asks for; the log it goes to obeys nothing."""
    told = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items())
    return f"::{name}{' ' if told else ''}{told}::{_escaped(message, _DATA)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in with_controls(text, numbered))


def _commands(run: Run) -> Iterator[str]:
    yield command("notice", f"{lines.summary(run)}\n{run.made_by()}", {"title": run.say("summary_title")})
    for path, error in run.errors:
        title = run.say("unread_title", count=len(run.errors))
        yield command("error", error_text(error, run.language), {**_file(path), "title": title})
    for audit in run.audits:
        for severity, found in by_severity(audit):
            for finding in found:
                yield _finding(finding, audit.report, _COMMANDS[severity.word], run)
        yield from _open(audit, run)


def _file(path: str) -> dict[str, object]:
    if path == STANDARD_INPUT:
        return {}
    return {"file": on_one_line(path.replace("\\", "/") if os.name == "nt" else path)}


def _finding(finding: Finding, report: Report, name: str, run: Run) -> str:
    """Message, quote and advice, at its lines in a text file, with its place in words elsewhere."""
    rule = run.rulebook.rule(finding.rule)
    title = f" {rule.title.phrase.of(run.language)}" if rule else ""
    told = [lines.message(finding, run)]
    if report.source.format != "text":
        told = [run.say("listed", name=lines.place(report, finding.span, run), text=told[0])]
    quote = lines.short(finding.span.of(report.text))
    if quote:
        told.append(run.say("listed", name=run.say("quote"), text=quote))
    told.append(run.say("listed", name=run.say("advice"), text=lines.suggestion(finding, run)))
    properties = {
        **_file(report.source.path),
        **_lines(finding, report),
        "title": f"{finding.rule}{lines.preview_mark(finding, run)}{title}",
    }
    return command(name, "\n".join(told), properties)


def _lines(finding: Finding, report: Report) -> dict[str, object]:
    """First and last line of a finding in a text file, and its columns where it stands on one line.

    GitHub counts an end as the last one that belongs to it, and takes no columns over several lines.
    """
    if report.source.format != "text":
        return {}
    line, column = report.lines.place(finding.span.start)
    end_line, end_column = report.lines.place(max(finding.span.start, finding.span.end - 1))
    if line != end_line:
        return {"line": line, "endLine": end_line}
    return {"line": line, "col": column, "endLine": end_line, "endColumn": end_column}


def _open(audit: Audit, run: Run) -> Iterator[str]:
    """What of a report was not checked, and what was not read: one notice and one warning, not to crowd out others."""
    grouped, omitted, file = by_reason(audit, run), lines.omissions(audit.report, run), _file(audit.report.source.path)
    if grouped:
        title = run.say("undecided_title", count=sum(len(codes) for codes in grouped.values()))
        mark = run.say("between_names")
        told = (run.say("listed", name=mark.join(codes), text=on_one_line(reason)) for reason, codes in grouped.items())
        yield command("notice", "\n".join(told), {**file, "title": title})
    if omitted:
        title = run.say("omissions_title", count=len(omitted))
        yield command("warning", "\n".join(omitted), {**file, "title": title})
