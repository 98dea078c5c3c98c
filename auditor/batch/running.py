"""A round over a folder of reports: read what is new, find who is alike, audit what has changed, write back.

Each step is finished in the store before the next begins, and each piece of work is written whole; a round that was
killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing

from sqlalchemy import Engine

from auditor import api
from auditor.batch.agencies import KNOWN_COLUMNS, read_agencies, unknown_columns
from auditor.batch.astray import astray
from auditor.batch.auditing_stage import audit_all, told, tool
from auditor.batch.pool import Pool
from auditor.batch.reading_stage import read_all
from auditor.batch.rounds import Round, Watcher, Workers
from auditor.batch.work import Setup, packed
from auditor.batch.writing_stage import write_all
from auditor.copying.signature import likely_pairs
from auditor.messages import words
from auditor.store import intake, results, years
from auditor.store.opening import learn_sizes, open_store, writing
from auditor.store.turns import a_round


def run(wanted: Round, watcher: Watcher, language: str, hired: Callable[[bytes], Workers] | None = None) -> Engine:
    """Do a round and give back the store. Who does the work is hired for its setup; by default processes of this
    machine. Raises UsageError, RuleFileError, StoreError.
    """
    api.chosen_rules(api.rulebook(wanted.options.rules), wanted.options)
    listed = tuple(read_agencies(wanted.agencies)) if wanted.agencies else ()
    if wanted.agencies and (unknown := unknown_columns(wanted.agencies)):
        told_of = {"names": "、".join(unknown), "known": "、".join(KNOWN_COLUMNS)}
        watcher.skipped(words("agencies_columns", language, path=wanted.agencies, **told_of))
    for profile in {agency.profile for agency in listed}:
        api.rulebook(wanted.options.under(profile).rules)  # refused before anything is done
    with ExitStack() as opened:
        engine = open_store(wanted.store)
        opened.callback(engine.dispose)
        with a_round(engine, wanted.store, waits=wanted.waits):
            _go_over(engine, wanted, listed, watcher, language, hired)
        opened.pop_all()
    return engine


def _go_over(
    engine: Engine,
    wanted: Round,
    listed: Sequence[intake.Agency],
    watcher: Watcher,
    language: str,
    hired: Callable[[bytes], Workers] | None,
) -> None:
    """All steps of a round, by whoever has the turn."""
    with writing(engine) as connection:
        number = intake.begin_run(connection, tool(wanted.options), told(wanted.options))
        if listed:
            intake.list_agencies(connection, listed)
        setup = _setup(wanted, intake.listed_agencies(connection))
    with closing(hired(packed(setup)) if hired else Pool(wanted.workers, packed(setup), wanted.limits)) as crew:
        read_all(engine, number, wanted, setup, crew, watcher, language)
        with writing(engine) as connection:
            results.count_in(connection)
            years.settle(connection, {item.report for item in astray(years.dated(connection), wanted.paths)})
            for year in results.changed_years(connection):
                results.pair_up(connection, year, likely_pairs(results.signatures(connection, year)))
        audit_all(engine, number, wanted, crew, watcher, language)
        if wanted.documents is not None:
            write_all(engine, wanted, crew, watcher, language)
    with writing(engine) as connection:
        intake.finish_run(connection, number)
    learn_sizes(engine)


def _setup(wanted: Round, listed: tuple[intake.Agency, ...]) -> Setup:
    chosen = wanted.options
    folders = tuple(str(folder) for folder in chosen.rules)
    return Setup(listed, chosen.select, chosen.ignore, chosen.preview, chosen.kind, folders)
