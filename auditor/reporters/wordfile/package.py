"""The package of a Word document: its parts as bytes, and how one is changed while all others stay what they are.

Times in the archive are those of the original, or fixed, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from auditor.reporters.wordfile.marks import W
from auditor.text.unseen import TURNING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = "[Content_Types].xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
"""What a document says of itself beside its text."""
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile(f"[{TURNING}]")
_BLANK = "\x0b\x0c"


class Package:
    """The parts of a document by name, in their order."""

    def __init__(self, raw: bytes | None = None) -> None:
        self._entries: dict[str, ZipInfo] = {}
        self._parts: dict[str, bytes] = {}
        if raw is None:
            self._put(_TYPES, b'<Types xmlns="%s"/>' % _TYPE.strip("{}").encode())
            self._default("rels", _RELATIONS_TYPE)
            self._default("xml", "application/xml")
            return
        with ZipFile(io.BytesIO(raw)) as archive:
            for entry in archive.infolist():
                self._entries[entry.filename] = entry
                self._parts[entry.filename] = archive.read(entry.filename)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        return self._parts[name]

    def write(self, name: str, root: Element) -> None:
        """Put an element in place of what a part was, or as a new part."""
        from lxml import etree

        self._put(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def add(self, name: str, root: Element, kind: str, *, source: str = "", relation: str) -> str:
        """A new part of a content type, to which a part (or the package) has a relation; returns the relation's key."""
        self.write(name, root)
        types = self._tree(_TYPES)
        types.append(types.makeelement(_TYPE + "Override", {"PartName": f"/{name}", "ContentType": kind}))
        self.write(_TYPES, types)
        return self._relate(source, relation, name)

    def related(self, source: str, relation: str) -> str | None:
        """The part to which a part has a relation of this kind, if it has one."""
        listed = _relations_of(source)
        if listed not in self._parts:
            return None
        found = (
            posixpath.normpath(posixpath.join("/", posixpath.dirname(source), item.get("Target", ""))).lstrip("/")
            for item in self._tree(listed)
            if item.get("Type") == relation and item.get("TargetMode") != "External"
        )
        return next((name for name in found if name in self._parts), None)

    def raw(self) -> bytes:
        """The bytes of the file."""
        buffer = io.BytesIO()
        with ZipFile(buffer, "w") as archive:
            for name, content in self._parts.items():
                old = self._entries.get(name)
                entry = ZipInfo(name, old.date_time if old else _LONG_AGO)
                stored = old is not None and old.compress_type == ZIP_STORED
                entry.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
                entry.create_system, entry.external_attr = (old.create_system, old.external_attr) if old else (0, 0)
                archive.writestr(entry, content)
        return buffer.getvalue()

    def free_name(self, stem: str) -> str:
        """``stem.xml``, or with the first number that is not taken."""
        taken = {name.lower() for name in self._parts}
        names = (f"{stem}{number or ''}.xml" for number in range(len(taken) + 1))
        return next(name for name in names if name.lower() not in taken)

    def _put(self, name: str, content: bytes) -> None:
        self._parts[name] = content

    def _tree(self, name: str) -> Element:
        return parsed(self._parts[name])

    def _default(self, extension: str, kind: str) -> None:
        types = self._tree(_TYPES)
        types.append(types.makeelement(_TYPE + "Default", {"Extension": extension, "ContentType": kind}))
        self.write(_TYPES, types)

    def _relate(self, source: str, relation: str, target: str) -> str:
        from lxml import etree

        listed = _relations_of(source)
        if listed in self._parts:
            root = self._tree(listed)
        else:
            root = etree.Element(_RELATION + "Relationships", nsmap={None: _RELATION.strip("{}")})
        taken = {item.get("Id") for item in root}
        key = next(key for number in range(1, len(taken) + 2) if (key := f"rId{number}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(source) or ".")
        root.append(root.makeelement(_RELATION + "Relationship", {"Id": key, "Type": relation, "Target": path}))
        self.write(listed, root)
        return key


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parsed(content: bytes) -> Element:
    """The element of a part; nothing outside of it is fetched."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def legal(text: str) -> str:
    """A text as XML may hold it and as Word shows it in its order, character for character."""
    return _ILLEGAL.sub(lambda match: " " if match.group() in _BLANK else "\ufffd", _TURNING.sub("\ufffd", text))


# ---- comments ----


def first_free_number(package: Package, main: str, tree: Element) -> int:
    """The number that the next comment of a document may have."""
    name = package.related(main, OFFICE + "comments")
    comments = parsed(package.read(name)).findall(W + "comment") if name else []
    marks = tree.iter(W + "commentReference", W + "commentRangeStart")
    taken = [int(number) for item in (*comments, *marks) if (number := item.get(W + "id", "")).isdecimal()]
    return max(taken, default=-1) + 1


def add_comments(
    package: Package, main: str, comments: Sequence[tuple[int, tuple[str, ...]]], author: str, initials: str
) -> None:
    """Add comments, a paragraph a line, to those that a document has. They bear no date: none is known."""
    from lxml import etree

    name = package.related(main, OFFICE + "comments")
    root = parsed(package.read(name)) if name else etree.Element(W + "comments", nsmap={"w": W.strip("{}")})
    root.extend(_comment(number, lines, author, initials) for number, lines in comments)
    if name:
        package.write(name, root)
    else:
        name = package.free_name("word/comments")
        package.add(name, root, WORD + "comments+xml", source=main, relation=OFFICE + "comments")


def _comment(number: int, lines: Sequence[str], author: str, initials: str) -> Element:
    from lxml import etree

    names = {W + "id": str(number), W + "author": author, W + "initials": initials}
    comment = etree.Element(W + "comment", names, nsmap={"w": W.strip("{}")})
    for place, line in enumerate(lines):
        comment.append(_comment_line(line, first=not place))
    return comment


def _comment_line(line: str, *, first: bool) -> Element:
    """A paragraph whose look does not depend on the styles of the document; the first one is bold."""
    weight = "<w:b/>" if first else ""
    mark = "<w:r><w:annotationRef/></w:r>" if first else ""
    paragraph = parsed(
        f'<w:p xmlns:w="{W.strip("{}")}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f'{mark}<w:r><w:rPr>{weight}<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
        '<w:t xml:space="preserve"/></w:r></w:p>'.encode()
    )
    paragraph[-1][-1].text = legal(line)
    return paragraph
