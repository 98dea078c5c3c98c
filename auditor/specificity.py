"""How specific a measure or a problem is, 0 to 3, by the facets that its words show.

The scale is the project's annotation guideline. Each rating is explained by the spans that carry
its facets and by the facets that are missing. Positions are those of the text that is rated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.document import Facet
from auditor.errors import RuleFileError
from auditor.text.quantities import find_quantities
from auditor.text.spans import Span
from auditor.text.widths import narrow

_TIME = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四1-4]季度|上半年|下半年|年底|年末|年内|月底|\d{1,2}月份?(?:上旬|中旬|下旬|底|末|初)?(?:\d{1,2}日)?)(?:之?前|内|起|完成|以前)?"
    r"|每(?:个)?(?:学期|月|季度|季|周|半年|年|日|两周|两个月|半月)|按(?:月|季度|季|周|半年)|逐月|逐季|\d+\s*(?:个)?(?:小时|工作日|日|天|个月|分钟)(?:之?内)?|当日|次日|即日起|本年度内|当年"
    r"|(?:[一二两三四五六七八九十]+)个(?:工作日|月)(?:之?内)"
)
_DAYS = re.compile(r"\d+\s*个?(?:工作日|小时|天|日(?!前|内))")
_IN_CHARGE = re.compile(
    r"(?:由|委托|指定)(?P<body>[\u4e00-\u9fff]{1,10}?(?:[股科室处局办院所站队委组镇乡村员]|中心|部门|干部))(?=[\u4e00-\u9fff])"
)
_YEAR_ALONE = re.compile(r"20\d\d年|明年|今年")
_PERIODIC_COUNT = re.compile(r"全年|每年|年度")
_NAMED_DOCUMENT = re.compile(r"《[^《》]{2,60}》")
_REACH = 16
_NOT_COUNTED = frozenset({"年", "月", "日", "号", "方面", "个方面", "位", "轮", "站"})
_COUNT_UNITS = tuple(
    (
        "件次 件 份 条 宗 起 例 次 个 篇 期 场次 场 类 项 人次 人 名 户 家 套 台 处 所 "
        "册 部 批 组 节 个工作日 工作日 小时 % 分 字 天 个月 门 幅 集 张 页 村 万元 元 堂 轮 方面 "
        "个方面 位"
    ).split()
)


class MeasureWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that carry the facets of a measure."""

    concrete_verbs: tuple[str, ...]
    concrete_objects: tuple[str, ...]
    topics: tuple[str, ...]
    vague_verbs: tuple[str, ...]
    bodies: tuple[str, ...]
    roles: tuple[str, ...]


class ProblemWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell a problem, and what makes it specific."""

    cues: tuple[str, ...]
    manifestations: tuple[str, ...]
    evidence: tuple[str, ...]
    praise: tuple[str, ...]


class SplitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of measures that are done, and of achievements that are no measures."""

    completed: tuple[str, ...]
    achievements: tuple[str, ...]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of specificity, from ``models/specificity/lexicon.toml``."""

    measure: MeasureWords
    problem: ProblemWords
    split: SplitWords


@dataclass(frozen=True, slots=True)
class Rating:
    """How specific a statement is: level 0 to 3, a score on the same scale, and its facets with their spans."""

    level: int
    score: float
    facets: Mapping[Facet, tuple[Span, ...]]
    missing: tuple[Facet, ...]


@lru_cache(maxsize=2)
def load_lexicon(path: Path) -> Lexicon:
    """Read the lexicon. Raises RuleFileError with file and field."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Lexicon)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=str(error)) from error


def rate_measure(text: str, lexicon: Lexicon) -> Rating:
    """Rate one measure by the guideline: what is done, to what, by whom, when, how much."""
    facets = _measure_facets(text, lexicon.measure)
    extras = sum(1 for facet in (Facet.BODY, Facet.TIME, Facet.QUANTITY) if facets[facet])
    acts, named = bool(facets[Facet.ACTION]), bool(facets[Facet.OBJECT])
    if acts and named:
        level = 3 if extras >= 2 else 2
    elif facets[Facet.TIME] and facets[Facet.QUANTITY] and (acts or named):
        level = 2
    elif facets[Facet.TIME] and facets[Facet.BODY] and not _find(text, lexicon.measure.vague_verbs):
        level = 2  # who does it by when, and no slogan: what is done may be told in words that no list holds
    elif named or acts or "专人" in text:
        level = 1
    else:
        level = 0
    missing = tuple(facet for facet in Facet if not facets[facet])
    return Rating(level, float(level), {facet: spans for facet, spans in facets.items() if spans}, missing)


def rate_problem(text: str, lexicon: Lexicon) -> Rating:
    """Rate one problem: 0 praise in disguise, 1 a topic, 2 what is wrong with what, 3 with evidence."""
    words = lexicon.problem
    objects = _find(text, (*lexicon.measure.concrete_objects, *lexicon.measure.topics))
    signs = _find(text, words.manifestations)
    quantities = (*_quantities(text), *(Span(*match.span()) for match in _DAYS.finditer(text)))
    evidence = (*quantities, *_find(text, words.evidence))
    generic = _find(text, words.cues)
    if not generic and not signs:
        level = 2 if quantities and (objects or len(quantities) > 1) else 0
    elif signs and (objects or quantities):
        level = 3 if quantities or (evidence and len(signs) > 1) else 2
    elif _find(text, words.praise) and "空间" in text and not objects:
        level = 0
    else:
        level = 1
    facets: dict[Facet, tuple[Span, ...]] = {Facet.OBJECT: objects, Facet.ACTION: signs, Facet.QUANTITY: quantities}
    missing = tuple(facet for facet in (Facet.OBJECT, Facet.QUANTITY) if not facets[facet])
    return Rating(level, float(level), {facet: spans for facet, spans in facets.items() if spans}, missing)


def _measure_facets(text: str, words: MeasureWords) -> dict[Facet, tuple[Span, ...]]:
    plain = narrow(text)
    documents = tuple(Span(*match.span()) for match in _NAMED_DOCUMENT.finditer(plain))
    verbs = _find(plain, words.concrete_verbs)
    objects = (*documents, *_find(plain, words.concrete_objects))
    acts = tuple(verb for verb in verbs if any(_governs(plain, verb, thing) for thing in objects))
    if documents and _find(plain, words.vague_verbs):
        acts = acts or documents
    quantities, bodies = _quantities(text), _bodies(plain, words)
    times = tuple(Span(*match.span()) for match in _TIME.finditer(plain) if match.group().strip())
    if not times and _YEAR_ALONE.search(plain) and (quantities or bodies):
        times = tuple(Span(*match.span()) for match in _YEAR_ALONE.finditer(plain))
    if not times and quantities:
        times = tuple(Span(*match.span()) for match in _PERIODIC_COUNT.finditer(plain))
    quantities = tuple(span for span in quantities if not any(time.overlaps(span) for time in times))
    if not acts and times and bodies:
        acts = verbs  # who does it by when makes a verb an act, also where its object is no known thing
    named = objects if acts else _find(plain, words.topics)
    return {
        Facet.ACTION: acts,
        Facet.BODY: bodies,
        Facet.TIME: times,
        Facet.QUANTITY: quantities,
        Facet.OBJECT: named,
    }


def _governs(text: str, verb: Span, thing: Span) -> bool:
    """Whether a verb takes a thing: 修订模板, or 对文件标注 and 将栏目压减; never the same word."""
    if verb.overlaps(thing):
        return False
    between = text[min(verb.end, thing.end) : max(verb.start, thing.start)]
    if len(between) > _REACH or re.search("[。;]", between):
        return False
    if verb.start < thing.start:
        return True
    return bool(re.search("[对将把就给为在][^。;,]{0,24}$", text[: thing.start])) or (
        "," not in between and len(between) <= 2
    )


def _bodies(text: str, words: MeasureWords) -> tuple[Span, ...]:
    """Bodies with a role in the same clause, or of any name behind 由 (由基层卫生股印制).

    A body that is merely mentioned is none.
    """
    found = [Span(*match.span("body")) for match in _IN_CHARGE.finditer(text)]
    for body in _find(text, words.bodies):
        before, after = text[max(0, body.start - 3) : body.start], text[body.end : body.end + 8]
        leads = any(before.endswith(role) for role in ("由", "与", "会同", "联合", "委托", "报", "同"))
        acts = any(
            after.startswith(role) or role in after[:6] for role in words.roles if role not in ("由", "与", "同")
        )
        if (leads or acts) and not any(body.overlaps(other) for other in found):
            found.append(body)
    return tuple(found)


def _quantities(text: str) -> tuple[Span, ...]:
    return tuple(
        quantity.span
        for quantity in find_quantities(text, _COUNT_UNITS)
        if quantity.unit
        and quantity.unit not in _NOT_COUNTED
        and quantity.unit not in ("工作日", "个工作日", "小时", "天", "个月")
    )


def _find(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Occurrences of words, longest first, none inside another."""
    found = [Span(*match.span()) for match in _alternatives(tuple(words)).finditer(text)]
    return tuple(found)


@lru_cache(maxsize=64)
def _alternatives(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)))
