"""The store by itself: addresses, versions, decisions."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
from auditor.errors import StoreError
from auditor.messages import error_text
from auditor.store import decisions, questions, schema
from auditor.store.decisions import Decision
from auditor.store.opening import open_store, shown, writing
from auditor.store.parquet import export
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from tests.batch.conftest import OPEN, PostgresServer, round_of
from tests.batch.texts import STALLS, report
from tests.unit.test_command_line import run

AGENCY = "青芦县石笕镇人民政府"


def opened(place: str) -> Engine:
    engine = open_store(place)
    OPEN.append(engine)
    return engine


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("mysql://root@host/reports", "store_address"),
        ("postgresql://127.0.0.1:1/reports", "store_address"),
        ("postgresql://nobody@[::1/reports", "store_address"),
        ("postgresql+pg8000://127.0.0.1:1/reports", "store_address"),
        ("postgresql://nobody@127.0.0.1:1/reports", "store_unreachable"),
        ("/proc/no/such/folder/store.db", "store_unreachable"),
        ("/dev/null", "store_no_file"),
        ("/", "store_no_file"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_in_one_line(place: str, code: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(place)
    assert refused.value.code == code
    assert "\n" not in error_text(refused.value, "zh")


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000", None)
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://clerk:secret@127.0.0.1:1/reports")
    assert error_text(refused.value, "zh") == (
        '--store postgresql://… 需要另装的部分：pip install "nianbao-audit[postgresql]"'
    )


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        ("28P01", 'password authentication failed for user "clerk"', "store_login"),
        ("28000", "no pg_hba.conf entry", "store_login"),
        ("3D000", 'database "reports" does not exist', "store_no_database"),
        ("42501", "permission denied for schema public", "store_no_rights"),
        ("XX000", "cache lookup failed", "store_unreachable"),
    ],
)
@pytest.mark.parametrize("hangs_up", [False, True], ids=["waits", "hangs up"])
def test_what_a_server_refuses_is_told_in_its_words_and_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, code: str, said: str, told: str, *, hangs_up: bool
) -> None:
    driver = import_module("pg8000")

    words = driver.DatabaseError({"S": "FATAL", "V": "FATAL", "C": code, "M": said, "F": "auth.c", "L": "335"})
    gone, lost = BrokenPipeError(), driver.InterfaceError("network error")
    gone.__context__, lost.__cause__ = words, gone  # as the driver says goodbye to a server that is gone

    def refuse(*_: object, **__: object) -> None:
        raise lost if hangs_up else words

    monkeypatch.setattr(driver, "connect", refuse)
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://clerk:secret@127.0.0.1:1/reports")
    assert (refused.value.code, refused.value.params["detail"]) == (told, said)
    for language in ("zh", "en"):
        text = error_text(refused.value, language)
        assert "\n" not in text
        assert "secret" not in text


@pytest.mark.slow
def test_a_server_tells_apart_who_comes_in_and_what_is_there(postgres: PostgresServer | None) -> None:
    if postgres is None:
        pytest.skip("no PostgreSQL on this machine")
    place = postgres.fresh_database()
    for wrong, code in (
        (re.sub(r"/d\d+\?", "/nowhere?", place), "store_no_database"),
        (place.replace("//auditor@", "//nobody@"), "store_login"),
    ):
        with pytest.raises(StoreError) as refused:
            open_store(wrong)
        assert refused.value.code == code


def test_the_name_of_a_store_is_a_name_and_no_address(tmp_path: Path) -> None:
    place = tmp_path / "a?mode=ro#b %41 库.sqlite"
    opened(str(place))
    assert place.is_file()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_text("这不是数据库，是一份说明。" * 100, encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        open_store(str(tmp_path / "store.db"))
    assert refused.value.code == "store_damaged"


def test_a_store_of_another_version_is_refused(store: str) -> None:
    with writing(opened(store)) as connection:
        connection.execute(update(schema.about).where(schema.about.c.key == "version").values(value="0"))
    with pytest.raises(StoreError) as refused:
        open_store(store)
    assert (refused.value.code, refused.value.params["found"]) == ("store_version", "0")


def test_a_password_is_never_shown() -> None:
    assert shown("postgresql://clerk:secret@host:5432/reports") == "postgresql://clerk@host:5432/reports"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "年报"
    folder.mkdir()
    write(folder, new=3, handled_less=1)
    return folder


def write(folder: Path, *, new: int, handled_less: int = 0) -> None:
    text = report(AGENCY, 2023, STALLS, new=new)
    if handled_less:
        text = text.replace(f"| （七）总计 |  |  | {new} |", f"| （七）总计 |  |  | {new - handled_less} |")
    (folder / "石笕镇.txt").write_text(text, encoding="utf-8")


def tab007(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [item.fingerprint for item in questions.found_in_year(connection, 2023, ("TAB007",))]


def test_a_decision_holds_while_the_text_stands_and_expires_when_it_changes(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store)
    (fingerprint,) = tab007(engine)
    with writing(engine) as connection:
        decisions.decide(
            connection,
            [
                Decision(AGENCY, 2023, "TAB007", fingerprint, "confirmed", "", "张"),
                Decision(AGENCY, 2023, "TAB007", fingerprint, "unfounded", "表格转换造成", "李"),
            ],
        )
    (folder / "说明.txt").write_text("一份无关的文件", encoding="utf-8")
    engine, _, _ = round_of(folder, store)
    with engine.connect() as connection:
        (last,) = decisions.last_decisions(connection, 2023)
    assert (last.said, last.who, last.why, last.holds) == ("unfounded", "李", "表格转换造成", True)
    write(folder, new=5, handled_less=1)
    engine, _, _ = round_of(folder, store)
    with engine.connect() as connection:
        assert [item.holds for item in decisions.last_decisions(connection)] == [False]
    assert tab007(engine) != [fingerprint]


def test_the_database_refuses_to_change_what_people_said(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store)
    (fingerprint,) = tab007(engine)
    with writing(engine) as connection:
        decisions.decide(connection, [Decision(AGENCY, 2023, "TAB007", fingerprint, "confirmed", "", "张")])
    for change in (update(schema.decisions).values(who="李"), delete(schema.decisions)):
        with pytest.raises(DBAPIError, match="only ever added"), writing(engine) as connection:
            connection.execute(change)
    with engine.connect() as connection:
        assert [item.who for item in decisions.last_decisions(connection)] == ["张"]


def test_a_decision_on_an_unknown_agency_is_refused(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store)
    with pytest.raises(KeyError, match="某局"), writing(engine) as connection:
        decisions.decide(connection, [Decision("某局", 2023, "TAB007", "0" * 16, "confirmed", "", "张")])


def test_tables_are_exported_for_other_programs_as_they_stand(folder: Path, store: str, tmp_path: Path) -> None:
    import pandas as pd

    engine, _, _ = round_of(folder, store)
    written = export(engine, tmp_path / "out")
    findings = pd.read_parquet(tmp_path / "out" / "findings.parquet")
    assert written["findings"] == len(findings)
    assert list(findings[findings.rule == "TAB007"].fingerprint) == tab007(engine)
    cells = pd.read_parquet(tmp_path / "out" / "cells.parquet")
    assert cells[cells.path == "applications.new_received.total"].value.tolist() == [3.0]
    assert "filed" not in pd.read_parquet(tmp_path / "out" / "reports.parquet").columns


def test_a_store_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(str(tmp_path / "no.db"), must_exist=True)
    assert refused.value.code == "store_missing"
    assert list(tmp_path.iterdir()) == []


def test_what_is_named_and_not_there_counts_as_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The store knows files alone, so a name that leads nowhere was told and then counted as nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(report("青芦县水务局", 2023, STALLS), encoding="utf-8")
    status, out, err = run(capsys, "batch", "a.txt", "b.txt", "-o", "结果", "--jobs", "1", "--profile", "tingbo-city")
    assert (status, err) == (1, f"{tmp_path}/b.txt：文件不存在，请检查路径\n")
    assert out.splitlines()[-3].endswith("，读不出 1，待认领 0")
    assert re.fullmatch("审核工具 .+　规则 .+　模型 .+　要求 汀泊市年报填报口径（虚构示例）", out.splitlines()[-1])
