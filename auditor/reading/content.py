"""What a reader makes of a file; each format has one function ``content_of(raw, path)`` that returns it."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.document import Omission, Part

MOST_CHARACTERS = 500_000
"""Of a text; a report has some ten thousand, and checks take some ten seconds for these."""
PICTURE = "[图片]"
"""Stands in the text where a file has a picture, so that a table that is one is not taken for a missing one."""


@dataclass(frozen=True, slots=True)
class Content:
    """The canonical text of a file: paragraphs end in a line feed, cells in a tab, rows in a line feed."""

    text: str
    pages: tuple[tuple[int, int], ...] = ()
    """Where in the text each page begins, and its number, for formats that have pages."""
    omissions: tuple[Omission, ...] = ()
    """What the file shows and the text has not."""
    parts: tuple[Part, ...] = ()
    """The reports that the file itself shows side by side."""
    recognised: bool = False
    """Whether some of the text was recognised in pictures: any letter of it may be wrong."""
