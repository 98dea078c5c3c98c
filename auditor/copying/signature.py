"""MinHash signatures of own words, and LSH over them: which reports of a nation are worth comparing.

rensa (MIT, Rust) makes a signature in a sixtieth of the time of datasketch, and without SciPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from auditor.copying.own_words import OwnWords

if TYPE_CHECKING:
    from rensa import RMinHash

_PERMUTATIONS, _BANDS, _SEED = 128, 32, 2019
_SHINGLE = 5
LIKELY = 0.3
"""Shingles in common, estimated, from which two reports are compared word for word. A report of which three quarters
are copied, with a word changed in every other sentence, still has .35."""


def signature(words: OwnWords) -> bytes:
    """The signature of own words, some 600 bytes; empty where there are too few words for one."""
    runs = {words.text[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}
    if not runs:
        return b""
    sketch = _sketch()
    sketch.update(sorted(runs))
    return bytes(sketch.__getstate__())


def likely_pairs(signatures: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int, float]]:
    """Pairs of keys whose reports may have much in common, the later one first, with the estimated share.

    Each is compared with those before it that fall into the same band, never with all.
    """
    from rensa import RMinHashLSH

    index = RMinHashLSH(threshold=LIKELY, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    kept: dict[int, RMinHash] = {}
    for key, state in signatures:
        if not state:
            continue
        sketch = _sketch()
        sketch.__setstate__(state)
        for other in sorted(set(index.query(sketch))):
            estimate = sketch.jaccard(kept[other])
            if estimate >= LIKELY:
                yield key, other, estimate
        index.insert(key, sketch)
        kept[key] = sketch


def _sketch() -> RMinHash:
    from rensa import RMinHash

    return RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
