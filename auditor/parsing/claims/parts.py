"""Whether a number that is not its cell's may be of some of the cell's things only, or of more than them.

Offices tell a number in parts (by body, by field, by half-year), go on with a part in the next
clause, and add up over things that the form keeps apart. Every question here is asked of a number
that its cell contradicts; an answer is the reason why it accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Claim, Reason, Verdict
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DISPUTES,
    DOCUMENTS,
    FOREIGN,
    GROUPS,
    Mention,
    group_of_leaf,
    is_outcome,
)

AGREE = (Verdict.SUPPORTED, Verdict.SUPPORTED_BY_ROUNDING)
_TOLD_IN_PARTS = frozenset({"documents", "review_result", "litigation_result"})
_OF_SEVERAL_KINDS = _TOLD_IN_PARTS | {"outcome_leaf", "decisions", "applicant"}
_OF_ALL = frozenset({"region", "system"})
_NEAR = 8
"""How many numbers back the whole is looked for."""
_WAYS_OF_COMING_IN = frozenset({"new_received", "received", "carried_in"})
_OF_A_PART = frozenset({"period_partial", "scope_subordinate", "channel", "told_in_parts"})
"""Why a number is none of the whole body's or year's."""


def told_in_parts(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Reason | None:
    """Why a number, though its words were understood, may be a part of its cell, or a sum over several."""
    ways = (
        _shared_or_of_a_kind,
        _adds_up,
        _repeats_its_leaf,
        _of_those_counted,
        _came_among_those_handled,
        _make_up_those_carried,
        _among_those_carried,
        _make_up_those_of_a_ground,
        _sums_other_things,
        _holds_those_given_in_part,
    )
    return Reason("told_in_parts") if any(holds(place, claims, mentions) for holds in ways) else None


def is_less(claim: Claim) -> bool:
    """Whether a number is less than its cell."""
    return claim.value is not None and claim.expected is not None and claim.value < claim.expected


def beside(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Iterator[Claim]:
    """The other claims of a claim's sentence."""
    for other, mention in enumerate(mentions):
        if mention.said is mentions[place].said and other != place:
            yield claims[other]


def goes_on_from_a_part(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Reason | None:
    """县自然资源局收到12件，办结11件: a sentence that began with a part of the cases goes on with it."""
    mention = mentions[place]
    if not is_less(claims[place]) or "total" in mention.cues:
        return None
    parts = [i for i in _before(place, mentions) if _is_of_a_part(claims[i], mentions[i])]
    if mention.scope in _OF_ALL:
        parts = [i for i in parts if mentions[i].scope in _OF_ALL]  # 县政府办公室收到9件；全县收到52件
    if mention.local_object and DISPUTES & set(mention.objects):
        # 征地类被复议4件，被诉2件: a dispute named anew goes on only from a part of the disputes, not from a result.
        parts = [i for i in parts if DISPUTES & set(mentions[i].objects) and not mentions[i].result]
    return Reason("words_not_understood") if parts else None


def goes_on_from_its_own(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Reason | None:
    """被复议6件，复议机关受理5件: a smaller number behind the cell's own is of some of the same things."""
    own = (claims[i] for i in _before(place, mentions) if claims[i].cell == claims[place].cell)
    told = is_less(claims[place]) and any(claim.verdict in AGREE for claim in own)
    return Reason("told_in_parts") if told else None


def _before(place: int, mentions: Sequence[Mention]) -> list[int]:
    """Where the mentions of the same sentence before one stand."""
    return [i for i in range(place) if mentions[i].said is mentions[place].said]


def _shared_or_of_a_kind(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """废止2件、宣布失效3件: two numbers of a sentence for one cell may have to be added.

    A number by a name that the form does not have (信息不存在3件) may be some of those in the cell.
    """
    claim = claims[place]
    if claim.form != "number":
        return False
    part = claim.topic in _OF_SEVERAL_KINDS and "part_kind" in mentions[place].cues and is_less(claim)
    return part or (
        claim.topic in _TOLD_IN_PARTS and any(other.cell == claim.cell for other in beside(place, claims, mentions))
    )


def _adds_up(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """向市政府申请复议4件，向县政府申请2件 beside a cell of 6: numbers in a row that make up the cell are its parts."""
    expected = claims[place].expected
    if not expected or not is_less(claims[place]):
        return False
    first = last = place
    while first and _is_part_beside(first - 1, place, claims, mentions):
        first -= 1
    while last + 1 < len(claims) and _is_part_beside(last + 1, place, claims, mentions):
        last += 1
    values = [claim.value or 0 for claim in claims[first : last + 1]]
    own = place - first
    runs = (values[start:end] for start in range(own + 1) for end in range(own + 1, len(values) + 1))
    return any(len(run) > 1 and sum(run) == expected for run in runs)


def _is_part_beside(other: int, place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """Whether a number of the same sentence may be of the same whole: its words name no other cell."""
    claim = claims[other]
    same = mentions[other].said is mentions[place].said and claim.cell in (None, claims[place].cell)
    return same and claim.form == "number" and claim.value is not None and claim.verdict not in AGREE


def _repeats_its_leaf(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """第三方不同意公开2次，依法未予公开2件: what the group's words say is said of the leaf before them."""
    row = mentions[place].row
    leaves = [i for i in _before(place, mentions) if str(mentions[i].row).startswith(f"{row}_")]
    return row in GROUPS and bool(leaves) and claims[leaves[-1]].value == claims[place].value


def _of_those_counted(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """评估规范性文件13件，保留10件: what became of those that the sentence counted, without saying which they are."""
    mention, claim = mentions[place], claims[place]
    if mention.things_told or not set(mention.objects) & DOCUMENTS or not is_less(claim):
        return False
    counted = (
        i for i in _before(place, mentions) if mentions[i].objects == mention.objects and mentions[i].things_told
    )
    return any(claims[i].cell is None and (claims[i].value or 0) >= (claim.value or 0) for i in counted)


def _came_among_those_handled(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """办结51件，其中47件为今年新收、4件为去年结转: two ways of coming in that make up the handled are those of them."""
    around = [i for i in (place - 1, place, place + 1) if 0 <= i < len(mentions)]
    ways = [i for i in around if mentions[i].said is mentions[place].said and mentions[i].row in _WAYS_OF_COMING_IN]
    if len(ways) != 2 or not is_less(claims[place]):
        return False
    told = sum(claims[i].value or 0 for i in ways)
    handled = (claims[i] for i in range(max(0, place - _NEAR), place) if mentions[i].row == "handled")
    return any(claim.value == told and claim.verdict in AGREE for claim in handled)


def _make_up_those_carried(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """对上年结转的4件，公开3件、不予公开1件: results that make up the cases carried over are of those."""
    before = _before(place, mentions)
    carried = next((i for i in reversed(before) if mentions[i].row in CARRIED and mentions[i].form == "number"), None)
    if carried is None or not is_less(claims[place]):
        return False
    return _sum_of(_results_behind(carried, mentions), claims) == claims[carried].value


def _among_those_carried(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """4件系上年结转，已于1月办结，其中公开2件: a result right behind the cases carried over, and no more of it."""
    carried = next(iter(reversed(_before(place, mentions))), None)
    if carried is None or mentions[carried].row not in CARRIED or "part" not in mentions[place].cues:
        return False
    return is_outcome(mentions[place].row) and (claims[place].value or 0) <= (claims[carried].value or 0)


def _make_up_those_of_a_ground(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """涉及第三方的4件，公开3件、部分公开1件: what cases named by a ground came to; none of the three fills a row."""
    named = next((i for i in reversed([*_before(place, mentions), place]) if _group_of_ground(mentions[i])), None)
    if named is None:
        return False
    group = str(_group_of_ground(mentions[named]))
    told = _results_behind(named, mentions)
    others = not any(str(mentions[i].row).startswith(group) for i in told)
    return len(told) > 1 and others and _sum_of(told, claims) == claims[named].value


def _group_of_ground(mention: Mention) -> str | None:
    """涉及第三方的4件: the group (不予公开) of a leaf, where the words do not say it."""
    group = group_of_leaf(mention.row)
    return group if mention.form == "number" and group not in mention.labels_told else None


def _results_behind(place: int, mentions: Sequence[Mention]) -> list[int]:
    """Where the numbers of results stand behind one number in its sentence."""
    behind = (i for i in range(place + 1, len(mentions)) if mentions[i].said is mentions[place].said)
    return [i for i in behind if is_outcome(mentions[i].row) and mentions[i].form == "number"]


def _sum_of(places: Sequence[int], claims: Sequence[Claim]) -> Decimal:
    return sum((claims[i].value or Decimal(0) for i in places), Decimal(0))


def _sums_other_things(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """罚没收入187万元，收费36万元，合计223万元: a total of the numbers before it, some of which are of no cell."""
    mention = mentions[place]
    if "total" not in mention.cues or mention.things_told or mention.quantity is None:
        return False
    run = _before(place, mentions)[-2:]
    others = any(FOREIGN in mentions[i].objects or claims[i].cell is None for i in run)
    quantities = [quantity for i in run if (quantity := mentions[i].quantity) is not None]
    told = sum(quantity.value for quantity in quantities)
    return others and len(quantities) > 1 and told == mention.quantity.value


def _of_applications(mention: Mention) -> bool:
    return mention.located or APPLICATION in mention.objects


def _holds_those_given_in_part(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """予以公开29件（含部分公开6件）: those given in part are told as some of the number, which adds them up."""
    claim = claims[place]
    if mentions[place].row != "granted" or claim.value is None or claim.expected is None:
        return False
    within = (
        claims[i]
        for i in _results_behind(place, mentions)
        if mentions[i].row == "partial" and mentions[i].cues & {"part", "in_bracket"}
    )
    return any(part.verdict in AGREE and claim.value == claim.expected + (part.value or 0) for part in within)


def _is_of_a_part(claim: Claim, mention: Mention) -> bool:
    """Whether a number is of some of the cases, of a part of the year, or of another body."""
    if claim.form != "number" or claim.reason is None:
        return False
    some = "told_of_some" in mention.cues and (claim.reason.code == "words_not_understood" or _of_applications(mention))
    return some or claim.reason.code in _OF_A_PART
