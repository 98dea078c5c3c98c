"""``python -m tests.bench.province FOLDER [--agencies 3000] [--years 2021 2022 2023] [--seed 7]``."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from pathlib import Path

from tests.bench.province import manifest
from tests.bench.province.writing import write_province


def main() -> None:
    """Write a province and say what it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.province", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--agencies", type=int, default=3000)
    parser.add_argument("--years", type=int, nargs="+", default=[2021, 2022, 2023])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    if chosen.folder.exists() and any(chosen.folder.iterdir()):
        parser.error(f"{chosen.folder} is not empty")
    years = sorted(set(chosen.years))
    if years != list(range(years[0], years[-1] + 1)):
        parser.error("years must follow each other")
    started = time.perf_counter()
    write_province(chosen.folder, chosen.agencies, years, chosen.seed, chosen.processes)
    size = sum(file.stat().st_size for file in chosen.folder.rglob("*") if file.is_file())
    found, planted = manifest.written(chosen.folder), manifest.planted(chosen.folder)
    print(f"{len(found)} files, {size / 2**20:.0f} MiB, {time.perf_counter() - started:.0f} s")
    print("formats:", dict(Counter(file.format for file in found).most_common()))
    print(f"planted: {len({(line.agency, line.year) for line in planted})} reports, {len(planted)} findings due")
    for what, count in sorted(Counter(line.what for line in planted).items()):
        print(f"  {count:4} {what}")


if __name__ == "__main__":
    main()
