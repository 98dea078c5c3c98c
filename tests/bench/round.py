"""A whole round as an office would have it, on a generated province: ``python -m tests.bench.round [--agencies 3000]``.

Prints what the round took (time, memory), what of the planted defects it found, and what it said of reports in which
nothing is wrong. ``--keep FOLDER`` leaves province and results there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import psutil
from auditor.finding import Severity
from auditor.store import questions
from auditor.store.opening import open_store
from auditor.store.schema import agencies, documents, reports
from sqlalchemy import Connection, select

from tests.bench.province.manifest import AGENCIES, REPORTS, Planted, planted, written

_LOOK_EVERY = 1.0


@dataclass(frozen=True)
class Took:
    """Seconds of a command, and megabytes: of the largest process, and of all together at most."""

    seconds: float
    largest: float
    together: float


def timed(*arguments: str) -> Took:
    """Run a command of this program; its output goes where the output of this one goes but for findings."""
    start = time.perf_counter()
    largest = together = 0.0
    with subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            sizes = _sizes(process.pid)
            largest, together = max(largest, *sizes), max(together, sum(sizes))
            time.sleep(_LOOK_EVERY)
    return Took(time.perf_counter() - start, largest, together)


def _sizes(pid: int) -> list[float]:
    """Megabytes of a process and of those that it started; memory that they share counts for each."""
    try:
        top = psutil.Process(pid)
        return [process.memory_info().rss / 1024**2 for process in (top, *top.children(recursive=True))]
    except psutil.Error:  # one of them ended while it was looked at
        return [0.0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(chosen.keep or temporary)
        province, results = folder / "省", folder / "结果"
        size = ("--agencies", str(chosen.agencies), "--seed", str(chosen.seed))
        made = timed("tests.bench.province", str(province), *size)
        files = written(province)
        print(f"{len(files):,} files of {chosen.agencies:,} agencies, written in {made.seconds:.0f} s: ", end="")
        print(", ".join(f"{count:,} {name}" for name, count in sorted(Counter(file.format for file in files).items())))
        command = ("auditor.cli", "batch", str(province / REPORTS), "--agencies", str(province / f"{AGENCIES}.xlsx"))
        first = timed(*command, "-o", str(results))
        again = timed(*command, "-o", str(results))
        store = sum(path.stat().st_size for path in results.glob("审核结果.db*")) / 1024**2
        print(f"first round: {first.seconds:.0f} s, {len(files) / first.seconds:.1f} reports a second")
        print(f"memory: largest process {first.largest:.0f} MB, all together {first.together:.0f} MB")
        print(f"store: {store:.0f} MB")
        print(f"second round, nothing new: {again.seconds:.1f} s, {again.seconds / first.seconds:.3f} of the first")
        engine = open_store(str(results / "审核结果.db"), must_exist=True)
        with engine.connect() as connection:
            judge(connection, province)
        engine.dispose()


def judge(connection: Connection, province: Path) -> None:
    """Print what was found of what was planted, and what was said beside it."""
    root = f"{province / REPORTS}/"
    due = [(item, _path(item.path)) for item in planted(province)]
    found = questions.found_in_year(connection, None)
    said = {(item.path.removeprefix(root), item.rule) for item in found}
    told = _told(connection, root)
    counts: dict[str, list[bool]] = defaultdict(list)
    for item, path in due:
        right = (path, item.rule) in said if item.rule else _is_told(item, path, told)
        counts[f"{item.what} {item.rule}".strip()].append(right)
    print(f"{'planted':32} {'due':>5} {'found':>6}")
    for name, rights in sorted(counts.items()):
        print(f"{name:32} {len(rights):5} {sum(rights):6}")
    rights = [right for some in counts.values() for right in some]
    print(f"{'all':32} {len(rights):5} {sum(rights):6}  recall {sum(rights) / len(rights):.3f}")
    rightly = {(path, rule) for item, path in due for rule in (item.rule, *item.also)}
    beside = [
        item
        for item in found
        if item.severity >= Severity.WARNING
        and not item.preview
        and (item.path.removeprefix(root), item.rule) not in rightly
    ]
    errors = Counter(item.rule for item in beside if item.severity == Severity.ERROR)
    warnings = Counter(item.rule for item in beside if item.severity == Severity.WARNING)
    print(f"said beside it: errors {dict(errors)}, warnings {dict(warnings)},")
    print(f"in {len({item.report for item in beside})} reports")


def _path(path: str) -> str:
    return path.removeprefix(f"{REPORTS}/")


def _told(connection: Connection, root: str) -> dict[str, set[object]]:
    """What the round says of files and agencies, by what it is."""
    years = sorted({item.year for item in questions.doubles(connection)} | set(_years(connection)))
    attributed = (
        select(documents.c.path, agencies.c.name)
        .join(reports, reports.c.document == documents.c.id)
        .join(agencies, agencies.c.id == reports.c.agency)
    )
    return {
        "missing": {(item.agency, year) for year in years for item in questions.missing(connection, year)},
        "double": {(item.agency, item.year) for item in questions.doubles(connection)},
        "unread": {item.path.removeprefix(root) for item in questions.unread(connection)},
        "unplaced": {item.path.removeprefix(root) for item in questions.unplaced(connection)},
        "attributed": {(path.removeprefix(root), name) for path, name in connection.execute(attributed)},
    }


def _years(connection: Connection) -> list[int]:
    return list(connection.scalars(select(reports.c.year).where(reports.c.counted).distinct()))


def _is_told(item: Planted, path: str, told: dict[str, set[object]]) -> bool:
    match item.what:
        case "missing":
            return (item.agency, item.year) in told["missing"]
        case "twice-same" | "twice-different":
            return (item.agency, item.year) in told["double"]
        case "damaged" | "empty" | "picture":
            return path in told["unread"]
        case "unlisted":
            return path in told["unplaced"]
        case _:
            return (path, item.agency) in told["attributed"]


if __name__ == "__main__":
    main()
