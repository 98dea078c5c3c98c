"""``audit compare``: a report, or a folder of them, before and after it was handed in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import delivery
from auditor.api import Options, audit_paths, chosen_rules, model_version, rulebook
from auditor.comparison import Comparison, compare, match
from auditor.errors import AuditError, UsageError
from auditor.finding import Audit, Severity
from auditor.messages import LANGUAGES, error_text, words
from auditor.reading.archives import Skipped
from auditor.reporters.comparison_report import render_json, render_text
from auditor.reporters.run import Run

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


def run(request: Request) -> int:
    """0 when nothing of the severity of an error is left or new, 1 when there is, 2 when something was not read."""
    for option, value, allowed in (
        ("--format", request.output_format, FORMATS),
        ("--lang", request.language, LANGUAGES),
    ):
        if value not in allowed:
            raise UsageError("option_value", option=option, detail=f"{value}（{'、'.join(allowed)}）")
    options = Options(request.select, request.ignore, request.preview, request.kind, rules=request.rules)
    book = rulebook(options.rules)
    chosen_rules(book, options)
    errors: list[tuple[str, AuditError]] = []
    old, new = (_audits(path, options, errors, request.language) for path in (request.old, request.new))
    matched = match(old, new)
    found = [compare(*pair) for pair in matched.pairs]
    told = Run(new, errors, book, model_version(), request.language)
    render = render_json if request.output_format == "json" else render_text
    content = render(told, found, matched)
    if request.output is None:
        delivery.tell(content, machine=request.output_format == "json")
    else:
        delivery.check_target(request.output, [request.old, request.new], folders=False)
        delivery.save(content, request.output)
    return _FAILED if errors else _LEFT if any(_left(item) for item in found) else 0


def _audits(path: str, options: Options, errors: list[tuple[str, AuditError]], language: str) -> Sequence[Audit]:
    """The audits of all reports at a path; what cannot be read is told of and kept in ``errors``."""
    found: list[Audit] = []
    for name, told in audit_paths([path], options):
        if isinstance(told, Skipped):
            delivery.warn(words(told.why, language, path=name, count=told.count))
        elif isinstance(told, AuditError):
            errors.append((name, told))
            delivery.warn(error_text(told, language))
        else:
            found.extend(told)
    return found


def _left(item: Comparison) -> bool:
    return any(finding.severity is Severity.ERROR and not finding.preview for finding in (*item.open, *item.added))
