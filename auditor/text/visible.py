"""Text as a terminal, a log or a page can hold it: on one line, no control signs, no undecodable bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from auditor.text.unseen import BLANK_LETTERS, CONTROLS, IGNORED, TURNING

_BREAKS = re.compile(r"(?<!\s)\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_CONTROLS = re.compile(f"[{CONTROLS}\x85{TURNING}]")
"""The signs that move the cursor, and those that turn the order of what follows."""
_ORDERS = re.compile(f"[\r\x0b\x0c{CONTROLS}\x85{TURNING}]")
"""The same, and what takes a line back to where it began."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that show nothing or break the line; unassigned ones may be rare characters of names."""
_UNSEEN = re.compile(f"[{IGNORED}{BLANK_LETTERS}]")
_PAINT = re.compile(r"(\x1b\[(?:[0-2]|3[0-7])m)")
"""What this program itself sends to a terminal: bold, dim and plain colours."""
SURROGATES = re.compile(r"[\ud800-\udfff]+")


def numbered(char: str) -> str:
    r"""A character by its number: ``\x1b``, ``\u9519``; what stands for an undecodable byte as that byte."""
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def decoded_bytes(run: str) -> str | None:
    """The characters that the undecodable bytes of a file name are in UTF-8; None if they are none."""
    try:
        return run.encode("ascii", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return None


def told_bytes(run: str) -> str:
    r"""Undecodable bytes of a file name: as UTF-8 if they are that, else by their numbers (``\xff``)."""
    decoded = decoded_bytes(run)
    return "".join(map(numbered, run)) if decoded is None else decoded


def has_invisible(text: str) -> bool:
    """Whether something in a text is not seen, or turns or breaks what stands around it."""
    return without_invisible(text) != text


def without_invisible(text: str) -> str:
    """The text without what is not seen, and what turns or breaks what stands around it."""
    return "".join(char for char in _UNSEEN.sub("", text) if unicodedata.category(char) not in _INVISIBLE)


def with_controls(text: str, told: Callable[[str], str]) -> str:
    """The text with each sign that a terminal would obey, or that turns the text, told in another way."""
    return _CONTROLS.sub(lambda match: told(match[0]), text)


def as_words(text: str) -> str:
    """Lines that somebody else wrote: whatever a terminal would obey is told by its number."""
    return _ORDERS.sub(lambda match: numbered(match[0]), text)


def on_screen(text: str) -> str:
    """Lines for a terminal: nothing but our own colours reaches it as an order."""
    pieces = _PAINT.split(text)
    pieces[::2] = map(as_words, pieces[::2])
    return "".join(pieces)


def on_one_line(text: str) -> str:
    """The text on one line; control signs, which a terminal would obey, are told by their numbers."""
    told = SURROGATES.sub(lambda match: told_bytes(match[0]), text)
    return with_controls(_BREAKS.sub(" ", told.strip().replace("\t", " ")), numbered)
