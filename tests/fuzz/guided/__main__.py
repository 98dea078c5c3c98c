"""Attack targets for so long each, keep what reached new code, and print a row a target.

Ends with 1 where a fault, a hang or want of memory was found; the bytes stay in the working folder.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.guided import kept, seeds

HANG, MEGABYTES = 30, 2_000
"""What one file may take: seconds and megabytes."""
_COVERED = re.compile(r"\bcov: (\d+)")
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+)\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attacked:
    """What became of one target: this run and all runs so far, how many files are kept, and the faults found."""

    target: str
    run: kept.Spent
    so_far: kept.Spent
    kept: int
    faults: tuple[Path, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*kept.NAMES, []], help="some of them alone")
    parser.add_argument("--seconds", type=int, default=3_600)
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where it works")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rows = [attacked(name, chosen.seconds, chosen.folder / name, chosen.seed) for name in chosen.targets or kept.NAMES]
    print(table(rows))
    for row in rows:
        for fault in row.faults:
            print(f"{row.target}: {fault}")
    return 1 if any(row.faults for row in rows) else 0


def attacked(name: str, seconds: int, folder: Path, seed: int) -> Attacked:
    """Attack one target; what the repository keeps for it grows by what reached new code."""
    corpus, faults = folder / "corpus", folder / "faults"
    for part in (corpus, faults):
        part.mkdir(parents=True, exist_ok=True)
    kept.unpack(name, corpus)
    if not any(corpus.iterdir()):
        kept.write_seeds(name, corpus)
    dictionary = folder / "words"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in seeds.words()), encoding="ascii")
    common = [
        f"-dict={dictionary}",
        f"-timeout={HANG}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-report_slow_units={HANG}",
        f"-artifact_prefix={faults}/",
    ]
    run = kept.Spent(0, 0, 0)
    end = time.monotonic() + seconds
    while (left := int(end - time.monotonic())) > 0:
        told, used = _run(name, faults, [*common, f"-max_total_time={left}", f"-seed={seed + run.tried}", str(corpus)])
        tried = max((int(first or second) for first, second in _RUNS.findall(told)), default=0)
        if not tried:
            raise SystemExit(f"{name}: {told[-2_000:]}")
        reached = max([run.reached, *(int(covered) for covered in _COVERED.findall(told))])
        run = kept.Spent(run.seconds + used, run.tried + tried, reached)
    least = folder / "least"
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir()
    _run(name, faults, ["-merge=1", *common[1:], str(least), str(corpus)])
    count = kept.pack(name, least)
    found = tuple(sorted(path for path in faults.iterdir() if path.suffix != ".txt"))
    return Attacked(name, run, kept.add(name, run), count, found)


def _run(name: str, faults: Path, arguments: list[str]) -> tuple[str, int]:
    """What a process of the fuzzer told, and its processor seconds; it ends by itself when its time is up."""
    command = [sys.executable, "-m", "tests.fuzz.guided.worker", name, str(faults), *arguments]
    before = _children()
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stderr.decode("utf-8", "replace"), round(_children() - before)


def _children() -> float:
    """Processor seconds of the processes that have ended, in the program and for it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(rows: list[Attacked]) -> str:
    """The rows as Markdown: all runs so far, the faults of this one."""
    lines = ["| target | processor minutes | files tried | places reached | files kept | faults |", "| --- " * 6 + "|"]
    for row in rows:
        told = (row.target, round(row.so_far.seconds / 60), row.so_far.tried, row.so_far.reached, row.kept)
        lines.append(f"| {' | '.join(map(str, told))} | {len(row.faults)} |")
    return "\n".join(lines)


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
