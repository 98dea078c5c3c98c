"""``audit batch``: a folder of reports in, a folder of results out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from auditor import delivery
from auditor.api import Options
from auditor.batch.astray import astray
from auditor.batch.interrupting import interruptible
from auditor.batch.outputs import made_with, write_outputs
from auditor.batch.pool import Limits
from auditor.batch.rounds import Round, Workers
from auditor.batch.running import run as run_round
from auditor.batch.watching import ScreenWatcher
from auditor.errors import UsageError
from auditor.messages import LANGUAGES, first_names, words
from auditor.reading.files import real
from auditor.rulebook.profiles import is_profile
from auditor.store import questions, years

STORE = "审核结果.db"
_DOCUMENTS = "各单位"
_SHARDS = "分片"
_UNREAD = 1
_FIRST_YEAR, _LAST_YEAR = 2008, 2999
"""Reports are due since 2008."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit batch``, as typed."""

    paths: tuple[str, ...]
    output: str
    agencies: str | None = None
    store: str | None = None
    jobs: int = 0
    seconds: float = 300
    megabytes: int = 2048
    scheduler: str | None = None
    year: int | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    preview: bool = False
    language: str = "zh"


def run(request: Request) -> int:
    """Do the round and tell of it; 0, or 1 where something could not be read. Raises UsageError and StoreError."""
    return interruptible(lambda: _run(request), request.language)


def _run(request: Request) -> int:
    _validate(request)
    output = real(request.output)
    if any(output in (path, *path.parents) for path in map(real, request.paths)):
        raise UsageError("output_holds_input", path=request.output)
    folder = delivery.made_folder(request.output)
    store = request.store or str(folder / STORE)
    profiles = (path for path in request.rules if is_profile(path))
    made = {real(folder), *(real(path) for path in (store, request.agencies, *profiles) if path)}
    wanted = Round(
        tuple(os.path.abspath(path) for path in request.paths),  # noqa: PTH100 - links stay as they are called
        store,
        request.agencies,
        frozenset(made),
        request.jobs or os.cpu_count() or 1,
        Limits(request.seconds, request.megabytes),
        Options(request.select, request.ignore, request.preview, rules=request.rules),
        folder / _DOCUMENTS,
        request.year,
    )
    with delivery.kept_for_one(folder):
        return _do(request, wanted, folder)


def _do(request: Request, wanted: Round, folder: Path) -> int:
    watcher = ScreenWatcher(request.language)
    try:
        engine = run_round(wanted, watcher, request.language, _hired(request, wanted.limits))
    finally:
        watcher.end()
    try:
        _warn_of_years(engine, request, wanted)
        written = write_outputs(engine, folder, request.year, request.rules, request.language)
        unread = _tell(engine, request, watcher.nowhere)
    finally:
        engine.dispose()
    if written.paths:
        delivery.tell(words("outputs_written", request.language, paths="、".join(map(str, written.paths))))
    else:
        delivery.warn(words("outputs_none", request.language))
    if written.profiles:
        delivery.tell(words("profiles_in_force", request.language, profiles=written.profiles))
    delivery.tell(made_with(request.rules, request.language).made_by())
    return _UNREAD if unread or watcher.faults else 0


def _hired(request: Request, limits: Limits) -> Callable[[bytes], Workers] | None:
    """The cluster, where one is named."""
    scheduler = request.scheduler
    if scheduler is None:
        return None
    from auditor.batch.cluster import Cluster

    folder = Path(request.output).absolute() / _SHARDS
    return lambda setup: Cluster(scheduler, folder, setup, limits)


def _validate(request: Request) -> None:
    if request.language not in LANGUAGES:
        raise UsageError("option_value", option="--lang", detail=f"{request.language}（{'、'.join(LANGUAGES)}）")
    for option, value, least in (
        ("--jobs", request.jobs, 0),
        ("--time-limit", request.seconds, 1),
        ("--memory-limit", request.megabytes, 128),
    ):
        if not least <= value < float("inf"):  # nan is neither
            raise UsageError("number_low", option=option, value=f"{value:g}", least=least)
    if request.year is not None and not _FIRST_YEAR <= request.year <= _LAST_YEAR:
        raise UsageError("option_value", option="--year", detail=str(request.year))


def _warn_of_years(engine: Engine, request: Request, wanted: Round) -> None:
    """Tell of reports that say another year than their folder, and of later years than that of the round."""
    language = request.language
    with engine.connect() as connection:
        found = astray(years.dated(connection), wanted.paths)
        year = years.year_of_round(connection)
        later = years.later(connection, year) if year is not None and request.year is None else []
    if found:
        names = [words("year_astray_one", language, path=it.path, year=it.year, folder=it.folder) for it in found]
        delivery.warn(words("year_astray", language, count=len(found), names=first_names(names, language)))
    for other, count in later:
        delivery.warn(words("year_later", language, year=other, count=count, chosen=year))


def _tell(engine: Engine, request: Request, nowhere: int) -> int:
    """Tell of the year of the round in one line, as the outputs have it; how many files could not be read, with those
    that were ``nowhere``.
    """
    with engine.connect() as connection:
        year = request.year or years.year_of_round(connection)
        total = questions.totals(connection, year)
        unread = len(questions.unread(connection)) + nowhere
        line = words(
            "batch_done",
            request.language,
            of_year=words("batch_of_year", request.language, year=year) if year is not None else "",
            reports=total.reports,
            agencies=total.agencies,
            errors=total.errors,
            warnings=total.warnings,
            infos=total.infos,
            missing=len(questions.missing(connection, year)) if year is not None else 0,
            double=sum(not item.counted for item in questions.doubles(connection, year)),
            unread=unread,
            unplaced=len(questions.unplaced(connection)),
        )
    delivery.tell(line)
    return unread
