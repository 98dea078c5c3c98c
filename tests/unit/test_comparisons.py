"""Comparisons of cells as rule files write them: what they say, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from auditor import api
from auditor.document import CellAddress
from auditor.errors import RuleFileError
from auditor.messages import error_text
from auditor.rulebook.comparisons import Term, parse_comparison
from auditor.rulebook.loading import with_rule

SHIPPED = api.rulebook().files["TAB013"]
CELL = "disclosure.normative_documents.issued"


def test_a_comparison_is_two_sums_of_numbers_and_cells() -> None:
    read = parse_comparison("2 * a.b.c - 1.5 >= previous.d.e.f + 3")
    assert (read.relation, read.holds(Decimal(2), Decimal(2)), read.holds(Decimal(1), Decimal(2))) == (
        ">=",
        True,
        False,
    )
    assert read.left == (
        Term(Decimal(2), CellAddress("a", "b", "c"), previous=False),
        Term(Decimal("-1.5"), None, previous=False),
    )
    assert read.right == (
        Term(Decimal(1), CellAddress("d", "e", "f"), previous=True),
        Term(Decimal(3), None, previous=False),
    )


@pytest.mark.parametrize(
    ("relation", "holding"),
    [(">", [1]), ("<", [-1]), (">=", [0, 1]), ("<=", [-1, 0]), ("=", [0]), ("!=", [-1, 1])],
)
def test_each_relation_holds_where_it_says(relation: str, holding: list[int]) -> None:
    read = parse_comparison(f"a.b.c {relation} 0")
    assert [number for number in (-1, 0, 1) if read.holds(Decimal(number), Decimal(0))] == holding


@pytest.mark.parametrize(
    "text",
    ["a.b.c", "a.b.c > 1 > 0", "a.b.c > ", "a.b.c d.e.f > 0", "a.b > 0", "a.b.c * 2 > 0", "__import__ > 0", "> 0"],
)
def test_what_is_no_comparison_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|no sum"):
        parse_comparison(text)


@pytest.mark.parametrize(
    ("new", "told"), [("disclosure.normative_documents.printed", "no cell"), ("2 normative documents", "no sum")]
)
def test_a_rule_file_with_an_unknown_cell_or_no_sum_is_refused(new: str, told: str, tmp_path: Path) -> None:
    raw = SHIPPED.read_text(encoding="utf-8")
    assert CELL in raw
    with pytest.raises(RuleFileError) as stopped:
        with_rule(api.rulebook(), tmp_path / SHIPPED.name, raw.replace(CELL, new).encode())
    assert told in error_text(stopped.value, "en")
