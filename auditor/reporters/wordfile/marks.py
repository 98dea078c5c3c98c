"""Comments at exact characters of a Word document: runs are split where a comment begins and where it ends.

A place in the text is a place in the tree by the pieces of the walk that read it. Nothing else of the tree changes:
the halves of a run have its properties, and the marks stand between runs.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.reading.word import SIGNS, Piece
from auditor.text.spans import Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HOLDERS = frozenset(
    W + name
    for name in ("hyperlink", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "smartTag", "customXml", "dir", "bdo")
)
"""What holds runs inside a paragraph and may hold marks as well."""
_DESCRIPTIONS = frozenset(
    W + name for name in ("pPr", "sdtPr", "sdtEndPr", "fldData", "smartTagPr", "customXmlPr", "rPr")
)
_SIGNS = frozenset({*SIGNS, W + "sym"})
_SMALL = "16"
"""The mark of a comment shows nothing; in half points, so that it makes no line higher."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said at a span of the text, a paragraph a line."""

    span: Span
    lines: tuple[str, ...]
    quote: str = ""
    """Said too where the words themselves cannot be marked: in a text box or a note, in an automatic number."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a comment begins or ends: in the words of an element, or at it where ``offset`` is None."""

    element: Element
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The stretch of a comment; without edges it is the end of an empty paragraph."""

    first: _Edge | None
    last: _Edge | None
    block: Element | None
    exact: bool


def mark(pieces: Sequence[Piece], remarks: Sequence[Remark], number: int) -> list[tuple[int, tuple[str, ...]]]:
    """Put the marks of remarks into the tree of the pieces; returns the number and the words of each comment.

    Numbers go up from ``number`` in the order of the remarks.
    """
    places = _Places(pieces)
    anchors = [places.anchor(remark.span) for remark in remarks]
    _Marks(anchors).insert(number)
    return [
        (number + place, remark.lines if anchor.exact or not remark.quote else (*remark.lines, remark.quote))
        for place, (remark, anchor) in enumerate(zip(remarks, anchors, strict=True))
    ]


class _Places:
    """From spans of the text to stretches of the tree."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._shown = [piece for piece in pieces if piece.element is not None and piece.text]
        roots = {piece.element.getroottree().getroot() for piece in self._shown[:1]}
        self._order = {element: place for root in roots for place, element in enumerate(root.iter())}

    def anchor(self, span: Span) -> _Anchor:
        """The stretch that shows a span; where nothing does, the nearest that shows something."""
        atoms = [
            _atom(piece, max(span.start, piece.start), min(span.end, piece.end))
            for piece in self._shown
            if piece.start < span.end and span.start < piece.end and span.start < span.end
        ]
        if not atoms:
            return self._near(span.start)
        first = min((first for first, _, _ in atoms), key=self._rank)
        last = max((last for _, last, _ in atoms), key=self._rank)
        return _Anchor(first, last, None, all(exact for _, _, exact in atoms))

    def _rank(self, edge: _Edge) -> tuple[int, int]:
        """The place of an edge in the document; text boxes are told after the paragraph that they stand in."""
        return self._order[edge.element], edge.offset or 0

    def _near(self, place: int) -> _Anchor:
        """The paragraph at a place that no element shows: an empty cell, an automatic number, a line feed."""
        at = [piece for piece in self._pieces if piece.start <= place < piece.end or piece.start == piece.end == place]
        piece = min(at, key=lambda piece: len(piece.text), default=None)
        if piece is not None and piece.element is not None:
            near = [piece]
        elif piece is not None and piece.block is not None:
            near = [other for other in self._shown if other.block is piece.block]
        else:
            near = self._shown
        if not near:
            block = next((other.block for other in (piece, *self._pieces) if other and other.block is not None), None)
            return _Anchor(None, None, None if block is None else _outer_paragraph(block), exact=False)
        piece = min(near, key=lambda piece: max(piece.start - place, place - piece.end, 0))
        first, last, _ = _atom(piece, piece.start, piece.end)
        return _Anchor(first, last, None, exact=False)


def _atom(piece: Piece, start: int, end: int) -> tuple[_Edge, _Edge, bool]:
    """Both edges of what a piece shows of a stretch, and whether that is exactly what they hold."""
    element = piece.element
    run = element.getparent()
    if run.tag != W + "r" or _unit(element) is not run:
        return _Edge(element), _Edge(element), False
    if element.tag != W + "t":
        return _Edge(element), _Edge(element), element.tag in _SIGNS
    from_, to = start - piece.start + piece.offset, end - piece.start + piece.offset
    return _Edge(element, from_), _Edge(element, to), True


def _outer_paragraph(element: Element) -> Element:
    """The paragraph of the body, not of a text box in it, that an element stands in."""
    above = [item for item in element.iterancestors() if item.tag == W + "p"]
    return above[-1] if above else element


def _unit(element: Element) -> Element:
    """The run, formula or the like that an element stands in and beside which a mark may stand."""
    path = [element, *element.iterancestors()]
    paragraph = path.index(_outer_paragraph(element))
    below = paragraph - 1
    while below > 0 and path[below].tag in _HOLDERS:
        below -= 1
    return path[max(below, 0)]


class _Marks:
    """Cuts first, marks after them: a mark would stand in the way of a cut."""

    def __init__(self, anchors: Sequence[_Anchor]) -> None:
        self._anchors = anchors
        self._parts: dict[Element, list[tuple[int, Element]]] = {}
        """The elements that a text was cut into, with the offset of each."""

    def insert(self, number: int) -> None:
        """Cut, then mark, the numbers of the comments going up from ``number``."""
        self._cut()
        stretches = [self._stretch(anchor) for anchor in self._anchors]
        for first, last in filter(None, stretches):
            _break_before(first)
            _break_after(last)
        beside = [bounds and (_outermost(bounds[0], first=True), _outermost(bounds[1], first=False))
                  for bounds in stretches]  # fmt: skip
        behind: dict[Element, list[Element]] = {}
        for place, (anchor, bounds) in enumerate(zip(self._anchors, beside, strict=True), start=number):
            if bounds is not None:
                bounds[0].addprevious(_begin(place))
                behind.setdefault(bounds[1], []).extend(_close(place))
            elif anchor.block is not None:
                anchor.block.extend([_begin(place), *_close(place)])
        for element, marks in behind.items():
            for item in reversed(marks):
                element.addnext(item)

    def _cut(self) -> None:
        """Cut every text at all the offsets where a comment begins or ends in it."""
        offsets: dict[Element, set[int]] = {}
        for edge in (edge for anchor in self._anchors for edge in (anchor.first, anchor.last)):
            if edge is not None and edge.offset is not None:
                offsets.setdefault(edge.element, set()).add(edge.offset)
        for element, found in offsets.items():
            self._parts[element] = _cut(element, found)

    def _stretch(self, anchor: _Anchor) -> tuple[Element, Element] | None:
        """The first and the last element of a comment, after the cuts; None at an empty paragraph."""
        if anchor.first is None or anchor.last is None:
            return None
        begin, end = anchor.first.element, anchor.last.element
        if anchor.first.offset is not None:
            begin = next(part for offset, part in self._parts[begin] if offset == anchor.first.offset)
        if anchor.last.offset is not None:
            end = next(part for offset, part in reversed(self._parts[end]) if offset < anchor.last.offset)
        return _in_run(begin), _in_run(end)


def _cut(text: Element, offsets: Iterable[int]) -> list[tuple[int, Element]]:
    """A text as several that follow each other in the same run; the first of them is the text itself.

    Word shows no blanks at the ends of a text that does not say so: those that stood within it are said to count,
    those that stood at its ends are set apart.
    """
    words, attributes = text.text or "", dict(text.attrib)
    inner = {offset for offset in offsets if 0 < offset < len(words)}
    first, last = len(words) - len(words.lstrip()), len(words.rstrip())
    if inner and _SPACE not in attributes:
        inner |= {edge for edge in (first, last) if 0 < edge < len(words)}
    starts = [0, *sorted(inner)]
    parts = [(0, text)]
    for start, stop in zip(starts, [*starts[1:], len(words)], strict=True):
        part = text.makeelement(text.tag, attributes) if start else text
        part.text = words[start:stop]
        if first <= start and stop <= last and part.text != part.text.strip():
            part.set(_SPACE, "preserve")
        if start:
            parts[-1][1].addnext(part)
            parts.append((start, part))
    return parts


def _in_run(element: Element) -> Element:
    """What of its run, or in place of a run, an element belongs to."""
    unit = _unit(element)
    if unit.tag != W + "r" or unit is element:
        return unit
    return next(item for item in (element, *element.iterancestors()) if item.getparent() is unit)


def _break_before(part: Element) -> None:
    """Let a run begin with a part: what stands before it in its run keeps the old one."""
    run = part.getparent()
    if (
        run is None
        or run.tag != W + "r"
        or all(item.tag in _DESCRIPTIONS for item in part.itersiblings(preceding=True))
    ):
        return
    rest = run.makeelement(run.tag, dict(run.attrib))
    properties = run.find(W + "rPr")
    if properties is not None:
        rest.append(copy.deepcopy(properties))
    rest.extend([part, *part.itersiblings()])
    run.addnext(rest)


def _break_after(part: Element) -> None:
    following = part.getnext()
    if following is not None:
        _break_before(following)


def _outermost(part: Element, *, first: bool) -> Element:
    """The run of a part, or the outermost holder that begins (or ends) with it: a mark beside that says the same."""
    element = part.getparent()
    if element is None or element.tag != W + "r":
        element = part
    holder = element.getparent()
    while holder is not None and holder.tag in _HOLDERS:
        beside = element.itersiblings(preceding=first)
        if any(item.tag not in _DESCRIPTIONS for item in beside):
            break
        element, holder = holder, holder.getparent()
    return element


def _begin(number: int) -> Element:
    return _element("commentRangeStart", id=str(number))


def _close(number: int) -> list[Element]:
    run, properties = _element("r"), _element("rPr")
    properties.append(_element("sz", val=_SMALL))
    run.extend([properties, _element("commentReference", id=str(number))])
    return [_element("commentRangeEnd", id=str(number)), run]


def _element(name: str, **attributes: str) -> Element:
    from lxml import etree

    namespaces = {"w": W.strip("{}")}
    return etree.Element(W + name, {W + key: value for key, value in attributes.items()}, nsmap=namespaces)
