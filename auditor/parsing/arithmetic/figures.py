"""The numbers of the narrative with the words around them, sentence by sentence.

Arithmetic asks other things of a number than the tables do: not which cell it names but what it
stands beside. So a figure keeps its words as they are printed, and the claim that was made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import msgspec

from auditor.document import Claim, Report
from auditor.text.quantities import Quantity, find_quantities
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import Span
from auditor.text.widths import narrow
from auditor.vocabulary import Vocabulary

_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
"""Digits are compared as words around numbers, too (比２０２２年的…); punctuation stays as printed."""
_WIDE_DIGIT = re.compile("[０-９]")
_OPENING, _CLOSING = "(（[【", ")）]】"
_PARTING = "；;"
_NESTING = re.compile(f"[{re.escape(_OPENING + _CLOSING + _PARTING)}]")
_CLAUSE = re.compile("[,，;；:：。(（)）]")
_PRIOR = re.compile(
    r"(?:上一?年度?|去年|前一年|上年同期|去年同期|同期|(?P<year>20\d\d)年度?)(?:同期)?[^，,；;：:。（）()、\d]{0,12}$"
)
_BASE_IN_BRACKET = re.compile(
    r"(?:同比|(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:同期)?(?:相比)?"
    r"(?:的?[^，,；;。：:（(\d]{0,6}[数量])?)[（(]为?$"
)
"""收到52件，同比（38件）增长36.8%, 与2023年办结数（12件）比: the bracket holds what was a year ago."""
_THIS_YEAR = re.compile("今年|本年|当年")
_ITEM_MARK = re.compile(
    "[一二三四五六七八九十]是(?!否)|[(（][一二三四五六七八九十]{1,2}[)）]|[①-⑨]|(?:首先|其次|再次|最后)[，,]|其[一二三四五六][，,是]"
)
PART = re.compile("其中|包括|含|^(?:当)?(?:中|里|里面|之中)(?:[，,的有]|(?=[\u4e00-\u9fff]))")
_NOT_OF_THE_YEAR = re.compile(
    "^计划|计划(?:公开|发布|召开|举办|制发|新增|完成)|拟(?!制)|预计|力争|明年|下一?年度?(?!结转)"
    "|以来|前年|近[两三四五]年|上半年|下半年|[一二三四]季度|截至"
)


class Figure(msgspec.Struct, frozen=True, gc=False):
    """A number of a sentence; ``before`` are the words since the number before it, ``after`` those up to the next."""

    quantity: Quantity
    unit: str
    number: Span
    span: Span
    """Number and unit in the report."""
    printed: str
    before: str
    words: str
    """Those of its own clause before it."""
    after: str
    depth: int
    """How many brackets are open around it."""
    group: int
    """Which stretch between two ； it stands in, counted through the sentence."""
    item: int
    """Which numbered item of the sentence it stands in (一是, （二）); 0 before the first."""
    of_time: bool
    """Whether it counts days or months, which have no parts."""
    part: bool
    """Whether it is said to be a part of one before it: 其中, in a bracket, or further on in such a list."""
    follows_prior: bool
    """Whether it goes on a list of numbers of an earlier year: 上年新收398件、办结402件."""
    year: int | None
    claim: Claim | None

    @property
    def value(self) -> Decimal:
        return self.quantity.value

    @property
    def is_share(self) -> bool:
        return self.unit in ("%", "‰", "百分点", "个百分点")

    @property
    def is_prior(self) -> bool:
        """Whether its own words give it to an earlier year."""
        if self.follows_prior and not _THIS_YEAR.search(self.words):
            return True
        return _names_prior(self.words, self.year)

    @property
    def is_of_the_year(self) -> bool:
        return not self.is_prior and not _of_other_time(self.words)

    @property
    def exact(self) -> bool:
        return self.quantity.interval.exact


@lru_cache(maxsize=1024)
def _names_prior(words: str, year: int | None) -> bool:
    """Whether words give a number to an earlier year than this one.

    Kept for a while, like what follows: each number is asked for again by those behind it.
    """
    found = _PRIOR.search(words) or _BASE_IN_BRACKET.search(words)
    if found is None or "结转" in words:
        return False
    return found.group("year") is None or int(found.group("year")) != year


@lru_cache(maxsize=1024)
def _of_other_time(words: str) -> bool:
    return bool(_NOT_OF_THE_YEAR.search(words))


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its figures. ``paragraph`` counts the blocks of text, so that neighbours are known."""

    sentence: Sentence
    figures: tuple[Figure, ...]
    paragraph: int

    def told(self, figure: Figure) -> Span:
        """The place in the report of a figure with the words of its own clause, or of its item of a list in it."""
        return self.sentence.span(figure.quantity.span.start - len(figure.words.lstrip("、")), figure.quantity.span.end)

    def between(self, first: Figure, last: Figure) -> Span:
        """The place in the report from one figure to another."""
        return Span(first.span.start, last.span.end)


def passages_of(report: Report, claims: Sequence[Claim], vocabulary: Vocabulary) -> list[Passage]:
    """The sentences of the narrative that hold numbers, in order."""
    units = tuple(vocabulary.units)
    by_place = {claim.number.start: claim for claim in reversed(claims) if claim.number}
    found = []
    for paragraph, block in enumerate(report.narrative):
        for sentence in sentences(report.lines, block):
            plain = sentence
            if _WIDE_DIGIT.search(sentence.text):
                plain = msgspec.structs.replace(sentence, text=sentence.text.translate(_DIGITS))
            quantities = find_quantities(plain.text, units)
            if quantities:
                figures = tuple(_figures(plain, quantities, report, by_place, vocabulary))
                found.append(Passage(plain, figures, paragraph))
    return found


def _figures(
    sentence: Sentence,
    quantities: Sequence[Quantity],
    report: Report,
    by_place: Mapping[int, Claim],
    vocabulary: Vocabulary,
) -> list[Figure]:
    text = sentence.text
    ends = [0, *(quantity.span.end for quantity in quantities)]
    starts = [*(quantity.span.start for quantity in quantities), len(text)]
    found: list[Figure] = []
    depth = group = last = 0
    for place, quantity in enumerate(quantities):
        ahead, before = text[: quantity.span.start], text[ends[place] : starts[place]]
        for mark in _NESTING.findall(ahead, last):
            depth += (mark in _OPENING) - (mark in _CLOSING)
            group += mark in _PARTING
        last = len(ahead)
        number, unit = sentence.span(quantity.number.start, quantity.number.end), narrow(quantity.unit)
        whole = sentence.span(quantity.span.start, quantity.span.end)
        found.append(
            Figure(
                quantity=quantity,
                unit=unit,
                number=number,
                span=whole,
                printed=whole.of(report.text),
                before=before,
                words=_words_of(before),
                after=text[quantity.span.end : starts[place + 1]],
                depth=depth,
                group=group,
                item=len(_ITEM_MARK.findall(ahead)),
                of_time=vocabulary.units.get(unit) == "time",
                part=_is_part(before, quantity, depth, found),
                follows_prior=place > 0 and _goes_on(before) and found[-1].is_prior,
                year=report.year,
                claim=by_place.get(number.start),
            )
        )
    return found


def _words_of(before: str) -> str:
    """The words of a number's own clause; those before a bracket, too, where they say that it holds a base."""
    based = _BASE_IN_BRACKET.search(before)
    return before[based.start() :] if based else _CLAUSE.split(before)[-1]


def _goes_on(before: str) -> bool:
    """Whether the words between two numbers join them: 上年新收398件、办结402件; 上年分别为60件和58件."""
    return before.startswith("、") or before in ("和", "与", "及")


def _is_part(before: str, quantity: Quantity, depth: int, earlier: Sequence[Figure]) -> bool:
    if PART.search(before) or depth > 0:
        return True
    joined = bool(earlier) and before[:1] in ("、", "和") and quantity.unit == earlier[-1].quantity.unit
    return joined and earlier[-1].part
