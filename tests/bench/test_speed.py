"""The arithmetic and the table of the measuring tools; what they measure is no test."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

import pytest

from tests.bench.speed import peers
from tests.bench.speed.figures import Goal, Row, Spread, digits, ratios, table, table_of
from tests.bench.speed.growth import Stretch
from tests.bench.speed.growth import rows as growth_rows
from tests.bench.speed.rounds import Rounds
from tests.bench.speed.rounds import rows as round_rows
from tests.bench.speed.running import Took, python, taken
from tests.bench.speed.stages import by_package, middle
from tests.bench.speed.stopwatch import IMPORTS, REST, STAGES, Instruments, Stopwatch
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
    slope = Row("a slope", ratio=Spread((0.01,)), beside_name="the first time", goal=Goal(0.02))
    assert table_of([compared, alone, missing, slope, Row("only told", Spread((7.0,)), "s")]).splitlines() == [
        "| what | measured | beside it | ratio | goal | reached |",
        "| --- | --- | --- | --- | --- | --- |",
        "| a\\|b | 3.00 s | 1.50 s stock | 2.00 (2.00–2.00, 2 runs) | ≤ 1 | no |",
        "| memory | 100 MiB (90.0–110, 2 runs) | – | – | ≤ 150 MiB | yes |",
        "| peers | not measured: npm is not there | – | – | ≤ 1 | – |",
        "| a slope | – | the first time | 0.0100 | ≤ 0.02 | yes |",
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
        return Took(0.0, cpu, 100.0, 300.0, b"", "")

    done = Rounds(
        6,
        60,
        took(5.0),
        [took(2.0), took(3.0), took(9.0)],
        [took(35.0)],
        [took(42.0)],
        [[took(3.3), took(3.1), took(4.0)]],
    )
    found = {row.what: row.ratio for row in round_rows(done)}
    assert found["two workers over 60 files, CPU"] == Spread((1.2,))
    assert found["an unchanged report of 60, CPU, less what any round takes"] == ratios([3.3 - 3.0], [30.0])
    assert found["the whole round over 60 files with nothing changed, CPU"] == ratios([3.3], [35.0])


@pytest.mark.skipif(sys.platform != "linux", reason="others have no subreaper")
def test_what_a_command_leaves_behind_counts() -> None:
    behind = "import os, time\nif not os.fork():\n    while time.process_time() < 0.3: pass"
    took = taken(python(behind))
    assert took.cpu >= 0.3
    assert took.own < 60  # MiB: not those of this process


def test_linters_are_compared_run_by_run() -> None:
    def took(seconds: float) -> Took:
        return Took(seconds, seconds, 1.0, 1.0, b"", "")

    ours = peers._Tool("this tool", [], [], "", alone=[took(0.5), took(1.0)], whole=[took(peers.REPORTS / 50)])
    other = peers._Tool("other 1.0", [], [], "", True, [took(0.25), took(2.0)], [took(peers.REPORTS / 25)])
    each, whole = peers._rows(ours, other)
    assert (each.ratio, each.beside_name) == (Spread((0.5, 2.0)), "other 1.0")
    assert whole.cells()[1:] == ("50.0 a s", "25.0 a s other 1.0", "2.00", "≥ 1", "yes")
    assert peers._PACKAGES[:3] == ("textlint", "zhlint", "autocorrect-node")
    assert {"textlint-rule-no-todo", "@textlint-rule/textlint-rule-no-unmatched-pair"} < set(peers._PACKAGES)


def test_a_command_is_taken_with_its_output() -> None:
    assert taken(python("print('有')")).output == "有\n".encode()
    with pytest.raises(RuntimeError, match="ended with 3"):
        taken(python("raise SystemExit(3)"))
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        taken(python("1 / 0"))


class Clock:
    """Tells the seconds that it was told to let pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_has_the_time_that_stages_within_it_leave() -> None:
    clock = Clock()
    watch = Stopwatch(clock)

    def passing(seconds: float) -> None:
        clock.now += seconds

    inner = watch.timed("inner", passing)

    def around() -> None:
        passing(1)
        inner(5)
        passing(2)

    passing(0.5)
    watch.timed("outer", around)()
    inner(10)
    passing(0.25)
    assert watch.read() == {REST: 0.75, "outer": 3.0, "inner": 15.0}
    watch.restart()
    with pytest.raises(TypeError):
        inner("five")
    passing(1)
    assert watch.read() == {REST: 1.0, "inner": 0.0}


def test_instruments_reach_a_function_where_it_is_used_and_a_method_in_its_class(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    made, using = ModuleType("invented.made"), ModuleType("invented.using")

    def work() -> None:
        clock.now += 2

    class Worker:
        def go(self) -> None:
            clock.now += 3

    made.work = work  # type: ignore[attr-defined]
    made.Worker = Worker  # type: ignore[attr-defined]
    using.renamed = work  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setitem(sys.modules, using.__name__, using)
    watch = Stopwatch(clock)
    targets = ("invented.made:work", "invented.made:Worker.go", "invented.made:gone", "invented.none:work")
    instruments = Instruments(watch, {"stage": targets[:1], "method": targets[1:]})
    instruments.place()
    using.renamed()
    Worker().go()
    assert watch.read() == {REST: 0.0, "stage": 2.0, "method": 3.0}
    assert instruments.missing == ["invented.made:gone", "invented.none:work"]


def test_imports_are_timed_once_and_what_they_bring_is_instrumented() -> None:
    watch = Stopwatch(Clock())
    instruments = Instruments(watch, {"stage": ("colorsys:rgb_to_hls",)})
    sys.modules.pop("colorsys", None)
    instruments.install()
    try:
        import colorsys
        import json as loaded_before

        colorsys.rgb_to_hls(0, 0, 0)
    finally:
        instruments.remove()
        del sys.modules["colorsys"]
    assert loaded_before.__name__ == "json"
    assert set(watch.read()) == {REST, IMPORTS, "stage"}
    assert instruments.missing == []


def test_every_function_of_the_stages_is_there() -> None:
    """A stage whose functions were renamed would show nothing, and its caller too much."""
    gone = []
    for target in (target for targets in STAGES.values() for target in targets):
        place, _, name = target.partition(":")
        owner: object = import_module(place)
        for part in name.split("."):
            owner = getattr(owner, part, None)
        gone += [] if callable(owner) else [target]
    assert gone == []


def test_imports_are_summed_by_package() -> None:
    told = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       700 |        700 |   spacy.util\n"
        "import time:      1300 |       2000 | spacy\n"
        "said by the program\n"
        "import time:       500 |        500 | site\n"
    )
    assert by_package(told) == [("spacy", 2.0), ("site", 0.5), ("all others", 0.0)]


def test_the_middle_of_runs_counts_a_stage_that_did_not_come_as_nothing() -> None:
    assert middle([{"read": 1.0, "rules": 2.0}, {"read": 3.0}, {"read": 2.0}]) == {"read": 2.0, "rules": 0.0}


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
