"""One process at a time does something: the system keeps the lock and drops it with the process."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCKLESS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP})
"""How a file system says that it keeps no locks: some shared folders do not."""
_ASK_EVERY = 0.5
"""Seconds."""


class Taken(Exception):
    """Another process has it."""


@contextmanager
def alone(lock_file: Path, *, waits: bool = False) -> Iterator[None]:
    """Be the only one who holds this lock file. It is gone afterwards; one that a kill left behind hinders nobody.

    Raises Taken where another holds it, unless it is waited for; OSError where the file cannot be made.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(lock_file, timeout=0)
    while True:
        try:
            lock.acquire()
        except Timeout as error:
            if not waits:
                raise Taken from error
            time.sleep(_ASK_EVERY)
            continue
        except OSError as error:
            if error.errno not in _LOCKLESS:
                raise
        break
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open
            lock_file.unlink()
        lock.release()
