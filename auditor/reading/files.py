"""From a path as typed to bytes: a file, a member of an archive, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISSOCK
from typing import BinaryIO

from auditor.errors import UnreadableReport
from auditor.reading import archives
from auditor.reading.formats import TEXT_SUFFIXES

STANDARD_INPUT = "-"
MAX_TEXT_BYTES = 20 * 1024 * 1024
"""A report has some 30 KiB; what is a thousand times larger is no report."""
MAX_FILE_BYTES = 100 * 1024 * 1024
"""A document may hold pictures."""


@dataclass(frozen=True, slots=True)
class File:
    """A file, or standard input."""

    path: str

    def raw(self) -> bytes:
        """Its bytes. Raises UnreadableReport."""
        return _all_of_input() if self.path == STANDARD_INPUT else _on_disk(Path(self.path))


Item = File | archives.Member


def found_at(path: str) -> Iterator[Item | archives.Told]:
    """What a path that is no folder names: a file, the reports of an archive, or such as ``archive.zip/folder``."""
    file = Path(path)
    if not path:  # Path("") would be the folder that the call is made in
        yield path, UnreadableReport("name_empty", path=path)
        return
    if path == STANDARD_INPUT or mode(file):
        yield from archives.members(file) if archives.is_archive(file) else [File(path)]
        return
    archive = next((above for above in file.parents if archives.is_archive(above)), None)
    if archive is None:
        closed = _closed_folder(file)
        fault = UnreadableReport("folder_closed", path=path, folder=str(closed)) if closed else None
        yield path, fault or UnreadableReport("file_missing", path=path)
        return
    wanted = f"{archive}/{file.relative_to(archive).as_posix()}"
    missing = True
    for item in archives.members(archive):
        name = item[0] if isinstance(item, tuple) else item.path
        faulty = isinstance(item, tuple) and isinstance(item[1], UnreadableReport)
        if f"{name}/".startswith(f"{wanted}/") or (faulty and wanted.startswith(f"{name}/")):
            missing = False
            yield item
    if missing:
        yield path, UnreadableReport("file_missing", path=path)


def item_of(path: str) -> Item:
    """The one file that a path names. Raises UnreadableReport if it names none, or an archive of several."""
    items = []
    for item in found_at(path):
        if not isinstance(item, tuple):
            items.append(item)
        elif isinstance(item[1], UnreadableReport):
            raise item[1]
    if len(items) != 1:
        raise UnreadableReport("archive_of_several", path=path, count=len(items), example=items[0].path)
    return items[0]


def raw_of(path: str) -> bytes:
    """The bytes of a file or of a member of an archive, such as ``archive.zip/report.docx``.

    Raises UnreadableReport.
    """
    return item_of(path).raw()


def real(path: str | Path) -> Path:
    """Where a path leads in the end; links that lead in a circle as they are called."""
    return Path(os.path.realpath(path))


def mode(path: str | Path) -> int:
    """What the system says of a path; 0 where there is nothing, or a name that the system does not take."""
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):
        return 0


def _closed_folder(path: Path) -> Path | None:
    """The folder above a path that may not be entered, so that nobody can tell whether the path is there."""
    return next(
        (above for above in reversed(path.parents) if S_ISDIR(mode(above)) and not os.access(above, os.X_OK)), None
    )


def _all_of_input() -> bytes:
    if sys.stdin is None:  # closed by who called: audit - <&-
        raise UnreadableReport("input_closed", path=STANDARD_INPUT)
    try:
        return _all_of(sys.stdin.buffer)
    except OSError as error:
        raise UnreadableReport("file_unreadable", path=STANDARD_INPUT, detail=error.strerror or str(error)) from error


@lru_cache(maxsize=1)
def _all_of(stream: BinaryIO) -> bytes:
    """Standard input, which can be read once."""
    return stream.read(MAX_FILE_BYTES + 1)


def _on_disk(path: Path) -> bytes:
    try:
        waits_or_never_ends = any(is_such(path.stat().st_mode) for is_such in (S_ISFIFO, S_ISCHR, S_ISSOCK, S_ISBLK))
        limit = MAX_TEXT_BYTES if path.suffix.lower() in TEXT_SUFFIXES else MAX_FILE_BYTES
        raw = b"" if waits_or_never_ends else _at_most(limit + 1, path)
    except OSError as error:
        if isinstance(error, PermissionError) and path.is_file() and _is_open_elsewhere(path):
            raise UnreadableReport("file_in_use", path=str(path)) from error
        raise UnreadableReport("file_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    if waits_or_never_ends:
        raise UnreadableReport("no_plain_file", path=str(path))
    if len(raw) > limit:
        raise UnreadableReport("file_too_large", path=str(path), limit=limit // (1024 * 1024))
    return raw


def _at_most(size: int, path: Path) -> bytes:
    """The first bytes of a file: what it says of its size need not be true a moment later."""
    with path.open("rb") as file:
        return file.read(size)


def _is_open_elsewhere(path: Path) -> bool:
    """Whether an office program holds a file: on Windows nothing else forbids to read one's own, elsewhere its lock
    file tells, which has the first letters of a longer name overwritten.
    """
    locks = (f"~${path.name}", f"~${path.name[1:]}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return sys.platform == "win32" or any((path.parent / lock).exists() for lock in locks)
