"""Processes of the pool that break, signals, and streams that nobody reads or that are full."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tests.bench.province.chance import dice
from tests.faults.kills import Ground
from tests.faults.meanwhile import equal
from tests.faults.scene import ended, environment, group_ends
from tests.faults.told import Row, Trial, failing, row_of

_ENDS_WITHIN = 10
"""Seconds from a signal to the end of a batch; most of an hour may have been done by then."""


def workers(on: Ground, root: Path) -> list[Row]:
    """Each way in which a process at work may break, at every piece and at one."""
    ways = (
        ("runs out of memory", "memory:piece:2", "内存不足", ()),
        ("ends by itself (os._exit)", "exit:piece:2", "中途退出", ()),
        ("crashes (SIGSEGV)", "segfault:piece:2", "中途退出", ()),
        ("is killed (SIGKILL, as for want of memory)", "die:done:2", "中途退出", ()),
        ("dies while starting, each time", "die:start:1", "中途退出", ()),
        ("hangs", "hang:piece:3", "秒没有读完", ("--time-limit", "3")),
        ("grows", "grow:piece:3", "占用内存超过", ("--memory-limit", "400")),
    )
    asserted = (
        "ends with status 1 and no traceback; each file that was lost is named with what to do, none but those; the "
        "next call without the fault: equal to a batch that nothing disturbed (runs masked)"
    )
    found = []
    for number, (name, fault, told, options) in enumerate(ways):
        scene = replace(on.scene, output=root / f"工-{number}" / "结果", options=options)
        scene.output.parent.mkdir()
        called = scene.call(fault)
        lines = [line for line in called.err.splitlines() if "文件是空的" not in line]
        held = [
            ("no traceback", called.told_whole),
            (f"status 1 ({called.status})", called.status == 1),
            (
                f"every line names a file and what to do: {lines}",
                all(_names(line, told, scene.reports) for line in lines),
            ),
        ]
        again = replace(scene, options=())
        after = again.call()
        held += [("then ends as always", after.told_whole and after.status == on.status)]
        held += equal(again, on, "new", runs=False)
        found.append(row_of(f"a worker {name}", asserted, [Trial(name, failing(held), f"{len(lines)} files named")]))
    return found


def _names(line: str, told: str, reports: Path) -> bool:
    return told in line and str(reports) in line


def signals(on: Ground, root: Path, seed: int) -> list[Row]:
    """Ctrl-C and a call to end, once and twice, at random moments."""
    found = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        for times in (1, 2):
            trials = [
                _signalled(on, root / f"信-{number}-{times}-{place}", number, times, seed + place) for place in range(3)
            ]
            asserted = (
                f"ends within {_ENDS_WITHIN} s with {128 + number}, no traceback, no process left"
                + (", one line that says how to go on" if times == 1 else "")
                + "; the same command: equal to a batch that nothing disturbed"
            )
            name = f"{number.name} {'once' if times == 1 else 'twice, at once one after the other'}"
            found.append(row_of(name, asserted, trials))
    return found


def _signalled(on: Ground, folder: Path, number: signal.Signals, times: int, seed: int) -> Trial:
    folder.mkdir()
    scene = replace(on.scene, output=folder / "结果")
    process = scene.started()
    while not scene.output.exists() and process.poll() is None:
        time.sleep(0.02)  # the signals are heard from then on
    time.sleep(0.1 + dice("signal", seed, number, times).uniform(0, 0.7) * on.seconds)
    for _ in range(times):
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)
        time.sleep(0.01)
    called = ended(process)
    # Once the outputs are told of, only the end of the process is left, and a signal ends that as it ends any program.
    reached = "已写：" not in called.out
    statuses = (128 + number,) if reached else (128 + number, on.status, -number)
    held = [
        (f"ends with the signal ({called.status})", called.status in statuses),
        ("in time", called.seconds < _ENDS_WITHIN),
        ("no traceback", "Traceback" not in called.err),
        ("no process is left", group_ends(process.pid)),
    ]
    if reached and times == 1:
        held.append((f"says how to go on ({called.err[-80:]})", "再运行同一命令即从停下的地方继续" in called.err))
    after = scene.call()
    held += [("then ends as always", after.told_whole and after.status == on.status), *equal(scene, on, "new")]
    return Trial(number.name, failing(held), "interrupted" if reached else "ended before")


def streams(on: Ground, root: Path) -> list[Row]:
    """Readers that go away, streams that are closed, devices that are full."""
    one = shlex.quote(str(on.scene.reports / "2023" / "水利局.txt"))
    audit = f"{shlex.quote(sys.executable)} -m auditor.cli"
    calls = (
        ("audit | head -1", f"{audit} {one} | head -1; exit ${{PIPESTATUS[0]}}", (0, 1), ""),
        ("audit 2>&1 | head -c 3", f"{audit} {one} 没有.txt 2>&1 | head -c 3; exit ${{PIPESTATUS[0]}}", (1, 2), ""),
        ("audit >&-", f"{audit} {one} >&-", (0, 1), ""),
        ("audit 2>&-", f"{audit} 没有.txt 2>&-", (2,), ""),
        ("audit >&- 2>&-", f"{audit} {one} >&- 2>&-", (0, 1), ""),
        ("audit > /dev/full", f"{audit} {one} > /dev/full", (2,), "stdout：磁盘已满"),
        ("audit -o /dev/full", f"{audit} {one} --format json -o /dev/full", (2,), "/dev/full：磁盘已满"),
        ("audit 2> /dev/full", f"{audit} 没有.txt 2> /dev/full", (2,), ""),
    )
    trials = []
    for name, command, statuses, told in calls:
        made = subprocess.run(
            ["/bin/bash", "-c", command], capture_output=True, text=True, env=environment({}), check=False
        )
        held = [
            ("no traceback", "Traceback" not in made.stdout + made.stderr and "Exception" not in made.stderr),
            (f"status ({made.returncode})", made.returncode in statuses),
            (f"told ({made.stderr[-100:]})", told in made.stderr),
        ]
        trials.append(Trial(name, failing(held)))
    asserted = "no traceback; the status as without it, or 2 with one line where the output is lost"
    found = [row_of(f"audit: streams closed, left or full ({len(calls)} ways)", asserted, trials)]
    return [*found, row_of("audit batch: streams closed, left or full", *_batches(on, root))]


def _batches(on: Ground, root: Path) -> tuple[str, list[Trial]]:
    trials = []
    for number, tail in enumerate(("| head -1", "2>&1 | head -1", ">&-", "2>&-", ">&- 2>&-", "2> /dev/full")):
        scene = replace(on.scene, output=root / f"流-{number}" / "结果")
        scene.output.parent.mkdir()
        words = " ".join(map(shlex.quote, [sys.executable, "-m", "auditor.cli", *scene.arguments()]))
        command = f"{words} {tail}; exit ${{PIPESTATUS[0]}}"
        made = subprocess.run(
            ["/bin/bash", "-c", command], capture_output=True, text=True, env=environment({}), check=False
        )
        held = [
            (f"no traceback ({made.stderr[-200:]})", "Traceback" not in made.stdout + made.stderr),
            (f"status ({made.returncode})", made.returncode == on.status),
            *equal(scene, on, "new"),
        ]
        trials.append(Trial(tail, failing(held), tail))
    return "the batch goes on to its end, with its status and no traceback: equal to one that nothing disturbed", trials


def rows(on: Ground, root: Path, seed: int) -> Iterator[Row]:
    """All ways to end."""
    root.mkdir()
    yield from workers(on, root)
    if os.name == "posix":
        yield from signals(on, root, seed)
        yield from streams(on, root)
