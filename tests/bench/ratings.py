"""How quick ``rate_measures`` is: ``python -m tests.bench.ratings``.

Clauses of the corpus in batches, each timed twelve times: all passes together say what a busy machine gives, the
fastest pass of each batch what the core can do. Loading is timed once, in this process, after the imports.
"""

from __future__ import annotations

import time

import auditor
from auditor.api import judge
from auditor.corpus import clauses_of
from auditor.resources import models_folder

_BATCH, _PASSES = 400, 12


def main() -> None:
    """Print clauses a second, seconds to load, and the size of the weights."""
    started = time.perf_counter()
    judge()
    loaded = time.perf_counter() - started
    texts = [clause.text for split in ("development", "test") for clause in clauses_of(split)]
    passes: list[list[float]] = []
    for start in range(0, len(texts) - _BATCH + 1, _BATCH):
        batch = texts[start : start + _BATCH]
        passes.append([_seconds(batch) for _ in range(_PASSES)])
    count = len(passes) * _BATCH
    print(f"clauses a second: {count * _PASSES / sum(map(sum, passes)):.0f} over all passes, ", end="")
    print(f"{count / sum(map(min, passes)):.0f} by the fastest of each batch")
    size = (models_folder() / "specificity" / "weights.json").stat().st_size
    print(f"loading: {loaded:.3f} s, {size / 1024:.0f} KiB")


def _seconds(batch: list[str]) -> float:
    started = time.perf_counter()
    auditor.rate_measures(batch)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
