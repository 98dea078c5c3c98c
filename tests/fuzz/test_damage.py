"""A few of the damaged reports that ``python -m tests.fuzz`` makes by the thousand."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.fuzz.damage import WAYS
from tests.fuzz.running import FAULTS, Ended, damaged, ended, sources, whole_reports

EACH = 4
FEW = 4


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage chooses among the first few reports: reading all of them takes eight seconds."""
    reports = tuple(islice(whole_reports(), FEW))
    monkeypatch.setattr("tests.fuzz.running.sources", lambda: reports)


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(WAYS)), ids=list(WAYS))
def test_damaged_reports_end_in_words(place: int) -> None:
    found = [ended(number * len(WAYS) + place, seed=7) for number in range(EACH)]
    assert [one for one in found if one.how in FAULTS] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["lost_section", "cut_table", "ended_early"])
def test_a_clean_report_of_which_something_is_gone_passes_no_more(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that the check for silence would check nothing: most of the corpus has something to find anyway."""
    clean = next(report for report in sources() if report.source.path.endswith("guizhen-county-2024.txt"))
    monkeypatch.setattr("tests.fuzz.running.sources", lambda: (clean,))
    place = list(WAYS).index(way)
    found = [ended(number * len(WAYS) + place, seed=3) for number in range(6)]
    assert {one.how for one in found} <= {"1", "2"}


@pytest.mark.usefixtures("few")
def test_the_same_number_is_the_same_damage() -> None:
    assert [damaged(number, 1)[2] for number in range(9)] == [damaged(number, 1)[2] for number in range(9)]
    assert damaged(0, 1)[2] != damaged(0, 2)[2]


@pytest.mark.usefixtures("few")
def test_an_ending_names_its_way() -> None:
    one = ended(0, seed=1)
    assert isinstance(one, Ended)
    assert one.way == next(iter(WAYS))
