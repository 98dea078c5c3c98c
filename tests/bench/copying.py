"""How long it takes to find who may have copied: ``python -m tests.bench.copying [--reports 100000]``.

Signatures of invented own words, one in fifty of them a copy of an earlier one with one character in thirty changed,
the others with set phrases in common; prints the time of the signatures, of the search, and what it found.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator

from auditor.copying.own_words import OwnWords
from auditor.copying.signature import likely_pairs, signature

_LETTERS = 1200
_PHRASES = 400
_COPY_EVERY = 50


def texts(count: int) -> Iterator[tuple[str, int | None]]:
    """Own words, and of which earlier one they are a copy."""
    chance = random.Random(7)  # noqa: S311 - texts, no secrets
    phrases = ["".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(12)) for _ in range(_PHRASES)]
    kept: list[str] = []
    for number in range(count):
        if number % _COPY_EVERY == 1:
            place = chance.randrange(len(kept))
            letters = list(kept[place])
            for at in range(0, len(letters), 30):
                letters[at] = chr(0x4E00 + chance.randrange(3000))
            yield "".join(letters), place * _COPY_EVERY
            continue
        own = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(_LETTERS - 240))
        text = own + "".join(chance.sample(phrases, 20))
        if number % _COPY_EVERY == 0:
            kept.append(text)
        yield text, None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    chosen = parser.parse_args()
    due: set[tuple[int, int]] = set()
    made: list[tuple[int, bytes]] = []
    spent = 0.0
    for number, (text, of) in enumerate(texts(chosen.reports)):
        start = time.perf_counter()
        made.append((number, signature(OwnWords(text, tuple(range(len(text)))))))
        spent += time.perf_counter() - start
        if of is not None:
            due.add((number, of))
    start = time.perf_counter()
    found = {(one, other) for one, other, _ in likely_pairs(made)}
    searched = time.perf_counter() - start
    print(f"{chosen.reports:,} reports: signatures {spent:.0f} s, search {searched:.1f} s on one core")
    print(f"copies {len(due):,}, found {len(due & found):,}")
    print(f"pairs of others, such as two copies of one: {len(found - due):,}")


if __name__ == "__main__":
    main()
