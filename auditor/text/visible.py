"""Text as a terminal, a log or a page can hold it: on one line, no control signs, no undecodable bytes."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The signs that move the cursor, and those that turn the order of what follows."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that show nothing or break the line; unassigned ones may be rare characters of names."""
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
    return any(unicodedata.category(char) in _INVISIBLE for char in text)


def on_one_line(text: str) -> str:
    """The text on one line; control signs, which a terminal would obey, are told by their numbers."""
    told = SURROGATES.sub(lambda match: told_bytes(match[0]), text)
    return _CONTROLS.sub(lambda match: numbered(match[0]), _BREAKS.sub(" ", told.strip().replace("\t", " ")))
