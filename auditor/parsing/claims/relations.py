"""How a number stands to those said before it: part, total, reference, one more of the same kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.nlp import Token, text_of
from auditor.parsing.claims.free_rows import gives_reason, told_freely
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DISPUTES,
    GROUPS,
    Features,
    Mention,
    features_of,
    group_of_leaf,
    has_cue,
    is_outcome,
)
from auditor.parsing.claims.rows import rows_of
from auditor.parsing.claims.unread import strange_among

_MOST_STRANGE = 6
_NEAR = 12
"""How many mentions back a sum of new and carried-in cases still finds its parts."""
_GIVEN = re.compile("(?<![未不法能没])(?<![未不法能没]向申请人)提供(?:给申请人|了)?$")
_STAGES_OF_RECEIPT = frozenset({"received", "new_received", "caseload"})


@dataclass(slots=True)
class Trail:
    """The mentions so far: those of earlier sentences, and those of the sentence at hand, which grow."""

    earlier: Sequence[Mention]
    here: list[Mention] = field(default_factory=list)

    def mention(self, index: int) -> Mention:
        """The mention of that index in the report."""
        base = len(self.earlier)
        return self.earlier[index] if index < base else self.here[index - base]

    @property
    def last_index(self) -> int | None:
        """The index in the report of the last mention of this sentence; None if it has none yet."""
        return len(self.earlier) + len(self.here) - 1 if self.here else None


def keep_applicant(mention: Mention, frame: Frame, trail: Trail, *, among: bool) -> None:
    """The applicant of 自然人申请中… holds for the list, as does the row of 结转件中自然人5件、企业2件."""
    if mention.columns and mention.head is not None and _of_another(mention, trail.mention(mention.head)):
        mention.head = frame.part_of = None
    named = frame.whole_rows if frame.whole_told or mention.head is None else ()
    if mention.columns and set(mention.rows) <= {"received"} and named:
        mention.rows = named
        mention.cues |= set() if frame.whole_told else {"row_of_clause"}
    if mention.columns and not mention.rows and mention.head is None:
        mention.rows = frame.column_rows
    if mention.columns and mention.rows:
        frame.column_rows = mention.rows
    if mention.columns and among:
        frame.columns = mention.columns
    elif not mention.columns and frame.columns and is_outcome(mention.row):
        mention.columns = frame.columns


def _of_another(mention: Mention, whole: Mention) -> bool:
    """企业6件：公开3件；自然人41件：公开18件: whether the numbers are of two applicants, neither holding the other."""
    return bool(whole.columns) and whole.columns not in (("organisations",), mention.columns)


def find_head(mention: Mention, frame: Frame, trail: Trail) -> None:
    """A leaf is part of the last subtotal of its group; a result that is no leaf of its head is no part of it."""
    within = trail.mention(frame.within).row if frame.within is not None else None
    if within == "new_received" and mention.row == "handled":
        mention.cues |= {"told_of_some"}  # 新收52件中已办结47件: those carried in were handled besides
    if not is_outcome(mention.row):
        return
    if _rest_of_a_group(mention, trail):
        mention.rows = ()
        return
    if frame.within is not None and trail.mention(frame.within).row in CARRIED:
        mention.cues |= {"told_of_some"}
    for place in range(len(trail.here) - 1, -1, -1):
        group = trail.here[place].row
        if group and str(mention.row).startswith(f"{group}_"):
            mention.head = len(trail.earlier) + place
            return
    if mention.head is None:
        return
    head = trail.mention(mention.head)
    if head.row in CARRIED:
        mention.head = frame.part_of = None
        return
    if is_outcome(head.row) and not str(mention.row).startswith(f"{head.row}_"):
        mention.head = frame.part_of = None


def _rest_of_a_group(mention: Mention, trail: Trail) -> bool:
    """不予公开7件，其中过程性信息3件，其他4件: 其他 at the end of a group's list are other leaves of that group."""
    if mention.row != "other_any" or mention.head is None or not trail.here:
        return False
    group = trail.mention(mention.head).row
    return group != "other" and group in GROUPS and group_of_leaf(trail.here[-1].row) == group


def take_up(mention: Mention, before: Features, trail: Trail) -> None:
    """27件中 without words of its own takes up the same number said before."""
    if before.labelled or before.objects or mention.quantity is None:
        return
    for other in reversed([*trail.earlier, *trail.here]):
        same = other.quantity is not None and other.quantity.value == mention.quantity.value
        if same and other.objects and not other.columns and other.period == "year":
            mention.objects, mention.rows, mention.result = other.objects, other.rows, other.result
            mention.scope = other.scope
            return


def arrive(trail: Trail) -> None:
    """从540件升至622件: where a change arrives is what it started from, now."""
    start, mention = trail.here[-2:]
    if mention.rows or mention.columns or mention.result or mention.local_object:
        return
    mention.objects, mention.rows, mention.columns = start.objects, start.rows, start.columns
    mention.result, mention.path, mention.local_object = start.result, start.path, start.local_object
    mention.cues, mention.gap, mention.period, mention.difference = start.cues | {"free_words"}, 0, "year", False
    mention.row_told, mention.strange = start.row_told, start.strange


def yield_to_first(mention: Mention, trail: Trail) -> None:
    """收到32件，网上提交20件: a second number received in a sentence that names no thing is some part."""
    if mention.rows != ("received",) or mention.columns or mention.local_object:
        return
    if any(other.row in _STAGES_OF_RECEIPT and not other.columns and other.period == "year" for other in trail.here):
        mention.rows = ()


def yield_to_list(mention: Mention, frame: Frame, trail: Trail, *, of_a_kind: bool) -> None:
    """征地类210件，其他类294件: 其他 behind a number that is no result lists something else.

    自然资源局22件、其他单位30件: behind one that is no applicant's, it is no applicant either. Behind one that
    is, it may be all those that the list did not name. Groups of clauses (征地类30件，公开20件；其他10件) are
    listed by the numbers that they open with. 其他类 (``of_a_kind``) lists something else as the first part, too.
    """
    opens_group = 0 < frame.group == len(trail.here)
    before = trail.here[0 if opens_group else -1] if trail.here else None
    listed = before is not None and before.head == mention.head
    if mention.row == "other_any" and before is not None and listed and _asks_in_list(before, trail):
        mention.rows, mention.columns, mention.row_told = (), ("other_org",), False
        mention.cues |= {"names_others"}
    unnamed = before is not None and listed and (before.matter or not (before.rows or before.columns))
    if mention.row == "other_any" and (unnamed or (of_a_kind and _first_of_received(mention, trail))):
        mention.rows = ()
    if "names_others" not in mention.cues or mention.columns != ("other_org",):
        return
    if unnamed:
        mention.columns = ()
    elif any(other.columns for other in trail.here):
        mention.cues |= {"rest_of_applicants"}


def _first_of_received(mention: Mention, trail: Trail) -> bool:
    """新收52件，其中其他类12件: whether a number is a part of what was received, before any result is told."""
    received = mention.head is not None and trail.mention(mention.head).row in _STAGES_OF_RECEIPT
    return received and not any(is_outcome(other.row) for other in trail.here)


def _asks_in_list(before: Mention, trail: Trail) -> bool:
    """自然人申请41件，其他11件: whether a list tells who asked, and no result so far."""
    return bool(before.columns) and not any(is_outcome(other.row) for other in trail.here)


def rest_of_group(mention: Mention, trail: Trail, *, total: bool) -> None:
    """逾期不补正44件、其他情形40件: 其他 behind a leaf of 其他处理 is the last leaf of that group, or the group."""
    leaves = any(other.row in ("other_no_correction", "other_fee_unpaid") for other in trail.here)
    if mention.row in ("other", "other_any") and leaves and not total and mention.head is None:
        mention.rows = ("other_rest",)


def sum_up(mention: Mention, before: Features, after: Features, frame: Frame, trail: Trail) -> None:
    """A total without words of its own that is a row itself: 新收32件，上年结转4件，合计36件; 已全部办结，共46件."""
    bare = not (before.labelled or before.objects or before.channels or after.labelled or after.objects)
    if "total" in before.cues and "comparing" in before.cues and _both_came_in(mention, trail):
        mention.rows, mention.head = ("caseload",), None
        return
    if not bare or "total" not in before.cues:
        return
    if any(has_cue(token, "finished") for token in frame.pending):
        mention.objects, mention.rows = frame.objects or (APPLICATION,), ("handled",)
        return
    if any(is_outcome(other.row) and not other.columns for other in trail.here):
        return
    here, before_it = (_rows_said(mentions) for mentions in (trail.here, trail.earlier[-_NEAR:]))
    if "in_hand" in before.cues or ("carried_in" in here and (here | before_it) & {"received", "new_received"}):
        mention.objects, mention.rows, mention.head = (APPLICATION,), ("caseload",), None


def _both_came_in(mention: Mention, trail: Trail) -> bool:
    """上年结转67件，与新收申请合计1696件: what came in newly and what was carried in, together."""
    last_one = trail.here[-1] if trail.here else None
    rows = {*mention.rows, *(last_one.rows if last_one else ())}
    return "carried_in" in rows and bool(rows & {"received", "new_received"}) and len(rows) == 2


def _rows_said(mentions: Sequence[Mention]) -> set[str]:
    return {row for other in mentions for row in other.rows if other.period == "year" and not other.columns}


def label_late(trail: Trail, clause: Sequence[Token], year: int | None, said: str = "") -> None:
    """另3件答复期限未到，转入下年办理: a clause without a number labels the number of the clause before.

    Where what was ``said`` there gives a cause, the number is perhaps of some of a group: 2件因没有汇总表，无法提供.
    """
    found = features_of(clause)
    last_one = trail.here[-1] if trail.here else None
    open_number = last_one is not None and last_one.form == "number" and not (last_one.rows or last_one.columns)
    if last_one is None or not open_number or not last_one.counts or not last_one.located:
        return
    if set(last_one.objects) & DISPUTES or strange_among(clause, ()) > _MOST_STRANGE:
        return
    rows = told_freely(rows_of(found, clause, year, summed=False), clause)
    if rows == ("not_processed",) and last_one.cues & {"petition"}:
        rows = ("not_processed_petition",)
    telling = rows and (is_outcome(rows[0]) or rows[0] in CARRIED) and rows != ("opened",)
    if telling and not found.cues & {"universal", "negation", "rest"} and not last_one.result:
        last_one.objects, last_one.rows, last_one.tail, last_one.gap = (APPLICATION,), rows, 0, 0
        last_one.of_another_thing, last_one.row_told = False, True
        last_one.cues |= found.cues & {"part_kind"}
        last_one.cues |= {"free_words"} if rows[0] in GROUPS and gives_reason(said) else set()


def answered_otherwise(trail: Trail, words: Sequence[Token]) -> None:
    """涉及商业秘密的3件经征求意见后予以公开: cases named by a ground, which words behind them answer otherwise.

    So the number is perhaps none of the row of that ground.
    """
    last_one = trail.here[-1] if trail.here else None
    group = _group_of(last_one.row) if last_one is not None and last_one.form == "number" else None
    if last_one is None or not group or last_one.row == group or group in last_one.labels_told:
        return
    found = features_of(words)
    if found.cues & {"rest", "part"}:
        return
    told = [
        meaning.key
        for place, token in enumerate(words)
        for meaning in token.meanings
        if meaning.class_ == "row" and is_outcome(meaning.key) and not (place and has_cue(words[place - 1], "negation"))
    ] or [row for row in told_freely((), words) if is_outcome(row)]
    given = not told and _GIVEN.search(text_of(words))
    if given or (told and _group_of(told[-1]) != group):
        last_one.cues |= {"free_words"}
    elif told:
        last_one.matter = False  # 涉及商业秘密的3件经征求意见后不予公开


def _group_of(row: str | None) -> str | None:
    """The group of results that a row is, or is a leaf of."""
    return row if row in GROUPS else group_of_leaf(row)


def widen_received(trail: Trail) -> None:
    """（含上年结转） behind a number of received applications makes it the caseload."""
    heads = [item for item in trail.here if not item.columns and item.row not in CARRIED]
    if heads and heads[-1].row in ("received", "processed"):
        heads[-1].rows = ("caseload",)


def resolve_opened(trail: Trail) -> None:
    """公开17件 is granted where only 部分公开 stands beside it; alone, or behind both, it may be both.

    公开类 holds both, unless 部分公开类 stands beside it: then it may be either.
    """
    said = {row for mention in trail.here for row in mention.rows}
    for mention, following in pairwise(trail.here):
        # 企业申请公开3件、部分公开1件: 3 asked for, or 3 of those who asked were granted.
        listed = is_outcome(following.row) and following.form == "number" and following.columns in ((), mention.columns)
        if "asks_or_opens" in mention.cues and listed and not said & {"granted", "opened", "disclosed"}:
            mention.rows = ("asked_or_opened",)
    for mention in trail.here:
        if mention.rows == ("opened",) and "partial" in said and "granted" not in said:
            mention.rows = ("granted",)
        elif mention.rows == ("disclosed",) and "partial" in said and "granted" not in said:
            mention.rows = ("opened",)
