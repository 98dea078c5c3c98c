"""The lines that a reader of a web page sees, by one walk over its elements.

Blocks end a line. What is hidden, and what belongs to the program behind the page, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.document import Reason
from auditor.reading.web.lines import Inside, LineWriter, PageLine, is_sentence, left_out
from auditor.reading.web.lists import Counter
from auditor.reading.web.pictures import is_picture, is_shown
from auditor.reading.web.tables import rows_of
from auditor.reading.web.tree import Node

_EMBEDDED = frozenset({"iframe", "frame", "object", "embed", "canvas", "applet", "video"})
_DEEPEST = 24
"""Tables in tables; in what goes deeper cells are paragraphs."""
_MOST_CELLS = 100_000
_UNSEEN = frozenset(
    "audio colgroup datalist head link meta noembed noframes noscript option optgroup param rp rt rtc script "
    "select source style template title track xml".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre "
    "search section summary table tbody td tfoot th thead tr ul xmp".split()
)
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_AS_TYPED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
_BOXES = frozenset({"header", "footer", "aside"})
_SYMBOL_FONTS = re.compile(r"wingdings|webdings")


def lines_of(page: Node, *, hidden: bool = False) -> list[PageLine]:
    """The lines of a page; with ``hidden`` also what its scripts may bring to light."""
    return _Walk(_MOST_CELLS, hidden).lines(page, Inside(page, iter(page.parts)), 0)


@dataclass(slots=True)
class _Walk:
    cells: int
    """How many cells may still be read as cells."""
    hidden: bool
    """Whether hidden elements are read as well."""

    def lines(self, holder: Node, around: Inside, depth: int) -> list[PageLine]:
        """The lines inside an element. Only tables in tables go down: elements may stand thousands deep."""
        out = LineWriter()
        stack = [_inside(holder, around)]
        while stack:
            here = stack[-1]
            part = next(here.parts, None)
            if part is None:
                stack.pop()
                out.leave(here)
            elif isinstance(part, str):
                out.text(part, here)
            elif part.tag in _UNSEEN:
                continue
            elif self.hidden or is_shown(part):
                self._element(part, stack, out, depth)
            elif unread := _unread(part):
                out.left_out(unread, here)
        out.end()
        return out.lines

    def _element(self, node: Node, stack: list[Inside], out: LineWriter, depth: int) -> None:
        here = stack[-1]
        if node.tag == "br":
            out.feed(here)
        elif node.tag == "input":
            out.text(_typed_in(node), here)
        elif node.tag in _EMBEDDED or node.tag in ("img", "svg"):
            if is_picture(node, linked=here.linked, aside=here.aside):
                if node.tag in _EMBEDDED:
                    out.left_out(Reason("embedded_not_read", {"what": node.tag}), here)
                out.picture(here)
        elif node.tag == "table" and depth < _DEEPEST and self.cells > 0:
            out.end()
            out.lines.extend(self._table(node, _inside(node, here), depth))
        else:
            stack.append(_inside(node, here))
            out.enter(stack[-1], here)

    def _table(self, table: Node, inside: Inside, depth: int) -> list[PageLine]:
        rows = rows_of(table, lambda cell: self.lines(cell, inside, depth + 1))
        self.cells -= sum(row.text.count("\t") + 1 for row in rows)
        return [replace(row, aside=inside.aside or row.aside) for row in rows]


def _inside(node: Node, around: Inside) -> Inside:
    """What holds inside an element, by itself and by what is around it."""
    styles = node.styles()
    shown, spaces = styles.get("display", ""), styles.get("white-space", "")
    font = node.attributes.get("face", "").lower() or styles.get("font-family", "") or styles.get("font", "")
    menu = node.tag == "nav" or node.attributes.get("role") == "navigation"
    return Inside(
        node,
        iter(node.parts),
        not shown.startswith("inline")
        if node.tag in _BLOCKS
        else shown in ("block", "flex", "grid", "list-item", "table"),
        spaces.startswith(("pre", "break-spaces")) if spaces else around.typed or node.tag in _AS_TYPED,
        around.linked or (node.tag == "a" and "href" in node.attributes),
        bool(_SYMBOL_FONTS.search(font)) if font else around.symbols,
        node if menu else around.aside or (node if node.tag in _BOXES else None),
        Counter.of(node) if node.tag in _LISTS else None,
    )


def _unread(hidden: Node) -> Reason | None:
    """What is to be said of an element that is hidden: nothing if no sentence stands in it."""
    text = "".join(part for node in (hidden, *hidden.nodes()) for part in node.parts if isinstance(part, str))
    return left_out("hidden_not_read", text) if is_sentence(text) else None


def _typed_in(field: Node) -> str:
    """What a field of a form shows."""
    kind = field.attributes.get("type", "text").lower()
    return field.attributes.get("value", "") if kind in ("text", "number") else ""
