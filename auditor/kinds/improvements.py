"""Section 五: problems and measures are there, specific, answer each other, and are long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.document import Facet, Report, Statement
from auditor.finding import Evidence, Hit, Param, Phrase
from auditor.kinds.outcome import Inapplicable, Result
from auditor.nlp import words_of
from auditor.rulebook.specs import Correspondence, ImprovementPresence, SectionLength, SpecificityCheck
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, is_cjk

_QUOTED = 24
_FACETS = {
    Facet.ACTION: Phrase("具体做法", "what is done"),
    Facet.BODY: Phrase("责任单位", "who does it"),
    Facet.TIME: Phrase("完成时限", "by when"),
    Facet.QUANTITY: Phrase("数量", "how much"),
    Facet.OBJECT: Phrase("对象", "on what"),
}


def _statements(report: Report, of: str) -> tuple[Statement, ...]:
    return report.problems if of == "problems" else report.measures


def _section(report: Report, key: str = "problems") -> tuple[Span, Span]:
    section = report.section(key)
    if section is None:
        raise Inapplicable("section_missing", section=key)
    return section.title, section.body


def check_presence(report: Report, spec: ImprovementPresence) -> Iterator[Result]:
    """A hit at the heading when section 五 names no problem, or no measure."""
    title, _ = _section(report)
    if not _statements(report, spec.of):
        yield Hit(title)


def check_specificity(report: Report, spec: SpecificityCheck) -> Iterator[Result]:
    """One hit for the section when all its problems, or its measures on the whole, stay vague."""
    _section(report)
    statements = _statements(report, spec.of)
    if not statements:
        raise Inapplicable(f"no_{spec.of}")
    levels = [statement.level for statement in statements]
    mean = sum(statement.score for statement in statements) / len(statements)
    if max(levels) >= spec.least_best and mean >= spec.least_mean:
        return
    vague = [statement for statement in statements if statement.level < spec.least_best]
    params: dict[str, Param] = {"count": len(statements), "levels": "、".join(map(str, levels)), "mean": f"{mean:.1f}"}
    params["advice"] = _advice(report, vague)
    yield Hit(vague[0].span, params, tuple(Evidence(statement.span) for statement in vague[1:]))


def _advice(report: Report, vague: Sequence[Statement]) -> Phrase:
    """What the one part would be that makes most of a vague statement: “…”加上完成时限：1 → 2."""
    ways = [(to - item.level, item.score, facet, item) for item in vague for facet, to in item.gains.items()]
    if not ways:
        return Phrase("", "")
    gain, _, facet, item = max(ways, key=lambda way: way[:2])
    quote = item.span.of(report.text)[:_QUOTED]
    change = f"{item.level} → {item.level + gain}"
    return Phrase(f"；“{quote}”加上{_FACETS[facet].zh}：{change}", f"; “{quote}” with {_FACETS[facet].en}: {change}")


def check_correspondence(report: Report, spec: Correspondence) -> Iterator[Result]:
    """A hit at each problem whose topic no measure takes up."""
    _section(report)
    if not report.problems or not report.measures:
        raise Inapplicable("no_problems" if not report.problems else "no_measures")
    concrete = sum(1 for statement in report.measures if statement.level >= spec.concrete)
    enough = concrete >= len(report.problems)
    answers = [_topics(statement.span.of(report.text), spec) for statement in report.measures]
    for problem in report.problems:
        topics = _topics(problem.span.of(report.text), spec)
        text = problem.span.of(report.text)
        shared = any(_shares_run(text, statement.span.of(report.text), spec) for statement in report.measures)
        if problem.level >= spec.concrete and enough:
            continue
        if topics and not shared and not any(topics & answer for answer in answers):
            yield Hit(problem.span, {"problem": problem.span.of(report.text)[:_QUOTED]})


def _shares_run(left: str, right: str, spec: Correspondence) -> bool:
    """Whether a run stands in both: of three characters if it holds no set phrase, of four if it is none (公开意识)."""
    return any(not any(word in run or run in word for word in spec.ignored) for run in _common(left, right, 3)) or any(
        run not in spec.ignored for run in _common(left, right, 4)
    )


def _common(left: str, right: str, length: int) -> Iterator[str]:
    runs = {left[i : i + length] for i in range(len(left) - length + 1)}
    return (run for run in runs if run in right and all(map(is_cjk, run)))


def _topics(text: str, spec: Correspondence) -> set[str]:
    """Topic groups that a text touches, and its content words beside them."""
    groups = {f"#{place}" for place, words in enumerate(spec.topics) if any(word in text for word in words)}
    words = {span.of(text) for span in words_of(text) if span.end - span.start >= 2}
    set_phrase = re.compile(f"(?:{'|'.join(map(re.escape, spec.ignored))})+")
    content = {word for word in words if all(map(is_cjk, word)) and not set_phrase.fullmatch(word)}
    return groups | content


def check_length(report: Report, spec: SectionLength) -> Iterator[Result]:
    """A hit at the heading when a section is shorter than its kind of agency owes."""
    title, body = _section(report, spec.section)
    fewest = spec.fewest.get(report.kind or "department", spec.fewest.get("department", 0))
    length = count_cjk(body.of(report.text))
    if length < fewest:
        yield Hit(title, {"length": length, "fewest": fewest})
