"""The linear grammar of identities: ``new_received + carried_in = handled_total + carried_out``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """Two sums of keys that must be equal."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def parse_identity(text: str) -> Identity:
    """Read an identity. Raises ValueError with what is wrong."""
    sides = text.split("=")
    if len(sides) != 2:
        raise ValueError(f"exactly one '=' expected in {text!r}")
    left, right = (tuple(term.strip() for term in side.split("+")) for side in sides)
    for term in (*left, *right):
        if not _KEY.fullmatch(term):
            raise ValueError(f"{term!r} is no key of a row or column")
    return Identity(left, right)
