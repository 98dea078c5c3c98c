"""Section 五 to problems, measures and the rest, each with its place and its rating.

The section is read in clause groups: cut at ；, at item marks (一是, （一）, 1.) and where a
sentence turns (下一步). A passage speaks of problems until it says that it turns to what is done
about them. Sentences that follow a problem inside its item are its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Literal

from auditor.document import Facet, Report, Statement
from auditor.specificity import Judge, Rating, rate_measure, rate_problem, signs
from auditor.text.numbering import numbering_of
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import Line

_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是(?!否)|首先[，,]|其次[，,]|再次[，,]|最后[，,]|[（(][一二三四五六七八九十\d]{1,2}[）)]"
    r"|其[一二三四五六][，,是]|(?:^|(?<=[。；;：:]))\d{1,2}[.．、](?!\d)|[①-⑨]|(?<![对就])第[一二三四五][个处道条点项件](?:问题|毛病|短板|题)?(?:[，,]|(?=在))|(?:^|(?<=[。；;：:？！]))第[一二三四五六][，,、]|[头另]一个[，,]"
)
_TURN = re.compile(
    r"(?=下一步|今后[，,]|对此[，,]|为此[，,]|改进措施[：:]|整改措施[：:]|针对[“一-龥]{2,16}(?:问题)?[，,])"
)
_ANSWERED = re.compile(r"(?<=[，,])(?=(?:现?已|拟|将))")
_TO_MEASURES = re.compile(
    r"下一?步|(?:^|[，,])(?:今后|为此|对此)|针对(?!性)|(?:改进|整改|解决|改正|订正|补救|应对|补短板|对应|相应)(?:的|工作)?(?:措施|安排|办法|打算|方向|思路|做法|举措)|具体改进|对策|改进情况(?:[：:。]|$|[分有为是]|如下|主要|包括)|改进方向|工作打算|改的办法|怎么改|这样改|改法|对第[一二三四]个问题|(?:^|[，,])(?:办法|措施|对策)(?:也|主要)?(?:有|是|为|如下)"
    r"|^(?:[（(][一二三四\d]+[）)])?改进$|(?:采取|拟采取|重点做好|准备采取)[^，。]{0,8}(?:措施|工作)|\d年(?:打算|准备|计划)这样"
)
_TO_PROBLEMS = re.compile(
    r"主要问题|存在(?:的|着|以下|一些|不足|问题)|问题[，,]?(?:主要|有|是|如下|在于)|不足(?:之处|主要)|短板|(?<!缩)短处|毛病|薄弱环节|(?:两|三|四|几)处不足"
    r"|查出来的|(?:两|三|四|几)个(?:方面的)?问题|[两三四几]件事(?:没|不|要)|^(?:[（(][一二三四\d]+[）)])?问题$"
)
_OPEN_NEED = re.compile(
    r"(?:有待|[还仍尚亟亦也]?需要?|有)(?:进一步|继续|不断)?的?"
    r"(?:加强|提升|完善|强化|提高|优化|规范|改进|拓展|深化|丰富|增强|加大|改善|健全)(?:的?空间)?$"
    r"|[还仍尚](?:有|存在?)(?:一定|较大|不小)?的?(?:差距|不足|短板)$"
)
_PLANNED = re.compile(
    r"(?:我[局厅委办镇乡市县区们院部]|我街道|本[局镇街机]\S{0,2}|明年|20\d\d年)[^，。]{0,6}(?:将|拟|要|计划)|^将|，将|拟于"
)
_LAST_YEAR_DONE = re.compile(
    r"(?:上年|去年|去岁|头年|前一年|上一?年度?|20\d\d年)[^。]{0,40}(?:已|补上|补足|解决|整改|换了|添了|改了|修好|完成|了结)"
    r"|(?:去年|上年|去岁|上一?年度?)[^。]{0,10}(?:报告|年报|认|说|提|列|检讨|留下)[^。]{2,40}(?:今年|本年|年内|这一年)"
)
_RECTIFIED = re.compile(
    r"^[^，。；：]{0,6}(?:上一?年度?|去年|20\d\d年度?)(?:报告|年报)[^；。]{0,24}问题[^；。]{0,12}(?:整改|解决|完成|到位)"
)
"""上一年度报告列出的两个问题已经整改：…；…: all that follows is what became of last year's problems."""
_LEAD = re.compile(
    r"(?:存在|还有|有|仍有)(?:着)?(?:一些|一定|以下|如下|几个|几方面|[两三四二]个方面|[两三四二]方面)?(?:的)?(?:不足|问题|差距|短板|薄弱环节)"
    r"(?:和不足|与不足|和短板|和差距)?(?:，主要(?:是|表现)?.{0,6})?$"
)
_LISTED = re.compile(r"[^，。；：:]{0,24}(?:不足|问题|短板|差距)(?:如下)?[：:]")
_TRANSITION = re.compile(
    r"^(?:针对|对于|对)(?:上述|以上|这些|存在的?)[^，]{0,10}[，,].{0,24}$|^(?:为此|对此|下一步)[，,]?.{0,16}(?:以下|如下|几个方面|措施)[^，]{0,10}$"
)
_OPENER = re.compile(r"(?:下一步|今后|20\d\d年|明年|为此|对此|我[们局厅委办镇乡市县区]|针对.{0,20})*")
_TAKES_UP = re.compile(r"(?:针对|围绕|对于|对|就|关于)[^，。]{2,24}[，,]")
_LAST_YEARS_PROBLEM = re.compile(r"^(?:对|针对)?(?:上年|去年|上一?年度?|20\d\d年度?(?:年报|报告))[^，。]{0,30}问题$")
_DONE_OR_PLANNED = re.compile("现?已|拟|将")
_NO_PROBLEM = re.compile(r"(?:不存在|没有|未发现|无|未发生)[^，。]{0,8}(?:问题|不足|短板)$")
_HEADING_END = re.compile(
    r"(?:问题|不足|措施|打算|情况|方向|安排|短板|差距|改进|整改|思路|改法|办法|这样改|怎么改|几点|如下|方面|对应|两条|三条)$"
)
_DEFECT = re.compile(
    r"滞后|偏[少低弱慢长多薄]|不[全及够足深强高细准清畅匀齐完便严]|超过|超出|逾期|拒绝|被[^，。]{0,8}纠正|才(?:公开|公布|发布|答复|上网)|单一|薄弱|缺[乏少失]|未能|较[少弱低慢]|简单|陈旧|超期|难|[看找打对跟用听]不[懂到开上见清]"
)
_SIGNATURE = re.compile(r"(?:20\d\d|[二〇○零一]{4})年.{1,3}月.{1,3}日?")
_DEADLINE = re.compile(r"(?:年|月|日)?(?:底|末|初|中|上旬|下旬)?(?:之?前|以前)|(?:日|月|天|时)(?:以|之)?内")
_CONCRETE = 2
_ITEM_TITLE, _SHORTEST, _SHORTEST_ITEM, _LONGEST_LEAD = 24, 6, 4, 34

Kind = Literal["problem", "measure", "other"]


@dataclass(slots=True)
class _Reading:
    """The section as read so far."""

    judge: Judge
    expecting: Kind = "problem"
    measures: list[Sentence] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)
    open_item: bool = False
    """Whether the last clause group was a problem that opened with an item mark."""
    turns_later: bool = False
    """Whether a later sentence says that it turns to the measures: what stands before it is none."""
    titled: bool = False
    """Whether the last clause group is only the title of a measure: 一是缩短调档时间。局办公室会同…."""


def find_statements(
    report: Report, lines: Sequence[Line], judge: Judge
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The measures and the problems of section 五, in order."""
    reading = _Reading(judge)
    for block in report.prose("problems"):
        read: list[Sentence] = list(sentences(report.text, lines, block))
        turning = (i for i, sentence in enumerate(read) if _turned(_opening(sentence.text), "problem") == "measure")
        last_turn = max(turning, default=-1)
        for place, (sentence, following) in enumerate(zip_longest(read, read[1:])):
            reading.turns_later = place < last_turn
            if _is_signature(sentence.text, report.agency):
                continue
            reading.expecting = _turned(_opening(sentence.text), reading.expecting)
            if not _is_item_title(sentence, following):
                _read_sentence(reading, sentence)
    return (
        tuple(_statement(unit, rate_measure, judge) for unit in reading.measures),
        tuple(_statement(unit, rate_problem, judge) for unit in reading.problems),
    )


def _is_signature(text: str, agency: str | None) -> bool:
    """Whether a line only says who signs, or the day: it ends section 五 where section 六 is missing."""
    return bool(_SIGNATURE.fullmatch(text)) or (agency is not None and text == agency)


def _opening(text: str) -> str:
    """A sentence up to its first item: 主要问题是：一是…, where it says what follows."""
    item = _ITEM.search(text, 1)
    return text[: item.start()] if item else text


def _read_sentence(reading: _Reading, sentence: Sentence) -> None:
    for unit, marked in _units(sentence, reading.expecting):
        reading.expecting = _turned(unit.text, reading.expecting)
        kind = _kind(unit.text, reading.expecting, reading.judge, marked=marked)
        evidence = reading.open_item and not marked and reading.expecting == "problem"
        if evidence and (reading.turns_later or not _acts(unit.text, reading.judge)):
            reading.problems[-1] = reading.problems[-1].joined(unit)
            continue
        if evidence:
            kind = "measure"
        reading.open_item = kind == "problem" and marked
        if kind == "measure" and reading.titled and not marked:
            reading.measures[-1] = reading.measures[-1].joined(unit)
            reading.titled = False
            continue
        reading.titled = kind == "measure" and marked and _is_title(unit, reading.judge)
        if kind == "measure":
            reading.measures.extend(_measure_parts(unit, reading.judge))
        elif kind == "problem":
            reading.problems.extend([unit] if marked else _problem_parts(unit, reading.judge))


def _is_title(unit: Sentence, judge: Judge) -> bool:
    """Whether the opening of an item is too short and vague to be more than its title."""
    return len(unit.text) <= _ITEM_TITLE and rate_measure(unit.text, judge).level < _CONCRETE


def _statement(unit: Sentence, rate: Callable[[str, Judge], Rating], judge: Judge) -> Statement:
    rating = rate(unit.text, judge)
    facets = {facet: tuple(unit.span(span.start, span.end) for span in spans) for facet, spans in rating.facets.items()}
    return Statement(unit.whole, rating.level, rating.score, facets, rating.missing, rating.gains)


def _units(sentence: Sentence, expecting: Kind) -> Iterator[tuple[Sentence, bool]]:
    """Clause groups of a sentence, each with whether an item mark opened it."""
    text = sentence.text
    cuts = {0, len(text)}
    if not _RECTIFIED.search(text):
        cuts |= {match.end() for match in re.finditer("[；;]", text)}
    cuts |= {match.start() for match in (*_ITEM.finditer(text), *_TURN.finditer(text))}
    if expecting == "problem" and not _LAST_YEAR_DONE.search(text):
        cuts |= {match.start() for match in _ANSWERED.finditer(text)}
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        lead = _ITEM.match(text, start)
        begin = lead.end() if lead else start
        while begin < end and text[begin] in "，,、：: ":
            begin += 1
        stop = end
        while stop > begin and text[stop - 1] in "；;。，, ":
            stop -= 1
        if stop - begin >= (_SHORTEST_ITEM if lead else _SHORTEST):
            yield sentence.cut(begin, stop), lead is not None


def _turned(text: str, expecting: Kind) -> Kind:
    """What the passage speaks of from here on."""
    head = text.strip("。：:；; ")[:44]
    measures, problems = _TO_MEASURES.search(head), _TO_PROBLEMS.search(head)
    if problems and (measures is None or problems.start() > measures.start()) and not head.startswith("针对"):
        return "problem"
    return "measure" if measures else expecting


def _kind(text: str, expecting: Kind, judge: Judge, *, marked: bool) -> Kind:
    """Whether a clause group is a measure, a problem or neither."""
    if not marked and _is_lead(text):
        return "other"
    if _NO_PROBLEM.search(text) or _LAST_YEARS_PROBLEM.search(text):
        return "other"
    planned = bool(_PLANNED.search(text)) or bool(_DONE_OR_PLANNED.match(text))
    if _OPEN_NEED.search(text) and not planned:
        return "problem"
    if _LAST_YEAR_DONE.search(text):
        return "measure" if rate_measure(text, judge).level >= _CONCRETE else "other"
    if expecting == "measure" or _answers(text, judge):
        return "measure"
    told = signs(text, judge.words)
    problem = "sign.complaint" in told
    slogan = text.startswith(judge.words.measure.vague_verbs)
    if not planned and (problem or (marked and not slogan)):
        return "problem"
    if planned or "sign.deed" in told:
        return "measure"
    if "sign.praise" in told:
        return "other"
    if any(word in text for word in judge.words.split.completed) and rate_measure(text, judge).level >= 2:
        return "measure"
    return "problem" if problem else "other"


def _acts(text: str, judge: Judge) -> bool:
    """Whether a sentence behind a problem is what is done about it, not its evidence."""
    planned = bool(_PLANNED.search(text) or _DONE_OR_PLANNED.match(text))
    words = judge.words.problem
    wrong = any(word in text for word in (*words.cues, *words.evidence)) or _DEFECT.search(text)
    return planned or _answers(text, judge) or (not wrong and rate_measure(text, judge).level >= _CONCRETE)


def _answers(text: str, judge: Judge) -> bool:
    """围绕答复程序，法规科于3月底前…: what is done, by whom and by when; one of them where it takes up a problem."""
    rating = rate_measure(text, judge)
    told = set(rating.facets) & {Facet.TIME, Facet.BODY}
    by_when = rating.level >= _CONCRETE and len(told) > 1 and _DEADLINE.search(text)
    return bool(by_when or (_TAKES_UP.match(text) and told))


def _is_lead(text: str) -> bool:
    """Headings and transitions: 存在的主要问题, 针对上述问题，我们采取以下措施, 取得了一定成绩，但还存在一些不足."""
    bare = text.strip("。：:；;，, ")
    body = bare[numbering_of(bare).length :]
    headed = _TO_PROBLEMS.search(body) or _TO_MEASURES.search(body)
    if len(body) <= 14 and headed and _HEADING_END.search(body):
        return True
    if text.rstrip().endswith(("：", ":")):
        return True
    counted = re.search(
        r"(?:有|以下|如下|为|存在|在|出)[一二两三四五几\d]+(?:个|处|条|点|类|项|方面|件事?|道题?)(?:方面)?(?:的)?(?:问题|不足|短板|毛病)?(?:较为突出|没有?[办做答]好)?$",
        bare,
    )
    if counted and (bare.endswith("好") or _TO_PROBLEMS.search(bare) or _TO_MEASURES.search(bare)):
        return True
    short = len(bare) <= _LONGEST_LEAD and not re.search(r"\d", bare)
    return bool(_LEAD.search(bare)) or (bool(_TRANSITION.search(bare)) and short)


def _is_item_title(sentence: Sentence, following: Sentence | None) -> bool:
    """A numbered title before the passage that carries the item: （一）推进平台建设。持续…"""
    numbering = numbering_of(sentence.text)
    if numbering.style not in ("bracket", "arabic") or following is None or len(sentence.text) > _ITEM_TITLE:
        return False
    if _DEFECT.search(sentence.text):
        return False
    if numbering_of(following.text).style in ("bracket", "arabic") or _ITEM.match(following.text):
        return bool(_TO_MEASURES.search(sentence.text) or _TO_PROBLEMS.search(sentence.text))
    return True


def _problem_parts(unit: Sentence, judge: Judge) -> list[Sentence]:
    """A sentence may name several generic problems between commas; praise before 但 is none of them."""
    text = unit.text
    turn = re.search(r"但(?:是)?[，,]?|然而[，,]?", text)
    start = turn.end() if turn and any(word in text[: turn.start()] for word in judge.words.problem.praise) else 0
    lead = _LISTED.match(text, start)
    start = lead.end() if lead else start
    parts: list[tuple[int, int]] = []
    position = start
    for match in re.finditer(r"[，,]|$", text[start:]):
        end = start + match.start()
        if end > position:
            generic = bool(_OPEN_NEED.search(text[position:end]))
            if (generic and end - position >= _SHORTEST) or not parts:
                parts.append((position, end))
            else:
                parts[-1] = (parts[-1][0], end)
        position = start + match.end()
    return [unit.cut(begin, end) for begin, end in parts if end - begin >= _SHORTEST] or [unit.cut(start, len(text))]


def _measure_parts(unit: Sentence, judge: Judge) -> list[Sentence]:
    """A chain of slogans is several measures; a measure with a concrete act is one, whatever its commas."""
    text = unit.text
    rating = rate_measure(text, judge)
    if rating.level >= 2 or set(rating.facets) & {Facet.TIME, Facet.QUANTITY}:
        return [unit]
    parts: list[Sentence] = []
    position = 0
    for match in re.finditer(r"[，,]|$", text):
        clause = text[position : match.start()]
        if len(clause) >= 4 and not _OPENER.fullmatch(clause):
            parts.append(unit.cut(position, match.start()))
        position = match.end()
    return parts or [unit]
