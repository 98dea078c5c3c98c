"""What a number counts: the thing that its words name, or that the words before left it."""

from __future__ import annotations

from auditor.parsing.claims.inheritance import Frame, inherited
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DISPUTES,
    DOCUMENTS,
    FEES,
    FOREIGN,
    INFO_FEE,
    LITIGATION,
    TABLE_TWO,
    Features,
    Mention,
    group_of_leaf,
    is_outcome,
)
from auditor.vocabulary import Meaning

_NEAREST_ACT = 3
"""Characters between an act and its number: 废止了6件, 有效件数仍为143件."""


def named_objects(found: Features) -> tuple[str, ...]:
    """The last run of things named: 行政复议、行政诉讼 are two, 网站…申请 is the last one."""
    if not found.objects:
        return ()
    thing = found.objects[-1]
    if thing in DISPUTES:
        return tuple(dict.fromkeys(item for item in found.objects if item in DISPUTES))
    return (thing,)


def objects_of(mention: Mention, before: Features, after: Features, frame: Frame, *, located: bool) -> tuple[str, ...]:
    """What is counted: the thing named behind the number, else the nearest before it, else the frame's."""
    outcome = any(is_outcome(row) or row in CARRIED for row in mention.rows)
    named = _first_behind(after) or named_objects(before)
    if named == (FOREIGN,):
        named = _behind_another_thing(mention, before, after, frame, outcome=outcome, located=located)
    if not set(named) - {FOREIGN} and _charged(mention, before):
        if INFO_FEE in frame.objects:
            return (INFO_FEE,)
        if frame.objects and set(frame.objects) <= TABLE_TWO:
            return (FEES,)
        if not located:
            mention.cues |= {"charged_alone"}
            return (FEES,)
    return named or _taken_over(mention, before, frame, outcome=outcome, located=located)


def _first_behind(after: Features) -> tuple[str, ...]:
    """The thing named first behind a number, or both disputes: 4件答复被复议机关或法院纠正."""
    if set(after.objects[:1]) <= DISPUTES and set(after.objects) >= DISPUTES:
        return tuple(dict.fromkeys(item for item in after.objects if item in DISPUTES))
    return tuple(after.objects[:1])


def _behind_another_thing(
    mention: Mention, before: Features, after: Features, frame: Frame, *, outcome: bool, located: bool
) -> tuple[str, ...]:
    """What is counted where another thing is named, but a row, a result or an act stands closer to the number.

    What comes in and is answered as applications are (代表建议办理结果公开96件) has such results itself.
    """
    if "stream" in before.cues and "petition" not in before.cues:
        return (FOREIGN,)
    behind = bool(after.rows)
    freely = not before.rows and not after.rows and located and not set(frame.objects) & DISPUTES
    closer = not after.objects and (_label_is_closer(before) or (outcome and freely))
    if outcome and (behind or closer):
        return inherited(frame, outcome=True, located=located)
    if closer and mention.result and set(frame.objects) & DISPUTES:
        return frame.objects
    if before.acts and set(frame.objects) & DOCUMENTS and not mention.rows:
        return frame.objects
    return (FOREIGN,)


def _taken_over(mention: Mention, before: Features, frame: Frame, *, outcome: bool, located: bool) -> tuple[str, ...]:
    """What is counted where the words name nothing."""
    if located and frame.objects == (FOREIGN,) and group_of_leaf(mention.row):
        return (APPLICATION,)
    if mention.path:
        return (LITIGATION,)
    if mention.result and not mention.rows:
        return frame.objects if set(frame.objects) & DISPUTES else ()
    if mention.rows or mention.columns or mention.channel:
        return inherited(frame, outcome=outcome, located=located)
    act_beside = bool(before.acts) and mention.gap <= _NEAREST_ACT
    if mention.gap and set(frame.objects) <= TABLE_TWO and not (act_beside and set(frame.objects) <= DOCUMENTS):
        return ()
    return frame.objects


def _charged(mention: Mention, before: Features) -> bool:
    """收费0万元: an amount of money charged."""
    quantity = mention.quantity
    money = quantity is not None and (quantity.unit.endswith("元") or not (quantity.unit or quantity.value))
    return money and "charged" in before.cues


def _label_is_closer(before: Features) -> bool:
    """Whether a row or result stands between the foreign thing and the number."""
    things = [i for i, said in enumerate(before.order) if said == Meaning("object", FOREIGN)]
    labels = [i for i, said in enumerate(before.order) if said.class_ in ("row", "result")]
    return bool(labels) and (not things or labels[-1] > things[-1])
