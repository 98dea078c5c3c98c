"""Any text, nearly a report or not: parsed or refused in words, each place and value as it stands there."""

from __future__ import annotations

import pytest
from auditor.api import Options, model_version, parse_source, rulebook
from auditor.document import Report
from auditor.engine import audit
from auditor.errors import AuditError, UnreadableReport
from auditor.reading import source_of_bytes, source_of_text
from auditor.reading.formats import OFFICE, READABLE_SUFFIXES, UNSUPPORTED_SUFFIXES, format_of
from auditor.reporters.json_report import render
from auditor.reporters.run import Run
from auditor.text.sentences import sentences as sentences_of
from auditor.text.spans import LineIndex, Span
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.invariants import check_refusal, check_report
from tests.fuzz.profiles import examples
from tests.fuzz.texts import ANYTHING, NOISE, reports

_BEGINNINGS = (
    b"PK\x03\x04",
    b"%PDF-1.4\n",
    b"<html>",
    b"MIME-Version: 1.0\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"{\\rtf1",
)
_PAGE = "<html><body><table><tr><td>{}</td></tr></table><p>{}</p>"
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.builds(bytes.__add__, st.sampled_from(_BEGINNINGS), st.binary(max_size=200)),
    st.builds(_PAGE.format, NOISE, NOISE).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(str.encode, st.text(st.characters(codec="utf-8")), st.sampled_from(("utf-8", "gb18030", "utf-16"))),
)


def parsed(text: str) -> list[Report]:
    """The reports of a text; none where it is refused."""
    try:
        return parse_source(source_of_text(text, "甲.txt"), Options())
    except UnreadableReport as refused:
        check_refusal(refused, "甲.txt")
        return []


@examples(15)
@given(text=ANYTHING)
def test_every_place_and_value_is_as_it_stands_in_the_text(text: str) -> None:
    for report in parsed(text):
        check_report(report, rulebook().form_of(report))


@examples(4)
@given(text=reports())
def test_parsing_again_and_parsing_the_canonical_text_say_the_same(text: str) -> None:
    first, again = parsed(text), parsed(text)
    assert [told(report) for report in first] == [told(report) for report in again]
    if first:
        canonical = parsed(first[0].text)
        assert [told(report) for report in first] == [told(report) for report in canonical]


def told(report: Report) -> str:
    """All that JSON says of a report, but for the hash of its bytes."""
    book = rulebook()
    rule = book.rule("PRS001")
    assert rule is not None
    text = render(Run([audit(report, book, [rule])], [], book, model_version(), with_text=True))
    return text.replace(report.source.sha256, "")


@pytest.mark.slow
@examples(30)
@given(text=st.one_of(ANYTHING, st.text()), data=st.data())
def test_sentences_are_the_text_without_blanks_in_its_order(text: str, data: st.DataObject) -> None:
    text = source_of_text(text).text
    start = data.draw(st.integers(0, len(text)))
    block = Span(start, data.draw(st.integers(start, len(text))))
    last = block.start - 1
    for sentence in sentences_of(LineIndex(text), block):
        assert "".join(text[place] for place in sentence.positions) == sentence.text
        assert list(sentence.positions) == sorted(set(sentence.positions))
        assert last < sentence.positions[0]
        last = sentence.positions[-1]
        assert last < block.end


@pytest.mark.parametrize("suffix", sorted(READABLE_SUFFIXES | UNSUPPORTED_SUFFIXES))
@examples(4)
@given(content=CONTENTS)
def test_any_bytes_are_read_or_refused_in_words(suffix: str, content: bytes) -> None:
    path = f"甲{suffix}"
    try:
        if format_of(content, path) in OFFICE:
            return  # LibreOffice is asked in tests of its own
        source = source_of_bytes(content, path)
    except AuditError as refused:
        check_refusal(refused, path)
        return
    assert source.text.strip()
    assert all(0 <= omission.place <= len(source.text) for omission in source.omissions)
