"""Marks: full-width digits, half-width marks, marks without their partner, marks inside marks, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from auditor.document import Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result
from auditor.rulebook.specs.language import DocumentNumbers, NestedMarks, Pairs, Signs
from auditor.text.phrases import stands_any
from auditor.text.sentences import Sentence, clause_around, sentences
from auditor.text.spans import LineIndex, Span
from auditor.text.widths import count_cjk

_CJK = "\u4e00-\u9fff\u3400-\u4dbf"
_MOST_PLACES = 10
"""Places that one finding shows; the count says how many there are."""
_ITEM = r"[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|(?:^|(?<=[。；;：:，,]))\d{1,2}[.．、)）](?!\d)"
_ITEM_WITHOUT_OPENING = re.compile(r"(?:^|[。；;：:，,、])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Zａ-ｚ])$")
_NUMERALS = "一二三四五六七八九十"
_LONGEST_ITEM = 4
_LONGEST_WORD = 12
"""Characters before and behind a document number that are looked at, up to the next mark."""
_MARK = re.compile(r"[，、。；（）《》“”,;()\s]")
_CLAUSE_END = re.compile("[，,。；;！？!?]")
_AROUND = 20
"""Characters of a clause that are shown before and behind an unpaired mark."""
_FURTHEST = 3
"""Paragraphs between marks that may yet be a pair: a table or a list that was broken into lines."""


def check_signs(report: Report, spec: Signs) -> Iterator[Result]:
    """One hit at the first of the signs, with the number of places."""
    pattern = _signs(spec)
    found = [
        sentence.span(*match.span("sign"))
        for sentence in report.sentences()
        for match in pattern.finditer(sentence.text)
        if match.group("sign")
    ]
    yield from _first_of(report, found)


def _first_of(report: Report, found: Sequence[Span]) -> Iterator[Hit]:
    """One hit at the first of several places, if there are any; the next ones bear it out."""
    if found:
        first = found[0]
        quote = clause_around(report.text, first)
        params: dict[str, Param] = {"found": first.of(report.text), "quote": quote, "count": len(found)}
        yield Hit(first, params, tuple(map(Evidence, found[1:_MOST_PLACES])))


@lru_cache(maxsize=8)
def _signs(spec: Signs) -> re.Pattern[str]:
    signs = f"[{re.escape(spec.signs)}]"
    if not (spec.before or spec.after):
        return re.compile(f"{_ITEM}|(?P<sign>{signs}+)")
    ends = f"|(?<=[{re.escape(spec.closing)}])$" if spec.closing else ""
    between = f"(?<=[{_CJK}{re.escape(spec.before)}]){signs}(?:(?=[{_CJK}{re.escape(spec.after)}]){ends})"
    final = f"|(?<=[{_CJK}])(?<![{_NUMERALS}])[{re.escape(spec.final)}]$" if spec.final else ""
    return re.compile(f"{_ITEM}|(?P<sign>{between}{final})")


def check_pairs(report: Report, spec: Pairs) -> Iterator[Result]:
    """A hit at the first mark of a paragraph that has no partner there nor, broken off, in those around it."""
    paragraphs = _paragraphs(report)
    alone: list[tuple[int, int]] = []
    for opening, closing in spec.pairs:
        unmatched = [
            (number, place, opens)
            for number, paragraph in enumerate(paragraphs)
            for place, opens in _unmatched(paragraph, opening, closing)
        ]
        broken = {
            mark
            for before, after in pairwise(unmatched)
            if before[2] and not after[2] and after[0] - before[0] <= _FURTHEST
            for mark in (before, after)
        }
        alone.extend((number, place) for number, place, opens in unmatched if (number, place, opens) not in broken)
    shown: set[int] = set()
    for number, place in sorted(alone):
        if number not in shown:
            shown.add(number)
            span = Span(place, place + 1)
            yield Hit(span, {"found": span.of(report.text), "quote": _around(paragraphs[number], place)})


def _around(paragraph: Sentence, place: int) -> str:
    """What stands before and behind a mark in its clause, with … where more of the clause follows.

    Other brackets do not end it: who looks for the missing partner has to see them.
    """
    at = paragraph.positions.index(place)
    before, behind = _CLAUSE_END.split(paragraph.text[:at])[-1], _CLAUSE_END.split(paragraph.text[at + 1 :])[0]
    ahead = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
    return ahead + paragraph.text[at] + (behind if len(behind) <= _AROUND else f"{behind[:_AROUND]}…")


def _paragraphs(report: Report) -> list[Sentence]:
    return [paragraph for block in report.narrative for paragraph in _joined(report.lines, block)]


@lru_cache(maxsize=64)
def _joined(lines: LineIndex, block: Span) -> tuple[Sentence, ...]:
    """The sentences of a block, those that follow each other on the same line as one. Kept for a while."""
    joined: list[list[Sentence]] = []
    last = 0
    for sentence in sentences(lines, block):
        if joined and lines.line_number(sentence.positions[0]) == last:
            joined[-1].append(sentence)
        else:
            joined.append([sentence])
        last = lines.line_number(sentence.positions[-1])
    return tuple(map(Sentence.of, joined))


def _unmatched(paragraph: Sentence, opening: str, closing: str) -> Iterator[tuple[int, bool]]:
    """Where in the report the marks of a paragraph stand that have no partner in it, and whether each opens."""
    opened: list[int] = []
    for match in _any_of(opening + closing).finditer(paragraph.text):
        place = match.start()
        if match.group() in opening:
            opened.append(place)
        elif opened:
            opened.pop()
        elif not _ITEM_WITHOUT_OPENING.search(paragraph.text[max(0, place - _LONGEST_ITEM) : place]):
            yield paragraph.positions[place], False
    for place in opened:
        yield paragraph.positions[place], True


@lru_cache(maxsize=32)
def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")


def check_nested(report: Report, spec: NestedMarks) -> Iterator[Result]:
    """One hit at the first pair of marks that stands right inside another one where it must not, with the number."""
    found = [
        paragraph.span(start, end)
        for paragraph in _paragraphs(report)
        if spec.outer[0] in paragraph.text
        for start, end in sorted(_nested(paragraph.text, spec))
        if count_cjk(paragraph.text[start:end])
    ]
    yield from _first_of(report, found)


def _nested(text: str, spec: NestedMarks) -> Iterator[tuple[int, int]]:
    """Wrong pairs right inside outer ones, all of them closed in order; after marks out of order nothing is told."""
    opened: list[tuple[str, int]] = []
    inside: list[tuple[int, int]] = []
    for match in _any_of("".join((spec.outer, *spec.wrong, *spec.between))).finditer(text):
        sign, place = match.group(), match.start()
        pair = next(pair for pair in (spec.outer, *spec.wrong, *spec.between) if sign in pair)
        within = bool(opened) and opened[-1][0] == spec.outer
        if sign == pair[0]:
            if within or pair == spec.outer or (opened and pair in spec.between):
                opened.append((pair, place))
        elif opened and opened[-1][0] == pair:
            start = opened.pop()[1]
            if pair in spec.wrong and opened and opened[-1][0] == spec.outer:
                inside.append((start, place + 1))
            if not opened:
                yield from inside
                inside = []
        elif opened:
            opened, inside = [], []


def check_document_numbers(report: Report, spec: DocumentNumbers) -> Iterator[Result]:
    """A hit at the first place of each document number with other brackets than 〔〕, with 第 or with zeros."""
    pattern = _document_number(spec)
    told: set[str] = set()
    found = False
    for sentence in report.sentences():
        for match in pattern.finditer(sentence.text):
            issuer = _MARK.split(sentence.text[max(0, match.start() - _LONGEST_WORD) : match.start()])[-1]
            behind = sentence.text[match.end() : match.end() + _LONGEST_WORD].removeprefix("的")
            if issuer.endswith(spec.none_of) or behind.startswith(spec.numbered) or stands_any(issuer, spec.numbered):
                continue
            found = True
            word = match["word"] if issuer.endswith(spec.with_word) else ""
            due = f"{spec.right[0]}{match['year']}{spec.right[1]}{word}{match['number']}号"
            if match.group() != due and match.group() not in told:
                told.add(match.group())
                yield Hit(sentence.span(*match.span()), {"found": match.group(), "due": due})
    if not found:
        raise Inapplicable("no_document_numbers")


@lru_cache(maxsize=4)
def _document_number(spec: DocumentNumbers) -> re.Pattern[str]:
    opening, closing = re.escape(spec.right[0] + spec.opening), re.escape(spec.right[1] + spec.closing)
    return re.compile(
        f"(?<=[{_CJK}]{{2}})[{opening}](?P<year>[12１２][09０９]\\d\\d)[{closing}](?P<word>第?)"
        "[0０]*(?P<number>[1-9１-９]\\d{0,4})号"
    )
