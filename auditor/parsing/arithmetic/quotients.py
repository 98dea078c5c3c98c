"""Rates, shares and multiples beside the two numbers that they are reckoned from: 来信206封，办结203封，办结率98.5%.

The part is named by the rate's own verb, the whole stands right before it in the same unit, and no
third number of that unit could be the whole instead. A fraction in a bracket (占62.0%（629/1015）) says itself
what was divided by what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Relation
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.pairs import is_change
from auditor.text.agreement import Agreement, agreement, ends, rounded, share_of

_RATE = re.compile(
    "^(?P<behind>[\u4e00-\u9fff]{0,4})[，,]?(?:全年|总体?|群众|问卷|其)?(?P<verb>[\u4e00-\u9fff]{2})率(?:约?为|达到?|是|[：:])?$"
)
_SAME = {"回收": "收回"}
"""Verbs of one meaning: 收回402份，回收率80.4%."""
_DONE = "(?:其中|已|共|有|实际|现)*{}(?:了|的|有效|问卷|评议表|测评表)*"
_BETWEEN = re.compile("^(?:[，,]|[^，,；;。、：:（(]{1,10}[当之]?[中里][，,]?(?:已?有)?)")
_OTHER_WHOLE = re.compile("结转|转来|转办|有效|上年|去年|以来|累计|近[两三四五]年|平均|权重|加权|口径")
_DIVIDED = re.compile(r"^[（(]\s*(\d+)\s*[/／÷]\s*(\d+)\s*[）)]")
_ASKED_SHARE = re.compile("(?:占比?|比例|比重|率)[^，,；;。]{0,6}$")
_WHEN_DUE = re.compile("[办复处]|整改|反馈|完成|响应")
"""受理320件，办结313件，办结率100%: of those that were due, all may be done."""
_SO_MANY_TIMES = re.compile(r"^[，,](?:已)?(?:是|为|相当于)(?:上一?年度?|去年|前一年|20\d\d年度?)(?:同期)?的$")
_BRACKETS = ("（", "(")
"""Behind a rate they tell how it was reckoned: 满意率91.3%（含基本满意）."""
_LONGEST_MONTH = 31
"""Up to it a fraction may be a date: （3/15）."""
_ONE_POINT = Decimal(1)


def find_quotients(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Each rate or share right behind its part and whole, or right before them as a fraction."""
    for passage in passages:
        for position, figure in enumerate(passage.figures):
            if figure.unit == "倍":
                yield from _multiple(passage, position)
            if figure.unit != "%" or not figure.exact or is_change(figure):
                continue
            operands = _verb_and_whole(passage, position) or _fraction(passage, position)
            if operands is not None:
                yield _relation(passage, figure, *operands)


def _verb_and_whole(passage: Passage, position: int) -> tuple[Figure, Figure] | None:
    """The part that the rate's verb names and the whole right before it; None where another reading is open."""
    stated = passage.figures[position]
    if position < 2:
        return None
    whole, part = passage.figures[position - 2 : position]
    found = _RATE.match(_behind_measure(part, stated))
    if found is None or stated.after[:1] in _BRACKETS or _OTHER_WHOLE.search(passage.sentence.text):
        return None
    verb = found.group("verb")
    if stated.value == 100 and _WHEN_DUE.search(verb):
        return None
    done = any(_is_done(part, word, found.group("behind")) for word in (verb, _SAME.get(verb, verb)))
    alike = _measure(whole) == _measure(part) != "" and 0 < part.value <= whole.value and part.exact and whole.exact
    together = (whole.depth, whole.group, whole.item) == (part.depth, part.group, part.item) == _place(stated)
    if not (done and alike and together and _BETWEEN.match(_behind_measure(whole, part))) or _is_other_than_whole(
        whole, verb
    ):
        return None
    ahead = passage.figures[: position - 2]
    others = [item for item in ahead if _measure(item) == _measure(whole) and item.group == whole.group]
    if others or _is_of_tables(whole) or _is_of_tables(part):
        return None
    return part, whole


def _measure(figure: Figure) -> str:
    """A number's unit, or the character behind one without: 206封."""
    return figure.unit or figure.after[:1].strip("，,。；;、：:（(）)")


def _behind_measure(figure: Figure, following: Figure) -> str:
    """The words between two numbers, behind what measures the first."""
    return following.before if figure.unit else following.before[1:]


def _place(figure: Figure) -> tuple[int, int, int]:
    return figure.depth, figure.group, figure.item


def _is_done(part: Figure, verb: str, behind: str) -> bool:
    """办结203封 or 172个建成: the verb is said of the part, and nothing else is."""
    if behind:
        return behind.removeprefix("已").removesuffix("了") == verb and not re.search("[未不没无]", part.words)
    return re.fullmatch(_DONE.format(verb), part.words) is not None


def _is_other_than_whole(whole: Figure, verb: str) -> bool:
    """Whether the number before the part is none that it is a part of: of another year, a change, done as well."""
    return whole.is_share or whole.is_prior or not whole.is_of_the_year or is_change(whole) or verb in whole.words


def _is_of_tables(figure: Figure) -> bool:
    """Numbers of the tables are left to the rules about the tables, which know how offices define their rates."""
    return figure.claim is not None and figure.claim.cell is not None


def _fraction(passage: Passage, position: int) -> tuple[Figure, Figure] | None:
    stated = passage.figures[position]
    behind = passage.figures[position + 1 : position + 3]
    found = _DIVIDED.match(passage.sentence.text[stated.quantity.span.end :])
    if found is None or len(behind) < 2 or not _ASKED_SHARE.search(stated.words):
        return None
    part, whole = behind
    printed = (Decimal(found.group(1)), Decimal(found.group(2))) == (part.value, whole.value)
    return (part, whole) if printed and _LONGEST_MONTH < whole.value >= part.value else None


def _multiple(passage: Passage, position: int) -> Iterator[Relation]:
    """由5800条增至6218条，是上年的1.07倍: of the only two numbers before it, one of last year and one of this."""
    stated, near = passage.figures[position], passage.figures[max(0, position - 2) : position]
    if len(near) < 2 or not _SO_MANY_TIMES.match(stated.before) or not stated.exact:
        return
    bases = [figure for figure in near if figure.is_prior]
    currents = [figure for figure in near if figure.is_of_the_year]
    if len(bases) != 1 or len(currents) != 1 or not bases[0].value or is_change(currents[0]):
        return
    base, current = bases[0], currents[0]
    kinds = {(figure.unit, figure.depth, figure.group) for figure in near}
    others = [figure for figure in passage.figures[: position - 2] if figure.unit == base.unit]
    if len(kinds) > 1 or others or base.is_share:
        return
    times = current.value / base.value
    result = agreement(stated.quantity, (ends(current.quantity), ends(base.quantity)), lambda now, was: now / was)
    yield Relation(
        "growth",
        passage.between(near[0], stated),
        stated.number,
        stated.printed,
        stated.quantity,
        rounded(times, stated.quantity.precision),
        (base.span, current.span),
        f"{current.value:f}÷{base.value:f}",
        holds=result is not Agreement.OFF,
    )


def _relation(passage: Passage, stated: Figure, part: Figure, whole: Figure) -> Relation:
    result = agreement(stated.quantity, (ends(part.quantity), ends(whole.quantity)), share_of)
    share = share_of(part.value, whole.value)
    grade = None
    if result in (Agreement.NEAR, Agreement.TRUNCATED):
        grade = result.value
    elif result is Agreement.OFF and abs(share - stated.value) > _ONE_POINT:
        grade = "far"
    return Relation(
        "share",
        passage.told(stated) if stated.span.start < part.span.start else passage.between(whole, stated),
        stated.number,
        stated.printed,
        stated.quantity,
        rounded(share, stated.quantity.precision),
        (part.span, whole.span),
        f"{part.value:f}÷{whole.value:f}",
        result is not Agreement.OFF,
        grade,
    )
