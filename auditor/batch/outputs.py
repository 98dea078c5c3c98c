"""What a round leaves for people: the workbook and the page of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from auditor.api import model_version, rulebook
from auditor.delivery import unwritten, write_whole
from auditor.errors import UsageError
from auditor.reporters import batch_page, batch_sheets
from auditor.reporters.run import Run
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import results
from auditor.store.years import year_of_round

WORKBOOK, PAGE = "总表.xlsx", "总览.html"


def _page(told: YearOfRound) -> bytes:
    return batch_page.render(told).encode("utf-8", "replace")


OUTPUTS: Mapping[str, Callable[[YearOfRound], bytes]] = {WORKBOOK: batch_sheets.render, PAGE: _page}
"""All of them by the name of the file."""


def made_with(rules: tuple[Path, ...], language: str) -> Run:
    """What a round is told with: its rules and its language."""
    return Run([], [], rulebook(rules), model_version(), language)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was written of a year."""

    paths: tuple[Path, ...] = ()
    profiles: str = ""
    """The profiles that its reports are audited by, in words; empty where there is none but that of the call."""


def write_outputs(engine: Engine, folder: Path, year: int | None, rules: tuple[Path, ...], language: str) -> Outputs:
    """Write the outputs of a year, by default that of the round; nothing where no report tells a year.

    Raises UsageError for a year without reports, or where they cannot be written.
    """
    with engine.connect() as connection:
        chosen = year or year_of_round(connection)
        if chosen is None:
            return Outputs()
        years = results.years(connection)
        if years and chosen not in years:
            raise UsageError("year_empty", year=chosen, years="、".join(map(str, years)))
        told = YearOfRound(connection, chosen, made_with(rules, language))
        contents = {folder / name: rendered(told) for name, rendered in OUTPUTS.items()}
        profiles = told.profiles_told if told.profiles_of_their_own else ""
    for path, content in contents.items():
        _write(path, content)
    return Outputs(tuple(contents), profiles)


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise unwritten(path, error) from error
