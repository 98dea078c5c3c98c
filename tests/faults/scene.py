"""A small folder of reports, what is known of it before a fault, and the command over it in processes of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from auditor.batch.command import STORE
from auditor.store.decisions import Decision, Said, decide, last_decisions
from auditor.store.opening import open_store, writing
from sqlalchemy import text

from tests.batch.county import MARKET, write_county
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

LATE = "迟报/石桥镇.txt"
"""A second report of a town for a year, the older of the two, which no piece of work reads together with the first."""
SECONDS = 240
"""A call that takes longer hangs."""
_SAID: tuple[Said, ...] = ("confirmed", "unfounded", "pending", "noted")
_STAMP = 1_700_000_000
_PARENT_ENDS = 20


def hear_signals() -> None:
    """What this process starts hears Ctrl-C and the end of a terminal, also in the background or under nohup."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@dataclass(frozen=True, slots=True)
class Called:
    """How a call of the command ended."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def told_whole(self) -> bool:
        """Whether it ended by itself, with words and no traceback."""
        return self.status >= 0 and "Traceback" not in self.err + self.out


@dataclass(frozen=True, slots=True)
class Scene:
    """Reports, the list of agencies, and a folder for results."""

    reports: Path
    listed: Path
    output: Path
    store: str | None = None
    options: tuple[str, ...] = ()
    temporary: Path | None = None

    @property
    def store_file(self) -> Path:
        return Path(self.store) if self.store else self.output / STORE

    def arguments(self) -> list[str]:
        told = ["batch", str(self.reports), "-o", str(self.output), "--agencies", str(self.listed), "--jobs", "2"]
        return [*told, *(("--store", self.store) if self.store else ()), *self.options]

    def started(self, fault: str = "", before: Sequence[str] = (), go: Path | None = None) -> subprocess.Popen[str]:
        """The command as a group of processes of its own; with a fault, under ``tests.faults.injected``."""
        module = "tests.faults.injected" if fault else "auditor.cli"
        temporary = self.temporary or self.output.parent / "临时"
        temporary.mkdir(exist_ok=True)
        return subprocess.Popen(
            [*before, sys.executable, "-m", module, *self.arguments()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment({"FAULT": fault, "FAULT_GO": str(go), "TMPDIR": str(temporary)}),
            start_new_session=True,
        )

    def call(self, fault: str = "", before: Sequence[str] = ()) -> Called:
        """The command to its end."""
        return ended(self.started(fault, before))

    def copied(self, output: Path) -> Scene:
        """The same with the results so far in another folder."""
        if self.output.exists():
            shutil.copytree(self.output, output)
        return replace(self, output=output)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """That of a call of this program, with more variables."""
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", **given}


def ended(process: subprocess.Popen[str], seconds: float = SECONDS) -> Called:
    """Wait for a call; one that hangs is killed and has the status -9."""
    begun = time.monotonic()
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        kill_group(process.pid)
        out, err = process.communicate()
    return Called(process.returncode, out, err, time.monotonic() - begun)


def kill_group(group: int) -> None:
    """Kill a group of processes that was started here, as a machine does that stops."""
    for process in in_group(group):
        with _gone_before():
            process.kill()


def in_group(group: int) -> list[psutil.Process]:
    """The processes of a group that was started here."""
    found = []
    for process in psutil.process_iter():
        with _gone_before():
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


@contextmanager
def _gone_before() -> Iterator[None]:
    try:
        yield
    except (psutil.Error, ProcessLookupError, PermissionError):
        return


def group_ends(group: int) -> bool:
    """Whether all processes of a group end by themselves, soon."""
    end = time.monotonic() + _PARENT_ENDS
    while in_group(group):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def first_scene(root: Path) -> Scene:
    """The folder as it was when decisions were taken: one report is another, and one has not come yet."""
    reports, listed = write_county(root)
    for number, own in enumerate((STALLS, TEA_FACTORY, FERRIES), 1):
        path = reports / "2023" / f"乡{number}.txt"
        path.write_text(report(f"芦汀市第{number}乡人民政府", 2023, own, new=number, carried_out=number % 2), "utf-8")
    _settle(reports)
    return Scene(reports, listed, root / "结果")


def second_scene(scene: Scene) -> None:
    """What comes afterwards."""
    changed = scene.reports / "2023" / "乡1.txt"
    changed.write_text(report("芦汀市第1乡人民政府", 2023, FERRIES, new=6), "utf-8")
    late = scene.reports / LATE
    late.parent.mkdir(exist_ok=True)
    late.write_text(report(MARKET, 2022, FERRIES, new=5), "utf-8")
    _settle(scene.reports)
    os.utime(late, (_STAMP - 100, _STAMP - 100))


def _settle(reports: Path) -> None:
    for path in reports.rglob("*.txt"):
        os.utime(path, (_STAMP, _STAMP))


def take_decisions(store: Path) -> None:
    """Somebody decides on the first findings."""
    engine = open_store(str(store))
    asked = text(
        "SELECT a.name, r.year, f.rule, f.fingerprint FROM findings f JOIN reports r ON r.id = f.report"
        " JOIN agencies a ON a.id = r.agency WHERE r.counted ORDER BY a.name, r.year, f.number LIMIT 4"
    )
    with writing(engine) as connection:
        rows = connection.execute(asked).all()
        for row, said in zip(rows, _SAID, strict=True):
            decide(connection, [Decision(row.name, row.year, row.rule, row.fingerprint, said, "看过原件", "周岚")])
    engine.dispose()


def decisions_in(store: Path) -> list[Decision]:
    """What people said, as the store has it."""
    engine = open_store(str(store))
    with engine.connect() as connection:
        found = last_decisions(connection)
    engine.dispose()
    return found
