"""The canonical text: what nobody sees parts no word and no number, whatever its code."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from auditor.api import audit_text
from auditor.text.canonical import UNSEEN, canonical, seen
from auditor.text.visible import has_invisible

from tests.layouts import aligned, report, tabs
from tests.properties.test_tables import balanced

_LINE_ENDS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85"
_SHOWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2}
"""Signs of Arabic and Syriac numbers and verses, which are printed although they are of the category Cf."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u3164\ufe0f\uffa0\U000e0041\U000e01ef"


@pytest.fixture(scope="module")
def unseen_ones() -> list[str]:
    return [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if (unicodedata.category(char) in {"Cf", "Cc"} and char not in _LINE_ENDS and ord(char) not in _SHOWN)
        or char in _FILLERS
    ]


def test_every_sign_that_nobody_sees_parts_nothing(unseen_ones: list[str]) -> None:
    for char in unseen_ones:
        text = canonical(f"申{char}请9{char}3件")
        assert text == f"申{UNSEEN}请9{UNSEEN}3件", f"U+{ord(char):04X}"
        assert seen(text) == "申请93件"


def test_no_name_holds_a_sign_that_nobody_sees(unseen_ones: list[str]) -> None:
    assert [f"U+{ord(char):04X}" for char in [*unseen_ones, "\u2800"] if not has_invisible(f"王{char}敏")] == []


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f"])
@pytest.mark.parametrize("write", [aligned, tabs])
def test_a_blank_that_keeps_a_number_together_does(blank: str, write: object) -> None:
    values = balanced()
    cell = ("disclosure", "licensing", "decisions")
    assert callable(write)
    text = report({**values, cell: "18642"}, write)
    assert text.count("18642") == 1
    found = audit_text(text.replace("18642", f"18{blank}642")).report
    assert found.tables["disclosure"].cells[cell[1:]].value == 18642


def test_a_blank_before_another_number_is_a_blank() -> None:
    assert canonical("5\u00a012 7\u00a01234") == "5 12 7 1234"


def test_a_lone_return_ends_a_line_as_any_line_end_does() -> None:
    assert canonical("甲\r乙\r\n丙\r\r\n丁\n\r戊") == "甲\n乙\r\n丙\n\r\n丁\n\n戊"
    text = report(balanced(), tabs)
    text = text.replace("一、总体情况", "一、总体情况\n（一）依申请公开。均已答复\n（二）监督保障。考核优秀", 1)
    text += "\n青石县水务局\n2024年1月20日"
    due, found = (audit_text(one) for one in (text, text.replace("\n", "\r")))
    assert found.report.published == "2024-01-20"
    assert [item.rule for item in found.findings] == [item.rule for item in due.findings]
