"""What of a web page is shown at all, and which of its pictures belong to what it says."""

from __future__ import annotations

import re

from auditor.reading.web.tree import Node

_SMALL = 40
"""An icon or a spacer is at most so many pixels wide or high."""
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*")
_SOURCES = ("src", "data-src", "data-original", "data-url", "srcset", "data")
_SHORT_DATA = 300
"""A picture written into the page in fewer signs than this is an icon."""
_ICON_NAME = re.compile(r"(?:^|[/_.-])(?:ico|icon|icons|spacer|blank|share)(?=[/_.\d-])", re.IGNORECASE)
_ACTION = re.compile(r"^\s*javascript:|share", re.IGNORECASE)


def is_shown(node: Node) -> bool:
    """Whether the page shows an element, as far as the element says so itself."""
    if node.tag in ("html", "body"):
        return True  # hidden until a script has looked at the page
    if "hidden" in node.attributes or (node.tag == "dialog" and "open" not in node.attributes):
        return False
    if node.tag == "del" and "datetime" in node.attributes:
        return False  # a change that an office program keeps track of, with what replaces it beside it
    styles = node.styles()
    return (
        styles.get("display") != "none"
        and styles.get("visibility") not in ("hidden", "collapse")
        and styles.get("mso-hide") != "all"
    )


def is_picture(node: Node, *, linked: bool, aside: Node | None) -> bool:
    """Whether a picture or something embedded is part of what the page says: no icon, no spacer, no navigation."""
    if aside is not None and aside.tag not in ("header", "aside"):
        return False
    sizes = [size for name in ("width", "height") if (size := _pixels(node, name)) is not None]
    if any(size <= _SMALL for size in sizes):
        return False
    if node.tag == "svg":
        return bool(sizes)
    if node.tag != "img":
        return True
    source = next((node.attributes[name] for name in _SOURCES if node.attributes.get(name)), "")
    if not source or (source.startswith("data:") and len(source) < _SHORT_DATA) or _is_icon(source):
        return False
    return not (linked and _starts_action(node))


def _is_icon(source: str) -> bool:
    return not source.startswith("data:") and bool(_ICON_NAME.search(source))


def _pixels(node: Node, name: str) -> int | None:
    """The width or height in pixels, where the element gives it in pixels."""
    match = _PIXELS.fullmatch(node.styles().get(name, "") or node.attributes.get(name, ""))
    return int(match.group(1)) if match else None


def _starts_action(node: Node) -> bool:
    """Whether the link around a picture shares, prints or closes the page rather than leading to a picture."""
    above: Node | None = node
    while above is not None and above.tag != "a":
        above = above.above
    return above is not None and bool(_ACTION.search(above.attributes.get("href", "")))
