"""The second look at a number that no cell agrees with, before anybody is accused.

Linking looks at words only; what it tied may still be misread. A careful reader would ask three
things before saying "contradicted": were the words about the number understood, is the number
another cell that the sentence speaks of, and does the report state the cell rightly elsewhere, in
plainer words? A claim that fails one of them is undecided, with the reason. A number that is a slip
of the cell's own digits (2486 for 2846) speaks of that cell, however strange the words about it are.
What remains is contradicted; a doubt that would not change a reader's mind only goes along with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.document import CellSum, Claim, Reason, Verdict
from auditor.parsing.claims.linking import READINGS, columns_read, dispute_row, rows_read
from auditor.parsing.claims.links import cells_of, in_column
from auditor.parsing.claims.mentions import DISPUTES, GROUPS, Mention, is_outcome
from auditor.parsing.claims.parts import (
    AGREE,
    beside,
    goes_on_from_a_part,
    goes_on_from_its_own,
    is_less,
    told_in_parts,
)
from auditor.parsing.claims.tying import Tables
from auditor.parsing.claims.unread import NARROWED
from auditor.text.slips import is_slip

_TOTALS = frozenset({"received", "new_received", "caseload", "handled", "applicant", "decisions"})
"""Topics whose words, 申请 above all, are said of many other things too."""
_RECEIPTS = frozenset({"received", "new_received"})
_FURTHEST_WORDS, _LONGEST_TAIL = 2, 1
_MOST_STRANGE_IN_TOTAL, _MOST_STRANGE = 2, 5
_NO_WHOLE = frozenset({"not_of_the_tables", "published_items"})


def reconsider(claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables) -> tuple[Claim, ...]:
    """The claims, each contradiction looked at again; claims and mentions are in the same order."""
    settled = list(claims)
    for place, claim in enumerate(claims):
        if claim.verdict is Verdict.CONTRADICTED:
            settled[place] = _second_look(place, settled, mentions, tables)
    return tuple(settled)


def _second_look(place: int, claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables) -> Claim:
    claim, mention = claims[place], mentions[place]
    other = _counted_otherwise(claim, mention, tables) or told_in_parts(place, claims, mentions)
    other = other or _lists_all_received(place, claims, mentions, tables)
    slipped = _slipped(claim, mention)
    if not slipped:
        other = other or _not_understood(claim, mention) or _leans_on_unsure(place, claims, mentions)
        other = other or goes_on_from_a_part(place, claims, mentions)
    meant = None if other else _said_of_another_cell(place, claims, mentions, tables)
    if meant:
        other = Reason("reads_as_another_cell", {"cell": meant})
    if not slipped:
        other = other or _stated_elsewhere(claim, mention, claims) or goes_on_from_its_own(place, claims, mentions)
    if other:
        return replace(claim, verdict=Verdict.AMBIGUOUS, reason=other, cell=meant or claim.cell)
    return replace(claim, reason=_doubt(claim, mention, tables))


def is_plain(claim: Claim, mention: Mention) -> bool:
    """Whether the words about a number were understood and fix its cell by themselves."""
    return _not_understood(claim, mention) is None and _plain(claim, mention)


def _slipped(claim: Claim, mention: Mention) -> bool:
    """Whether the number is a slip of the cell's: then it speaks of the cell, though words about it are strange."""
    if claim.value is None or claim.expected is None or mention.strange >= NARROWED or mention.matter:
        return False
    if "told_of_some" in mention.cues and is_less(claim):
        return False
    return is_slip(claim.value, claim.expected)


def _not_understood(claim: Claim, mention: Mention) -> Reason | None:
    """Words too far from the number, or words about it that were not understood."""
    if mention.gap > _FURTHEST_WORDS or mention.tail > _LONGEST_TAIL:
        return Reason("words_too_far")
    if claim.form == "zero" and claim.topic in _RECEIPTS and mention.strange >= _MOST_STRANGE_IN_TOTAL:
        return Reason("words_not_understood")
    if claim.topic in _RECEIPTS and mention.gap:
        return Reason("words_too_far")
    most = _MOST_STRANGE_IN_TOTAL if claim.topic in _TOTALS else _MOST_STRANGE
    if claim.topic == "decisions" and is_less(claim) and _of_some_decisions(mention):
        return Reason("words_not_understood")
    if claim.topic == "processed" and not mention.local_object:
        return Reason("words_not_understood")
    elsewhere = claim.form == "number" and claim.topic in _RECEIPTS and not mention.located
    elsewhere = elsewhere and "in_full" not in mention.cues
    some = mention.cues & {"some_of_them", "told_of_some"} and is_less(claim)
    if some or mention.matter or mention.strange > most or mention.cues & {"deed", "free_words"} or elsewhere:
        return Reason("words_not_understood")
    return None


def _of_some_decisions(mention: Mention) -> bool:
    """不予行政处罚31件, 涉企行政处罚92件, 网上办理许可1188件: a word before the decision, or what was handled."""
    return bool(mention.strange or mention.channel or {"processed", "handled"} & set(mention.rows))


def _counted_otherwise(claim: Claim, mention: Mention, tables: Tables) -> Reason | None:
    """Known ways in which offices count that explain the number."""
    if "answered" in mention.cues and claim.topic == "handled" and claim.value in _counts_without_misc(tables):
        return Reason("handled_without_misc")
    in_all = mention.cues & {"total", "all_year"}
    answers = claim.topic in ("handled", "applicant") and not in_all
    if answers and claim.cell and claim.value in _counts_of_the_new(claim.cell, tables):
        return Reason("handled_of_the_new")
    beside_withdrawn = mention.rows == ("other_any",) and "other_withdrawn" in mention.said.rows
    if mention.rows == ("other_withdrawn",) or beside_withdrawn:
        return Reason("withdrawn_elsewhere")
    all_upheld = mention.form == "universal" and mention.result == "upheld"
    if all_upheld and claim.cell and tables.total(in_column(claim.cell, "corrected"))[0] == 0:
        return Reason("none_corrected")
    return None


def _counts_of_the_new(cell: CellSum, tables: Tables) -> set[Decimal]:
    """收到52件，当年办结47件，其余5件结转: what was answered of those that came in newly, carried-in ones left out."""
    address = cell.addresses[0]
    if address.table != "applications" or address.row != "handled_total" or len(cell.addresses) > 1:
        return set()
    new, out = (tables.cell("applications", row, address.column) for row in ("new_received", "carried_out"))
    return {new - out} if new is not None and out is not None else set()


def _lists_all_received(
    place: int, claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables
) -> Reason | None:
    """其中，自然人申请41件、… in a sentence behind 办结51件: a list of those received, not of those answered."""
    mention = mentions[place]
    if mention.head is None or not mention.columns or mentions[mention.head].said is mention.said:
        return None
    listed = [
        i
        for i, other in enumerate(mentions)
        if other.said is mention.said and other.head == mention.head and other.columns
    ]
    cells = [cells_of("applications", ("new_received",), mentions[i].columns) for i in listed]
    received = all(tables.total(cell)[0] == claims[i].value for cell, i in zip(cells, listed, strict=True))
    if not received or len(listed) <= 2:
        return None
    return Reason("reads_as_another_cell", {"cell": cells[listed.index(place)]})


def _leans_on_unsure(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Reason | None:
    """A result whose thing is named with another number of the sentence is no surer than that number."""
    mention = mentions[place]
    head = claims[mention.head] if mention.head is not None else None
    if head and head.form == "number" and _unsure_whole(mention, head):
        return Reason("words_not_understood")
    if mention.rows == ("finished",) and place and mentions[place - 1].said is mention.said:
        whole = claims[place - 1]
        if whole.form == "number" and whole.verdict in (Verdict.AMBIGUOUS, Verdict.NO_CELL):
            return Reason("words_not_understood")
    if mention.local_object:
        return None
    if _goes_on_from_another_thing(place, claims, mentions):
        return Reason("words_not_understood")
    for before in range(place - 1, -1, -1):
        if mentions[before].said is not mention.said:
            return None
        if mentions[before].local_object and set(mentions[before].objects) & set(mention.objects):
            unsure = claims[before].verdict in (Verdict.AMBIGUOUS, Verdict.OUT_OF_SCOPE, Verdict.NO_CELL)
            return Reason("words_not_understood") if unsure else None
    return None


def _goes_on_from_another_thing(place: int, claims: Sequence[Claim], mentions: Sequence[Mention]) -> bool:
    """监测数据9件，公开4件，部分公开2件: a result behind two numbers of another thing may be one of its results."""
    before = [i for i in (place - 1, place - 2) if i >= 0 and mentions[i].said is mentions[place].said]
    others = [i for i in before if claims[i].form == "number" and claims[i].reason is not None]
    codes = {reason.code for i in others if (reason := claims[i].reason) is not None}
    return len(others) == len(before) > 0 and codes == {"not_of_the_tables"} and mentions[place].head is None


def _unsure_whole(mention: Mention, head: Claim) -> bool:
    """Whether a part or a universal is of something that is no number of the tables itself."""
    if mention.form == "universal":
        return head.verdict not in (*AGREE, Verdict.CONTRADICTED) and mention.rows != ("finished",)
    return head.verdict is Verdict.NO_CELL and head.reason is not None and head.reason.code in _NO_WHOLE


def _counts_without_misc(tables: Tables) -> set[object]:
    handled = tables.cell("applications", "handled_total", "total")
    leaves = [tables.cell("applications", row, "total") for row in ("other_misc", "other", "not_processed")]
    return {handled - leaf for leaf in leaves if handled is not None and leaf}


def _said_of_another_cell(
    place: int, claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables
) -> CellSum | None:
    """The cell with this number whose words stand in the same sentence, without a number of its own there."""
    claim, mention = claims[place], mentions[place]
    if claim.form != "number" or not claim.value:
        return None
    taken = {str(other.cell) for other in beside(place, claims, mentions) if other.form == "number"}
    governed = mention.head is not None and mentions[mention.head].row == "new_received"
    for cells in _other_readings(claim, mention, governed=governed):
        if cells not in claim.candidates and str(cells) not in taken and tables.total(cells)[0] == claim.value:
            return cells
    return None


def _other_readings(claim: Claim, mention: Mention, *, governed: bool) -> Iterator[CellSum]:
    """The cells that the sentence's labels could give the number where its own words leave room.

    What is part of the newly received is ``governed`` by that row. A label that stands with the
    number is not shared out otherwise: 部分公开12件 where 12 is the number of 予以公开 is the slip
    that we look for.
    """
    first = claim.candidates[0].addresses[0]
    said = mention.said
    unclear = bool(mention.strange or mention.gap)
    if claim.topic in _RECEIPTS and not mention.row_told and not mention.columns:
        # 依申请公开政府信息17条: what was asked for, was given, or was dealt with.
        for perhaps in (("handled_total",), ("granted", "partial"), ("new_received", "carried_in")):
            yield cells_of("applications", perhaps, ("total",))
    if first.table == "applications":
        own_rows = tuple(dict.fromkeys(address.row for address in claim.candidates[0].addresses))
        open_rows = () if mention.row_told or governed else said.rows
        for reading in (reading for row in open_rows for reading in rows_read(row)):
            yield cells_of("applications", reading, (first.column,))
        for joined in _rows_joined(mention):
            yield cells_of("applications", joined, (first.column,))
        for column in said.columns if unclear and not mention.columns else ():
            yield cells_of("applications", own_rows, (column,))
    elif first.table == "disputes":
        rows = [] if mention.local_object else [*map(dispute_row, DISPUTES & set(said.objects)), *said.paths]
        for row in dict.fromkeys([*rows, first.row]) if unclear else ():
            for column in columns_read(said.results):
                yield cells_of("disputes", (row,), (column,))
        if mention.result == "dismissed" and "conjunction" in mention.cues and "upheld" in said.results:
            yield cells_of("disputes", (first.row,), ("upheld", "other"))  # 4件维持或驳回


def _rows_joined(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Rows that one number may be of together: 不予处理或其他4件, 信息不存在等无法提供的11件."""
    told = [READINGS.get(row, ((row,),))[0][0] for row in sorted(mention.labels_told) if is_outcome(row)]
    if not mention.cues & {"conjunction", "such_as"} or len(told) < 2:
        return
    groups = tuple(row for row in told if row in GROUPS)
    yield from ((group,) for group in groups)
    if len(groups) == len(told):
        yield groups


def _stated_elsewhere(claim: Claim, mention: Mention, claims: Sequence[Claim]) -> Reason | None:
    """The cell is stated rightly elsewhere, and the words here are weaker: perhaps some of the same things."""
    if _plain(claim, mention):
        return None
    stated = any(other.cell == claim.cell and other.verdict in AGREE and other.form == "number" for other in claims)
    return Reason("stated_rightly_elsewhere") if stated else None


def _plain(claim: Claim, mention: Mention) -> bool:
    """Whether the words fix the cell by themselves: all understood, and applications told from other ones."""
    if mention.strange or mention.gap:
        return False
    if claim.candidates[0].addresses[0].table != "applications":
        return True
    return "in_full" in mention.cues or (mention.located and (mention.row_told or bool(mention.columns)))


def _doubt(claim: Claim, mention: Mention, tables: Tables) -> Reason | None:
    """A doubt that a careful reader would name beside the contradiction."""
    if mention.quantity is not None and mention.quantity.approximate:
        return Reason("doubt_approximate")
    if claim.topic == "decisions" and {"processed", "handled"} & set(mention.rows):
        return Reason("doubt_not_decided")
    if "filing" in mention.cues:
        return Reason("doubt_filing")
    if tables.kind is None and mention.scope in ("region", "system"):
        return Reason("doubt_scope")
    if mention.form == "universal" and "on_time" in mention.cues:
        return Reason("doubt_on_time")
    if claim.topic == "outcome_subtotal" and mention.row == "denied":
        groups = [tables.cell("applications", group, "total") for group in GROUPS]
        if None not in groups and claim.value == sum(group for group in groups if group is not None):
            return Reason("doubt_colloquial")
    return None
