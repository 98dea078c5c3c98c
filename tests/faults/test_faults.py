"""Each fault once, in this process or a copy of it; ``python -m tests.faults`` puts them into whole batches."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from auditor import delivery
from auditor.batch import pool
from auditor.batch.command import STORE
from auditor.batch.interrupting import interruptible
from auditor.batch.outputs import WORKBOOK, write_outputs
from auditor.batch.pool import Limits, Pool
from auditor.batch.work import Piece, ReadDone, ReadPiece, packed
from auditor.errors import StoreError, StoreFault, UsageError
from auditor.exclusive import Taken, alone
from auditor.messages import error_text
from auditor.reading import gathering
from auditor.store import accounts, intake, opening
from auditor.store.decisions import Decision, Said, decide, last_decisions
from auditor.store.intake import ReadFile
from auditor.store.opening import open_store, writing
from sqlalchemy import Engine, event, text

from tests.batch.conftest import HereAndNow, round_of
from tests.batch.county import write_county
from tests.faults.picture import differences, picture, whole
from tests.faults.scene import hear_signals

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="copies this process")


@pytest.fixture(autouse=True)
def _hears() -> None:
    hear_signals()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_county(tmp_path)[0]


def batch(reports: Path, output: Path) -> list[str]:
    """A batch in this process: the round, documents, workbook, page; what could not be read."""
    output.mkdir(exist_ok=True)
    agencies = str(reports.parent / "名单.csv")
    engine, heard, _ = round_of(reports, str(output / STORE), agencies, documents=output / "各单位")
    write_outputs(engine, output, None, (), "zh")
    engine.dispose()
    return heard.faults


# Kills


@pytest.mark.slow
@posix
def test_a_batch_that_was_killed_at_any_commit_goes_on_to_what_it_would_have_been(
    reports: Path, tmp_path: Path
) -> None:
    batch(reports, tmp_path / "整")
    expected = picture(tmp_path / "整")
    for commit in (3, 6):
        output = tmp_path / f"断{commit}"
        assert killed_at(commit, partial(batch, reports, output)) == signal.SIGKILL
        copy = shutil.copytree(output, tmp_path / f"看{commit}")
        assert whole(copy / STORE) == []
        batch(reports, output)
        assert differences(picture(output), expected) == []


def killed_at(commit: int, do: Callable[[], object]) -> int:
    """Do it in a copy of this process, which is killed before that commit; the signal that ended it."""
    child = os.fork()
    if child == 0:
        left = iter(range(commit - 1))

        def due(_: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "commit", due)
        try:
            do()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


@posix
def test_a_lock_ends_with_its_process_and_hinders_nobody(tmp_path: Path) -> None:
    place = tmp_path / ".x.lock"
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        with alone(place):
            os.write(told, b"1")
            signal.pause()
    os.read(ready, 1)
    with pytest.raises(Taken), alone(place):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert place.exists()
    with alone(place):
        assert place.exists()
    assert not place.exists()


def test_two_who_write_the_same_file_take_nothing_from_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, replace = tmp_path / "总表.xlsx", Path.replace

    def after_another_has_tidied(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        part.unlink()
        return part.replace(target)

    monkeypatch.setattr(Path, "replace", after_another_has_tidied)
    delivery.write_whole(path, b"whole")
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("总表.xlsx", b"whole")]


def test_what_a_kill_left_half_written_goes_with_the_next_writing(tmp_path: Path) -> None:
    (tmp_path / "总表.xlsx.4711.part").write_bytes(b"half")
    (tmp_path / "总表.xlsx.old").write_bytes(b"somebody's")
    delivery.write_whole(tmp_path / "总表.xlsx", b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "总表.xlsx": b"whole",
        "总表.xlsx.old": b"somebody's",
    }


# Disks, permissions, stores


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "output_full", "腾出空间"),
        (errno.EACCES, "output_locked", "关闭后重试"),
        (errno.EROFS, "output_locked", "没有权限"),
        (errno.EIO, "output_failed", "无法写入"),
    ],
)
def test_what_cannot_be_written_is_told_with_its_place_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, words: str
) -> None:
    target = tmp_path / WORKBOOK
    delivery.write_whole(target, b"before")

    def fails(path: Path, _: Path) -> Path:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match=os.strerror(number)) as failed:
            delivery.write_whole(target, b"after")
    told = delivery.unwritten(target, failed.value)
    assert (told.code, told.params["path"], words in error_text(told, "zh")) == (code, str(target), True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(WORKBOOK, b"before")]


@pytest.mark.slow
def test_a_store_that_can_take_no_more_in_the_middle_of_a_round_is_told_and_goes_on_later(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(reports, tmp_path / "整")
    settle = opening._settle_sqlite

    def narrow(connection: sqlite3.Connection, record: object) -> None:
        settle(connection, record)
        connection.execute("PRAGMA max_page_count = 120")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "_settle_sqlite", narrow)
        with pytest.raises(StoreFault) as full:
            batch(reports, tmp_path / "满")
    assert full.value.code == "store_full"
    assert "再运行同一命令" in error_text(full.value, "zh")
    batch(reports, tmp_path / "满")
    assert differences(picture(tmp_path / "满"), picture(tmp_path / "整")) == []


def test_a_store_that_turns_out_damaged_is_told_wherever_it_is_found(reports: Path, tmp_path: Path) -> None:
    batch(reports, tmp_path / "整")
    store = tmp_path / "整" / STORE
    content = bytearray(store.read_bytes())
    content[4096 * 8 : 4096 * 60] = b"\xa5" * 4096 * 52
    store.write_bytes(content)
    with pytest.raises(StoreFault) as damaged:
        batch(reports, tmp_path / "整")
    assert damaged.value.code == "store_damaged"
    assert "移到别处" in error_text(damaged.value, "zh")


def test_a_store_of_a_later_version_and_the_database_of_another_program_are_left_as_they_are(tmp_path: Path) -> None:
    later, other = tmp_path / "later.db", tmp_path / "other.db"
    with closing(sqlite3.connect(later)) as connection, connection:
        connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
        connection.execute("INSERT INTO about VALUES ('version', '3')")
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    for place, code, tables in ((later, "store_version", ["about"]), (other, "store_foreign", ["invoices"])):
        with pytest.raises(StoreError) as refused:
            open_store(str(place))
        assert refused.value.code == code
        with closing(sqlite3.connect(place)) as connection:
            assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == (
                tables
            )


def test_files_of_a_folder_that_cannot_be_listed_stay_in_the_store(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(tmp_path / STORE)
    round_of(reports, store)
    listed = os.scandir

    def closed(place: str) -> object:
        if Path(place).name == "2022":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return listed(place)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed)
        engine, heard, _ = round_of(reports, store)
    assert len(heard.faults) == 1
    assert str(reports / "2022") in heard.faults[0]
    assert current(engine) == {str(path) for path in reports.rglob("*.txt")}


def current(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT path FROM documents WHERE current")))


# Sources that change


def test_a_file_that_changes_while_it_is_read_is_read_again(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = reports / "2022" / "水利局.txt"

    def while_read(paths: tuple[str, ...]) -> Iterator[tuple[str, object]]:
        for path, found in gathering.readings(paths):
            if path == str(changed) and "再版" not in changed.read_text("utf-8"):
                changed.write_text(changed.read_text("utf-8") + "\n再版", "utf-8")
            yield path, found

    with monkeypatch.context() as patched:
        patched.setattr("auditor.batch.work.readings", while_read)
        round_of(reports, str(tmp_path / STORE))
    _, heard, workers = round_of(reports, str(tmp_path / STORE))
    read = [path for piece in workers.worked_on if isinstance(piece, ReadPiece) for path in piece.paths]
    assert read == [str(changed)]
    # It and the report of the year after, which is audited beside it.
    audited = {Path(done.name.split("\u3000")[-1]) for done in heard.reports}
    assert audited == {changed, reports / "2023" / "水利局.txt"}


# Workers


class Stops(HereAndNow):
    """A process that is stopped at one file."""

    def __init__(self, at: str, why: pool.Stopped) -> None:
        super().__init__()
        self._at, self._why = at, why

    def done(self, pieces: Iterator[Piece]) -> Iterator[tuple[Piece, object]]:  # type: ignore[override]
        for piece in pieces:
            for one in piece.split():
                if isinstance(one, ReadPiece) and one.paths[0].endswith(self._at):
                    self.worked_on.append(one)
                    yield one, self._why
                else:
                    yield from super().done([one])


@pytest.mark.parametrize(
    ("why", "limits", "again"),
    [
        ("died", Limits(60, 2048), True),
        ("short", Limits(60, 2048), True),
        ("time", Limits(60, 2048), False),
        ("time", Limits(90, 2048), True),
        ("memory", Limits(60, 4096), True),
    ],
)
def test_what_was_given_up_is_named_and_tried_again_where_that_may_help(
    reports: Path, tmp_path: Path, why: pool.Stopped, limits: Limits, *, again: bool
) -> None:
    from auditor.batch.rounds import Round
    from auditor.batch.running import run

    from tests.batch.conftest import Heard

    for name in ("2022/石桥镇.txt", "2023/石桥镇.txt", "2023/云外局.txt", "2023/白沙镇.txt", "2023/白沙镇(重报).txt"):
        (reports / name).unlink()
    first, second = Heard(), HereAndNow()
    wanted = Round((str(reports),), str(tmp_path / STORE), limits=Limits(60, 2048))
    run(wanted, first, "zh", Stops("2022/水利局.txt", why).hired).dispose()
    assert next(fault for fault in first.faults if "水利局" in fault).startswith(str(reports / "2022" / "水利局.txt"))
    run(Round((str(reports),), str(tmp_path / STORE), limits=limits), Heard(), "zh", second.hired).dispose()
    read = [path for piece in second.worked_on if isinstance(piece, ReadPiece) for path in piece.paths]
    assert read == ([str(reports / "2022" / "水利局.txt")] if again else [])


def act(_: bytes, piece: bytes) -> bytes:
    """Runs out of memory at one file, dies at others."""
    paths = packed_paths(piece)
    if "short" in paths:
        raise MemoryError
    if any(path.startswith("dies") for path in paths):
        os.kill(os.getpid(), signal.SIGSEGV if hasattr(signal, "SIGSEGV") else signal.SIGTERM)
    return packed(ReadDone(tuple(ReadFile(path, "", 0, 0, "") for path in paths)))


def packed_paths(piece: bytes) -> tuple[str, ...]:
    import msgspec

    told = msgspec.msgpack.decode(piece, type=Piece)
    assert isinstance(told, ReadPiece)
    return told.paths


def single(*names: str) -> Iterator[Piece]:
    yield from (ReadPiece((name,), "") for name in names)


@pytest.mark.slow
@posix
def test_processes_without_memory_that_die_or_are_killed_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Pool(1, b"", Limits(60, 2048), act)) as crew:
        came = [
            done if isinstance(done, str) else "done" for _, done in crew.done(single("a", "short", "b", "dies", "c"))
        ]
        assert came == ["done", "short", "done", "died", "done"]
        crew._workers[0].process.kill()
        crew._workers[0].process.join()
        assert [done for _, done in crew.done(single("d")) if isinstance(done, str)] == []
        monkeypatch.setattr(pool, "MOST_DEATHS", 2)
        with pytest.raises(UsageError) as ended:
            list(crew.done(single("dies1", "e", "dies2", "dies3", "f")))
        assert (ended.value.code, ended.value.params["count"]) == ("workers_die", 2)
        assert "--jobs" in error_text(ended.value, "zh")


# Clocks


class Clock(datetime):
    """A clock that somebody sets."""

    ahead = timedelta()

    @classmethod
    def now(cls, _: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + cls.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(Clock, "ahead", timedelta())
    for module in (intake, accounts):
        monkeypatch.setattr(module, "datetime", Clock)
    return Clock


def test_the_last_word_and_the_last_run_do_not_hang_on_the_clock(
    reports: Path, tmp_path: Path, clock: type[Clock]
) -> None:
    clock.ahead = timedelta(days=4000)
    batch(reports, tmp_path / "结果")
    engine = open_store(str(tmp_path / "结果" / STORE))
    asked = "SELECT a.name, r.year, f.rule, f.fingerprint FROM findings f JOIN reports r ON r.id = f.report"
    said: tuple[tuple[int, Said], ...] = ((4000, "unfounded"), (-4000, "confirmed"))
    for ahead, word in said:
        clock.ahead = timedelta(days=ahead)
        with writing(engine) as connection:
            row = connection.execute(text(f"{asked} JOIN agencies a ON a.id = r.agency WHERE r.counted")).fetchall()[0]
            decide(connection, [Decision(row.name, row.year, row.rule, row.fingerprint, word, "", "周岚")])
    with engine.connect() as connection:
        assert [item.said for item in last_decisions(connection)] == ["confirmed"]
        before = picture(tmp_path / "结果")
    engine.dispose()
    batch(reports, tmp_path / "结果")
    assert differences(picture(tmp_path / "结果"), before) == []


def test_a_stay_ends_also_when_the_clock_is_set_back(tmp_path: Path, clock: type[Clock]) -> None:
    engine = open_store(str(tmp_path / STORE))
    with writing(engine) as connection:
        shown = accounts.begin_session(connection, "周岚", "reviewer")
        found = []
        for ahead in (-timedelta(days=400), -timedelta(minutes=2), timedelta(hours=11), timedelta(hours=13)):
            clock.ahead = ahead
            found.append(accounts.visitor_of(connection, shown) is not None)
    engine.dispose()
    assert found == [False, True, True, False]


# Signals and streams


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_interrupted_batch_says_how_to_go_on(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    ended = []

    def work() -> int:
        try:
            signal.raise_signal(number)
        finally:
            ended.append("whole")
        return 0

    before = signal.getsignal(number)
    assert (interruptible(work, "zh"), ended) == (128 + number, ["whole"])
    assert capsys.readouterr().err == "已中断；再运行同一命令即从停下的地方继续，已审核的不会重做\n"
    assert signal.getsignal(number) is before


@posix
def test_asked_twice_it_ends_at_once() -> None:
    child = os.fork()
    if child == 0:

        def work() -> int:
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGTERM)
            return 0

        try:
            interruptible(work, "zh")
        finally:
            os._exit(0)
    assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 128 + signal.SIGTERM


@posix
def test_nobody_who_reads_what_is_told_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, told = os.pipe()
    os.close(reading)
    with os.fdopen(told, "w") as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        delivery.warn("一")
        delivery.warn("二")


def test_two_batches_into_one_folder(tmp_path: Path) -> None:
    with delivery.kept_for_one(tmp_path):
        with pytest.raises(UsageError) as refused, delivery.kept_for_one(tmp_path):
            pass
        assert (refused.value.code, refused.value.params["path"]) == ("output_at_work", str(tmp_path))
    assert list(tmp_path.iterdir()) == []
