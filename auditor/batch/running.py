"""A round over a folder of reports: read what is new, find who is alike, audit what has changed, keep it all.

Each step is finished in the store before the next begins, and each piece of work is written whole; a round that was
killed goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
from sqlalchemy import Engine

from auditor import api
from auditor.batch.agencies import read_agencies
from auditor.batch.pool import Limits, Pool, Stopped
from auditor.batch.work import AuditDone, AuditPiece, Bundle, Done, Piece, ReadDone, ReadPiece, Setup, packed, stamp
from auditor.copying.signature import likely_pairs
from auditor.errors import AuditError
from auditor.messages import LANGUAGES, error_text, words
from auditor.reading.archives import Skipped
from auditor.reading.gathering import found_in
from auditor.store import intake, results
from auditor.store.intake import Known, ReadFile, Tool
from auditor.store.opening import open_store, writing
from auditor.store.results import Beside
from auditor.store.rows import Audited
from auditor.version import __version__

_LOOKED_UP = 200
"""How many files are looked up in the store at a time."""
_FILES, _REPORTS = 8, 8
"""How many files or reports are a piece of work."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be done over."""

    paths: tuple[str, ...]
    store: str
    agencies: str | None = None
    without: frozenset[Path] = frozenset()
    """Files and folders that are no reports: what an earlier round wrote."""
    workers: int = 1
    limits: Limits = field(default_factory=lambda: Limits(300, 2048))
    options: api.Options = field(default_factory=api.Options)


class Watcher(Protocol):
    """Who is told of a round as it goes."""

    def stage(self, name: str, total: int) -> None:
        """A step begins, of so many files or reports."""

    def advance(self, count: int) -> None:
        """So many are done."""

    def unread(self, path: str, fault: str) -> None:
        """A file that could not be read, or was left out, in the words for people."""

    def audited(self, done: Audited) -> None:
        """The results of a report, as they come."""


class Workers(Protocol):
    """Who does pieces of work: the processes of this machine, or a cluster."""

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        """What came of each piece, in any order."""

    def close(self) -> None:
        """Nothing more is to be done."""


def run(wanted: Round, watcher: Watcher, language: str, hired: Callable[[bytes], Workers] | None = None) -> Engine:
    """Do a round and give back the store. Who does the work is hired for its setup; by default processes of this
    machine. Raises UsageError, RuleFileError, StoreError.
    """
    api.chosen_rules(api.rulebook(wanted.options.rules), wanted.options)
    listed = tuple(read_agencies(wanted.agencies)) if wanted.agencies else ()
    setup = _setup(wanted, listed)
    with ExitStack() as opened:
        engine = open_store(wanted.store)
        opened.callback(engine.dispose)
        with writing(engine) as connection:
            number = intake.begin_run(connection, _tool(wanted), _told(wanted))
            if listed:
                intake.list_agencies(connection, listed)
        with closing(hired(packed(setup)) if hired else Pool(wanted.workers, packed(setup), wanted.limits)) as crew:
            _read(engine, number, wanted, setup, crew, watcher, language)
            with writing(engine) as connection:
                results.count_in(connection)
                for year in results.years(connection):
                    results.pair_up(connection, year, likely_pairs(results.signatures(connection, year)))
            _audit(engine, number, wanted, crew, watcher)
        with writing(engine) as connection:
            intake.finish_run(connection, number)
        opened.pop_all()
    return engine


def _setup(wanted: Round, listed: tuple[intake.Agency, ...]) -> Setup:
    chosen = wanted.options
    folders = tuple(str(folder) for folder in chosen.rules)
    return Setup(listed, chosen.select, chosen.ignore, chosen.preview, chosen.kind, folders)


def _tool(wanted: Round) -> Tool:
    return Tool(__version__, api.rulebook(wanted.options.rules).version, api.model_version())


def _told(wanted: Round) -> str:
    chosen = wanted.options
    told = {"select": chosen.select, "ignore": chosen.ignore, "preview": chosen.preview, "kind": chosen.kind}
    return msgspec.json.encode(told).decode()


def _read(
    engine: Engine, number: int, wanted: Round, setup: Setup, crew: Workers, watcher: Watcher, language: str
) -> None:
    """Read what is new or has changed; what stands in the store as it is now is left alone."""
    present: set[str] = set()
    for path, told in found_in(wanted.paths, wanted.without):
        if isinstance(told, AuditError | Skipped):
            watcher.unread(path, _words_for(path, told, language))
        else:
            present.add(path)
    watcher.stage("reading", len(present))
    read_with = _read_with(setup)
    for piece, done in crew.done(_to_read(engine, sorted(present), read_with, watcher)):
        files = done.files if isinstance(done, ReadDone) else _given_up(piece, done, wanted.limits)
        with writing(engine) as connection:
            intake.take_in(connection, number, files)
        for file in files:
            if file.fault:
                watcher.unread(file.path, (file.fault_en if language == "en" else file.fault) or "")
        watcher.advance(piece.size)
    with writing(engine) as connection:
        for folder in wanted.paths:
            intake.drop_missing(connection, folder.rstrip("/"), present)


def _words_for(path: str, told: AuditError | Skipped, language: str) -> str:
    if isinstance(told, Skipped):
        return words("skipped_files", language, path=path, count=told.count)
    return error_text(told, language)


def _read_with(setup: Setup) -> str:
    """What reading depends on beside the file: another of these, and every file is read anew."""
    form = api.form_version(setup.rules)
    told = (__version__, form, api.model_version(), str(setup.kind), msgspec.json.encode(setup.agencies).decode())
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:16]


def _to_read(engine: Engine, paths: Sequence[str], read_with: str, watcher: Watcher) -> Iterator[ReadPiece]:
    """Files that the store does not know as they are now, a few a piece."""
    waiting: list[str] = []
    for start in range(0, len(paths), _LOOKED_UP):
        some = paths[start : start + _LOOKED_UP]
        with engine.connect() as connection:
            known = intake.known_files(connection, some)
        new = [path for path in some if known.get(path) != Known(*stamp(path), read_with)]
        watcher.advance(len(some) - len(new))
        waiting.extend(new)
        while len(waiting) >= _FILES:
            yield ReadPiece(tuple(waiting[:_FILES]), read_with)
            waiting = waiting[_FILES:]
    if waiting:
        yield ReadPiece(tuple(waiting), read_with)


def _given_up(piece: Piece, why: Stopped | Done, limits: Limits) -> tuple[ReadFile, ...]:
    """The one file of a piece at which its process was stopped."""
    if not isinstance(piece, ReadPiece) or not isinstance(why, str):
        return ()
    return tuple(
        ReadFile(path, "", *stamp(path), piece.read_with, (), *_stopped(path, why, limits)) for path in piece.paths
    )


def _stopped(what: str, why: Stopped, limits: Limits) -> list[str]:
    params = {"path": what, "seconds": f"{limits.seconds:g}", "megabytes": limits.megabytes}
    return [words(f"stopped_{why}", language, **params) for language in LANGUAGES]


def _audit(engine: Engine, number: int, wanted: Round, crew: Workers, watcher: Watcher) -> None:
    """Audit the reports of which themselves, the rules, or what they are audited beside have changed."""
    with engine.connect() as connection:
        numbers = results.current_reports(connection)
    watcher.stage("auditing", len(numbers))
    for piece, done in crew.done(_to_audit(engine, numbers, wanted, watcher)):
        finished = done.reports if isinstance(done, AuditDone) else _not_audited(piece, done, wanted.limits)
        with writing(engine) as connection:
            for report in finished:
                results.save_results(connection, number, report)
        for report in finished:
            watcher.audited(report)
        watcher.advance(piece.size)


def _to_audit(engine: Engine, numbers: Sequence[int], wanted: Round, watcher: Watcher) -> Iterator[AuditPiece]:
    made_with = msgspec.json.encode((_tool(wanted), _told(wanted))).decode()
    waiting: list[tuple[Beside, str]] = []
    for start in range(0, len(numbers), _LOOKED_UP):
        some = numbers[start : start + _LOOKED_UP]
        with engine.connect() as connection:
            found = results.beside(connection, some)
        keyed = [(item, hashlib.sha256("|".join((made_with, *item.digests)).encode()).hexdigest()) for item in found]
        new = [(item, key) for item, key in keyed if item.audited_with != key]
        watcher.advance(len(some) - len(new))
        waiting.extend(new)
        while len(waiting) >= _REPORTS:
            yield _bundled(engine, waiting[:_REPORTS])
            waiting = waiting[_REPORTS:]
    if waiting:
        yield _bundled(engine, waiting)


def _bundled(engine: Engine, chosen: Sequence[tuple[Beside, str]]) -> AuditPiece:
    """Reports and those that they are audited beside, taken out of the store."""
    numbers = {
        number
        for item, _ in chosen
        for number in (item.report, item.previous, *item.peers, *item.children)
        if number is not None
    }
    with engine.connect() as connection:
        filed = results.filed(connection, numbers)
    return AuditPiece(
        tuple(
            Bundle(
                item.report,
                item.path,
                filed[item.report],
                filed[item.previous] if item.previous is not None else None,
                tuple((peer, filed[peer]) for peer in item.peers),
                tuple(filed[child] for child in item.children),
                key,
            )
            for item, key in chosen
        )
    )


def _not_audited(piece: Piece, why: Stopped | Done, limits: Limits) -> tuple[Audited, ...]:
    """The one report of a piece at which its process was stopped."""
    if not isinstance(piece, AuditPiece) or not isinstance(why, str):
        return ()
    return tuple(
        Audited(bundle.report, bundle.name, bundle.audited_with, None, *_stopped(bundle.name, why, limits))
        for bundle in piece.bundles
    )
