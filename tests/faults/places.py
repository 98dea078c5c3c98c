"""Disks that are full, folders that cannot be written, stores that are locked or broken, files that are open."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from auditor.batch.command import STORE

from tests.faults.kills import Ground
from tests.faults.picture import Picture, differences, picture
from tests.faults.scene import Called, Scene
from tests.faults.told import Row, Trial, failing, row_of

NOBODY = 65534
_AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
_SIZES = (0, 40, 160, 400, 560)
"""Free room in KiB: of the first there is none, of the last nearly enough."""
_GOES_ON = "再运行同一命令"
_REFUSED = 2
_ASSERTED = (
    "status 2, no traceback, a last line that names the place and says what to do; mended, the same command ends"
)
_EQUAL = f"{_ASSERTED} equal to a batch that nothing disturbed"


def refused(called: Called, place: str, *told: str) -> Iterator[tuple[str, bool]]:
    """What must hold of a call that could not go on."""
    last = (called.err.strip().splitlines() or [""])[-1]
    yield "no traceback", called.told_whole
    yield f"status 2 ({called.status})", called.status == _REFUSED
    yield f"names the place ({last})", place in last
    yield f"says what to do ({last})", any(word in last for word in told)


def goes_on(scene: Scene, on: Ground, *, runs: bool = True) -> Iterator[tuple[str, bool]]:
    """What must hold of the call after the fault was mended."""
    called = scene.call()
    yield f"ends as without the fault ({called.status})", called.told_whole and called.status == on.status
    expected = (on.undisturbed if runs else on.unnumbered)["new"]
    found = {"json": expected["json"], **picture(scene.output, runs=runs)}
    yield from ((f"{name} equal", False) for name in differences(expected, found))


@contextmanager
def small_disk(place: Path, size: str = "16m") -> Iterator[None]:
    """A file system of its own at a folder; for root alone."""
    place.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "none", str(place))
    try:
        yield
    finally:
        subprocess.run([_program("umount"), "-l", str(place)], check=True)


def _mount(*told: str) -> None:
    subprocess.run([_program("mount"), *told], check=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found
    return found


def fill(place: Path, free: int) -> Path:
    """Leave so many KiB free on the disk of a folder; the file that takes the rest."""
    filler = place / ".填满"
    left = os.statvfs(place)
    with filler.open("wb") as file:
        file.write(b"\0" * max(0, left.f_bavail * left.f_frsize - free * 1024))
    return filler


def full(on: Ground, root: Path) -> list[Row]:
    """No room for the results, for the store, for temporary files."""
    found: list[Row] = []
    for name in ("the output folder", "the folder of the store", "the folder of temporary files"):
        trials = []
        for free in _SIZES:
            disk = root / f"盘-{len(found)}-{free}"
            with small_disk(disk):
                filler = fill(disk, free)
                trials.append(_on_full(name, disk, filler, on, root / f"满-{len(found)}-{free}"))
        asserted = f"{_EQUAL}; or there was room enough and it was equal at once"
        found.append(row_of(f"disk full: {name}", asserted, trials))
    return found


def _on_full(name: str, disk: Path, filler: Path, on: Ground, folder: Path) -> Trial:
    folder.mkdir()
    new = replace(on.scene, output=folder / "结果", temporary=folder / "临时")
    if name == "the output folder":
        scene = replace(new, output=disk / "结果")
    elif name == "the folder of the store":
        scene = replace(new, store=str(disk / STORE))
    else:
        scene = replace(new, temporary=disk)
    called = scene.call()
    note = "refused"
    if called.status == on.status:
        held, note = [("no traceback", called.told_whole)], "room enough"
    else:
        held = list(refused(called, str(disk), "腾出空间"))
    filler.unlink()
    held += _mended(scene, on)
    return Trial(name, failing(held), note)


def closed(on: Ground, root: Path) -> list[Row]:
    """Folders that an ordinary user may not write, and disks that nobody may."""
    return [_for_nobody(on, root), _read_only(on, root), _reports_read_only(on, root)]


def _for_nobody(on: Ground, root: Path) -> Row:
    trials = []
    for number, name in enumerate(("结果", "库", STORE)):
        folder = root / f"只读-{number}"
        output, apart = folder / "结果", folder / "库"
        for place in (folder, output, apart, folder / "临时"):
            place.mkdir()
            shutil.chown(place, NOBODY, NOBODY)
        scene = replace(on.scene, output=output, temporary=folder / "临时")
        if number:
            scene = replace(scene, store=str(apart / STORE))
        if name == STORE:
            _made_by_nobody(scene)
        shut = apart / STORE if name == STORE else folder / name
        before = shut.stat().st_mode
        shut.chmod(0o555 if shut.is_dir() else 0o444)
        held = list(refused(scene.call(before=_AS_NOBODY), str(shut), "没有权限", "改权限", "可以写入"))
        for place in (shut, *apart.iterdir()):
            place.chmod(before)
        trials.append(Trial(name, failing([*held, *_mended(scene, on)])))
    return row_of("not writable for an ordinary user: output folder, folder of the store, store", _EQUAL, trials)


def _made_by_nobody(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.store_file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    for path in scene.store_file.parent.iterdir():
        shutil.chown(path, NOBODY, NOBODY)


def _mended(scene: Scene, on: Ground) -> Iterator[tuple[str, bool]]:
    """What must hold of the call after the fault, of a store that may stand elsewhere."""
    again = scene.call()
    yield f"ends as without the fault ({again.status})", again.told_whole and again.status == on.status
    if scene.store:
        for path in scene.store_file.parent.glob(f"{STORE}*"):
            shutil.copy(path, scene.output)
    expected = on.undisturbed["new"]
    found: Picture = {"json": expected["json"], **picture(scene.output)}
    yield from ((f"{part} equal", False) for part in differences(expected, found))


def _read_only(on: Ground, root: Path) -> Row:
    trials = []
    for name in ("output", "store"):
        disk, folder = root / f"只读盘-{name}", root / f"只读盘旁-{name}"
        folder.mkdir()
        with small_disk(disk):
            scene = replace(on.scene, output=(disk if name == "output" else folder) / "结果", temporary=folder / "临时")
            if name == "store":
                scene = replace(scene, store=str(disk / STORE))
            _mount("-o", "remount,ro", str(disk))
            held = list(refused(scene.call(), str(disk), "没有权限", "改权限", "可以写入"))
            _mount("-o", "remount,rw", str(disk))
            trials.append(Trial(name, failing([*held, *_mended(scene, on)])))
    return row_of("disk of the output folder, or of the store, mounted read-only", _EQUAL, trials)


def _reports_read_only(on: Ground, root: Path) -> Row:
    scene = replace(on.scene, output=root / "源只读" / "结果")
    scene.output.parent.mkdir()
    _mount("--bind", str(scene.reports), str(scene.reports))
    try:
        _mount("-o", "remount,ro,bind", str(scene.reports))
        held = list(goes_on(scene, on))
    finally:
        subprocess.run([_program("umount"), "-l", str(scene.reports)], check=True)
    asserted = "nothing is written there: equal to a batch that nothing disturbed"
    return row_of("reports on a disk mounted read-only", asserted, [Trial("reports", failing(held))])


def stores(on: Ground, root: Path) -> list[Row]:
    """A store that another program has locked, that is damaged, cut off, or of a later version."""
    found: list[Row] = []
    breaks: Sequence[tuple[str, Callable[[Path], None], str]] = (
        ("damaged in the middle", _overwritten, "移到别处"),
        ("cut off", _cut_off, "移到别处"),
        ("of a later version", _later, "换一个文件名"),
        ("a text file", _text, "移到别处"),
    )
    for name, broken, told in breaks:
        scene = on.scene.copied(root / f"库-{len(found)}" / "结果")
        broken(scene.store_file)
        content = scene.store_file.read_bytes()
        called = scene.call()
        held = list(refused(called, STORE, told))
        if name == "of a later version":
            held.append(("the store is as it was", scene.store_file.read_bytes() == content))
        shutil.rmtree(scene.output)
        held += goes_on(scene, on)
        found.append(row_of(f"store {name}", f"{_EQUAL}, once the store is moved away", [Trial(name, failing(held))]))
    return [_locked(on, root), *found]


def _locked(on: Ground, root: Path) -> Row:
    trials = []
    for number in range(2):
        scene = replace(on.scene, output=root / f"锁-{number}" / "结果")
        scene.output.mkdir(parents=True)
        with closing(sqlite3.connect(scene.store_file)) as connection:
            connection.execute("PRAGMA journal_mode=WAL" if number else "PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            called = scene.call("impatient:700")
        held = [*refused(called, STORE, _GOES_ON), ("says how long it waited", "等了 0 秒" in called.err)]
        trials.append(Trial("locked", failing([*held, *goes_on(scene, on)])))
    return row_of("store locked by another process for longer than it is waited for", _EQUAL, trials)


def _overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 60] = b"\xa5" * (4096 * 57)
    path.write_bytes(content)


def _cut_off(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def _text(path: Path) -> None:
    path.write_text("不是数据库" * 2000, "utf-8")


def _later(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET value = '99' WHERE key = 'version'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_files(on: Ground, root: Path) -> list[Row]:
    """A workbook, a page or a document that somebody has open, as Windows has it."""
    trials = []
    for number, place in enumerate(("replace.xlsx", "replace.html", "replace.docx")):
        scene = replace(on.scene, output=root / f"开着-{number}" / "结果")
        scene.output.parent.mkdir()
        called = scene.call(f"closed:{place}:*")
        if place == "replace.docx":
            held = [("no traceback", called.told_whole), ("status 1", called.status == 1)]
            held.append(("each is named", called.err.count("关闭后重试") == _documents(on)))
        else:
            held = list(refused(called, place.removeprefix("replace"), "关闭后重试"))
        held += goes_on(scene, on)
        trials.append(Trial("open", failing(held)))
    return [row_of("output file open in another program (PermissionError at its renaming)", _EQUAL, trials)]


def _documents(on: Ground) -> int:
    """How many agencies have documents."""
    return len({Path(name).parent for name in on.undisturbed["new"]["files"] if name.endswith(".docx")})


def rows(on: Ground, root: Path) -> list[Row]:
    """All faults of places; disks and users are for root alone."""
    root.mkdir()
    root.parent.chmod(0o755)  # an ordinary user is to look into it
    root.chmod(0o755)
    found = [*stores(on, root), *open_files(on, root)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        found += [*full(on, root), *closed(on, root)]
    return found
