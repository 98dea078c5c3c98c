"""A Word document (.docx) to canonical text, by a walk of our own over its body.

python-docx opens the package; its own view of the text leaves out content controls, tracked insertions, text
boxes and automatic numbering. Paragraphs end in a line feed, cells in a tab, rows in a line feed. What a
reader of the document does not see (deletions, hidden text, field codes) is left out, what he sees is kept.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile

from auditor.errors import UnreadableReport
from auditor.reading.content import PICTURE, Content

_MOST_BYTES, _MOST_PARTS = 200 * 1024 * 1024, 5_000
"""Unpacked, a report has a few megabytes and a hundred parts; a bomb has more."""
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
_SIGNS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "softHyphen": ""}


_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, AttributeError)


def content_of(raw: bytes, path: str) -> Content:
    """The content of a .docx. Raises UnreadableReport for what is broken, a bomb, or no Word document."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    _check_package(raw, path)
    try:
        document = Document(io.BytesIO(raw))
    except (PackageNotFoundError, *_BROKEN, XMLSyntaxError) as error:
        raise UnreadableReport("document_broken", path=path) from error
    return Content(_Walk.over(document).text())


def _check_package(raw: bytes, path: str) -> None:
    try:
        with ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
    except (BadZipFile, LargeZipFile, ValueError) as error:
        raise UnreadableReport("document_broken", path=path) from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise UnreadableReport("file_too_large", path=path, limit=_MOST_BYTES // (1024 * 1024))
    if not any(part.filename == "word/document.xml" for part in parts):
        raise UnreadableReport("not_a_document", path=path)


@dataclass(slots=True)
class _Walk:
    body: Any
    numbering: Any
    styles: dict[str, Any]
    footnotes: dict[tuple[str, str], Any]
    _aside: list[str]
    """Text boxes and footnotes of the paragraph at hand: they follow it."""

    @staticmethod
    def over(document: Any) -> _Walk:  # noqa: ANN401 - python-docx has no types for its parts
        from auditor.reading.word_numbering import Numbering

        styles = {style.get(_W + "styleId"): style for style in document.styles.element.findall(_W + "style")}
        return _Walk(document.element.body, Numbering.of(document), styles, _notes(document), [])

    def text(self) -> str:
        return "".join(self._blocks(self.body))

    def _blocks(self, holder: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """The paragraphs and tables of a body, a cell or a text box, each ending in a line feed."""
        for element in _children(holder):
            if element.tag == _W + "p":
                # A deleted mark joins the paragraph to the next.
                mark = element.find(f"{_W}pPr/{_W}rPr/{_W}del")
                yield self._paragraph(element) + ("\n" if mark is None else "")
                yield from self._asides()
            elif element.tag == _W + "tbl":
                yield from self._table(element, depth) if depth < _DEEPEST else [_words(element) + "\n"]
                yield from self._asides()
            elif element.tag == _W + "altChunk":
                yield PICTURE + "\n"

    def _set_aside(self, holder: Any, mark: str = "") -> None:  # noqa: ANN401 - lxml elements
        """Keep the blocks of a text box or note until the paragraph at hand has ended. A mark that was written by
        hand is left out, as the counted ones are: it is no part of the text that it stands in or begins.
        """
        waiting, self._aside = self._aside, []
        blocks = "".join(self._blocks(holder))
        self._aside = [*waiting, blocks.lstrip().removeprefix(mark) if mark else blocks]

    def _asides(self) -> Iterator[str]:
        told, self._aside = self._aside, []
        yield from told

    # ---- tables ----

    def _table(self, table: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """The rows of a table. A row that holds tables of its own is laid out for the eye: its cells are blocks."""
        for row in _children(table):
            if row.tag != _W + "tr" or row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [cell for cell in _children(row) if cell.tag == _W + "tc"]
            if any(cell.find(f".//{_W}tbl") is not None for cell in cells):
                for cell in cells:
                    yield from self._blocks(cell, depth + 1)
            else:
                yield "\t".join(self._grid(row, cells)) + "\n"
        yield "\n"

    def _grid(self, row: Any, cells: list[Any]) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """The cells of a row. One that goes on from the row above is blank; one over several columns is told once:
        blanks after it would look like cells left empty.
        """
        yield from [""] * _number(row.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in cells:
            properties = cell.find(_W + "tcPr")
            going_on = properties is not None and any(
                (merge := properties.find(_W + name)) is not None and merge.get(_W + "val") != "restart"
                for name in ("vMerge", "hMerge")
            )
            yield "" if going_on else self._cell(cell)

    def _cell(self, cell: Any) -> str:  # noqa: ANN401 - lxml elements
        """The paragraphs of a cell in one line."""
        lines = [self._paragraph(element) for element in _children(cell) if element.tag == _W + "p"]
        return " ".join(part for line in lines for part in line.replace("\t", " ").split("\n") if part.strip())

    # ---- paragraphs ----

    def _paragraph(self, paragraph: Any) -> str:  # noqa: ANN401 - lxml elements
        text = "".join(self._runs(paragraph, _Field()))
        return self._number_of(paragraph) + text

    def _runs(self, holder: Any, field: _Field) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """The text of the runs of a paragraph that a reader sees."""
        for run in _children(holder):
            if run.tag == _MATHS + "r":
                yield "".join(part.text or "" for part in run.iter(_MATHS + "t"))
            elif run.tag == _W + "r" and run.find(f"{_W}rPr/{_W}vanish") is None:
                yield from self._run(run, field)

    def _run(self, run: Any, field: _Field) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        for part in _children(run):
            if part.tag == _W + "fldChar":
                field.step(part.get(_W + "fldCharType"))
            elif field.hidden:
                continue
            elif part.tag == _W + "t":
                yield part.text or ""
            elif part.tag in _SIGNS:
                yield _SIGNS[part.tag]
            elif part.tag == _W + "sym":
                yield chr(int(part.get(_W + "char") or "25A1", 16))
            elif part.tag in (_W + "footnoteReference", _W + "endnoteReference"):
                note = self.footnotes.get((part.tag, part.get(_W + "id")))
                mark = _words(run) if part.get(_W + "customMarkFollows") in ("1", "true", "on") else ""
                if note is not None:
                    self._set_aside(note, mark)
                if mark:
                    return
            elif part.tag in (_W + "drawing", _W + "pict", _W + "object"):
                yield from self._drawn(part)

    def _drawn(self, drawing: Any) -> Iterator[str]:  # noqa: ANN401 - lxml elements
        """A text box follows its paragraph; a picture is told of."""
        boxes = [box for box in drawing.iter(_W + "txbxContent") if not _within(box, drawing)]
        for box in boxes:
            self._set_aside(box)
        if not boxes and next(drawing.iter(_DRAWN + "blip", _OLD_DRAWN + "imagedata"), None) is not None:
            yield PICTURE

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


def _words(element: Any) -> str:  # noqa: ANN401 - lxml elements
    return "".join(part.text or "" for part in element.iter(_W + "t"))


def _within(box: Any, drawing: Any) -> bool:  # noqa: ANN401 - lxml elements
    """Whether a text box stands in another one of the same drawing, or is the old form of one."""
    above = box.getparent()
    while above is not None and above is not drawing:
        if above.tag in (_W + "txbxContent", _COMPATIBLE + "Fallback"):
            return True
        above = above.getparent()
    return False


def _number(element: Any) -> int:  # noqa: ANN401 - lxml elements
    value = element.get(_W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else 0


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
