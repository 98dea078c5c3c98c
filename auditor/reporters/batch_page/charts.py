"""Charts as SVG in the page: every bar has its number beside it, so that nothing is told by colour or length alone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_ROW = 24
_LABEL = 260
_WIDTH = 760
_AFTER = 160
"""Room for the numbers behind a bar."""


def columns(title: str, bins: Sequence[tuple[str, int]], unit: str) -> Markup:
    """Columns side by side, with the count above each that is not empty."""
    height, base, left = 220, 180, 20
    step = (_WIDTH - left) / max(1, len(bins))
    most = max((count for _, count in bins), default=0) or 1
    pieces = []
    for place, (name, count) in enumerate(bins):
        x, tall = left + place * step, count / most * 150
        middle = x + step / 2
        if count:
            pieces.append(_rect("part", x + 2, base - tall, step - 4, tall))
            pieces.append(f'<text class="number" x="{middle:.1f}" y="{base - tall - 5:.1f}">{count}</text>')
        pieces.append(f'<text class="tick" x="{middle:.1f}" y="{base + 16}">{escape(name.partition("～")[0])}</text>')
    pieces.append(f'<line class="axis" x1="{left}" y1="{base}" x2="{_WIDTH}" y2="{base}"/>')
    return _svg(f"{title}（{unit}）", height, pieces)


def boxes(title: str, spreads: Sequence[tuple[str, Sequence[float]]]) -> Markup:
    """Least, quartiles and most of each group on a scale from 0 to 100."""
    room = _WIDTH - _LABEL - _AFTER
    pieces = []
    for place, (name, (least, low, middle, high, most)) in enumerate(spreads):
        y = place * _ROW + 14
        at = [_LABEL + value / 100 * room for value in (least, low, middle, high, most)]
        pieces.append(_label(name, y))
        pieces.append(f'<line class="axis" x1="{at[0]:.1f}" y1="{y}" x2="{at[4]:.1f}" y2="{y}"/>')
        pieces.append(_rect("box", at[1], y - 7, max(1.0, at[3] - at[1]), 14))
        pieces.append(f'<line class="median" x1="{at[2]:.1f}" y1="{y - 9}" x2="{at[2]:.1f}" y2="{y + 9}"/>')
        pieces.append(_behind(f"{low:.1f} / {middle:.1f} / {high:.1f}", y))
    y = len(spreads) * _ROW + 8
    for tick in range(0, 101, 20):
        x = _LABEL + tick / 100 * room
        pieces.append(f'<text class="tick" x="{x:.1f}" y="{y + 12}">{tick}</text>')
    return _svg(title, y + 20, pieces)


def bars(title: str, rows: Sequence[tuple[str, float | None, float | None, float]], names: tuple[str, str]) -> Markup:
    """Lying bars: a value, and perhaps that of the year before as a line below, each of a whole."""
    room = _WIDTH - _LABEL - _AFTER
    pieces = []
    for place, (name, value, before, whole) in enumerate(rows):
        y = place * _ROW + 14
        pieces.append(_label(name, y))
        pieces.append(_rect("whole", _LABEL, y - 7, room, 14))
        if value is not None:
            pieces.append(_rect("part", _LABEL, y - 7, value / whole * room, 14))
        if before is not None:
            x = _LABEL + before / whole * room
            pieces.append(f'<line class="before" x1="{x:.1f}" y1="{y - 10}" x2="{x:.1f}" y2="{y + 10}"/>')
        shown = "—" if value is None else f"{value:.1f}"
        shown += f"（{before:.1f}）" if before is not None else ""
        pieces.append(_behind(shown, y))
    legend = f"{names[0]}（{names[1]}）" if any(row[2] is not None for row in rows) else names[0]
    return _svg(f"{title}：{legend}", len(rows) * _ROW + 10, pieces)


def lines_of(title: str, points: Sequence[tuple[str, float]]) -> Markup:
    """A line over the years on a scale from 0 to 100, with each value at its point."""
    height, left, right = 200, 60, 60
    step = (_WIDTH - left - right) / max(1, len(points) - 1)
    places = [(left + place * step, 160 - value / 100 * 130) for place, (_, value) in enumerate(points)]
    pieces = ['<polyline class="line" points="{}"/>'.format(" ".join(f"{x:.1f},{y:.1f}" for x, y in places))]
    for (x, y), (name, value) in zip(places, points, strict=True):
        pieces.append(f'<circle class="part" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        pieces.append(f'<text class="number" x="{x:.1f}" y="{y - 10:.1f}">{value:.1f}</text>')
        pieces.append(f'<text class="tick" x="{x:.1f}" y="184">{escape(name)}</text>')
    return _svg(title, height, pieces)


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _behind(shown: str, y: int) -> str:
    """Numbers behind a bar."""
    return f'<text x="{_WIDTH - _AFTER + 10}" y="{y + 4}">{shown}</text>'


def _label(name: str, y: int) -> str:
    shown = name if len(name) <= 18 else f"{name[:17]}…"
    return f'<text class="name" x="{_LABEL - 10}" y="{y + 4}">{escape(shown)}</text>'


def _svg(title: str, height: int, pieces: Sequence[str]) -> Markup:
    """A chart with its title for those who hear it; the pieces are of this module, their texts escaped."""
    opening = f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {height}" aria-label="{escape(title)}">'
    return Markup(f"{opening}<title>{escape(title)}</title>{''.join(pieces)}</svg>")  # noqa: S704
