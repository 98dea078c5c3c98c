"""Names that reports, lists and people gave, as names of files that every system takes and shows as they are."""

from __future__ import annotations

import re

from auditor.text.visible import without_invisible

_RESERVED = re.compile(r'[\\/:*?"<>|]+')
_DEVICES = frozenset("con prn aux nul".split()) | {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}
_LONGEST = 180
"""Bytes of UTF-8; file systems take 255, and a suffix may follow."""
_SUFFIX = 8


def safe_name(given: str, stand_in: str = "") -> str:
    """One name, never a path: no sign that means something to a file system or is not seen, no device, not too long.

    ``stand_in`` takes the place of reserved signs. Empty where nothing is left.
    """
    name = without_invisible(_RESERVED.sub(stand_in, given)).strip().lstrip(".").rstrip(". ")
    if name.partition(".")[0].strip().lower() in _DEVICES:
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) <= _LONGEST:
        return name
    if not dot or len(suffix) >= _SUFFIX:
        return _cut(name, _LONGEST)
    return _cut(stem, _LONGEST - len(f".{suffix}".encode())) + dot + suffix


def _cut(name: str, most: int) -> str:
    return name.encode()[:most].decode(errors="ignore").rstrip(". ")
