"""Whether section 五 answers what it should: each problem by a measure, each risk of the tables by a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise

from auditor.document import CellAddress, Reason, Report, Statement
from auditor.finding import Evidence, Hit
from auditor.kinds.improvements import section_five
from auditor.kinds.looking_back import looking_back
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.nlp import words_of
from auditor.rulebook.specs.improvements import Correspondence, Risk, RiskReflection
from auditor.text.phrases import any_of
from auditor.text.quoting import shortened
from auditor.text.spans import Span
from auditor.text.widths import is_cjk

_QUOTED = 24
_COMMA = re.compile("[，,]")


def check(report: Report, spec: Correspondence) -> Iterator[Result]:
    """A hit at each problem whose topic no measure takes up, if every measure is known to be about something else.

    A slogan is about nothing. Where there are as many measures as problems they may answer each other in
    order, whatever their words.
    """
    _, body = section_five(report)
    past = looking_back(report, body, spec.looks_back, spec.turns_to_now)
    problems = [problem for problem in report.problems if not _is_past(problem, past, report, spec)]
    if not problems or not report.measures:
        raise Inapplicable("no_measures" if problems else "no_problems")
    said = [statement.span.of(report.text) for statement in report.measures]
    answered = {statement.item for statement in report.measures}
    items = [list(of_item) for _, of_item in groupby(problems, key=lambda problem: problem.item)]
    named = [[part for problem in item for part in _parts(problem, report, spec)] for item in items]
    if sum(measure.level > 0 for measure in report.measures) >= sum(map(len, named)):
        return
    known = all(not measure.level or _groups(text, spec) for measure, text in zip(report.measures, said, strict=True))
    for item, parts in zip(items, named, strict=True):
        if item[0].item in answered:
            continue
        open_parts = [part for part in parts if not _answers(part.of(report.text), said, spec)]
        if not any(map(_is_generic, item)):  # one problem and its evidence: open only if all of it is, and told once
            open_parts = open_parts[:1] if len(open_parts) == len(parts) else []
        for part in open_parts:
            quote = shortened(part.of(report.text), _QUOTED)
            yield Hit(part, {"problem": quote}) if known else Reason("measure_topic_unknown", {"problem": quote})


def _is_past(problem: Statement, past: Sequence[Span], report: Report, spec: Correspondence) -> bool:
    """Whether a statement tells how last year's measures went, and not what is wrong this year as well."""
    inside = any(place.start < problem.span.end and problem.span.start < place.end for place in past)
    return inside and not any_of(spec.turns_to_now).search(problem.span.of(report.plain))


def _is_generic(problem: Statement) -> bool:
    """Whether a problem only names a topic: several of them may stand between commas."""
    return problem.level <= 1


def _parts(problem: Statement, report: Report, spec: Correspondence) -> list[Span]:
    """The problems with a topic that a statement names: a generic one between its commas, another is one."""
    text, start = problem.span.of(report.text), problem.span.start
    cuts = [match.end() for match in _COMMA.finditer(text)] if _is_generic(problem) else []
    places = [Span(start + begin, start + end) for begin, end in pairwise([0, *cuts, len(text)])]
    return [_trimmed(place, report) for place in places if _groups(place.of(report.text), spec)]


def _trimmed(place: Span, report: Report) -> Span:
    text = place.of(report.text)
    return Span(place.start, place.start + len(text.rstrip("，, \n")))


def _answers(text: str, measures: Sequence[str], spec: Correspondence) -> bool:
    """Whether any measure shares a topic, a content word or a run of characters with a problem."""
    topics = _topics(text, spec)
    return any(topics & _topics(said, spec) or _shares_run(text, said, spec) for said in measures)


@lru_cache(maxsize=256)
def _topics(text: str, spec: Correspondence) -> frozenset[str]:
    """The topic groups that a text touches, and its content words."""
    return frozenset(_groups(text, spec) | _content(text, spec))


def _groups(text: str, spec: Correspondence) -> set[str]:
    """The topic groups that a text touches."""
    return {f"#{place}" for place, words in enumerate(spec.topics) if any(word in text for word in words)}


def _content(text: str, spec: Correspondence) -> set[str]:
    """The content words of a text that are no set phrases."""
    words = {span.of(text) for span in words_of(text) if span.end - span.start >= 2}
    set_phrase = _set_phrase(spec.ignored)
    return {word for word in words if all(map(is_cjk, word)) and not set_phrase.fullmatch(word)}


@lru_cache(maxsize=4)
def _set_phrase(ignored: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, ignored))})+")


def _shares_run(left: str, right: str, spec: Correspondence) -> bool:
    """Whether a run stands in both: of three characters if it holds no set phrase, of four if it is none (公开意识)."""
    return any(not any(word in run or run in word for word in spec.ignored) for run in _common(left, right, 3)) or any(
        run not in spec.ignored for run in _common(left, right, 4)
    )


def _common(left: str, right: str, length: int) -> Iterator[str]:
    runs = {left[i : i + length] for i in range(len(left) - length + 1)}
    return (run for run in runs if run in right and all(map(is_cjk, run)))


def check_risks(report: Report, spec: RiskReflection, setting: Setting) -> Iterator[Result]:
    """A hit at the heading for each risk that the tables show and no problem of section 五 speaks of."""
    title, body = section_five(report)
    if not report.problems:
        raise Inapplicable("no_problems")
    text = body.of(report.text)
    known = [risk for risk in spec.risk if all(map(setting.layout.expand, _places((*risk.cells, *risk.of))))]
    if spec.risk and not known:
        raise Inapplicable("cell_not_in_form", cell=_places(spec.risk[0].cells)[0])
    for risk in known:
        shown = _shown(risk, report, setting)
        if isinstance(shown, Reason):
            yield shown
        elif shown and not any(topic in text for topic in risk.topics):
            cells = [report.tables[place.table].cells.get((place.row, place.column)) for place in _places(risk.cells)]
            evidence = tuple(Evidence(cell.span) for cell in cells if cell is not None and cell.value)
            yield Hit(title, {"risk": risk.name.phrase, "shown": shown}, evidence, cell="+".join(risk.cells))


def _shown(risk: Risk, report: Report, setting: Setting) -> str | Reason:
    """What the tables show of a risk, for people: 3, or 6/12; empty if it is none; a reason if it cannot be read."""
    part = _total(risk.cells, report, setting)
    whole = _total(risk.of, report, setting) if risk.of else Decimal(1)
    if isinstance(part, Reason):
        return part
    if isinstance(whole, Reason):
        return whole
    if (risk.of and whole < risk.fewest) or part <= Decimal(str(risk.above)) * whole:
        return ""
    return f"{part}/{whole}" if risk.of else str(part)


def _total(cells: Sequence[str], report: Report, setting: Setting) -> Decimal | Reason:
    places = _places(cells)
    total, reason = setting.layout.total_of(report.tables, places)
    return total if total is not None else reason or Reason("cell_not_found", {"cell": places[0]})


def _places(cells: Sequence[str]) -> list[CellAddress]:
    return [CellAddress.of(cell) for cell in cells]
