"""Numbering: one scheme for the levels, and enumerations without gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.text.numbering import numbering_of
from auditor.text.numerals import integer_of_chinese
from auditor.text.spans import Line, Span

_RUNNING = re.compile(r"(?:(?<=[。；;，,：:、\s）)])|^)([一二三四五六七八九十]{1,2})是(?!否|非)", re.MULTILINE)
_NUMERALS = "零一二三四五六七八九十"
_LONGEST_TITLE = 30


def check_scheme(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where sections are numbered 1. or 第一部分, where the overview starts again at 一、, or where siblings mix styles."""
    if not report.sections:
        raise Inapplicable("no_numbered_sections")
    arabic = [section for section in report.sections if section.numbering in ("arabic", "part")]
    if arabic:
        yield Hit(arabic[0].title, {"found": arabic[0].title.of(report.text).strip()[:12]})
    overview = report.section("overview")
    if overview is None:
        return
    lines = [line for line in _prose_lines(report, "overview")]
    marked = [(line, numbering_of(line.text)) for line in lines]
    if overview.numbering == "chinese":
        again = [line for line, number in marked if number.style == "chinese" and number.value == 1]
        if again:
            yield Hit(_lead(again[0]), {"found": again[0].text.strip()[:12]})
    siblings = [(line, number) for line, number in marked if number.style in ("bracket", "arabic")]
    for (_, before), (line, after) in zip(siblings, siblings[1:], strict=False):
        if before.style == "bracket" and after.style == "arabic" and before.value and after.value == before.value + 1 and after.value > 1:
            yield Hit(_lead(line), {"found": line.text.strip()[:12]})
            return


def _lead(line: Line) -> Span:
    stripped = line.text.strip()[:_LONGEST_TITLE]
    start = line.span.start + line.text.index(stripped)
    return Span(start, start + len(stripped))


def _prose_lines(report: Report, key: str) -> Iterator[Line]:
    for block in report.prose(key):
        number = report.lines.line_number(block.start)
        last = report.lines.line_number(max(block.start, block.end - 1))
        for line in (report.lines.line(n) for n in range(number, last + 1)):
            if line.text.strip() and line.span.start >= block.start:
                yield line


def check_enumerators(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at each item whose number skips one: 二是 then 四是, （一） then （三）."""
    found = False
    for section in report.sections:
        for block in report.prose(section.key):
            for hit in _gaps(report, block):
                found = True
                yield hit
    if not found and not any(_RUNNING.search(block.of(report.text)) for block in report.narrative):
        raise Inapplicable("no_enumerations")


def _gaps(report: Report, block: Span) -> Iterator[Hit]:
    text = block.of(report.text)
    previous = 0
    for match in _RUNNING.finditer(text):
        value = integer_of_chinese(match.group(1)) or 0
        if value > previous + 1:
            place = Span(block.start + match.start(), block.start + match.end())
            yield Hit(place, _gap_params(previous, value, "{}是"))
        previous = value
    yield from _bracket_gaps(report, block)


def _bracket_gaps(report: Report, block: Span) -> Iterator[Hit]:
    previous: int | None = None
    number = report.lines.line_number(block.start)
    last = report.lines.line_number(max(block.start, block.end - 1))
    for line in (report.lines.line(n) for n in range(number, last + 1)):
        numbering = numbering_of(line.text)
        if numbering.style != "bracket" or numbering.value is None:
            continue
        if previous is not None and numbering.value > previous + 1:
            start = line.span.start + len(line.text) - len(line.text.lstrip())
            yield Hit(Span(start, line.span.start + numbering.length), _gap_params(previous, numbering.value, "（{}）"))
        previous = numbering.value


def _gap_params(previous: int, value: int, form: str) -> dict[str, str]:
    missing = "、".join(form.format(_NUMERALS[n]) for n in range(previous + 1, value) if n <= 10)
    before = form.format(_NUMERALS[previous]) if 0 < previous <= 10 else "（开头）"
    return {"before": before, "found": form.format(_NUMERALS[min(value, 10)]), "missing": missing}
