"""Web pages and PDF files by their first bytes, whatever a name says."""

from __future__ import annotations

import re

_SEEN = 8192
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_BLANK = rb"(?:[\s\x00]|\xef\xbb\xbf|\xff\xfe|\xfe\xff)*"
_BEFORE_PAGE = re.compile(_BLANK + rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:!doctype|/?[a-z][a-z0-9:]*)(?:\s|/?>)", re.IGNORECASE)
_FIELD = re.compile(rb"(?:[A-Za-z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL = re.compile(rb"^(?:mime-version|content-type)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PAGE_NAMES = (".html", ".htm")


def is_pdf(raw: bytes) -> bool:
    """Whether the bytes are a PDF file; some begin with a few bytes of another program's."""
    return _PDF in raw[:_PDF_WITHIN]


def is_page(raw: bytes, path: str) -> bool:
    """Whether the bytes are a web page: one that begins as a page does, or any tag in a file that is named so."""
    head = raw[:_SEEN].replace(b"\x00", b"")
    before = _BEFORE_PAGE.match(head)
    if _PAGE.match(head, before.end() if before else 0):
        return True
    return path.lower().endswith(_PAGE_NAMES) and bool(_TAG.search(head))


def is_saved_page(raw: bytes) -> bool:
    """Whether the bytes are a page and its pictures in one MIME file: they begin with its header."""
    header = _FIELD.match(raw[:_SEEN].lstrip(b"\xef\xbb\xbf\r\n \t").replace(b"\r\n", b"\n"))
    return bool(header and _MAIL.search(header.group()))
