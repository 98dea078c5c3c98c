"""``python -m tests.fuzz``: so many damaged reports through the command, and a table of what became of them.

Ends with 1 where one of them led to a traceback, hung, or lost something without a word.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import chain

from tests.fuzz.damage import WAYS
from tests.fuzz.running import FAULTS, Ended, some_ended

_PIECE = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    numbers = range(chosen.reports)
    parts = [numbers[start : start + _PIECE] for start in range(0, chosen.reports, _PIECE)]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        pieces = [pool.submit(some_ended, part, chosen.seed) for part in parts]
        found = list(chain.from_iterable(piece.result() for piece in as_completed(pieces)))
    print(table(found))
    faults = [one for one in found if one.how in FAULTS]
    for one in sorted(faults, key=lambda one: one.number)[:20]:
        print(f"\n{one.number} {one.way}: {one.how}\n{one.detail}")
    return 1 if faults else 0


def table(found: list[Ended]) -> str:
    """How many of each way ended how, as Markdown."""
    counted = Counter((one.way, one.how) for one in found)
    endings = ("0", "1", "2", *FAULTS)
    rows = [f"| {way} | {' | '.join(str(counted[way, how]) for how in endings)} |" for way in WAYS]
    sums = [str(sum(counted[way, how] for way in WAYS)) for how in endings]
    lines = [f"| damage | {' | '.join(endings)} |", "| --- |" + " --- |" * len(endings), *rows]
    return "\n".join([*lines, f"| all | {' | '.join(sums)} |"])


if __name__ == "__main__":
    sys.exit(main())
