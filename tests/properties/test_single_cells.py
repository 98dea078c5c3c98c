"""Any single cell changed in balanced tables is found; in 三 it is named, or said not to be told, and never another."""

from __future__ import annotations

from collections.abc import Callable

import auditor
import pytest
from auditor.layout import TableSpec

from tests.bench.province.chance import dice
from tests.layouts import WRITERS, Values, report
from tests.properties.single_cells import CHANGES, OPTIONS, SEEDS, Case, Said, balanced, cases, due, said

_SOME = 50
"""So many of the 1,500 changes of a report and way of writing are made in the quick tests."""
_writers = pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)


def some_cases(write: Callable[[TableSpec, Values], list[str]]) -> list[Case]:
    return dice("single cells", write.__name__).sample(list(cases(1, write)), _SOME)


def wrongly_told(told: list[Case]) -> list[tuple[Case, Said, Said]]:
    return [(case, found, due(case)) for case in told if (found := said(case)) != due(case)]


@_writers
@pytest.mark.parametrize("seed", SEEDS)
def test_balanced_tables_are_silent(seed: int, write: Callable[[TableSpec, Values], list[str]]) -> None:
    assert auditor.audit_text(report(balanced(seed), write), OPTIONS).findings == ()


@pytest.mark.slow
@_writers
def test_a_changed_cell_is_found_and_named_or_said_not_to_be_told(
    write: Callable[[TableSpec, Values], list[str]],
) -> None:
    assert wrongly_told(some_cases(write)) == []


def test_all_kinds_of_change_of_both_tables_are_among_the_quick_ones() -> None:
    some = [case for write in WRITERS for case in some_cases(write)]
    assert {(case.place[0], case.change) for case in some} == {
        (table, change) for table in ("applications", "disputes") for change in CHANGES
    }


@_writers
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.figures
def test_every_changed_cell_is_found_and_named_or_said_not_to_be_told(
    seed: int, write: Callable[[TableSpec, Values], list[str]]
) -> None:
    assert wrongly_told(list(cases(seed, write))) == []


def test_what_must_be_said_is_told_apart() -> None:
    """A number is named and mended; what is no number is named where it stands, or its table is said to be unread."""
    pipes, bare_lines = WRITERS[0], WRITERS[4]
    place = ("applications", "handled_total", "total")
    value = balanced(1)[place]
    cell = ".".join(place)
    assert due(Case(1, pipes, place, "one more")) == Said(
        (("TAB006", ()), ("TAB007", ()), ("TAB008", ()), ("TAB012", (cell,))), (), value
    )
    assert due(Case(1, pipes, place, "slash")) == Said((("TAB002", (cell,)),), ("TAB006", "TAB007", "TAB008", "TAB012"))
    assert due(Case(1, bare_lines, place, "emptied")) == Said(
        (("PRS001", ()),), ("TAB006", "TAB007", "TAB008", "TAB012")
    )
