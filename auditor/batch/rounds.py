"""What a round is over, who is told of it, who does its work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from auditor import api
from auditor.batch.pool import Limits, Stopped
from auditor.batch.work import Done, Piece, Written
from auditor.messages import LANGUAGES, words
from auditor.store.intake import ReadFile
from auditor.store.rows import Audited

T = TypeVar("T")

LOOKED_UP = 200
"""How many files or reports are looked up in the store at a time."""
AT_ONCE = 8
"""How many files or reports are a piece of work."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be done over."""

    paths: tuple[str, ...]
    store: str
    agencies: str | None = None
    without: frozenset[Path] = frozenset()
    """Files and folders that are no reports: what an earlier round wrote."""
    workers: int = 1
    limits: Limits = field(default_factory=lambda: Limits(300, 2048))
    options: api.Options = field(default_factory=api.Options)
    documents: Path | None = None
    """The folder for each agency's commented document and letter; none are written without one."""
    year: int | None = None
    """The year of which they are written; by default that of most reports (``auditor.store.years``)."""
    waits: bool = False
    """Whether it waits for another round over the same store to end, or is refused."""


class Watcher(Protocol):
    """Who is told of a round as it goes."""

    def stage(self, name: str, total: int) -> None:
        """A step begins, of so many files or reports."""

    def advance(self, count: int) -> None:
        """So many are done."""

    def unread(self, fault: str) -> None:
        """A file that could not be read or written, in words for people that name it."""

    def unopened(self, fault: str) -> None:
        """What was named and cannot be opened or is not there, so that the store has no file of it."""

    def skipped(self, told: str) -> None:
        """What was left out: files that are no reports, columns of the list that nothing is known of."""

    def audited(self, done: Audited) -> None:
        """The results of a report, as they come."""


class Workers(Protocol):
    """Who does pieces of work: the processes of this machine, or a cluster."""

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        """What came of each piece, in any order."""

    def close(self) -> None:
        """Nothing more is to be done."""


def in_pieces(items: Iterable[T]) -> Iterator[list[T]]:
    """Items as they come, so many at a time as are a piece of work."""
    source = iter(items)
    while some := list(islice(source, AT_ONCE)):
        yield some


def fault_of(item: ReadFile | Audited | Written, language: str) -> str:
    """Why something could not be done, in words; empty where it was."""
    return (item.fault_en if language == "en" else item.fault) or ""


def given_up_with(done_with: str, limits: Limits) -> str:
    """What the store keeps in place of what a file or report would have been done with, where it broke the limits.

    Within others it is tried again.
    """
    return hashlib.sha256(f"{done_with}|{limits.seconds:g}|{limits.megabytes}".encode()).hexdigest()


def kept_with(done_with: str, why: Stopped, limits: Limits) -> str:
    """The same for every way to be given up: what no limit of ours stopped is tried again by the next round."""
    return given_up_with(done_with, limits) if why in ("time", "memory") else ""


def stopped(what: str, why: Stopped, limits: Limits) -> list[str]:
    """Why a file or report was given up, in both languages."""
    params = {"path": what, "seconds": f"{limits.seconds:g}", "megabytes": limits.megabytes}
    return [words(f"stopped_{why}", language, **params) for language in LANGUAGES]
