"""Marked spans to markup: nested elements that never overlap, over text that comes out as it went in.

The text is untrusted. What HTML cannot carry, and what would turn or hide the text around it, is shown by an
element ``<b class="sign" data-char="U+202E">`` that names the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from auditor.text.spans import Span
from auditor.text.unseen import TURNING

_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
_NOT_CARRIED = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{TURNING}{_NO_CHARACTERS}"
_UNSAFE = re.compile(f"[{_NOT_CARRIED}]")
_INVISIBLE = frozenset({"Cf", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked. An empty span is a point: an element without text."""

    span: Span
    look: str
    """Names of CSS classes."""
    id: str = ""
    """Stands at the beginning, once, however often other marks cut this one in pieces."""
    link: str = ""
    """The id in the same page that the mark leads to."""
    title: str = ""
    """What a pointer that rests on it is told."""
    note: str = ""
    """What is shown at its end; the style sheet draws it, so that it is no part of the text."""


def marked(text: str, extent: Span, marks: Sequence[Mark]) -> str:
    """The markup of a stretch of text with those of the marks that stand in it or reach into it.

    Without its tags it is ``extent.of(text)``, whatever the marks are. A point at an end of the stretch is in it.
    """
    writer = _Writer(text, extent)
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        point = mark.span.start == mark.span.end
        if mark.span.overlaps(extent) or (point and extent.start <= mark.span.start <= extent.end):
            writer.begin(mark)
    return writer.end()


@dataclass(slots=True)
class _Piece:
    """An element that is open; its tag is written when it closes, since only then is it known to be the last."""

    mark: Mark
    start: int
    place: int
    """Where in what is written the opening tag will stand."""
    tag: str


class _Writer:
    """Writes marks in the order of their beginnings, the longer first; an end inside another mark cuts that one."""

    def __init__(self, text: str, extent: Span) -> None:
        self._text = text
        self._extent = extent
        self._written: list[str] = []
        self._open: list[_Piece] = []
        self._place = extent.start

    def begin(self, mark: Mark) -> None:
        start = max(mark.span.start, self._extent.start)
        self._close_up_to(start)
        self._write_up_to(start)
        self._push(mark)
        if mark.span.start == mark.span.end:
            self._pop()

    def end(self) -> str:
        self._close_up_to(self._extent.end)
        self._write_up_to(self._extent.end)
        while self._open:
            self._pop()
        return "".join(self._written)

    def _close_up_to(self, edge: int) -> None:
        """Close all that ends at or before a place, and open again what was closed only to get at it."""
        while self._open and (end := min(piece.mark.span.end for piece in self._open)) <= edge:
            self._write_up_to(end)
            cut: list[Mark] = []
            while any(piece.mark.span.end == end for piece in self._open):
                mark = self._pop()
                if mark.span.end > end:
                    cut.append(mark)
            for mark in reversed(cut):
                self._push(mark)

    def _write_up_to(self, edge: int) -> None:
        self._written.append(escaped(self._text[self._place : edge]))
        self._place = edge

    def _push(self, mark: Mark) -> None:
        linked = any(piece.tag == "a" for piece in self._open)
        self._open.append(_Piece(mark, self._place, len(self._written), "a" if mark.link and not linked else "span"))
        self._written.append("")

    def _pop(self) -> Mark:
        piece = self._open.pop()
        mark = piece.mark
        self._written[piece.place] = _tag(piece, last=self._place == mark.span.end)
        self._written.append(f"</{piece.tag}>")
        return mark


def _tag(piece: _Piece, *, last: bool) -> str:
    mark = piece.mark
    attributes = {
        "class": mark.look,
        "id": mark.id if piece.start == mark.span.start else "",
        "href": f"#{mark.link}" if piece.tag == "a" else "",
        "title": mark.title,
        "data-note": mark.note if last else "",
    }
    told = "".join(f' {name}="{escape(shown(value))}"' for name, value in attributes.items() if value)
    return f"<{piece.tag}{told}>"


def escaped(text: str) -> str:
    """Text as markup: with its line ends, and with a sign for each character that cannot be shown or carried."""
    plain = not _UNSAFE.search(text) and not any(unicodedata.category(char) in _INVISIBLE for char in text)
    return escape(text).replace("\r", "&#13;") if plain else "".join(map(_character, text))


def _character(char: str) -> str:
    if char == "\r":
        return "&#13;"
    unsafe = _UNSAFE.match(char)
    if unsafe or unicodedata.category(char) in _INVISIBLE:
        return f'<b class="sign" data-char="{_name(char)}">{"" if unsafe else char}</b>'
    return escape(char)


def shown(text: str) -> str:
    """Words in which each character that HTML cannot carry, or that would turn the text, is named instead."""
    return _UNSAFE.sub(lambda found: f"〔{_name(found.group())}〕", text)


def _name(char: str) -> str:
    return f"U+{ord(char):04X}"
