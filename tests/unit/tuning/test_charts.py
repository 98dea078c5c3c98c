"""A chart that cannot write Chinese is refused with what to install."""

from __future__ import annotations

import pytest
from auditor.errors import UsageError
from auditor.tuning import charts


@pytest.mark.slow
def test_the_first_installed_font_of_the_list_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl

    monkeypatch.setattr(charts, "_installed", lambda: {"DejaVu Sans", "SimHei", "Microsoft YaHei"})
    with mpl.rc_context():
        assert charts.use_chinese_font() == "Microsoft YaHei"
        assert mpl.rcParams["font.family"] == ["Microsoft YaHei", "DejaVu Sans"]


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_installed", lambda: {"DejaVu Sans"})
    with pytest.raises(UsageError) as refused:
        charts.use_chinese_font()
    assert refused.value.__notes__[0] == (
        "没有找到中文字体，图上的字会是方框；请安装其中一种：Noto Sans CJK SC、Source Han Sans SC、Source Han Sans CN、"
        "Microsoft YaHei、PingFang SC、Hiragino Sans GB、WenQuanYi Micro Hei"
        "（Debian、Ubuntu：apt install fonts-wqy-microhei）"
    )


def test_fonts_that_are_installed_are_seen() -> None:
    assert "DejaVu Sans" in charts._installed()


@pytest.mark.slow
def test_each_count_stands_in_its_cell() -> None:
    import pandas as pd
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    charts.draw_counts(pd.DataFrame([[9, 1], [0, 4]], index=["a", "b"], columns=["c", "d"]), axes)
    assert [(text.get_text(), text.get_position()) for text in axes.texts] == [
        ("9", (0, 0)),
        ("1", (1, 0)),
        ("0", (0, 1)),
        ("4", (1, 1)),
    ]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a", "b"]
