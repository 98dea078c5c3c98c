"""Runs to render: reports of the corpus and of the golden cases, documents, files that cannot be audited."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from auditor import Options, audit_source
from auditor.api import model_version, rulebook
from auditor.corpus import REPORTS
from auditor.document import Omission, Reason
from auditor.errors import AuditError, UnreadableReport
from auditor.finding import Audit
from auditor.layout import Label
from auditor.reading import source_of_bytes
from auditor.reporters.run import Run

from tests.documents.writing import docx_of
from tests.golden.test_cases import CASES, audit_case

_AS_GIVEN = Options()
UNBALANCED = "shuoxi-county-2021-unbalanced"
CLEAN = "bolan-transport-2022"
BLANK_CELL = "huandong-health-2021-omitted"
MISSING: tuple[str, AuditError] = ("缺 失.txt", UnreadableReport("file_missing", path="缺 失.txt"))


def audits_of(raw: bytes, path: str, options: Options = _AS_GIVEN) -> list[Audit]:
    """The audits of a file that is at hand as bytes, under any path."""
    return audit_source(source_of_bytes(raw, path), options)


@lru_cache
def corpus_audit(name: str, path: str = "") -> Audit:
    (audit,) = audits_of((REPORTS / f"{name}.txt").read_bytes(), path or f"corpus/reports/{name}.txt")
    return audit


@lru_cache
def golden_audits(name: str) -> tuple[Audit, ...]:
    return tuple(audit_case(next(case for case in CASES if case.name == name)))


@lru_cache
def document_audit(name: str, path: str) -> Audit:
    """A report of the corpus as a Word document, with a picture in it that could not be read."""
    (audit,) = audits_of(docx_of(corpus_audit(name).report), path)
    table = Label("表四（复议、诉讼）", "table of section 四").phrase
    place = audit.report.text.index("五、")
    omission = Omission(place, Reason("table_not_text", {"table": table}))
    return replace(audit, report=replace(audit.report, source=replace(audit.report.source, omissions=(omission,))))


def run_of(*audits: Audit, errors: tuple[tuple[str, AuditError], ...] = (), language: str = "zh") -> Run:
    return Run(list(audits), list(errors), rulebook(), model_version(), language=language)
