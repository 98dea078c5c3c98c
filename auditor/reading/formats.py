"""Of which format a file is. Names lie, and LibreOffice takes whatever it does not know for plain text: bytes count."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable
from pathlib import PurePath
from zipfile import BadZipFile, LargeZipFile, ZipFile

from auditor.errors import UnreadableReport
from auditor.reading.packages import unpacked
from auditor.reading.sniffing import is_page, is_pdf, is_saved_page

SUFFIXES: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".text", ".md"),
    "docx": (".docx",),
    "doc": (".doc", ".dot"),
    "wps": (".wps", ".wpt"),
    "rtf": (".rtf",),
    "odt": (".odt", ".ott", ".fodt"),
    "uot": (".uot", ".uof"),
    "pdf": (".pdf",),
    "html": (".html", ".htm"),
    "mht": (".mht", ".mhtml"),
    "zip": (".zip",),
}
OFFICE = frozenset({"doc", "wps", "rtf", "odt", "uot"})
"""What another program has to turn into a Word document first."""
TEXT_SUFFIXES = frozenset(SUFFIXES["text"])
OFFICE_SUFFIXES = frozenset(suffix for name in OFFICE for suffix in SUFFIXES[name])
ARCHIVE_SUFFIXES = frozenset(SUFFIXES["zip"])
READABLE_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
UNSUPPORTED_SUFFIXES = frozenset(".ofd .xls .xlsx .rar .7z".split())
"""Formats in which reports come and that this version does not read yet: said, never skipped."""

PACKAGES = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins, an empty one too."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
_RICH_TEXT = b"{\\rtf"
_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"
"""What may stand before the first sign of a text: a byte-order mark, blanks."""
_OTHER_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7Z"))
_ENCRYPTED = 0x1
_MOST_BYTES = 200 * 1024 * 1024
"""Unpacked, a report has a few megabytes."""

_OPEN_TEXT = re.compile(r"application/vnd\.oasis\.opendocument\.text(?:-template)?")
_HEAD = 16 * 1024
"""The root of an XML file with its namespaces is some 5 KiB."""
_MARKUP = (
    (b"schemas.uof.org", "uot"),
    (b"schemas.microsoft.com/office/word/2003/wordml", "doc"),
)


def suffix_of(path: str) -> str:
    return PurePath(path).suffix.lower()


def format_of(raw: bytes, path: str) -> str:
    """The name of the format, a key of SUFFIXES. Raises UnreadableReport for what is not read."""
    if raw.startswith(PACKAGES):
        return _package(raw, path)
    if raw.startswith(_COMPOUND):
        from auditor.reading import compound

        compound.check(raw, path)
        return "wps" if suffix_of(path) in SUFFIXES["wps"] else "doc"
    if raw[:64].lstrip(_BEFORE).startswith(_RICH_TEXT):
        _check_rich_text(raw, path)
        return "rtf"
    if is_pdf(raw):
        return "pdf"
    for magic, name in _OTHER_ARCHIVES:
        if raw.startswith(magic):
            raise UnreadableReport("archive_unsupported", path=path, found=name)
    return _markup(raw, path) or _page(raw, path) or _text(path)


def package_format(names: Iterable[str]) -> str:
    """What a zip with these members is: ``docx``, ``odf``, ``xlsx``, ``pptx``, ``uof``, ``ofd``, or ``zip``."""
    held = set(names)
    if "word/document.xml" in held:
        return "docx"
    if "[Content_Types].xml" in held:
        folders = {name.partition("/")[0] for name in held}
        return "docx" if "word" in folders else "xlsx" if "xl" in folders else "pptx"
    if "mimetype" in held or {"META-INF/manifest.xml", "content.xml"} <= held:
        return "odf"
    if "OFD.xml" in held:
        return "ofd"
    return "uof" if "uof.xml" in held else "zip"


def _package(raw: bytes, path: str) -> str:
    try:
        with ZipFile(io.BytesIO(raw)) as package:
            found = package_format(package.namelist())
            if found != "zip" and any(part.flag_bits & _ENCRYPTED for part in package.infolist()):
                raise UnreadableReport("document_encrypted", path=path)
            if found == "odf":
                _check_open_document(package, path)
    except (BadZipFile, LargeZipFile, KeyError, ValueError, EOFError, NotImplementedError, zlib.error) as error:
        code = "archive_broken" if suffix_of(path) in ARCHIVE_SUFFIXES else "document_broken"
        raise UnreadableReport(code, path=path) from error
    match found:
        case "xlsx":
            raise UnreadableReport("spreadsheet", path=path)
        case "pptx":
            raise UnreadableReport("slides", path=path)
        case "uof":
            raise UnreadableReport("document_unknown", path=path)
        case "ofd":
            raise UnreadableReport("format_unsupported", path=path, suffix=".ofd")
        case "odf":
            return "odt"
        case _:
            return found


def _check_open_document(package: ZipFile, path: str) -> None:
    """Refuse what is no text, is encrypted, or is a bomb."""
    if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=_MOST_BYTES // (1024 * 1024))
    names = package.namelist()
    manifest = unpacked(package, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    kind = unpacked(package, "mimetype") if "mimetype" in names else manifest
    _check_media_type(kind.decode("utf-8", "replace"), path)
    if b"encryption-data" in manifest:
        raise UnreadableReport("document_encrypted", path=path)
    unpacked(package, "content.xml")


def _check_media_type(told: str, path: str) -> None:
    if "opendocument.spreadsheet" in told:
        raise UnreadableReport("spreadsheet", path=path)
    if "opendocument.presentation" in told:
        raise UnreadableReport("slides", path=path)
    if not _OPEN_TEXT.search(told):
        raise UnreadableReport("document_unknown", path=path)


_BRACES = re.compile(rb"[\x81-\xfe][\x40-\xfe]|\\bin(\d{1,9}) ?|\\.|[{}]", re.DOTALL)


def _check_rich_text(raw: bytes, path: str) -> None:
    """Refuse what was cut off, its groups are open at the end: LibreOffice may read it up to there. It takes what
    begins with blanks for plain text.
    """
    depth, place = 0, 0
    while raw.startswith(_RICH_TEXT) and (found := _BRACES.search(raw, place)) is not None:
        place = found.end() + int(found.group(1) or 0)
        depth += (found.group() == b"{") - (found.group() == b"}")
        if depth == 0:
            return
    raise UnreadableReport("document_broken", path=path)


def _markup(raw: bytes, path: str) -> str | None:
    """The format of a file that begins with a tag; in UTF-16 the NULs between the letters do not matter."""
    head = raw[:_HEAD].replace(b"\x00", b"").lstrip(_BEFORE)
    if not head.startswith(b"<"):
        return None
    for namespace, name in _MARKUP:
        if namespace in head:
            return name
    if b"<office:document" in head and b"opendocument:xmlns:office" in head:
        _check_media_type(head.decode("utf-8", "replace"), path)
        return "odt"
    if b"schemas.microsoft.com/office/2006/xmlPackage" in head:
        raise UnreadableReport("document_unknown", path=path)
    return None


def _page(raw: bytes, path: str) -> str | None:
    return "mht" if is_saved_page(raw) else "html" if is_page(raw, path) else None


def _text(path: str) -> str:
    suffix = suffix_of(path)
    if suffix in UNSUPPORTED_SUFFIXES:
        raise UnreadableReport("format_unsupported", path=path, suffix=suffix)
    return "text"
