"""Intervals of exact decimals: what an approximate number admits."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Interval(msgspec.Struct, frozen=True, gc=False):
    """The values that a wording allows: ``近50`` is an open interval below 50."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def admits(self, value: Decimal) -> bool:
        above = self.low < value if self.low_open else self.low <= value
        below = value < self.high if self.high_open else value <= self.high
        return above and below
