"""A finding through all versions of an agency's reports, and what was said of it in each."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from auditor.store.decisions import Said
from auditor.store.schema import decisions, documents, findings, reports, runs


class Appearance(msgspec.Struct, frozen=True):
    """A version of an agency's report in which a finding stands."""

    year: int
    report: int
    path: str
    read: str
    counted: bool
    message: str
    fingerprint: str


class Spoke(msgspec.Struct, frozen=True):
    """What somebody said of a finding in some year's report."""

    year: int
    said: Said
    why: str
    who: str
    at: str


def appearances(connection: Connection, agency: int, anchor: str) -> list[Appearance]:
    """The versions of all years in which a finding with this anchor stands, the first that was read first."""
    asked = (
        select(
            reports.c.year,
            reports.c.id,
            documents.c.path,
            runs.c.started,
            reports.c.counted,
            findings.c.message,
            findings.c.fingerprint,
        )
        .join(reports, reports.c.id == findings.c.report)
        .join(documents, documents.c.id == reports.c.document)
        .join(runs, runs.c.id == documents.c.run)
        .where(reports.c.agency == agency, reports.c.year.is_not(None), findings.c.anchor == anchor)
        .order_by(reports.c.year, runs.c.id, reports.c.id)
    )
    return [Appearance(*row) for row in connection.execute(asked)]


def spoken_over_years(connection: Connection, agency: int, fingerprints: set[str]) -> list[Spoke]:
    """All that was said of findings with these fingerprints in any year, the first first."""
    columns = [decisions.c[name] for name in Spoke.__struct_fields__]
    asked = select(*columns).where(decisions.c.agency == agency, decisions.c.fingerprint.in_(fingerprints))
    return [Spoke(*row) for row in connection.execute(asked.order_by(decisions.c.id))]
