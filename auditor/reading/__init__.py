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
from auditor.reading.content import Content
from auditor.reading.decoding import decode

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""A report has some 30 KiB; what is a thousand times larger is no report."""
MAX_FILE_BYTES = 100 * 1024 * 1024
"""A document may hold pictures."""

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
READABLE_SUFFIXES = TEXT_SUFFIXES | {".docx", ".pdf"}
UNSUPPORTED_SUFFIXES = frozenset(
    {
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".uot",
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
_PACKAGE = b"PK\x03\x04"
_PDF = b"%PDF-"
_WORD_SUFFIXES = frozenset({".doc", ".wps"})


def read(path: str) -> Source:
    """Read one file, or standard input for ``-``. Raises UnreadableReport."""
    raw = _standard_input() if path == STANDARD_INPUT else _file(Path(path))
    return source_of_bytes(raw, path)


def source_of_bytes(raw: bytes, path: str) -> Source:
    """A Source of the raw bytes of a file; its content says of which format. Raises UnreadableReport."""
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith(_PACKAGE):
        from auditor.reading import word

        content = word.content_of(raw, path)
        return _source(path, digest, "docx", content)
    if raw.startswith(_PDF):
        from auditor.reading import pdf

        return _source(path, digest, "pdf", pdf.content_of(raw, path))
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=MAX_TEXT_BYTES // (1024 * 1024))
    return Source(path, digest, decode(raw, path), "text")


def _source(path: str, digest: str, form: str, content: Content) -> Source:
    return Source(path, digest, content.text, form, content.pages, content.omissions, content.parts, content.recognised)


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
    # Office programs save .docx under the names of older formats: what the bytes say counts.
    if suffix in UNSUPPORTED_SUFFIXES and not (raw.startswith(_PACKAGE) and suffix in _WORD_SUFFIXES):
        raise UnreadableReport("format_unsupported", path=str(path), suffix=suffix)
    return raw
