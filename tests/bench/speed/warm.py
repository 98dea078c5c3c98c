"""What a batch waits for, on one core: auditing distinct reports in a warm process, in turn with jieba cutting them.

As a program, ``python -m tests.bench.speed.warm WAY GROUPS FILE…`` prints the seconds of each group as JSON.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tests.bench.speed.figures import Goal, Row, Spread, Told, ratios
from tests.bench.speed.running import answer
from tests.bench.speed.sizes import Sizes
from tests.bench.speed.texts import corpus, write_invented

Way = Callable[[Sequence[str]], None]
WARMING = 4
"""Reports that are done before anything is measured, and not again."""


_NOTE = (
    "Batch on one core: CPU time in one warm process, where each report is audited once and no text comes twice; "
    "`jieba.lcut` is stock, with its HMM, in the same process and in turn. The first row of each pair is "
    "`auditor.api.audit_paths` (read, parse, all stable rules, score; no store, nothing rendered), the second all that "
    "a worker of `audit batch` does with a report without neighbours: read, parse, sign its own words, put away, take "
    "out, audit, make the rows of the store."
)


class Group(msgspec.Struct, frozen=True):
    """Reports that were done once each, and the CPU seconds of it."""

    bytes: int
    ours: float
    cut: float


def batch(sizes: Sizes) -> Told:
    """All stable rules beside bare ``jieba.lcut``, on the corpus and on an invented province."""
    told = Told()
    with tempfile.TemporaryDirectory() as temporary:
        places = {"the corpus": corpus(), "a generated province": write_invented(Path(temporary), sizes.invented)}
        for name, paths in places.items():
            data = f"{len(paths) - WARMING} reports of {name}"
            for way, what, goal in (
                ("audited", f"batch, one core, {data}", Goal(0.6, at_least=True)),
                ("worked", "the same as a worker of `audit batch` does it", None),
            ):
                given = answer("warm", way, str(sizes.groups), *map(str, paths))
                told.rows.append(_row(what, msgspec.convert(given, list[Group]), goal))
    told.notes.append(_NOTE)
    return told


def _row(what: str, groups: Sequence[Group], goal: Goal | None) -> Row:
    ours = Spread(tuple(group.bytes / 1e6 / group.ours for group in groups))
    cut = Spread(tuple(group.bytes / 1e6 / group.cut for group in groups))
    name = "`jieba.lcut` of the same texts"
    return Row(what, ours, "MB/s", cut, name, ratios(ours.values, cut.values), goal)


# ---- in the process that is measured ----


def _audited(paths: Sequence[str]) -> None:
    from auditor.api import Options, audit_paths

    for path, found in audit_paths(paths, Options()):
        if not isinstance(found, list):
            raise TypeError(f"{path} was not audited: {found}")


def _worked(paths: Sequence[str]) -> None:
    """Both passes of a worker over files, without the store between them."""
    from auditor.api import rulebook
    from auditor.batch.rounds import in_pieces
    from auditor.batch.work import AuditPiece, Bundle, ReadDone, ReadPiece, Setup, packed, unpacked, work

    setup = packed(Setup())
    for some in in_pieces(paths):
        done: Any = unpacked(work(setup, packed(ReadPiece(tuple(some), ""))))
        if not isinstance(done, ReadDone) or any(file.fault for file in done.files):
            raise TypeError(f"{some} were not read")
        bundles = tuple(
            Bundle(number, file.path, report.filed, None, (), (), "", None, rulebook().version)
            for number, file in enumerate(done.files)
            for report in file.reports
        )
        work(setup, packed(AuditPiece(bundles)))


def _cut(paths: Sequence[str]) -> None:
    import jieba

    for path in paths:
        jieba.lcut(Path(path).read_text(encoding="utf-8"))


def _seconds(do: Way, paths: Sequence[str]) -> float:
    start = time.process_time()
    do(paths)
    return time.process_time() - start


def _measured(way: Way, paths: Sequence[str], place: int) -> Group:
    """A group of reports done by us and by jieba, by turns first."""
    ours = _seconds(way, paths) if place % 2 == 0 else 0.0
    cut = _seconds(_cut, paths)
    return Group(sum(Path(path).stat().st_size for path in paths), ours or _seconds(way, paths), cut)


WAYS: dict[str, Way] = {"audited": _audited, "worked": _worked}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("groups", type=int)
    parser.add_argument("files", nargs="+")
    chosen = parser.parse_args()
    way = WAYS[chosen.way]
    for do in (way, _cut):
        do(chosen.files[:WARMING])
    files = chosen.files[WARMING:]
    groups = [_measured(way, files[place :: chosen.groups], place) for place in range(chosen.groups)]
    print(msgspec.json.encode(groups).decode())


if __name__ == "__main__":
    main()
