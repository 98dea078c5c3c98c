"""A shard: a thousand or two of documents that one machine of a cluster does, written whole or not at all.

``python -m auditor.batch.shard IN OUT`` does one. It knows nothing of the cluster: whoever sees the folder may do it,
and doing it twice gives the same.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from auditor.batch.pool import Limits, Pool, Stopped, end_at_once
from auditor.batch.work import Done, Piece
from auditor.delivery import write_whole


class Shard(msgspec.Struct, frozen=True):
    """Pieces of work with all that it takes to do them."""

    setup: bytes
    seconds: float
    megabytes: int
    pieces: tuple[Piece, ...]


class Finished(msgspec.Struct, frozen=True):
    """What came of the pieces of a shard. A piece may have been cut into smaller ones."""

    done: tuple[tuple[Piece, Done | Stopped], ...]


_NAME, _DIGEST = 32, 32
"""Characters of a shard's name, bytes of a hash."""
_SHARD = msgspec.msgpack.Decoder(Shard)
_FINISHED = msgspec.msgpack.Decoder(Finished)


class Damaged(Exception):
    """A file of a shard that is not what was written: nothing of it is taken."""


def packed_shard(shard: Shard) -> tuple[str, bytes]:
    """The name and content of a shard's file: what is in it names it."""
    content = msgspec.msgpack.encode(shard)
    return _name_of(content), content


def shard_at(path: Path) -> Shard:
    """The shard of a file. Raises Damaged."""
    content = path.read_bytes()
    if _name_of(content) != path.stem:
        raise Damaged(path)
    return _SHARD.decode(content)


def packed_finished(finished: Finished) -> bytes:
    """What a shard came to, behind its hash: a flipped bit would be another verdict."""
    content = msgspec.msgpack.encode(finished)
    return hashlib.sha256(content).digest() + content


def finished_at(path: Path) -> Finished:
    """What a shard came to. Raises Damaged."""
    raw = path.read_bytes()
    digest, content = raw[:_DIGEST], raw[_DIGEST:]
    if hashlib.sha256(content).digest() != digest:
        raise Damaged(path)
    try:
        return _FINISHED.decode(content)
    except msgspec.DecodeError as error:
        raise Damaged(path) from error


def run(shard_file: Path, finished_file: Path) -> None:
    """Do a shard unless that has been done. Raises Damaged."""
    if _is_finished(finished_file):
        return
    shard = shard_at(shard_file)
    with closing(Pool(1, shard.setup, Limits(shard.seconds, shard.megabytes))) as pool:
        finished = Finished(tuple(pool.done(shard.pieces)))
    write_whole(finished_file, packed_finished(finished))


def _is_finished(path: Path) -> bool:
    try:
        finished_at(path)
    except (FileNotFoundError, Damaged):
        return False
    return True


def _name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_NAME]


def _end_with_worker() -> None:
    """The worker that started this process holds the other end of standard input; when it is gone, so is the need."""
    os.read(0, 1)  # not through sys.stdin, which would be held by this thread when the process ends
    end_at_once()


def main(arguments: Sequence[str]) -> None:
    threading.Thread(target=_end_with_worker, daemon=True).start()
    shard_file, finished_file = arguments
    run(Path(shard_file), Path(finished_file))


if __name__ == "__main__":
    main(sys.argv[1:])
