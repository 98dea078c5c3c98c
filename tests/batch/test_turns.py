"""One round at a time goes over a store; a round that was killed is gone on with; a lock is told of, not waited out."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from auditor.errors import StoreError, StoreFault
from auditor.messages import LANGUAGES, error_text
from auditor.store import opening
from auditor.store.opening import open_store
from auditor.store.turns import a_round
from sqlalchemy import create_engine, text

from tests.batch.conftest import OPEN, round_of
from tests.batch.county import MARKET, write_county
from tests.batch.texts import FERRIES, STALLS, report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_county(tmp_path)[0]


def test_a_second_round_over_a_store_is_refused_in_one_line_while_one_goes_on(folder: Path, store: str) -> None:
    engine = open_store(store)
    OPEN.append(engine)
    with a_round(engine, store, waits=False):
        with pytest.raises(StoreError) as refused:
            round_of(folder, store)
        assert refused.value.code == "store_at_work"
        for language in LANGUAGES:
            told = error_text(refused.value, language)
            assert "\n" not in told
            assert "audit batch" in told
    _, heard, _ = round_of(folder, store)
    assert len(heard.reports) == 7


def test_a_round_that_waits_begins_when_the_other_has_ended(
    folder: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_store(store)
    OPEN.append(engine)
    first = ExitStack()
    first.enter_context(a_round(engine, store, waits=False))
    asked = []

    def asleep(_: float) -> None:
        asked.append(True)
        first.close()

    monkeypatch.setattr(time, "sleep", asleep)
    with a_round(engine, store, waits=True):
        assert asked == [True]
    assert not list(folder.parent.glob(".*.lock"))


def test_what_a_killed_round_had_read_is_not_older_than_what_the_next_reads(tmp_path: Path, store: str) -> None:
    reports = tmp_path / "年报"
    reports.mkdir()
    for place, (name, new) in enumerate((("1", 2), *((f"其他{n}", 3) for n in range(8)), ("迟报", 5))):
        agency = MARKET if name in ("1", "迟报") else f"芦汀市{name}局"
        path = reports / f"{place:02}{name}.txt"
        path.write_text(report(agency, 2023, FERRIES if new == 5 else STALLS, new=new), encoding="utf-8")
        os.utime(path, (2_000 - place, 2_000 - place))
    with pytest.raises(KeyboardInterrupt):
        round_of(reports, store, most=1)
    engine, _, _ = round_of(reports, store)
    with engine.connect() as connection:
        asked = (
            "SELECT d.path FROM reports r JOIN documents d ON d.id = r.document JOIN agencies a ON a.id = r.agency"
            " WHERE r.counted AND a.name = :name"
        )
        [counted] = connection.scalars(text(asked), {"name": MARKET})
        assert Path(counted).name == "001.txt"
        assert connection.execute(text("SELECT count(*), count(finished) FROM runs")).one() == (1, 1)


def test_a_lock_is_waited_for_so_long_and_then_told_with_what_to_do(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(store).dispose()
    monkeypatch.setattr(opening, "_WAIT_MS", 60)
    with ExitStack() as held:
        if "://" in store:
            other = create_engine(opening._address(store))
            held.callback(other.dispose)
            held.enter_context(other.begin()).execute(text("LOCK TABLE about IN ACCESS EXCLUSIVE MODE"))
        else:
            held.enter_context(closing(sqlite3.connect(store))).execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFault) as refused:
            open_store(store)
        assert refused.value.code == "store_locked"
        assert "请关闭正在打开它的程序" in error_text(refused.value, "zh")
    open_store(store).dispose()
