"""What the machine is and which stock parts stand beside, in one line; neither its name nor its folders."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

_PARTS = ("jieba", "spacy", "typer")


def told() -> str:
    """Cores, load, memory, system, Python, versions of the stock parts."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    parts = ", ".join(f"{name} {version(name)}" for name in _PARTS)
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), load {os.getloadavg()[0]:.1f} at the start, "
        f"{memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}; {parts}."
    )
