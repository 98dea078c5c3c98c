"""A compound file (.doc) whose chain of sectors goes round in a circle for as long as its list says."""

from __future__ import annotations

import struct

import pytest
from auditor.errors import UnreadableReport
from auditor.reading import source_of_bytes

NONE, END = 0xFFFFFFFF, 0xFFFFFFFE


def circling(size: int) -> bytes:
    """Three sectors: the table, the list of streams, and one of a document that is followed by itself."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(80, b"\0") + b"\xff" * 432)
    struct.pack_into("<5H", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<9I", head, 40, 0, 1, 1, 0, 4096, END, 0, END, 0)
    struct.pack_into("<I", head, 76, 0)
    table = struct.pack("<3I", 0xFFFFFFFD, END, 2).ljust(512, b"\xff")
    entries = b""
    for name, kind, start, length, child in (("Root Entry", 5, END, 0, 1), ("WordDocument", 2, 2, size, NONE)):
        written = (name + "\0").encode("utf-16-le")
        fields = struct.pack("<HBB3I", len(written), kind, 1, NONE, NONE, child)
        entries += (written.ljust(64, b"\0") + fields).ljust(116, b"\0") + struct.pack("<3I", start, length, 0)
    return bytes(head) + table + entries.ljust(512, b"\0") + bytes(512)


def test_a_stream_larger_than_its_file_is_not_followed() -> None:
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(circling(0xFFFFFFF0), "a.doc")
    assert refused.value.code == "document_broken"
