"""Stores of both kinds for tests of many reports, and a round without processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from auditor.api import Options
from auditor.batch.pool import Limits, Stopped
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.batch.work import Done, Piece, packed, unpacked, work
from auditor.store.opening import open_store
from auditor.store.rows import Audited
from sqlalchemy import Engine

from tests.batch.machines import Machines


class HereAndNow:
    """Does every piece of work in this process, one after the other; stops after so many, like a kill."""

    def __init__(self, most: int | None = None) -> None:
        self._setup = b""
        self._most = most
        self.worked_on: list[Piece] = []

    def hired(self, setup: bytes) -> HereAndNow:
        self._setup = setup
        return self

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        for piece in pieces:
            if self._most is not None and len(self.worked_on) >= self._most:
                raise KeyboardInterrupt
            self.worked_on.append(piece)
            yield piece, unpacked(work(self._setup, packed(piece)))

    def close(self) -> None:
        pass


class Heard:
    """Keeps what a round tells."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.reports: list[Audited] = []
        self.left_out: list[str] = []

    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, count: int) -> None:
        pass

    def unread(self, fault: str) -> None:
        self.faults.append(fault)

    def unopened(self, fault: str) -> None:
        self.faults.append(fault)

    def skipped(self, told: str) -> None:
        self.left_out.append(told)

    def audited(self, done: Audited) -> None:
        self.reports.append(done)


def round_of(
    folder: Path,
    store: str,
    agencies: str | None = None,
    *,
    most: int | None = None,
    documents: Path | None = None,
    options: Options | None = None,
    year: int | None = None,
) -> tuple[Engine, Heard, HereAndNow]:
    """A round over a folder in this process."""
    heard, workers = Heard(), HereAndNow(most)
    chosen, limits = options or Options(), Limits(60, 2048)
    wanted = Round((str(folder),), store, agencies, frozenset(), 1, limits, chosen, documents, year)
    engine = run(wanted, heard, "zh", workers.hired)
    OPEN.append(engine)
    return engine, heard, workers


OPEN: list[Engine] = []


def left_by_round(folder: Path, store: str, stores: dict[Path, bytes], agencies: str | None = None) -> Engine:
    """The store that a round over a folder leaves; of a file in which it did so before, a copy."""
    if store.startswith("postgresql"):
        return round_of(folder, store, agencies)[0]
    if folder not in stores:
        round_of(folder, store, agencies)[0].dispose()
        stores[folder] = Path(store).read_bytes()
    Path(store).write_bytes(stores[folder])
    OPEN.append(open_store(store))
    return OPEN[-1]


@pytest.fixture(scope="module")
def stores() -> dict[Path, bytes]:
    """What rounds left in files, by the folders that they went over."""
    return {}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Stores are closed behind each test."""
    yield
    while OPEN:
        OPEN.pop().dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store: a file, or a database of its own on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    server: PostgresServer | None = request.getfixturevalue("postgres")
    if server is None:
        assert os.environ.get("AUDITOR_POSTGRESQL") != "required"
        pytest.skip("no PostgreSQL on this machine")
    return server.fresh_database()


class PostgresServer:
    """A PostgreSQL of one's own on a socket in a folder, as an ordinary user."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._count = 0

    def start(self) -> None:
        self._call("initdb", "-D", "data", "-A", "trust", "-U", "auditor", "-E", "UTF8", "--locale=C", "--no-sync")
        # Any free port: sockets are told apart by folder, and pg8000 takes the socket's own path.
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._call("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def fresh_database(self) -> str:
        self._count += 1
        name = f"d{self._count}"
        self._call("createdb", "-h", str(self._folder), "-U", "auditor", name)
        return f"postgresql://auditor@/{name}?unix_sock={self._folder}/.s.PGSQL.5432"

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:  # the server refuses to be run by root
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer | None]:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = programs[-1].parent if programs else None
    on_path = shutil.which("initdb")
    if found is None and on_path:
        found = Path(on_path).parent
    if found is None or not hasattr(os, "geteuid"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # a socket's path has to be short
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = PostgresServer(found, folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """A scheduler without workers."""
    folder = tmp_path / "machines"
    folder.mkdir()
    with closing(Machines(folder)) as started:
        yield started
