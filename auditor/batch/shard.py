"""A shard: a thousand or two of documents that one machine of a cluster does, written whole or not at all.

``python -m auditor.batch.shard IN OUT`` does one. It knows nothing of the cluster: whoever sees the folder may do it,
and doing it twice gives the same.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from auditor.batch.pool import Limits, Pool, Stopped
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


_SHARD = msgspec.msgpack.Decoder(Shard)
_FINISHED = msgspec.msgpack.Decoder(Finished)


def packed_shard(shard: Shard) -> bytes:
    return msgspec.msgpack.encode(shard)


def finished_at(path: Path) -> Finished:
    """What a shard came to."""
    return _FINISHED.decode(path.read_bytes())


def run(shard_file: Path, finished_file: Path) -> None:
    """Do a shard unless that has been done."""
    if finished_file.exists():
        return
    shard = _SHARD.decode(shard_file.read_bytes())
    with closing(Pool(1, shard.setup, Limits(shard.seconds, shard.megabytes))) as pool:
        finished = Finished(tuple(pool.done(shard.pieces)))
    write_whole(finished_file, msgspec.msgpack.encode(finished))


def _end_with_parent() -> None:
    """The worker that started this process holds the other end of standard input; when it is gone, so is the need."""
    os.read(0, 1)  # not through sys.stdin, which would be held by this thread when the process ends
    os._exit(1)


def main(arguments: Sequence[str]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    shard_file, finished_file = arguments
    run(Path(shard_file), Path(finished_file))


if __name__ == "__main__":
    main(sys.argv[1:])
