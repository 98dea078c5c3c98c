"""What was written and what was planted in it: the files that a benchmark is scored against.

``manifest.jsonl`` has a line for every finding that a planted defect owes; ``files.jsonl`` one for every report
written. Paths are relative to the folder of the province, with ``/``; what is in an archive is named as
``folder.zip/report.docx``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

import msgspec

MANIFEST, FILES = "manifest.jsonl", "files.jsonl"
AGENCIES, REPORTS = "名单", "年报"
"""The list of agencies, as ``名单.xlsx`` and ``名单.csv``, and the folder of the reports."""

What: TypeAlias = Literal[
    "wrong-result", "wrong-total", "wrong-handled", "wrong-balance", "wrong-suits",
    "other-number", "untrue-none",
    "carry-break", "carry-exchanged", "stock-break", "wrong-prior", "same-tables", "small-sum",
    "no-section", "no-assessment", "no-evaluation", "no-accountability", "no-fees", "vague",
    "copied", "copied-lightly", "copied-by-many", "kept", "foreign-name", "residue",
    "nameless", "missing", "twice-same", "twice-different", "damaged", "empty", "picture", "unlisted",
]  # fmt: skip
"""What was done, a line a group: one cell of a table is wrong (of ``wrong-balance`` two); the text says another number
than the table, or none; reports of two years, or of two bodies, do not fit; what a report lacks; where its words come
from; what is odd with its file."""


class Planted(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One finding that is due. A defect that breaks several rules has several lines with the same path and ``what``."""

    path: str
    """The file; empty for a report that is missing."""
    agency: str
    """As on the list; of ``unlisted`` ones as printed."""
    year: int
    what: What
    rule: str = ""
    """The rule that must find it; empty where that is not the matter of a rule: files that are missing, twice there,
    unreadable, or of nobody on the list."""
    place: str = ""
    """The cell ``table.row.column``, for sums the row ``table.row``, or the key of the section."""
    detail: str = ""
    """What was done, in short: ``12 -> 15``, the words that were left over, the share that was written anew."""
    partner: str = ""
    """The other one: whose report was copied, whose name was left over, which child is larger, the path of the other
    file of two."""
    also: tuple[str, ...] = ()
    """Rules that may rightly speak of the same defect, and need not."""


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file with a report, or what was to be one."""

    path: str
    agency: str
    year: int
    format: str
    """``docx``, ``html``, ``txt`` or ``pdf``."""


Line = TypeVar("Line", Planted, Written)


def write(path: Path, lines: Iterable[Planted | Written]) -> None:
    """A file with a line each, in order of their JSON."""
    encoded = sorted(msgspec.json.encode(line) for line in lines)
    path.write_bytes(b"".join(line + b"\n" for line in encoded))


def planted(folder: Path) -> list[Planted]:
    """What was planted in the province of a folder."""
    return _read(folder / MANIFEST, Planted)


def written(folder: Path) -> list[Written]:
    """The reports of the province of a folder."""
    return _read(folder / FILES, Written)


def _read(path: Path, kind: type[Line]) -> list[Line]:
    return [msgspec.json.decode(line, type=kind) for line in path.read_bytes().splitlines() if line]
