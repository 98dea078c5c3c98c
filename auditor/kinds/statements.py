"""Statements that the report must make: the thing is named, and its result said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.document import Report
from auditor.finding import Hit
from auditor.kinds.outcome import Result, Setting
from auditor.kinds.overview import passage_of
from auditor.kinds.places import heading_of, title_or_first_line
from auditor.text.sentences import Sentence, sentences
from auditor.rulebook.specs import StatementCheck
from auditor.text.spans import Span
from auditor.text.widths import narrow


def check(report: Report, spec: StatementCheck, setting: Setting) -> Iterator[Result]:
    """A hit where no sentence names the thing, or where none says its result."""
    read = list(_sentences(report, spec.sections))
    named = [place for place, sentence in enumerate(read) if _names(sentence.text, spec)]
    if not named:
        yield Hit(_home(report, spec, setting), {"what": spec.what.phrase})
        return
    if not spec.result:
        return
    for place in named:
        around = "".join(sentence.text for sentence in read[place : place + 2])
        if any(word in narrow(around) for word in spec.result):
            return
    yield Hit(read[named[0]].whole, {"what": spec.what.phrase}, grade="without_result")


def _home(report: Report, spec: StatementCheck, setting: Setting) -> Span:
    """Where the statement should be: the passage of its aspect, else its section, else the heading that follows."""
    if spec.home == "preamble":
        return report.sections[0].title if report.sections else title_or_first_line(report)
    aspect = setting.layout.aspect_spec(spec.aspect) if spec.aspect else None
    passage = passage_of(report, aspect, setting.layout) if aspect else None
    return passage or heading_of(report, spec.home, setting.layout)


def _names(text: str, spec: StatementCheck) -> bool:
    plain = narrow(text)
    if any(word in plain for word in spec.none_of):
        return False
    return all(any(narrow(word) in plain for word in group) for group in spec.mention)


def _sentences(report: Report, sections: Sequence[str]) -> Iterator[Sentence]:
    lines = report.lines.lines()
    for key in sections:
        for block in report.prose(key):
            yield from sentences(report.text, lines, block)
