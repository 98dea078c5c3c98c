"""The bytes of a web page to text: what they say of themselves is believed only where it is true.

Pages that call themselves gb2312 hold signs of gb18030, and many are in another encoding than they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.errors import UnreadableReport
from auditor.reading.decoding import decode

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_SEEN = 16_384
_CODECS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
"""Encodings that a declaration decides on. UTF-8 shows by itself; Latin ones hold no Chinese and fit any bytes."""
_NULS = 10
"""More bytes than this for one NUL: a slip in the page, not one of the encodings in which they are common."""
UNREADABLE = "\ufffd"
_READABLE = 1000
"""How many signs can be read for one that cannot, where a page is read as a browser shows it."""


def decoded(raw: bytes, path: str, declared: str = "") -> str:
    """The text of a page; ``declared`` is the encoding that its carrier names. Raises UnreadableReport."""
    if raw.count(b"\x00") * _NULS < len(raw):
        raw = raw.replace(b"\x00", b"")
    names = [declared.lower(), *_declarations(raw[:_SEEN])]
    codecs = [_CODECS[name] for name in names if name in _CODECS]
    if codecs and not _is_utf8(raw):
        for codec in codecs:
            text = raw.decode(codec, "replace")
            if UNREADABLE not in text:
                return text
    try:
        return decode(raw, path)
    except UnreadableReport as refused:
        if refused.code != "encoding_unknown" or b"\x00" in raw:
            raise
        text = min((raw.decode(codec, "replace") for codec in (*codecs, "utf-8")), key=_unreadable)
        if _unreadable(text) * _READABLE > len(text):
            raise
        return text


def _declarations(head: bytes) -> Iterator[str]:
    for match in _DECLARED.finditer(head):
        yield (match.group(1) or match.group(2)).decode("ascii", "replace").lower()


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(text: str) -> int:
    return text.count(UNREADABLE)
