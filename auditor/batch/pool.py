"""Pieces of work over several processes, each file within a limit of time and memory.

A piece whose process hangs, grows too large or dies is cut into single files; a single file that does it again is
told of and left behind. Nothing else stops.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Literal, TypeAlias

import psutil

from auditor.batch.work import Done, Piece, packed, unpacked, work
from auditor.errors import UsageError

Stopped: TypeAlias = Literal["time", "memory", "short", "died"]
"""Why a piece was given up: it took too long, grew too large, the machine had no memory left, or its process died."""
_LOOK_EVERY = 0.5
MOST_DEATHS = 50
"""So many processes that die one after the other, with none at work in between, are no fault of a file."""
_PRELOADED = ["auditor.batch.warm"]
"""What new processes have loaded before they begin: they are copies of one that has."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float
    megabytes: int


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    piece: Piece | None = None
    deadline: float = 0.0


class Pool:
    """Processes that do pieces of work, started when there is some; ``close`` ends them."""

    def __init__(self, workers: int, setup: bytes, limits: Limits, do: Callable[[bytes, bytes], bytes] = work) -> None:
        self._do = do
        self._setup = setup
        self._limits = limits
        self._context = _context()
        self._most = workers
        self._workers: list[_Worker] = []
        self._deaths = 0
        """How many processes died since one last answered."""

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        """What came of each piece, as it comes; no more pieces are asked for than are worked on."""
        source = iter(pieces)
        again: deque[Piece] = deque()
        while True:
            while self._has_room() and (piece := again.popleft() if again else next(source, None)) is not None:
                self._give(piece)
            if all(worker.piece is None for worker in self._workers):
                return
            for worker, came in self._wait():
                piece = worker.piece
                worker.piece = None
                if piece is None:
                    continue
                if isinstance(came, str) and piece.size > 1:
                    again.extend(piece.split())
                else:
                    yield piece, came

    def close(self) -> None:
        """End all processes, busy or not."""
        for worker in self._workers:
            _end(worker)

    def _start(self) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(there, self._setup, self._do), daemon=True)
        try:
            process.start()
        except OSError as error:  # no more processes, or no room for temporary files
            raise UsageError("workers_unstarted", detail=error.strerror or str(error)) from error
        there.close()
        return _Worker(process, here)

    def _has_room(self) -> bool:
        return len(self._workers) < self._most or any(worker.piece is None for worker in self._workers)

    def _give(self, piece: Piece) -> None:
        worker = next((worker for worker in self._workers if worker.piece is None), None)
        if worker is None:
            worker = self._start()
            self._workers.append(worker)
        elif not worker.process.is_alive():  # killed while it had nothing to do: no file is to blame
            self._replace(worker)
        worker.piece = piece
        worker.deadline = time.monotonic() + self._limits.seconds * piece.size
        with suppress(OSError):  # it died since; waiting for its answer tells
            worker.pipe.send_bytes(packed(piece))

    def _wait(self) -> Iterator[tuple[_Worker, Done | Stopped]]:
        """The workers that have an answer or were stopped."""
        busy = [worker for worker in self._workers if worker.piece is not None]
        ready = set(wait([worker.pipe for worker in busy], _LOOK_EVERY))
        for worker in [worker for worker in busy if worker.pipe in ready]:
            busy.remove(worker)
            try:
                answer = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                self._mourn()
                self._replace(worker)
                yield worker, "died"
                continue
            self._deaths = 0
            yield worker, unpacked(answer) if answer else "short"
        for worker in busy:
            stopped: Stopped | None = "time" if time.monotonic() > worker.deadline else None
            if stopped is None and _megabytes(worker.process) > self._limits.megabytes:
                stopped = "memory"
            if stopped:
                self._replace(worker)
                yield worker, stopped

    def _mourn(self) -> None:
        """One more process died. Raises UsageError when none of many did anything before it died."""
        self._deaths += 1
        if self._deaths == MOST_DEATHS:
            raise UsageError("workers_die", count=MOST_DEATHS)

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe


def warm_up() -> None:
    """Begin to load what new processes are copies of, so that the first of them need not wait for it."""
    _context()


def _context() -> ForkServerContext | SpawnContext:
    """How processes are made. Where they are copies of one that has loaded everything, that one has begun."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    # Ctrl-C reaches the parent, who ends the others: none of them ever hears it, not even while it begins. The tracker
    # comes first, since whatever starts it hears Ctrl-C again.
    resource_tracker.ensure_running()
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    return context


def _serve(pipe: Connection, setup: bytes, do: Callable[[bytes, bytes], bytes]) -> None:
    """Answer pieces until the other end is gone. An empty answer says that there was not enough memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where processes are not copies of one that never hears it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            piece = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            answer = do(setup, piece)
        except MemoryError:
            answer = b""
        try:
            pipe.send_bytes(answer)
        except OSError:  # the parent was killed meanwhile
            return


def _end_with_parent() -> None:
    """A process whose parent was killed writes nothing more: another round may be at work by then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        end_at_once()


def end_at_once(status: int = 1) -> None:
    """End this process, and what it started, such as LibreOffice."""
    with suppress(psutil.Error):
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    os._exit(status)


def _megabytes(process: BaseProcess) -> float:
    """What a process and those that it started hold in memory."""
    try:
        top = psutil.Process(process.pid)
        held = [one.memory_info().rss for one in (top, *top.children(recursive=True))]
    except psutil.Error:
        return 0.0
    return sum(held) / 1024**2


def _end(worker: _Worker) -> None:
    """End a process and what it started, such as LibreOffice."""
    with suppress(psutil.Error):
        for child in psutil.Process(worker.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
