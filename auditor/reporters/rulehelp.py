"""What a rule's page says to people: its parts, without the examples that are its tests."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.messages import words
from auditor.rulebook.pages import page_text

_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"^## +(.+)$", re.MULTILINE)
_PURPOSE, _EXAMPLES = "查什么", "示例"
_HEADINGS = {
    "查什么": "help_checks",
    "依据": "help_basis",
    "为什么": "help_why",
    "怎么改": "help_mend",
    "不会误报的情形": "help_silent",
    "已知不足": "help_gaps",
}
"""Those of every page, with the keys of their words in the catalogues."""


def help_of(page: Path, language: str) -> str:
    """The page of a rule up to its examples, without its title; empty where the rule has no page.

    Pages are written in Chinese, as the reports are; their headings are in the language that is asked for.
    """
    parts = [(words(_HEADINGS[name], language) if name in _HEADINGS else name, text) for name, text in _told(page)]
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in parts)


def _told(page: Path) -> list[tuple[str, str]]:
    return [(name, text) for name, text in _parts(page) if name != _EXAMPLES]


def purpose_of(page: Path) -> str:
    """What the rule checks, as its page says; empty where that is not said."""
    return next((text for name, text in _parts(page) if name == _PURPOSE), "")


def _parts(page: Path) -> list[tuple[str, str]]:
    if not page.is_file():
        return []
    _, *pieces = _PART.split(_BLOCK.sub("", page_text(page)))
    return [(name.strip(), text.strip()) for name, text in zip(pieces[::2], pieces[1::2], strict=True)]
