"""Compound files (OLE): what of Office is in them, by their streams, and whether it is whole (MS-CFB, MS-DOC)."""

from __future__ import annotations

import io
from typing import Any

from auditor.errors import UnreadableReport

_WORD = b"\xec\xa5"
_OLD_WORD = b"\xdc\xa5"
"""Word 6 and 95."""
_ENCRYPTED, _FIRST_TABLE = 0x0100, 0x0200
_FLAGS, _COUNT, _OLD_COUNT = 0x0A, 0x4C, 0x34
"""Where a document says how it is kept and how many characters its text has."""
_LOCKS = ("encryptedpackage", "encryptioninfo", "\tdrmcontent", "\tdrmviewercontent")


def check(raw: bytes, path: str) -> None:
    """Refuse what is no Word document, is encrypted or is not whole. Raises UnreadableReport."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(raw)) as file:
            streams = {"/".join(names).casefold(): names for names in file.listdir()}
            if any(lock in streams for lock in _LOCKS):
                raise UnreadableReport("document_encrypted", path=path)
            if "worddocument" in streams:
                _check_word(file, streams, path)
                return
    except (OSError, ValueError, IndexError, AttributeError, TypeError, RecursionError) as error:
        raise UnreadableReport("document_broken", path=path) from error
    if {"workbook", "book"} & streams.keys():
        raise UnreadableReport("spreadsheet", path=path)
    raise UnreadableReport("slides" if "powerpoint document" in streams else "document_unknown", path=path)


def _check_word(file: Any, streams: dict[str, list[str]], path: str) -> None:  # noqa: ANN401 - olefile has no types
    document = _whole(file, streams["worddocument"])
    if document[:2] not in (_WORD, _OLD_WORD):
        raise UnreadableReport("document_broken", path=path)
    flags = _number(document, _FLAGS, 2)
    if flags & _ENCRYPTED:
        raise UnreadableReport("document_encrypted", path=path)
    if document[:2] == _WORD:
        table = streams.get("1table" if flags & _FIRST_TABLE else "0table")
        if table is None:
            raise UnreadableReport("document_broken", path=path)
        _whole(file, table)


def _whole(file: Any, names: list[str]) -> bytes:  # noqa: ANN401 - olefile has no types
    """All of a stream. olefile hands back what is left of one that was cut off."""
    if file.get_size(names) > file.fp.seek(0, io.SEEK_END):  # a chain in a circle goes on for as long as it says
        raise ValueError(names)
    content: bytes = file.openstream(names).read()
    if len(content) != file.get_size(names):
        raise ValueError(names)
    return content


def characters(raw: bytes) -> int:
    """How many characters a Word document says its text has, field codes and deletions included."""
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(raw)) as file:
        document: bytes = file.openstream("WordDocument").read()
    return _number(document, _COUNT if document[:2] == _WORD else _OLD_COUNT, 4)


def _number(content: bytes, place: int, size: int) -> int:
    return int.from_bytes(content[place : place + size], "little")
