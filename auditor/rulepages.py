"""``audit rule`` and ``audit rules``: the page of a rule, the list of all, and which clause of the law each checks.

The page of a rule that ships with the tool is shown without reading any other: whether all rules
are in order is for ``audit test`` and for an audit to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.resources import PACK, rules_folder
from auditor.text.visible import as_words

if TYPE_CHECKING:
    from auditor.rulebook import Rulebook

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_COLUMNS = (8, 7, 7)
"""How wide code, severity and status are in the listing."""


def page(code: str, extra: Sequence[Path], language: str) -> str:
    """The page of a rule as it stands in its file, and what a file that replaces the rule says otherwise.

    Raises UsageError for a code that does not exist, RuleFileError for a page that is missing or no text.
    """
    shipped = None if extra else _shipped_page(code.upper())
    if shipped is not None:
        return shipped.read_text(encoding="utf-8").rstrip()
    book = _book(extra)
    rule = book.rule(code.upper())
    if rule is None:
        close = book.suggestions(code)
        raise UsageError("rule_unknown", code=code, close=close[0] if close else "")
    from auditor.rulebook.pages import page_text

    return as_words("\n".join((page_text(book.pages[rule.id]).rstrip(), *_replaced(rule.id, book, language))))


def _shipped_page(code: str) -> Path | None:
    """The page beside the one rule file of that code; None if there is no such pair of files."""
    if not _CODE.fullmatch(code):
        return None
    files = list((rules_folder() / PACK / code[:3]).glob(f"{code}-*.toml"))
    page = files[0].with_suffix(".md") if len(files) == 1 else None
    return page if page is not None and page.is_file() else None


def _book(extra: Sequence[Path]) -> Rulebook:
    from auditor.rulebook import load_rulebook

    return load_rulebook(rules_folder() / PACK, tuple(extra))


def _replaced(code: str, book: Rulebook, language: str) -> list[str]:
    from auditor.messages import words
    from auditor.rulebook.editing import against_shipped

    changes = against_shipped(book, code)
    if not changes:
        return []
    return ["", words("rule_replaced", language, path=str(book.files[code])), "", *map(str, changes)]


def listing(extra: Sequence[Path], language: str) -> str:
    """One line a rule: code, severity, status, title."""
    from auditor.messages import words

    book = _book(extra)
    lines = [_in_columns(*words("rules_header", language).split("|"))]
    for rule in book.rules:
        severity, status = words(rule.severity, language), words(rule.status, language)
        title = as_words(rule.title.phrase.of(language))
        mark = words("rule_replaced_mark", language) if rule.id in book.replaced else ""
        lines.append(_in_columns(rule.id, severity, status, title + mark))
    return "\n".join(lines)


def _in_columns(*cells: str) -> str:
    """A line of the listing; letters that are two columns wide are counted as two."""
    from auditor.text.widths import columns_of

    *narrow, last = cells
    padded = [cell + " " * (width - columns_of(cell)) for cell, width in zip(narrow, _COLUMNS, strict=True)]
    return "  ".join((*padded, last))


def coverage(extra: Sequence[Path], language: str) -> str:
    """Which rule checks which clause of the law, and what no machine can check, as Markdown."""
    from auditor import clauses

    return clauses.page(_book(extra), language)
