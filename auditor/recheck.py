"""``audit compare``: a report, or a folder of them, before and after it was handed in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import delivery
from auditor.api import Options, audit_among, chosen_rules, model_version, parse_paths, rulebook
from auditor.bounds import bounded
from auditor.comparison import Comparison, compare, match
from auditor.document import Neighbours, Report
from auditor.errors import AuditError, UsageError
from auditor.finding import Audit, Severity
from auditor.messages import LANGUAGES, error_text, words
from auditor.reading.archives import Skipped
from auditor.reporters.comparison_report import render_json, render_text
from auditor.reporters.run import Run
from auditor.text.widths import squeeze

FORMATS = ("text", "json")
_LEFT, _FAILED = 1, 2


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit compare``, as typed."""

    old: str
    new: str
    output_format: str = "text"
    output: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    kind: str | None = None
    rules: tuple[Path, ...] = ()
    preview: bool = False
    language: str = "zh"
    previous: str | None = None
    """A report or folder of the year before."""


def run(request: Request) -> int:
    """0 when nothing of the severity of an error is left or new, 1 when there is, 2 when something was not read.

    What had nothing to be compared with is told of in a line and changes no status.
    """
    for option, value, allowed in (
        ("--format", request.output_format, FORMATS),
        ("--lang", request.language, LANGUAGES),
    ):
        if value not in allowed:
            raise UsageError("option_value", option=option, detail=f"{value}（{'、'.join(allowed)}）")
    options = Options(request.select, request.ignore, request.preview, request.kind, rules=request.rules)
    book = rulebook(options.rules)
    chosen_rules(book, options)
    reading = _Reading(options, request.language)
    given = reading.reports(request.previous) if request.previous else []
    sides = [reading.reports(path) for path in (request.old, request.new)]
    _check_given(given, sides, request.previous or "")
    old, new = (reading.audits(mine, _Earlier(given, mine, other)) for mine, other in (sides, sides[::-1]))
    matched = match(old, new)
    found = [compare(*pair) for pair in matched.pairs]
    told = Run(new, reading.errors, book, model_version(), request.language)
    render = render_json if request.output_format == "json" else render_text
    content = render(told, found, matched)
    if request.output is None:
        delivery.tell(content, machine=request.output_format == "json")
    else:
        delivery.check_target(request.output, [request.old, request.new], folders=False)
        delivery.save(content, request.output)
    return _FAILED if reading.errors else _LEFT if any(_left(item) for item in found) else 0


def _check_given(given: Sequence[Report], sides: Sequence[Sequence[Report]], path: str) -> None:
    """Refuse reports of which none is of the year before another. Raises UsageError."""
    due = {report.year - 1 for side in sides for report in side if report.year is not None}
    if given and due and not any(report.year in due for report in given):
        found, wanted = {str(report.year or "?") for report in given}, {str(year) for year in due}
        raise UsageError("year_mismatch", path=path, found="、".join(sorted(found)), due="、".join(sorted(wanted)))


class _Reading:
    """Reads and audits; what cannot be is told of and kept in ``errors``."""

    def __init__(self, options: Options, language: str) -> None:
        self._options = options
        self._language = language
        self.errors: list[tuple[str, AuditError]] = []

    def reports(self, path: str) -> list[Report]:
        """All reports at a path."""
        found: list[Report] = []
        for name, told in parse_paths([path], self._options):
            if isinstance(told, Skipped):
                delivery.warn(words(told.why, self._language, path=name, count=told.count))
            elif isinstance(told, AuditError):
                self._fault(name, told)
            else:
                found.extend(told)
        return found

    def audits(self, reports: Sequence[Report], earlier: _Earlier) -> list[Audit]:
        """The audits of reports, each beside last year's."""
        book = rulebook(self._options.rules)
        rules = chosen_rules(book, self._options)
        found: list[Audit] = []
        for report in reports:
            path = report.source.path
            try:
                with bounded(path):
                    found.append(audit_among(report, Neighbours(earlier.before(report)), book, rules))
            except AuditError as fault:
                self._fault(path, fault)
        return found

    def _fault(self, name: str, fault: AuditError) -> None:
        self.errors.append((name, fault))
        delivery.warn(error_text(fault, self._language))


class _Earlier:
    """Where last year's report is looked for: in what was given as such, beside the report, on the other side."""

    def __init__(self, given: Sequence[Report], mine: Sequence[Report], other: Sequence[Report]) -> None:
        self._only = given[0] if len(given) == 1 and len(mine) == len(other) == 1 else None
        self._known: dict[tuple[str, int], Report] = {}
        for report in (*other, *mine, *given):  # the last counts
            if report.agency and report.year is not None:
                self._known[squeeze(report.agency), report.year] = report

    def before(self, report: Report) -> Report | None:
        """The report of the year before; one that is given to one is its, whatever the agency is called."""
        if report.year is None:
            return None
        if self._only is not None and self._only.year == report.year - 1:
            return self._only
        return self._known.get((squeeze(report.agency), report.year - 1)) if report.agency else None


def _left(item: Comparison) -> bool:
    return any(finding.severity is Severity.ERROR and not finding.preview for finding in (*item.open, *item.added))
