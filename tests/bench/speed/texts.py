"""The reports that are measured: those of the corpus and those of the invented province, no two alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from tests.bench.province.chance import dice
from tests.bench.province.defects import FILE_FAULTS
from tests.bench.province.files import text_of
from tests.bench.province.names import Agency
from tests.bench.province.planning import Plan, plan
from tests.bench.province.writing import drafted
from tests.bench.speed.running import ROOT

YEARS = (2021, 2022, 2023)
SEED = 11
_MOST = 10_000
"""Reports of one province."""
_SPARE = 1.05
"""Some reports of a province are missing or cannot be read."""


def corpus() -> list[Path]:
    """The hand-written reports, in the order of names."""
    return sorted((ROOT / "corpus" / "reports").glob("*.txt"))


def by_size(paths: Sequence[Path], count: int) -> list[Path]:
    """So many of the reports, from small to large in even steps; of one, the middle."""
    ordered = sorted(paths, key=lambda path: (path.stat().st_size, path.name))
    return [ordered[(2 * number + 1) * len(ordered) // (2 * count)] for number in range(count)]


def invented(count: int) -> Iterator[str]:
    """So many reports of invented provinces as text, agencies and years mixed; a tenth have something planted.

    A province has names for some ten thousand reports; what goes beyond is of another one.
    """
    parts = [min(_MOST, count - start) for start in range(0, count, _MOST)]
    written = chain.from_iterable(_of_province(part, SEED + place) for place, part in enumerate(parts))
    return islice(_distinct(written), count)


def _of_province(count: int, seed: int) -> Iterator[str]:
    made = plan(int(count * _SPARE / len(YEARS)) + 5, YEARS, seed)
    slots = [(agency, year) for agency in made.province.agencies for year in made.years]
    dice(seed, "speed").shuffle(slots)
    return (text_of(drafted(made, *slot)[0]) for slot in slots if _is_text(made, *slot))


def _is_text(made: Plan, agency: Agency, year: int) -> bool:
    defect = made.defects.get((agency.name, year))
    return defect is None or defect.what not in ("missing", *FILE_FAULTS)


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    seen: set[bytes] = set()
    for text in texts:
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            yield text


def write_invented(folder: Path, count: int) -> list[Path]:
    """Write so many invented reports into a folder, one a file. Raises ValueError where there are not so many."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, text in enumerate(invented(count)):
        paths.append(folder / f"{number:07}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    if len(paths) < count:
        raise ValueError(f"{len(paths)} reports of {count}")
    return paths
