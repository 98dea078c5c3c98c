"""A parsed report to bytes and back: read and parsed once, audited as often as rules or neighbours change.

The bytes are data without code. What reads them is of the same version as what wrote them: the store keeps beside
them what they were read with, and a report that another version put away is read anew from its file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from auditor.document import Neighbours, Report
from auditor.errors import StoreError
from auditor.text.spans import LineIndex

_LEVEL = 3
"""A report of 100 KiB takes 15 then, in a tenth of the time of the closest packing."""

_LARGEST = 1024**3
"""Bytes of a report that is taken out; a report that may be read at all is far smaller."""


def put_away(report: Report) -> bytes:
    """A report as bytes."""
    return zlib.compress(_ENCODER.encode(report), _LEVEL)


def taken_out(filed: bytes) -> Report:
    """The report of such bytes, equal to what was put away. Raises StoreError for those of another version, and for
    what was damaged since: the packing has a checksum.
    """
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(filed, _LARGEST)
        if not unpacking.eof:
            raise StoreError("filed_damaged", detail=f"> {_LARGEST}" if unpacking.unconsumed_tail else "zlib")
        report = _DECODER.decode(plain)
    except zlib.error as error:
        raise StoreError("filed_damaged", detail=str(error)) from error
    except msgspec.DecodeError as error:
        raise StoreError("filed_otherwise", detail=str(error)) from error
    return replace(report, lines=LineIndex(report.source.text))


def beside(previous: bytes | None, peers: Iterable[bytes], children: Iterable[bytes]) -> Neighbours:
    """The reports that one is audited beside, out of such bytes; all were looked for."""
    return Neighbours(
        taken_out(previous) if previous else None,
        tuple(taken_out(filed) for filed in peers),
        tuple(taken_out(filed) for filed in children),
    )


def _nothing(value: Any) -> None:  # noqa: ANN401 - what the library hands over
    """The index of lines follows from the text; it is the one value that is not written."""
    if not isinstance(value, LineIndex):
        raise NotImplementedError(type(value).__name__)


def _no_lines(kind: type, _: object) -> LineIndex:
    if kind is not LineIndex:
        raise NotImplementedError(kind.__name__)
    return LineIndex("")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_nothing)
_DECODER = msgspec.msgpack.Decoder(Report, dec_hook=_no_lines)
