"""The last step of a round: each agency's document with comments, and the letter to it, as far as they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from msgspec import structs
from sqlalchemy import Engine

from auditor.api import Options
from auditor.batch.auditing_stage import bundled, with_keys
from auditor.batch.clearing import clear, file_name
from auditor.batch.handing_out import changed
from auditor.batch.pool import Stopped
from auditor.batch.rounds import Round, Watcher, Workers, fault_of, in_pieces, stopped
from auditor.batch.work import Bundle, Place, WriteDone, WritePiece
from auditor.messages import words
from auditor.reporters.names import names_for_agency
from auditor.store import results
from auditor.store.decisions import dismissed_in
from auditor.store.opening import writing
from auditor.store.results import ToWrite
from auditor.store.written import remember
from auditor.store.years import year_of_round


def write_all(engine: Engine, wanted: Round, crew: Workers, watcher: Watcher, language: str) -> None:
    """Write what is not written yet as the last audit has it, for the reports of a year that have findings.

    What rounds before had written and is no longer true goes.
    """
    with engine.connect() as connection:
        year = wanted.year or year_of_round(connection)
        chosen = results.to_write(connection, year) if year is not None else []
        dismissed = dismissed_in(connection, year) if year is not None else {}
    chosen = [structs.replace(item, key=_written_with(item, dismissed)) for item in chosen]
    watcher.stage("writing", len(chosen))
    new = _to_write(chosen, wanted, watcher)
    pieces = (_piece(engine, some, wanted.options, dismissed) for some in in_pieces(new))
    for piece, done in crew.done(pieces):
        written = done.written if isinstance(done, WriteDone) else ()
        with writing(engine) as connection:
            remember(connection, [digest for item in written for digest in item.handed_out.digests])
            results.mark_written(connection, {item.report: item.key for item in written if not item.fault})
        for item in written:
            for path in item.handed_out.set_aside:
                watcher.skipped(words("set_aside", language, path=path))
            if item.fault:
                watcher.unread(fault_of(item, language))
        if isinstance(piece, WritePiece) and isinstance(done, str):
            _tell_stopped(piece, done, wanted, watcher, language)
        watcher.advance(piece.size)
    if wanted.documents is not None and year is not None:
        clear(engine, wanted.documents.absolute(), year, watcher, language)


def _tell_stopped(piece: WritePiece, why: Stopped, wanted: Round, watcher: Watcher, language: str) -> None:
    for bundle in piece.bundles:
        zh, en = stopped(bundle.name, why, wanted.limits)
        watcher.unread(en if language == "en" else zh)


def _to_write(chosen: Sequence[ToWrite], wanted: Round, watcher: Watcher) -> Iterator[tuple[ToWrite, str]]:
    """Reports whose document and letter are not written as the last audit has them, each with its folder."""
    folder = (wanted.documents or Path()).absolute()
    for item in chosen:
        target = str(folder / file_name(item.agency) / str(item.year))
        if item.key == item.written and Path(target).parent.is_dir():
            watcher.advance(1)
        else:
            yield item, target


def _written_with(item: ToWrite, dismissed: Mapping[int, tuple[str, ...]]) -> str:
    """What the documents of a report depend on: its audit, and what people dismissed of it."""
    told = dismissed.get(item.report)
    return hashlib.sha256("|".join((item.key, *told)).encode()).hexdigest() if told else item.key


def _piece(
    engine: Engine, chosen: Sequence[tuple[ToWrite, str]], options: Options, dismissed: Mapping[int, tuple[str, ...]]
) -> WritePiece:
    numbers = [item.report for item, _ in chosen]
    with engine.connect() as connection:
        found = {due.item.report: due for due in with_keys(results.beside(connection, numbers), options)}
        names = results.listed_names(connection, numbers)
    bundles = bundled(engine, [replace(found[item.report], key=item.key) for item, _ in chosen])
    told = tuple(
        structs.replace(bundle, dismissed=dismissed.get(bundle.report, ()), listed_as=names.get(bundle.report))
        for bundle in bundles
    )
    return WritePiece(tuple(zip(told, _places(engine, told, [target for _, target in chosen]), strict=True)))


def _places(engine: Engine, bundles: Sequence[Bundle], folders: Sequence[str]) -> Iterator[Place]:
    files = [
        [Path(folder, name) for name in names_for_agency(bundle.name)]
        for bundle, folder in zip(bundles, folders, strict=True)
    ]
    with engine.connect() as connection:
        by_people = changed(connection, chain.from_iterable(files))
    for folder, some in zip(folders, files, strict=True):
        yield Place(folder, tuple(path.name for path in some if path in by_people))
