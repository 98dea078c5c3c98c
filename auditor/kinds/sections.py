"""Sections of the form: present, in order, numbered as the form numbers them, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.document import Phrase, Report
from auditor.finding import Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import place_of_missing_section
from auditor.layout import Layout
from auditor.rulebook.specs.form import SectionBlank, SectionTitle
from auditor.text.numbering import title_numbering_of
from auditor.text.phrases import any_of, holds, without
from auditor.text.sentences import plain_sentences
from auditor.text.widths import is_cjk, skeleton, squeeze
from auditor.text.wrapping import is_page_number

_NUMERALS = "一二三四五六七八九十"
_DATED = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
)
_ANNEX = re.compile(r"^\s{0,99}+附[件表]", re.MULTILINE)


def check_presence(report: Report, setting: Setting) -> Iterator[Result]:
    """One hit a section that has no heading, and one a heading that stands again."""
    found = {section.key for section in report.sections}
    for spec in setting.layout.section:
        if spec.key not in found:
            place = place_of_missing_section(report, spec.key, setting.layout)
            yield Hit(place, {"fault": Phrase("缺少", "missing"), "section": _title(spec.key, setting.layout)})
    for span in report.repeated_headings:
        yield Hit(span, {"fault": Phrase("重复出现", "repeated"), "section": squeeze(span.of(report.text))})


def check_order(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at each section that stands behind one that it should precede."""
    highest = 0
    for section in report.sections:
        ordinal = setting.layout.ordinal(section.key)
        if ordinal < highest:
            yield Hit(section.title, {"section": _title(section.key, setting.layout)})
        highest = max(highest, ordinal)


def check_ordinals(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at each section whose printed number is not its place; one hit when all are shifted alike."""
    numbered = [
        section for section in report.sections if section.ordinal is not None and section.numbering == "chinese"
    ]
    if not numbered:
        raise Inapplicable("no_numbered_sections")
    wrong = [section for section in numbered if section.ordinal != setting.layout.ordinal(section.key)]
    shifts = {setting.layout.ordinal(section.key) - (section.ordinal or 0) for section in wrong}
    if len(wrong) > 2 and len(shifts) == 1:
        wrong = wrong[:1]
    for section in wrong:
        ordinal = setting.layout.ordinal(section.key)
        printed = _NUMERALS[(section.ordinal or 1) - 1] if 0 < (section.ordinal or 0) <= 10 else str(section.ordinal)
        params: dict[str, Param] = {
            "section": _title(section.key, setting.layout),
            "printed": printed,
            "due": _NUMERALS[ordinal - 1],
        }
        yield Hit(section.title, params)


def check_extra(report: Report) -> Iterator[Result]:
    """A hit at each level-1 heading that the form does not know; an annex behind the report has its own."""
    last = max((section.body.start for section in report.sections), default=report.extent.start)
    annex = _ANNEX.search(report.text, last, report.extent.end)
    for span in report.extra_headings:
        if annex is None or span.start < annex.start():
            yield Hit(span, {"heading": squeeze(span.of(report.text))})


def check_blank(report: Report, spec: SectionBlank) -> Iterator[Result]:
    """A hit at the heading of a section with nothing in it, and at the words when it only says that there is nothing.

    A signature is not what the section says. The words alone are enough where another place says what belongs here.
    """
    section = report.section(spec.section)
    if section is None:
        raise Inapplicable("section_missing", section=spec.section)
    shown = any(section.body.start <= omission.place <= section.body.end for omission in report.omissions)
    if shown or any(section.body.covers(table.span) for table in report.tables.values()):
        raise Undecided("no_text")
    blocks = report.prose(spec.section)
    said = [sentence for block in blocks for sentence in plain_sentences(report.lines, block)]
    told = [sentence for sentence in said if not _signs(sentence.text, report)]
    if not told:
        yield Hit(section.title, {"printed": ""})
        return
    rest = "".join(sentence.text for sentence in told)
    if any(map(is_cjk, without(rest, spec.nothing))):
        return
    if any(holds(without(sentence.text, spec.none_of), spec.elsewhere) for sentence in report.plain_sentences()):
        return
    yield Hit(told[0].whole, {"printed": rest.rstrip("。.")}, grade="nothing_said")


def _signs(text: str, report: Report) -> bool:
    """Whether a line is of the signature: the agency's name, a date, a page number."""
    rest = _DATED.sub("", text.replace(report.agency or "\n", ""))
    return not any(map(is_cjk, rest)) and (rest != text or not any(map(is_cjk, text)))


def check_titles(report: Report, spec: SectionTitle, setting: Setting) -> Iterator[Result]:
    """A hit at each title in other words than the form's, graver where it leaves out what the law names.

    What stands in brackets behind a title is a note, not the title.
    """
    for section in report.sections:
        due = setting.layout.section_spec(section.key)
        lines = [line for line in section.title.of(report.text).splitlines() if not is_page_number(line)]
        printed = "".join(lines).strip("#*|｜ \t\u3000\xa0")
        words = squeeze(printed[title_numbering_of(printed).length :]).split("(", 1)[0].rstrip(":;.。*#|")
        if due is None or _same(words, (due.title, *spec.accepted.get(section.key, ())), spec):
            continue
        lacks = [item.label for item in spec.elements if item.section == section.key and not holds(words, item.words)]
        params: dict[str, Param] = {
            "printed": words,
            "due": due.title,
            "lacks": Phrase.listed(label.phrase for label in lacks),
        }
        yield Hit(section.title, params, grade="element_left_out" if lacks else None)


def _same(words: str, titles: Iterable[str], spec: SectionTitle) -> bool:
    """Whether a title is one of some but for marks and the words that weigh nothing, with or without its openings."""
    due = {_essence(title, spec.left_out) for title in titles}
    while _essence(words, spec.left_out) not in due:
        opening = any_of(spec.openings).match(words)
        if not opening or not opening.end():
            return False
        words = words[opening.end() :]
    return True


def _essence(title: str, left_out: Iterable[str]) -> str:
    for word in left_out:
        title = title.replace(word, "")
    return skeleton(title)


def _title(key: str, layout: Layout) -> Phrase:
    spec = layout.section_spec(key)
    number = _NUMERALS[layout.ordinal(key) - 1]
    title = f"{number}、{spec.title if spec else key}"
    return Phrase(title, title)
