"""The second step of a round: reports are audited beside last year's, those alike, and those below."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import msgspec
from sqlalchemy import Engine

from auditor import api
from auditor.batch.pool import Limits, Stopped
from auditor.batch.rounds import LOOKED_UP, Round, Watcher, Workers, given_up_with, in_pieces, kept_with, stopped
from auditor.batch.work import AuditDone, AuditPiece, Bundle, Done, Piece
from auditor.rulebook.profiles import profile_of_folder
from auditor.store import results
from auditor.store.intake import Tool
from auditor.store.opening import writing
from auditor.store.results import Beside
from auditor.store.rows import Audited
from auditor.version import __version__


def tool(options: api.Options) -> Tool:
    return Tool(__version__, api.rulebook(options.rules).version, api.model_version())


def told(chosen: api.Options) -> str:
    values = {"select": chosen.select, "ignore": chosen.ignore, "preview": chosen.preview, "kind": chosen.kind}
    return msgspec.json.encode(values).decode()


def audit_all(engine: Engine, number: int, wanted: Round, crew: Workers, watcher: Watcher) -> None:
    """Audit the reports of which themselves, the rules, or what they are audited beside have changed."""
    with engine.connect() as connection:
        numbers = results.current_reports(connection)
    watcher.stage("auditing", len(numbers))
    new = _to_audit(engine, numbers, wanted, watcher)
    pieces = (AuditPiece(bundled(engine, some)) for some in in_pieces(new))
    for piece, done in crew.done(pieces):
        finished = done.reports if isinstance(done, AuditDone) else _not_audited(piece, done, wanted.limits)
        with writing(engine) as connection:
            for report in finished:
                results.save_results(connection, number, report)
        for report in finished:
            watcher.audited(report)
        watcher.advance(piece.size)


@dataclass(frozen=True, slots=True)
class Due:
    """A report, what its audit depends on, and the rules that it is audited by."""

    item: Beside
    key: str
    """The hash of all that its audit depends on."""
    profile: str | None
    """The profile of its agency, or else of its folder; without either that of the round."""
    rulebook: str
    """The version of the rules."""


def _to_audit(engine: Engine, numbers: Sequence[int], wanted: Round, watcher: Watcher) -> Iterator[Due]:
    """Reports that were not audited like this yet."""
    tools: dict[str | None, _Rules] = {}  # once: somebody may save a rule while the round goes on
    for start in range(0, len(numbers), LOOKED_UP):
        some = numbers[start : start + LOOKED_UP]
        with engine.connect() as connection:
            found = results.beside(connection, some)
        keyed = with_keys(found, wanted.options, tools)
        new = [due for due in keyed if due.item.audited_with not in (due.key, given_up_with(due.key, wanted.limits))]
        watcher.advance(len(some) - len(new))
        yield from new


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules that reports of a profile are audited by: their version, and all else that is the same for each."""

    version: str
    made_with: str


def _rules_under(profile: str | None, options: api.Options) -> _Rules:
    made = tool(options.under(profile))
    return _Rules(made.rulebook, msgspec.json.encode((made, told(options))).decode())


def with_keys(
    found: Sequence[Beside], options: api.Options, tools: dict[str | None, _Rules] | None = None
) -> list[Due]:
    """Each with what its audit depends on; ``tools`` keeps by profile the rules of a while ago.

    Raises RuleFileError for a profile that says what it must not.
    """
    tools = {} if tools is None else tools
    of_folder: dict[str, str | None] = {}
    due = []
    for item in found:
        folder = str(PurePath(item.path).parent)
        if item.profile is None and folder not in of_folder:
            of_folder[folder] = profile_of_folder(item.path)
        profile = item.profile or of_folder[folder]
        if profile not in tools:
            tools[profile] = _rules_under(profile, options)
        rules = tools[profile]
        key = hashlib.sha256("|".join((rules.made_with, *item.digests)).encode()).hexdigest()
        due.append(Due(item, key, profile, rules.version))
    return due


def bundled(engine: Engine, chosen: Sequence[Due]) -> tuple[Bundle, ...]:
    """Reports and those that they are audited beside, taken out of the store."""
    numbers = {
        number
        for item in (due.item for due in chosen)
        for number in (item.report, item.previous, *item.peers, *item.children)
        if number is not None
    }
    with engine.connect() as connection:
        filed = results.filed(connection, numbers)
    return tuple(
        Bundle(
            item.report,
            item.path,
            filed[item.report],
            filed[item.previous] if item.previous is not None else None,
            tuple((peer, filed[peer]) for peer in item.peers),
            tuple(filed[child] for child in item.children),
            due.key,
            due.profile,
            due.rulebook,
        )
        for due, item in ((due, due.item) for due in chosen)
    )


def _not_audited(piece: Piece, why: Stopped | Done, limits: Limits) -> tuple[Audited, ...]:
    """The one report of a piece at which its process was stopped."""
    if not isinstance(piece, AuditPiece) or not isinstance(why, str):
        return ()
    return tuple(
        Audited(
            bundle.report,
            bundle.name,
            kept_with(bundle.audited_with, why, limits),
            None,
            *stopped(bundle.name, why, limits),
        )
        for bundle in piece.bundles
    )
