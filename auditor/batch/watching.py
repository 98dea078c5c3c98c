"""What people see of a round as it goes: findings as they come, a bar with the time left, what could not be read."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from auditor import delivery
from auditor.batch.rounds import fault_of
from auditor.finding import Severity
from auditor.messages import words
from auditor.store.rows import Audited, Row

_SHOWN = 3
"""How many errors of a report are shown as they come; the rest is in the outputs."""


class ScreenWatcher:
    """Findings go to standard output; the bar and what could not be read to standard error.

    Where standard error is no terminal there is no bar.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._console = Console(stderr=True)
        self.faults = 0
        """How many files could not be read or written this time."""
        self.nowhere = 0
        """How many of those could not even be opened, so that no store tells of them."""

    def stage(self, name: str, total: int) -> None:
        """A step begins, of so many files or reports."""
        self.end()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            auto_refresh=False,  # no thread of its own: new processes are started while the bar stands
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(words(f"stage_{name}", self._language), total=total)

    def advance(self, count: int) -> None:
        """So many are done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)
            self._bar.refresh()

    def unread(self, fault: str) -> None:
        """A file that could not be read or written."""
        self.faults += 1
        self._say(fault, error=True)

    def unopened(self, fault: str) -> None:
        """What was named and cannot be opened."""
        self.nowhere += 1
        self.unread(fault)

    def skipped(self, told: str) -> None:
        """What was left out."""
        self._say(told, error=True)

    def audited(self, done: Audited) -> None:
        """The errors of a report, as they come."""
        if done.fault:
            self._say(fault_of(done, self._language), error=True)
        if done.rows is None:
            return
        found = done.rows.tables["findings"]
        errors = [row for row in found if row["severity"] == Severity.ERROR and not row["preview"]]
        if errors:
            self._say("\n".join((done.name, *(f"  {self._line(row)}" for row in errors[:_SHOWN]))))
            if len(errors) > _SHOWN:
                self._say("  " + words("more_errors", self._language, count=len(errors) - _SHOWN))

    def end(self) -> None:
        """The bar goes."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _line(self, row: Row) -> str:
        message = row["message_en"] if self._language == "en" else row["message"]
        return f"{row['rule']}  {words('line', self._language, line=row['line'])}  {message}"

    def _say(self, text: str, *, error: bool = False) -> None:
        """A line above the bar."""
        if self._bar is not None and self._console.is_terminal:
            self._bar.print(text, markup=False, highlight=False, soft_wrap=True)
        elif error:
            delivery.warn(text)
        else:
            delivery.tell(text)
