"""What pdfminer unpacks and draws, within limits: of itself it takes streams as large as they come."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from types import SimpleNamespace
from typing import Any

MOST_BYTES = 200 * 1024 * 1024
"""All streams of a file, unpacked: pages and fonts; pictures are not unpacked."""
MOST_STEPS = 500_000
"""Letters, lines and forms that the pages of a file draw; a page of text has two thousand."""
MOST_CODES = 2_000_000
"""Codes for which the fonts of a file announce letters and widths; a whole Chinese font has thirty thousand."""
_LONGEST_ROW = 1024 * 1024
"""Bytes of a row of which a predictor makes the next."""
_MOST_REFERENCES = 20
"""Of which each leads to the next."""
_HEAD_OF_GROUPS, _GROUP = struct.Struct(">HLLL"), struct.Struct(">LLL")
_RUN = 64
"""How many times its size a run-length code may become."""


class Bomb(Exception):
    """A file that unpacks to or draws more than a report may."""


@dataclass(slots=True)
class _Budget:
    bytes: int = MOST_BYTES
    steps: int = MOST_STEPS
    codes: int = MOST_CODES

    def take(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise Bomb

    def announce(self, codes: int) -> None:
        self.codes -= max(codes, 0)
        if self.codes < 0:
            raise Bomb

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Bomb


_BUDGET: ContextVar[_Budget] = ContextVar("unpacking")


@contextmanager
def limited() -> Iterator[None]:
    """A file is read: what pdfminer unpacks and draws until the end of it counts together. Raises Bomb."""
    _limit_pdfminer()
    token = _BUDGET.set(_Budget())
    try:
        yield
    finally:
        _BUDGET.reset(token)


def _budget() -> _Budget:
    """That of the file that is read; outside of ``limited`` nothing counts together."""
    return _BUDGET.get(_Budget())


@cache
def _limit_pdfminer() -> None:
    """Put functions that count in the place of those that pdfminer looks up."""
    from pdfminer import pdffont, pdftypes
    from pdfminer.cmapdb import FileCMap, FileUnicodeMap
    from pdfminer.converter import PDFLayoutAnalyzer
    from pdfminer.pdfinterp import PDFPageInterpreter

    known: Any = pdftypes
    known.zlib = SimpleNamespace(error=zlib.error, decompress=_inflated, decompressobj=_Inflating)
    known.lzwdecode = _lzw
    known.rldecode = _counted(known.rldecode, lambda data: _budget().take(_RUN * len(data)))
    known.apply_png_predictor = _counted(known.apply_png_predictor, lambda _, *form: _check_row(*form))
    known.apply_tiff_predictor = _counted(known.apply_tiff_predictor, _check_row)
    known.ccittfaxdecode = _no_text
    fonts: Any = pdffont
    fonts.get_widths = _counted(fonts.get_widths, lambda widths: _announce_widths(widths, 3))
    fonts.get_widths2 = _counted(fonts.get_widths2, lambda widths: _announce_widths(widths, 5))
    fonts.TrueTypeFont.parse_cmap_format_12 = _counted(fonts.TrueTypeFont.parse_cmap_format_12, _announce_groups)
    known.PDFObjRef.resolve = _followed(known.PDFObjRef.resolve, known.PDFObjRef)
    for drawing, names in (
        (PDFLayoutAnalyzer, ("render_char", "paint_path")),
        (PDFPageInterpreter, ("render_contents",)),
    ):
        for name in names:
            setattr(drawing, name, _counted(getattr(drawing, name), lambda *_: _budget().step()))
    for table, name in ((FileCMap, "add_code2cid"), (FileUnicodeMap, "add_cid2unichr")):
        setattr(table, name, _counted(getattr(table, name), lambda *_: _budget().announce(1)))


def _counted(function: Callable[..., Any], count: Callable[..., None]) -> Callable[..., Any]:
    """A function that counts before it does what it did."""

    @wraps(function)
    def counted(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function
        count(*given)
        return function(*given, **named)

    return counted


def _followed(resolve: Callable[..., Any], reference: type) -> Callable[..., Any]:
    """What a reference leads to, over references to others; pdfminer follows one that leads back for ever."""

    def followed(self: Any, default: object = None) -> Any:  # noqa: ANN401 - whatever stands there
        found = resolve(self, default)
        for _ in range(_MOST_REFERENCES):
            if not isinstance(found, reference):
                return found
            found = resolve(found, default)
        raise Bomb

    return followed


def _inflated(data: bytes) -> bytes:
    budget, stream = _budget(), zlib.decompressobj()
    content = stream.decompress(data, max(budget.bytes, 0) + 1)
    budget.take(len(content))
    if not stream.eof:
        raise zlib.error
    return content


class _Inflating:
    """A zlib stream that is fed piece by piece, as pdfminer reads one that is broken."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()

    def decompress(self, data: bytes) -> bytes:
        content = self._stream.decompress(data)
        _budget().take(len(content))
        return content


def _lzw(data: bytes) -> bytes:
    from pdfminer.lzw import LZWDecoder

    budget = _budget()
    parts: list[bytes] = []
    for part in LZWDecoder(io.BytesIO(data)).run():
        budget.take(len(part))
        parts.append(part)
    return b"".join(parts)


def _check_row(colours: int, columns: int, bits: int, _: bytes) -> None:
    if colours * columns * bits // 8 > _LONGEST_ROW:
        raise Bomb


def _announce_widths(widths: Iterable[object], size: int) -> None:
    """Count the codes of the ranges that a table of widths is made of: first, last, and what holds for all of them."""
    from pdfminer.pdftypes import resolve1

    run: list[float] = []
    for value in map(resolve1, widths):
        if isinstance(value, int | float):
            run.append(value)
        if isinstance(value, list) or len(run) == size:
            if len(run) == size:
                _budget().announce(int(run[1] - run[0]))
            run = []


def _announce_groups(_: object, font: io.BytesIO, *__: object) -> None:
    """Count the codes of the groups that follow in a font, and go back to where they begin."""
    place = font.tell()
    *_, count = _HEAD_OF_GROUPS.unpack(font.read(_HEAD_OF_GROUPS.size))
    for _group in range(min(count, MOST_CODES)):
        first, last, _code = _GROUP.unpack(font.read(_GROUP.size))
        _budget().announce(last - first + 1)
    font.seek(place)


def _no_text(*_: object) -> bytes:
    """Fax codes hold pictures; a page or a font that says it is one has no text."""
    raise Bomb
