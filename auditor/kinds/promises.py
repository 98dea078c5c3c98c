"""What became of last year's problems and measures: whether the report says so, and what each promise came to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Phrase, Promise, Report
from auditor.finding import Hit
from auditor.kinds.improvements import section_five
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.two_years import previous_of
from auditor.rulebook.specs.years import LastYear
from auditor.text.phrases import holds, standing
from auditor.text.quoting import in_quotes, shortened
from auditor.text.widths import squeeze

_QUOTED = 40
_DIGITS = re.compile(r"\d+")
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


def check_last_year(report: Report, spec: LastYear, setting: Setting) -> Iterator[Result]:
    """A hit at the heading when no sentence says what became of last year's problems.

    With last year's report at hand, telling what one of its measures came to is such a sentence.
    """
    title, body = section_five(report)
    if report.year is None:
        raise Inapplicable("year_unknown")
    if setting.previous is not None and not (setting.previous.problems or setting.previous.measures):
        raise Inapplicable("nothing_promised")
    if any(promise.fate == "done" for promise in report.promises):
        return
    read = list(report.plain_sentences())
    whole = squeeze("".join([sentence.text for sentence in read]))
    first = standing(whole, spec.first_report)
    if first and any(holds(sentence.text, first) for sentence in read):
        raise Inapplicable("first_report")
    numerals = str(report.year - 1).translate(_NUMERALS)
    last = standing(whole, [word.format(last=report.year - 1, numerals=numerals) for word in spec.last_year])
    for sentence in [sentence for sentence in read if holds(sentence.text, last)]:
        here = body.start <= sentence.positions[0] < body.end
        if holds(sentence.text, (*spec.followed, *spec.followed_here) if here else spec.followed):
            return
    yield Hit(title, {"last": report.year - 1})


def check(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit for all promises that were dropped, and one at each measure that is last year's word for word."""
    title, _ = section_five(report)
    previous_of(setting)
    promises = report.promises
    if not promises:
        raise Inapplicable("nothing_promised")
    for promise in promises:
        if promise.fate == "repeated" and promise.place is not None:
            how = _how(promise.quote, promise.place.of(report.text))
            yield Hit(promise.place, {"promise": _short(promise), "how": how}, grade="repeated")
    dropped = [promise for promise in promises if promise.fate == "dropped"]
    if dropped:
        quotes = "；".join(in_quotes(_short(promise)) for promise in dropped)
        yield Hit(title, {"count": len(dropped), "of": len(promises), "promises": quotes})


def _how(promised: str, written: str) -> Phrase:
    """How near the words of a measure are to last year's: the same, the same but for numbers, or nearly the same."""
    before, now = squeeze(promised), squeeze(written)
    if before == now:
        return Phrase("一字不差", "word for word")
    if _DIGITS.sub("#", before) == _DIGITS.sub("#", now):
        return Phrase("几乎一字不差（数字不计）", "nearly word for word, numbers aside,")
    return Phrase("几乎一字不差", "nearly word for word")


def _short(promise: Promise) -> str:
    return shortened(promise.quote, _QUOTED)
