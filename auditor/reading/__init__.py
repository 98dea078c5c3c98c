"""Files to Sources: one module a format, one face.

A reader turns a file into its canonical text and repairs nothing. What cannot be read is an
UnreadableReport with the remedy in its message.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from auditor.document import Source
from auditor.errors import UnreadableReport
from auditor.reading.decoding import decode

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""A report has some 30 KiB; what is a thousand times larger is no report."""

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
UNSUPPORTED_SUFFIXES = frozenset(
    {
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".uot",
        ".pdf",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".zip",
        ".xls",
        ".xlsx",
    }
)
"""Formats in which reports come and that this version does not read yet: said, never skipped."""

STANDARD_INPUT = "-"


def read(path: str) -> Source:
    """Read one file, or standard input for ``-``. Raises UnreadableReport."""
    raw = _standard_input() if path == STANDARD_INPUT else _file(Path(path))
    return source_of_bytes(raw, path)


def source_of_bytes(raw: bytes, path: str) -> Source:
    """A Source of the raw bytes of a text file. Raises UnreadableReport."""
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=MAX_TEXT_BYTES // (1024 * 1024))
    return Source(path, hashlib.sha256(raw).hexdigest(), decode(raw, path), "text")


def source_of_text(text: str, path: str = "<text>") -> Source:
    """A Source of a text that is already decoded."""
    return Source(path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text, "text")


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)


def _file(path: Path) -> bytes:
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise UnreadableReport("file_missing", path=str(path))
        if suffix in UNSUPPORTED_SUFFIXES:
            raise UnreadableReport("format_unsupported", path=str(path), suffix=suffix)
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise UnreadableReport("file_too_large", path=str(path), limit=MAX_TEXT_BYTES // (1024 * 1024))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableReport("file_unreadable", path=str(path), detail=error.strerror or str(error)) from error
