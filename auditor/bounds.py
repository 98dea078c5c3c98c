"""What one file may take of the process that audits it: processor time, and memory where the system can hold it so.

The processes of a round are bounded from outside (``auditor.batch.pool``); where a command audits by itself there is
nobody outside.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from auditor.errors import UnreadableReport

MOST_SECONDS = 300.0
"""Of processor time; a report takes a thousandth of it."""
MOST_MEGABYTES = 2048
"""On top of what the process holds already."""


class TimeUp(BaseException):
    """The time of a file is up; nothing on the way may take it for a fault."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@contextmanager
def bounded(path: str, seconds: float = MOST_SECONDS, megabytes: int = MOST_MEGABYTES) -> Iterator[None]:
    """What is done inside may take so much and no more, in the main thread; Windows has neither bound, macOS no bound
    of memory. Raises UnreadableReport.
    """
    try:
        with _timed(seconds), _held(megabytes):
            yield
    except TimeUp as up:
        raise UnreadableReport("file_too_slow", path=path, seconds=round(up.seconds)) from up
    except MemoryError as short:
        raise UnreadableReport("file_too_heavy", path=path, megabytes=megabytes) from short


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def up(_number: int, _frame: FrameType | None) -> None:
        raise TimeUp(seconds)

    before = signal.signal(signal.SIGPROF, up)
    try:
        # Again each second: one that falls into a finaliser is swallowed there.
        signal.setitimer(signal.ITIMER_PROF, seconds, 1)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _held(megabytes: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    allowed = pages * resource.getpagesize() + megabytes * 1024 * 1024
    known = [limit for limit in (before, most, allowed) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))
