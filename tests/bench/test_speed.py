"""The arithmetic and the table of the measuring tools; what they measure is no test."""

from __future__ import annotations

import sys

import pytest

from tests.bench.speed.figures import Goal, Row, Spread, digits, ratios, table, table_of
from tests.bench.speed.growth import Stretch
from tests.bench.speed.growth import rows as growth_rows
from tests.bench.speed.rounds import Rounds
from tests.bench.speed.rounds import rows as round_rows
from tests.bench.speed.running import Took, python, taken
from tests.bench.speed.texts import by_size, corpus, invented


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (0.0123, "0.0123"), (1.0449, "1.04"), (4.3, "4.30"), (87.46, "87.5"), (117.2, "117"), (1234.5, "1,234")],
)
def test_three_digits_count(value: float, told: str) -> None:
    assert digits(value) == told


def test_a_spread_is_told_with_its_runs() -> None:
    assert Spread((3.0, 1.0, 2.0)).told() == "2.00 (1.00–3.00, 3 runs)"
    assert Spread((1.0, 2.0)).middle == 1.5
    assert Spread((1.5,)).told() == "1.50"
    with pytest.raises(ValueError, match="no run"):
        Spread(())


def test_ratios_are_of_pairs() -> None:
    assert ratios([2.0, 9.0], [1.0, 3.0]).values == (2.0, 3.0)
    with pytest.raises(ValueError, match="shorter"):
        ratios([2.0, 9.0], [1.0])


def test_a_goal_is_reached_from_its_side() -> None:
    most, least = Goal(1.1), Goal(0.6, at_least=True)
    assert [most.reached(value) for value in (1.0, 1.1, 1.101)] == [True, True, False]
    assert [least.reached(value) for value in (0.599, 0.6, 3.0)] == [False, True, True]
    assert (most.told(), least.told()) == ("≤ 1.1", "≥ 0.6")


def test_a_row_is_judged_by_its_ratio_and_without_one_by_what_was_measured() -> None:
    compared = Row("a|b", Spread((2.0, 4.0)), "s", Spread((1.0, 2.0)), "stock", ratios([2.0, 4.0], [1.0, 2.0]), Goal(1))
    alone = Row("memory", Spread((90.0, 110.0)), "MiB", goal=Goal(150))
    missing = Row("peers", goal=Goal(1), why_not="npm is not there")
    assert table_of([compared, alone, missing, Row("only told", Spread((7.0,)), "s")]).splitlines() == [
        "| what | measured | beside it | ratio | goal | reached |",
        "| --- | --- | --- | --- | --- | --- |",
        "| a\\|b | 3.00 s | 1.50 s stock | 2.00 (2.00–2.00, 2 runs) | ≤ 1 | no |",
        "| memory | 100 MiB (90.0–110, 2 runs) | – | – | ≤ 150 MiB | yes |",
        "| peers | not measured: npm is not there | – | – | ≤ 1 | – |",
        "| only told | 7.00 s | – | – | – | – |",
    ]
    assert table(("x",), []) == "| x |\n| --- |"


def test_growth_compares_first_and_last_by_what_stood_beside_them() -> None:
    slow = [Stretch(10.0, 1.0, 200.0)] + [Stretch(22.0, 2.0, 210.0 + place) for place in range(9)]
    memory, time = growth_rows(slow, 100, 1000)
    assert (memory.what, memory.ratio) == ("memory of a worker at 1,000 distinct reports", Spread((218.0 / 200.0,)))
    assert time.ratio == Spread((1.1,))
    assert time.measured == Spread((220.0,))
    assert len(growth_rows(slow * 10, 1000, 100_000)) == 3


def test_an_unchanged_report_counts_without_what_any_round_takes() -> None:
    def took(cpu: float) -> Took:
        return Took(0.0, cpu, 100.0, 300.0, b"")

    done = Rounds(6, 60, took(5.0), took(3.0), [took(35.0)], [took(42.0)], [took(3.3)])
    found = {row.what: row.ratio for row in round_rows(done)}
    assert found["two workers, CPU"] == Spread((1.2,))
    assert found["an unchanged report in a batch, CPU, less what any round takes"] == ratios([3.3 - 3.0], [30.0])
    assert found["the whole round with nothing changed, CPU"] == ratios([3.3], [35.0])


@pytest.mark.skipif(sys.platform != "linux", reason="others have no subreaper")
def test_what_a_command_leaves_behind_counts() -> None:
    behind = "import os, time\nif not os.fork():\n    while time.process_time() < 0.3: pass"
    took = taken(python(behind))
    assert took.cpu >= 0.3
    assert took.own < 60  # MiB: not those of this process


def test_a_command_is_taken_with_its_output() -> None:
    assert taken(python("print('有')")).output == "有\n".encode()
    with pytest.raises(RuntimeError, match="ended with 3"):
        taken(python("raise SystemExit(3)"))
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        taken(python("1 / 0"))


def test_reports_are_distinct_and_the_same_each_time() -> None:
    texts = list(invented(40))
    assert len(set(texts)) == 40
    assert texts == list(invented(40))


def test_the_middle_report_is_of_middle_size() -> None:
    sizes = sorted(path.stat().st_size for path in corpus())
    (middle,) = by_size(corpus(), 1)
    assert middle.stat().st_size == sizes[len(sizes) // 2]
    three = by_size(corpus(), 3)
    assert len(set(three)) == 3
    assert [path.stat().st_size for path in three] == sorted(path.stat().st_size for path in three)
