"""Numbers of several runs and the table that tells them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

_HEADINGS = ("what", "measured", "beside it", "ratio", "goal", "reached")


@dataclass(frozen=True, slots=True)
class Spread:
    """What several runs gave, at least one."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("no run, no spread")

    @property
    def middle(self) -> float:
        return median(self.values)

    def told(self) -> str:
        """The median, with least and most and the number of runs where there were several."""
        if len(self.values) == 1:
            return digits(self.middle)
        return f"{digits(self.middle)} ({digits(min(self.values))}–{digits(max(self.values))}, {len(self.values)} runs)"


def ratios(ours: Iterable[float], beside: Iterable[float]) -> Spread:
    """Each run of ours over the run beside it. Raises ValueError where they are not in pairs."""
    return Spread(tuple(one / other for one, other in zip(ours, beside, strict=True)))


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: at most so much, or at least."""

    limit: float
    at_least: bool = False

    def reached(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def told(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. Its goal is of the ratio, or of what was measured where there is nothing beside it."""

    what: str
    measured: Spread | None = None
    unit: str = ""
    beside: Spread | None = None
    beside_name: str = ""
    ratio: Spread | None = None
    goal: Goal | None = None
    why_not: str = ""
    """Why it was not measured."""

    def cells(self) -> tuple[str, ...]:
        """What stands under the headings."""
        if self.why_not:
            return (self.what, f"not measured: {self.why_not}", "–", "–", self.goal.told() if self.goal else "–", "–")
        judged = self.ratio or self.measured
        reached = "–" if self.goal is None or judged is None else ("yes" if self.goal.reached(judged.middle) else "no")
        return (
            self.what,
            (self._amount(self.measured) or "–") if self.ratio else self._all(self.measured),
            " ".join(part for part in (self._amount(self.beside), self.beside_name) if part) or "–",
            self.ratio.told() if self.ratio else "–",
            (f"{self.goal.told()} {self.unit if not self.ratio else ''}".strip()) if self.goal else "–",
            reached,
        )

    def _amount(self, of: Spread | None) -> str:
        return f"{digits(of.middle)} {self.unit}".strip() if of else ""

    def _all(self, of: Spread | None) -> str:
        """An amount with its spread, where no ratio tells that."""
        if of is None:
            return "–"
        amount, _, spread = of.told().partition(" ")
        return " ".join(part for part in (amount, self.unit, spread) if part)


@dataclass(slots=True)
class Told:
    """Rows, and what is to be said below the table."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def digits(value: float) -> str:
    """A number with three digits that count; whole from a hundred on."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar in a cell ends no cell."""
    written = [headings, ["---"] * len(headings), *lines]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in written)


def table_of(rows: Iterable[Row]) -> str:
    """Rows as a Markdown table."""
    return table(_HEADINGS, [row.cells() for row in rows])
