"""Statements that the report must make: the thing is named, and its result said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result, Setting
from auditor.kinds.overview import passage_of
from auditor.kinds.places import heading_of, title_or_first_line
from auditor.rulebook.specs.form import StatementCheck
from auditor.text.numbering import numbering_of
from auditor.text.phrases import holds, standing, without
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import LineIndex, Span
from auditor.text.widths import narrow, squeeze

_PLAN = re.compile("下一?步|今后|明年|接下来")


def check(report: Report, spec: StatementCheck, setting: Setting) -> Iterator[Result]:
    """A hit where no sentence names the thing, or where none says its result. What is only planned does not count."""
    blocks = tuple([tuple(report.prose(key)) for key in spec.sections])
    read, said, goes_on, whole = _told(report.lines, blocks)
    unmeant = standing(whole, spec.none_of)
    mention = spec.mention if unmeant else [standing(whole, group) for group in spec.mention]
    named = [place for place, text in enumerate(said) if _names(text, mention, unmeant)]
    if not named and spec.at_home:
        _, at_home, _, _ = _told(report.lines, (tuple(report.prose(spec.home)),))
        if any(_names(text, spec.at_home, unmeant) for text in at_home):
            return
    if named and not spec.result:
        return
    for place in named:
        if holds("".join(said[place : place + 1 + goes_on[place]]), spec.result):
            return
    if spec.otherwise and any(_names(text, spec.otherwise, spec.otherwise_none_of) for text in said):
        return
    if named:
        yield Hit(read[named[0]].whole, {"what": spec.what.phrase}, grade="without_result")
    else:
        yield Hit(_home(report, spec, setting), {"what": spec.what.phrase})


def _home(report: Report, spec: StatementCheck, setting: Setting) -> Span:
    """Where the statement should be: the passage of its aspect, else its section, else the heading that follows."""
    if spec.home == "preamble":
        return report.sections[0].title if report.sections else title_or_first_line(report)
    aspect = setting.layout.aspect_spec(spec.aspect) if spec.aspect else None
    passage = passage_of(report, aspect, setting.layout) if aspect else None
    return passage or heading_of(report, spec.home, setting.layout)


def _names(text: str, mention: Iterable[Sequence[str]], unmeant: Sequence[str]) -> bool:
    """Whether a text holds a phrase of each group, without those that are not meant."""
    kept = without(text, unmeant) if unmeant else text
    for group in mention:  # noqa: SIM110 - a generator takes twice as long
        if not holds(kept, group):
            return False
    return True


@lru_cache(maxsize=16)
def _told(
    lines: LineIndex, sections: tuple[tuple[Span, ...], ...]
) -> tuple[list[Sentence], list[str], list[bool], str]:
    """The sentences of the blocks of sections, what each says up to a plan, and all of that without blanks.

    Of each also whether the next one may go on with it: not where another block or a numbered passage begins. Kept
    for the other statements.
    """
    told = [list(_sentences(lines, block)) for blocks in sections for block in blocks]
    read = [sentence for block in told for sentence in block]
    goes_on = [
        place + 1 < len(block) and not _begins(block[place + 1]) for block in told for place in range(len(block))
    ]
    said = [_PLAN.split(narrow(sentence.text), maxsplit=1)[0] for sentence in read]
    return read, said, goes_on, squeeze("".join(said))


def _begins(sentence: Sentence) -> bool:
    return numbering_of(sentence.text).style in ("chinese", "bracket")


def _sentences(lines: LineIndex, block: Span) -> Iterator[Sentence]:
    """The sentences of a block; one that ends in a colon goes on in the next."""
    lead: Sentence | None = None
    for sentence in sentences(lines, block):
        whole = lead.joined(sentence) if lead else sentence
        lead = whole if whole.text.endswith(("：", ":")) else None
        if lead is None:
            yield whole
    if lead is not None:
        yield lead
