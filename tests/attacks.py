"""``python -m tests.attacks``: attack the tool in every way at hand and write what came of it into docs/attacks.md.

Each way is a command of its own that prints a Markdown table and ends with 1 where the tool gave in; this one runs them
in turn and puts each table, with its command, day and version, in its place on the page. Hours in full; ``--quick`` for
a look; names of ways for some of them alone.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from auditor.version import __version__

PAGE = Path(__file__).parents[1] / "docs" / "attacks.md"
_TABLE = re.compile(r"(?:^\|.*\n?)+", re.MULTILINE)
WAYS: Mapping[str, tuple[str, str]] = {
    "damaged": ("tests.fuzz --reports 100000", "tests.fuzz --reports 900"),
    "guided": ("tests.fuzz.guided --seconds 3600", "tests.fuzz.guided --seconds 60"),
    "cells": ("tests.properties", "tests.properties"),
    "faults": ("tests.faults --kills 200", "tests.faults --kills 10"),
}
"""By its mark on the page: the command in full, and for a look."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", choices=[*WAYS, []], help="some alone")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=PAGE, help="another page with the same marks")
    chosen = parser.parse_args()
    statuses = [attack(way, chosen.output, quick=chosen.quick) for way in chosen.ways or WAYS]
    return max(statuses)


def attack(way: str, page: Path, *, quick: bool) -> int:
    """Attack in one way, and write its table onto the page; how the command ended."""
    command = WAYS[way][quick]
    print(f"python -m {command}", flush=True)
    environment = {**os.environ, "PYTHONPATH": str(PAGE.parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, flush=True)
    table = _TABLE.search(done.stdout)
    if table is None:
        raise SystemExit(f"python -m {command}: no table (ended with {done.returncode})")
    told = f"`python -m {command}`, {datetime.now(UTC):%Y-%m-%d}, version {__version__}, ended with {done.returncode}:"
    page.write_text(
        placed(page.read_text(encoding="utf-8"), way, f"{told}\n\n{table.group().strip()}"), encoding="utf-8"
    )
    return done.returncode


def placed(page: str, mark: str, content: str) -> str:
    """A page with something between the two marks of that name."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, _, rest = page.partition(begin)
    return f"{before}{begin}\n{content}\n{end}{rest.partition(end)[2]}"


if __name__ == "__main__":
    sys.exit(main())
