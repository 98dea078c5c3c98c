"""Words that are quoted: their own quotation marks are turned, and a cut is at a clause or is seen."""

from __future__ import annotations

import pytest
from auditor.messages import filled
from auditor.text.quoting import both_ends, in_quotes, shortened


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("公众号推送12条", "“公众号推送12条”"),
        ("“今日禾坪”推送12条", "“‘今日禾坪’推送12条”"),
        ("“称为‘一窗’的窗口”", "“‘称为“一窗”的窗口’”"),
        ("“今日禾", "“‘今日禾”"),
        ("禾坪”推送", "“禾坪’推送”"),
        ("‘一窗’", "“‘一窗’”"),
    ],
)
def test_quotation_marks_within_a_quotation_are_the_inner_ones(text: str, quoted: str) -> None:
    assert in_quotes(text) == quoted
    assert filled("这里说“{quote}”，{quote}", {"quote": text}) == f"这里说{quoted}，{text}"


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("由办公室\n每季度抽查", 10, "由办公室每季度抽查"),
        ("由办公室每季度抽查，结果通报", 11, "由办公室每季度抽查…"),
        ("由办公室每季度抽查结果", 8, "由办公室每季度…"),
        ("由，办公室每季度抽查结果", 10, "由，办公室每季度抽…"),
    ],
)
def test_a_longer_quote_ends_with_a_clause_and_shows_its_cut(text: str, most: int, told: str) -> None:
    assert shortened(text, most) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("受理52件，同比增长4%", "受理52件，同比增长4%"),
        ("受理52件（甲局11件、乙局12件、丙局13件、丁局16件），同比增长4%", "受理52件（甲局11件、乙局12件…同比增长4%"),
        ("甲" * 40, "甲" * 19 + "…" + "甲" * 10),
    ],
)
def test_the_middle_of_a_long_relation_is_left_out_so_that_both_its_ends_are_read(text: str, told: str) -> None:
    assert both_ends(text, 30) == told
