"""A cluster of this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

_PROGRAM = [sys.executable, "-W", "ignore", "-m"]


class Machines:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--no-show", *options)
        while not self._file.exists():
            time.sleep(0.1)

    @property
    def address(self) -> str:
        return str(json.loads(self._file.read_text())["address"])

    def add_worker(self) -> subprocess.Popen[bytes]:
        return self._start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def close(self) -> None:
        for process in reversed(self._started):
            process.kill()
            process.wait()

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [*_PROGRAM, module, "--scheduler-file", str(self._file), *arguments]
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self._started.append(process)
        return process
