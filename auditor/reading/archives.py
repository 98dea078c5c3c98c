"""Archives (.zip), opened like folders. Nothing is unpacked to disk; a member is a path for people and its bytes."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from auditor.errors import UnreadableReport
from auditor.reading.formats import ARCHIVE_SUFFIXES, READABLE_SUFFIXES, UNSUPPORTED_SUFFIXES, package_format
from auditor.reading.packages import unpacked
from auditor.text.unseen import TURNING

MOST_MEMBERS = 5_000
MOST_BYTES = 2 * 1024 * 1024 * 1024
"""All members that would be read, unpacked."""
MOST_MEMBER_BYTES = 100 * 1024 * 1024
MOST_RATIO, _SMALL = 300, 1024 * 1024
"""What unpacks to more than so many times its size is a bomb, unless it is small."""
DEEPEST = 2
"""An archive, and archives in it."""

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f{TURNING}]")
_DRIVE = re.compile("[A-Za-z]:")
_REFUSED = (BadZipFile, LargeZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error)


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of a folder or archive are in no format of reports, or are left out for another reason."""

    count: int
    why: str = "skipped_files"
    """The text of the interface that says so."""


@dataclass(slots=True)
class _Budget:
    """What an archive, with the archives in it, may still unpack to."""

    members: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    path: str
    archive: ZipFile
    info: ZipInfo

    def raw(self) -> bytes:
        """Its bytes. Raises UnreadableReport."""
        if self.info.flag_bits & _ENCRYPTED:
            raise UnreadableReport("member_encrypted", path=self.path)
        size = self.info.file_size
        if size > MOST_MEMBER_BYTES:
            raise UnreadableReport("file_too_large", path=self.path, limit=MOST_MEMBER_BYTES // (1024 * 1024))
        if size > _SMALL and size > MOST_RATIO * self.info.compress_size:
            raise UnreadableReport("member_bomb", path=self.path, size=size // (1024 * 1024))
        try:
            return unpacked(self.archive, self.info)
        except _REFUSED as error:
            raise UnreadableReport("member_unreadable", path=self.path, detail=str(error)) from error


Told = tuple[str, UnreadableReport | Skipped]
"""What is to be told of a path that is no report."""


def is_archive(path: Path) -> bool:
    """Whether a file that is called an archive is one; office documents under that name are packages too."""
    try:
        if path.suffix.lower() not in ARCHIVE_SUFFIXES or not path.is_file():
            return False
        with ZipFile(path) as archive:
            return package_format(archive.namelist()) == "zip"
    except _REFUSED:
        return True


def members(path: Path) -> Iterator[Member | Told]:
    """The reports in an archive in the order of their names, and what is to be told of the rest."""
    yield from _members(str(path), path, 1, _Budget(MOST_MEMBERS, MOST_BYTES))


def _members(shown: str, file: Path | io.BytesIO, depth: int, budget: _Budget) -> Iterator[Member | Told]:
    try:
        archive = ZipFile(file)
    except OSError as error:
        yield shown, UnreadableReport("file_unreadable", path=shown, detail=error.strerror or str(error))
        return
    except _REFUSED:
        yield shown, UnreadableReport("archive_broken", path=shown)
        return
    budget.members -= len(archive.infolist())
    found = _named(shown, archive) if budget.members >= 0 else []
    reports = [member for member in found if could_be_report(PurePosixPath(member.path))]
    budget.bytes -= sum(member.info.file_size for member in reports)
    if budget.members < 0 or budget.bytes < 0:
        limit = {"limit": MOST_BYTES // (1024 * 1024), "count": MOST_MEMBERS}
        yield shown, UnreadableReport("archive_too_large", path=shown, **limit)
        return
    if not reports:
        yield shown, UnreadableReport("archive_empty", path=shown)
        return
    yield from _left_out(shown, archive, len(found) - len(reports))
    for member in reports:
        inside = PurePosixPath(member.path).suffix.lower() in ARCHIVE_SUFFIXES
        yield from _opened(member, depth, budget) if inside else [member]


def _left_out(shown: str, archive: ZipFile, others: int) -> Iterator[Told]:
    names = (PurePosixPath(shown_name(info)) for info in archive.infolist() if not info.is_dir())
    unseen = sum(hidden(name.parts) and could_be_report(name) for name in names)
    if others:
        yield shown, Skipped(others)
    if unseen:
        yield shown, Skipped(unseen, "skipped_hidden")


def _opened(member: Member, depth: int, budget: _Budget) -> Iterator[Member | Told]:
    """The members of an archive in an archive."""
    if depth >= DEEPEST:
        yield member.path, UnreadableReport("archive_too_deep", path=member.path)
        return
    try:
        inner = io.BytesIO(member.raw())
        with ZipFile(inner) as archive:
            if package_format(archive.namelist()) != "zip":
                yield member
                return
    except UnreadableReport as refused:
        yield member.path, refused
        return
    except _REFUSED:
        pass  # told of when its members are listed
    yield from _members(member.path, inner, depth + 1, budget)


def _named(shown: str, archive: ZipFile) -> list[Member]:
    """The files of an archive that are not hidden, in order, each under a name of its own."""
    found: dict[str, Member] = {}
    again: Counter[str] = Counter()
    for info in archive.infolist():
        name = PurePosixPath(shown_name(info))
        if not name.parts or info.is_dir() or hidden(name.parts) or litter(name.parts):
            continue
        unique = name
        while (path := f"{shown}/{unique}") in found:
            again[str(name)] += 1
            unique = name.with_stem(f"{name.stem} ({again[str(name)] + 1})")
        found[path] = Member(path, archive, info)
    return [found[path] for path in sorted(found)]


def could_be_report(name: PurePath) -> bool:
    """Whether a file is called as reports are, in a format that is read or in one that is told not to be."""
    return name.suffix.lower() in READABLE_SUFFIXES | UNSUPPORTED_SUFFIXES


def litter(parts: Iterable[str]) -> bool:
    """Whether a path is what systems and office programs put beside files: locks, previews."""
    return any(part.startswith(("._", "~$")) or part == "__MACOSX" for part in parts)


def hidden(parts: Iterable[str]) -> bool:
    """Whether people who look into a folder do not see what is at this path, nor what they left there."""
    return any(part.startswith(".") for part in parts) and not litter(parts)


def shown_name(info: ZipInfo) -> str:
    """The name of a member as a relative path, decoded: UTF-8, or what Chinese Windows writes, GBK."""
    name = info.orig_filename.partition("\x00")[0]
    if not info.flag_bits & _UTF8_NAME:
        name = _decoded(name)
    parts = _CONTROL.sub("\ufffd", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part))


def _decoded(name: str) -> str:
    """A name whose encoding the archive does not say. What is UTF-8 in letters of two bytes only is GBK by chance."""
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" or text.isascii() or max(text) >= "\u0800":
            return text
    return name
