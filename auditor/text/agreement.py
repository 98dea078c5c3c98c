"""Whether a printed result is the result, at the precision with which everything is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import product

from auditor.text.quantities import Quantity

_HUNDRED = Decimal(100)
_LARGE = re.compile("([万亿])[^\\d万亿]*$")
_SIZES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}


class Agreement(StrEnum):
    """How a printed result stands to the recomputed one."""

    EXACT = "exact"
    """Right at its printed digits, rounded."""
    TRUNCATED = "truncated"
    """Right when the further digits are cut off."""
    NEAR = "near"
    """Off by one in the last printed digit, as when shares are balanced to add up to 100."""
    OFF = "off"


def ends(quantity: Quantity) -> tuple[Decimal, ...]:
    """The values that a printed number may stand for at its extremes; one for a plain count."""
    interval = quantity.interval
    if not interval.exact:
        return (interval.low, interval.high)
    if quantity.precision <= 1 and quantity.value == quantity.value.to_integral_value():
        return (quantity.value,)
    half = quantity.precision / 2
    return (quantity.value - half, quantity.value + half)


def agreement(stated: Quantity, operands: Sequence[Sequence[Decimal]], result: Callable[..., Decimal]) -> Agreement:
    """Compare ``stated`` with ``result`` of the operands, each given by its ``ends``."""
    found = list(_results(operands, result))
    if not found:
        return Agreement.OFF
    low, high = min(found), max(found)
    unit = stated.precision
    told = stated.interval
    if not told.exact:
        return Agreement.EXACT if told.low - unit <= high and low <= told.high + unit else Agreement.OFF
    if low - unit / 2 <= told.low <= high + unit / 2:
        return Agreement.EXACT
    if low - unit < told.low <= high:
        return Agreement.TRUNCATED
    if low - unit * Decimal("1.5") < told.low < high + unit * Decimal("1.5"):
        return Agreement.NEAR
    return Agreement.OFF


def _results(operands: Sequence[Sequence[Decimal]], result: Callable[..., Decimal]) -> Iterator[Decimal]:
    for values in product(*operands):
        try:
            yield result(*values)
        except ArithmeticError:
            return


def share_of(part: Decimal, whole: Decimal) -> Decimal:
    """Percent."""
    return part / whole * _HUNDRED


def growth_from(base: Decimal, current: Decimal) -> Decimal:
    """Percent of the base."""
    return (current - base) / base * _HUNDRED


def rounded(value: Decimal, precision: Decimal) -> Decimal:
    """A result with one digit more than the number that it is compared with, for people to read."""
    digits = value.quantize(min(precision, Decimal(1)) / 10)
    return digits.quantize(Decimal(1)) if digits == digits.to_integral_value() else digits.normalize()


def printed_alike(value: Decimal, stated: str) -> str:
    """A value for people to read beside a printed number: 2.9万 beside 3.9万人次, 29000 beside 39000.

    One that is much smaller stays as it is: 3624 beside 3624万.
    """
    large = _LARGE.search(stated)
    size = _SIZES[large.group(1)] if large else Decimal(1)
    if large is None or abs(value) < size:
        return f"{value:f}"
    return f"{(value / size).normalize():f}{large.group(1)}"
