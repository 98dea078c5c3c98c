"""Pages that are pictures: their letters by text recognition, their rules by their dark lines.

The optional extra ``ocr`` (rapidocr with its models in the wheel, pypdfium2 to draw the page). What is recognised
may be wrong by a digit: whoever uses it must say so and be sure of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from auditor.reading.pdf.glyphs import Box, Glyph
from auditor.reading.pdf.grids import Rule, rule_between

_DOTS = 200 / 72
"""Dots a point."""
_DARK = 128
_LONGEST_STROKE = 60
"""Dots; what is dark for longer is a rule and no stroke of a letter."""
_THICKEST = 8


@dataclass(frozen=True, slots=True)
class Recognised:
    """The letters and the rules of a page that is a picture."""

    glyphs: tuple[Glyph, ...]
    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]


class Recogniser:
    """Reads the pages of one file; the models are loaded once."""

    def __init__(self, raw: bytes) -> None:
        import pypdfium2
        from rapidocr import RapidOCR

        self._file = pypdfium2.PdfDocument(raw)
        self._read = RapidOCR(params={"Global.log_level": "error"})

    @staticmethod
    def installed() -> bool:
        """Whether the extra is there."""
        return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "pypdfium2"))

    def page(self, number: int) -> Recognised:
        """What stands on the page of that number, from 1."""
        picture = self._file[number - 1].render(scale=_DOTS).to_numpy()
        found = self._read(picture)
        grey = picture.mean(axis=2)
        lines = zip(found.boxes, found.txts, strict=True) if found.txts else ()
        return Recognised(
            tuple(glyph for box, text in lines for glyph in _letters(box, text)),
            tuple(_rules(grey.T < _DARK, upright=True)),
            tuple(_rules(grey < _DARK, upright=False)),
        )


def _letters(corners: Any, text: str) -> Iterator[Glyph]:  # noqa: ANN401 - an array of four corners
    """The letters of a recognised line, each at its share of the line's box."""
    x0, x1 = min(x for x, _ in corners) / _DOTS, max(x for x, _ in corners) / _DOTS
    top, bottom = min(y for _, y in corners) / _DOTS, max(y for _, y in corners) / _DOTS
    widths = [1.0 if ord(letter) > 0xFF else 0.5 for letter in text]
    place, unit = x0, (x1 - x0) / sum(widths) if widths else 0.0
    size = min(bottom - top, unit * 1.2)
    for letter, width in zip(text, widths, strict=True):
        if not letter.isspace():
            middle = (top + bottom) / 2
            yield Glyph(letter, Box(place, middle - size / 2, place + width * unit, middle + size / 2), size)
        place += width * unit


def _rules(dark: Any, *, upright: bool) -> Iterator[Rule]:  # noqa: ANN401 - an array of truth values
    """The dark lines along the rows of a picture: runs that are long, and thin together."""
    open_runs: list[tuple[int, int, int, int]] = []
    for row in range(len(dark) + 1):
        runs = _runs(dark[row]) if row < len(dark) else []
        going_on = []
        for first, last, start, stop in open_runs:
            touching = [run for run in runs if run[0] < stop and run[1] > start]
            if touching:
                wide = (min(start, *(run[0] for run in touching)), max(stop, *(run[1] for run in touching)))
                going_on.append((first, row, *wide))
                runs = [run for run in runs if run not in touching]
            elif last - first < _THICKEST:
                yield _rule(first, last, start, stop, upright=upright)
        open_runs = going_on + [(row, row, *run) for run in runs]


def _runs(row: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - an array of truth values
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    pairs: Sequence[tuple[int, int]] = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    return [(start, stop) for start, stop in pairs if stop - start >= _LONGEST_STROKE]


def _rule(first: int, last: int, start: int, stop: int, *, upright: bool) -> Rule:
    across = (first + last + 1) / 2 / _DOTS
    one, two = start / _DOTS, stop / _DOTS
    return rule_between(across, one, across, two) if upright else rule_between(one, across, two, across)
