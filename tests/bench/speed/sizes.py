"""How much is measured: a quick form of some minutes, and a full one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of runs and of reports."""

    pairs: int
    """How often commands are started, in turn with what is beside them."""
    groups: int
    """Groups of distinct reports that are audited and cut in turn."""
    invented: int
    """Invented reports of those groups."""
    agencies: int
    """Agencies of the province of a whole round, with three reports each."""
    rounds: int
    """How often a round is done with one worker and with two."""
    reports: int
    """Reports that one process audits in a row."""


QUICK = Sizes(pairs=5, groups=4, invented=160, agencies=60, rounds=2, reports=1_000)
FULL = Sizes(pairs=15, groups=8, invented=1_600, agencies=200, rounds=3, reports=10_000)
