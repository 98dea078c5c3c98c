"""``audit compare``: what became of the findings of each report, as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.comparison import Comparison, Matched, not_made
from auditor.document import Report
from auditor.finding import Audit, Finding
from auditor.messages import error_text
from auditor.reporters import lines
from auditor.reporters.jsontext import json_text
from auditor.reporters.run import Run
from auditor.text.visible import on_one_line

SCHEMA = "compare/1"
_GROUPS = ("open", "added", "untold", "fixed")
"""What is to be done first."""


def render_text(run: Run, found: Sequence[Comparison], matched: Matched) -> str:
    """Each pair of reports, then those without a counterpart, then all in one line."""
    blocks = ["\n".join(_pair(run, item)) for item in found]
    for title, some in (("only_old", matched.only_old), ("only_new", matched.only_new)):
        if some:
            names = [f"  {lines.heading(audit.report, run)}　{on_one_line(audit.report.source.path)}" for audit in some]
            blocks.append("\n".join((run.say(title), *names)))
    counted = {group: sum(len(_of(item, group)) for item in found) for group in _GROUPS}
    summary = run.say("compare_summary", pairs=len(found), **counted)
    blocks.append("\n".join((*_not_made(run, found), summary, run.made_by())))
    return "\n\n".join(blocks)


def _not_made(run: Run, found: Sequence[Comparison]) -> Iterator[str]:
    """One line of the rules that had no report to compare with, so that nobody takes them for passed."""
    parts = [
        run.say(f"compare_{missing}", rules=run.say("between_names").join(rules), count=max(rules.values()))
        for missing, rules in not_made([item.new for item in found]).items()
    ]
    if parts:
        yield run.say("compare_not_made", parts=run.say("between_clauses").join(parts))


def _pair(run: Run, item: Comparison) -> Iterator[str]:
    yield lines.heading(item.new.report, run)
    yield on_one_line(f"{item.old.report.source.path} → {item.new.report.source.path}")
    scores = {
        f"{name}_{when}": f"{value:g}"
        for when, audit in (("old", item.old), ("new", item.new))
        for name, value in (("compliance", audit.score.compliance), ("quality", audit.score.quality))
    }
    yield run.say("compare_scores", **scores)
    for group in _GROUPS:
        some = _of(item, group)
        if some:
            yield ""
            yield f"{run.say(f'compare_{group}')} {len(some)}"
            report = _report_of(item, group)
            for finding in some:
                place = lines.place(report, finding.span, run)
                code = finding.rule + lines.preview_mark(finding, run)
                yield f"  {code}  {run.say(finding.severity.word)}  {place}  {lines.message(finding, run)}"


def render_json(run: Run, found: Sequence[Comparison], matched: Matched) -> str:
    """The same for programs; places are those of the report that a finding is of."""
    return json_text(
        {
            "schema": SCHEMA,
            "tool": run.tool(),
            "pairs": [
                {
                    "agency": item.new.report.agency,
                    "year": item.new.report.year,
                    "old": _told(item.old),
                    "new": _told(item.new),
                    **{
                        group: [_finding(finding, _report_of(item, group), run) for finding in _of(item, group)]
                        for group in _GROUPS
                    },
                }
                for item in found
            ],
            "only_old": [_told(audit) for audit in matched.only_old],
            "only_new": [_told(audit) for audit in matched.only_new],
            "not_made": {missing: list(rules) for missing, rules in not_made([item.new for item in found]).items()},
            "errors": [{"path": path, "message": error_text(error, run.language)} for path, error in run.errors],
        }
    )


def _of(item: Comparison, group: str) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = getattr(item, group)
    return found


def _report_of(item: Comparison, group: str) -> Report:
    return (item.old if group in ("fixed", "untold") else item.new).report


def _told(audit: Audit) -> dict[str, object]:
    score = audit.score
    return {
        "path": audit.report.source.path,
        "part": audit.report.part,
        "agency": audit.report.agency,
        "year": audit.report.year,
        "compliance": score.compliance,
        "quality": score.quality,
    }


def _finding(finding: Finding, report: Report, run: Run) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "preview": finding.preview,
        "message": finding.message.of(run.language),
        "quote": finding.span.of(report.text),
        "start": finding.span.start,
        "end": finding.span.end,
        "line": report.lines.line_number(finding.span.start),
        "anchor": finding.anchor,
        "fingerprint": finding.fingerprint,
    }
