"""Files that people hand in: kept in a folder of their own under harmless names, read by rounds in the background.

A round reads each file in a process with limits of time and memory. It goes on when the page is left, and a round
that was cut off by the end of the server goes on with the next.
"""

from __future__ import annotations

import re
import secrets
import shutil
import threading
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from auditor.batch.rounds import Round, fault_of
from auditor.batch.running import run
from auditor.errors import AuditError
from auditor.messages import error_text
from auditor.store.rows import Audited
from auditor.text.filenames import safe_name

_LANGUAGE = "zh"
_DEEPEST = 6
UPLOAD = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
"""What the folder of an upload is called: when it came."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of uploads has come."""

    running: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    faults: tuple[str, ...] = ()
    """What could not be read in the round that runs or ran last, in words."""
    fault: str = ""
    """Why a round could not be done at all."""


@dataclass
class Rounds:
    """Does one round after the other in a thread of its own, for as long as some are wanted."""

    wanted: Callable[[], Round]
    _progress: Progress = field(default_factory=Progress)
    _again: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def progress(self) -> Progress:
        with self._lock:
            return self._progress

    def want(self) -> None:
        """Files have come: a round begins now, or after the one that runs."""
        with self._lock:
            self._again = True
            if self._progress.running:
                return
            self._progress = Progress(running=True, stage="reading")
        threading.Thread(target=self._work, name="rounds", daemon=True).start()

    def _work(self) -> None:
        while self._is_wanted():
            try:
                run(self.wanted(), self, _LANGUAGE).dispose()
            except AuditError as error:
                self._told(fault=error_text(error, _LANGUAGE))
            except Exception as error:  # noqa: BLE001 - a fault of ours: in full where the server runs, named on the page
                traceback.print_exc()
                self._told(fault=f"{type(error).__name__}: {error}")

    def _is_wanted(self) -> bool:
        with self._lock:
            wanted, self._again = self._again, False
            self._progress = (
                Progress(running=True, stage="reading") if wanted else replace(self._progress, running=False)
            )
            return wanted

    def _told(self, **values: object) -> None:
        with self._lock:
            self._progress = replace(self._progress, **values)  # type: ignore[arg-type] # names of its fields

    def stage(self, name: str, total: int) -> None:
        """A step begins, of so many files or reports."""
        self._told(stage=name, done=0, total=total)

    def advance(self, count: int) -> None:
        """So many are done."""
        with self._lock:
            self._progress = replace(self._progress, done=self._progress.done + count)

    def unread(self, fault: str) -> None:
        """A file that could not be read."""
        with self._lock:
            self._progress = replace(self._progress, faults=(*self._progress.faults, fault))

    def unopened(self, fault: str) -> None:
        """What cannot be opened."""
        self.unread(fault)

    def skipped(self, told: str) -> None:
        """Files that are no reports and were left out."""
        self.unread(told)

    def audited(self, done: Audited) -> None:
        """The results of a report are in the store; what stopped one is told."""
        if done.fault:
            self.unread(fault_of(done, _LANGUAGE))


def keep(uploads: Path, files: Iterable[tuple[str, BinaryIO]]) -> str:
    """Keep files as they were handed in, whole or not at all; the name of their folder.

    Names keep what tells the year and the agency, folders included, and nothing that leads elsewhere. Raises OSError.
    """
    name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    coming = uploads.with_name(uploads.name + "-接收中") / name
    coming.mkdir(parents=True)
    try:
        for given, content in files:
            target = _free(coming.joinpath(*safe_parts(given)))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as kept:
                shutil.copyfileobj(content, kept, 1024**2)
        uploads.mkdir(parents=True, exist_ok=True)
        coming.rename(uploads / name)
    except OSError:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    return name


def safe_parts(given: str) -> Sequence[str]:
    """The parts of a file's name as a browser sent it, none of which means anything to a file system."""
    parts = [safe_name(part) for part in re.split(r"[/\\]", unicodedata.normalize("NFC", given))]
    kept = [part for part in parts if part]
    return kept[-_DEEPEST:] or ["未命名"]


def _free(target: Path) -> Path:
    """The place itself, or one beside it that is not taken."""
    number, place = 2, target
    while place.exists():
        place = target.with_name(f"{target.stem}（{number}）{target.suffix}")
        number += 1
    return place


def uploads_in(folder: Path) -> list[str]:
    """The names of all uploads, the last first."""
    if not folder.is_dir():
        return []
    return sorted((path.name for path in folder.iterdir() if UPLOAD.fullmatch(path.name)), reverse=True)


def files_in(folder: Path) -> list[Path]:
    """The files of an upload, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
