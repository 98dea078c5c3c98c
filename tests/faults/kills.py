"""A batch is killed at any moment; the same command goes on, and what it leaves is what it would have left."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import Popen

import psutil

from tests.bench.province.chance import dice
from tests.faults.picture import Picture, differences, picture, whole
from tests.faults.scene import (
    Scene,
    decisions_in,
    ended,
    first_scene,
    group_ends,
    in_group,
    kill_group,
    second_scene,
    take_decisions,
)
from tests.faults.told import Row, Trial, failing, row_of

GROUP, PARENT, WORKER = "the whole group", "the parent alone", "one worker"
RANDOM, CHOSEN = "at a random moment", "at a chosen place"
_FILES = [f"{place}.{kind}" for place in ("half", "replace", "replaced") for kind in ("xlsx", "html")]
_DOCUMENTS = [f"{place}.docx:{number}" for place in ("half", "replace", "replaced") for number in (1, 2)]
IN_PARENT = [
    *(f"commit:{number}" for number in range(1, 10)),
    *(f"committed:{number}" for number in range(1, 19)),
    *(f"{place}:1" for place in _FILES),
]
IN_WORKERS = ["piece:1", "piece:2", "done:1", "done:2", *_DOCUMENTS]
_WITH_JSON = 10
"""JSON is compared after one kill of so many: it takes as long as the batch."""
_ASSERTED = (
    "store whole and decisions there after the kill; no process left; the same command ends as without the kill, with "
    "no traceback; store, workbook, page, documents, letters, names of files equal"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where kills are tried: the results before, and what a batch leaves that nothing disturbs."""

    scene: Scene
    status: int
    seconds: float
    undisturbed: dict[str, Picture]
    """With the results before (``base``), and from nothing (``new``)."""
    unnumbered: dict[str, Picture]
    """The same where it does not matter in which run something was read."""


def ground(root: Path) -> Ground:
    """Make the folder, do the batches that nothing disturbs."""
    scene = first_scene(root)
    scene.call()
    take_decisions(scene.store_file)
    second_scene(scene)
    seconds, pictures, unnumbered = [], {}, {}
    for name, start in (("base", scene), ("new", replace(scene, output=root / "没有"))):
        done = start.copied(root / f"不受扰-{name}")
        called = done.call()
        seconds.append(called.seconds)
        pictures[name] = picture(done.output, with_json=True)
        unnumbered[name] = picture(done.output, with_json=True, runs=False)
    return Ground(scene, called.status, max(seconds), pictures, unnumbered)


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: of whom, when, over which results before."""

    number: int
    who: str
    how: str
    start: str
    when: float = 0.0
    """The part of the time that the batch takes."""
    place: str = ""


def planned(kills: int, seed: int) -> list[Kill]:
    """Half of the kills at random moments, half at chosen places; most of the whole group."""
    found = []
    for number in range(kills):
        chance = dice("kill", seed, number)
        who = chance.choices((GROUP, PARENT, WORKER), (6, 2, 2))[0]
        start = chance.choice(("base", "new"))
        if number % 2:
            some = {GROUP: IN_PARENT + IN_WORKERS, PARENT: IN_PARENT, WORKER: IN_WORKERS}[who]
            found.append(Kill(number, who, CHOSEN, start, place=chance.choice(some)))
        else:
            found.append(Kill(number, who, RANDOM, start, chance.uniform(0.02, 1.0)))
    return found


def tried(kill: Kill, on: Ground, root: Path) -> Trial:
    """Kill, go on, compare."""
    start = on.scene if kill.start == "base" else replace(on.scene, output=root / "没有")
    folder = root / f"{kill.number:04}"
    folder.mkdir()
    scene = start.copied(folder / "结果")
    before = decisions_in(scene.store_file) if kill.start == "base" else []
    fault = f"{'kill' if kill.who == GROUP else 'die'}:{kill.place}" if kill.place else ""
    process = scene.started(fault)
    if kill.how == RANDOM:
        time.sleep(kill.when * on.seconds)
        _kill(process, kill.who)
    first = ended(process)
    killed = first.status == -signal.SIGKILL
    alone = kill.who == WORKER
    held = [("no process is left", group_ends(process.pid)), ("no traceback", "Traceback" not in first.err)]
    if scene.store_file.exists():
        held += _store_holds(scene, folder / "查看", before)
    held.append(("ended as it should", killed or first.status == on.status))
    if alone:
        # Who is killed at one file alone is told of, and the next call has it.
        held.append(("the files that it lost are named", first.status == on.status))
    second = scene.call()
    held.append(("ends as without the kill", second.told_whole and second.status == on.status))
    with_json = kill.number % _WITH_JSON == 0
    expected = (on.unnumbered if alone else on.undisturbed)[kill.start]
    found = picture(scene.output, with_json=with_json, runs=not alone)
    held += [(f"{name} equal", False) for name in differences(expected, {"json": expected["json"], **found})]
    broken = failing(held)
    if not broken:
        shutil.rmtree(folder)
    note = "killed" if killed else "a worker killed, the batch went on" if alone else "ended before the kill came"
    return Trial(f"{kill.who}, {kill.how}", broken, note if not broken else f"{kill}")


def _kill(process: Popen[str], who: str) -> None:
    if who == GROUP:
        kill_group(process.pid)
    elif who == PARENT:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    else:
        _kill_worker(process)


def _kill_worker(process: Popen[str]) -> None:
    """The first worker that is there, now or soon."""
    while process.poll() is None:
        for member in in_group(process.pid):
            with suppress(psutil.Error):
                if member.parents()[1].pid == process.pid:  # of the server that the parent started
                    member.kill()
                    return
        time.sleep(0.02)


def _store_holds(scene: Scene, copy: Path, before: Sequence[object]) -> Iterator[tuple[str, bool]]:
    """What holds of the store as the kill left it; looked at in a copy, for to open it is to mend it."""
    copy.mkdir()
    for path in scene.output.glob(f"{scene.store_file.name}*"):
        shutil.copy(path, copy)
    store = copy / scene.store_file.name
    yield "the store is whole", whole(store) == []
    if before:
        yield "decisions are there", decisions_in(store) == before


def _told(trial: Trial) -> Trial:
    """Kills take most of an hour: how they go is seen meanwhile."""
    print(trial, file=sys.stderr, flush=True)
    return trial


def rows(kills: int, seed: int, on: Ground, root: Path, at_once: int = 2) -> list[Row]:
    """So many kills, some at once, as one row for each way."""
    plan = planned(kills, seed)
    with ThreadPoolExecutor(at_once) as pool:
        trials = list(pool.map(lambda kill: _told(tried(kill, on, root)), plan))
    ways = [f"{who}, {how}" for who in (GROUP, PARENT, WORKER) for how in (RANDOM, CHOSEN)]
    return [
        row_of(f"kill -9: {way}", _ASSERTED, [trial for trial in trials if trial.fault == way])
        for way in ways
        if any(trial.fault == way for trial in trials)
    ]
