"""Processes that hang, grow or die: the file at fault is named, the others are done."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from auditor.batch.pool import Limits, Pool
from auditor.batch.work import Piece, ReadDone, ReadPiece, packed
from auditor.store.intake import ReadFile

_PIECES = msgspec.msgpack.Decoder(Piece)


def act_by_name(_: bytes, piece: bytes) -> bytes:
    """Does with each file what its name says."""
    told = _PIECES.decode(piece)
    assert isinstance(told, ReadPiece)
    for path in told.paths:
        match path:
            case "hangs":
                time.sleep(600)
            case "grows":
                held = bytearray(400 * 1024 * 1024)
                time.sleep(600)
                del held
            case "dies":
                os._exit(9)
    return packed(ReadDone(tuple(ReadFile(path, "", 0, 0, "") for path in told.paths)))


def pieces(*names: str) -> Iterator[Piece]:
    for start in range(0, len(names), 3):
        yield ReadPiece(names[start : start + 3], "")


def outcomes(limits: Limits, *names: str) -> dict[str, str]:
    with closing(Pool(2, b"", limits, act_by_name)) as pool:
        return {
            path: done if isinstance(done, str) else "done"
            for piece, done in pool.done(pieces(*names))
            if isinstance(piece, ReadPiece)
            for path in piece.paths
        }


@pytest.mark.slow
def test_a_file_at_which_a_process_hangs_grows_or_dies_is_told_of_and_the_others_are_done() -> None:
    assert outcomes(Limits(2, 300), "a", "hangs", "b", "c", "dies", "d", "grows", "e", "f") == {
        "a": "done",
        "hangs": "time",
        "b": "done",
        "c": "done",
        "dies": "died",
        "d": "done",
        "grows": "memory",
        "e": "done",
        "f": "done",
    }


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells of processes as Linux does")
def test_a_process_never_hears_ctrl_c_not_even_while_it_begins() -> None:
    with closing(Pool(1, b"", Limits(60, 2048), act_by_name)) as pool:
        list(pool.done(pieces("a")))
        (worker,) = pool._workers
        told = Path(f"/proc/{worker.process.pid}/status").read_text(encoding="ascii")
    blocked = next(int(line.split()[1], 16) for line in told.splitlines() if line.startswith("SigBlk:"))
    assert blocked & (1 << (signal.SIGINT - 1))


@pytest.mark.slow
def test_processes_end_with_their_pool() -> None:
    pool = Pool(2, b"", Limits(60, 2048), act_by_name)
    list(pool.done(pieces("a", "b", "c", "d")))
    started = [worker.process.pid for worker in pool._workers]
    pool.close()
    assert started
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
