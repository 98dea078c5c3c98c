"""The aspects of section 一: which are missing, and which say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from auditor.document import Phrase, Report, Section
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.layout import AspectSpec, Layout
from auditor.rulebook.specs.form import AspectFigure, Aspects
from auditor.text.canonical import seen
from auditor.text.facts import tells_fact
from auditor.text.numbering import ITEM_STOP
from auditor.text.phrases import holds, without
from auditor.text.quantities import find_quantities
from auditor.text.sentences import plain_sentences
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, narrow

_LEAD = re.compile(
    r"^[\s#*]{0,200}+(?:[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、.．]"
    rf"|\d{{1,2}}{ITEM_STOP}|[（(]\d{{1,2}}[）)])\s*",
    re.MULTILINE,
)
_HEAD_END, _SENTENCE_END = re.compile("[。：:，,\n]"), re.compile("[。！？]")
_DECORATION = " \t\n\u3000#*"
"""What may stand before the number of a heading: blanks, and the marks of Markdown."""
_Passage: TypeAlias = tuple[AspectSpec, int, int, int]
"""A passage of section 一: its aspect, start, end of its heading, end; places in the section's body."""
_ITEM = re.compile(r"[一二三四五六七八九十]是(?!否)|首先|其次|再次|最后")


def check(report: Report, spec: Aspects, setting: Setting) -> Iterator[Result]:
    """Missing aspects in one hit at the heading; empty ones each at its own heading."""
    section = report.section("overview")
    if section is None:
        raise Inapplicable("section_missing", section="overview")
    body = section.body.of(report.text)
    if spec.look_for == "missing":
        body = seen(body)
        heads, told = _heads(body), _SENTENCE_END.split(body.replace("\n", ""))
        missing = [aspect for aspect in setting.layout.aspect if not _covered(aspect, heads, told)]
        if missing:
            names = Phrase.listed(aspect.label.phrase for aspect in missing)
            grade = "most_missing" if len(missing) >= spec.most else None
            yield Hit(section.title, {"aspects": names, "count": len(missing)}, grade=grade)
        return
    passages = _passages(body, setting.layout.aspect)
    if not passages:
        raise Inapplicable("no_aspect_headings")
    for aspect, start, head_end, end in passages:
        content = narrow(body[head_end:end])
        length = count_cjk(content)
        if length <= max(spec.shortest, spec.factless_up_to) and not tells_fact(content):
            last = len(body[:end].rstrip())  # heading and words: a label alone is found nowhere
            place = Span(section.body.start + start, section.body.start + max(head_end, last))
            yield Hit(place, {"aspect": aspect.label.phrase, "length": length})


def check_figure(report: Report, spec: AspectFigure, setting: Setting) -> Iterator[Result]:
    """A hit at the passage of an aspect that has no number and does not say that there was nothing.

    Within the passage a number need not say of what it is. An aspect of which the overview does not speak at all is
    another matter.
    """
    section, aspect = report.section("overview"), setting.layout.aspect_spec(spec.aspect)
    if section is None or aspect is None:
        raise Inapplicable("section_missing", section="overview")
    body = section.body.of(report.text)
    passages = _passages(body, setting.layout.aspect)
    passage = _opening(aspect, section, body, passages)
    if passage is None and not _covered(aspect, _heads(body), _SENTENCE_END.split(body.replace("\n", ""))):
        raise Inapplicable("aspect_missing", aspect=aspect.label.phrase)
    blocks = [block for key in spec.sections for block in report.prose(key)]
    figures = [claim.span for claim in report.claims if claim.topic in spec.topics and claim.form != "universal"]
    if any(block.covers(figure) for figure in figures for block in blocks):
        return
    own = [
        Span(section.body.start + start, section.body.start + end)
        for found, start, _, end in passages
        if found is aspect
    ]
    for block in blocks:
        for sentence in plain_sentences(report.lines, block):
            told = without(sentence.text, spec.none_of)
            counts = any(quantity.unit in spec.units for quantity in find_quantities(told, spec.units))
            inside = any(passage.covers(sentence.whole) for passage in own)
            if (counts or holds(told, spec.nothing)) and (inside or holds(told, spec.about)):
                return
    yield Hit(passage or section.title, {"aspect": aspect.label.phrase})


def passage_of(report: Report, aspect: AspectSpec, layout: Layout) -> Span | None:
    """The opening of the passage of an aspect, numbered or running (五是监督保障…); None if there is none."""
    section = report.section("overview")
    if section is None:
        return None
    body = section.body.of(report.text)
    return _opening(aspect, section, body, _passages(body, layout.aspect))


def _opening(aspect: AspectSpec, section: Section, body: str, passages: Sequence[_Passage]) -> Span | None:
    """Where the passage of an aspect opens: among the numbered ones, or as a running item."""
    for found, start, head_end, _ in passages:
        if found is aspect:
            return Span(section.body.start + start, section.body.start + head_end)
    for match in _ITEM.finditer(body):
        lead = _HEAD_END.split(body[match.end() : match.end() + 30], maxsplit=1)[0]
        if any(word in lead for word in aspect.headings):
            return Span(section.body.start + match.start(), section.body.start + match.end() + len(lead))
    return None


def _heads(body: str) -> list[str]:
    """What opens numbered passages and running items, and short lines: where the headings of aspects stand."""
    opened = [body[match.end() : match.end() + 40] for match in (*_LEAD.finditer(body), *_ITEM.finditer(body))]
    short = [line for line in body.splitlines() if len(line.strip()) <= 20]
    return [*[_HEAD_END.split(opening, maxsplit=1)[0] for opening in opened], *short]


def _covered(aspect: AspectSpec, heads: Sequence[str], told: Sequence[str]) -> bool:
    """By a numbered heading, by a running item, or by two of its words in one sentence."""
    if any(word in head for head in heads for word in aspect.headings):
        return True
    return any(sum([word in sentence for word in aspect.topics]) >= 2 for sentence in told)


def _passages(body: str, aspects: Sequence[AspectSpec]) -> list[_Passage]:
    """Numbered passages that open with an aspect's heading."""
    leads = list(_LEAD.finditer(body))
    brackets = [match for match in leads if match.group().lstrip(_DECORATION)[0] in "（("]
    marks = brackets if len(brackets) >= 2 else leads
    found = []
    for match, following in zip_longest(marks, marks[1:]):
        end = following.start() if following else len(body)
        heading = _HEAD_END.split(body[match.end() : end], maxsplit=1)[0]
        ranked = [(len(word), aspect) for aspect in aspects for word in aspect.headings if word in heading[:30]]
        if ranked:
            aspect = max(ranked, key=lambda item: item[0])[1]
            start = match.start() + len(match.group()) - len(match.group().lstrip(_DECORATION))
            found.append((aspect, start, match.end() + len(heading), end))
    return found
