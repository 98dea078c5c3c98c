"""What an audit found goes into the store, and what a report is audited beside comes out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, not_, select, update
from sqlalchemy.orm import aliased

from auditor.store.rows import Audited, storable
from auditor.store.schema import RESULTS, about, agencies, documents, likely_pairs, metadata, reports, runs, scores

MOST_PEERS = 5
"""How many of the most alike reports of others a report is compared with."""
_AT_ONCE = 500


class Beside(msgspec.Struct, frozen=True):
    """The numbers of a report and of those that it is audited beside, with the digests of them all."""

    report: int
    path: str
    previous: int | None
    peers: tuple[int, ...]
    children: tuple[int, ...]
    digests: tuple[str, ...]
    audited_with: str | None
    profile: str | None
    """The profile that the list names for its agency."""


def count_in(connection: Connection) -> None:
    """Of several reports of an agency for a year the one that came last counts; the others stay, as double.

    What a round that was stopped had read came with the round that went on: it is as if that had read it.
    """
    came = (
        select(func.min(runs.c.id)).where(runs.c.id >= documents.c.run, runs.c.finished.is_not(None)).scalar_subquery()
    )
    going_on = came.is_(None)
    order = (
        *(going_on.desc(), came.desc()),
        *(documents.c.modified.desc(), documents.c.path.desc(), reports.c.part.desc()),
    )
    place = func.row_number().over(partition_by=(reports.c.agency, reports.c.year), order_by=order)
    known = and_(documents.c.current, reports.c.agency.is_not(None), reports.c.year.is_not(None))
    ranked = (
        select(reports.c.id, place.label("place"))
        .join(documents, documents.c.id == reports.c.document)
        .where(known)
        .subquery()
    )
    chosen = select(ranked.c.id).where(ranked.c.place == 1)
    connection.execute(update(reports).where(not_(reports.c.id.in_(chosen)), reports.c.counted).values(counted=False))
    connection.execute(update(reports).where(reports.c.id.in_(chosen), not_(reports.c.counted)).values(counted=True))


def signatures(connection: Connection, year: int) -> Iterator[tuple[int, bytes]]:
    """Numbers and signatures of the reports that count for a year, in the order of their numbers."""
    asked = (
        select(reports.c.id, reports.c.signature)
        .where(reports.c.year == year, reports.c.counted)
        .order_by(reports.c.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in connection.execute(asked):
        yield row.id, row.signature


def years(connection: Connection) -> list[int]:
    """The years for which reports count, in order."""
    return list(connection.scalars(select(reports.c.year).where(reports.c.counted).distinct().order_by(reports.c.year)))


def changed_years(connection: Connection) -> list[int]:
    """The years of which reports came, changed or went since their pairs were found."""
    return [year for year in years(connection) if _stood(connection, year) != _reports_of(connection, year)]


def _reports_of(connection: Connection, year: int) -> str:
    """A hash of the reports that count for a year."""
    asked = select(reports.c.id, reports.c.digest).where(reports.c.year == year, reports.c.counted)
    rows = connection.execute(asked.order_by(reports.c.id))
    return hashlib.sha256("".join(f"{row.id} {row.digest}\n" for row in rows).encode()).hexdigest()


def _stood(connection: Connection, year: int) -> str | None:
    """The hash of the reports of a year among which pairs were found last."""
    return connection.scalar(select(about.c.value).where(about.c.key == f"pairs of {year}"))


def pair_up(connection: Connection, year: int, pairs: Iterable[tuple[int, int, float]]) -> None:
    """The pairs of a year that may have passages in common, in place of those found before."""
    key = f"pairs of {year}"
    connection.execute(delete(about).where(about.c.key == key))
    connection.execute(insert(about).values(key=key, value=_reports_of(connection, year)))
    of_year = select(reports.c.id).where(reports.c.year == year)
    connection.execute(delete(likely_pairs).where(likely_pairs.c.one.in_(of_year)))
    waiting = []
    for one, other, estimate in pairs:
        waiting.append({"one": one, "other": other, "estimate": estimate})
        if len(waiting) == _AT_ONCE:
            connection.execute(insert(likely_pairs), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(likely_pairs), waiting)


def beside(connection: Connection, numbers: Sequence[int]) -> list[Beside]:
    """What some reports are audited beside: last year's, those that may be alike, those of the bodies below."""
    previous = _grouped(connection, _previous(numbers))
    peers = _grouped(connection, *_peers(numbers))
    children = _grouped(connection, _children(numbers))
    asked = (
        select(reports.c.id, documents.c.path, reports.c.digest, reports.c.audited_with, agencies.c.profile)
        .join(documents, documents.c.id == reports.c.document)
        .outerjoin(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.id.in_(numbers))
    )
    found = []
    for number, path, digest, audited_with, profile in connection.execute(asked.order_by(reports.c.id)):
        before, alike, below = previous.get(number, []), peers.get(number, []), children.get(number, [])
        # By path and not by number: with several processes files get their numbers in any order.
        alike = sorted(alike, key=lambda row: (-row.estimate, row.path, row.part))[:MOST_PEERS]
        marks = ("p", *(row.digest for row in before), "a", *(row.digest for row in alike), "c")
        digests = (digest, *marks, *(row.digest for row in below))
        found.append(
            Beside(
                number,
                path,
                before[0].id if before else None,
                tuple(row.id for row in alike),
                tuple(row.id for row in below),
                digests,
                audited_with,
                profile,
            )
        )
    return found


def _previous(numbers: Sequence[int]) -> Select[Any]:
    mine, theirs = aliased(reports), aliased(reports)
    return (
        select(mine.c.id.label("of"), theirs.c.id, theirs.c.digest)
        .join(theirs, and_(theirs.c.agency == mine.c.agency, theirs.c.year == mine.c.year - 1, theirs.c.counted))
        .where(mine.c.id.in_(numbers))
    )


def _peers(numbers: Sequence[int]) -> list[Select[Any]]:
    pairs = likely_pairs.c
    return [
        select(mine.label("of"), reports.c.id, reports.c.digest, pairs.estimate, documents.c.path, reports.c.part)
        .join(reports, reports.c.id == theirs)
        .join(documents, documents.c.id == reports.c.document)
        .where(mine.in_(numbers))
        for mine, theirs in ((pairs.one, pairs.other), (pairs.other, pairs.one))
    ]


def _children(numbers: Sequence[int]) -> Select[Any]:
    mine, theirs = aliased(reports), aliased(reports)
    parent, child = aliased(agencies), aliased(agencies)
    return (
        select(mine.c.id.label("of"), theirs.c.id, theirs.c.digest)
        .join(parent, parent.c.id == mine.c.agency)
        .join(child, child.c.parent == parent.c.name)
        .join(theirs, and_(theirs.c.agency == child.c.id, theirs.c.year == mine.c.year, theirs.c.counted))
        .join(documents, documents.c.id == theirs.c.document)
        .where(mine.c.id.in_(numbers))
        .order_by(documents.c.path, theirs.c.part)
    )


def _grouped(connection: Connection, *asked: Select[Any]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for question in asked:
        for row in connection.execute(question):
            found.setdefault(row.of, []).append(row)
    return found


def listed_profiles(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Where some reports lie, and the profile that the list names for their agency."""
    asked = (
        select(reports.c.id, documents.c.path, agencies.c.profile)
        .join(documents, documents.c.id == reports.c.document)
        .outerjoin(agencies, agencies.c.id == reports.c.agency)
        .where(reports.c.id.in_(numbers))
    )
    return {number: (path, profile) for number, path, profile in connection.execute(asked)}


def filed(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """Reports as they were put away, by their numbers."""
    asked = select(reports.c.id, reports.c.filed).where(reports.c.id.in_(list(numbers)))
    return {row.id: row.filed for row in connection.execute(asked)}


def save_results(connection: Connection, run: int, done: Audited) -> None:
    """The results of an audit in place of those of the one before."""
    for table in RESULTS:
        connection.execute(delete(table).where(table.c.report == done.report))
    for name, values in done.rows.tables.items() if done.rows else ():
        if values:
            given = {"report": done.report, "run": run} if name == "scores" else {"report": done.report}
            connection.execute(insert(metadata.tables[name]), [{**row, **given} for row in values])
    told = {
        "audited_with": done.audited_with,
        "fault": storable(done.fault) if done.fault else None,
        "fault_en": storable(done.fault_en) if done.fault_en else None,
    }
    connection.execute(update(reports).where(reports.c.id == done.report).values(**told))


def current_reports(connection: Connection) -> list[int]:
    """The numbers of all reports in files as they are now, the last that were read first: somebody waits for them."""
    asked = select(reports.c.id).join(documents, documents.c.id == reports.c.document).where(documents.c.current)
    return list(connection.scalars(asked.order_by(documents.c.run.desc(), reports.c.id)))


class ToWrite(msgspec.Struct, frozen=True):
    """A report that has findings: of whom, and by which audits its document and letter are and should be."""

    report: int
    agency: str
    year: int
    key: str
    written: str | None


def to_write(connection: Connection, year: int) -> list[ToWrite]:
    """The reports that count for a year and have findings of rules that are not on trial, by agency."""
    asked = (
        select(reports.c.id, agencies.c.name, reports.c.year, reports.c.audited_with, reports.c.written)
        .join(agencies, agencies.c.id == reports.c.agency)
        .join(scores, scores.c.report == reports.c.id)
        .where(reports.c.year == year, reports.c.counted, scores.c.errors + scores.c.warnings + scores.c.infos > 0)
        .order_by(agencies.c.name)
    )
    return [ToWrite(*row) for row in connection.execute(asked)]


def listed_names(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """What the list of those that must report calls the agencies of reports, by report; those that are on none lack."""
    asked = select(reports.c.id, agencies.c.name).join(agencies, agencies.c.id == reports.c.agency)
    return {row.id: row.name for row in connection.execute(asked.where(reports.c.id.in_(numbers), agencies.c.listed))}


def mark_written(connection: Connection, written: Mapping[int, str]) -> None:
    """The document and letter of these reports are as these audits have them."""
    for number, key in written.items():
        connection.execute(update(reports).where(reports.c.id == number).values(written=key))
