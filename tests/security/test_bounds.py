"""One file that takes too long or too much memory is told, and the others are audited."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from auditor import bounds
from auditor.errors import UnreadableReport
from auditor.reading.decoding import decode

from tests.unit.test_command_line import CLEAN, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone, time not on Windows")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports that one call audits, each within a short time and a little memory."""
    monkeypatch.setattr("auditor.api.bounded", partial(bounds.bounded, seconds=2, megabytes=200))
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(CLEAN.read_bytes())
    return tmp_path


def hostile(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
    """Have the reader do something before it reads b.txt."""

    def reads(raw: bytes, path: str) -> str:
        if path == "b.txt":
            does()
        return decode(raw, path)

    monkeypatch.setattr("auditor.reading.decode", reads)


def endless() -> None:
    for _ in itertools.count():
        pass


def boundless() -> None:
    held: list[bytearray] = []
    while True:
        held.append(bytearray(2**20))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("does", "told"),
    [
        (endless, "用了 2 秒还没有读完、审完，已放弃；"),
        (boundless, "占用内存超过 200 MB，或机器内存不足，已放弃；"),
    ],
)
def test_a_file_that_takes_too_much_is_told_and_the_others_are_audited(
    does: Callable[[], object],
    told: str,
    reports: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del reports
    hostile(monkeypatch, does)
    status, out, err = run(capsys, "a.txt", "b.txt", "c.txt", "--claims")
    assert (status, err.count("\n"), err.startswith(f"b.txt：{told}")) == (2, 1, True)
    assert [line for line in out.splitlines() if line.endswith(".txt")] == ["a.txt", "c.txt"]


@pytest.mark.slow
def test_the_rule_that_takes_too_long_is_named(
    reports: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Within one rule: where the clock is looked at between rules, all would be over."""
    del reports
    monkeypatch.setattr("auditor.engine.check", lambda *_: endless())
    status, _, err = run(capsys, "a.txt", "--select", "LNG007")
    assert (status, err) == (
        2,
        "a.txt：查到规则 LNG007 时已超过 2 秒，没有查完；请用 --ignore LNG007 略去它，或请写规则的人减少其中的词语\n",
    )


def test_what_is_inside_of_a_bound_leaves_none_behind() -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    with bounds.bounded("a.txt"):
        assert resource.getrlimit(resource.RLIMIT_DATA) != before[0]
    with pytest.raises(UnreadableReport), bounds.bounded("a.txt", seconds=0.1):
        endless()
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_thread_of_a_server_is_not_bounded_by_signals() -> None:
    ended: list[str] = []

    def audits() -> None:
        with bounds.bounded("a.txt", seconds=1):
            ended.append("whole")

    thread = threading.Thread(target=audits)
    thread.start()
    thread.join()
    assert ended == ["whole"]
