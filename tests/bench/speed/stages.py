"""Where the time of one report and of a batch goes: ``python -m tests.bench.speed.stages [-o stages.svg]``.

One report of the corpus cold, from the start of the process, and many warm, by stage, as a table and a picture; and
which packages the imports of the cold one are spent on, as ``python -X importtime`` tells.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median

import msgspec

from tests.bench.speed import machine
from tests.bench.speed.figures import digits, table
from tests.bench.speed.running import Took, taken
from tests.bench.speed.staged import WARMING
from tests.bench.speed.stopwatch import IMPORTS, REST, STAGES
from tests.bench.speed.texts import by_size, corpus

PYTHON = "Python starts and ends"
ORDER = (PYTHON, IMPORTS, *STAGES, REST)
_PACKAGES = 15


class Staged(msgspec.Struct, frozen=True):
    """CPU seconds by stage, and the functions that were not found."""

    stages: dict[str, float]
    missing: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed.stages", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("stages.svg"), help="the picture, .svg or .png")
    parser.add_argument("--runs", type=int, default=5, help="how often the one report is audited")
    parser.add_argument("--reports", type=int, default=len(corpus()), help="reports of the corpus in the batch")
    chosen = parser.parse_args()
    entry = entry_points(group="console_scripts")["audit"].value
    (report,) = by_size(corpus(), 1)
    cold = middle([_cold(entry, report) for _ in range(1 + chosen.runs)][1:])
    files = corpus()[: WARMING + chosen.reports]
    warm, _ = _staged("warm", entry, files)
    each = {stage: seconds / (len(files) - WARMING) for stage, seconds in warm.stages.items()}
    imports = by_package(_imported(entry, report))
    print(machine.told(), end="\n\n")
    print(
        table(("stage", "one report cold, ms", "share", "one of a batch, ms", "share"), _lines(cold, each)), end="\n\n"
    )
    print(
        table(("package", "imports of the cold one, ms"), [(name, digits(took)) for name, took in imports]), end="\n\n"
    )
    for target in warm.missing:
        print(f"- not found, counted with its caller: {target}")
    draw(cold, each, chosen.output)
    print(f"- one report: median of {chosen.runs} runs; a batch: {len(files) - WARMING} reports; CPU time")
    print(f"- picture: {chosen.output.name}")


def middle(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each stage over runs."""
    return {stage: median(run.get(stage, 0.0) for run in runs) for stage in {stage for run in runs for stage in run}}


def by_package(told: str) -> list[tuple[str, float]]:
    """Milliseconds of imports by the package at the top, most first, of what ``-X importtime`` writes."""
    spent: Counter[str] = Counter()
    for line in told.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        name = rest.rpartition("|")[2].strip()
        if line.startswith("import time:") and own.strip().isdigit():
            spent[name.split(".")[0]] += int(own)
    most = [(name, micro / 1000) for name, micro in spent.most_common(_PACKAGES)]
    return [*most, ("all others", (spent.total() / 1000) - sum(took for _, took in most))]


def _cold(entry: str, report: Path) -> dict[str, float]:
    staged, took = _staged("cold", entry, [report])
    return {**staged.stages, PYTHON: took.cpu - sum(staged.stages.values())}


def _staged(way: str, entry: str, files: Sequence[Path]) -> tuple[Staged, Took]:
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "stages.json"
        program = [sys.executable, "-m", "tests.bench.speed.staged"]
        took = taken([*program, way, str(output), entry, *map(str, files)])
        return msgspec.json.decode(output.read_bytes(), type=Staged), took


def _imported(entry: str, report: Path) -> str:
    module, _, function = entry.partition(":")
    start = f"from {module} import {function} as start; start()"
    return taken([sys.executable, "-X", "importtime", "-c", start, str(report)]).said


def _lines(cold: Mapping[str, float], warm: Mapping[str, float]) -> list[tuple[str, ...]]:
    lines = []
    for stage in ORDER:
        told = [stage]
        for of in (cold, warm):
            spent = of.get(stage, 0.0)
            told += [digits(spent * 1000), f"{spent / sum(of.values()):.0%}"] if spent else ["–", "–"]
        lines.append(tuple(told))
    return [*lines, ("all", digits(sum(cold.values()) * 1000), "", digits(sum(warm.values()) * 1000), "")]


def draw(cold: Mapping[str, float], warm: Mapping[str, float], output: Path) -> None:
    """A picture of both: a bar a stage, in the order of the work."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(11, 5.5), layout="constrained", sharey=True)
    titles = ("one report, cold (ms of CPU)", "one report of a batch, warm (ms of CPU)")
    for axis, of, title in zip(axes, (cold, warm), titles, strict=True):
        values = [of.get(stage, 0.0) * 1000 for stage in ORDER]
        bars = axis.barh(range(len(ORDER)), values, color="#4477aa")
        axis.bar_label(bars, [digits(value) if value else "" for value in values], padding=3, fontsize=8)
        axis.set_yticks(range(len(ORDER)), ORDER)
        axis.margins(x=0.12)
        axis.set_title(f"{title}: {digits(sum(values))}", fontsize=10)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].invert_yaxis()
    figure.savefig(output)
    plt.close(figure)


if __name__ == "__main__":
    main()
