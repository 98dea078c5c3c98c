"""``FAULT=… python -m tests.faults.injected …`` is ``audit …`` with a fault at a chosen place, in all its processes.

A fault is ``KIND:PLACE:NUMBER``, at the so-manieth time that the place is come to in a process:

- ``kill``: the whole group of processes is killed; ``die``: this process alone.
- ``full``, ``closed``: the system says that there is no room, or that somebody has the file open.
- ``memory``, ``segfault``, ``hang``, ``exit``, ``grow``: what a process at work on a piece may do.
- ``pause``: it waits until it is told to go on.
- ``clock``: the clock is set by so many days (PLACE), and jumps by a year with each look (NUMBER is ``jumps``).
- ``impatient``: a lock on the store is waited for so many milliseconds (PLACE).

Places are ``commit`` (before it), ``committed``, ``half.docx`` (a file of that kind half written), ``replace.docx``
(whole and not yet in its place), ``replaced.docx``, ``piece`` (work that begins), ``done`` (work that is finished and
not yet told), ``start`` (a process that begins). With ``count`` alone, how often the first process came to each place
is written to standard error at the end.
"""

from __future__ import annotations

import atexit
import errno
import os
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor import cli
from auditor.batch import pool
from auditor.batch.work import work
from auditor.store import accounts, intake, opening
from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool as SqlPool

_GROWS = 400 * 1024 * 1024
_COUNTED: Counter[str] = Counter()
_KIND, _PLACE, _NUMBER = [*os.environ.get("FAULT", "").split(":"), "", ""][:3]


def at(place: str) -> None:
    """Come to a place: the fault happens if it is due."""
    _COUNTED[place] += 1
    if _KIND != "count" and place == _PLACE and _NUMBER in ("*", str(_COUNTED[place])):
        _happen()


def _wait_for_the_word() -> None:
    """Until the file ``FAULT_GO`` is there; ``FAULT_GO.here`` says that this process has come so far."""
    go = Path(os.environ["FAULT_GO"])
    go.with_suffix(".here").touch()
    while not go.exists():
        time.sleep(0.05)


def _happen() -> None:
    match _KIND:
        case "kill":
            os.killpg(0, signal.SIGKILL)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "memory":
            raise MemoryError
        case "hang":
            time.sleep(600)
        case "pause":
            _wait_for_the_word()
        case "grow":
            held = bytearray(_GROWS)
            time.sleep(600)
            del held
        case "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        case "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        case _:
            raise ValueError(_KIND)


def watch_files() -> None:
    """Files that are written and renamed are places."""
    write, replace = Path.write_bytes, Path.replace

    def write_bytes(path: Path, content: bytes) -> int:
        kind = Path(path.name.removesuffix(".part")).suffixes[:1]
        write(path, content[: len(content) // 2])
        at("half" + "".join(kind))
        return write(path, content)

    def replaced(path: Path, target: Path) -> Path:
        at(f"replace{target.suffix}")
        made = replace(path, target)
        at(f"replaced{target.suffix}")
        return made

    Path.write_bytes = write_bytes  # type: ignore[method-assign,assignment] # what the product calls
    Path.replace = replaced  # type: ignore[method-assign,assignment]


def _watch_store() -> None:
    event.listen(Engine, "commit", lambda _: at("commit"))
    event.listen(SqlPool, "checkin", lambda *_: at("committed"))


def worked(setup: bytes, piece: bytes) -> bytes:
    """A piece of work under a fault, in a process of the pool."""
    if not _COUNTED["watched"]:
        _COUNTED["watched"] += 1
        watch_files()
    at("piece")
    made = work(setup, piece)
    at("done")
    return made


class Clock(datetime):
    """A clock that is set."""

    ahead = timedelta()
    step = timedelta()

    @classmethod
    def set_by(cls, days: int, *, jumps: bool) -> None:
        """Every look of the store at the clock is at this one."""
        cls.ahead, cls.step = timedelta(days=days), timedelta(days=-365 if jumps else 0)
        for module in (intake, accounts):
            module.datetime = cls  # type: ignore[attr-defined]

    @classmethod
    def now(cls, _: object = None) -> datetime:  # type: ignore[override]
        cls.ahead += cls.step
        return datetime.now(UTC) + cls.ahead


def main() -> None:
    watch_files()
    _watch_store()
    if _KIND == "clock":
        Clock.set_by(int(_PLACE), jumps=_NUMBER == "jumps")
    if _KIND == "impatient":
        opening._WAIT_MS = int(_PLACE)
    pool.Pool.__init__.__defaults__ = (worked,)  # what its processes do
    if _KIND == "count":
        atexit.register(lambda: sys.stderr.write(repr(dict(_COUNTED))))
    cli.main()


if __name__ == "__mp_main__":  # a process of the pool begins
    at("start")
if __name__ == "__main__":
    from tests.faults.injected import main as begin  # not this module, which others do not know by its name

    begin()
