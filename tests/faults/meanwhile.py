"""What happens while a batch runs: clocks are set, others begin the same, reports are changed, moved and removed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from auditor.batch.command import STORE

from tests.batch.texts import STALLS, report
from tests.bench.province.chance import dice
from tests.faults.kills import Ground
from tests.faults.picture import Picture, differences, picture
from tests.faults.places import refused
from tests.faults.scene import Called, Scene, decisions_in, ended, first_scene, kill_group, second_scene
from tests.faults.told import Row, Trial, failing, row_of

_HERE_SECONDS = 120


def equal(scene: Scene, on: Ground, start: str, *, runs: bool = True) -> Iterator[tuple[str, bool]]:
    """The parts of the results that are not as a batch leaves them that nothing disturbs."""
    expected = (on.undisturbed if runs else on.unnumbered)[start]
    found: Picture = {"json": expected["json"], **picture(scene.output, runs=runs)}
    yield from ((f"{name} equal", False) for name in differences(expected, found))


def clocks(on: Ground, root: Path, seed: int) -> list[Row]:
    """The clock of the machine is set between runs and during one."""
    trials = []
    ways = (("3650", "-3650"), ("-3650", "3650"), ("400:jumps", "-400:jumps"), ("-1", "0"))
    for number, (first, then) in enumerate(ways):
        scene = on.scene.copied(root / f"钟-{number}" / "结果")
        before = decisions_in(scene.store_file)
        process = scene.started(f"clock:{first}")
        time.sleep(dice("clock", seed, number).uniform(0.4, 0.9) * on.seconds)
        kill_group(process.pid)
        ended(process)
        called = scene.call(f"clock:{then}")
        held = [("ends as always", called.told_whole and called.status == on.status)]
        held += equal(scene, on, "base")
        held.append(("decisions hold", decisions_in(scene.store_file) == before))
        third = scene.call()
        held += [("a third call ends as always", third.status == on.status), *equal(scene, on, "base")]
        trials.append(Trial("clock", failing(held)))
    asserted = (
        "killed under one clock, gone on with under another (ten years ahead or back, a year back with each look): "
        "equal to a batch that nothing disturbed, decisions hold, a third call changes nothing"
    )
    return [row_of("clock set back or forward, between runs and during one", asserted, trials)]


def two_at_once(on: Ground, root: Path) -> list[Row]:
    """A second batch begins while one is at work."""
    return [_same_folder(on, root), _one_store(on, root), _one_output(on, root), _one_killed(on, root)]


def _same_folder(on: Ground, root: Path) -> Row:
    trials = []
    for number, place in enumerate(("commit:2", "commit:5", "committed:12", "replace.xlsx:1")):
        scene = replace(on.scene, output=root / f"同-{number}" / "结果")
        with_first = _paused(scene, place)
        second = scene.call()
        first = with_first()
        held = [*refused(second, str(scene.output), "再运行同一命令")]
        held += [("the first ends as always", first.told_whole and first.status == on.status), *equal(scene, on, "new")]
        trials.append(Trial("same", failing(held)))
    asserted = "the second: status 2, one last line that names the folder and what to do; the first: equal, undisturbed"
    return row_of("two batches at once: same reports, same folder of results", asserted, trials)


def _one_store(on: Ground, root: Path) -> Row:
    trials = []
    for number, place in enumerate(("commit:2", "commit:5")):
        folder = root / f"库-{number}"
        other = first_scene(folder)
        first = replace(on.scene, output=folder / "甲", store=str(folder / STORE))
        second = replace(other, output=folder / "乙", store=str(folder / STORE))
        with_first = _paused(first, place)
        held = list(refused(second.call(), STORE, "再运行同一命令"))
        called = with_first()
        held.append(("the first ends as always", called.told_whole and called.status == on.status))
        after = second.call()
        held.append(("the second ends afterwards", after.told_whole and after.status == on.status))
        alone = replace(other, output=folder / "丙", store=str(folder / "另一.db"))
        held.append(("as it did alone", alone.call().status == after.status))
        trials.append(Trial("store", failing(held)))
    asserted = "the second: status 2, one last line that names the store; the first undisturbed; the second ends then"
    return row_of("two batches at once: other reports and folders, one store", asserted, trials)


def _one_output(on: Ground, root: Path) -> Row:
    scene = replace(on.scene, output=root / "出" / "结果")
    with_first = _paused(scene, "commit:4")
    second = replace(scene, store=str(root / "出" / "另一.db")).call()
    first = with_first()
    held = [*refused(second, str(scene.output), "再运行同一命令"), ("the first ends", first.status == on.status)]
    held += equal(scene, on, "new")
    asserted = "the second: status 2, one last line that names the folder; the first: equal, undisturbed"
    return row_of("two batches at once: other stores, one folder of results", asserted, [Trial("out", failing(held))])


def _one_killed(on: Ground, root: Path) -> Row:
    trials = []
    for number, place in enumerate(("commit:3", "committed:10", "replace.xlsx:1")):
        scene = replace(on.scene, output=root / f"杀-{number}" / "结果")
        _paused(scene, place, kill=True)()
        called = scene.call()
        held = [("the second ends as always", called.told_whole and called.status == on.status)]
        trials.append(Trial("killed", failing([*held, *equal(scene, on, "new")])))
    asserted = "the first is killed at a chosen place; the second at once after it: equal to one that nothing disturbed"
    return row_of("two batches: the first is killed", asserted, trials)


def _paused(scene: Scene, place: str, *, kill: bool = False) -> Callable[[], Called]:
    """A batch that waits at a place; call it to let it go on, or be killed, and end."""
    scene.output.parent.mkdir(parents=True, exist_ok=True)
    go = scene.output.parent / f"{scene.output.name}.go"
    process = scene.started(f"pause:{place}", go=go)
    end = time.monotonic() + _HERE_SECONDS
    while not go.with_suffix(".here").exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)

    def go_on() -> Called:
        if kill:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        go.touch()
        return ended(process)

    return go_on


def sources(root: Path) -> list[Row]:
    """Reports that change, go, or are replaced while a batch is at work, and their folder that gets another name."""
    ways: Sequence[tuple[str, Callable[[Path], None], tuple[str, ...]]] = (
        ("changed", _changed, ()),
        ("removed", _removed, ("乡2.txt",)),
        ("replaced by another file of the same name", _replaced, ()),
        ("replaced by a folder", _folder_instead, ("乡2.txt",)),
    )
    found = []
    for number, (name, change, named) in enumerate(ways):
        trials = []
        for before_read, place in ((True, "piece:1"), (False, "commit:4")):
            folder = root / f"源-{number}-{before_read}"
            folder.mkdir()
            scene = first_scene(folder)
            second_scene(scene)
            go_on = _paused(scene, place)
            change(scene.reports)
            first = go_on()
            second = scene.call()
            alone = replace(scene, output=folder / "另一")
            alone.call()
            held = [("no traceback", first.told_whole and second.told_whole)]
            held += [(f"{one} is named", one in first.err) for one in named if before_read]
            held += [
                (f"{part} equal", False)
                for part in differences(_outputs(picture(scene.output)), _outputs(picture(alone.output)))
            ]
            trials.append(Trial(name, failing(held)))
        asserted = (
            "no traceback; a file that cannot be read is named; after the next call workbook, page, documents and "
            "letters equal those of a batch over the reports as they are now"
        )
        found.append(row_of(f"a report is {name} while the batch runs (before it is read, after it)", asserted, trials))
    return [*found, _renamed(root)]


def _outputs(found: Picture) -> Picture:
    """Without the store, which keeps what stood at a path before."""
    return {name: part for name, part in found.items() if not name.startswith("store ")}


def _changed(reports: Path) -> None:
    path = reports / "2023" / "乡2.txt"
    path.write_text(report("芦汀市第2乡人民政府", 2023, STALLS, new=8), "utf-8")


def _removed(reports: Path) -> None:
    (reports / "2023" / "乡2.txt").unlink()


def _replaced(reports: Path) -> None:
    path = reports / "2023" / "乡2.txt"
    other = path.with_name("新.part")
    other.write_text(report("芦汀市第7乡人民政府", 2023, STALLS, new=1), "utf-8")
    other.replace(path)


def _folder_instead(reports: Path) -> None:
    path = reports / "2023" / "乡2.txt"
    path.unlink()
    path.mkdir()


def _renamed(root: Path) -> Row:
    folder = root / "改名"
    folder.mkdir()
    scene = first_scene(folder)
    go_on = _paused(scene, "piece:1")
    scene.reports.rename(folder / "去年年报")
    files = len(list((folder / "去年年报").rglob("*.txt")))
    first = go_on()
    gone = scene.call()
    (folder / "去年年报").rename(scene.reports)
    back = scene.call()
    alone = replace(scene, output=folder / "另一")
    alone.call()
    held = [
        ("no traceback", first.told_whole and gone.told_whole and back.told_whole),
        ("each file is named", first.err.count(str(scene.reports)) >= files),
        ("the folder that is not there is named", gone.status == 2 and str(scene.reports) in gone.err),
        *(
            (f"{part} equal", False)
            for part in differences(_outputs(picture(scene.output)), _outputs(picture(alone.output)))
        ),
    ]
    asserted = (
        "no traceback; each file is named; the next call names the folder that is not there (status 2); with its name "
        "back, outputs equal those of a batch that nothing disturbed"
    )
    return row_of("the folder of reports is renamed while the batch runs", asserted, [Trial("renamed", failing(held))])


def rows(on: Ground, root: Path, seed: int) -> list[Row]:
    """All that may happen meanwhile."""
    root.mkdir()
    return [*clocks(on, root, seed), *two_at_once(on, root), *sources(root)]
