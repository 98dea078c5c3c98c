"""Charts as SVG whose places are shares of the width and whose letters keep their size, in any window and on paper.

Every number that a chart shows stands in it or beside it as text: nothing is told by colour or length alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from auditor.reporters.marking import shown

_COLUMNS, _COLUMN_ROOM = 190, 150
_LINES, _LINE_ROOM = 120, 64
_LINE_TOP = 26
_LEAST_STEP, _MOST_STEP = 32, 96
"""Pixels that a column needs for its numbers, and how wide it gets."""


def bar(share: float, kind: str = "part") -> Markup:
    """A lying bar of a whole. What it stands for stands beside it, so it is not read out."""
    drawn = f'<svg class="meter" aria-hidden="true"><rect class="{kind}" width="{_percent(share)}" height="9"/></svg>'
    return Markup(drawn)  # noqa: S704 - numbers only


def box(title: str, points: tuple[float, float, float, float, float], start: float) -> Markup:
    """Least, lower quartile, median, upper quartile and most on a scale from a number of points to 100."""
    least, low, middle, high, most = ((value - start) / (100 - start) for value in points)
    pieces = (
        _upright("axis", least, 6, 14),
        f'<line class="axis" x1="{_percent(least)}" y1="10" x2="{_percent(most)}" y2="10"/>',
        _upright("axis", most, 6, 14),
        f'<rect class="box" x="{_percent(low)}" y="4" width="{_percent(high - low)}" height="12"/>',
        _upright("median", middle, 1, 19),
    )
    return _svg("boxplot", title, "", pieces)


def _upright(kind: str, share: float, top: int, foot: int) -> str:
    return f'<line class="{kind}" x1="{_percent(share)}" y1="{top}" x2="{_percent(share)}" y2="{foot}"/>'


def columns(title: str, bins: Sequence[tuple[str, int]], told: str) -> Markup:
    """Columns side by side, with the number above each that is not empty and its name below."""
    most = max((count for _, count in bins), default=0) or 1
    size = f"min-width:{len(bins) * _LEAST_STEP}px;max-width:{len(bins) * _MOST_STEP}px"
    return _svg("columns", told, title, _columns(bins, most), size)


def _columns(bins: Sequence[tuple[str, int]], most: int) -> Iterator[str]:
    step, base = 1 / max(1, len(bins)), _COLUMNS - 22
    for place, (name, count) in enumerate(bins):
        x, tall = place * step, count / most * (_COLUMN_ROOM - 10)
        middle = _percent(x + step / 2)
        if count:
            size = f'width="{_percent(step * 0.86)}" height="{tall:.1f}"'
            yield f'<rect class="part" x="{_percent(x + step * 0.07)}" y="{base - tall:.1f}" {size}/>'
            yield f'<text class="number" x="{middle}" y="{base - tall - 5:.1f}">{count}</text>'
        yield f'<text class="tick" x="{middle}" y="{base + 17}">{_text(name)}</text>'
    yield f'<line class="axis" x1="0" y1="{base}" x2="100%" y2="{base}"/>'


def line_chart(title: str, told: str, points: Sequence[tuple[str, float, str]]) -> Markup:
    """A line over names from nothing to the most of its numbers, each number as text at its point."""
    most = max(value for _, value, _ in points) or 1.0
    heights = [_LINE_TOP + _LINE_ROOM * (1 - value / most) for _, value, _ in points]
    places = [_percent((place + 0.5) / len(points)) for place in range(len(points))]
    dots = list(zip(places, heights, strict=True))
    pieces = [
        f'<line class="line" x1="{x}" y1="{y:.1f}" x2="{next_x}" y2="{next_y:.1f}"/>'
        for (x, y), (next_x, next_y) in pairwise(dots)
    ]
    for (x, y), (name, _, number) in zip(dots, points, strict=True):
        pieces.append(f'<circle class="part" cx="{x}" cy="{y:.1f}" r="4"/>')
        pieces.append(f'<text class="number" x="{x}" y="{y - 10:.1f}">{_text(number)}</text>')
        pieces.append(f'<text class="tick" x="{x}" y="{_LINES - 6}">{_text(name)}</text>')
    return _svg("lines", told, title, pieces)


def _percent(share: float) -> str:
    return f"{round(share * 100, 1):g}%"


def _text(words: str) -> Markup:
    """Words as the templates write them too: escaped, with characters that no page can carry named."""
    return escape(shown(words))


def _svg(kind: str, told: str, title: str, pieces: Iterator[str] | Sequence[str], size: str = "") -> Markup:
    """A chart with its words for those who hear it; the pieces are of this module, their texts escaped."""
    style = f' style="{size}"' if size else ""
    opening = f'<svg class="{kind}"{style} role="img" aria-label="{_text(told)}">'
    named = f"<title>{_text(title)}</title>" if title else ""
    return Markup(f"{opening}{named}{''.join(pieces)}</svg>")  # noqa: S704 - its words are escaped
