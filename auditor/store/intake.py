"""What was read goes into the store: files, the reports in them, and whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from auditor.store.rows import storable
from auditor.store.schema import RESULTS, agencies, documents, likely_pairs, likenesses, reports, runs


class Tool(msgspec.Struct, frozen=True):
    """With what a run was made."""

    version: str
    rulebook: str
    model: str


class Agency(msgspec.Struct, frozen=True):
    """An agency as the list has it, or as a report names it."""

    name: str
    level: str | None = None
    parent: str | None = None
    kind: str | None = None
    contact: str | None = None
    profile: str | None = None
    """The file of the profile by which its reports are audited, whatever the round is."""


class ReadReport(msgspec.Struct, frozen=True):
    """A report as it was read and parsed, with what the store asks for."""

    part: int
    agency: str | None
    """The agency in the store: of the list, or as the report or its file names it."""
    agency_printed: str | None
    agency_source: str | None
    """``text``, ``file`` or ``folder``."""
    near: tuple[str, ...]
    """Agencies of the list whose names are close to the printed one: asked about, never taken."""
    year: int | None
    year_source: str | None
    kind: str | None
    published: str | None
    letters: int
    own_letters: int
    filed: bytes
    signature: bytes


class ReadFile(msgspec.Struct, frozen=True):
    """A file as it was read: its reports, or why there are none, in both languages."""

    path: str
    sha256: str
    size: int
    modified: int
    read_with: str
    reports: tuple[ReadReport, ...] = ()
    fault: str | None = None
    fault_en: str | None = None


class Known(msgspec.Struct, frozen=True):
    """What the store knows of a file at a path."""

    size: int
    modified: int
    read_with: str


def begin_run(connection: Connection, tool: Tool, options: str) -> int:
    """A new run, or the last one where that was not finished: it goes on, and what it read counts as read at once.

    Its number.
    """
    values = {"tool": tool.version, "rulebook": tool.rulebook, "model": tool.model, "options": options}
    last = connection.execute(select(runs.c.id, runs.c.finished).order_by(runs.c.id.desc()).limit(1)).first()
    if last is not None and last.finished is None:
        connection.execute(update(runs).where(runs.c.id == last.id).values(**values))
        return int(last.id)
    made = connection.execute(insert(runs).values(started=now(), **values).returning(runs.c.id))
    return int(made.scalar_one())


def finish_run(connection: Connection, run: int) -> None:
    connection.execute(update(runs).where(runs.c.id == run).values(finished=now()))


def now() -> str:
    """The moment in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def known_files(connection: Connection, paths: Sequence[str]) -> dict[str, Known]:
    """What the store knows of the files that stand at these paths now."""
    columns = (documents.c.path, documents.c.size, documents.c.modified, documents.c.read_with)
    asked = select(*columns).where(documents.c.path.in_(paths), documents.c.current)
    return {path: Known(size, modified, read_with) for path, size, modified, read_with in connection.execute(asked)}


def list_agencies(connection: Connection, listed: Iterable[Agency]) -> None:
    """The agencies of a list: they are expected to report. What an earlier list said of them is replaced."""
    connection.execute(update(agencies).values(listed=False))
    for agency in listed:
        values = {name: value for name, value in msgspec.structs.asdict(agency).items() if name != "name"}
        number = _agency_number(connection, agency.name, {})
        connection.execute(update(agencies).where(agencies.c.id == number).values(listed=True, **values))


def listed_agencies(connection: Connection) -> tuple[Agency, ...]:
    """The agencies of the last list that was given, in its order."""
    columns = [agencies.c[name] for name in Agency.__struct_fields__]
    asked = select(*columns).where(agencies.c.listed).order_by(agencies.c.id)
    return tuple(Agency(*row) for row in connection.execute(asked))


def take_in(connection: Connection, run: int, files: Iterable[ReadFile]) -> None:
    """Files as they are now; what stood at their paths before stays, as history."""
    for file in files:
        connection.execute(
            update(documents).where(documents.c.path == file.path, documents.c.current).values(current=False)
        )
        values = {
            "size": file.size,
            "modified": file.modified,
            "read_with": file.read_with,
            "fault": storable(file.fault) if file.fault else None,
            "fault_en": storable(file.fault_en) if file.fault_en else None,
            "current": True,
            "run": run,
        }
        place = (documents.c.path == file.path, documents.c.sha256 == file.sha256)
        found = connection.execute(select(documents.c.id, documents.c.read_with).where(*place)).first()
        if found is None:
            added = insert(documents).values(path=file.path, sha256=file.sha256, **values).returning(documents.c.id)
            _add_reports(connection, connection.execute(added).scalar_one(), file.reports)
            continue
        connection.execute(update(documents).where(*place).values(**values))
        if found.read_with != file.read_with:
            written = _written(connection, found.id)
            _drop_reports(connection, found.id)
            _add_reports(connection, found.id, file.reports, written)


def drop_missing(connection: Connection, folder: str, present: set[str], closed: Collection[str] = ()) -> None:
    """Files of a folder that are no longer there are history; of those in closed folders nobody knows."""
    asked = select(documents.c.id, documents.c.path).where(_inside(folder), documents.c.current)
    asked = asked.where(*(not_(_inside(place)) for place in closed))
    gone = [number for number, path in connection.execute(asked) if path not in present]
    for number in gone:
        connection.execute(update(documents).where(documents.c.id == number).values(current=False))


def _inside(folder: str) -> ColumnElement[bool]:
    return or_(documents.c.path == folder, documents.c.path.startswith(f"{folder}/", autoescape=True))


def _written(connection: Connection, document: int) -> dict[tuple[int, int | None, int | None], str | None]:
    """By which audits document and letter on the reports in a file are, by part, agency and year."""
    columns = (reports.c.part, reports.c.agency, reports.c.year, reports.c.written)
    asked = select(*columns).where(reports.c.document == document)
    return {(part, agency, year): written for part, agency, year, written in connection.execute(asked)}


def _add_reports(
    connection: Connection,
    document: int,
    found: Iterable[ReadReport],
    written: Mapping[tuple[int, int | None, int | None], str | None] = MappingProxyType({}),
) -> None:
    """The reports of a file that was read; what was ``written`` on one of the same agency and year still is."""
    for report in found:
        agency = _agency_number(connection, report.agency, {"kind": report.kind}) if report.agency else None
        connection.execute(
            insert(reports).values(
                document=document,
                part=report.part,
                agency=agency,
                agency_printed=storable(report.agency_printed) if report.agency_printed else None,
                agency_source=report.agency_source,
                near="、".join(report.near),
                year=report.year,
                year_source=report.year_source,
                kind=report.kind,
                published=report.published,
                letters=report.letters,
                own_letters=report.own_letters,
                digest=hashlib.sha256(report.filed).hexdigest(),
                filed=report.filed,
                signature=report.signature,
                counted=False,
                written=written.get((report.part, agency, report.year)),
            )
        )


def _drop_reports(connection: Connection, document: int) -> None:
    old = select(reports.c.id).where(reports.c.document == document)
    for table in RESULTS:
        connection.execute(delete(table).where(table.c.report.in_(old)))
    for other in (likenesses.c.other, likely_pairs.c.one, likely_pairs.c.other):
        connection.execute(delete(other.table).where(other.in_(old)))
    connection.execute(delete(reports).where(reports.c.document == document))


def _agency_number(connection: Connection, name: str, values: dict[str, str | None]) -> int:
    """The number of an agency, which is added if it is new; two writers at once add it once."""
    name = storable(name)
    add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    found = connection.scalar(select(agencies.c.id).where(agencies.c.name == name))
    if found is None:
        connection.execute(add(agencies).values(name=name, listed=False, **values).on_conflict_do_nothing())
        found = connection.scalar(select(agencies.c.id).where(agencies.c.name == name))
    return int(found or 0)
