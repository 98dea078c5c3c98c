"""Section 五: problems and measures are there, specific, say when and who, and are long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import fsum

from auditor.document import Facet, Phrase, Report, Statement
from auditor.finding import Evidence, Hit, Param
from auditor.kinds import deadlines
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.rulebook.specs.form import SectionLength
from auditor.rulebook.specs.improvements import ImprovementPresence, MeasureFacet, PraiseShare, SpecificityCheck
from auditor.text.numbering import numbering_of
from auditor.text.phrases import expression_of, holds, pattern_of, without
from auditor.text.quoting import in_quotes, shortened
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, narrow, squeeze

_QUOTED = 24
_PIECE = re.compile(r"[^。；;：:！!？?【】\s]+")
_CLAUSE = re.compile(r"[^。；;：:，,！!？?【】\s]+")
_MARKS = "，,；;：:。、"
_NAME_CHARS = r"[\u4e00-\u9fff]"
_OURS = ("我", "本", "全", "该", "此")
"""A name with one of these is the agency itself."""
_LONGEST_TITLE, _FEWEST_TOLD = 14, 5
FACETS = {
    Facet.ACTION: Phrase("具体做法", "what is done"),
    Facet.BODY: Phrase("责任单位", "who does it"),
    Facet.TIME: Phrase("完成时限", "by when"),
    Facet.QUANTITY: Phrase("数量", "how much"),
    Facet.OBJECT: Phrase("对象", "on what"),
}


def _statements(report: Report, of: str) -> tuple[Statement, ...]:
    return report.problems if of == "problems" else report.measures


def section_five(report: Report) -> tuple[Span, Span]:
    """Heading and body of section 五. Raises Inapplicable if it is missing."""
    return section_of(report, "problems")


def section_of(report: Report, key: str) -> tuple[Span, Span]:
    """Heading and body of a section. Raises Inapplicable if it is missing."""
    section = report.section(key)
    if section is None:
        raise Inapplicable("section_missing", section=key)
    return section.title, section.body


def check_presence(report: Report, spec: ImprovementPresence) -> Iterator[Result]:
    """A hit at the heading when section 五 names no problem, or no measure, and nothing in it may be one."""
    title, body = section_five(report)
    if _statements(report, spec.of):
        return
    printed = body.of(report.text)
    text = without(narrow(printed), spec.none_of)
    hint = next((match for phrase in spec.perhaps if (match := pattern_of(phrase).search(text))), None)
    if hint:
        raise Undecided(f"{spec.of}_perhaps", hint=hint.group())
    told = _told_under_a_title(printed, spec)
    if told:
        raise Undecided(f"{spec.of}_told", title=told[0], told=shortened(told[1], _QUOTED))
    aside = _told_aside(report, spec) if spec.of == "problems" else None
    if aside:
        raise Undecided("problems_unclear", told=shortened(aside, _QUOTED))
    yield Hit(title)


def _told_aside(report: Report, spec: ImprovementPresence) -> str | None:
    """The first that stands beside the measures and is no praise, no plan and no word that there is no problem."""
    for place in report.asides:
        for piece in map(str, _CLAUSE.findall(place.of(report.text))):
            name = narrow(piece)[numbering_of(piece).length :]
            planned = name.startswith(spec.other_titles) or f"{(report.year or 0) + 1}年" in name
            said = without(name, spec.none_of) == name and count_cjk(name) >= _FEWEST_TOLD
            if said and not planned and not holds(name, (*spec.titles, *spec.empty, *spec.done)):
                return piece
    return None


def _told_under_a_title(printed: str, spec: ImprovementPresence) -> tuple[str, str] | None:
    """The title under which problems, or measures, stand, and the first that it tells; None if it tells none."""
    under = ""
    for piece in _PIECE.findall(printed):
        name = narrow(piece)[numbering_of(piece).length :]
        if len(name) <= _LONGEST_TITLE and holds(name, spec.titles):
            under = name
        elif name.startswith(spec.other_titles):
            under = ""
        elif under and count_cjk(without(name, spec.none_of)) >= _FEWEST_TOLD and not holds(name, spec.empty):
            return under, piece[-len(name) :]
    return None


def check_specificity(report: Report, spec: SpecificityCheck) -> Iterator[Result]:
    """One hit for the section when all its problems, or its measures on the whole, stay vague.

    An item counts once, with the best of what it says: a title and the act that follows it are one measure.
    """
    section_five(report)
    statements = _statements(report, spec.of)
    if not statements:
        raise Inapplicable(f"no_{spec.of}")
    items = [list(of_item) for _, of_item in groupby(statements, key=lambda statement: statement.item)]
    best = [max(of_item, key=lambda statement: (statement.level, statement.score)) for of_item in items]
    levels = [statement.level for statement in best]
    mean = fsum(statement.score for statement in best) / len(best)
    if max(levels) >= spec.least_best and mean >= spec.least_mean:
        return
    vague = [statement for statement in best if statement.level < spec.least_best] or best
    params: dict[str, Param] = {"count": len(best), "levels": "、".join(map(str, levels)), "mean": f"{mean:.1f}"}
    params["advice"] = _advice(report, vague)
    yield Hit(vague[0].span, params, tuple(Evidence(statement.span) for statement in vague[1:]))


def _advice(report: Report, vague: Sequence[Statement]) -> Phrase:
    """What one part would make most of a vague statement: “…”加上完成时限：1 → 2; where none would, what it lacks."""
    ways = [(to - item.level, item.score, facet, item) for item in vague for facet, to in item.gains.items()]
    if not ways:
        lacks = Phrase.listed(FACETS[facet] for facet in vague[0].missing)
        return Phrase(f"；没有写{lacks.zh}", f"; not told: {lacks.en}") if lacks.zh else Phrase("", "")
    gain, _, facet, item = max(ways, key=lambda way: way[:2])
    quote = in_quotes(shortened(item.span.of(report.text), _QUOTED))
    change = f"{item.level} → {item.level + gain}"
    return Phrase(f"；{quote}加上{FACETS[facet].zh}：{change}", f"; {quote} with {FACETS[facet].en}: {change}")


def check_facet(report: Report, spec: MeasureFacet) -> Iterator[Result]:
    """A hit at the first measure when none says when it is done, or who does it; and at each deadline that is none.

    An opener may say it for all measures: 以下工作在6月底前完成.
    """
    section_five(report)
    if not report.measures:
        raise Inapplicable("no_measures")
    if Facet(spec.facet) is Facet.TIME:
        yield from deadlines.check(report)
    if any(Facet(spec.facet) in measure.facets for measure in report.measures):
        return
    said = [place.of(report.plain) for place in (*(m.span for m in report.measures), *report.asides)]
    if any(holds(text, spec.words) or _names_a_body(text, spec, report.agency or "") for text in said):
        return
    first, *others = report.measures
    count = len({measure.item for measure in report.measures})
    yield Hit(first.span, {"count": count}, tuple(Evidence(measure.span) for measure in others))


def _names_a_body(text: str, spec: MeasureFacet, agency: str) -> bool:
    """Whether a clause opens with the name of a body within the agency, or beside it: 立案处3月起附《阅卷指引》."""
    if not spec.ends:
        return False
    for match in _body(spec.ends, spec.not_before).finditer(squeeze(text)):
        name = match.group(1)
        whole = name.startswith(_OURS) or agency.endswith(name)
        if not whole and not name.endswith(spec.no_names):
            return True
    return False


@lru_cache(maxsize=8)
def _body(ends: tuple[str, ...], not_before: tuple[str, ...]) -> re.Pattern[str]:
    """A name that ends so, where a clause begins or behind 由 or a day, with more of the clause behind it."""
    following = f"(?!{expression_of(not_before)})(?=[^{_MARKS}])"
    return re.compile(
        f"(?:^|[{_MARKS}]|由|[月日底季度]前|[月日年度]起)({_NAME_CHARS}{{1,9}}?(?:{expression_of(ends)})){following}"
    )


def check_praise(report: Report, spec: PraiseShare) -> Iterator[Result]:
    """A hit at the first sentence of praise when praise takes more than its share of the section."""
    _, body = section_five(report)
    asides = [(place, place.of(report.text)) for place in report.asides]
    praise = [
        place
        for place, text in asides
        if any(word in text for word in spec.words) and not any(word in text for word in spec.none_of)
    ]
    length = count_cjk(body.of(report.text))
    taken = sum(count_cjk(place.of(report.text)) for place in praise)
    if length and taken > spec.most * length:
        share = f"{taken / length:.0%}"
        yield Hit(praise[0], {"share": share}, tuple(Evidence(place) for place in praise[1:]))


def check_length(report: Report, spec: SectionLength, setting: Setting) -> Iterator[Result]:
    """A hit at the heading when a section is shorter than its kind of agency owes, or longer than it may be."""
    title, body = section_of(report, spec.section)
    fewest, most = (_of_kind(report, numbers) for numbers in (spec.fewest, spec.most))
    length = count_cjk(body.of(report.text))
    if fewest is not None and length < fewest:
        yield Hit(title, {"length": length, "fewest": fewest})
    if most is None:
        return
    following = setting.layout.following(spec.section)
    if following and report.section(following) is None:
        raise Undecided("section_missing", section=following)
    taken = sum(len(squeeze(block.of(report.text))) for block in report.prose(spec.section))
    if taken > most:
        yield Hit(title, {"length": taken, "most": most})


def _of_kind(report: Report, numbers: Mapping[str, int]) -> int | None:
    return numbers.get(report.kind or "department", numbers.get("department"))
