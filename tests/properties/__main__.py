"""``python -m tests.properties``: every change of every cell of balanced tables, and a table of what was said of them.

Ends with 1 where one of them was told otherwise than it must be.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from tests.layouts import WRITERS
from tests.properties.single_cells import COUNTED, SEEDS, Case, Said, cases, counted, due, said


def _told(seed: int, place: int) -> list[tuple[Case, Said]]:
    return [(case, said(case)) for case in cases(seed, WRITERS[place])]


def main() -> int:
    with ProcessPoolExecutor(2) as pool:
        pieces = [pool.submit(_told, seed, place) for seed in SEEDS for place in range(len(WRITERS))]
        told = list(chain.from_iterable(piece.result() for piece in pieces))
    rows = counted(told)
    rows["all"] = {name: sum(row[name] for row in rows.values()) for name in COUNTED}
    print(f"| change | {' | '.join(COUNTED)} |", "| --- |" + " --- |" * len(COUNTED), sep="\n")
    for change, row in rows.items():
        print(f"| {change} | {' | '.join(str(row[name]) for name in COUNTED)} |")
    wrong = [(case, saying) for case, saying in told if saying != due(case)]
    for case, saying in wrong[:20]:
        print(f"\n{case}\n{saying}\n{due(case)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
