"""A web page (.html) to canonical text: the article as a reader sees it, and what was left out of it.

Paragraphs end in a line feed, cells in a tab, rows in a line feed. Nothing is loaded: neither what the page refers to
nor what its scripts would fetch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.document import Omission, Reason
from auditor.errors import UnreadableReport
from auditor.reading.content import PICTURE, Content
from auditor.reading.web.article import article_of, outside, sections_in, without_asides
from auditor.reading.web.decoding import UNREADABLE, decoded
from auditor.reading.web.lines import PageLine, is_sentence
from auditor.reading.web.pictures import is_shown
from auditor.reading.web.tree import tree_of
from auditor.reading.web.walk import lines_of
from auditor.text.widths import count_cjk

_SECTIONS, _UNFOLDED = 6, 2
"""How many sections the form has, and how many more make it worth reading what is hidden."""
_FEWEST_SIGNS = 200
"""A page that loads its text has fewer of its own in sentences."""
_BEGUN, _ENDED = re.compile(r"<(?:html|body)\b", re.IGNORECASE), re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_OWN = '<meta name="generator" content="nianbao-audit">'
"""Our own pages hold the whole text of a report, and findings beside it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read, before it is known whether it is the report."""

    lines: Sequence[PageLine]
    sections: int
    """How many sections of the form it has."""
    scripted: bool
    """Whether there are scripts in it."""
    cut: bool
    """Whether its end is missing."""

    @property
    def signs(self) -> int:
        """How many ideographs it has outside links."""
        return sum(count_cjk(line.text) for line in self.lines if not line.linked)


def content_of(raw: bytes, path: str) -> Content:
    """The content of a web page. Raises UnreadableReport for one that is broken or has no text of its own."""
    return content_of_page(page_of(raw, path), path)


def page_of(raw: bytes, path: str, declared: str = "") -> Page:
    """The lines of a page; ``declared`` is the encoding that its carrier names. Raises UnreadableReport.

    What is hidden is read where sections of the report are missing without it: a script shows it then.
    """
    text = decoded(raw, path, declared)
    if _OWN in text:
        raise UnreadableReport("own_output", path=path)
    tree = tree_of(text, path)
    lines = lines_of(tree)
    sections = len(sections_in(lines))
    if sections < _SECTIONS and not all(is_shown(node) for node in tree.nodes()):
        unfolded = lines_of(tree, hidden=True)
        if (found := len(sections_in(unfolded))) >= sections + _UNFOLDED:
            lines, sections = unfolded, found
    scripted = any(node.tag == "script" for node in tree.nodes())
    return Page(lines, sections, scripted, bool(_BEGUN.search(text)) and not _ENDED.search(text))


def content_of_page(page: Page, path: str, further: Sequence[Reason] = ()) -> Content:
    """The article of a page; ``further`` is what else its carrier holds. Raises UnreadableReport without a text."""
    _require_text(page, path)
    start, end = article_of(page.lines)
    article = (start, end) != (0, len(page.lines))
    omissions = [Omission(0, reason)] if (reason := outside(page.lines[:start])) else []
    parts: list[str] = []
    place = 0
    for line in without_asides(page.lines[start:end], article=article):
        omissions.extend(Omission(place + column, reason) for column, reason in line.omissions)
        parts.append(line.told)
        place += len(parts[-1])
    text = "".join(parts)
    if (unreadable := text.count(UNREADABLE)) > 0:
        omissions.append(Omission(text.index(UNREADABLE), Reason("signs_unreadable", {"count": unreadable})))
    after = [outside(page.lines[end:]), *further, Reason("page_end_missing") if page.cut else None]
    omissions.extend(Omission(len(text), reason) for reason in after if reason)
    return Content(text, omissions=tuple(sorted(omissions, key=lambda omission: omission.place)))


def _require_text(page: Page, path: str) -> None:
    """A page whose text is loaded by scripts, or is a picture or a document of its own, has none here."""
    loaded = page.scripted or any(PICTURE in line.text for line in page.lines)
    told = sum(count_cjk(line.text) for line in page.lines if not line.linked and is_sentence(line.text))
    if not page.signs or (loaded and not page.sections and told < _FEWEST_SIGNS):
        raise UnreadableReport("page_without_text", path=path)
