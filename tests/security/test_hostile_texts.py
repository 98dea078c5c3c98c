"""Texts without end: a sentence that never stops, blank lines without number. All of it is read, in time that grows
with the length and not with its square.

The texts are so long that each fault that was mended took minutes; nothing is timed.
"""

from __future__ import annotations

from itertools import chain

import pytest
from auditor.api import audit_text
from auditor.text.sentences import LONGEST_SENTENCE, sentences
from auditor.text.spans import LineIndex, Span

HEAD = "青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n"


def test_a_sentence_without_end_is_cut_and_no_sign_of_it_is_lost() -> None:
    text = "公开" * (LONGEST_SENTENCE + 1) + "。\n下一句。"
    found = sentences(LineIndex(text), Span(0, len(text)))
    assert [len(sentence.text) for sentence in found] == [2000, 2000, 3, 4]
    assert "".join(sentence.text for sentence in found) == text.replace("\n", "")
    places = [place for place, sign in enumerate(text) if sign != "\n"]
    assert list(chain.from_iterable(sentence.positions for sentence in found)) == places


def test_wrapped_lines_without_end_are_cut_as_well() -> None:
    text = "\n".join(["公开政府信息的各项工作都照要求做了" * 2] * 100)
    found = sentences(LineIndex(text), Span(0, len(text)))
    assert [len(sentence.text) for sentence in found] == [2000, 1400]
    assert "".join(sentence.text for sentence in found) == text.replace("\n", "")


def test_no_number_at_the_beginning_of_a_line_is_cut_in_two() -> None:
    """Fifty-four lines leave room for two signs."""
    line = ("公开政府信息的各项工作都照要求做了" * 3)[:37]
    text = "\n".join([*[line] * 54, "1234件申请都照要求办结了并且答复了申请人。"])
    found = sentences(LineIndex(text), Span(0, len(text)))
    assert [sentence.text for sentence in found] == [line * 54, "1234件申请都照要求办结了并且答复了申请人。"]


@pytest.mark.parametrize("before", ["", "公开要求，"], ids=["without a mark", "behind a mark"])
def test_no_number_is_cut_in_two(before: str) -> None:
    text = before + "公开" * ((LONGEST_SENTENCE - len(before)) // 2 - 2) + "新收1234件申请。"
    found = sentences(LineIndex(text), Span(0, len(text)))
    assert [sentence.text for sentence in found][1:] == ["1234件申请。"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    ["1" * 40_000, "一" * 8_000, "百二十万" * 5_000, "\n" * 40_000, " \n" * 30_000, "“" * 40_000],
    ids=["digits", "numerals", "large numerals", "line feeds", "blank lines", "quotes"],
)
def test_what_stands_before_and_behind_a_hostile_stretch_is_found(hostile: str) -> None:
    text = f"{HEAD}（一）主动公开\n全年公开信息12件。\n{hostile}\n（二）依申请公开\n全年公开信息15件。\n"
    audit = audit_text(text)
    told = [claim.span.of(text) for claim in audit.report.claims if claim.span.of(text) in ("12件", "15件")]
    assert told == ["12件", "15件"]
