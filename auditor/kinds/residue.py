"""What is left of a template: blanks that were not filled in, and the instructions for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from auditor.document import Reason, Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result
from auditor.rulebook.specs.originality import TemplateBlanks
from auditor.text.names import BEGINS
from auditor.text.phrases import any_number_of, any_of, expression_of
from auditor.text.quoted import unquoted, unquoted_sentences
from auditor.text.sentences import Sentence
from auditor.text.spans import Span
from auditor.text.widths import narrow, squeeze

_ALONE = r"(?<![A-Za-z0-9第+.@/:%=_-])"
"""Before a blank: behind a letter, a digit or a sign of an address it is part of something else."""
_NO_FACTOR = "(?<![数价额率量长宽高])"
"""Before a single sign, which may be a times sign: 单价×件数."""
_RULED = r"(?<![\d_一二三四五六七八九十百千万两])_{2,}"
_EMPTY = r"[(\[【][)\]】]"
_NOTHING_IN_IT = re.compile(_EMPTY)
_BRACKETS = "([【"
_LEFT_OPEN = r"(?:[一二三四五六七八九十]是|[(][一二三四五六七八九十][)]|(?<!\d)\d{1,2}[.、])(?:…+|[.]{3,}|。{3,})"
_BLANKS, _FEWEST_BLANKS = " \t\u3000\xa0", 2
_DATE = r"20\d\d年\d{0,2}月日(?![常程报均志历])"


def check(report: Report, spec: TemplateBlanks) -> Iterator[Result]:
    """A hit at each blank or instruction outside the tables."""
    title = _line(report, report.title) if report.title else None
    headings = [_line(report, section.title) for section in report.sections]
    printed = list(report.sentences())
    read = [sentence for block in report.narrative for sentence in unquoted_sentences(report.lines, block)]
    for sentence in (*headings, *read):
        if _may_instruct(sentence.text, spec) and not any_of(spec.unless).search(sentence.text):
            yield from _hits(report, sentence, _instruction(spec))
    signed = (sentence for sentence in printed if _signs(spec).search(sentence.text))
    explained = next((sentence for sentence in signed if _explains(spec).search(sentence.text)), None)
    if explained is not None:
        yield Reason("blanks_explained", {"quote": explained.text})
        return
    for sentence in (*([title] if title else ()), *headings, *read):
        if _may_be_blank(sentence.text, spec) and not any_of(spec.unless).search(sentence.text):
            yield from _hits(report, sentence, _blanks(spec))
            yield from _hits(report, sentence, _nobody_in_charge(spec))
    if title is not None and (nameless := _nameless(spec).search(title.text)):
        yield _hit(report, title.span(*nameless.span()), grade="doubtful")
        return
    for sentence in read:
        yield from _gaps(report, sentence, spec)
        if _signs(spec).search(sentence.text) or _nameless(spec).search(sentence.text):
            yield from _hits(report, sentence, _nameless_subject(spec))


def _gaps(report: Report, sentence: Sentence, spec: TemplateBlanks) -> Iterator[Hit]:
    """Where blanks of one line stand for a number: 公开信息    条. What was read may have lost it."""
    for match in _uncounted(spec).finditer(sentence.text):
        place = sentence.span(match.end("counted") - 1, match.start("unit") + 1)
        between = place.of(report.text)[1:-1]
        if len(between) >= _FEWEST_BLANKS and not between.strip(_BLANKS):
            yield Hit(
                sentence.span(*match.span()), {"phrase": f"{match['counted']}  {match['unit']}"}, grade="no_number"
            )


@lru_cache(maxsize=4)
def _uncounted(spec: TemplateBlanks) -> re.Pattern[str]:
    """What is counted, right before a unit that ends a clause."""
    unit = f"(?!{expression_of(spec.no_units)})(?:{expression_of(spec.units)})"
    return re.compile(f"(?P<counted>{expression_of(spec.counted) or '(?!)'})(?P<unit>{unit})(?=[,。;、)]|$)")


def _line(report: Report, place: Span) -> Sentence:
    """What stands at a place, as a sentence."""
    positions = tuple(at for at in range(place.start, place.end) if not report.text[at].isspace())
    return Sentence(unquoted(narrow("".join(report.text[at] for at in positions))), positions)


def _hits(report: Report, sentence: Sentence, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for match in pattern.finditer(sentence.text):
        yield _hit(report, sentence.span(*match.span("blank" if "blank" in pattern.groupindex else 0)))


def _hit(report: Report, place: Span, grade: str | None = None) -> Hit:
    return Hit(place, {"phrase": "".join(place.of(report.text).split())}, grade=grade)


def _may_instruct(text: str, spec: TemplateBlanks) -> bool:
    """Whether any instruction may stand in a text: quick, and in nearly all sentences none does."""
    brackets, words = _first_two(spec)
    return bool(brackets.search(text) or words.search(text))


@lru_cache(maxsize=4)
def _first_two(spec: TemplateBlanks) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the first two signs of instructions and labels are: a bracket and some sign, or two signs of a word."""
    plain = [squeeze(phrase) for phrase in spec.instructions]
    seconds = {phrase[1:2] for phrase in plain if phrase[0] in _BRACKETS} | {label[0] for label in spec.labels}
    words = {phrase[:2] for phrase in (*plain, *spec.labels) if phrase[0] not in _BRACKETS}
    return (
        re.compile(rf"[{re.escape(_BRACKETS)}]\s*(?:{expression_of(sorted(seconds))})"),
        re.compile(expression_of(sorted(words))),
    )


def _may_be_blank(text: str, spec: TemplateBlanks) -> bool:
    """Whether anything of ``_blanks`` or ``_nobody_in_charge`` may stand in a text: a sign, a rule, dots, no number."""
    return bool(
        _signs(spec).search(text) or "月日" in text or "..." in text or "。。。" in text or _NOTHING_IN_IT.search(text)
    )


@lru_cache(maxsize=4)
def _signs(spec: TemplateBlanks) -> re.Pattern[str]:
    return re.compile(f"[_…{re.escape(spec.signs)}]")


@lru_cache(maxsize=4)
def _instruction(spec: TemplateBlanks) -> re.Pattern[str]:
    """What tells what to fill in, as far as the bracket that it opens goes, or that an example follows."""
    rest = r"(?:(?<![)\]】])[^()\[\]【】]{0,60}[)\]】])?"
    label = expression_of(spec.labels)
    return re.compile(rf"(?:{expression_of(spec.instructions)}){rest}|^(?:[(\[【](?:{label})[)\]】]|(?:{label}):)")


@lru_cache(maxsize=4)
def _explains(spec: TemplateBlanks) -> re.Pattern[str]:
    """What tells that signs stand for something: “××”代替, 脱敏处理为××."""
    signs = f"[{re.escape(spec.signs)}]+(?![A-Za-z0-9.])"
    says, hides = expression_of(spec.explains), expression_of(spec.hides)
    near = "[^。;；]{0,10}"
    return re.compile(
        f'(?:^|(?<=[，,。；;：:（(用以中]))[“"]?{signs}[”"]?(?:{says})|{signs}{near}(?:{hides})|(?:{hides}){near}{signs}'
    )


@lru_cache(maxsize=4)
def _blanks(spec: TemplateBlanks) -> re.Pattern[str]:
    """Numbers and dates that were not filled in, and items that end in dots."""
    sign = f"[{re.escape(spec.signs)}]"
    signs = f"(?<!{sign})(?:{sign}{{2,}}|{_NO_FACTOR}{sign})(?:[.,]{sign}+)*"
    number = f"(?:{signs}|{_RULED}|{_EMPTY})[余多]?[万亿]?"
    unit = f"(?!{expression_of(spec.no_units)})(?:{expression_of(spec.units)})"
    some, rule = f"{sign}{{1,2}}", "_{2,}"
    years = (f"20[0-9]?{some}年", f"{sign}{{2,4}}年(?!代)", f"{some}月(?:{sign}{{1,2}}|[0-9]{{1,2}})日", _DATE)
    days = (f"年{some}月", f"月{some}日", f"年{rule}月(?:{rule}日)?")
    return re.compile(f"{_ALONE}(?:{number}{unit}|{'|'.join(years)})|{'|'.join(days)}|{_LEFT_OPEN}")


@lru_cache(maxsize=4)
def _nameless(spec: TemplateBlanks) -> re.Pattern[str]:
    """Names of agencies that were not filled in: XX县XX局."""
    ending = "|".join(sorted(map(re.escape, spec.names), key=len, reverse=True))
    return re.compile(f"(?:(?:[{re.escape(spec.signs)}]{{1,4}}|某某)(?:{ending}))++")


@lru_cache(maxsize=4)
def _nobody_in_charge(spec: TemplateBlanks) -> re.Pattern[str]:
    """Who is in charge was not filled in: 由××科室负责, 联系人：×××，负责; ××局负责人 may be hidden."""
    doers, contacts = expression_of(spec.doers), expression_of(spec.contacts)
    blank = f"(?P<blank>[{re.escape(spec.signs)}]{{2,4}}(?(contact)(?:{doers})?|(?:{doers})))"
    return re.compile(f"(?:{BEGINS}|由|(?P<contact>(?:{contacts}):)){blank},?(?:牵头|具体)?负责(?!人|同志|制|的)")


@lru_cache(maxsize=4)
def _nameless_subject(spec: TemplateBlanks) -> re.Pattern[str]:
    rest = f"(?:[\u4e00-\u9fff]{{1,14}}?(?:{'|'.join(map(re.escape, spec.names))}))?"
    deeds = f"(?:{expression_of(spec.deeds)})"
    does = any_number_of(spec.fillers, before=deeds) + deeds
    signs = f"[{re.escape(spec.signs)}]{{2,4}}"
    blank = f"{_nameless(spec).pattern}(?={rest}{does})|{signs}(?={does})"
    return re.compile(f"(?:{BEGINS}|公布|编制|现将|由)(?P<blank>{blank})")
