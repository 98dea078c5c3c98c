"""The linear grammar of comparisons: ``2 * disputes.review.total > previous.applications.handled_total.total + 1``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.document import CellAddress

RELATIONS = (">=", "<=", "!=", ">", "<", "=")
_RELATION = re.compile("|".join(RELATIONS))
_TERM = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?:(?P<factor>\d{1,9}(?:\.\d{1,4})?)(?:\s*\*\s*)?)?"
    r"(?P<cell>(?:previous\.)?[a-z_]+\.[a-z_]+\.[a-z_]+)?\s*"
)
_PREVIOUS = "previous."


@dataclass(frozen=True, slots=True)
class Term:
    """A number, or a cell or group of cells of this year's or last year's report, times a number."""

    factor: Decimal
    cell: CellAddress | None
    previous: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sums of terms and how they compare."""

    left: tuple[Term, ...]
    relation: str
    right: tuple[Term, ...]

    @property
    def cells(self) -> tuple[Term, ...]:
        """The terms that are cells."""
        return tuple(term for term in (*self.left, *self.right) if term.cell is not None)

    def holds(self, left: Decimal, right: Decimal) -> bool:
        """Whether two numbers compare as it says."""
        match self.relation:
            case ">":
                return left > right
            case "<":
                return left < right
            case ">=":
                return left >= right
            case "<=":
                return left <= right
            case "!=":
                return left != right
            case _:
                return left == right


@lru_cache(maxsize=256)
def parse_comparison(text: str) -> Comparison:
    """Read a comparison. Raises ValueError with what is wrong."""
    relations = _RELATION.findall(text)
    if len(relations) != 1:
        raise ValueError(f"exactly one of {' '.join(RELATIONS)} expected in {text!r}")
    left, right = _RELATION.split(text)
    return Comparison(_terms(left), relations[0], _terms(right))


def _terms(side: str) -> tuple[Term, ...]:
    terms: list[Term] = []
    place = 0
    while place < len(side):
        match = _TERM.match(side, place)
        if match is None or not (match["factor"] or match["cell"]) or bool(terms) != bool(match["sign"]):
            break
        terms.append(_term(match))
        place = match.end()
    if not terms or place < len(side):
        raise ValueError(f"{side.strip()!r} is no sum of numbers and cells (table.row.column)")
    return tuple(terms)


def _term(match: re.Match[str]) -> Term:
    factor = Decimal(match["factor"] or 1) * (-1 if match["sign"] == "-" else 1)
    name = match["cell"]
    cell = CellAddress.of(name.removeprefix(_PREVIOUS)) if name else None
    return Term(factor, cell, previous=bool(name) and name.startswith(_PREVIOUS))


def cells_named(comparisons: Sequence[str]) -> list[str]:
    """The cells that comparisons name, as ``table.row.column``. Raises ValueError."""
    return [str(term.cell) for text in comparisons for term in parse_comparison(text).cells]
