"""How quick the tool is, as ratios against stock parts in the same run.

``python -m tests.bench.speed`` prints a Markdown table: medians of several runs, least and most, goal, and whether it
is reached. ``--quick`` takes some minutes; ``--rows`` chooses; ``--peers`` fetches linters for Chinese prose from npm
into a temporary folder. ``python -m tests.bench.speed.stages`` tells where the time goes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tests.bench.speed import machine, peers
from tests.bench.speed.figures import Told, table_of
from tests.bench.speed.growth import memory_and_time
from tests.bench.speed.rounds import workers
from tests.bench.speed.sizes import FULL, QUICK, Sizes
from tests.bench.speed.starts import commands, report
from tests.bench.speed.warm import batch

ROWS: dict[str, Callable[[Sizes], Told]] = {
    "report": report,
    "commands": commands,
    "batch": batch,
    "workers": workers,
    "growth": memory_and_time,
}
"""Rows of the table that share a run."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs and reports: some minutes")
    parser.add_argument(
        "--rows", nargs="+", choices=[*ROWS, "peers"], default=[*ROWS], help="which rows; all by default"
    )
    parser.add_argument("--reports", type=int, help="reports that one process audits in a row, for the rows of growth")
    parser.add_argument("--agencies", type=int, help="agencies of the province of a whole round, three reports each")
    parser.add_argument("--peers", action="store_true", help="also the linters for prose, fetched from npm")
    chosen = parser.parse_args()
    sizes = QUICK if chosen.quick else FULL
    sizes = replace(sizes, reports=chosen.reports or sizes.reports, agencies=chosen.agencies or sizes.agencies)
    start = f"{machine.told()} {'Quick' if chosen.quick else 'Full'} form."
    told = Told(notes=[start])
    for name in chosen.rows:
        if name != "peers":
            print(f"[{time.strftime('%H:%M:%S')}] {name} …", file=sys.stderr)
            more = ROWS[name](sizes)
            told.rows, told.notes = told.rows + more.rows, told.notes + more.notes
    compared = peers.compared() if chosen.peers or "peers" in chosen.rows else None
    if compared:
        told.rows, told.notes = told.rows + compared.rows, told.notes + compared.notes
    print(table_of(told.rows), end="\n\n")
    if compared:
        print(compared.table, end="\n\n")
    print("\n".join(f"- {note}" for note in told.notes))


if __name__ == "__main__":
    main()
