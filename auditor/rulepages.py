"""``audit rule`` and ``audit rules``: the page of a rule, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.api import rulebook
from auditor.errors import RuleFileError, UsageError
from auditor.messages import words
from auditor.rulebook import Rulebook
from auditor.rulebook.editing import against_shipped


def page(code: str, extra: Sequence[Path], language: str) -> str:
    """The page of a rule as it stands in its file, and what a file that replaces the rule says otherwise.

    Raises UsageError for a code that does not exist.
    """
    book = rulebook(tuple(extra))
    rule = book.rule(code.upper())
    if rule is None:
        close = book.suggestions(code)
        raise UsageError("rule_unknown", code=code, close=close[0] if close else "")
    path = book.pages[rule.id]
    if not path.is_file():
        raise RuleFileError("rule_page_missing", path=str(path))
    return "\n".join((path.read_text(encoding="utf-8").rstrip(), *_replaced(rule.id, book, language)))


def _replaced(code: str, book: Rulebook, language: str) -> list[str]:
    changes = against_shipped(book, code)
    if not changes:
        return []
    return ["", words("rule_replaced", language, path=str(book.files[code])), "", *map(str, changes)]


def listing(extra: Sequence[Path], language: str) -> str:
    """One line a rule: code, severity, status, title."""
    book = rulebook(tuple(extra))
    lines = [words("rules_header", language)]
    for rule in book.rules:
        severity, status = words(rule.severity, language), words(rule.status, language)
        title = rule.title.phrase.of(language)
        mark = words("rule_replaced_mark", language) if rule.id in book.replaced else ""
        lines.append(f"{rule.id:<8}  {severity:<6} {status:<6} {title}{mark}")
    return "\n".join(lines)
