"""Parts of packages and members of archives, unpacked to what they say they are and not to a byte more.

``ZipFile.read`` unpacks all there is before it looks at the size that was announced: a member that says 1 KB may hold
what fills the memory.
"""

from __future__ import annotations

import io
from copy import copy
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_CHUNK = 1024 * 1024


def unpacked(package: ZipFile, name: str | ZipInfo) -> bytes:
    """A part as ``ZipFile.read`` gives it. Raises BadZipFile, also for one that is larger than it says."""
    info = package.getinfo(name) if isinstance(name, str) else name
    with _opened_past(package, info) as part:
        content = part.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise BadZipFile(info.filename)
    return content


def honest(package: ZipFile) -> io.BytesIO:
    """A package with the same parts, each as large as it says, for readers that unpack whatever comes."""
    copied = io.BytesIO()
    with ZipFile(copied, "w", ZIP_STORED) as into:
        for info in {info.filename: info for info in package.infolist()}.values():  # of one name the last, as zipfile
            into.writestr(info.filename, unpacked(package, info))
    copied.seek(0)
    return copied


def check_sizes(package: ZipFile) -> None:
    """Look whether each part is as large as it says, without keeping any. Raises BadZipFile."""
    for info in package.infolist():
        with _opened_past(package, info) as part:
            size = sum(len(chunk) for chunk in iter(lambda: part.read(_CHUNK), b""))
        if size != info.file_size:
            raise BadZipFile(info.filename)


def _opened_past(package: ZipFile, info: ZipInfo) -> IO[bytes]:
    """A part that gives one byte more than it says it has, where there is one; no more are unpacked."""
    asked = copy(info)
    asked.file_size += 1
    return package.open(asked)
