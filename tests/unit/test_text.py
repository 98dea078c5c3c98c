"""Numerals, quantities, lines and numbering."""

from __future__ import annotations

from decimal import Decimal

import pytest
from auditor.text.numbering import numbering_of, title_numbering_of
from auditor.text.numerals import decimal_of_digits, integer_of_chinese
from auditor.text.quantities import find_quantities
from auditor.text.spans import LineIndex
from auditor.text.widths import narrow
from hypothesis import given
from hypothesis import strategies as st

UNITS = ("件", "条", "万元", "元", "%", "起", "个", "次")


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十七", 27), ("一百零五", 105), ("两", 2), ("十", 10), ("廿三", 23), ("二〇二三", 2023), ("三万二千", 32000),
     ("一千二百", 1200), ("万", None), ("甲", None), ("", None)],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert integer_of_chinese(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,020", "1020"),
        ("1，020", "1020"),
        ("１２", "12"),
        ("72.312", "72.312"),
        ("1 024", "1024"),
        ("-3", "-3"),
        ("3件", None),
    ],
)
def test_digits(text: str, value: str | None) -> None:
    assert decimal_of_digits(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("近50件", [("40", "50")]),
        ("180余条", [("180", "190")]),
        ("4万余条", [("40000", "50000")]),
        ("约200件", [("190", "210")]),
        ("超过30件", [("30", "40")]),
        ("不足5件", [("4", "5")]),
        ("5至8件", [("5", "8")]),
        ("国办公开办函〔2021〕30号第三十六条", []),
        ("2022年1月1日至12月31日", []),
        ("拨打12345热线，第5期，前3名", []),
        ("《2022年100件实事》", []),
        ("2.7件申请填错受理单位", [("7", "7")]),
        ("栏目少。3.12个村没有公开栏", [("12", "12")]),
        ("2.5天办结", [("2.5", "2.5")]),
    ],
)
def test_quantities_are_intervals_and_marks_are_none(text: str, found: list[tuple[str, str]]) -> None:
    quantities = find_quantities(text, UNITS)
    expected = [(Decimal(low), Decimal(high)) for low, high in found]
    assert [(q.interval.low, q.interval.high) for q in quantities] == expected


@given(st.text(max_size=60))
def test_narrowing_keeps_every_position(text: str) -> None:
    assert len(narrow(text)) == len(text)


@given(st.text(alphabet="甲乙\r\n ", max_size=40))
def test_lines_cover_the_text_and_places_point_back(text: str) -> None:
    index = LineIndex(text)
    for line in index.lines():
        assert line.span.of(text) == line.text
        assert index.place(line.span.start) == (line.number, 1)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("一、总体情况", "chinese", 1),
        ("（二）依申请", "bracket", 2),
        ("3.其他", "arabic", 3),
        ("第四部分 问题", "part", 4),
        ("2023年，我局", "none", None),
        ("1.5万件", "none", None),
        ("2.7件申请中有3件答复晚了", "arabic", 2),
        ("3.12个村的公开栏", "arabic", 3),
        ("4.2024年目录", "arabic", 4),
        ("2.5个月办结", "none", None),
        ("1.2个百分点", "none", None),
        ("3.5人次", "none", None),
    ],
)
def test_numbering(text: str, style: str, value: int | None) -> None:
    found = numbering_of(text)
    assert (found.style, found.value) == (style, value)


@pytest.mark.parametrize(
    ("text", "style", "value", "rest"),
    [
        ("一、总体情况", "chinese", 1, "总体情况"),
        ("叁、总体情况", "capital", 3, "总体情况"),
        ("Ⅳ．总体情况", "roman", 4, "总体情况"),
        ("VI. 总体情况", "roman", 6, "总体情况"),
        ("ii、总体情况", "roman", 2, "总体情况"),
        ("**② 总体情况", "enclosed", 2, "总体情况"),
        ("（3）总体情况", "enclosed", 3, "总体情况"),
        ("4）总体情况", "enclosed", 4, "总体情况"),
        ("（Ⅴ）总体情况", "enclosed", 5, "总体情况"),
        ("【六】总体情况", "enclosed", 6, "总体情况"),
        ("第二章 总体情况", "part", 2, "总体情况"),
        ("第Ⅲ部分 总体情况", "part", 3, "总体情况"),
        ("第4部分：总体情况", "part", 4, "总体情况"),
        ("陸、总体情况", "capital", 6, "总体情况"),
        ("乙、总体情况", "stem", 2, "总体情况"),
        ("乙方总体情况", "none", None, "乙方总体情况"),
        ("1.0 总体情况", "sign", None, "总体情况"),
        ("Part B 总体情况", "sign", None, "总体情况"),
        ("⒊总体情况", "sign", None, "总体情况"),
        ("■ 总体情况", "none", None, "总体情况"),
    ],
)
def test_numbering_of_titles(text: str, style: str, value: int | None, rest: str) -> None:
    found = title_numbering_of(text)
    assert (found.style, found.value, text[found.length :]) == (style, value, rest)
    assert numbering_of(text).style == (style if style == "chinese" else "none")
