"""``python -m tests.faults --kills 200 --seed S``: faults put into whole batches, and a table of what held.

Ends with 1 where anything did not.
"""

from __future__ import annotations

import argparse
import sys

from tests.faults.running import rows
from tests.faults.told import table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = rows(chosen.kills, chosen.seed)
    print(table(found))
    for row in found:
        for line in row.failures:
            print(f"\n{row.fault}: {line}")
    return 1 if any(row.held < row.times for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
