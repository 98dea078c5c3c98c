"""Slips of the pen: a number with two neighbouring digits swapped, or with a digit lost or doubled.

A number that speaks of something else is seldom such a twin of the number that was expected.
"""

from __future__ import annotations

from decimal import Decimal

_FEWEST_DIGITS = 3
"""Shorter numbers are each other's twins by chance too often."""


def is_slip(value: Decimal, meant: Decimal) -> bool:
    """Whether a value can be a slip of the one that was meant: 2486 or 284 for 2846, 168.52 for 186.52."""
    said, due = f"{value:f}", f"{meant:f}"
    if min(len(said), len(due)) < _FEWEST_DIGITS:
        return False
    return _swapped(said, due) or _lost(said, due) or _lost(due, said)


def _swapped(said: str, due: str) -> bool:
    places = [place for place, pair in enumerate(zip(said, due, strict=False)) if pair[0] != pair[1]]
    if len(said) != len(due) or len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return said[first] == due[second] and said[second] == due[first]


def _lost(shorter: str, longer: str) -> bool:
    return len(shorter) + 1 == len(longer) and any(
        shorter == longer[:place] + longer[place + 1 :] for place in range(len(longer))
    )
