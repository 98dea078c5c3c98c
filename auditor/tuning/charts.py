"""Charts whose Chinese can be read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from auditor.errors import UsageError
from auditor.messages import with_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
    "Noto Sans CJK JP",
)
"""Fonts with the characters of simplified Chinese, the best first; the last holds them too, in the one
face of the Noto collection that matplotlib can see."""


def use_chinese_font() -> str:
    """Make matplotlib write in the first font of ``FONTS`` that is installed, and return its name.

    Signs that the font lacks are taken from matplotlib's own. Raises UsageError with what to install if there
    is none.
    """
    import matplotlib as mpl

    installed = _installed()
    font = next((name for name in FONTS if name in installed), None)
    if font is None:
        raise with_words(UsageError("font_missing", fonts="、".join(FONTS[:7])))
    mpl.rcParams["font.family"] = [font, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = False
    mpl.rcParams["text.parse_math"] = False  # “$” is the edge of a clause, not a formula
    return font


def draw_counts(table: pd.DataFrame, axes: Axes) -> None:
    """Draw a table of counts: the darker a cell the more, with the number in it."""
    axes.imshow(table.to_numpy(), cmap="Blues")
    axes.set_xticks(range(len(table.columns)), [str(name) for name in table.columns])
    axes.set_yticks(range(len(table.index)), [str(name) for name in table.index])
    half = table.to_numpy().max() / 2
    for (row, column), count in np.ndenumerate(table.to_numpy()):
        axes.text(column, row, str(count), ha="center", va="center", color="white" if count > half else "black")


def _installed() -> set[str]:
    """The names of the fonts that matplotlib can use, those put in since it last looked included."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    known = {font.fname for font in manager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            with suppress(OSError, RuntimeError):  # a file that matplotlib cannot read is no font to choose
                manager.addfont(path)
    return {font.name for font in manager.ttflist}
