"""One round at a time goes over a store. Who reads it or writes a decision into it need not wait for that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from auditor.errors import StoreError, StoreFault
from auditor.exclusive import Taken, alone
from auditor.store.opening import shown

_KEY = 20190712
"""Of the lock of a PostgreSQL store; the server drops it with the connection."""
_ASK_EVERY = 0.5
"""Seconds."""


@contextmanager
def a_round(engine: Engine, place: str, *, waits: bool) -> Iterator[None]:
    """Be the only round over a store at a path or URL. Raises StoreError where there is another, unless it waits."""
    with ExitStack() as held:
        try:
            if engine.dialect.name == "postgresql":
                held.enter_context(_on_server(engine, waits=waits))
            else:
                database = Path(str(engine.url.database))
                held.enter_context(alone(database.with_name(f".{database.name}.lock"), waits=waits))
        except Taken as error:
            raise StoreError("store_at_work", store=shown(place)) from error
        except OSError as error:
            raise StoreFault("store_readonly", store=place, detail=error.strerror or str(error)) from error
        yield


@contextmanager
def _on_server(engine: Engine, *, waits: bool) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
            if not waits:
                raise Taken
            time.sleep(_ASK_EVERY)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
