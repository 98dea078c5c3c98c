"""Where the files of a province lie: each city has its own way, and some counties send an archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.bench.province.chance import dice
from tests.bench.province.manifest import REPORTS, What
from tests.bench.province.names import Agency

_SUFFIXES, _WEIGHTS = ("docx", "html", "txt", "pdf"), (52, 24, 22, 2)
_WAYS = (
    "{county}/{name}_{year}",
    "{year}年/{county}/{name}",
    "{county}/{name}/{year}年年报",
    "{county}/{year}/{name}年度报告",
)
_ARCHIVES = 0.03
_ALONE: tuple[What, ...] = ("missing", "damaged", "empty", "picture", "twice-same", "twice-different", "nameless")
"""What is wrong with a file is not put into an archive."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report lies: its path without suffix, in a folder or in an archive."""

    stem: str
    suffix: str
    archive: str = ""

    @property
    def path(self) -> str:
        """As the manifest has it."""
        return f"{self.archive}/{self.stem}.{self.suffix}" if self.archive else f"{self.stem}.{self.suffix}"


def place_of(agency: Agency, year: int, seed: int, what: What | None) -> Place:
    """Where an agency's report of a year lies."""
    suffix = dice(seed, "suffix", agency.name, year).choices(_SUFFIXES, _WEIGHTS)[0]
    zipped = agency.county and dice(seed, "archive", agency.county, year).random() < _ARCHIVES
    if zipped and what not in _ALONE:
        return Place(f"{agency.name}_{year}", suffix, f"{REPORTS}/{agency.city}/{agency.county}{year}年年报.zip")
    way = dice(seed, "way", agency.city).choice(_WAYS)
    above = agency.city or "省直"
    inner = way.format(county=agency.county or "直属", name=agency.name, year=year)
    return Place(str(PurePosixPath(REPORTS, above, inner)), suffix)


def second_place(first: Place, seed: int, year: int) -> Place:
    """Where the same agency's second file lies."""
    path = PurePosixPath(first.stem)
    if dice(seed, "second", first.stem, year).random() < 0.5:
        return Place(str(path.with_name(f"{path.name}（第二次报送）")), first.suffix)
    return Place(str(PurePosixPath(REPORTS, "补报", *path.parts[1:])), first.suffix)


def unlisted_place(agency: Agency, beside: Agency, year: int) -> Place:
    """Where the file of a body that is on no list lies."""
    return Place(str(PurePosixPath(REPORTS, beside.city or "省直", f"{agency.name}{year}")), "docx")
