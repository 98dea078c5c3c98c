"""PDF files drawn letter by letter, for what printers do and office programs do not."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
_FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


class Printer:
    """Draws on pages of A4; heights are counted from the upper edge."""

    def __init__(self, **options: Any) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=(WIDTH, HEIGHT), **options)
        self._fonts()

    def _fonts(self, size: float = 12) -> None:
        self.canvas.setFont(_FONT, size)

    def text(self, x: float, y: float, words: str, size: float = 12) -> None:
        self._fonts(size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def lines(self, x: float, y: float, *lines: str, size: float = 12, step: float = 20) -> None:
        for place, line in enumerate(lines):
            self.text(x, y + step * place, line, size)

    def spaced(self, x: float, y: float, letters: str, step: float) -> None:
        for place, letter in enumerate(letters):
            self.text(x + step * place, y, letter)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        open_above: bool = False,
        open_below: bool = False,
    ) -> float:
        """A ruled table; a line feed in a cell is a line of its own. Returns the height where it ends."""
        edges = [x + sum(widths[:place]) for place in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            high = 20 * max(1, *(cell.count("\n") + 1 for cell in row))
            for left, right, cell in zip(edges, edges[1:], row, strict=False):
                self.lines(left + 3, y + 14, *cell.split("\n"), size=10)
                self.rule(left, y, left, y + high)
                self.rule(right, y, right, y + high)
            if number or not open_above:
                self.rule(edges[0], y, edges[-1], y)
            y += high
            if number + 1 == len(rows) and not open_below:
                self.rule(edges[0], y, edges[-1], y)
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def page(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()
