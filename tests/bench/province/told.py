"""What a report has to tell, and with whose words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.bench.province.chance import dice
from tests.bench.province.figures import Figures
from tests.bench.province.names import Agency

_MODEL = frozenset({"management.care.1", "request.procedure", "supervision.checks.1", "platform.offline.1"})
"""What a county's model text has."""
Detail: TypeAlias = Literal["number", "totals", "growth", "free"]
"""``number``: only how many were received; ``totals``: no parts of a sum and no growth; ``growth``: that too for sure;
``free``: as it comes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report has to tell, and with whose words."""

    agency: Agency
    year: int
    seed: int
    figures: Figures
    prior: Figures | None
    """Last year's tables as they were reported; None where no number of last year is to be told."""
    sums_up: bool | None
    """Whether the figures are those of the bodies below as well; None where there is no choice."""
    writer: Agency
    """Whose words are used, and of which year."""
    words_of: int
    own_share: float = 0.0
    """How much of a copied text was written anew, sentence by sentence."""
    own_numbers: bool = True
    """Whether the numbers that stand in no table, and the villages, are the agency's own."""
    version: str = ""
    """Other numbers that stand in no table, for a second version of a report."""
    before: tuple[Agency, int] | None = None
    """Whose words last year's section 五 was written with, and of which year; None without last year's report."""
    vague: bool = False
    """Whether section 五 stays general."""
    detail: Detail = "free"
    """How much of the applications is told."""

    @property
    def numbers(self) -> str:
        """What the numbers are drawn by."""
        return f"{self.year}{self.version}"


def title_of(agency: Agency, year: int, *, plain: bool) -> str:
    """The title as the agency prints it."""
    return f"{agency.plain if plain else agency.name}{year}年政府信息公开工作年度报告"


def words_of(seed: int, writer: Agency, year: int, topic: str) -> str:
    """Whose words a sentence has in an honest report: the office's of that year; for some offices in part last year's,
    in some counties in part those of a model text that all offices there were given.
    """
    if topic in _MODEL and writer.county and dice(seed, "model", writer.county, year).random() < 0.3:
        return f"{seed}/model/{writer.county}/{year}"
    habit = dice(seed, "habit", writer.name).choice((0, 0, 0, 0.3, 0.55, 0.8))
    while not topic.startswith("pair") and dice(seed, "kept", writer.name, year, topic).random() < habit:
        year -= 1
    return f"{seed}/{writer.name}/{year}"


def selves(agency: Agency) -> tuple[str, ...]:
    """How an agency speaks of itself."""
    if agency.kind == "department":
        last = "我委" if agency.name.endswith("委员会") else "我厅" if agency.name.endswith("厅") else "我局"
        plain = agency.name.removeprefix(agency.place)
        return (last if not agency.name.endswith("中心") else "本中心", f"{agency.place[-1]}{plain}", "本机关")
    if agency.kind == "government":
        return (f"{agency.place[-1]}政府", f"{agency.place[-1]}政府办公室")
    if agency.kind == "township":
        return (f"{agency.place[-1]}政府",)
    return ("街道", "街道办事处")
