"""What people said of findings. Only ever added: the last word on a finding holds, the ones before it stay.

A decision hangs on the fingerprint of a finding of an agency's report for a year. While text and cells stay as they
were, the finding has that fingerprint and the decision holds in every new run; when they change, it has expired.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, Subquery, and_, case, func, insert, select

from auditor.store.intake import now
from auditor.store.rows import storable
from auditor.store.schema import agencies, decisions, findings, reports

Said: TypeAlias = Literal["confirmed", "unfounded", "corrected", "pending", "noted"]
"""The results of a check as the workbook has them (核查结果), or a note without one."""

DISMISSED: Said = "unfounded"
"""What keeps a finding out of the letter to an agency."""
DECIDED: tuple[Said, ...] = ("confirmed", "unfounded", "corrected")
"""What settles a finding; one that is pending, or has a note alone, is not."""


class Decision(msgspec.Struct, frozen=True):
    """What somebody said of a finding, when and why."""

    agency: str
    year: int
    rule: str
    fingerprint: str
    said: Said
    why: str
    who: str
    at: str = ""
    holds: bool = True
    """Whether the finding still stands as it stood."""


class Word(msgspec.Struct, frozen=True):
    """One thing that somebody said of a finding; many may have been said of one."""

    id: int
    rule: str
    fingerprint: str
    said: Said
    why: str
    who: str
    at: str


class Spoken(msgspec.Struct, frozen=True):
    """All that was said of one finding, the first first."""

    words: tuple[Word, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last word; 0 where nobody spoke."""
        return self.words[-1].id if self.words else 0

    @property
    def holds(self) -> Word | None:
        """The word that holds: the last that is more than a note."""
        return next((word for word in reversed(self.words) if word.said != "noted"), None)

    @property
    def dismissed(self) -> bool:
        return self.holds is not None and self.holds.said == DISMISSED


def spoken_of(connection: Connection, agency: int, year: int) -> dict[str, Spoken]:
    """What was said of the findings of an agency's reports for a year, by fingerprint."""
    columns = [decisions.c[name] for name in Word.__struct_fields__]
    asked = select(*columns).where(decisions.c.agency == agency, decisions.c.year == year).order_by(decisions.c.id)
    found: dict[str, Spoken] = {}
    for row in connection.execute(asked):
        word = Word(*row)
        found[word.fingerprint] = Spoken((*found.get(word.fingerprint, Spoken()).words, word))
    return found


def decide_after(connection: Connection, given: Decision, agency: int, seen: int) -> list[Word]:
    """Add a decision of somebody who has read all up to the word ``seen``.

    Nothing is added where others spoke of the finding since: their words come back.
    """
    spoken = spoken_of(connection, agency, given.year).get(given.fingerprint, Spoken())
    others = [word for word in spoken.words if word.id > seen and word.who != given.who]
    if not others:
        decide(connection, [given])
    return others


def decide(connection: Connection, given: Iterable[Decision]) -> int:
    """Add decisions, dated now where they have no date; how many. Raises KeyError for an unknown agency."""
    added = 0
    for item in given:
        agency = connection.scalar(select(agencies.c.id).where(agencies.c.name == item.agency))
        if agency is None:
            raise KeyError(item.agency)
        values = {"said": item.said, "why": storable(item.why), "who": storable(item.who), "at": item.at or now()}
        finding = {"agency": agency, "year": item.year, "rule": item.rule, "fingerprint": item.fingerprint}
        connection.execute(insert(decisions).values(**finding, **values))
        added += 1
    return added


def held(year: int) -> Subquery:
    """The word that holds on each finding of a year that somebody decided: agency, fingerprint, and what was said."""
    later = decisions.alias()
    same = ((later.c[name] == decisions.c[name]) for name in ("agency", "year", "fingerprint"))
    overruled = select(later.c.id).where(*same, later.c.said != "noted", later.c.id > decisions.c.id).exists()
    columns = (decisions.c.agency, decisions.c.fingerprint, decisions.c.said)
    return select(*columns).where(decisions.c.year == year, decisions.c.said != "noted", ~overruled).subquery()


def dismissed_in(connection: Connection, year: int) -> dict[int, tuple[str, ...]]:
    """By report that counts for a year, the fingerprints that people dismissed, in order."""
    words = held(year)
    asked = (
        select(reports.c.id, words.c.fingerprint)
        .join(words, words.c.agency == reports.c.agency)
        .where(reports.c.year == year, reports.c.counted, words.c.said == DISMISSED)
        .order_by(reports.c.id, words.c.fingerprint)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, fingerprint in connection.execute(asked):
        found[number] = (*found.get(number, ()), fingerprint)
    return found


def last_decisions(connection: Connection, year: int | None = None) -> list[Decision]:
    """The word that holds on each finding that somebody spoke of, and whether the finding still stands, in order.

    A note holds where nobody said more than that.
    """
    key = (decisions.c.agency, decisions.c.year, decisions.c.fingerprint)
    more_than_note = case((decisions.c.said != "noted", decisions.c.id))
    last = select(func.coalesce(func.max(more_than_note), func.max(decisions.c.id))).group_by(*key)
    standing = (
        select(findings.c.report)
        .join(reports, reports.c.id == findings.c.report)
        .where(
            reports.c.counted,
            reports.c.agency == decisions.c.agency,
            reports.c.year == decisions.c.year,
            findings.c.fingerprint == decisions.c.fingerprint,
        )
        .exists()
    )
    asked = (
        select(decisions, agencies.c.name, standing.label("holds"))
        .join(agencies, agencies.c.id == decisions.c.agency)
        .where(and_(decisions.c.id.in_(last), decisions.c.year == year) if year else decisions.c.id.in_(last))
        .order_by(decisions.c.id)
    )
    return [
        Decision(row.name, row.year, row.rule, row.fingerprint, row.said, row.why, row.who, row.at, bool(row.holds))
        for row in connection.execute(asked)
    ]
