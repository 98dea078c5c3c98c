"""The work of a round on a Dask cluster. Documents, shards and this program are seen by all its machines.

Only names of shard files go through the scheduler. A worker that is lost costs the shard that it was at: another
does it again. A shard that fails everywhere is cut in halves until the document at fault stands alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.batch.pool import Limits, Stopped
from auditor.batch.shard import Damaged, Finished, Shard, finished_at, packed_shard
from auditor.batch.work import Done, Piece
from auditor.delivery import write_whole
from auditor.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

DOCUMENTS = 1500
"""Of a shard."""
_TRIES = 3
_CONNECT_SECONDS = 20
_AHEAD = 2
"""Shards that wait for each worker beside the one that it is at."""


class Cluster:
    """The workers of a scheduler. Raises UsageError when there is none at the address."""

    def __init__(self, scheduler: str, folder: Path, setup: bytes, limits: Limits, documents: int = DOCUMENTS) -> None:
        self._folder, self._setup, self._limits, self._documents = folder, setup, limits, documents
        folder.mkdir(parents=True, exist_ok=True)
        self._client = _connected(scheduler)

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        """What came of each piece, shard by shard as they are finished."""
        shards = self._shards(pieces)
        running: dict[Future[str], tuple[Piece, ...]] = {}
        again: list[tuple[Piece, ...]] = []
        while True:
            while len(running) < self._room() and (members := again.pop() if again else next(shards, ())):
                running[self._submit(members)] = members
            if not running:
                return
            for future in self._finished(running):
                members = running.pop(future)
                if (came := _came_of(future)) is not None:
                    yield from came.done
                    _clear(Path(future.result()))
                elif (halves := _halves(members)) is not None:
                    again.extend(halves)
                else:
                    yield members[0], "died"
                future.release()

    def close(self) -> None:
        """Let the cluster go; it belongs to others."""
        self._client.close()

    def _shards(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
        members: list[Piece] = []
        for piece in pieces:
            members.append(piece)
            if sum(member.size for member in members) >= self._documents:
                yield tuple(members)
                members = []
        if members:
            yield tuple(members)

    def _room(self) -> int:
        return max(1, len(self._client.scheduler_info()["workers"])) * _AHEAD

    def _submit(self, members: tuple[Piece, ...]) -> Future[str]:
        """A shard is named by what is in it: the same work is the same file, and what was finished stays finished."""
        name, content = packed_shard(Shard(self._setup, self._limits.seconds, self._limits.megabytes, members))
        shard_file = self._folder / f"{name}.shard"
        write_whole(shard_file, content)
        finished = shard_file.with_suffix(".done")
        return self._client.submit(do_shard, str(shard_file), str(finished), key=name, retries=_TRIES)

    def _finished(self, running: Iterable[Future[str]]) -> list[Future[str]]:
        from distributed import wait

        with self._client.as_current():
            return list(wait(list(running), return_when="FIRST_COMPLETED").done)


def do_shard(shard_file: str, finished_file: str) -> str:
    """Do a shard in a process of its own, so that what a document does to it does not reach the worker."""
    command = [sys.executable, "-m", "auditor.batch.shard", shard_file, finished_file]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - this program, on files of ours
        if process.wait() != 0 and not Path(finished_file).exists():
            raise ChildProcessError(shard_file)
    return finished_file


def _came_of(future: Future[str]) -> Finished | None:
    """What a shard came to; None where it failed or what was written is damaged, and so is gone."""
    if future.status != "finished":
        return None
    place = Path(future.result())
    try:
        return finished_at(place)
    except Damaged:
        _clear(place)
        return None


def _clear(finished: Path) -> None:
    finished.unlink()
    finished.with_suffix(".shard").unlink(missing_ok=True)


def _halves(members: Sequence[Piece]) -> list[tuple[Piece, ...]] | None:
    """A shard cut in two; None when it is one document."""
    if len(members) == 1:
        members = members[0].split() if members[0].size > 1 else []
    if not members:
        return None
    middle = len(members) // 2
    return [tuple(half) for half in (members[:middle], members[middle:]) if half]


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UsageError("extra_missing", option="--scheduler", extra="cluster") from error
    try:
        return Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # of the last kind: tls:// without certificates
        raise UsageError("scheduler_missing", scheduler=scheduler, detail=str(error).splitlines()[0]) from error
