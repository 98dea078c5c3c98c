"""The second step of a round: reports are audited beside last year's, those alike, and those below."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Engine

from auditor import api
from auditor.batch.pool import Limits, Stopped
from auditor.batch.rounds import LOOKED_UP, Round, Watcher, Workers, given_up_with, in_pieces, kept_with, stopped
from auditor.batch.work import AuditDone, AuditPiece, Bundle, Done, Piece
from auditor.errors import RuleFileError
from auditor.messages import LANGUAGES, error_text, words
from auditor.rulebook.profiles import Profiles
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


def audit_all(engine: Engine, number: int, wanted: Round, crew: Workers, watcher: Watcher, language: str) -> None:
    """Audit the reports of which themselves, the rules, or what they are audited beside have changed.

    Those of a folder whose profile is refused are audited by no other: they stand as not audited until it is mended.
    """
    with engine.connect() as connection:
        numbers = results.current_reports(connection)
    watcher.stage("auditing", len(numbers))
    refused: list[Due] = []
    new = _to_audit(engine, numbers, wanted, refused, watcher)
    pieces = (AuditPiece(bundled(engine, some)) for some in in_pieces(new))
    for piece, done in crew.done(pieces):
        finished = done.reports if isinstance(done, AuditDone) else _not_audited(piece, done, wanted.limits)
        with writing(engine) as connection:
            for report in finished:
                results.save_results(connection, number, report)
        for report in finished:
            watcher.audited(report)
        watcher.advance(piece.size)
    _refuse(engine, number, refused, watcher, language)


def _refuse(engine: Engine, number: int, refused: Sequence[Due], watcher: Watcher, language: str) -> None:
    """Tell once of each profile that is refused; nothing stands of what audits by others found in its reports."""
    by_profile: defaultdict[str | None, list[Due]] = defaultdict(list)
    for due in refused:
        by_profile[due.profile].append(due)
    for own in by_profile.values():
        fault = own[0].fault
        if fault is None:
            continue
        told = {
            name: words("profile_refused", name, fault=error_text(fault, name), count=len(own)) for name in LANGUAGES
        }
        with writing(engine) as connection:
            for due in own:
                done = Audited(due.item.report, due.item.path, "", None, *told.values())
                results.save_results(connection, number, done)
        watcher.unread(told[language])


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
    fault: RuleFileError | None = None
    """Why it cannot be audited: its profile is refused, and nobody knows what is asked of it."""


def _to_audit(
    engine: Engine, numbers: Sequence[int], wanted: Round, refused: list[Due], watcher: Watcher
) -> Iterator[Due]:
    """Reports that were not audited like this yet; those that cannot be go to ``refused``."""
    tools: dict[str | None, _Rules | RuleFileError] = {}  # once: somebody may save a rule while the round goes on
    for start in range(0, len(numbers), LOOKED_UP):
        some = numbers[start : start + LOOKED_UP]
        with engine.connect() as connection:
            found = results.beside(connection, some)
        keyed = with_keys(found, wanted.options, tools)
        refused += [due for due in keyed if due.fault]
        able = [due for due in keyed if not due.fault]
        new = [due for due in able if due.item.audited_with not in (due.key, given_up_with(due.key, wanted.limits))]
        watcher.advance(len(some) - len(new))
        yield from new


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules that reports of a profile are audited by: their version, and all else that is the same for each."""

    version: str
    made_with: str


def _rules_under(profile: str | None, options: api.Options) -> _Rules | RuleFileError:
    """Raises RuleFileError where it is not the profile that is refused but what the round itself is made with."""
    try:
        made = tool(options.under(profile))
    except RuleFileError as fault:
        if profile is None:
            raise
        return fault
    return _Rules(made.rulebook, msgspec.json.encode((made, told(options))).decode())


def with_keys(
    found: Sequence[Beside], options: api.Options, tools: dict[str | None, _Rules | RuleFileError] | None = None
) -> list[Due]:
    """Each with what its audit depends on; ``tools`` keeps by profile the rules of a while ago.

    Raises RuleFileError for what the call itself names; a profile of their own that is refused is told with reports.
    """
    tools = {} if tools is None else tools
    profiles = Profiles()
    due = []
    for item in found:
        profile = profiles.of(item.path, item.profile)
        if profile not in tools:
            tools[profile] = _rules_under(profile, options)
        rules = tools[profile]
        if isinstance(rules, RuleFileError):
            due.append(Due(item, "", profile, "", rules))
            continue
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
