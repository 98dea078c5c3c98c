"""The lines of a web page as they are written: blanks drawn together as a browser does, list numbers before items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.document import Reason
from auditor.reading.content import PICTURE
from auditor.reading.web.lists import Counter
from auditor.reading.web.tree import Node
from auditor.text.widths import count_cjk, squeeze

_BLANKS = re.compile(r"[ \t\n\f\r]+")
_SYMBOLS = re.compile(r"[!-~¡-ÿ\uf000-\uf0ff]")
_BULLET = "•"
_SENTENCE, _QUOTED = 12, 20


def is_sentence(text: str) -> bool:
    """Whether a text is prose rather than a label or a link."""
    return "。" in text and count_cjk(text) > _SENTENCE


def left_out(code: str, text: str) -> Reason | None:
    """That a text was left out, by its length and its first words; None if there is nothing in it."""
    words = " ".join(text.split())
    return Reason(code, {"chars": len(squeeze(text)), "start": words[:_QUOTED].strip()}) if words else None


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, or a row of a table with its cells joined by tabs."""

    text: str
    owner: Node
    """The element in which it begins."""
    linked: bool = False
    """Whether all of it is links."""
    aside: Node | None = None
    """The navigation around it, or the outermost header, footer or side box."""
    omissions: tuple[tuple[int, Reason], ...] = ()
    """What stands in it and became no text, by its place. A line of nothing else ends no line of the text."""

    @property
    def told(self) -> str:
        """What it adds to the text."""
        return "" if self.omissions and not self.text else self.text + "\n"


@dataclass(slots=True)
class Inside:
    """An element that is being read, and what holds for the text in it."""

    node: Node
    parts: Iterator[Node | str]
    block: bool = True
    typed: bool = False
    """Whether blanks and line feeds count."""
    linked: bool = False
    symbols: bool = False
    """Whether its letters are shown as signs of a symbol font."""
    aside: Node | None = None
    counter: Counter | None = None


@dataclass(slots=True)
class LineWriter:
    """The lines written so far and the one at hand."""

    lines: list[PageLine] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _first: Inside | None = None
    """Where the line at hand begins."""
    _linked: bool = True
    _number: str = ""
    """The number of a list item that waits for its text."""
    _omissions: list[tuple[int, Reason]] = field(default_factory=list)

    def text(self, text: str, here: Inside) -> None:
        """A piece of text inside an element."""
        if here.typed:
            first, *others = text.split("\n")
            self._write(first, here)
            for line in others:
                self.feed(here)
                self._write(line, here)
            return
        drawn = _BLANKS.sub(" ", text)
        if not self._parts or self._parts[-1].endswith(" "):
            drawn = drawn.removeprefix(" ")
        self._write(_SYMBOLS.sub(_BULLET, drawn) if here.symbols else drawn, here)

    def picture(self, here: Inside) -> None:
        """A picture, or something embedded."""
        self._write(PICTURE, here)

    def left_out(self, reason: Reason, here: Inside) -> None:
        """Something that becomes no text and stands here: in the line at hand, or in a line of its own without any."""
        if self._first is None:
            self.lines.append(PageLine("", here.node, aside=here.aside, omissions=((0, reason),)))
        else:
            self._omissions.append((sum(map(len, self._parts)), reason))

    def enter(self, inside: Inside, around: Inside) -> None:
        """The beginning of an element."""
        if inside.block:
            self.end()
        if inside.node.tag == "li" and around.counter is not None:
            self._number = around.counter.next(inside.node)

    def leave(self, left: Inside) -> None:
        """The end of an element."""
        if left.block:
            self.end()
        if left.node.tag == "li":
            self._number = ""

    def feed(self, here: Inside) -> None:
        """A line feed in the text; after another one it leaves an empty line."""
        self._first = self._first or here
        self.end()

    def end(self) -> None:
        """The end of the line at hand, if there is one."""
        first = self._first
        if first is None:
            return
        text = "".join(self._parts).rstrip(" ")
        number = ""
        if text.strip():
            number, self._number = "" if Counter.counts_itself(text) else self._number, ""
        omissions = tuple((len(number) + place, reason) for place, reason in self._omissions)
        linked = self._linked and bool(text.strip())
        self.lines.append(PageLine(number + text, first.node, linked, first.aside, omissions))
        self._parts, self._first, self._linked, self._omissions = [], None, True, []

    def _write(self, text: str, here: Inside) -> None:
        if text:
            self._first = self._first or here
            self._linked = self._linked and (here.linked or not text.strip())
            self._parts.append(text)
