"""The words of one number to object, row, column and result; what they leave open comes from the frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.nlp import Token
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DISPUTES,
    DOCUMENTS,
    FOREIGN,
    GROUPS,
    LABEL_CLASSES,
    LITIGATION,
    TABLE_TWO,
    WEAK_EVENTS,
    Features,
    Mention,
    classes,
    features_of,
    has_cue,
    is_outcome,
    is_stage,
    last,
)
from auditor.parsing.claims.unread import LINKS
from auditor.text.widths import is_cjk, narrow
from auditor.vocabulary import Meaning

_YEAR = re.compile(r"((?:19|20)\d\d)年度?$")
_FURTHEST, _FURTHEST_NUMBER_FIRST, _LONGEST_RIGHT = 4, 6, 14
_NEAREST_OBJECT = 2
_NOMINALISERS = frozenset({"的", "者", "案", "案件"})
_BARE_BODY = "单位"
_HOMONYMS = frozenset({"其他", "公开", "其它"})
_BARE_APPLICATION = "申请"
_COUNTERS = frozenset({"凡", "有", "计", "达", "仅", "只", "只有", "仅有", "者", "也", "又", "已", "就", "便"})
"""Words between a label that stands in a clause of its own and its number."""
_SUIT = "(?:起诉|诉讼|告|打官司)"
_DIRECT = re.compile(
    rf"(?:未|没有?|不)(?:经过?|走)[^，。；]{{0,4}}复议[^，。；]{{0,8}}{_SUIT}|直接[^，。；]{{0,8}}{_SUIT}"
)
_AFTER_REVIEW = re.compile(
    rf"复议[^，。；]{{0,6}}(?:后|完|再|又)[^，。；]{{0,6}}{_SUIT}|经过?复议[^，。；]{{0,4}}{_SUIT}"
    rf"|复议决定[^，。；]{{0,6}}(?:不服|{_SUIT})"
)
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
    column_rows: tuple[str, ...] = ()
    """The rows of the last number that named an applicant and a row."""
    lists_organisations: bool = False
    """Whether the number before was of a kind of organisation: 企业3件、科研机构2件、其他1件."""
    in_full: bool = False
    """Whether the sentence has called applications ones for disclosure, so that bare 申请 is short for it."""
    filing: bool = False
    classified: bool = False
    """Whether the sentence sorts documents by kind of disclosure (定为依申请公开的121件)."""
    said: str = ""
    """The clause before, as it stands."""
    pending: tuple[Token, ...] = ()
    """The clause before, if it had no number: 部分公开的，没有."""


def direct_words(behind: Sequence[Token], *, number_first: bool) -> list[Token]:
    """The words behind a number that speak of it: directly joined ones, no further than the next number or 、."""
    taken: list[Token] = []
    for place, token in enumerate(behind):
        stops = token.quantity or token.text in "（()），,；;：:。" or classes(token) & {"change", "scope"}
        if token.text == "、" and not _list_goes_on(taken, behind[place + 1 :]):
            break
        if stops or has_cue(token, "part", "rest", "negation", "respectively", "universal"):
            break
        if len(taken) >= _LONGEST_RIGHT:
            break
        taken.append(token)
    following = behind[len(taken)] if len(taken) < len(behind) else None
    if following is not None and following.quantity and not number_first:
        taken = _leading_objects(taken)
    return taken if _joined(taken, number_first=number_first) else []


def labels_before(pending: Sequence[Token], clause: Sequence[Token]) -> Sequence[Token]:
    """The words of the clause before, where a clause opens with a bare number: 予以公开者，凡85件."""
    opening: list[Token] = []
    for token in clause:
        if token.quantity:
            break
        opening.append(token)
    bare = all(has_cue(token, "total") or token.text in LINKS or token.text in _COUNTERS for token in opening)
    labelled = any(classes(token) & (LABEL_CLASSES | {"object"}) for token in pending)
    return pending if bare and labelled else ()


def result_before(pending: Sequence[Token]) -> str | None:
    """The result that a clause of its own says of the disputes that follow: 年内被纠正之案，行政复议2件、…."""
    if not pending or pending[-1].text not in _NOMINALISERS:
        return None
    found = features_of(pending)
    return last(found.results) if not found.objects else None


def pending_with(pending: Sequence[Token], clause: Sequence[Token]) -> tuple[Token, ...]:
    """What waits for its number behind one more clause without any: a clause that names nothing only adds to it."""
    names = any(classes(token) & (LABEL_CLASSES | {"object", "act"}) for token in clause)
    return tuple(clause) if names else (*pending, *clause)


def _list_goes_on(taken: Sequence[Token], rest: Sequence[Token]) -> bool:
    """3宗来自公益组织、律师事务所: a label on both sides of the mark, and no number before the next one."""
    if not taken or not rest:
        return False
    shared = classes(taken[-1]) & classes(rest[0]) & {"row", "column"}
    number = next((i for i, token in enumerate(rest) if token.quantity), None)
    stop = next((i for i, token in enumerate(rest) if token.text in "，,；;。"), len(rest))
    return bool(shared) and (number is None or number > stop)


def _leading_objects(taken: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in taken:
        if classes(token) - {"object"}:
            break
        kept.append(token)
    while kept and not kept[-1].meanings:
        kept.pop()
    return kept


def _joined(taken: Sequence[Token], *, number_first: bool) -> bool:
    """Whether the first labelling word stands close enough behind the number to belong to it."""
    distance = 0
    for token in taken:
        if classes(token) & LABEL_CLASSES:
            return True
        if "object" in classes(token):
            return distance <= _NEAREST_OBJECT
        if token.text not in LINKS and not has_cue(token, "enacting", "own"):
            distance += len(token.text)
        if distance > (_FURTHEST_NUMBER_FIRST if number_first else _FURTHEST):
            return False
    return False


def without_homonyms(tokens: Sequence[Token], frame: Frame, *, located: bool) -> list[Token]:
    """Words such as 其他, bare 公开 and 单位 keep the one meaning that fits here, and none where nothing does."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text == _BARE_APPLICATION and place and _names_another_thing(tokens[place - 1]):
            kept.append(replace(token, meanings=(Meaning("object", FOREIGN),)))
        elif token.text == _BARE_BODY:
            kept.append(token if _asks(tokens, place) else replace(token, meanings=()))
        elif token.text in _HOMONYMS:
            wanted = _fitting_class(tokens, place, frame, located=located)
            kept.append(replace(token, meanings=tuple(m for m in token.meanings if m.class_ == wanted)))
        else:
            kept.append(token)
    return kept


def _fitting_class(tokens: Sequence[Token], place: int, frame: Frame, *, located: bool) -> str:
    """What 其他 or 公开 labels here: a result of disputes, a kind of applicant in a list of them, else a row."""
    if not (place == len(tokens) - 1 or _listed_with_rows(tokens[place + 1 :])):
        return ""
    if set(frame.objects) & DISPUTES:
        return "result"
    if frame.lists_organisations:
        return "column"
    return "row" if APPLICATION in frame.objects or (located and not frame.counts_other) else ""


def _asks(tokens: Sequence[Token], place: int) -> bool:
    """单位提出的9件, 单位9件: the word is the applicant, and no part of a longer name (收件单位不掌握)."""
    behind = [token for token in tokens[place + 1 :] if token.text not in LINKS]
    alone = place == 0 or not is_cjk(tokens[place - 1].text[-1])
    return is_stage(behind[0]) if behind else alone


def _names_another_thing(token: Token) -> bool:
    """不动产登记申请, 行政许可申请: what stands before the bare word makes it another kind of application."""
    return any(m.class_ == "object" and m.key in {FOREIGN, *TABLE_TWO} for m in token.meanings)


def _listed_with_rows(behind: Sequence[Token]) -> bool:
    """公开、部分公开…: the word is the first of a list of rows."""
    return len(behind) > 1 and has_cue(behind[0], "conjunction") and "row" in classes(behind[1])


def joint_labels(left: Sequence[Token]) -> Iterator[list[Token]]:
    """The words before a number once for each label that 各 or 均为 says it of; usually once, as they are."""
    each = next((i for i, token in enumerate(left) if token.text == "各" or has_cue(token, "of_each")), None)
    both = next((i for i, token in enumerate(left) if has_cue(token, "universal")), None)
    mark = each if each is not None else both
    if mark is not None and not any(token.quantity for token in left):
        for class_ in ("row", "column", "result", "path", "object"):
            labels = [
                token for token in left[:mark] if class_ in classes(token) and not (class_ == "row" and is_stage(token))
            ]
            if class_ == "object":
                labels = [t for t in labels if any(m.key in DISPUTES for m in t.meanings if m.class_ == "object")]
            if len(labels) > 1:
                shared = [token for token in left if token not in labels]
                for label in labels:
                    yield [label, *shared]
                return
    yield list(left)


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
    return "carried_out" if {"carry", "carried_out"} & set(found.rows) else ""


def settle(
    mention: Mention,
    before: Features,
    after: Features,
    tokens: Sequence[Token],
    frame: Frame,
    year: int | None,
    *,
    located: bool,
) -> None:
    """Decide object, rows, columns, result, path and act of a mention from its words and the frame."""
    found = features_of(tokens)
    mention.columns = _columns(before, after, tokens)
    mention.result = last(found.results)
    mention.path = last(found.paths) or path_told("".join(token.text for token in tokens))
    if mention.path is None and found.results and frame.path:
        mention.inherited_path = frame.path
    listed = len({row for row in after.rows if is_outcome(row)}) > 1 and not before.rows
    mention.rows = rows_of(found, tokens, year, summed="total" in before.cues or listed)
    mention.row_told = bool(mention.rows)
    mention.objects = _objects(mention, before, after, frame, located=located)
    if mention.rows == ("other_fee_unpaid",):
        mention.objects = (APPLICATION,)
    mention.local_object = bool(set(found.objects) & {APPLICATION, *DISPUTES})
    mention.act = last(found.acts)
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
    if summed and len(outcomes) > 1:
        return tuple(outcomes)
    if leaves or outcomes:
        return ((leaves or outcomes)[-1],)
    carried = [row for row in rows if row in ("carried_in", "carried_out")]
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
    outcome = any(is_outcome(row) or row in ("carried_in", "carried_out") for row in mention.rows)
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
    if named:
        return named
    if mention.path:
        return (LITIGATION,)
    if mention.result and not mention.rows:
        return frame.objects if set(frame.objects) & DISPUTES else ()
    if mention.rows or mention.columns or mention.channel:
        return inherited(frame, outcome=outcome, located=located)
    if mention.gap and set(frame.objects) <= TABLE_TWO:
        return ()
    return frame.objects


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
    if located and (not frame.objects or only_named or (outcome and not set(frame.objects) & DISPUTES)):
        return (APPLICATION,)
    return frame.objects
