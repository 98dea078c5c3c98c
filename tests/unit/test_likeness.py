"""Likeness of texts: what is said everywhere counts little, and nothing is made of a few characters."""

from __future__ import annotations

import pytest
from auditor.text.likeness import Likeness

TEXTS = ["给大厅添置老花镜二十副", "政府信息公开栏目每月更新", "政府信息公开答复文书修订", "大厅添置的老花镜已摆上柜台"]
STOCK = [*TEXTS, "政府信息公开指南", "政府信息公开年报", "政府信息公开目录", "政府信息公开专栏"]


def test_a_text_is_all_like_itself_and_nothing_like_a_stranger() -> None:
    like = Likeness(TEXTS)
    assert like.shared(TEXTS[0], TEXTS[0]) == pytest.approx(2.0)
    assert like.shared(TEXTS[0], TEXTS[1]) == 0.0


def test_rare_runs_weigh_more_than_those_that_stand_everywhere() -> None:
    like = Likeness(STOCK)
    assert like.shared(TEXTS[0], TEXTS[3]) > like.shared(TEXTS[1], TEXTS[2])


def test_ignored_words_make_no_likeness() -> None:
    assert Likeness(TEXTS, ["政府", "信息", "公开"]).shared(TEXTS[1], TEXTS[2]) == 0.0


def test_a_few_characters_are_like_nothing() -> None:
    assert Likeness(TEXTS).shared("大厅", TEXTS[0]) == 0.0


def test_what_covers_a_text_is_told_of_one_side_only() -> None:
    like = Likeness(TEXTS)
    assert like.covered("老花镜", TEXTS[3]) == pytest.approx(1.0)
    assert 0 < like.covered(TEXTS[3], "老花镜") < 0.5
    assert like.covered("", TEXTS[0]) == 0.0
