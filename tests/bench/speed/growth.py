"""What a large batch does to one process: memory and time as distinct reports are audited in a row.

As a program, ``python -m tests.bench.speed.growth SMALL FOLDER`` prints what each stretch of so many reports took as
JSON.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.bench.speed.figures import Goal, Row, Spread, Told
from tests.bench.speed.running import answer
from tests.bench.speed.sizes import Sizes
from tests.bench.speed.texts import by_size, corpus, write_invented

_TENTH = 10
_SMALLEST = 1_000
"""Reports from which the issue counts; smaller forms begin at a tenth."""
_COUNTED = 4
"""How often the letters of a report are counted: some milliseconds of plain Python."""
_UNIT = 1024 * (1024 if sys.platform == "darwin" else 1)


_NOTE = (
    "Growth: one process audits so many distinct generated reports in a row (`auditor.api.audit_paths`). Time is CPU "
    "time a report in the last stretch against the first, each over what counting the letters of the same reports took "
    "beside it, so that a machine that slows down does not count."
)


class Stretch(msgspec.Struct, frozen=True):
    """So many reports in a row: CPU seconds of auditing them and of counting their letters; MiB at most till here."""

    audited: float
    counted: float
    peak: float


def memory_and_time(sizes: Sizes) -> Told:
    """Memory after all reports against a first part of them; time a report in the last such part against the first."""
    large = sizes.reports
    small = min(_SMALLEST, large // _TENTH)
    with tempfile.TemporaryDirectory() as temporary:
        write_invented(Path(temporary), large)
        given = answer("growth", str(small), temporary)
    return Told(
        rows(msgspec.convert(given, list[Stretch]), small, large),
        [_NOTE],
    )


def rows(stretches: Sequence[Stretch], small: int, large: int) -> list[Row]:
    """What the stretches tell, of so many reports each."""
    first = stretches[0]
    told = []
    for step in (place for place in (_TENTH, _TENTH**2) if place <= len(stretches)):
        after = stretches[step - 1].peak
        told.append(
            Row(
                f"memory of a worker at {small * step:,} distinct reports",
                Spread((after,)),
                "MiB",
                Spread((first.peak,)),
                f"at {small:,}",
                Spread((after / first.peak,)),
                Goal(1.2),
            )
        )
    pace = [one.audited / one.counted / (first.audited / first.counted) for one in stretches[1:]]
    told.append(
        Row(
            f"time a report, the last {small:,} of {large:,}",
            Spread((stretches[-1].audited / small * 1000,)),
            "ms",
            Spread((first.audited / small * 1000,)),
            f"the first {small:,}; all stretches {Spread(tuple(pace)).told()}",
            Spread((pace[-1],)),
            Goal(1.05),
        )
    )
    return told


# ---- in the process that is measured ----


def _stretch(paths: Sequence[str]) -> Stretch:
    from auditor.api import Options, audit_paths

    audited = counted = 0.0
    for path in paths:
        start = time.process_time()
        ((_, found),) = audit_paths([path], Options())
        done = time.process_time()
        if not isinstance(found, list):
            raise TypeError(f"{path} was not audited: {found}")
        del found
        text = Path(path).read_text(encoding="utf-8")
        begun = time.process_time()
        for _ in range(_COUNTED):
            Counter(iter(text))
        audited, counted = audited + done - start, counted + time.process_time() - begun
    return Stretch(audited, counted, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("small", type=int)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    paths = sorted(map(str, chosen.folder.iterdir()))
    _stretch([str(path) for path in by_size(corpus(), 4)])
    stretches = [_stretch(paths[start : start + chosen.small]) for start in range(0, len(paths), chosen.small)]
    print(msgspec.json.encode(stretches).decode())


if __name__ == "__main__":
    main()
