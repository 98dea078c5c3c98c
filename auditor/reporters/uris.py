"""Paths as URI references (RFC 3986), whichever system they come from."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
"""A drive or a server: an absolute path of Windows on any system."""
_LONG = re.compile(r"\\\\[?.]\\(UNC\\)?", re.IGNORECASE)
r"""The mark of long paths, ``\\?\C:\…`` and ``\\?\UNC\server\…``."""


def uri_of(path: str, *, windows: bool = os.name == "nt") -> str:
    """``a%20b/%E5%86%85.docx`` for a relative path, ``file:///…`` for an absolute one."""
    if windows or _WINDOWS.match(path):
        return _windows_uri(PureWindowsPath(_LONG.sub(lambda mark: "\\\\" if mark[1] else "", path)))
    pure = PurePosixPath(path)
    return f"file:///{_quoted(str(pure).lstrip('/'))}" if pure.is_absolute() else _quoted(str(pure))


def _windows_uri(path: PureWindowsPath) -> str:
    told = path.as_posix()
    if not path.is_absolute():
        return _quoted(told)
    if path.drive.startswith("\\\\"):
        return f"file:{_quoted(told)}"
    return f"file:///{path.drive}{_quoted(told[len(path.drive) :])}"


def _quoted(path: str) -> str:
    """Percent-encoded UTF-8; of a name that is no text, the bytes that it has."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogatepass")
    return quote(raw)
