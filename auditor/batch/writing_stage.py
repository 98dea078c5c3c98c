"""The last step of a round: each agency's document with comments, and the letter to it, as far as they changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from auditor.batch.auditing_stage import bundled
from auditor.batch.pool import Stopped
from auditor.batch.rounds import AT_ONCE, Round, Watcher, Workers, stopped
from auditor.batch.work import Piece, WriteDone, WritePiece
from auditor.store import results
from auditor.store.opening import writing
from auditor.store.results import ToWrite

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST_NAME = 60


def write_all(engine: Engine, wanted: Round, crew: Workers, watcher: Watcher, language: str) -> None:
    """Write what is not written yet as the last audit has it, for the reports of a year that have findings."""
    with engine.connect() as connection:
        years = results.years(connection)
        year = wanted.year or (years[-1] if years else None)
        chosen = results.to_write(connection, year) if year is not None else []
    watcher.stage("writing", len(chosen))
    for piece, done in crew.done(_to_write(engine, chosen, wanted, watcher)):
        written = done.written if isinstance(done, WriteDone) else ()
        with writing(engine) as connection:
            results.mark_written(connection, {item.report: item.key for item in written if not item.fault})
        for item in written:
            if item.fault:
                watcher.unread((item.fault_en if language == "en" else item.fault) or "")
        if isinstance(piece, WritePiece) and isinstance(done, str):
            _tell_stopped(piece, done, wanted, watcher, language)
        watcher.advance(piece.size)


def _tell_stopped(piece: WritePiece, why: Stopped, wanted: Round, watcher: Watcher, language: str) -> None:
    for bundle in piece.bundles:
        zh, en = stopped(bundle.name, why, wanted.limits)
        watcher.unread(en if language == "en" else zh)


def _to_write(engine: Engine, chosen: Sequence[ToWrite], wanted: Round, watcher: Watcher) -> Iterator[Piece]:
    folder = (wanted.documents or Path()).absolute()
    waiting: list[tuple[ToWrite, str]] = []
    for item in chosen:
        target = str(folder / file_name(item.agency) / str(item.year))
        if item.key == item.written and Path(target).parent.is_dir():
            watcher.advance(1)
            continue
        waiting.append((item, target))
        if len(waiting) == AT_ONCE:
            yield _piece(engine, waiting)
            waiting = []
    if waiting:
        yield _piece(engine, waiting)


def _piece(engine: Engine, chosen: Sequence[tuple[ToWrite, str]]) -> WritePiece:
    numbers = [item.report for item, _ in chosen]
    with engine.connect() as connection:
        found = {item.report: item for item in results.beside(connection, numbers)}
    bundles = bundled(engine, [(found[item.report], item.key) for item, _ in chosen]).bundles
    return WritePiece(bundles, tuple(target for _, target in chosen))


def file_name(agency: str) -> str:
    """The name of an agency as the name of a folder that every system takes."""
    return _NOT_IN_NAMES.sub("_", agency).strip(" .")[:_LONGEST_NAME] or "_"
