"""Runs one command and tells what it took as JSON: ``python -I -S launch.py OUTPUT COMMAND…``.

It stands alone and small: a new process counts as its own the memory of the one that started it, until it is itself.
Processes that the command leaves behind come to this one (a subreaper of Linux) and are waited for, so that their
time counts; elsewhere only what the command waited for is told.
"""

import json
import os
import resource
import sys
import time

_SUBREAPER = 36
_KIB = 1024 if sys.platform == "darwin" else 1
"""Linux tells memory in KiB, macOS in bytes."""


def adopt() -> None:
    """Be the parent of what the command leaves behind."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _as_a_user_has_it() -> dict[str, str]:
    """The environment in which Python keeps what it has compiled, as it does unless it is told not to."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main(output: str, command: list[str]) -> None:
    adopt()
    writing = (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, _as_a_user_has_it(), file_actions=[writing])
    _, status, own = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    everyone = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "seconds": seconds,
        "cpu": everyone.ru_utime + everyone.ru_stime,
        "own": own.ru_maxrss / 1024 / _KIB,
        "largest": everyone.ru_maxrss / 1024 / _KIB,
        "code": os.waitstatus_to_exitcode(status),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
