"""What earlier rounds wrote for agencies and is no longer true is taken away, and nothing that people put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from auditor.batch.handing_out import changed, set_aside
from auditor.batch.rounds import Watcher
from auditor.delivery import unwritten
from auditor.messages import error_text, words
from auditor.reporters.names import names_for_agency
from auditor.store import written
from auditor.store.opening import writing
from auditor.text.filenames import safe_name

_LONGEST_NAME = 60


def file_name(agency: str) -> str:
    """The name of an agency as the name of a folder that every system takes."""
    return safe_name(agency, "_")[:_LONGEST_NAME].rstrip(". ") or "_"


def clear(engine: Engine, folder: Path, year: int, watcher: Watcher, language: str) -> None:
    """Take away documents and letters on reports that were corrected, are gone, or are of another agency or year now.

    Only files go whose folder is an agency's and a year's, and whose name is one that a report gives.
    """
    with writing(engine) as connection:
        standing = {
            folder / file_name(item.agency) / str(item.year) / name
            for item in written.standing(connection, year)
            for name in names_for_agency(item.path)
        }
        agencies = {file_name(name) for name in written.agencies_ever(connection)}
        given = {name for path in written.paths_ever(connection) for name in names_for_agency(path)}
        written.forget_untrue(connection)
    for place in _years_of(folder, agencies):
        untrue = [path for path in place.iterdir() if path.name in given and path not in standing]
        with engine.connect() as connection:
            by_people = changed(connection, untrue) if untrue else set()
        for path in untrue:
            try:
                if path in by_people:
                    watcher.skipped(words("set_aside", language, path=set_aside(path)))
                else:
                    path.unlink()
            except OSError as error:
                watcher.unread(error_text(unwritten(path, error), language))
        for empty in (place, place.parent):
            with suppress(OSError):  # it holds something else
                empty.rmdir()


def _years_of(folder: Path, agencies: set[str]) -> Iterator[Path]:
    """The folders of years in those of agencies."""
    for agency in sorted(folder.iterdir()) if folder.is_dir() else ():
        if agency.name in agencies and agency.is_dir():
            yield from (year for year in sorted(agency.iterdir()) if _is_year(year.name) and year.is_dir())


def _is_year(name: str) -> bool:
    return len(name) == len("2008") and name.isdecimal()
