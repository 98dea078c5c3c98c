"""The package of a Word document: opened only where it is whole, of the right kind and no bomb."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from auditor.errors import UnreadableReport
from auditor.reading.packages import honest, unpacked

_MOST_BYTES, _MOST_PARTS = 200 * 1024 * 1024, 5_000
"""Unpacked, a report has a few megabytes and a hundred parts; a bomb has more."""
_MACROS, _STRICT = b"macroEnabled.main+xml", b"http://purl.oclc.org/ooxml/"
_ENCRYPTED = 0x1
_MAIN_PART = re.compile(r"word/document\d*\.xml")
"""Office programs on the web number it."""
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, AttributeError)


def opened(raw: bytes, path: str) -> Any:  # noqa: ANN401 - python-docx has no types for its parts
    """The document in the bytes of a .docx. Raises UnreadableReport as ``content_of`` does."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document = Document(_checked(raw, path))
        bodiless = document.element.body is None
    except (LargeZipFile, PackageNotFoundError, *_BROKEN, XMLSyntaxError) as error:
        raise UnreadableReport("document_broken", path=path) from error
    if bodiless:
        raise UnreadableReport("document_broken", path=path)
    return document


def _checked(raw: bytes, path: str) -> io.BytesIO:
    """The package of a document that is not too large, encrypted, or of another kind. Raises what zipfile does too."""
    with ZipFile(io.BytesIO(raw)) as package:
        _check_parts(package.infolist(), path)
        types, relations = (
            unpacked(package, name) if name in package.namelist() else b""
            for name in ("[Content_Types].xml", "_rels/.rels")
        )
        content = honest(package)
    if _MACROS in types:
        raise UnreadableReport("document_macros", path=path)
    if _STRICT in relations:
        raise UnreadableReport("document_strict", path=path)
    return content


def _check_parts(parts: Sequence[ZipInfo], path: str) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=_MOST_BYTES // (1024 * 1024))
    if not any(_MAIN_PART.fullmatch(part.filename) for part in parts):
        raise UnreadableReport("not_a_document", path=path)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableReport("document_encrypted", path=path)
