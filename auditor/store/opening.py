"""A store by its path or URL: SQLite beside the reports, or PostgreSQL on a server. The same code for both.

pg8000 (BSD) speaks to PostgreSQL; psycopg is LGPL.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from auditor.errors import StoreError, StoreFault
from auditor.store.schema import VERSION, about, metadata

_WAIT_MS = 60_000
"""How long one writer waits for another, in milliseconds."""
_ROWS_LOOKED_AT = 1000
"""Of each index; all of them would take as long as a small round."""
_WRITES = "writes"
_SQLITE = {
    sqlite3.SQLITE_BUSY: "store_locked",
    sqlite3.SQLITE_LOCKED: "store_locked",
    sqlite3.SQLITE_READONLY: "store_readonly",
    sqlite3.SQLITE_PERM: "store_readonly",
    sqlite3.SQLITE_FULL: "store_full",
    sqlite3.SQLITE_IOERR: "store_full",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_CANTOPEN: "store_unreachable",
}
_POSTGRESQL = {
    "55": "store_locked",
    "25": "store_readonly",
    "53": "store_full",
    "57": "store_unreachable",
    "28": "store_login",
    "3D": "store_no_database",
    "42501": "store_no_rights",
}
"""Its errors or their classes: locks, transactions that may not write, what there is too little of, a server that
stops, who is not let in, a database that is not there, what a user may not do."""
_DRIVER = "pg8000"
_APPEND_ONLY = {"decisions": "decisions are only ever added", "sendings": "letters sent are only ever added"}

_TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{action.lower()} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for table, why in _APPEND_ONLY.items()
        for action in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        statement
        for table, why in _APPEND_ONLY.items()
        for statement in (
            f"""CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION '{why}'; END $$""",
            f"""CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()""",
        )
    ],
}
"""The database itself refuses to change what people said."""


def open_store(place: str, *, must_exist: bool = False) -> Engine:
    """The store at a path or URL, made if it is not there. Raises StoreError with what to do."""
    url = _address(place)
    if url.drivername == "sqlite" and not Path(place).is_file():
        if must_exist:
            raise StoreError("store_missing", store=place)
        if Path(place).exists():
            raise StoreError("store_no_file", store=place)
    with ExitStack() as opened:
        try:
            engine = create_engine(url)
            opened.callback(engine.dispose)
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _settle_sqlite)
                event.listen(engine, "begin", _begin_sqlite)
            else:
                event.listen(engine, "connect", _settle_postgresql)
            event.listen(engine, "handle_error", partial(_tell, place))
            with writing(engine) as connection:
                _make(connection, place)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            if getattr(error, "name", None) == _DRIVER:
                raise StoreError("extra_missing", option="--store postgresql://…", extra="postgresql") from error
            raise StoreError("store_address", store=shown(place), detail=str(error)) from error
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise StoreError("store_unreachable", store=shown(place), detail=_first_line(error)) from error
        opened.pop_all()
    return engine


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that writes, whole or not at all; it waits for other writers before it reads anything."""
    return engine.execution_options(**{_WRITES: True}).begin()


def learn_sizes(engine: Engine) -> None:
    """Let the database look at what it holds now: without that it answers questions over the years in half a minute."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA analysis_limit={_ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")


def shown(place: str) -> str:
    """The place of a store as it may be printed: without a password."""
    if "://" not in place or "@" not in place:
        return place
    scheme, _, rest = place.partition("://")
    user, _, host = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}@{host}"


def _address(place: str) -> URL:
    """The address of a store at a path or URL. Raises StoreError for one that nobody could be asked at."""
    if "://" not in place:
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError) as error:  # of the latter kind: a port that is no number
        raise StoreError("store_address", store=shown(place), detail=str(error)) from error
    if url.get_backend_name() == "postgresql" and not url.username:
        raise StoreError("store_address", store=shown(place), detail="user?")
    return url.set(drivername=f"postgresql+{_DRIVER}") if url.drivername == "postgresql" else url


def _settle_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - what the driver hands over
    """Many readers beside one writer, who is waited for; what a commit wrote survives a kill of the process."""
    connection.isolation_level = None  # transactions are begun below, not by the driver at the first change
    # The time to wait comes first: to look at the journal is to wait for whoever has locked the store.
    # Triggers and views that somebody else put into the file call nothing that reaches beyond it.
    wait, trust = f"busy_timeout={_WAIT_MS}", "trusted_schema=OFF"
    for pragma in (wait, trust, "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _settle_postgresql(connection: Any, _: object) -> None:  # noqa: ANN401 - what the driver hands over
    """A writer waits for another as long as with SQLite, not for ever."""
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {_WAIT_MS}")
    cursor.close()
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make(connection: Connection, place: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20190711)")  # two that make the tables at once
    there = inspect(connection).get_table_names()
    found = connection.scalar(select(about.c.value).where(about.c.key == "version")) if about.name in there else None
    if found not in (None, str(VERSION)):
        raise StoreError("store_version", store=shown(place), found=found, needed=VERSION)
    if found is None and there and connection.dialect.name == "sqlite":
        raise StoreError("store_foreign", store=place)
    metadata.create_all(connection)
    for index in (index for table in metadata.tables.values() for index in table.indexes):
        index.create(connection, checkfirst=True)  # one that a store made earlier does not have yet
    if found is None:
        connection.execute(insert(about).values(key="version", value=str(VERSION)))
    _guard(connection)


def _guard(connection: Connection) -> None:
    """Guard what is only ever added; a store of an earlier version of this program has not all of its guards."""
    guarded = " ".join(_APPEND_ONLY)
    if connection.scalar(select(about.c.value).where(about.c.key == "append_only")) == guarded:
        return
    for statement in _TRIGGERS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    connection.execute(delete(about).where(about.c.key == "append_only"))
    connection.execute(insert(about).values(key="append_only", value=guarded))


def _tell(place: str, context: ExceptionContext) -> StoreFault | None:
    """What the system or another program does to a store, in words that say what to do; faults of ours stay."""
    error = context.original_exception
    number = getattr(error, "sqlite_errorcode", None)
    told = str(_of_server(error).get("C", ""))
    code = _SQLITE.get(number & 0xFF) if number is not None else _POSTGRESQL.get(told) or _POSTGRESQL.get(told[:2])
    if code is None:
        return None
    return StoreFault(code, store=shown(place), detail=_first_line(error), seconds=_WAIT_MS // 1000)


def _of_server(error: BaseException) -> dict[str, object]:
    """What a PostgreSQL server said: the code of its error under ``C``, its words under ``M``.

    A server that refuses hangs up at once; where the driver meets that first, its words are the cause of the fault.
    """
    asked: BaseException | None = error
    while asked is not None:
        if asked.args and isinstance(asked.args[0], dict):
            return asked.args[0]
        asked = asked.__cause__ or asked.__context__
    return {}


def _first_line(error: BaseException) -> str:
    error = getattr(error, "orig", None) or error
    return (str(_of_server(error).get("M") or error).splitlines() or [type(error).__name__])[0]
