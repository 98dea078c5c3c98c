"""``audit check``: files and folders in, one output and one exit status out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor.api import Options, audit_source, chosen_rules, model_version, rulebook
from auditor.document import Report
from auditor.errors import AuditError, RuleFileError, UnreadableReport, UsageError
from auditor.finding import Audit, Severity
from auditor.layout import KINDS
from auditor.messages import LANGUAGES, error_text, words
from auditor.reading import READABLE_SUFFIXES, STANDARD_INPUT, UNSUPPORTED_SUFFIXES, read
from auditor.reporters import BINARY_FORMATS, FORMATS, render, render_each
from auditor.reporters.run import Run
from auditor.rulebook import Rulebook

FAIL_ON = ("error", "warning", "info", "never")
_FOUND, _FAILED = 1, 2


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit check``, as typed."""

    paths: tuple[str, ...]
    output_format: str = "text"
    output: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    previous: str | None = None
    published: str | None = None
    kind: str = "auto"
    rules: tuple[Path, ...] = ()
    preview: bool = False
    allow_undecided: bool = False
    with_text: bool = False
    claims: bool = False
    language: str = "zh"


def run(request: Request) -> int:
    """Audit everything that was asked for; one bad file never stops the rest. Returns the exit status."""
    _validate(request)
    options = Options(
        select=request.select,
        ignore=request.ignore,
        preview=request.preview,
        kind=None if request.kind == "auto" else request.kind,
        published=request.published,
        previous=request.previous,
        rules=request.rules,
    )
    book = rulebook(options.rules)
    chosen_rules(book, options)
    audits: list[Audit] = []
    errors: list[tuple[str, AuditError]] = []
    for path, refused in _files(request.paths, request.language):
        if refused is not None:
            errors.append((path, refused))
            continue
        try:
            audits.extend(audit_source(read(path), options))
        except (RuleFileError, UsageError):
            raise
        except AuditError as fault:
            errors.append((path, fault))
    for _, error in errors:
        print(error_text(error, request.language), file=sys.stderr)
    told = Run(
        audits,
        errors,
        book,
        model_version(),
        language=request.language,
        colour=request.output is None and sys.stdout.isatty(),
        claims=request.claims,
        with_text=request.with_text,
    )
    _deliver(told, request)
    return _status(request, audits, errors, book)


def _validate(request: Request) -> None:
    for option, value, allowed in (
        ("--format", request.output_format, FORMATS),
        ("--fail-on", request.fail_on, FAIL_ON),
        ("--lang", request.language, LANGUAGES),
    ):
        if value not in allowed:
            raise UsageError("option_value", option=option, detail=f"{value}（{'、'.join(allowed)}）")
    if request.output_format in BINARY_FORMATS and request.output is None:
        raise UsageError("output_needed", format=request.output_format)
    if request.kind not in ("auto", *KINDS):
        raise UsageError("kind_invalid", value=request.kind)
    if request.published is not None and not _is_date(request.published):
        raise UsageError("date_invalid", value=request.published)
    if request.previous is not None and not Path(request.previous).exists():
        raise UsageError("file_missing", path=request.previous)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _files(paths: Sequence[str], language: str) -> Iterator[tuple[str, AuditError | None]]:
    """The files to audit, folders walked in the order of their names, each path once."""
    seen: set[str] = set()
    for path in paths:
        if path == STANDARD_INPUT or not Path(path).is_dir():
            if path not in seen:
                seen.add(path)
                yield path, None
            continue
        found = sorted(item for item in Path(path).rglob("*") if item.is_file() and not _hidden(item, Path(path)))
        reports = [item for item in found if item.suffix.lower() in READABLE_SUFFIXES | UNSUPPORTED_SUFFIXES]
        if not reports:
            yield path, UnreadableReport("folder_empty", path=path)
            continue
        if len(found) > len(reports):
            print(words("skipped_files", language, path=path, count=len(found) - len(reports)), file=sys.stderr)
        for item in reports:
            if str(item) not in seen:
                seen.add(str(item))
                yield str(item), None


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)


def _deliver(told: Run, request: Request) -> None:
    """Write the output of a run; where a file holds one report, several go to a folder, which is made if missing."""
    paths = [*(audit.report.source.path for audit in told.audits), *(path for path, _ in told.errors)]
    inputs = {Path(path).resolve() for path in (*paths, *filter(None, [request.previous]))}
    files = render_each(told, request.output_format)
    if files is None or request.output is None:
        _write(render(told, request.output_format), request.output, inputs)
        return
    written = list(files)
    folder = Path(request.output)
    if len(written) == 1 and not folder.is_dir() and not request.output.endswith(("/", os.sep)):
        _write(written[0][1], request.output, inputs)
        return
    if written and (folder.is_file() or folder.suffix.lower() == Path(written[0][0]).suffix):
        raise UsageError("output_folder_needed", path=request.output, format=request.output_format, count=len(written))
    for name, content in written:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError("output_failed", path=request.output, detail=error.strerror or str(error)) from error
        _write(content, str(folder / name), inputs)


def _write(content: str | bytes, output: str | None, inputs: Collection[Path]) -> None:
    if output is None:
        print(content)
        return
    if Path(output).resolve() in inputs:
        raise UsageError("output_is_input", path=output)
    try:
        if isinstance(content, bytes):
            Path(output).write_bytes(content)
        else:
            Path(output).write_text(content + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError("output_failed", path=output, detail=error.strerror or str(error)) from error


def _status(request: Request, audits: Sequence[Audit], errors: Sequence[tuple[str, AuditError]], book: Rulebook) -> int:
    """0 only when nothing reaches ``--fail-on`` and every table and required section was decided."""
    if errors:
        return _FAILED
    if request.fail_on != "never":
        threshold = Severity[request.fail_on.upper()]
        if any(finding.severity >= threshold and not finding.preview for audit in audits for finding in audit.findings):
            return _FOUND
    if not request.allow_undecided and any(not _whole(audit.report, book) for audit in audits):
        return _FOUND
    return 0


def _whole(report: Report, book: Rulebook) -> bool:
    """Whether every section of the form is there and every table was read to the last cell."""
    sections = {section.key for section in report.sections}
    if any(spec.key not in sections for spec in book.layout.section):
        return False
    for spec in book.layout.table:
        table = report.tables.get(spec.key)
        if table is None or table.doubt is not None or table.loose_rows:
            return False
        if any(cell.value is None for cell in table.cells.values()):
            return False
    return True
