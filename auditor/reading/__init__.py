"""Files to Sources: one module a format, one face.

A reader turns a file into its canonical text and repairs nothing. What cannot be read is an
UnreadableReport with the remedy in its message.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from auditor.document import Source
from auditor.errors import UnreadableReport
from auditor.reading.content import Content
from auditor.reading.decoding import decode
from auditor.reading.sniffing import is_package, is_page, is_pdf, is_saved_page

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""A report has some 30 KiB; what is a thousand times larger is no report."""
MAX_FILE_BYTES = 100 * 1024 * 1024
"""A document may hold pictures."""

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
READABLE_SUFFIXES = TEXT_SUFFIXES | {".docx", ".htm", ".html", ".mht", ".mhtml", ".pdf"}
UNSUPPORTED_SUFFIXES = frozenset(
    {
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".uot",
        ".zip",
        ".xls",
        ".xlsx",
    }
)
"""Formats in which reports come and that this version does not read yet: said, never skipped."""

STANDARD_INPUT = "-"
_WORD_SUFFIXES = frozenset({".doc", ".wps"})
"""Names under which office programs save what is another format: what the bytes say counts."""


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    begins: Callable[[bytes, str], bool]
    """Whether the bytes of a file, under its name, are of this format."""
    module: str
    """The module of this package that reads it."""


_FORMATS = (
    _Format("docx", is_package, "word"),
    _Format("pdf", is_pdf, "pdf"),
    _Format("mht", is_saved_page, "saved_pages"),
    _Format("html", is_page, "web"),
)


def read(path: str) -> Source:
    """Read one file, or standard input for ``-``. Raises UnreadableReport."""
    raw = _standard_input() if path == STANDARD_INPUT else _file(Path(path))
    return source_of_bytes(raw, path)


def source_of_bytes(raw: bytes, path: str) -> Source:
    """A Source of the raw bytes of a file; its content says of which format. Raises UnreadableReport."""
    digest = hashlib.sha256(raw).hexdigest()
    found = _format_of(raw, path)
    if found is not None:
        content: Content = import_module(f"auditor.reading.{found.module}").content_of(raw, path)
        return Source(
            path,
            digest,
            content.text,
            found.name,
            content.pages,
            content.omissions,
            content.parts,
            content.recognised,
        )
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=MAX_TEXT_BYTES // (1024 * 1024))
    return Source(path, digest, decode(raw, path), "text")


def _format_of(raw: bytes, path: str) -> _Format | None:
    """The format that the bytes are of; None for text."""
    return next((known for known in _FORMATS if known.begins(raw, path)), None)


def source_of_text(text: str, path: str = "<text>") -> Source:
    """A Source of a text that is already decoded."""
    return Source(path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text, "text")


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)


def _file(path: Path) -> bytes:
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise UnreadableReport("file_missing", path=str(path))
        limit = MAX_TEXT_BYTES if suffix in TEXT_SUFFIXES else MAX_FILE_BYTES
        if path.stat().st_size > limit:
            raise UnreadableReport("file_too_large", path=str(path), limit=limit // (1024 * 1024))
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableReport("file_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    if suffix in UNSUPPORTED_SUFFIXES and not (suffix in _WORD_SUFFIXES and _format_of(raw, str(path))):
        raise UnreadableReport("format_unsupported", path=str(path), suffix=suffix)
    return raw
