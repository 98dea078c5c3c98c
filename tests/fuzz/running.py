"""A damaged report through the command: how it ended, whether in time, and whether it told what is gone."""

from __future__ import annotations

import contextlib
import io
import signal
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType

import msgspec
from auditor import checking
from auditor.api import parse_source
from auditor.corpus import REPORTS
from auditor.document import Report
from auditor.errors import AuditError
from auditor.reading import read

from tests.bench.province.chance import dice
from tests.fuzz.damage import WAYS

SECONDS = 20
"""A report of some kilobytes that takes longer hangs."""
FAULTS = ("fault", "hang", "silent")


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one damaged report: ``0``, ``1`` or ``2`` as the command ends, or one of ``FAULTS``."""

    number: int
    way: str
    how: str
    detail: str = ""


class _TooLong(BaseException):
    """Nothing in the product may catch it."""


@lru_cache(maxsize=1)
def sources() -> tuple[Report, ...]:
    """The reports that are damaged."""
    return tuple(whole_reports())


def whole_reports() -> Iterator[Report]:
    """The reports of the corpus with all their sections and tables, by name."""
    for path in sorted(REPORTS.glob("*.txt")):
        report = parse_source(read(str(path)))[0]
        if len(report.sections) == 6 and len(report.tables) == 3:
            yield report


def damaged(number: int, seed: int) -> tuple[str, Report, bytes, bool]:
    """The report of that number: how it was damaged, of what, its bytes, and whether something required is gone."""
    chance = dice("fuzz", seed, number)
    report = chance.choice(sources())
    way = list(WAYS)[number % len(WAYS)]
    made = WAYS[way](report, chance)
    return way, report, made.content, made.short


def ended(number: int, seed: int) -> Ended:
    """Damage a report and audit it as the command does, into JSON, as strictly as it can."""
    way, report, content, short = damaged(number, seed)
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "报告.txt", Path(folder) / "结果.json"
        path.write_bytes(content)
        try:
            with _limited(SECONDS), contextlib.redirect_stderr(io.StringIO()) as told:
                status = _status(path, output)
        except _TooLong:
            return Ended(number, way, "hang", report.source.path)
        except Exception:  # noqa: BLE001 - whatever comes out of the command is what is looked for
            return Ended(number, way, "fault", traceback.format_exc())
        if status != 2 and not msgspec.json.decode(output.read_bytes())["reports"]:
            return Ended(number, way, "silent", f"{report.source.path}: nothing was audited")
        if status == 2 and path.name not in told.getvalue():
            return Ended(number, way, "silent", f"{report.source.path}: refused without its name")
    if short and status == 0:
        return Ended(number, way, "silent", f"{report.source.path}: something is gone and all passed")
    return Ended(number, way, str(status))


def _status(path: Path, output: Path) -> int:
    try:
        return checking.run(checking.Request((str(path),), output_format="json", output=str(output), with_text=True))
    except AuditError as refused:
        raise AssertionError(f"one bad file stopped the call: {refused.code}") from refused


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def some_ended(numbers: Sequence[int], seed: int) -> list[Ended]:
    """What became of several; for a process of a pool."""
    return [ended(number, seed) for number in numbers]
