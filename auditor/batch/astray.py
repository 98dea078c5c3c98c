"""Reports that say another year than the folder in which they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from auditor.batch.agencies import year_of_folders
from auditor.store.years import Dated


@dataclass(frozen=True, slots=True)
class Astray:
    """A report whose text or file tells one year and its folder another."""

    report: int
    path: str
    year: int
    folder: int


def astray(reports: Sequence[Dated], paths: Sequence[str]) -> list[Astray]:
    """Those among the reports under some paths, by the names of the folders from there on.

    A folder of which half of the reports say another year is called by something else, such as the year in which they
    came: its reports are not astray, unless there is only one.
    """
    placed = [(item, year) for item in reports if (year := _year_of_folder(item.path, paths)) is not None]
    said = Counter((year, item.year) for item, year in placed)
    in_all = Counter(year for _, year in placed)
    return [
        Astray(item.report, item.path, item.year, year)
        for item, year in placed
        if item.year != year and (in_all[year] == 1 or said[year, item.year] * 2 < in_all[year])
    ]


def _year_of_folder(path: str, paths: Sequence[str]) -> int | None:
    """The year in the name of a folder, from the ones that were named on."""
    for named in paths:
        above = PurePath(named).parent
        if PurePath(path).is_relative_to(named):
            return year_of_folders(str(PurePath(path).relative_to(above)))
    return None
