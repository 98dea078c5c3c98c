"""Phrases of rule files against texts that were made for them: one way through a text, whatever the phrase.

What took exponential time, or time as a high power of the length, ends these tests only if it is mended: the texts are
as long as a search that goes back over every way would need longer than anybody waits.
"""

from __future__ import annotations

import re

import pytest
from auditor.text.phrases import any_number_of, any_of, expression_of, holds, pattern_of, phrase_problem, without

LONG = 20_000


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("#件", "1" * LONG),
        ("#件", "1," * LONG),
        ("第#号#号#号", "第1号" * LONG),
        ("第#,#,#,x", "第" + "1," * LONG),
        ("#,#,#,x", "1," * LONG),
        ("#…#…#…完", "1," * LONG),
        ("一…一…一…完", "一" * LONG),
        ("#…#…#…完", "一" * LONG),
        ("…完", " " * LONG),
        ("公…开…完", "公开" + " " * LONG),
        ("公………完", ("公" + " " * 99) * 200),
        ("公开信息" * 50 + "完", "公开信息" * LONG),
        ("公 开", "公" + " " * LONG),
    ],
)
def test_a_phrase_is_looked_for_in_one_way_through_the_text(phrase: str, text: str) -> None:
    assert phrase_problem(phrase) is None
    assert not pattern_of(phrase).search(text)
    assert not holds(text, (phrase,))
    assert without(text, (phrase,)) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("公", "公公"), "公" * LONG),
        (("公", "开公", "公开", "开"), "公开" * LONG),
        (("公开", "公", "开#"), "公开" * LONG),
    ],
)
def test_words_one_after_the_other_are_read_in_one_way(words: tuple[str, ...], text: str) -> None:
    """`(?:公|公公)*完` doubles its time with each character."""
    does = any_number_of(words, before="完") + "完"
    assert re.compile(does).fullmatch(text) is None
    assert re.compile(does).fullmatch(text + "完")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("#件", "收到1,234件", ["1,234件"]),
        ("#件", "收到十二件、3.5 件", ["十二件", "3.5 件"]),
        ("#,其中", "12,345,其中", ["12,345,其中"]),
        ("#万元", "五万元和3万元", ["五万元", "3万元"]),
        ("收#件", "收1件收\n2件", ["收1件", "收\n2件"]),
        ("20#年", "2023年", ["2023年"]),
        ("#月#日", "3月15日前", ["3月15日"]),
        ("受…影响", "受天气影响,受疫情和天气影响", ["受天气影响", "受疫情和天气影响"]),
        ("受…影响", "受" + "雨" * 15 + "影响", ["受" + "雨" * 15 + "影响"]),
        ("受…影响", "受" + "雨" * 16 + "影响", []),
        ("受…影响", "受。影响;受;影响", []),
        ("受…影响", "受雨 \n 影 响", ["受雨 \n 影 响"]),
        ("公布#年…年度报告", "公布2023年本局的年度报告", ["公布2023年本局的年度报告"]),
        ("一……二", "一" + "三" * 30 + "二", ["一" + "三" * 30 + "二"]),
        ("…不足", "还有不足", ["还有不足"]),
        ("已…", "已完成", ["已"]),
        ("〔2021〕", "(2021]", ["(2021]"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, found: list[str]) -> None:
    assert [match.group() for match in pattern_of(phrase).finditer(text)] == found
    assert [match.group() for match in any_of((phrase, "没有的")).finditer(text)] == found


def test_the_longest_filler_is_taken_and_the_deed_that_comes_first() -> None:
    does = re.compile(any_number_of(("共", "共计", "全年"), "[(][^()]*+[)]", before="公开") + expression_of(("公开",)))
    assert does.fullmatch("全年共计(含转办)共公开")
    assert does.search("共共计公开公开").group() == "共共计公开"  # type: ignore[union-attr] # it is found
