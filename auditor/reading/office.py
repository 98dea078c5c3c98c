"""Office documents other than .docx (.doc .wps .rtf .odt .uot) by way of LibreOffice, many at a call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from auditor.errors import AuditError, UnreadableReport
from auditor.reading import libreoffice
from auditor.reading.content import Content
from auditor.reading.decoding import is_prose
from auditor.reading.formats import SUFFIXES

_ENOUGH, _LEAST = 50, 0.25
"""A file that holds more characters than the first must give at least this share of them: its count has field codes,
deletions and the names of fonts in it, a document that was read only in part has lost more.
"""
_TAG = re.compile(r"<[^<>]*+>")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_RICH_CHARACTER = re.compile(rb"\\u-?\d{4,5}(?!\d)|\\'[89a-fA-F][0-9a-fA-F]\r?\n?\\'[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file that is to be converted: its name as shown, its bytes, and its format."""

    path: str
    raw: bytes
    format: str


def content_of(raw: bytes, path: str, kind: str) -> Content:
    """The content of one office document. Raises UnreadableReport."""
    (reading,) = readings([OfficeFile(path, raw, kind)])
    if isinstance(reading, UnreadableReport):
        raise reading
    return reading()


def readings(files: Sequence[OfficeFile]) -> Iterator[Callable[[], Content] | UnreadableReport]:
    """Office documents in their order, converted; each is read when it is called for, and may be refused then."""
    try:
        soffice = libreoffice.program()
        if soffice is None:
            raise AuditError("libreoffice_missing")  # noqa: TRY301 - as when the program fails
        documents = list(libreoffice.converted(soffice, [(file.raw, SUFFIXES[file.format][0]) for file in files]))
    except AuditError as fault:
        for file in files:
            yield UnreadableReport(fault.code, path=file.path, format=_name(file), **fault.params)
        return
    for file, document in zip(files, documents, strict=True):
        yield partial(_content, file, document)


def _content(file: OfficeFile, document: bytes | None) -> Content:
    from auditor.reading import word

    if document is None:
        raise UnreadableReport("conversion_failed", path=file.path, format=_name(file))
    content = word.content_of(document, file.path)
    text = content.text.strip()
    if not text:
        raise UnreadableReport("file_empty", path=file.path)
    if text.startswith(("<?xml", "<uof", "<office:", "{\\rtf")):
        raise UnreadableReport("filter_missing", path=file.path, format=_name(file))
    told = _characters(file)
    if not is_prose(text) or (told > _ENOUGH and len("".join(text.split())) < told * _LEAST):
        raise UnreadableReport("document_broken", path=file.path)
    return content


def _characters(file: OfficeFile) -> int:
    """About how many characters the text of a file has, seen without LibreOffice; 0 where that cannot be told."""
    if file.format == "rtf":
        return sum(1 for _ in _RICH_CHARACTER.finditer(file.raw))
    if file.raw.startswith(b"\xd0\xcf\x11\xe0"):
        from auditor.reading.compound import characters

        return characters(file.raw)
    return sum(1 for _ in _CHINESE.finditer(_TAG.sub("", _markup(file.raw))))


def _markup(raw: bytes) -> str:
    """The XML of a document, out of its package if it has one."""
    if raw.startswith(b"PK"):
        import io
        from zipfile import ZipFile

        from auditor.reading.packages import unpacked

        with ZipFile(io.BytesIO(raw)) as package:
            raw = unpacked(package, "content.xml") if "content.xml" in package.namelist() else b""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return raw.decode(encoding, "replace")


def _name(file: OfficeFile) -> str:
    return file.format.upper()
