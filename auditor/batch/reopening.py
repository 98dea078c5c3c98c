"""A report of a store as it was audited: audited once more from what was put away, without reading its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from auditor import api
from auditor.batch.auditing_stage import Due, bundled, with_keys
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
    rules: tuple[Path, ...]
    """What it was audited by: folders of rules, and the profile of its own or else of the call."""


def looked_up(engine: Engine, number: int, options: api.Options) -> Due:
    """What a report is audited beside, and the hash of all that its audit depends on now: another one, another audit.

    Raises KeyError if there is no report of the number, RuleFileError where its profile is refused.
    """
    with engine.connect() as connection:
        found = with_keys(results.beside(connection, [number]), options)
    if not found:
        raise KeyError(number)
    if found[0].fault:
        raise found[0].fault
    return found[0]


def reopened(engine: Engine, asked: Due, options: api.Options) -> Reopened:
    """The audit of a report that was looked up. Raises RuleCrash, StoreError."""
    [bundle] = bundled(engine, [asked])
    stands, rules = asked.item.audited_with == asked.key, options.under(asked.profile).rules
    return Reopened(audit_of(bundle, options), stands, asked.item.previous, rules)
