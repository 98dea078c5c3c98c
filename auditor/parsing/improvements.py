"""Section 五 to problems, measures and the rest, each with its place and its rating."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.document import Report, Statement
from auditor.text.numbering import numbering_of
from auditor.text.sentences import Sentence, sentences
from auditor.specificity import Lexicon, Rating, rate_measure, rate_problem
from auditor.text.spans import Line, Span

_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}是(?!否)|首先[，,]|其次[，,]|再次[，,]|最后[，,]|[（(][一二三四五六七八九十\d]{1,2}[）)]|其[一二三四五六][，,是]|\d{1,2}[.．、](?!\d)|[①-⑨]")
_TURN = re.compile(r"(?=下一步|今后[，,]|对此[，,]|为此[，,]|改进措施[：:]|整改措施[：:])")
_OPEN_NEED = re.compile(r"(?:有待|[还仍尚亟]?需要?|有)(?:进一步|继续|不断)?的?(?:加强|提升|完善|强化|提高|优化|规范|改进|拓展|深化|丰富|增强|加大|改善|健全)(?:的?空间)?$")
_ITEM_TITLE = 24
_SHORTEST = 6
_LEAD_END = re.compile(r"[：:]\s*$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A clause group of the section: its text without blanks and its place."""

    text: str
    span: Span


def find_statements(
    report: Report, lines: Sequence[Line], lexicon: Lexicon
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The measures and the problems of section 五, in order."""
    measures: list[Statement] = []
    problems: list[Statement] = []
    expecting = "problem"
    for block in report.prose("problems"):
        read = list(sentences(report.text, lines, block))
        for sentence, following in zip(read, [*read[1:], None], strict=True):
            if _is_item_title(sentence, following, lexicon):
                expecting = _turned(sentence.text, expecting, lexicon)
                continue
            for start, end in _units(sentence.text):
                text = sentence.text[start:end]
                expecting = _turned(text, expecting, lexicon)
                kind = _kind(text, expecting, lexicon)
                if kind == "measure":
                    for part in _measure_parts(text, lexicon):
                        measures.append(_statement(sentence, start, text, part, rate_measure, lexicon))
                elif kind == "problem":
                    for part in _problem_parts(text, lexicon):
                        problems.append(_statement(sentence, start, text, part, rate_problem, lexicon))
    return tuple(measures), tuple(problems)


def _is_item_title(sentence: Sentence, following: Sentence | None, lexicon: Lexicon) -> bool:
    """A numbered title before the passage that carries the item: （一）推进平台建设。持续…"""
    numbering = numbering_of(sentence.text)
    if numbering.style not in ("bracket", "arabic") or following is None or len(sentence.text) > _ITEM_TITLE:
        return False
    if numbering_of(following.text).style in ("bracket", "arabic") or re.match("[一二三四五]是", following.text):
        return any(word in sentence.text for word in (*lexicon.split.to_measures, *lexicon.split.to_problems))
    return True


def _statement(
    sentence: Sentence,
    offset: int,
    text: str,
    part: tuple[int, int],
    rate: Callable[[str, Lexicon], Rating],
    lexicon: Lexicon,
) -> Statement:
    start, end = part
    rating = rate(text[start:end], lexicon)
    base = offset + start
    facets = {
        facet: tuple(sentence.span(base + span.start, base + span.end) for span in spans)
        for facet, spans in rating.facets.items()
    }
    return Statement(sentence.span(base, offset + end), rating.level, rating.score, facets, rating.missing)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Clause groups: cut at ；, at item marks (一是, （一）, 1.) and where 下一步 turns a sentence."""
    cuts = {0, len(text)}
    cuts |= {match.end() for match in re.finditer("[；;]", text)}
    cuts |= {match.start() for match in _ITEM.finditer(text)}
    cuts |= {match.start() for match in _TURN.finditer(text)}
    edges = sorted(cuts)
    for start, end in zip(edges, edges[1:], strict=False):
        lead = _ITEM.match(text, start)
        begin = lead.end() if lead else start
        while begin < end and text[begin] in "，,、：: ":
            begin += 1
        stop = end
        while stop > begin and text[stop - 1] in "；;。，, ":
            stop -= 1
        if stop - begin >= _SHORTEST:
            yield begin, stop


def _turned(text: str, expecting: str, lexicon: Lexicon) -> str:
    """What the passage speaks of from here on."""
    head = text[:40]
    problems = [head.find(word) for word in lexicon.split.to_problems if word in head]
    measures = [head.find(word) for word in lexicon.split.to_measures if word in head]
    if problems and (not measures or min(problems) > min(measures)) and not head.startswith("针对"):
        return "problem"
    return "measure" if measures else expecting


def _kind(text: str, expecting: str, lexicon: Lexicon) -> str:
    """Whether a clause group is a measure, a problem or neither."""
    if _is_lead(text, lexicon):
        return "other"
    if _OPEN_NEED.search(text) and not _planned(text):
        return "problem"
    problem = any(word in text for word in lexicon.problem.cues)
    future = any(word in text for word in lexicon.split.future)
    act = any(text.startswith(word) for word in (*lexicon.measure.vague_verbs, *lexicon.measure.concrete_verbs))
    if text.startswith(("针对", "围绕", "为解决")):
        return "measure" if expecting == "measure" or future or rate_measure(text, lexicon).level >= 1 else "other"
    if expecting == "measure":
        return "measure"
    if problem and not _planned(text):
        return "problem"
    if _planned(text) or act and not problem:
        return "measure"
    if any(word in text for word in lexicon.split.achievements):
        return "other"
    if any(word in text for word in lexicon.split.completed) and rate_measure(text, lexicon).level >= 2:
        return "measure"
    return "problem" if problem else "other"


def is_measure(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence by itself states an improvement measure, planned or done."""
    expecting = _turned(text, "problem", lexicon)
    return any(_kind(text[start:end], expecting, lexicon) == "measure" for start, end in _units(text))


def _planned(text: str) -> bool:
    return bool(re.search(r"(?:我[局厅委办镇乡市县区们院部]|我街道|本[局镇街机]\S{0,2}|明年|20\d\d年)[^，。]{0,6}(?:将|拟|要|计划)|^将|，将|拟于", text))


def _is_lead(text: str, lexicon: Lexicon) -> bool:
    """Headings and transitions: 存在的主要问题, 针对上述问题，我们采取以下措施, 取得了一定成绩，但还存在一些不足."""
    bare = text.strip("。：:；;，, ")
    rest = numbering_of(bare)
    body = bare[rest.length :]
    if len(body) <= 14 and any(word in body for word in (*lexicon.split.to_problems, *lexicon.split.to_measures)):
        return True
    if _LEAD_END.search(text):
        return True
    vague_lead = re.search(r"(?:存在|还有|有)(?:着)?(?:一些|一定|以下|如下|几个|几方面|三个方面|两个方面|三方面|两方面)?(?:的)?(?:不足|问题|差距|短板|薄弱环节)(?:和不足|与不足|和短板|和差距)?(?:，主要(?:是|表现)?.{0,6})?$", bare)
    transition = re.search(r"^(?:针对|对于|对)(?:上述|以上|这些|存在的?)[^，]{0,10}[，,][^，]{0,24}(?:改进|措施|整改|工作|努力|落实)?(?:.{0,8})$", bare)
    return bool(vague_lead) or bool(transition and len(bare) <= 34 and not re.search(r"\d", bare))


def _problem_parts(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """A sentence may name several problems between commas; praise before 但 is none of them."""
    turn = re.search(r"但(?:是)?[，,]?|然而[，,]?|同时[，,]也", text)
    start = turn.end() if turn and any(word in text[: turn.start()] for word in lexicon.problem.praise) else 0
    parts: list[tuple[int, int]] = []
    position = start
    for match in re.finditer(r"[，,]|$", text):
        if match.start() < position:
            continue
        clause = text[position : match.start()]
        generic = any(clause.endswith(end) or end in clause[-8:] for end in ("有待", "优化", "加强", "提升", "提高", "空间", "完善"))
        if len(clause) >= _SHORTEST and generic and any(word in clause for word in ("有待", "空间", "需")):
            parts.append((position, match.start()))
        elif parts and parts[-1][1] == position - 1 and not generic:
            parts[-1] = (parts[-1][0], match.start())
        elif not parts or parts[-1][1] != position - 1:
            parts.append((position, match.start()))
        else:
            parts[-1] = (parts[-1][0], match.start())
        position = match.end()
    return [(begin, end) for begin, end in parts if end - begin >= _SHORTEST] or [(start, len(text))]


def _measure_parts(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """A chain of slogans is several measures; a measure with a concrete act is one, whatever its commas."""
    if rate_measure(text, lexicon).level >= 2:
        return [(0, len(text))]
    parts: list[tuple[int, int]] = []
    position = 0
    for match in re.finditer(r"[，,]|$", text):
        clause = text[position : match.start()]
        opener = re.fullmatch(r"(?:下一步|今后|20\d\d年|明年|为此|对此|我[们局厅委办镇乡市县区]|针对.{0,20})*", clause)
        if clause and not opener and len(clause) >= 4:
            parts.append((position, match.start()))
        position = match.end()
    return parts or [(0, len(text))]
