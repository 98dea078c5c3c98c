"""What is written into the agencies' folders; what people wrote under the names that the tool gives is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from auditor.delivery import write_whole
from auditor.messages import words
from auditor.store import written


class HandedOut(msgspec.Struct):
    """What came of writing into a folder, as far as it went."""

    digests: list[str] = msgspec.field(default_factory=list)
    """By which the files are known as they were written."""
    set_aside: list[str] = msgspec.field(default_factory=list)
    """Where files are now that people had changed."""

    def put(self, folder: Path, name: str, content: bytes | None, changed: Iterable[str]) -> None:
        """Write a file, whole or not at all; without content, it goes. Raises UsageError, OSError.

        One that is among the ``changed`` is kept under another name.
        """
        path = folder / name
        if name in changed and path.is_file() and path.read_bytes() != content:
            self.set_aside.append(str(set_aside(path)))
        if content is None:
            path.unlink(missing_ok=True)  # what it said before stands no more
            return
        write_whole(path, content)
        self.digests.append(_digest(content))


def changed(connection: Connection, files: Iterable[Path]) -> set[Path]:
    """Those among the files that are there and are not as they were written; also what cannot be read."""
    digests = {path: _digest_of(path) for path in files if path.is_file()}
    ours = written.ours_of(connection, [found for found in digests.values() if found])
    return {path for path, found in digests.items() if found not in ours}


def set_aside(path: Path) -> Path:
    """Give a file a name in its folder that no report gives and no file has. Raises OSError."""
    number = 1
    while (other := path.with_name(_aside(path, number))).exists():
        number += 1
    return path.rename(other)


def _aside(path: Path, number: int) -> str:
    return words("aside_file_name", "zh", stem=path.stem, number="" if number == 1 else number) + path.suffix


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
