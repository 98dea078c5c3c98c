"""Personal data in the text: numbers of identity cards, mobile telephones and bank cards, names of applicants.

No message repeats them, and the place of a hit is only their beginning: a report on a leak must not leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from auditor.document import Phrase, Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result
from auditor.rulebook.specs.form import PersonalData
from auditor.text.phrases import expression_of, holds
from auditor.text.sentences import Sentence
from auditor.text.spans import Span

_NUMBER = re.compile(r"(?<![\dA-Za-z.,/_=-])\d[\d -]{9,25}[\dXx](?![\dA-Za-z/_=-])")
_LONG = re.compile(r"(?P<shown>\d{3})[\d -]{3,40}[\dXx]")
_MARK = re.compile("[,;。!?]")
_AROUND = 14
"""Characters of the clause that are shown before and behind a place."""
_COUNTED = re.compile(r"[.,]\d|[元万亿件条次篇人份个]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DIGITS, _GROUPED = 11, re.compile(r"\d{3}([ -]?)\d{4}\1\d{4}")
"""A mobile number as it is written: 138 0013 8000 or in one."""
_CARD = re.compile(r"\d{16,19}")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
"""Of the eighteenth sign of an identity number (GB 11643)."""
_SHOWN = 3
_IDENTITY = Phrase("身份证号码", "an identity number")
_TELEPHONE = Phrase("手机号码", "a mobile telephone number")
_BANK = Phrase("银行卡号", "a bank card number")
_NAME = Phrase("申请人姓名", "an applicant's name")


def check(report: Report, spec: PersonalData) -> Iterator[Result]:
    """A hit at the beginning of each number or name; lighter at a number that an office gives to reach it."""
    for sentence in report.plain_sentences():
        for match in _NUMBER.finditer(sentence.text):
            digits = re.sub("[ -]", "", match.group()).upper()
            if len(digits) == _DIGITS and not _GROUPED.fullmatch(match.group()):
                continue  # several numbers one after the other
            what = _kind_of(digits, sentence.text, match.end(), spec)
            if what is None:
                continue
            private = what is not _TELEPHONE or holds(sentence.text, spec.persons)
            office = not private and holds(sentence.text[: match.start()], spec.office)
            place = Span(match.start(), match.end())
            yield _hit(sentence, place, _SHOWN, what, spec, "office_number" if office else None)
        for match in _names(spec).finditer(sentence.text):
            if not set(match.group("name")) & set(spec.masked):
                yield _hit(sentence, Span(*match.span("name")), 1, _NAME, spec, None)


def _hit(sentence: Sentence, place: Span, shown: int, what: Phrase, spec: PersonalData, grade: str | None) -> Hit:
    """A hit at the first signs of a place, with its clause, in which every number and name is left out."""
    ahead, behind = (_masked(text, spec) for text in (sentence.text[: place.start], sentence.text[place.end :]))
    said = f"{sentence.text[place.start : place.start + shown]}…"
    quote = _MARK.split(ahead)[-1][-_AROUND:] + said + _MARK.split(behind)[0][:_AROUND]
    return Hit(sentence.span(place.start, place.start + shown), {"what": what, "quote": quote}, grade=grade)


def _masked(text: str, spec: PersonalData) -> str:
    """A text of which long numbers and what may be a name of a person show their beginning only."""
    return _perhaps_name(spec).sub(r"\g<shown>…", _LONG.sub(r"\g<shown>…", text))


def _kind_of(digits: str, text: str, end: int, spec: PersonalData) -> Phrase | None:
    """What a number is, where that is beyond doubt."""
    if _is_identity(digits):
        return _IDENTITY
    if _MOBILE.fullmatch(digits) and not _COUNTED.match(text, end):
        return _TELEPHONE
    beside = holds(text, spec.accounts) and not holds(text, spec.treasury)
    return _BANK if beside and _CARD.fullmatch(digits) and _is_card(digits) else None


def _is_identity(digits: str) -> bool:
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return born.year >= 1900 and _CHECKS[total % 11] == digits[17]


def _is_card(digits: str) -> bool:
    """Whether the last digit is right by Luhn's formula."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@lru_cache(maxsize=4)
def _names(spec: PersonalData) -> re.Pattern[str]:
    """A surname and one or two characters right behind a word for a person and before what shows that it is a name."""
    ahead, behind = expression_of(spec.persons), expression_of(spec.follows)
    return re.compile(f"(?:{ahead})(?P<name>[{re.escape(spec.surnames)}][\u4e00-\u9fff]{{1,2}}?)(?={behind})")


@lru_cache(maxsize=4)
def _perhaps_name(spec: PersonalData) -> re.Pattern[str]:
    """A surname right behind a word for a person, and what may belong to it."""
    return re.compile(f"(?P<shown>(?:{expression_of(spec.persons)})[{re.escape(spec.surnames)}])[\u4e00-\u9fff]{{1,2}}")
