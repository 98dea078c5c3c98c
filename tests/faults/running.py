"""All faults, one after the other, over one folder of reports."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.faults import endings, kills, meanwhile, places
from tests.faults.scene import hear_signals
from tests.faults.told import Row


def rows(kill_count: int, seed: int) -> list[Row]:
    """So many kills and each other fault, drawn by a seed; an hour for 200 kills."""
    hear_signals()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        root = Path(name)
        on = kills.ground(root)
        killed = root / "kills"
        killed.mkdir()
        return [
            *kills.rows(kill_count, seed, on, killed),
            *places.rows(on, root / "places"),
            *meanwhile.rows(on, root / "meanwhile", seed),
            *endings.rows(on, root / "endings", seed),
        ]
