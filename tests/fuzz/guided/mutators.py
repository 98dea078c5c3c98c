"""How the guided fuzzing changes bytes of which most changes would be refused at the door: packages and TOML."""

from __future__ import annotations

import copy
import io
import re
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

Change = Callable[[bytes, int], bytes]
"""The fuzzer's own change of bytes, given the most bytes that may come out."""
Mutate = Callable[[bytes, int, Random, Change], bytes]

_DOCUMENT = "word/document.xml"
_VALUE = re.compile(rb"(?<== ).+")


def package(raw: bytes, most: int, dice: Random, change: Change) -> bytes:
    """A package with one of its parts changed, mostly the document, mostly as a tree. Stored without compression."""
    parts = _parts(raw)
    if not parts or dice.random() < 0.05:
        return change(raw, most)
    name = _DOCUMENT if _DOCUMENT in parts and dice.random() < 0.7 else dice.choice(sorted(parts))
    others = sum(len(part) for part in parts.values()) - len(parts[name])
    as_tree = dice.random() < 0.85
    parts[name] = _tree(parts[name], dice) if as_tree else change(parts[name], max(1, most - others - 2_000))
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        for part, content in parts.items():
            made.writestr(part, content)
    return out.getvalue() if out.tell() <= most else raw


def lines(raw: bytes, most: int, dice: Random, change: Change) -> bytes:
    """A file of lines with lines lost, doubled and moved, and values exchanged; or with bytes changed."""
    if dice.random() < 0.3:
        return change(raw, most)
    rows = raw.split(b"\n")
    for _ in range(dice.randint(1, 4)):
        place, other = dice.randrange(len(rows)), dice.randrange(len(rows))
        match dice.randrange(5):
            case 0 if len(rows) > 1:
                del rows[place]
            case 1:
                rows.insert(place, rows[other])
            case 2:
                rows[place], rows[other] = rows[other], rows[place]
            case 3:
                value = _VALUE.search(rows[other])
                rows[place] = rows[place].partition(b" = ")[0] + b" = " + (value.group() if value else b"0")
            case _:
                rows[place] = change(rows[place], 200) if rows[place] else b"x = 1"
    return b"\n".join(rows)[:most]


def _parts(raw: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(io.BytesIO(raw)) as package_file:
            return {info.filename: package_file.read(info) for info in package_file.infolist()}
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error):
        return {}  # a package that its own library cannot read is mere bytes


def _tree(raw: bytes, dice: Random) -> bytes:
    """The markup with some elements lost, doubled, moved, renamed or given other values."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, huge_tree=False))
    except etree.XMLSyntaxError:
        return raw
    for _ in range(dice.randint(1, 4)):
        elements = [item for item in root.iter() if isinstance(item.tag, str)]
        _change(dice.choice(elements), dice.choice(elements), dice)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _change(one: Any, other: Any, dice: Random) -> None:
    parent = one.getparent()
    match dice.randrange(6):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            one.addnext(copy.deepcopy(one))
        case 2:
            other.insert(dice.randrange(len(other) + 1), copy.deepcopy(one))
        case 3:
            one.tag = other.tag
        case 4:
            one.text = other.text
        case _:
            _set(one, other.attrib, dice)


def _set(one: Any, values: Mapping[str, str], dice: Random) -> None:
    for name in dice.sample(sorted(one.attrib), k=min(1, len(one.attrib))):
        one.set(name, dice.choice(("", "-1", "0", "1", "9", "65535", "4294967296", "x", "１", *values.values())))
