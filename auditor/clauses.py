"""``audit rules --coverage``: which rule checks which clause of the law, and what no machine can check, as one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from auditor.errors import RuleFileError
from auditor.messages import words
from auditor.rulebook import Rulebook
from auditor.text.visible import as_words
from auditor.toml import converted, table_in

_FILE = "coverage.toml"


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause about annual reports: what it says in short, whether that was read, and who checks what of it."""

    place: str
    says: str
    source: Literal["verified", "memory"]
    rules: tuple[str, ...]
    unchecked: str
    """What cannot be checked by a machine, and why; empty where rules check it all."""


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A law or notice and its clauses in their order."""

    title: str
    clause: tuple[Clause, ...]


class Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All documents that are gone through clause by clause."""

    document: tuple[Document, ...]


def page(book: Rulebook, language: str) -> str:
    """The page as Markdown. Raises RuleFileError for a clause that names no rule, or neither rules nor a reason."""
    coverage = read_coverage(book)
    lines = [words("coverage_title", language), "", words("coverage_note", language)]
    for document in coverage.document:
        lines += ["", f"## {document.title}", "", words("coverage_header", language), "| --- | --- | --- | --- | --- |"]
        lines += [_row(clause, book, language) for clause in document.clause]
    return as_words("\n".join(lines))


def read_coverage(book: Rulebook) -> Coverage:
    """What the file of a pack says. Raises RuleFileError."""
    path = book.folder / _FILE
    coverage = converted(table_in(path), Coverage, path)
    problem = next(_problems(coverage, book), None)
    if problem:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    return coverage


def _problems(coverage: Coverage, book: Rulebook) -> Iterator[str]:
    for document in coverage.document:
        for clause in document.clause:
            unknown = [code for code in clause.rules if book.rule(code) is None]
            if unknown:
                yield f"{document.title} {clause.place}: no rule `{unknown[0]}`"
            if not clause.rules and not clause.unchecked:
                yield f"{document.title} {clause.place}: neither checked nor said why not"


def _row(clause: Clause, book: Rulebook, language: str) -> str:
    named = [rule for code in clause.rules if (rule := book.rule(code)) is not None]
    titles = [f"{rule.id} {rule.title.phrase.of(language)}" for rule in named]
    checked = words("between_clauses", language).join(titles) or "—"
    source = words(f"coverage_{clause.source}", language)
    return f"| {clause.place} | {clause.says} | {source} | {checked} | {clause.unchecked or '—'} |"
