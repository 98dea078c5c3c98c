"""Files to Sources: one module a format, one face.

A reader turns a file into its text and repairs nothing; signs that look the same become one here. What cannot be
read is an UnreadableReport with the remedy in its message.
"""

from __future__ import annotations

import hashlib

from auditor.document import Source
from auditor.errors import UnreadableReport
from auditor.reading.content import MOST_CHARACTERS, Content
from auditor.reading.decoding import decode
from auditor.reading.files import MAX_TEXT_BYTES, item_of, raw_of
from auditor.reading.formats import READABLE_SUFFIXES, TEXT_SUFFIXES, format_of, suffix_of
from auditor.text.canonical import canonical

__all__ = ["raw_of", "read", "source_of", "source_of_bytes", "source_of_text"]


def read(path: str) -> Source:
    """Read one file, a member of an archive (``archive.zip/report.docx``), or standard input for ``-``.

    Raises UnreadableReport.
    """
    item = item_of(path)
    return source_of_bytes(item.raw(), item.path)


def source_of_bytes(raw: bytes, path: str) -> Source:
    """A Source of the raw bytes of a file; its content says of which format. Raises UnreadableReport."""
    kind = format_of(raw, path)
    return source_of(raw, path, kind, _content(raw, path, kind))


def source_of(raw: bytes, path: str, kind: str, content: Content) -> Source:
    """A Source of the content of a file that has been read. Raises UnreadableReport for a text far too long."""
    if len(content.text) > MOST_CHARACTERS:
        raise UnreadableReport("text_too_long", path=path, limit=MOST_CHARACTERS // 10_000)
    digest = hashlib.sha256(raw).hexdigest()
    text = canonical(content.text)
    return Source(path, digest, text, kind, content.pages, content.omissions, content.parts, content.recognised)


def source_of_text(text: str, path: str = "<text>") -> Source:
    """A Source of a text that is already decoded."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(path, digest, canonical(text), "text")


def _content(raw: bytes, path: str, kind: str) -> Content:
    """What the reader of a format makes of a file."""
    match kind:
        case "text":
            return Content(_text(raw, path))
        case "docx":
            from auditor.reading import word

            return word.content_of(raw, path)
        case "pdf":
            from auditor.reading import pdf

            return pdf.content_of(raw, path)
        case "html":
            from auditor.reading import web

            return web.content_of(raw, path)
        case "mht":
            from auditor.reading import saved_pages

            return saved_pages.content_of(raw, path)
        case "zip":
            raise UnreadableReport("not_a_document", path=path)
        case _:
            from auditor.reading import office

            return office.content_of(raw, path, kind)


def _text(raw: bytes, path: str) -> str:
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=MAX_TEXT_BYTES // (1024 * 1024))
    try:
        return decode(raw, path)
    except UnreadableReport as refused:
        # What is called .doc and is no text is no text in an unknown encoding either.
        if refused.code == "encoding_unknown" and suffix_of(path) in READABLE_SUFFIXES - TEXT_SUFFIXES:
            raise UnreadableReport("document_unknown", path=path) from refused
        raise
