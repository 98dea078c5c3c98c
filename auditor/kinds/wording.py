"""Words: phrases that must not stand, and words written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result
from auditor.nlp import words_of
from auditor.rulebook.specs.form import Phrase, Repetition
from auditor.text.phrases import pattern_of, standing
from auditor.text.spans import Span
from auditor.text.widths import squeeze

_REPEATED = re.compile(r"([\u4e00-\u9fff]{1,6})\1")
_SHORTEST_REST = 2
_NUMERALS = frozenset("一二三四五六七八九十零百千万两")


def check_phrase(report: Report, spec: Phrase) -> Iterator[Result]:
    """A hit at each forbidden phrase; see ``pattern_of`` for how it is looked for."""
    spans = [table.span for table in report.tables.values()] if spec.where == "tables" else report.narrative
    for span in spans:
        text = span.of(report.plain)
        for phrase in standing(squeeze(text), spec.phrases):
            for match in pattern_of(phrase).finditer(text):
                if not any(word in _sentence_around(text, match) for word in spec.unless):
                    place = Span(span.start + match.start(), span.start + match.end())
                    yield Hit(place, {"phrase": squeeze(place.of(report.text))})


def _sentence_around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    ends = [end for mark in "。\n" if (end := text.find(mark, match.end())) != -1]
    return text[start : min(ends, default=len(text))]


def check_repetition(report: Report, spec: Repetition) -> Iterator[Result]:
    """A hit where a run of characters stands twice and both copies are words of their own."""
    labels = [label.span for table in report.tables.values() for label in (*table.rows, *table.columns)]
    for span in (*report.narrative, *labels):
        text = span.of(report.text)
        for match in _REPEATED.finditer(text):
            run = match.group(1)
            if _is_allowed(text, match, spec) or (len(run) == 1 and run not in spec.single) or set(run) <= _NUMERALS:
                continue
            if _words_apart(text, match):
                yield Hit(Span(span.start + match.start(), span.start + match.end()), {"word": run})


def _is_allowed(text: str, match: re.Match[str], spec: Repetition) -> bool:
    """Whether a doubled run is allowed, the beginning of what is, or said on purpose.

    研究研究, 和和美 of 振兴和和美乡村, 落实落实再落实.
    """
    doubled = match.group()
    if any(text.startswith(word + match.group(1), match.end()) for word in spec.stressing):
        return True
    longer = (word for word in spec.allowed if word.startswith(doubled) and word != doubled)
    return match.group(1) in spec.allowed or any(text.startswith(word, match.start()) for word in longer)


def _words_apart(text: str, match: re.Match[str]) -> bool:
    """Whether both copies are words, the first perhaps the end and the second the beginning of a compound.

    补贴资金|资金 and 资金|资金分配 are repetitions, 公开|公开栏 and 工作|作为 are not. A single
    character must be a word both times.
    """
    start = max(0, match.start() - 12)
    words = [Span(word.start + start, word.end + start) for word in words_of(text[start : match.end() + 12])]
    middle = match.start() + len(match.group(1))
    ends = {word.end for word in words}
    if len(match.group(1)) == 1:
        return {match.start(), middle, match.end()} <= {start, *ends}
    compound = next((word for word in words if word.start == middle), None)
    begins = compound is not None and compound.end - match.end() >= _SHORTEST_REST
    return middle in ends and (match.end() in ends or begins)
