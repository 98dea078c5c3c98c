"""Ctrl-C, a call to end, a terminal that is closed: a batch ends whole and says how to go on; asked twice, at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

from auditor import delivery
from auditor.batch.pool import end_at_once
from auditor.messages import words

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_BY_SIGNAL = 128
"""Added to the number of a signal it is what a program ends with that was ended by it."""


class _Asked(BaseException):
    """Somebody asked the batch to end; nothing on the way may take it for a fault."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def interruptible(do: Callable[[], int], language: str) -> int:
    """What ``do`` gives back; when it is interrupted, how to go on is told and the end is that of the signal."""
    if threading.current_thread() is not threading.main_thread():
        return do()
    asked = False

    def ask(number: int, _: FrameType | None) -> None:
        nonlocal asked
        if asked:
            end_at_once(_BY_SIGNAL + number)
        asked = True
        raise _Asked(number)

    # What is ignored, as under nohup, stays ignored.
    heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, ask) for number in heard}
    try:
        return do()
    except _Asked as ended:
        delivery.warn(words("interrupted", language))
        return _BY_SIGNAL + ended.number
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
