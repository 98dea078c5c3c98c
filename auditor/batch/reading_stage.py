"""The first step of a round: what is new or has changed is read, parsed, and taken into the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Engine

from auditor import api
from auditor.batch.pool import Limits, Stopped
from auditor.batch.rounds import (
    LOOKED_UP,
    Round,
    Watcher,
    Workers,
    fault_of,
    given_up_with,
    in_pieces,
    kept_with,
    stopped,
)
from auditor.batch.work import Done, Piece, ReadDone, ReadPiece, Setup, stamp
from auditor.errors import AuditError, UnreadableReport
from auditor.messages import error_text, words
from auditor.reading import libreoffice
from auditor.reading.archives import Skipped
from auditor.reading.gathering import PROFILES, found_in
from auditor.reading.pdf.recognising import Recogniser
from auditor.store import intake
from auditor.store.intake import Known, ReadFile
from auditor.store.opening import writing
from auditor.text.visible import SURROGATES
from auditor.version import __version__

_CLOSED = frozenset({"folder_unreadable", "folder_closed", "file_unreadable"})
"""What is said of folders and archives of which nobody can see now what is in them."""


def read_all(
    engine: Engine, number: int, wanted: Round, setup: Setup, crew: Workers, watcher: Watcher, language: str
) -> None:
    """Read what is new or has changed; what stands in the store as it is now is left alone.

    Raises UnreadableReport when there is nothing to read at all.
    """
    present: set[str] = set()
    faults: list[AuditError] = []
    for path, told in found_in(wanted.paths, wanted.without):
        if not _is_text(path):
            faults.append(UnreadableReport("name_no_text", path=path))
        elif told is None:
            present.add(path)
        elif isinstance(told, Skipped) and told.why == PROFILES:
            continue  # each report is audited by that of its folder
        elif isinstance(told, Skipped):
            watcher.skipped(words(told.why, language, path=path, count=told.count))
        else:
            faults.append(told)
    if faults and not present:
        raise faults[0]
    closed = [str(fault.params["path"]) for fault in faults if fault.code in _CLOSED]
    for fault in faults:
        watcher.unopened(error_text(fault, language))
    watcher.stage("reading", len(present))
    read_with = _read_with(setup)
    new = _to_read(engine, sorted(present), (read_with, given_up_with(read_with, wanted.limits)), watcher)
    for piece, done in crew.done(ReadPiece(tuple(some), read_with) for some in in_pieces(new)):
        files = done.files if isinstance(done, ReadDone) else _given_up(piece, done, wanted.limits)
        with writing(engine) as connection:
            intake.take_in(connection, number, files)
        for file in files:
            if file.fault:
                watcher.unread(fault_of(file, language))
        watcher.advance(piece.size)
    with writing(engine) as connection:
        for folder in filter(_is_text, wanted.paths):
            intake.drop_missing(connection, folder.rstrip("/"), present, closed)


def _is_text(path: str) -> bool:
    """Whether a store can hold a path: a name in GB18030 on a system of UTF-8 is bytes that are none."""
    return SURROGATES.search(path) is None


def _read_with(setup: Setup) -> str:
    """What reading depends on beside the file: another of these, and every file is read anew.

    LibreOffice and text recognition are among them: once they are installed, what could not be read is tried again.
    """
    form = api.form_version(setup.rules)
    able = f"{libreoffice.program() is not None} {Recogniser.installed()}"
    listed = msgspec.json.encode(setup.agencies).decode()
    told = (__version__, form, api.model_version(), str(setup.kind), able, listed)
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:16]


def _to_read(engine: Engine, paths: Sequence[str], done_with: Sequence[str], watcher: Watcher) -> Iterator[str]:
    """Files that the store does not know as they are now, read or given up with one of these."""
    for start in range(0, len(paths), LOOKED_UP):
        some = paths[start : start + LOOKED_UP]
        with engine.connect() as connection:
            known = intake.known_files(connection, some)
        new = [path for path in some if known.get(path) not in [Known(*stamp(path), one) for one in done_with]]
        watcher.advance(len(some) - len(new))
        yield from new


def _given_up(piece: Piece, why: Stopped | Done, limits: Limits) -> tuple[ReadFile, ...]:
    """The one file of a piece at which its process was stopped."""
    if not isinstance(piece, ReadPiece) or not isinstance(why, str):
        return ()
    read_with = kept_with(piece.read_with, why, limits)
    return tuple(ReadFile(path, "", *stamp(path), read_with, (), *stopped(path, why, limits)) for path in piece.paths)
