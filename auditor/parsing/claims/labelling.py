"""The words of one number to object, row, column and result; what they leave open comes from the frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.nlp import Token, text_of
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DISPUTES,
    DOCUMENTS,
    FEES,
    FOREIGN,
    GROUPS,
    LITIGATION,
    TABLE_TWO,
    WEAK_EVENTS,
    Features,
    Mention,
    features_of,
    has_cue,
    is_outcome,
    last,
)
from auditor.text.widths import narrow

_YEAR = re.compile(r"((?:19|20)\d\d)年度?$")
_COMES_IN = re.compile(r"\+|加上|加|连同|算上|并入|过来|而来|带来|转入本年|转入当年|含")
_GOES_ON = re.compile("继续|下|次年|期限|未到|未满|尚|还有|另|余|延续|跨")
_NEAREST_ACT = 3
"""Characters between an act and its number: 废止了6件, 有效件数仍为143件."""
_SUIT = "(?:起诉|诉讼|告|打官司)"
_DIRECT = re.compile(
    rf"(?:未|没有?|不)(?:经过?|走)[^，。；]{{0,4}}复议[^，。；]{{0,8}}{_SUIT}|直接[^，。；]{{0,8}}{_SUIT}"
)
_AFTER_REVIEW = re.compile(
    rf"复议[^，。；]{{0,6}}(?:后|完|再|又)[^，。；]{{0,6}}{_SUIT}|经过?复议[^，。；]{{0,4}}{_SUIT}"
    rf"|复议决定[^，。；]{{0,6}}(?:不服|{_SUIT})"
)
_PETITION = re.compile(
    "(?:属于?|实为|实系|实是|实质[上是为]*|其实是|实际[上是为]+|性质为|系|按|当作?)[^，。；]{0,6}(?:信访|投诉|举报)"
    "|(?:转|走|循|引导至?|告知)[^，。；]{0,6}(?:信访|投诉|举报)[^，。；]{0,4}(?:渠道|途径|告知|程序|路径)|转信访告知"
    "|(?:借|以|拿|把|用)[^，。；]{0,8}(?:信访|投诉|举报)[^，。；]{0,6}(?:申请|内容|之实)|行信访之实"
)
"""The words by which an application is found to be a petition."""
ORGANISATIONS = frozenset(
    {"organisations", "company", "research_institute", "public_interest", "legal_service", "other_org"}
)


@dataclass(slots=True)
class Frame:
    """What later numbers of the sentence inherit."""

    objects: tuple[str, ...] = ()
    counts_other: bool = False
    """Whether the last things counted were other ones than applications and disputes."""
    stream: bool = False
    """Whether the objects are other things that come in and are answered, 提案 or 留言: outcomes are theirs."""
    act: str | None = None
    path: str | None = None
    in_bracket: bool = False
    """Whether the words stand in the bracket of a number."""
    result: str | None = None
    """The result of 被纠正的复议2件、诉讼1件, until the clause ends."""
    scope: str | None = None
    period: str | None = None
    clause_period: str | None = None
    """The period that the clause at hand opens with."""
    opens_part: bool = False
    """Whether the clause at hand says 其中 or the like."""
    narrowed: bool = False
    """Whether the sentence has turned to one field of matters."""
    head: int | None = None
    part_of: int | None = None
    columns: tuple[str, ...] = ()
    """The applicants of 自然人申请中予以公开9件、部分公开6件, until the clause group ends."""
    whole_rows: tuple[str, ...] = ()
    """The rows of 办结的申请中，自然人提出9件, for the sentence."""
    column_rows: tuple[str, ...] = ()
    """The rows of the last number that named an applicant and a row."""
    lists_organisations: bool = False
    """Whether the number before was of a kind of organisation: 企业3件、科研机构2件、其他1件."""
    other_cause: bool = False
    """Whether the disputes of the sentence arose from something else than disclosure (因征地引起)."""
    in_full: bool = False
    """Whether the sentence has called applications ones for disclosure, so that bare 申请 is short for it."""
    filing: bool = False
    reviewing: bool = False
    """Whether the disputes of the sentence are those that the office decides itself."""
    classified: bool = False
    """Whether the sentence sorts documents by kind of disclosure (定为依申请公开的121件)."""
    said: str = ""
    """The clause before, as it stands."""
    pending: tuple[Token, ...] = ()
    """The clause before, if it had no number: 部分公开的，没有."""


def carry_direction(found: Features, tokens: Sequence[Token], year: int | None) -> str:
    """Whether 结转 and its like speak of last year's cases coming in or of cases going on; empty if neither."""
    if "carried_in" in found.rows:
        return "carried_in"
    if {"carry", "moved"} & set(found.rows):
        for token in tokens:
            match = _YEAR.match(narrow(token.text))
            if match and year is not None and not token.quantity:
                return "carried_in" if int(match.group(1)) < year else "carried_out"
            if any(meaning.class_ == "period" and meaning.key == "prior" for meaning in token.meanings):
                return "carried_in"
            if has_cue(token, "next_year"):
                return "carried_out"
    if "carried_out" in found.rows:
        return "carried_out"
    if "carry" not in found.rows:
        return ""
    text = text_of(tokens)
    if _COMES_IN.search(text):
        return "carried_in"
    return "carried_out" if _GOES_ON.search(text) else "carried"


def settle(
    mention: Mention,
    before: Features,
    after: Features,
    left: Sequence[Token],
    right: Sequence[Token],
    frame: Frame,
    year: int | None,
    *,
    located: bool,
) -> None:
    """Decide object, rows, columns, result, path and act of a mention from its words and the frame."""
    tokens = (*left, *right)
    found = features_of(tokens)
    mention.columns = _columns(before, after, tokens)
    mention.result = last(found.results)
    mention.path = last(found.paths) or path_told(text_of(tokens))
    listed = len({row for row in after.rows if is_outcome(row)}) > 1 and not before.rows
    mention.rows = rows_of(found, tokens, year, summed="total" in before.cues or listed)
    if _petition_told(mention, found, frame, left, right, located=located):
        mention.rows, mention.objects = ("not_processed_petition",), (APPLICATION,)
    mention.row_told = bool(mention.rows) and not (mention.columns and set(mention.rows) <= {"received"})
    mention.things_told, mention.acts_told = tuple(found.objects), tuple(found.acts)
    mention.objects = mention.objects or _objects(mention, before, after, frame, located=located)
    if mention.rows == ("new_received",) and set(mention.objects) & DOCUMENTS:
        mention.rows, mention.act = (), "issued"
    if mention.rows == ("other_fee_unpaid",):
        mention.objects = (APPLICATION,)
    mention.local_object = bool(set(found.objects) & {APPLICATION, *DISPUTES})
    mention.act = last(found.acts) or mention.act
    if set(mention.objects) & DOCUMENTS:
        goes_on = mention.head is None and not set(found.objects) & DOCUMENTS
        mention.act = mention.act or (frame.act if goes_on else None)
    if mention.path and set(mention.objects) & DISPUTES:
        mention.objects = (LITIGATION,)
        mention.gap = 0
    if len(set(after.objects)) > 1 and not mention.rows:
        mention.cues |= {"more_said"}
    if set(mention.objects) & DISPUTES:
        if _attributive(before):
            frame.result = mention.result
        mention.result = mention.result or frame.result
        mention.rows = tuple(row for row in mention.rows if row in ("received", "processed", "handled"))
        if not found.results and not found.paths and not set(found.objects) & DISPUTES:
            mention.cues |= {"inherited_only"}


def _petition_told(
    mention: Mention, found: Features, frame: Frame, left: Sequence[Token], right: Sequence[Token], *, located: bool
) -> bool:
    """1件实为信访投诉, 告知走信访渠道的1件: an application that is a petition, not petitions that are counted."""
    counted = APPLICATION in frame.objects or (located and not frame.counts_other)
    if (
        not counted
        or "petition" not in found.cues
        or mention.columns
        or set(mention.rows) - {"not_processed", "not_processed_petition"}
    ):
        return False
    before, behind = (text_of(words) for words in (left, right))
    return bool(_PETITION.search(before) or _PETITION.match(behind))


def _attributive(before: Features) -> bool:
    """被纠正的复议: the result stands before the thing."""
    results = [i for i, (class_, _) in enumerate(before.order) if class_ == "result"]
    things = [i for i, (class_, key) in enumerate(before.order) if class_ == "object" and key in DISPUTES]
    return bool(results and things) and results[0] < things[-1]


def path_told(text: str) -> str | None:
    """How a suit came to court, told in free words: 没经过复议直接告到法院, 复议之后又起诉."""
    if _DIRECT.search(text):
        return "direct"
    return "after_review" if _AFTER_REVIEW.search(text) else None


def _columns(before: Features, after: Features, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The applicants named with a number; several without 各 are taken together."""
    columns = list(dict.fromkeys(before.columns or after.columns))
    if len(columns) < 2:
        return tuple(columns)
    if not set(columns) <= ORGANISATIONS:
        return tuple(columns[-1:])
    listed = any(token.text.startswith("等") for token in tokens)
    if listed or "organisations" in columns:
        return ("organisations",)
    return tuple(columns)


def rows_of(found: Features, tokens: Sequence[Token], year: int | None, *, summed: bool) -> tuple[str, ...]:
    """The rows that the words name: a leaf before its group; several only where they are summed."""
    direction = carry_direction(found, tokens, year)
    named = [direction if row in ("carry", "moved") else row for row in found.rows]
    rows = [row for row in dict.fromkeys(named) if row]
    outcomes = [row for row in rows if is_outcome(row)]
    leaves = [row for row in outcomes if row.startswith(tuple(f"{group}_" for group in GROUPS))]
    if outcomes == ["not_processed"] and "petition" in found.cues:
        return ("not_processed_petition",)
    groups = [row for row in outcomes if any(leaf.startswith(f"{row}_") for leaf in leaves)]
    if groups and "among_causes" in found.cues:
        return (groups[-1],)
    outcomes = [row for row in outcomes if row not in groups]
    if "other_withdrawn" in outcomes:
        outcomes = [row for row in outcomes if row != "other_any"]
    if summed and len(outcomes) > 1:
        return tuple(outcomes)
    if leaves or outcomes:
        return ((leaves or outcomes)[-1],)
    carried = [row for row in rows if row in CARRIED]
    if summed and carried and carried != ["carried_out"] and {"new_received", "received"} & set(rows):
        return ("caseload",)
    if summed and "in_hand" in rows:
        return ("caseload",)
    strong = [row for row in rows if row not in WEAK_EVENTS]
    chosen = last(carried) or last(strong) or last(rows)
    return (chosen,) if chosen else ()


def named_objects(found: Features) -> tuple[str, ...]:
    """The last run of things named: 行政复议、行政诉讼 are two, 网站…申请 is the last one."""
    if not found.objects:
        return ()
    thing = found.objects[-1]
    if thing in DISPUTES:
        return tuple(dict.fromkeys(item for item in found.objects if item in DISPUTES))
    return (thing,)


def _objects(mention: Mention, before: Features, after: Features, frame: Frame, *, located: bool) -> tuple[str, ...]:
    """What is counted: the thing named behind the number, else the nearest before it, else the frame's."""
    outcome = any(is_outcome(row) or row in CARRIED for row in mention.rows)
    named = tuple(after.objects[:1]) or named_objects(before)
    if outcome and after.rows and named == (FOREIGN,) and not after.objects:
        return inherited(frame, outcome=True, located=located)
    if named == (FOREIGN,) and not after.objects and _label_is_closer(before):
        if outcome:
            return inherited(frame, outcome=True, located=located)
        if mention.result and set(frame.objects) & DISPUTES:
            return frame.objects
    if named == (FOREIGN,) and before.acts and set(frame.objects) & DOCUMENTS and not mention.rows:
        return frame.objects
    if _charges(mention, before, frame) and not set(named) - {FOREIGN}:
        return (FEES,)
    if named:
        return named
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


def _charges(mention: Mention, before: Features, frame: Frame) -> bool:
    """行政处罚零件，收费0万元: an amount charged, beside other things of table 二."""
    beside = bool(frame.objects) and set(frame.objects) <= TABLE_TWO
    money = mention.quantity is not None and mention.quantity.unit.endswith("元")
    return beside and money and "charged" in before.cues


def _label_is_closer(before: Features) -> bool:
    """Whether a row or result stands between the foreign thing and the number."""
    things = [i for i, (class_, key) in enumerate(before.order) if (class_, key) == ("object", FOREIGN)]
    labels = [i for i, (class_, _) in enumerate(before.order) if class_ in ("row", "result")]
    return bool(labels) and (not things or labels[-1] > things[-1])


def inherited(frame: Frame, *, outcome: bool, located: bool) -> tuple[str, ...]:
    """What is counted when the words do not say: the frame's thing, else what the place is about."""
    if APPLICATION in frame.objects:
        return (APPLICATION,)
    if frame.stream:
        return frame.objects
    only_named = frame.objects == (FOREIGN,) and not frame.counts_other
    if located and (not frame.objects or only_named or (outcome and not set(frame.objects) & (DISPUTES | DOCUMENTS))):
        return (APPLICATION,)
    return frame.objects
