"""Edited rules that people try: each runs in the background and can be left and come back to, one for each visitor."""

from __future__ import annotations

import threading
import time
import traceback
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from auditor import api
from auditor.batch.pool import Limits, Pool, warm_up
from auditor.batch.trying import Asked, Tally, setup_of, try_rule
from auditor.errors import AuditError, StoreFault
from auditor.messages import error_text
from auditor.rulebook.editing import with_edited
from auditor.ruletest import no_longer_met

State: TypeAlias = Literal["waiting", "running", "finished", "stopped"]
_AT_ONCE = 2
"""How many run at a time; others wait."""
_KEPT = 40
"""How many visitors' trials are kept; the oldest is let go."""
_TOLD_EVERY = 0.2
_LIMITS = Limits(20, 2048)


@dataclass
class Trial:
    """An edited rule and what has come of it so far."""

    asked: Asked
    state: State = "waiting"
    tally: Tally = field(default_factory=Tally)
    examples: list[str] = field(default_factory=list)
    """Which examples of the rule's page no longer hold."""
    fault: str = ""
    """Why nothing more comes."""
    wanted: threading.Event = field(default_factory=threading.Event)

    @property
    def going_on(self) -> bool:
        return self.state in ("waiting", "running")


class Trials:
    """The trials of a review page by visitor."""

    def __init__(self, engine: Engine, workers: int) -> None:
        self._engine, self._workers = engine, workers
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._lock = threading.Lock()
        self._of: OrderedDict[str, Trial] = OrderedDict()

    def of(self, who: str) -> Trial | None:
        """What somebody tries, or tried last."""
        with self._lock:
            return self._of.get(who)

    def expect(self) -> None:
        """Somebody is about to try something: the first processes take seconds to come."""
        warm_up()

    def begin(self, who: str, asked: Asked, options: api.Options) -> Trial:
        """Try a rule; what the visitor tried before ends."""
        self.stop(who)
        trial = Trial(asked)
        trial.wanted.set()
        with self._lock:
            self._of[who] = trial
            self._of.move_to_end(who)
            while len(self._of) > _KEPT:
                _, oldest = self._of.popitem(last=False)
                oldest.wanted.clear()
        threading.Thread(target=self._work, args=(trial, options), name="trial", daemon=True).start()
        return trial

    def stop(self, who: str) -> None:
        """End what somebody tries; what has come of it stays."""
        trial = self.of(who)
        if trial is not None:
            trial.wanted.clear()
            if trial.state == "waiting":
                trial.state = "stopped"

    def _work(self, trial: Trial, options: api.Options) -> None:
        with self._turns:
            try:
                self._run(trial, options)
            except (StoreFault, DBAPIError):
                trial.fault = "结果库正忙或连不上，请稍后再试。"
            except AuditError as error:
                trial.fault = error_text(error, "zh")
            except Exception as error:  # noqa: BLE001 - a fault of ours: in full where the server runs, named on the page
                traceback.print_exc()
                trial.fault = f"程序出错（{type(error).__name__}）"
            if trial.going_on:
                trial.state = "stopped"

    def _run(self, trial: Trial, options: api.Options) -> None:
        if not trial.wanted.is_set():
            return
        trial.state = "running"
        told = 0.0
        with closing(Pool(self._workers, setup_of(options), _LIMITS)) as crew:
            for tally in try_rule(self._engine, trial.asked, options, crew, _LIMITS):
                if not trial.wanted.is_set():
                    trial.tally = tally.snapshot()
                    return
                if time.monotonic() - told > _TOLD_EVERY or tally.done == tally.total:
                    trial.tally = tally.snapshot()
                    told = time.monotonic()
        book = with_edited(api.rulebook(options.rules), trial.asked.code, trial.asked.edited)
        trial.examples = no_longer_met(book, trial.asked.code, "zh")
        trial.state = "finished"
