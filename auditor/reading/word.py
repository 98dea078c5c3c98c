"""A Word document (.docx) to canonical text, by a walk of our own over its body.

python-docx opens the package; its own view of the text leaves out content controls, tracked insertions, text
boxes and automatic numbering. Paragraphs end in a line feed, cells in a tab, rows in a line feed. What a
reader of the document does not see (deletions, hidden text, field codes) is left out, what he sees is kept.

The walk yields pieces: a stretch of the text with the element that shows it. The text is nothing but their sum,
so that a place in the text is a place in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace

from auditor.errors import UnreadableReport
from auditor.reading.content import MOST_CHARACTERS, PICTURE, Content
from auditor.reading.word_numbering import Numbering, number_in
from auditor.reading.word_package import opened

_MOST_COLUMNS = 63
"""Word allows no more."""
_SIGN, _UNKNOWN = re.compile("[0-9A-Fa-f]{1,4}"), 0x25A1
_DEEPEST = 12
"""Tables in tables; of what goes deeper only the words are kept."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OLD_DRAWN = "{urn:schemas-microsoft-com:vml}"
_HOLDERS = frozenset(
    [
        _W + name
        for name in (
            "sdt",
            "sdtContent",
            "ins",
            "moveTo",
            "customXml",
            "smartTag",
            "hyperlink",
            "fldSimple",
            "dir",
            "bdo",
            "ruby",
            "rubyBase",
        )
    ]
    + [_COMPATIBLE + "AlternateContent", _MATHS + "oMath", _MATHS + "oMathPara"]
)
SIGNS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "softHyphen": ""}


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the text, and the element that shows it."""

    text: str
    element: Any = None
    """None for what the walk adds: automatic numbers, line feeds, the tabs between cells."""
    offset: int = 0
    """Where in the words of the element the stretch begins."""
    block: Any = None
    """The paragraph that it belongs to; an empty cell is a piece without text whose paragraph says where it is."""
    start: int = 0
    """Where it begins in the text."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class _TooLong(Exception):
    """A walk that comes to no end, as where each of some notes refers to several others."""


def content_of(raw: bytes, path: str) -> Content:
    """The content of a .docx. Raises UnreadableReport for what is broken, a bomb, or no Word document."""
    from lxml.etree import XMLSyntaxError

    try:
        return Content("".join(piece.text for piece in traced(opened(raw, path))))
    except (XMLSyntaxError, RecursionError) as error:  # notes that are no XML, text boxes without end in each other
        raise UnreadableReport("document_broken", path=path) from error
    except _TooLong as error:
        raise UnreadableReport("text_too_long", path=path, limit=MOST_CHARACTERS // 10_000) from error


def traced(document: Any) -> list[Piece]:  # noqa: ANN401 - python-docx has no types for its parts
    """The pieces whose texts, joined, are the text of an opened document."""
    pieces: list[Piece] = []
    start = 0
    for piece in _Walk.over(document).pieces():
        pieces.append(replace(piece, start=start))
        start += len(piece.text)
        if start > MOST_CHARACTERS:
            raise _TooLong
    return pieces


@dataclass(slots=True)
class _Walk:
    body: Any
    numbering: Any
    styles: dict[str, Any]
    footnotes: dict[tuple[str, str], Any]
    _aside: list[Piece]
    """Text boxes and footnotes of the paragraph at hand: they follow it."""

    @staticmethod
    def over(document: Any) -> _Walk:  # noqa: ANN401 - python-docx has no types for its parts
        styles = {style.get(_W + "styleId"): style for style in document.styles.element.findall(_W + "style")}
        return _Walk(document.element.body, Numbering.of(document), styles, _notes(document), [])

    def pieces(self) -> Iterator[Piece]:
        yield from self._blocks(self.body)

    def _blocks(self, holder: Any, depth: int = 0) -> Iterator[Piece]:  # noqa: ANN401 - lxml elements
        """The paragraphs and tables of a body, a cell or a text box, each ending in a line feed."""
        for element in _children(holder):
            if element.tag == _W + "p":
                yield from self._paragraph(element)
                # A deleted mark joins the paragraph to the next.
                if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
                    yield Piece("\n", block=element)
                yield from self._asides()
            elif element.tag == _W + "tbl":
                yield from self._table(element, depth) if depth < _DEEPEST else _words(element)
                yield from self._asides()
            elif element.tag == _W + "altChunk":
                yield Piece(PICTURE + "\n")

    def _set_aside(self, holder: Any, mark: Any = None, written: str = "") -> None:  # noqa: ANN401 - lxml elements
        """Keep the blocks of a text box or note until the paragraph at hand has ended.

        A note stands in a part of its own: its place in the document is the mark that refers to it. A mark that was
        written by hand is left out, as the counted ones are: it is no part of the text that it stands in or begins.
        """
        waiting, self._aside = self._aside, []
        told = list(self._blocks(holder))
        if written:
            told = _without_prefix(told, written)
        if mark is not None:
            told = [replace(piece, element=mark, offset=0, block=None) for piece in told]
        self._aside = waiting + told

    def _asides(self) -> Iterator[Piece]:
        told, self._aside = self._aside, []
        yield from told

    # ---- tables ----

    def _table(self, table: Any, depth: int) -> Iterator[Piece]:  # noqa: ANN401 - lxml elements
        """The rows of a table. A row that holds tables of its own is laid out for the eye: its cells are blocks."""
        for row in _children(table):
            if row.tag != _W + "tr" or row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [cell for cell in _children(row) if cell.tag == _W + "tc"]
            if any(cell.find(f".//{_W}tbl") is not None for cell in cells):
                for cell in cells:
                    yield from self._blocks(cell, depth + 1)
                continue
            for place, pieces in enumerate(self._grid(row, cells)):
                if place:
                    yield Piece("\t")
                yield from pieces
            yield Piece("\n")
        yield Piece("\n")

    def _grid(self, row: Any, cells: list[Any]) -> Iterator[list[Piece]]:  # noqa: ANN401 - lxml elements
        """The cells of a row. One that goes on from the row above is blank; one over several columns is told once:
        blanks after it would look like cells left empty.
        """
        for _ in range(min(_number(row.find(f"{_W}trPr/{_W}gridBefore")), _MOST_COLUMNS)):
            yield []
        for cell in cells:
            properties = cell.find(_W + "tcPr")
            going_on = properties is not None and any(
                (merge := properties.find(_W + name)) is not None and merge.get(_W + "val") != "restart"
                for name in ("vMerge", "hMerge")
            )
            yield [] if going_on else self._cell(cell)

    def _cell(self, cell: Any) -> list[Piece]:  # noqa: ANN401 - lxml elements
        """The paragraphs of a cell in one line."""
        paragraphs = [element for element in _children(cell) if element.tag == _W + "p"]
        lines = [line for paragraph in paragraphs for line in _lines(self._paragraph(paragraph))]
        filled = [line for line in lines if "".join(piece.text for piece in line).strip()]
        if not filled:
            return [Piece("", block=paragraph) for paragraph in paragraphs[:1]]
        return [*filled[0], *(piece for line in filled[1:] for piece in (Piece(" "), *line))]

    # ---- paragraphs ----

    def _paragraph(self, paragraph: Any) -> list[Piece]:  # noqa: ANN401 - lxml elements
        pieces = list(self._runs(paragraph))
        number = self._number_of(paragraph)
        return [Piece(number, block=paragraph), *pieces] if number else pieces

    def _runs(self, paragraph: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml elements
        """The text of the runs of a paragraph that a reader sees."""
        field = _Field()
        for run in _children(paragraph):
            if run.tag == _MATHS + "r":
                for part in run.iter(_MATHS + "t"):
                    yield Piece(part.text or "", part, 0, paragraph)
            elif run.tag == _W + "r" and run.find(f"{_W}rPr/{_W}vanish") is None:
                for text, part in self._run(run, field):
                    yield Piece(text, part, 0, paragraph)

    def _run(self, run: Any, field: _Field) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - lxml elements
        for part in _children(run):
            if part.tag == _W + "fldChar":
                field.step(part.get(_W + "fldCharType"))
            elif field.hidden:
                continue
            elif part.tag == _W + "t":
                yield part.text or "", part
            elif part.tag == _W + "r":  # what ruby stands over
                yield from self._run(part, field)
            elif part.tag in SIGNS:
                yield SIGNS[part.tag], part
            elif part.tag == _W + "sym":
                yield chr(int(sign, 16) if _SIGN.fullmatch(sign := part.get(_W + "char") or "") else _UNKNOWN), part
            elif part.tag in (_W + "footnoteReference", _W + "endnoteReference"):
                note = self.footnotes.pop((part.tag, part.get(_W + "id")), None)  # once: notes may refer to each other
                mark = (
                    "".join(word.text or "" for word in run.iter(_W + "t"))
                    if part.get(_W + "customMarkFollows") in ("1", "true", "on")
                    else ""
                )
                if note is not None:
                    self._set_aside(note, part, mark)
                if mark:
                    return
            elif part.tag in (_W + "drawing", _W + "pict", _W + "object"):
                yield from self._drawn(part)

    def _drawn(self, drawing: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - lxml elements
        """A text box follows its paragraph; a picture is told of."""
        boxes = [box for box in drawing.iter(_W + "txbxContent") if not _within(box, drawing)]
        for box in boxes:
            self._set_aside(box)
        if not boxes and next(drawing.iter(_DRAWN + "blip", _OLD_DRAWN + "imagedata"), None) is not None:
            yield PICTURE, drawing

    def _number_of(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml elements
        """The automatic number before a paragraph, by itself or by its style."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return ""
        named = properties.find(_W + "pStyle")
        style = self.styles.get(named.get(_W + "val")) if named is not None else None
        listed, seen = properties.find(_W + "numPr"), 0
        place = _number(listed.find(_W + "ilvl")) if listed is not None else 0
        while (listed is None or listed.find(_W + "numId") is None) and style is not None and seen < _DEEPEST:
            listed = style.find(f"{_W}pPr/{_W}numPr")
            if listed is not None:
                place = _number(listed.find(_W + "ilvl")) or self.numbering.by_style.get(style.get(_W + "styleId"), 0)
            based, seen = style.find(_W + "basedOn"), seen + 1
            style = self.styles.get(based.get(_W + "val")) if based is not None else None
        number = listed.find(_W + "numId") if listed is not None else None
        return "" if number is None else self.numbering.next(number.get(_W + "val"), place)


@dataclass(slots=True)
class _Field:
    """Inside a field the code is hidden until its result begins; fields stand in fields."""

    open: list[bool] | None = None

    @property
    def hidden(self) -> bool:
        return any(self.open or ())

    def step(self, kind: str) -> None:
        self.open = self.open or []
        if kind == "begin":
            self.open.append(True)
        elif self.open and kind == "separate":
            self.open[-1] = False
        elif self.open and kind == "end":
            self.open.pop()


def _children(holder: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """The children of an element, with those of content controls, insertions and the like in their place."""
    for element in holder:
        if element.tag == _COMPATIBLE + "AlternateContent":
            chosen = element.find(_COMPATIBLE + "Choice")
            chosen = element.find(_COMPATIBLE + "Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from _children(chosen)
        elif element.tag in _HOLDERS:
            yield from _children(element)
        else:
            yield element


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The lines of a paragraph in a cell, without their line feeds; a tab would end the cell."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        begun = piece.offset
        for place, part in enumerate(piece.text.replace("\t", " ").split("\n")):
            if place:
                lines.append([])
            if part:
                lines[-1].append(replace(piece, text=part, offset=begun))
            begun += len(part) + 1
    return lines


def _without_prefix(pieces: Sequence[Piece], prefix: str) -> list[Piece]:
    """Pieces without the blanks and the prefix with which their text begins."""
    text = "".join(piece.text for piece in pieces)
    left = len(text) - len(text.lstrip().removeprefix(prefix))
    kept = []
    for piece in pieces:
        cut = min(left, len(piece.text))
        left -= cut
        kept.append(replace(piece, text=piece.text[cut:], offset=piece.offset + cut))
    return [piece for piece in kept if piece.text]


def _words(element: Any) -> Iterator[Piece]:  # noqa: ANN401 - lxml elements
    for part in element.iter(_W + "t"):
        yield Piece(part.text or "", part)
    yield Piece("\n")


def _within(box: Any, drawing: Any) -> bool:  # noqa: ANN401 - lxml elements
    """Whether a text box stands in another one of the same drawing, or is the old form of one."""
    above = box.getparent()
    while above is not None and above is not drawing:
        if above.tag in (_W + "txbxContent", _COMPATIBLE + "Fallback"):
            return True
        above = above.getparent()
    return False


def _number(element: Any) -> int:  # noqa: ANN401 - lxml elements
    return number_in(element.get(_W + "val")) if element is not None else 0


def _notes(document: Any) -> dict[tuple[str, str], Any]:  # noqa: ANN401 - python-docx has no types for its parts
    """Footnotes and endnotes by the tag that refers to them and their number."""
    from lxml import etree

    found = {}
    for kind in ("footnote", "endnote"):
        for relation in document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
                for note in root.findall(_W + kind):
                    found[f"{_W}{kind}Reference", note.get(_W + "id", "")] = note
    return found
