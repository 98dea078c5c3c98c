"""Clauses that say of numbers that they are no matter of this report: 不计入本表, 另行统计, 以下不属于…."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.guards import of_other_bodies
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.relations import Trail

_DENIES = "(?:不|未|没有?|无|非|均非|并非|从未)"
_THIS_REPORT = (
    "(?:本|此|该|上|前|表|总数|数字?[内里中]|统计|之[列内]|其[内中]|范围|口径|《|条例"
    "|政府信息公开|信息公开|公开申请|这里|这个|里头)"
)
_DISCLAIMER = re.compile(
    rf"(?!不作为(?:政府)?(?:信息)?公开申请处理){_DENIES}[再能会应]?(?:计入|列入|纳入|并入|归入|算入|算进|算在|包含在|包括在|含在|在|入|属于?|算作?|是|为|作为?)"
    rf"[^，。；]{{0,6}}{_THIS_REPORT}"
    rf"|(?:与|跟|和|同)[^，。；]{{0,12}}(?:公开|申请|报告|上述|前述|上列|表)[^，。；]{{0,6}}"
    rf"(?:无涉|无关|无干|不相干|不沾边|不搭界|没关系|没有关系|没有关联|无关联|两码事|两回事|不是一回事)"
    rf"|(?:另行|自行|单独|另外)(?:统计|公布|编制|核算)|口径(?:不同|不一|有别|相异)|另有账|另循|他途|各走各的"
)
_LEFT_OUT = re.compile("[^，。；转]{1,20}(?P<out>[未不]予?(?:计入|列入|纳入|统计)(?:在内|其中|内)?)$")
"""另有2件不予受理未计入."""
_POINTS_AHEAD = re.compile("以下|下列|下述|如下")
_ONLY_POINTS = re.compile(
    "(?:这些|那些|以上|上述|前述|[两二三]者|[两二三几][项个]|数字|数据|它们|均|都|皆|全|也|亦|并|且|但|而|因|案由|此|那|这|是|俱|其"
    "|由该?[^，。；]{1,6}|按规定|依规|依法|已)*"
)


def disclaim(trail: Trail, frame: Frame, clause: Sequence[Token], first: int, *, numbered: bool) -> None:
    """Mark the numbers since ``first``, or those still to come, of which a clause says that they are none of ours.

    A clause without a number may only point back at those before it (均不在上述数字里) or ahead:
    信访件不算在内 speaks of its own subject.
    """
    text = text_of(clause)
    match, left_out = _DISCLAIMER.search(text), _LEFT_OUT.match(text)
    if match is None and left_out is None:
        return
    starts = match.start() if match else 0
    starts = left_out.start("out") if left_out else starts
    ahead = text[:starts]
    if not numbered and _POINTS_AHEAD.search(ahead):
        frame.disclaims = True
    if not numbered and not _points_back(ahead):
        return
    if numbered and of_other_bodies(ahead):
        frame.scope = "subordinate"
    end = clause[0].span.start + starts
    if numbered and _points_back(ahead):
        first = frame.group
    said = trail.here[first:]
    for mention in reversed([item for item in said if item.number and item.number.end <= end]):
        if "in_full" in mention.cues and mention.row in ("new_received", "received") and mention.head is None:
            break
        mention.cues |= {"disclaimed"}


def _points_back(text: str) -> bool:
    """Whether words only take up what was said before: 这两个数字, 以上均."""
    return bool(_ONLY_POINTS.fullmatch(text))
