"""Shortcuts say what the long way says: quick tests come first in many places, and must rule nothing out wrongly."""

from __future__ import annotations

from difflib import SequenceMatcher

from auditor.api import rulebook
from auditor.kinds import residue, statutes
from auditor.parsing import tables
from auditor.parsing.labels import could_be_like
from auditor.rulebook.specs.originality import Passage, StatutePasting, TemplateBlanks
from auditor.text import numbering
from auditor.text.numbering import numbering_of
from auditor.text.phrases import holds, pattern_of, without
from auditor.text.sentences import Sentence, plain_sentences, sentences
from auditor.text.spans import LineIndex, Span
from auditor.text.widths import bare, count_cjk, is_cjk, narrow, narrow_dashes, skeleton, squeeze
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text("公开申请不予办理结果一二三（）()“”、，。；：！? 　\t\n\r12３４.—-\u200b²", max_size=60)
PHRASES = st.lists(st.text("公开申请不…#（(【[ 一", min_size=1, max_size=5), max_size=4).filter(
    lambda phrases: all(phrase.count("…") <= 2 and squeeze(phrase) for phrase in phrases)
)


@given(WORDS, WORDS, st.sampled_from([0.8, 0.86]))
def test_what_cannot_be_alike_is_not(left: str, right: str, least: float) -> None:
    if left and right and SequenceMatcher(None, left, right, autojunk=False).ratio() >= least:
        assert could_be_like(left, right, least)


@given(WORDS, PHRASES)
def test_phrases_are_found_as_their_patterns_find_them(text: str, phrases: list[str]) -> None:
    plain = narrow(text)
    assert holds(plain, phrases) == any(pattern_of(phrase).search(plain) for phrase in phrases)


@given(WORDS, PHRASES)
def test_phrases_are_left_out_one_after_the_other(text: str, phrases: list[str]) -> None:
    rest = plain = narrow(text)
    for phrase in phrases:
        rest = pattern_of(phrase).sub("", rest)
    assert without(plain, phrases) == rest


@given(st.text("公开不予", max_size=80), st.lists(st.text("公开不予，1", max_size=30), max_size=3), st.integers(2, 12))
def test_runs_of_the_law_are_found_wherever_they_begin(plain: str, passages: list[str], run: int) -> None:
    told = tuple(Passage(str(number), text) for number, text in enumerate(passages))
    spec = StatutePasting(sections=(), shortest=1, run=run, gap=0, passage=told)
    kept = [passage.replace("，", "") for passage in passages]
    known = {text[start : start + run] for text in kept for start in range(len(text) - run + 1)}
    naive = [start for start in range(len(plain) - run + 1) if plain[start : start + run] in known]
    assert statutes._starts(plain, spec) == naive


@given(st.text("×X_…（）()[【】]20年月日件个此处填示例单击输入文字由股负责。.:", max_size=24))
def test_no_sentence_with_a_blank_or_an_instruction_is_passed_over(text: str) -> None:
    (spec,) = [rule.check for rule in rulebook(()).rules if isinstance(rule.check, TemplateBlanks)]
    plain = narrow(text)
    if residue._blanks(spec).search(plain) or residue._nobody_in_charge(spec).search(plain):
        assert residue._may_be_blank(plain, spec)
    if residue._instruction(spec).search(plain):
        assert residue._may_instruct(plain, spec)


@given(st.text("公开第一二项加之和。，： \t|", max_size=200))
def test_prose_is_told_from_tables_as_by_whole_lines(text: str) -> None:
    label = skeleton(text)
    whole = ("。" in text and len(label) > 12) or len(label) > 120
    assert tables._is_prose(text) == (whole and "|" not in text and "第一项加第二项之和" not in label)


@given(WORDS, st.integers(0, 80))
def test_a_number_is_read_from_the_beginning_of_a_line_as_from_the_whole(text: str, blanks: int) -> None:
    line = " " * blanks + text
    assert numbering_of(line) == numbering._numbering_of(narrow(line))


@given(WORDS)
def test_tables_of_signs_do_what_they_stand_for(text: str) -> None:
    dropped = "“”‘’\"'《》〈〉<>「」『』 \t\r\n,，。.．:：;；、·-—–_*#|"
    assert skeleton(text) == "".join(sign for sign in narrow(text) if sign not in dropped)
    assert narrow(text) == "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else narrow(sign) for sign in text)
    assert narrow_dashes(text) == narrow(text).translate({ord(sign): "-" for sign in "–—―−﹣"})
    assert count_cjk(text) == sum(map(is_cjk, text))
    assert bare(text) == bare.__wrapped__(text)


def told_by_characters(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of lines that are never wrapped, character by character."""
    found: list[tuple[str, tuple[int, ...]]] = []
    current: list[int] = []

    def end() -> None:
        if current:
            found.append(("".join(text[place] for place in current), tuple(current)))
        current.clear()

    for line in LineIndex(text).lines():
        for place in range(line.span.start, line.span.end):
            before, after = text[line.span.start : place][-1:], text[place + 1 : line.span.end][:1]
            if not text[place].isspace() or (before.isdigit() and after.isdigit()):
                current.append(place)
            if text[place] in "。！？!?":
                end()
        end()
    return found


@given(st.lists(st.text("公开申请。！? 　\t12３²，", max_size=14), max_size=6).map("：\n".join))
def test_sentences_are_those_told_by_characters(text: str) -> None:
    """Lines that end in a colon, or are short, go on in no other."""
    lines = LineIndex(text)
    whole = Span(0, len(text))
    numbers = [line.text for line in lines.lines() if line.text.strip().isdigit()]
    if numbers:
        return
    assert [(item.text, item.positions) for item in sentences(lines, whole)] == told_by_characters(text)
    assert plain_sentences(lines, whole) == tuple(
        Sentence(narrow(item.text), item.positions) for item in sentences(lines, whole)
    )
