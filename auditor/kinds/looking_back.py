"""Where section 五 tells what became of last year's problems and measures: nothing that needs a measure this year."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.document import Report
from auditor.text.numbering import numbering_of
from auditor.text.phrases import any_of
from auditor.text.spans import Span

_LONGEST_TITLE = 26
_PIECE = re.compile(r"[^。；;：:\n]*[。；;：:\n]?")
_LINE_END, _SENTENCE_END = re.compile(r"\n|$"), re.compile(r"[。\n]|$")


def looking_back(report: Report, section: Span, back: Sequence[str], now: Sequence[str]) -> tuple[Span, ...]:
    """The stretches that tell of last year: behind a title to the next one, behind a colon the line, else a sentence.

    Each ends where the text turns to what is ``now``. ``{last}`` and ``{year}`` in the words are the years.
    """
    text = section.of(report.plain)
    year = report.year or 0
    behind, here = (any_of(tuple(word.format(last=year - 1, year=year) for word in words)) for words in (back, now))
    told = [Span(*match.span()) for match in behind.finditer(text)]
    turns = [m.start() for m in here.finditer(text) if not any(t.start <= m.start() and m.end() <= t.end for t in told)]
    found = []
    for match in told:
        end = _reach(text, match)
        later = bisect_right(turns, match.start)
        end = min(end, turns[later]) if later < len(turns) else end
        found.append(Span(section.start + match.start, section.start + end))
    return tuple(found)


def _reach(text: str, match: Span) -> int:
    """How far the words at a place look back."""
    begin = max(text.rfind(mark, 0, match.start) for mark in "。；;：:\n") + 1
    piece = _PIECE.match(text, begin)
    end = piece.end() if piece else match.end
    if end - begin > _LONGEST_TITLE or text[end - 1] not in "。：:\n":
        return _end(_SENTENCE_END, text, match.end)
    if text[end - 1] in "：:":
        return _end(_LINE_END, text, end) if text[end : end + 1] != "\n" else _next_title(text, end + 1)
    return _next_title(text, end)


def _next_title(text: str, start: int) -> int:
    return next(
        (place for place, line in _lines(text, start) if numbering_of(line).style in ("bracket", "chinese")), len(text)
    )


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"[^\n]+", text[start:]):
        yield start + match.start(), match.group()


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.search(text, start)
    return found.start() if found else len(text)
