"""The tables of the store. One schema for SQLite and PostgreSQL; what is never changed again is never updated.

``documents`` are files as they were read, one row for each content that a path has had; ``reports`` are what was
found in them. The results of the last audit of a report hang on the report. ``decisions`` are what people said of
findings: they hang on fingerprints and are only ever added, as are ``sendings``, the letters that went out.
``accounts`` and ``sessions`` are those of the review page.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

VERSION = 2
"""Of the tables. A store of another version is refused, not converted in silence."""
metadata = MetaData()

about = Table("about", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),
    Column("finished", String(32)),
    Column("tool", String(40), nullable=False),
    Column("rulebook", String(40), nullable=False),
    Column("model", String(40), nullable=False),
    Column("options", Text, nullable=False),
)

agencies = Table(
    "agencies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("level", String(40)),
    Column("parent", String(200)),
    Column("kind", String(20)),
    Column("contact", Text),
    Column("profile", Text),
    Column("listed", Boolean, nullable=False),
    Index("agencies_parent", "parent"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
    Column("read_with", String(80), nullable=False),
    Column("fault", Text),
    Column("fault_en", Text),
    Column("current", Boolean, nullable=False),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    UniqueConstraint("path", "sha256"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("agency", Integer, ForeignKey("agencies.id")),
    Column("agency_printed", Text),
    Column("agency_source", String(10)),
    Column("near", Text, nullable=False),
    Column("year", Integer),
    Column("year_source", String(10)),
    Column("kind", String(20)),
    Column("published", String(10)),
    Column("letters", Integer, nullable=False),
    Column("own_letters", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("filed", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("audited_with", String(64)),
    Column("written", String(64)),
    Column("fault", Text),
    Column("fault_en", Text),
    UniqueConstraint("document", "part"),
    Index("reports_agency_year", "agency", "year"),
    Index("reports_year_counted", "year", "counted"),
    # Rows are long by what was put away: what is asked of all of them is answered from an index.
    Index("reports_listed", "year", "counted", "agency", "kind", "document", "part", "near"),
    Index(
        "reports_faulty", "document", sqlite_where=text("fault IS NOT NULL"), postgresql_where=text("fault IS NOT NULL")
    ),
)

likely_pairs = Table(
    "likely_pairs",
    metadata,
    Column("one", Integer, ForeignKey("reports.id"), primary_key=True),
    Column("other", Integer, ForeignKey("reports.id"), primary_key=True),
    Column("estimate", Float, nullable=False),
    Index("likely_pairs_other", "other"),
)

likenesses = Table(
    "likenesses",
    metadata,
    Column("report", Integer, ForeignKey("reports.id"), primary_key=True),
    Column("other", Integer, ForeignKey("reports.id"), primary_key=True),
    Column("share", Float, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("passages", Text, nullable=False),
)

scores = Table(
    "scores",
    metadata,
    Column("report", Integer, ForeignKey("reports.id"), primary_key=True),
    Column("compliance", Float, nullable=False),
    Column("quality", Float, nullable=False),
    Column("decided_rules", Float, nullable=False),
    Column("decided_claims", Float, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("infos", Integer, nullable=False),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
)


def _of_report(name: str, *columns: Column[object] | Index) -> Table:
    """A table of rows that belong to a report and are numbered in it."""
    report = Column("report", Integer, ForeignKey("reports.id"), primary_key=True, autoincrement=False)
    return Table(name, metadata, report, Column("number", Integer, primary_key=True, autoincrement=False), *columns)


dimensions = _of_report(
    "dimensions",
    Column("key", String(40), nullable=False),
    Column("weight", Float, nullable=False),
    Column("compliance", Float, nullable=False),
    Column("quality", Float, nullable=False),
)

deductions = _of_report(
    "deductions",
    Column("dimension", String(40), nullable=False),
    Column("points", Float, nullable=False),
    Column("rule", String(10), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)

cells = _of_report(
    "cells",
    Column("path", String(80), nullable=False),
    Column("value", Float),
    Column("raw", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Index("cells_path_report", "path", "report", "value"),
)

claims = _of_report(
    "claims",
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("value", Text),
    Column("unit", String(40), nullable=False),
    Column("period", String(12), nullable=False),
    Column("scope", String(12), nullable=False),
    Column("cell", Text),
    Column("verdict", String(24), nullable=False),
    Column("reason", Text),
    Column("expected", Text),
)

measures = _of_report(
    "measures",
    Column("of", String(8), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("missing", Text, nullable=False),
)

findings = _of_report(
    "findings",
    Column("rule", String(10), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("preview", Boolean, nullable=False),
    Column("message", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("suggestion", Text, nullable=False),
    Column("suggestion_en", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("anchor", String(16), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Index("findings_rule", "rule", "report"),
    Index("findings_fingerprint", "fingerprint"),
    Index("findings_listed", "report", "fingerprint", "preview", "severity", "rule", "start", "number"),
)

verdicts = _of_report(
    "verdicts",
    Column("rule", String(10), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Index("verdicts_rule", "rule", "outcome"),
)

RESULTS = (dimensions, deductions, cells, claims, measures, findings, verdicts, likenesses, scores)
"""What the last audit of a report left, replaced as a whole by the next."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("rule", String(10), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("said", String(12), nullable=False),
    Column("why", Text, nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", String(32), nullable=False),
    Index("decisions_finding", "agency", "year", "fingerprint"),
    Index("decisions_year", "year", "agency", "fingerprint", "said"),
)

sendings = Table(
    "sendings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("document", Integer, ForeignKey("documents.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("what", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", String(32), nullable=False),
    Index("sendings_report", "agency", "year"),
)

handed_out = Table("handed_out", metadata, Column("sha256", String(64), primary_key=True))
"""What was ever written into the agencies' folders, as it was written: a file of another content is people's work."""

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("secret", Text, nullable=False),
    Column("made", String(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("who", String(80), nullable=False),
    Column("role", String(16), nullable=False),
    Column("ends", String(32), nullable=False),
)

PRIVATE = (about, accounts, sessions)
"""What never leaves a store: it says who may come in and what pages are signed with."""
