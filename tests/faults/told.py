"""What a fault came to, one row a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PIPE = "\\|"
"""A bar within a cell of Markdown."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault that was put in once: which, and which of the things that must hold did not."""

    fault: str
    broken: tuple[str, ...] = ()
    note: str = ""
    """What else became of it, to be counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fault: how often it was put in, what had to hold each time, and how often all of that held."""

    fault: str
    times: int
    asserted: str
    held: int
    notes: tuple[str, ...] = ()
    """What else became of it, with how often."""
    failures: tuple[str, ...] = ()


def row_of(fault: str, asserted: str, trials: Sequence[Trial]) -> Row:
    """The row of trials of one fault."""
    failures = tuple(f"{trial.note}: {', '.join(trial.broken)}" for trial in trials if trial.broken)
    counted = Counter(trial.note for trial in trials if trial.note and not trial.broken)
    notes = tuple(f"{note}: {count}" for note, count in sorted(counted.items()))
    return Row(fault, len(trials), asserted, len(trials) - len(failures), notes, failures)


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    told = [
        f"| {row.fault} | {row.times} | {row.held} | {row.asserted} | {'; '.join(row.notes).replace('|', PIPE)} |"
        for row in rows
    ]
    head = ["| fault | times | held | asserted each time | what came of it |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *told])


def failing(held: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """The names of what did not hold."""
    return tuple(name for name, holds in held if not holds)
