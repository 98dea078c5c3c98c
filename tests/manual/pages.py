"""What the pages of the manual have their readers do: commands, and files and changes by hand between them.

In a page a block fenced as ``console`` holds commands behind ``$ `` and what they print; a line of ``…`` stands for
what is left out. A comment right above a fence says more, in parts divided by ``;``:

    <!-- ends with 1 -->         the status that the commands of the block end with, where it is not 0; or ``0 or 1``
    <!-- types 密码密码 -->       what is typed into them
    <!-- serves -->              the command serves pages until it is stopped
    <!-- needs postgresql -->    or ``cluster``: run by a test of its own where the machine has that
    <!-- run by tests/… -->      another test runs it already
    <!-- file 本单位/甲.toml -->   the block is a file that the reader writes
    <!-- by hand fills in decisions -->   above no fence: what the reader does in another program
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = tuple(sorted((*DOCS.glob("manual/*/*.md"), DOCS / "web.md", DOCS / "cluster.md")))
_FENCE = r"^(?P<ticks>`{3,})(?P<kind>[^\n`]*)\n(?P<content>.*?\n)??(?P=ticks)$"
_PART = re.compile(
    rf"(?:^<!--(?P<comment>[^\n]*?)-->\n)?{_FENCE}|^<!--(?P<alone>[^\n]*?)-->$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Command:
    text: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A block of commands, a file, or something done by hand."""

    line: int
    kind: str
    content: str
    marks: tuple[tuple[str, str], ...] = field(default=())

    def mark(self, name: str) -> str | None:
        return dict(self.marks).get(name)

    @property
    def commands(self) -> list[Command]:
        """Commands with the lines that are shown behind each; a ``\\`` at the end of a line carries a command on."""
        text = self.content.replace("\\\n", "")
        parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
        found = [part.rstrip("\n").split("\n") for part in parts if part]
        return [Command(first, tuple(shown)) for first, *shown in found]


_NAMES = ("ends with", "types", "needs", "run by", "file", "by hand", "serves")


def steps(page: Path) -> Iterator[Step]:
    """What a page has its reader do, in order. Blocks that are neither commands nor files are none."""
    for step in blocks(page):
        if step.kind == "console" or any(name in ("file", "by hand") for name, _ in step.marks):
            yield step


def blocks(page: Path) -> Iterator[Step]:
    """All fenced blocks of a page and the comments above none."""
    text = page.read_text(encoding="utf-8")
    for part in _PART.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        marks = _marks(part["comment"] or part["alone"] or "")
        yield Step(line, part["kind"] or "", part["content"] or "", marks)


def _marks(comment: str) -> tuple[tuple[str, str], ...]:
    parts = [part.strip() for part in comment.split(";")]
    return tuple((name, part.removeprefix(name).strip()) for part in parts for name in _NAMES if part.startswith(name))
