"""Which documents and letters in the agencies' folders are those of reports as they are now."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, insert, or_, select, update

from auditor.store.schema import agencies, documents, handed_out, reports, scores

_FINDINGS = scores.c.errors + scores.c.warnings + scores.c.infos


class Standing(msgspec.Struct, frozen=True):
    """A report of which document and letter stand: its agency, its year and its file."""

    agency: str
    year: int
    path: str


def standing(connection: Connection, year: int) -> list[Standing]:
    """The reports of which documents stand: those that have findings, or were not audited.

    Of other years than that of the round only what was written before: they are not written anew.
    """
    asked = (
        select(agencies.c.name, reports.c.year, documents.c.path)
        .join(documents, documents.c.id == reports.c.document)
        .join(agencies, agencies.c.id == reports.c.agency)
        .outerjoin(scores, scores.c.report == reports.c.id)
        .where(
            reports.c.counted,
            or_(reports.c.year == year, reports.c.written.is_not(None)),
            or_(scores.c.report.is_(None), _FINDINGS > 0),
        )
    )
    return [Standing(*row) for row in connection.execute(asked)]


def agencies_ever(connection: Connection) -> list[str]:
    """All agencies that a document was ever written for, and others."""
    return list(connection.scalars(select(agencies.c.name)))


def paths_ever(connection: Connection) -> list[str]:
    """All files that were ever read."""
    return list(connection.scalars(select(documents.c.path).distinct()))


def forget_untrue(connection: Connection) -> None:
    """Nothing stands of reports that no longer count or have no findings: once they do, it is written anew."""
    clean = select(scores.c.report).where(_FINDINGS == 0)
    untrue = or_(reports.c.counted.is_(False), reports.c.id.in_(clean))
    connection.execute(update(reports).where(reports.c.written.is_not(None), untrue).values(written=None))


def ours_of(connection: Connection, digests: Collection[str]) -> set[str]:
    """Those among the digests of files that are of files as they were written here."""
    return set(connection.scalars(select(handed_out.c.sha256).where(handed_out.c.sha256.in_(digests))))


def remember(connection: Connection, digests: Collection[str]) -> None:
    """What was written is known as such from now on."""
    new = sorted(set(digests) - ours_of(connection, digests))
    if new:
        connection.execute(insert(handed_out), [{"sha256": digest} for digest in new])
