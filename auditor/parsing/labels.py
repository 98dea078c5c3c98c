"""Printed labels to layout keys: exact after normalisation first, then nearly equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from auditor.layout import GroupSpec, Layout, RowSpec, TableSpec
from auditor.text.widths import bare, skeleton

_NEAR = 0.86
_STRONG_LENGTH = 5
_MOST_PIECES = 6
MOST_FRAGMENTS = 16
"""Into so many lines a narrow column breaks a label of the form at most."""
_ENUMERATED = re.compile(r"(?<=[\u4e00-\u9fff])(?=[(（][一二三四五六七八][)）]|\d[.．、])")


class RowMatch(msgspec.Struct, frozen=True, gc=False):
    """A row label found at the end of label pieces: its key, how many pieces it takes, how well it fits (0 to 1)."""

    key: str
    pieces: int
    fit: float
    headed: bool = False
    """Whether the label of its group stands before it in the same piece."""


class LabelPiece(msgspec.Struct, frozen=True, gc=False):
    """A piece of a line as labels are compared with it."""

    text: str
    bare: str
    skeleton: str

    @staticmethod
    def of(text: str) -> LabelPiece:
        return LabelPiece(text, bare(text), skeleton(text))


class LabelIndex:
    """The labels of one table, ready for matching."""

    def __init__(self, table: TableSpec) -> None:
        self.table = table
        self.rows: dict[str, str] = {}
        labelled: tuple[RowSpec | GroupSpec, ...] = (*table.rows, *table.groups)
        for row in labelled:
            for label in _spellings(row):
                self.rows.setdefault(bare(label), row.key)
        self.columns = {
            skeleton(label): column.key for column in table.columns for label in (column.label.zh, *column.aliases)
        }
        self.words = {skeleton(word) for word in (*table.anchors, *table.header_words)}
        self.numbered = {skeleton(row.ordinal + row.label.zh) for row in labelled if row.ordinal} | self.words
        self.strong = {skeleton(word) for word in table.anchors}
        self.strong |= {label for label in self.rows if len(label) >= _STRONG_LENGTH}

    def row_at_end(self, labels: Sequence[str]) -> RowMatch | None:
        """The row whose label the last pieces spell: the fewest pieces that fit exactly, else the best near fit."""
        return self._at_end(tuple(labels[-_MOST_PIECES:]))

    @lru_cache(maxsize=4096)  # noqa: B019 - the same labels come again in each report, and indexes stay for good
    def _at_end(self, labels: tuple[str, ...]) -> RowMatch | None:
        whole = self.whole_at_end(labels)
        if whole is not None:
            return whole
        best: RowMatch | None = None
        for count in range(1, min(len(labels), 4) + 1):
            found = self._nearest("".join(labels[-count:]))
            if found and (best is None or found[1] > best.fit):
                best = RowMatch(found[0], count, found[1])
        return best

    def whole_at_end(self, labels: Sequence[str]) -> RowMatch | None:
        """The row whose label the fewest last pieces spell to the letter, in however many lines it was broken."""
        for count in range(1, min(len(labels), MOST_FRAGMENTS) + 1):
            text = "".join(labels[-count:])
            plain = self.rows.get(bare(text))
            key = plain or self._behind_heading(text)
            if key:
                return RowMatch(key, count, 1.0, headed=plain is None)
        return None

    def _behind_heading(self, text: str) -> str | None:
        """The row behind the label of its group on the same line: 三、本年度办理结果（一）予以公开."""
        parts = _ENUMERATED.split(text)
        headed = len(parts) > 1 and all(bare(part) in self.rows or skeleton(part) in self.words for part in parts[:-1])
        return self.rows.get(bare(parts[-1])) if headed else None

    def _nearest(self, text: str) -> tuple[str, float] | None:
        """The row whose label is most like ``text`` and nearly equal to it, with the likeness from 0 to 1."""
        wanted = bare(text)
        if len(wanted) < 3:
            return None
        ranked = (
            (similarity(wanted, label), key) for label, key in self.rows.items() if could_be_like(wanted, label, _NEAR)
        )
        fit, key = max(ranked, default=(0.0, ""))
        return (key, fit) if fit >= _NEAR else None

    def column(self, text: str) -> str | None:
        """The column that a header cell names; notes in brackets behind it do not matter."""
        return self._column(skeleton(text))

    def _column(self, plain: str) -> str | None:
        return self.columns.get(plain) or self.columns.get(re.sub(r"\([^()]*\)$", "", plain))

    def knows(self, piece: LabelPiece) -> bool:
        """Whether a piece is a label of this table."""
        return piece.bare in self.rows or piece.skeleton in self.words or self._column(piece.skeleton) is not None

    def marks(self, pieces: Sequence[LabelPiece]) -> bool:
        """Whether one of the pieces is a label that stands in this table only."""
        strong = self.strong
        for piece in pieces:  # noqa: SIM110 - a generator takes twice as long
            if piece.bare in strong or piece.skeleton in strong:
                return True
        return False


def _spellings(row: RowSpec | GroupSpec) -> Iterator[str]:
    yield row.label.zh
    yield from row.aliases
    if row.ordinal:
        yield row.ordinal + row.label.zh


@lru_cache(maxsize=20000)
def similarity(left: str, right: str) -> float:
    """Likeness of two short strings from 0 to 1; 0 where their lengths rule it out."""
    if abs(len(left) - len(right)) > max(2, len(right) // 3):
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def could_be_like(left: str, right: str, least: float) -> bool:
    """Whether difflib's ratio of two strings can reach ``least``, by their characters alone.

    No more of a string can match than it has characters that stand in the other one: quick, and most are ruled out.
    """
    total = least * (len(left) + len(right))
    return 2 * min(len(left), len(right)) >= total and 2 * min(_shared(left, right), _shared(right, left)) >= total


def _shared(text: str, other: str) -> int:
    return sum(map(text.count, set(text).intersection(other)))


@lru_cache(maxsize=32)
def label_indexes(layout: Layout) -> dict[str, LabelIndex]:
    """A label index for each table of the layout."""
    return {table.key: LabelIndex(table) for table in layout.table}
