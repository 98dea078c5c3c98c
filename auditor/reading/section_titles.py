"""The headings of the form's sections, by which a reader of any format knows where a new passage begins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from auditor.layout import load_layout
from auditor.resources import PACK, rules_folder
from auditor.text.numbering import title_numbering_of
from auditor.text.widths import skeleton

_OF_NO_SECTION = frozenset({"none", "sign", "bracket", "enclosed"})
_SHORTEST = 5
"""Characters of a heading behind which text may go on in its line."""


@lru_cache(maxsize=1)
def section_titles() -> Mapping[str, str]:
    """Headings by their letters, with the key of their section."""
    layout = load_layout(rules_folder() / PACK / "layout.toml")
    return {skeleton(title): spec.key for spec in layout.section for title in (spec.title, *spec.aliases)}


def section_of(text: str) -> str | None:
    """The section whose heading a line is, or begins with."""
    numbering = title_numbering_of(text)
    plain, sections = skeleton(text[numbering.length :]), section_titles()
    if plain in sections or numbering.style in _OF_NO_SECTION:
        return sections.get(plain)
    return next((key for title, key in sections.items() if len(title) >= _SHORTEST and plain.startswith(title)), None)


def opens_section(text: str) -> bool:
    """Whether a line begins with the number and the heading of a section: 二、主动公开政府信息情况."""
    numbered = title_numbering_of(text).style not in _OF_NO_SECTION
    return numbered and section_of(text) is not None
