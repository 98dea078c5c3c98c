"""How long questions to a large store take: ``python -m tests.bench.store [--reports 15000] [--url postgresql://…]``.

The rows of one audited report are written for so many agencies over three years, with other numbers and scores, and
half of the findings are decided; then each question that workbook, pages and analysts ask is put three times, and the
median is printed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, get_args

import auditor
from auditor.api import rulebook
from auditor.store import questions, results, schema
from auditor.store.decisions import Said
from auditor.store.filing import put_away
from auditor.store.intake import Tool, begin_run
from auditor.store.opening import learn_sizes, open_store, writing
from auditor.store.questions import FoundAsked, LeagueAsked
from auditor.store.rows import rows_of
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.orm import aliased

YEARS = (2021, 2022, 2023)
_AT_ONCE = 250
_FILED, _SIGNATURE = 12_000, 560
"""Bytes of a report that was put away and of its signature, as reports of the generator have them."""


def fill(engine: Engine, count: int) -> None:
    """Write so many reports with their rows."""
    audit = auditor.audit("corpus/reports/shuoxi-county-2021-unbalanced.txt")
    tables = rows_of(audit, [], rulebook().layout).tables
    filed = put_away(audit.report)
    chance = random.Random(7)  # noqa: S311 - figures, no secrets
    with writing(engine) as connection:
        run = begin_run(connection, Tool("0", "0", "0"), "{}")
        agencies = [
            {"name": f"第{number}号局", "level": "省市县乡"[number % 4], "kind": "department", "listed": True}
            for number in range(-(-count // len(YEARS)))
        ]
        connection.execute(insert(schema.agencies), agencies)
    for start in range(0, count, _AT_ONCE):
        with writing(engine) as connection:
            _some(connection, run, range(start, min(start + _AT_ONCE, count)), tables, filed, chance)
        with writing(engine) as connection:
            _speak(connection, range(start, min(start + _AT_ONCE, count)), tables["findings"], chance)
    learn_sizes(engine)


def _speak(connection: Connection, numbers: range, found: list[dict[str, Any]], chance: random.Random) -> None:
    """Let people decide half of the findings of some reports, and send some of them back."""
    who = {"who": "王敏", "at": "2024-03-01T09:00:00+00:00"}
    words, letters = [], []
    for number in numbers:
        of = {"agency": number // len(YEARS) + 1, "year": YEARS[number % len(YEARS)]}
        for item in chance.sample(found, len(found) // 2):
            told = {"said": chance.choice(get_args(Said)), "why": "", **who}
            words.append({**of, "rule": item["rule"], "fingerprint": item["fingerprint"], **told})
        if number % 5 == 0:
            letters.append({**of, "document": number + 1, "part": 1, "what": "sent", "note": "", **who})
    connection.execute(insert(schema.decisions), words)
    connection.execute(insert(schema.sendings), letters)


def _some(
    connection: Connection,
    run: int,
    numbers: range,
    tables: dict[str, list[dict[str, Any]]],
    filed: bytes,
    chance: random.Random,
) -> None:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("documents", "reports", *tables)}
    for number in numbers:
        key = number + 1
        document = {"path": f"{number}.txt", "sha256": "0", "size": 1, "modified": 1, "read_with": "0"}
        rows["documents"].append({"id": key, **document, "current": True, "run": run})
        report = {"part": 1, "near": "", "letters": 4000, "own_letters": 1200, "digest": "0", "counted": True}
        agency, year = number // len(YEARS) + 1, YEARS[number % len(YEARS)]
        blobs = {"filed": filed, "signature": b""}
        rows["reports"].append({"id": key, "document": key, "agency": agency, "year": year, **report, **blobs})
        for name, members in tables.items():
            for member in members:
                row = {**member, "report": key}
                if name == "scores":
                    row |= {"run": run, "quality": round(chance.uniform(40, 100), 1), "errors": chance.randrange(6)}
                if name == "cells" and row["value"] is not None:
                    row["value"] += chance.randrange(20)
                rows[name].append(row)
    for name, members in rows.items():
        if members:
            connection.execute(insert(schema.metadata.tables[name]), members)


def broken_chains(connection: Connection) -> int:
    """What an analyst would ask: how many agencies carried in another number than they had carried out."""
    now, before = aliased(schema.reports), aliased(schema.reports)
    mine, theirs = aliased(schema.cells), aliased(schema.cells)
    asked = (
        select(func.count())
        .select_from(now)
        .join(before, (before.c.agency == now.c.agency) & (before.c.year == now.c.year - 1) & before.c.counted)
        .join(mine, (mine.c.report == now.c.id) & (mine.c.path == "applications.carried_in.total"))
        .join(theirs, (theirs.c.report == before.c.id) & (theirs.c.path == "applications.carried_out.total"))
        .where(now.c.counted, mine.c.value != theirs.c.value)
    )
    return int(connection.scalar(asked) or 0)


ASKED: dict[str, Callable[[Connection], object]] = {
    "league table of a year": lambda connection: questions.standings(connection, YEARS[-1]),
    "points by dimension": lambda connection: questions.by_dimension(connection, YEARS[-1]),
    "commonest defects": lambda connection: questions.common_defects(connection, YEARS[-1]),
    "missing agencies": lambda connection: questions.missing(connection, YEARS[-1]),
    "double submissions": questions.doubles,
    "totals of all years": questions.totals,
    "broken chains between all years": broken_chains,
    "one cell of all agencies over the years": lambda connection: questions.over_years(
        connection, ("applications.new_received.total",)
    ),
    "what 200 reports are audited beside": lambda connection: results.beside(connection, list(range(1, 201))),
    "all years in numbers": questions.by_year,
    "first page of the league table": lambda connection: questions.league(connection, LeagueAsked(YEARS[-1]), 0, 100),
    "league table by what people said": lambda connection: questions.league(
        connection, LeagueAsked(YEARS[-1], order="checked", descending=True), 0, 100
    ),
    "figures of a year": lambda connection: questions.figures(connection, YEARS[-1]),
    "last page of the findings of a year": lambda connection: questions.found_list(
        connection, FoundAsked(YEARS[-1]), questions.found_count(connection, FoundAsked(YEARS[-1])) - 100, 100
    ),
    "open findings of a family": lambda connection: questions.found_list(
        connection, FoundAsked(YEARS[-1], rule="TAB", state="open"), 0, 100
    ),
    "means of all years": questions.by_year,
    "examples of a rule": lambda connection: questions.examples(connection, YEARS[-1], "TAB006", 3),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=15_000)
    parser.add_argument("--url")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(chosen.url or str(Path(folder) / "store.db"))
        began = time.perf_counter()
        fill(engine, chosen.reports)
        with engine.connect() as connection:
            rows = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in schema.RESULTS)
        print(f"{chosen.reports:,} reports, {rows:,} rows of results, filled in {time.perf_counter() - began:.0f} s")
        for name, question in ASKED.items():
            times = []
            for _ in range(3):
                with engine.connect() as connection:
                    start = time.perf_counter()
                    question(connection)
                    times.append(time.perf_counter() - start)
            print(f"{name:42} {median(times):7.3f} s")
        engine.dispose()


if __name__ == "__main__":
    main()
