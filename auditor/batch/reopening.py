"""A report of a store as it was audited: audited once more from what was put away, without reading its file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from auditor import api
from auditor.batch.auditing_stage import bundled, with_keys
from auditor.batch.work import audit_of
from auditor.finding import Audit
from auditor.store import results


@dataclass(frozen=True, slots=True)
class Reopened:
    """The audit of a report of a store."""

    audit: Audit
    stands: bool
    """Whether it is the one whose results the store has; not so when rules or neighbours changed since."""
    previous: int | None
    """The number of the report of the year before."""


def key_now(engine: Engine, number: int, options: api.Options) -> str:
    """The hash of all that the audit of a report depends on now; another one, another audit."""
    with engine.connect() as connection:
        return with_keys(results.beside(connection, [number]), options)[0][1]


def reopened(engine: Engine, number: int, options: api.Options) -> Reopened:
    """The audit of the report of a number. Raises KeyError if there is none, RuleCrash."""
    with engine.connect() as connection:
        found = with_keys(results.beside(connection, [number]), options)
    if not found:
        raise KeyError(number)
    [(item, key)] = found
    [bundle] = bundled(engine, found)
    return Reopened(audit_of(bundle, options), item.audited_with == key, item.previous)
