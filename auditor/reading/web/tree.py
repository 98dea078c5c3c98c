"""A web page as a tree of elements and text.

libxml2 closes the tags that a page leaves open; the tree is our own, because libxml2's ends without a word where
elements stand more than some hundred deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import UnreadableReport

_MOST_SIGNS, _MOST_ELEMENTS = 20_000_000, 1_000_000
"""A page has some thousand elements; pictures inside its text are shortened before it is measured."""
_EMBEDDED_DATA = re.compile(r"(data:[\w/+.-]*(?:;[\w=.-]+)*,[^\"'<>)]{2000})[^\"'<>)]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_CLOSED_LINE, _CLOSED_PARAGRAPH = re.compile(r"</br\s*/?>", re.IGNORECASE), re.compile(r"</p\s*>", re.IGNORECASE)
_UNSHOWN = {code: None for code in (*range(32), 0x7F) if chr(code) not in "\t\n\f\r"}
"""Control signs, which a browser does not show."""
_FED = frozenset({"pre", "textarea", "listing"})
"""Elements in which a line feed at the very beginning is not shown."""


@dataclass(slots=True, eq=False)
class Node:
    """An element; ``parts`` are its text and elements in order, ``number`` counts the elements of a page."""

    tag: str
    attributes: Mapping[str, str]
    above: Node | None
    number: int
    parts: list[Node | str] = field(default_factory=list)
    until: int = 0
    """The number of the last element inside this one."""

    def holds(self, other: Node) -> bool:
        """Whether another element is this one or stands inside it."""
        return self.number <= other.number <= self.until

    def nodes(self) -> Iterator[Node]:
        """The elements inside this one, in order."""
        waiting = [iter(self.parts)]
        while waiting:
            part = next(waiting[-1], None)
            if part is None:
                waiting.pop()
            elif isinstance(part, Node):
                yield part
                waiting.append(iter(part.parts))

    def styles(self) -> dict[str, str]:
        """What its ``style`` attribute says."""
        if "style" not in self.attributes:
            return {}
        declared = (part.partition(":") for part in self.attributes["style"].lower().split(";"))
        return {name.strip(): value.replace("!important", "").strip() for name, _, value in declared}


def tree_of(text: str, path: str) -> Node:
    """The tree of a page. Raises UnreadableReport for one that is broken or much too large."""
    from lxml import etree

    text = _EMBEDDED_DATA.sub(r"\1", _DECLARATION.sub("", text.removeprefix("\ufeff")))
    if len(text) > _MOST_SIGNS:
        raise UnreadableReport("page_broken", path=path)
    built: Any = _Builder(path)  # the type of targets asks for more events than lxml does
    # The limits are those above: at its own the parser would leave out the rest of the page.
    parser: Any = etree.HTMLParser(target=built, no_network=True, huge_tree=True)
    parser.feed(_as_browsers_close(text.replace("\r\n", "\n").replace("\r", "\n")))
    parser.close()
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableReport("page_broken", path=path)
    page: Node = built.page
    return page


def _as_browsers_close(text: str) -> str:
    """The page with what closes nothing made into what a browser takes it for: a line feed, an empty paragraph."""
    return _CLOSED_PARAGRAPH.sub("</p><p></p>", _CLOSED_LINE.sub("<br>", text))


class _Builder:
    """Takes the events of the parser."""

    def __init__(self, path: str) -> None:
        self.page = Node("", {}, None, 0)
        self._path = path
        self._open = self.page
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise UnreadableReport("page_broken", path=self._path)
        node = Node(tag, dict(attributes), self._open, self._count)
        self._open.parts.append(node)
        self._open = node

    def end(self, _tag: str) -> None:
        closed, self._open = self._open, self._open.above or self.page
        closed.until = self._count
        # An empty paragraph right behind another stands for the end of that one.
        beside = self._open.parts[-2:]
        if [part.tag for part in beside if isinstance(part, Node)] == ["p", "p"] and not closed.parts:
            self._open.parts.pop()

    def data(self, text: str) -> None:
        if self._open.tag in _FED and not self._open.parts:
            text = text.removeprefix("\n")
        self._open.parts.append(text.translate(_UNSHOWN))

    def close(self) -> None:
        while self._open is not self.page:
            self.end(self._open.tag)
        self.page.until = self._count
