"""What a reader of a commented Word document sees: the words of each comment, and the words that it stands at."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass
class Comment:
    number: str
    author: str
    lines: list[str]
    at: str
    """The words between its marks; a paragraph or cell that ends there is a line feed."""
    dated: bool = False


def part(raw: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return etree.fromstring(package.read(name))


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def comments(raw: bytes) -> list[Comment]:
    """The comments of a document in their order; fails if one has not exactly one begin, end and reference."""
    stood = words_at(part(raw))
    name = next(name for name in parts(raw) if name.startswith("word/comments") and name[13:14] in (".", "0", "1"))
    found = [
        Comment(
            item.get(W + "id"),
            item.get(W + "author"),
            ["".join(text.text or "" for text in line.iter(W + "t")) for line in item.iter(W + "p")],
            stood.pop(item.get(W + "id")),
            dated=item.get(W + "date") is not None,
        )
        for item in part(raw, name).findall(W + "comment")
    ]
    assert not stood
    return found


def words_at(root: Any) -> dict[str, str]:
    """The words between the marks of each comment of a tree."""
    for mark in _MARKS:
        numbers = [item.get(W + "id") for item in root.iter(W + mark)]
        assert len(numbers) == len(set(numbers))
    words: dict[str, str] = {}
    done: dict[str, str] = {}
    for event, item in etree.iterwalk(root, events=("start", "end")):
        name = item.tag.removeprefix(W)
        if event == "end":
            for key in words:
                words[key] += "\n" if name == "p" else ""
        elif name == "commentRangeStart":
            words[item.get(W + "id")] = ""
        elif name == "commentRangeEnd":
            done[item.get(W + "id")] = words.pop(item.get(W + "id"))
        elif name == "commentReference":
            assert item.get(W + "id") in done
            assert item.getparent().tag == W + "r"
        else:
            for key in words:
                words[key] += shown(item)
    assert not words
    return done


def shown(item: Any) -> str:
    """What an element of a run shows."""
    name, holder = item.tag.removeprefix(W), item.getparent()
    if holder is None or holder.tag != W + "r":
        return ""
    if name == "sym":
        return chr(int(item.get(W + "char"), 16))
    return (item.text or "") if name == "t" else {"tab": " ", "br": "\n", "noBreakHyphen": "-"}.get(name, "")


def characters(root: Any) -> list[tuple[str, bytes, tuple[str, ...]]]:
    """Every character of a tree with the properties of its run and the elements that it stands in."""
    found = []
    for item in root.iter():
        words = shown(item) or (item.text or "" if item.tag == W + "delText" else "")
        if words:
            run = item.getparent()
            properties = run.find(W + "rPr")
            around = tuple(above.tag for above in item.iterancestors())
            found += [(char, b"" if properties is None else etree.tostring(properties), around) for char in words]
    return found


def without_comments(root: Any) -> bytes:
    """A tree without the marks of comments and with runs joined that a comment had split."""
    for name in _MARKS[:2]:
        for item in list(root.iter(W + name)):
            item.getparent().remove(item)
    for item in list(root.iter(W + "commentReference")):
        run = item.getparent()
        run.getparent().remove(run)
    for run in list(root.iter(W + "r")):
        follower = run.getnext()
        while follower is not None and follower.tag == W + "r" and _properties(run) == _properties(follower):
            for child in list(follower):
                if child.tag != W + "rPr":
                    _join(run, child)
            follower.getparent().remove(follower)
            follower = run.getnext()
    return etree.tostring(root, method="c14n")


def _properties(run: Any) -> bytes:
    found = run.find(W + "rPr")
    return b"" if found is None else etree.tostring(found)


def _join(run: Any, child: Any) -> None:
    last = run[-1] if len(run) else None
    if child.tag == W + "t" and last is not None and last.tag == W + "t":
        last.text = (last.text or "") + (child.text or "")
    else:
        run.append(child)
