"""Whole rounds of ``audit batch`` over files in mixed formats: two workers against one, unchanged against first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.province.manifest import AGENCIES, REPORTS, written
from tests.bench.province.writing import write_province
from tests.bench.speed.figures import Goal, Row, Spread, Told, ratios
from tests.bench.speed.running import Took, audit, taken
from tests.bench.speed.sizes import Sizes
from tests.bench.speed.texts import SEED, YEARS

_TENTH = 10
_AGAIN = 3
"""How often files are looked at again when nothing changed: the median is taken, for there is little to do."""


_NOTE = (
    "Rounds: `audit batch` over {files} files of a generated province (.docx, web pages, texts, PDF) with the list of "
    "agencies; store, letters, commented documents and workbooks are written; CPU time is of all processes. For an "
    "unchanged report, what any round takes (measured over {few} files) is taken off on both sides."
)


@dataclass(frozen=True, slots=True)
class Rounds:
    """What rounds took: over few files and over all, with one worker and with two, and again with nothing changed."""

    few: int
    files: int
    small: Took
    small_again: list[Took]
    one: list[Took]
    two: list[Took]
    again: list[list[Took]]
    """Some times after each round with one worker."""


def workers(sizes: Sizes) -> Told:
    """CPU time with two workers against one, an unchanged round against the first, memory of the main process."""
    with tempfile.TemporaryDirectory() as temporary:
        done = _done(Path(temporary), sizes)
    return Told(
        rows(done),
        [_NOTE.format(files=done.files, few=done.few)],
    )


def rows(done: Rounds) -> list[Row]:
    """What the rounds tell."""
    one, two = (Spread(tuple(took.cpu for took in some)) for some in (done.one, done.two))
    again = Spread(tuple(_middle(some) for some in done.again))
    start = _middle(done.small_again)
    more = ratios([cpu - start for cpu in again.values], [cpu - done.small.cpu for cpu in one.values])
    few = f"at {done.few} files"
    main, largest = (Spread(tuple(of(took) for took in done.one)) for of in (_own, _largest))
    return [
        Row(
            f"two workers over {done.files} files, CPU",
            two,
            "s",
            one,
            "one worker",
            ratios(two.values, one.values),
            Goal(1.1),
        ),
        Row(
            f"an unchanged report of {done.files}, CPU, less what any round takes",
            beside_name="the first time, less the same",
            ratio=more,
            goal=Goal(0.02),
        ),
        Row(
            f"the whole round over {done.files} files with nothing changed, CPU",
            again,
            "s",
            one,
            "the first time",
            ratios(again.values, one.values),
        ),
        _memory(f"memory of the main process at {done.files} files", main, done.small.own, few),
        _memory(f"memory of the largest process at {done.files} files", largest, done.small.largest, few),
    ]


def _middle(took: Sequence[Took]) -> float:
    return median(one.cpu for one in took)


def _own(took: Took) -> float:
    return took.own


def _largest(took: Took) -> float:
    return took.largest


def _memory(what: str, many: Spread, few: float, name: str) -> Row:
    return Row(what, many, "MiB", Spread((few,)), name, ratios(many.values, [few] * len(many.values)))


def _done(folder: Path, sizes: Sizes) -> Rounds:
    whole, part = folder / "all", folder / "few"
    files = _province(whole, sizes.agencies)
    few = _province(part, max(1, sizes.agencies // _TENTH))
    small, *small_again = (_round(part, folder / "few results", 1) for _ in range(1 + _AGAIN))
    done = Rounds(few, files, small, small_again, [], [], [])
    for number in range(sizes.rounds):
        for jobs in (1, 2) if number % 2 == 0 else (2, 1):
            took = _round(whole, folder / f"results {number} {jobs}", jobs)
            (done.one if jobs == 1 else done.two).append(took)
        done.again.append([_round(whole, folder / f"results {number} 1", 1) for _ in range(_AGAIN)])
    return done


def _province(folder: Path, agencies: int) -> int:
    write_province(folder, agencies, YEARS, SEED, os.cpu_count() or 1)
    return len(written(folder))


def _round(folder: Path, results: Path, jobs: int) -> Took:
    lists = ("--agencies", str(folder / f"{AGENCIES}.xlsx"))
    return taken(audit("batch", str(folder / REPORTS), *lists, "-o", str(results), "--jobs", str(jobs)))
