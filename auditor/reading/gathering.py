"""From the paths of a call to files at hand: folders and archives are walked in the order of names, each path once.

Files are opened one at a time as they are asked for; only office documents are converted ahead, many at a call. What
is in them is read by whoever asked, who may bound it.
"""

from __future__ import annotations

import glob
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from auditor.document import Source
from auditor.errors import AuditError, UnreadableReport
from auditor.reading import libreoffice, office, source_of, source_of_bytes
from auditor.reading.archives import Skipped, could_be_report, hidden, litter
from auditor.reading.content import Content
from auditor.reading.files import STANDARD_INPUT, Item, found_at, mode, real
from auditor.reading.formats import (
    OFFICE,
    OFFICE_SUFFIXES,
    format_of,
    suffix_of,
)
from auditor.rulebook.profiles import OF_FOLDER

Reading = Callable[[], Source]
"""Reads a file that is at hand. Raises UnreadableReport."""
Told = tuple[str, AuditError | Skipped]
"""What is to be told of a path that is no source."""
_AHEAD = 400
"""How many files are looked through for office documents to convert along with the one at hand."""
PROFILES = "skipped_profiles"
"""Why the profiles of folders are left out: rounds follow them, single audits do not."""
_MOST_BYTES = 64 * 1024 * 1024
"""How much of them is held at a time."""


def readings(
    paths: Sequence[str], without: frozenset[Path] = frozenset()
) -> Iterator[tuple[str, Reading | AuditError | Skipped]]:
    """The files that paths name, in order, with what cannot be opened and what was left out.

    ``without`` are files and folders that may stand among them and are no reports: what an earlier call wrote there.
    """
    waiting = _Waiting(_once(paths, without))
    converted: dict[str, Reading | AuditError] = {}
    while (item := waiting.next()) is not None:
        if isinstance(item, tuple):
            yield item
            continue
        if item.path not in converted:
            try:
                raw = item.raw()
                kind = format_of(raw, item.path)
                if kind not in OFFICE:
                    yield item.path, partial(source_of_bytes, raw, item.path)
                    continue
            except AuditError as fault:
                yield item.path, fault
                continue
            batch = [office.OfficeFile(item.path, raw, kind), *waiting.office_files(len(raw), converted)]
            converted.update(_converted(batch))
        yield item.path, converted.pop(item.path)


def found_in(
    paths: Sequence[str], without: frozenset[Path] = frozenset()
) -> Iterator[tuple[str, AuditError | Skipped | None]]:
    """The paths of the files that could be reports, unread, with None, and what is to be told of others."""
    for item in _once(paths, without):
        yield item if isinstance(item, tuple) else (item.path, None)


def _converted(batch: Sequence[office.OfficeFile]) -> Iterator[tuple[str, Reading | AuditError]]:
    for file, reading in zip(batch, office.readings(batch), strict=True):
        yield file.path, reading if isinstance(reading, AuditError) else partial(_read, file, reading)


def _read(file: office.OfficeFile, reading: Callable[[], Content]) -> Source:
    return source_of(file.raw, file.path, file.format, reading())


class _Waiting:
    """The items that are still to come, some of them looked at already."""

    def __init__(self, items: Iterator[Item | Told]) -> None:
        self._items = items
        self._seen: deque[Item | Told] = deque()

    def next(self) -> Item | Told | None:
        return self._seen.popleft() if self._seen else next(self._items, None)

    def office_files(self, held: int, converted: dict[str, Reading | AuditError]) -> Iterator[office.OfficeFile]:
        """The office documents ahead, as many as one call takes with one that is at hand."""
        count = 1
        for item in self._ahead():
            if isinstance(item, tuple) or item.path in converted or suffix_of(item.path) not in OFFICE_SUFFIXES:
                continue
            if count == libreoffice.AT_ONCE or held > _MOST_BYTES:
                return
            try:
                raw = item.raw()
                kind = format_of(raw, item.path)
            except UnreadableReport:
                continue  # told of when its turn comes
            if kind in OFFICE:
                count, held = count + 1, held + len(raw)
                yield office.OfficeFile(item.path, raw, kind)

    def _ahead(self) -> Iterator[Item | Told]:
        yield from list(self._seen)
        while len(self._seen) < _AHEAD and (item := next(self._items, None)) is not None:
            self._seen.append(item)
            yield item


def _once(paths: Sequence[str], without: frozenset[Path]) -> Iterator[Item | Told]:
    """What paths name, each file once, also where it is named in two ways (a.txt, ./a.txt)."""
    seen: set[str] = set()
    for path in paths:
        for expanded in _expanded(path):
            for item in _found(expanded, without):
                if isinstance(item, tuple):
                    yield item
                elif (name := _name(item)) not in seen:
                    seen.add(name)
                    yield item


def _name(item: Item) -> str:
    return item.path if item.path == STANDARD_INPUT else os.path.abspath(item.path)  # noqa: PTH100 - keeps links


def _expanded(path: str) -> list[str]:
    """The files that a name with wildcards stands for: the command line of Windows leaves them to the program."""
    if not any(sign in path for sign in "*?") or mode(path):
        return [path]
    matches = sorted(glob.glob(path.replace("[", "[[]"), recursive=True))  # noqa: PTH207 - takes whole paths
    return [match for match in matches if not Path(match).name.startswith("~$")] or [path]


def _found(path: str, without: frozenset[Path]) -> Iterator[Item | Told]:
    is_folder = path not in ("", STANDARD_INPUT) and S_ISDIR(mode(path))
    return _folder(Path(path), without) if is_folder else found_at(path)


def _folder(folder: Path, without: frozenset[Path]) -> Iterator[Item | Told]:
    closed: list[OSError] = []
    walked = list(os.walk(folder, onerror=closed.append))
    there = sorted(Path(place) / name for place, folders, names in walked for name in (*folders, *names))
    inside = {item: item.relative_to(folder).parts for item in there}
    unseen = sum(hidden(inside[item]) and could_be_report(item) and _is_file(item) for item in there)
    there = [item for item in there if not hidden(inside[item]) and not litter(inside[item])]
    files = [item for item in there if _is_file(item)]
    left_out = sum(item.is_symlink() or not item.is_dir() for item in set(there).difference(files))
    found = [item for item in files if not _is_inside(real(item), without)]
    profiles = [item for item in found if item.name == OF_FOLDER]
    reports = [item for item in found if could_be_report(item)]
    others = len(found) - len(reports) - len(profiles)
    for error in closed:
        place = str(error.filename)
        yield place, UnreadableReport("folder_unreadable", path=place, detail=error.strerror or str(error))
    if not reports and not closed:
        yield str(folder), UnreadableReport("folder_empty", path=str(folder))
    elif others:
        yield str(folder), Skipped(others)
    if profiles:
        yield str(folder), Skipped(len(profiles), PROFILES)
    if left_out:
        yield str(folder), Skipped(left_out, "skipped_links")
    if unseen:
        yield str(folder), Skipped(unseen, "skipped_hidden")
    for item in reports:
        yield from found_at(str(item))


def _is_inside(path: Path, places: frozenset[Path]) -> bool:
    return bool(places) and not places.isdisjoint((path, *path.parents))


def _is_file(path: Path) -> bool:
    """Whether a path is a file, or nothing that can be looked at, such as a link that leads nowhere: reading tells."""
    found = mode(path)
    return not found or S_ISREG(found)
