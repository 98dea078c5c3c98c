"""All that a batch left, so that two of them can be compared.

Masked, and nothing else: numbers of rows (each reference is replaced by what it leads to: a report by file, content
and part; a document by file and content; an agency by name; a run by its place among the runs that read or audited
something), the times of runs, runs of which nothing stands, the secret of the review page, the hash of the reports of
a year (it is made of numbers of rows), and in workbook and page the time of the round, the properties of the workbook
(``docProps/core.xml``) and in the page the numbers of rows in its links (``#report-1``).
"""

from __future__ import annotations

import hashlib
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from auditor import api
from auditor.batch.command import STORE
from auditor.batch.outputs import PAGE, WORKBOOK
from auditor.batch.reopening import looked_up, reopened
from auditor.reporters import render
from auditor.reporters.run import Run
from auditor.store import results
from auditor.store.opening import open_store

Rows: TypeAlias = dict[str, list[str]]
Picture: TypeAlias = dict[str, Any]
_TIME = re.compile(
    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00|(?<=<dd>)\d{4}-\d\d-\d\d \d\d:\d\d(?=</dd>)|(?<=report-)\d+"
)
_MASKED = ("page_secret", "pairs of ")
_OF_SQLITE = (f"{STORE}-wal", f"{STORE}-shm")


def picture(output: Path, *, with_json: bool = False, runs: bool = True) -> Picture:
    """The store, the workbook, the page, each document and letter, and the names of all files; JSON when asked for.

    Without ``runs`` it does not matter in which run something was read or audited, nor that a file was given up before.
    """
    files = sorted(path for path in output.rglob("*") if path.is_file() and path.name not in _OF_SQLITE)
    found: Picture = {"files": [str(path.relative_to(output)) for path in files]}
    for path in files:
        name = str(path.relative_to(output))
        if name == STORE:
            found.update({f"store {table}": rows for table, rows in store_rows(path, runs=runs).items()})
        elif name == WORKBOOK:
            found[name] = _members(path)
        elif name == PAGE:
            found[name] = hashlib.sha256(_TIME.sub(b"?", path.read_bytes())).hexdigest()
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    if with_json:
        found["json"] = _json_of(output / STORE)
    return found


def differences(one: Picture, other: Picture) -> list[str]:
    """The parts in which two pictures are not the same, by name."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _members(workbook: Path) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook.read_bytes())) as archive:
        names = [name for name in archive.namelist() if name != "docProps/core.xml"]
        return {name: hashlib.sha256(_TIME.sub(b"?", archive.read(name))).hexdigest() for name in names}


def store_rows(path: Path, *, runs: bool = True) -> Rows:
    """The rows of all tables, told by what they lead to, in order."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        keys = _Keys(connection, runs=runs)
        found = {
            name: sorted(told for row in _all(connection, name) if (told := keys.told(name, row)))
            for name in names
            if not name.startswith("sqlite_")
        }
    connection.close()
    return found


def _all(connection: sqlite3.Connection, table: str) -> Iterable[sqlite3.Row]:
    return connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that the store gave


def whole(path: Path) -> list[str]:
    """What SQLite itself says is wrong with a store, and rows that lead nowhere."""
    with sqlite3.connect(path) as connection:
        [[said]] = connection.execute("PRAGMA integrity_check").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    return [*([] if said == "ok" else [str(said)]), *(f"{row[0]}: leads nowhere" for row in lost)]


class _Keys:
    """What numbers of rows stand for."""

    def __init__(self, connection: sqlite3.Connection, *, runs: bool) -> None:
        ask = connection.execute
        self._agencies = dict(ask("SELECT id, name FROM agencies").fetchall())
        documents = ask("SELECT id, path, sha256, run FROM documents").fetchall()
        self._documents = {row["id"]: f"{row['path']} {row['sha256'][:12]}" for row in documents}
        reports = ask("SELECT id, document, part FROM reports").fetchall()
        self._reports = {row["id"]: f"{self._documents[row['document']]} #{row['part']}" for row in reports}
        used = {row["run"] for row in documents} | {row[0] for row in ask("SELECT DISTINCT run FROM scores")}
        self._runs = {number: f"run {place if runs else '?'}" for place, number in enumerate(sorted(used))}
        self._all_runs = runs

    def told(self, table: str, row: sqlite3.Row) -> str:
        values = dict(row)
        given_up = table == "documents" and not row["current"] and not row["sha256"]
        if not self._all_runs and (table == "runs" or given_up):
            return ""
        if table == "runs":
            if values["id"] not in self._runs:
                return ""
            values = {name: values[name] for name in ("id", "tool", "rulebook", "model", "options")} | {
                "finished": values["finished"] is not None
            }
        if table == "about" and values["key"].startswith(_MASKED):
            values["value"] = "?"
        if table == "likely_pairs":
            values["one"], values["other"] = sorted(self._reports[values[name]] for name in ("one", "other"))
        return repr(sorted(self._resolved(table, values)))

    def _resolved(self, table: str, values: dict[str, Any]) -> Iterator[tuple[str, object]]:
        for name, value in values.items():
            match table, name:
                case "agencies", "id":
                    yield name, self._agencies[value]
                case "documents", "id":
                    yield name, self._documents[value]
                case "reports", "id":
                    yield name, self._reports[value]
                case "runs", "id":
                    yield name, self._runs[value]
                case _, "agency" if value is not None:
                    yield name, self._agencies[value]
                case _, "document":
                    yield name, self._documents[value]
                case _, "report":
                    yield name, self._reports[value]
                case "likenesses", "other":
                    yield name, self._reports[value]
                case _, "run":
                    yield name, self._runs[value]
                case _:
                    yield name, hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def _json_of(store: Path) -> dict[str, str]:
    """Each report of the store in JSON, as it is audited beside what the store says."""
    engine = open_store(str(store))
    options = api.Options()
    found = {}
    with engine.connect() as connection:
        numbers = results.current_reports(connection)
    for number in numbers:
        asked = looked_up(engine, number, options)
        audit = reopened(engine, asked, options).audit
        told = render(Run([audit], [], api.rulebook(), api.model_version()), "json")
        found[asked.item.path] = hashlib.sha256(told.encode() if isinstance(told, str) else told).hexdigest()
    engine.dispose()
    return found
