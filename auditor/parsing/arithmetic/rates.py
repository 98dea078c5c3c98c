"""Rates: 办结率, 公开率 and 纠错率 against the tables, and any rate against what a rate can be.

Offices define their rates differently; a rate is right if one of the usual definitions gives it.
按时办结率 and the like count only what was due and are compared only with what is impossible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from auditor.document import Relation, Report, Verdict
from auditor.layout import Layout
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.totals import value_of
from auditor.text.agreement import Agreement, agreement, rounded, share_of

_RATE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,16}率)(?:均|都|分别)?(?:为|达到?|约为?|近|超过?|仅|是|保持|继续|高达|始终|稳定|在|：|:)*$"
)
_BRACKET = re.compile("[（(][^（()）]*[)）]")
"""公开率（两项之和占办结数的比重）为49.3%: a bracket between a rate and its number only explains it."""
_BOUNDED = re.compile(
    "(?:办结|办复|满意|公开|接听|接通|答复|回复|反馈|合格|覆盖|准确|正确|及时|处置|响应|知晓|解读|可用|达标|面商|见面|优良|错误)率$"
)
"""Rates of things done among things due, which cannot exceed 100; growth, budgets and enrolment can."""
_PLAIN_NAME = re.compile(
    "^(?:全年|总|总体|综合|平均|政府信息公开|信息公开|政务公开|依申请公开|依申请|公开申请|申请|复议|行政复议|案件|件|的)*(?:办结|公开|纠错|纠正)率$"
)
_APPLICATIONS = re.compile("公开申请|收到申请|新收申请|依申请公开|依申请件|申请公开政府信息")
_OTHERS = re.compile(
    "热线|工单|信箱|留言|来信|信访|投诉|建议|提案|审批|许可|服务|事项|咨询|诉求|电话|问卷|网民|邮件|督办|培训|检查|整改|调解|下属|各镇|各县|全系统|系统|累计|以来|历年"
)
_COUNTED = frozenset({"application", "received", "new_received", "caseload", "handled", "processed"})
"""What a number counts that a rate behind it is of."""
_UNSURE = (Verdict.AMBIGUOUS, Verdict.OUT_OF_SCOPE)
_CORRECTED = re.compile("(?:纠正|纠错|撤销|责令[^，,；;。]{0,6})(?:了|的)?$")
_PRIOR = re.compile("上年|去年|上一年|同期")

_Definition: TypeAlias = tuple[str, Decimal, Decimal]
"""How a rate is computed, in digits; its part and its whole."""


def find_rates(passages: Sequence[Passage], report: Report, layout: Layout) -> Iterator[Relation]:
    """Rates of applications and reviews that the tables give, and rates that no rate can be."""
    for passage in passages:
        for figure in passage.figures:
            found = _RATE.search(_BRACKET.sub("", figure.before))
            if found is None:
                continue
            if _BOUNDED.search(found.group("name")) and _impossible_rate(figure):
                yield _impossible(passage, figure)
            elif figure.unit == "%" and not _of_something_else(passage, figure):
                yield from _against_tables(passage, figure, found.group("name"), report, layout)


def _impossible_rate(figure: Figure) -> bool:
    if figure.unit == "%":
        return figure.value > 100 and figure.exact
    return figure.printed.removesuffix(figure.quantity.unit).endswith("万")


def _impossible(passage: Passage, figure: Figure) -> Relation:
    place = passage.told(figure)
    return Relation("range", place, figure.number, figure.printed, figure.quantity, None, (), "", holds=False)


def _of_something_else(passage: Passage, figure: Figure) -> bool:
    """Whether the rate is of letters, hotlines or an earlier year, or of nothing that is named in its sentence."""
    ahead = passage.sentence.text[: figure.quantity.span.start]
    last_stop = max(ahead.rfind("；"), ahead.rfind(";"))
    own = ahead[last_stop + 1 :]
    return bool(_OTHERS.search(own) or _PRIOR.search(figure.words))


def _against_tables(passage: Passage, figure: Figure, name: str, report: Report, layout: Layout) -> Iterator[Relation]:
    if not _PLAIN_NAME.match(name) or not figure.exact or _of_others_count(passage, figure):
        return
    about = passage.sentence.text[: figure.quantity.span.start]
    definitions: Callable[[Report, Layout], list[_Definition]]
    counted = any(_is_of_applications(other) for other in passage.figures if other.number.end <= figure.number.start)
    if "办结率" in name and (counted or _APPLICATIONS.search(about)):
        definitions = _finished
    elif "公开率" in name and (counted or _APPLICATIONS.search(about)) and "主动" not in name:
        definitions = _disclosed
    elif re.search("纠错率|纠正率", name) and "复议" in about and "诉讼" not in about:
        definitions = _corrected
    else:
        return
    own = _corrected_of_sentence(passage, figure) if definitions is _corrected else []
    found = [*own, *definitions(report, layout)]
    if not found:
        return
    for formula, part, whole in found:
        result = agreement(figure.quantity, ((part,), (whole,)), share_of)
        if result is not Agreement.OFF:
            grade = None if result is Agreement.EXACT else result.value
            yield _relation(passage, figure, formula, share_of(part, whole), holds=True, grade=grade)
            return
    formula, part, whole = found[0]
    grade = "own_whole" if own else None
    yield _relation(passage, figure, formula, share_of(part, whole), holds=False, grade=grade)


def _corrected_of_sentence(passage: Passage, figure: Figure) -> list[_Definition]:
    """7件行政复议中纠正2件，纠正率28.6%: what the sentence itself divides, right before the rate."""
    place = passage.figures.index(figure)
    near = passage.figures[max(0, place - 2) : place]
    if len(near) < 2:
        return []
    whole, part = near
    alike = (whole.unit, whole.group, whole.depth) == (part.unit, part.group, part.depth) and whole.value > 0
    of_reviews = "复议" in whole.words + part.before.partition("中")[0]
    corrected = _CORRECTED.search(part.words) and not whole.is_share and part.value <= whole.value
    certain = whole.exact and part.exact and whole.is_of_the_year and part.is_of_the_year
    if not (alike and of_reviews and corrected and certain):
        return []
    return [(f"{part.value}÷{whole.value}", part.value, whole.value)]


def _is_of_applications(figure: Figure) -> bool:
    claim = figure.claim
    return claim is not None and claim.cell is not None and claim.cell.addresses[0].table == "applications"


def _of_others_count(passage: Passage, figure: Figure) -> bool:
    """部门答复申请386件，公开率61.2%: the rate of a number that is another body's, or another year's."""
    counted = [
        other.claim
        for other in passage.figures
        if other.claim is not None
        and not other.is_share
        and other.claim.topic in _COUNTED
        and other.number.end <= figure.number.start
        and other.depth <= figure.depth
    ]
    reason = counted[-1].reason if counted and counted[-1].verdict in _UNSURE else None
    return reason is not None and reason.code.startswith(("scope_", "period_", "words_not_understood"))


def _relation(
    passage: Passage, figure: Figure, formula: str, rate: Decimal, *, holds: bool, grade: str | None
) -> Relation:
    place = passage.told(figure)
    expected = rounded(rate, figure.quantity.precision)
    return Relation("rate", place, figure.number, figure.printed, figure.quantity, expected, (), formula, holds, grade)


def _finished(report: Report, layout: Layout) -> list[_Definition]:
    """Handled of all that was in hand; of the new ones only; new ones that were not carried on."""
    new, carried, handled, left = (
        value_of(report, layout, row) for row in ("new_received", "carried_in", "handled_total", "carried_out")
    )
    if new is None or carried is None or handled is None or left is None or not new + carried:
        return []
    found = [(f"{handled}÷（{new}＋{carried}）", handled, new + carried)]
    if new and handled <= new:
        found.append((f"{handled}÷{new}", handled, new))
    if new and left <= new:
        found.append((f"（{new}－{left}）÷{new}", new - left, new))
    return found


def _disclosed(report: Report, layout: Layout) -> list[_Definition]:
    """Granted, or granted and in part, of what was handled, came in, or was answered with or without disclosure."""
    granted, partial, denied, handled, new = (
        value_of(report, layout, row) for row in ("granted", "partial", "denied", "handled_total", "new_received")
    )
    if granted is None or partial is None or denied is None or handled is None or new is None:
        return []
    open_ = granted + partial
    wholes = [whole for whole in (handled, new, open_ + denied) if whole]
    parts = (open_, granted)
    return [(f"{part}÷{whole}", part, whole) for part in parts for whole in wholes]


def _corrected(report: Report, layout: Layout) -> list[_Definition]:
    """Corrected of what was decided, or of all."""
    corrected, pending, total = (
        value_of(report, layout, "review", column, table="disputes") for column in ("corrected", "pending", "total")
    )
    if corrected is None or pending is None or total is None:
        return []
    return [(f"{corrected}÷{whole}", corrected, whole) for whole in (total - pending, total) if whole > 0]
