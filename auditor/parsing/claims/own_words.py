"""The words that are a number's own: before it, directly behind it, or in a clause that waits for its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.nlp import Token, Words, text_of
from auditor.parsing.claims.clauses import label_groups
from auditor.parsing.claims.guards import is_named_body
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.mentions import (
    ACTS,
    APPLICATION,
    DISPUTES,
    DOCUMENTS,
    FOREIGN,
    LABEL_CLASSES,
    TABLE_TWO,
    classes,
    features_of,
    has_cue,
    is_outcome,
    is_stage,
    is_telling,
    last,
)
from auditor.parsing.claims.unread import LINKS
from auditor.text.widths import is_cjk
from auditor.vocabulary import Meaning

_FURTHEST, _FURTHEST_NUMBER_FIRST, _LONGEST_RIGHT = 4, 6, 14
_NEAREST_OBJECT = 2
_NOMINALISERS = frozenset({"的", "者", "案", "案件"})
_BARE_BODY = "单位"
_HOMONYMS = frozenset({"其他", "公开", "其它", "其他类"})
_SHORT_DEEDS = {"收": "received", "接": "received", "办": "handled", "结": "handled", "答": "handled"}
"""Words of one character that name a stage right before a number: 收4件、办4件."""
_SHORT_APPLICANTS = frozenset({"科研", "公益", "法律", "律师"})
"""Names of applicants only in a list of them: 企业128、科研3、公益9、法律46."""
_SAYS_HOW_MUCH = re.compile("[大多高少低]$|集中$|突出$")
_TAKE_UP = {"前者": 0, "后者": 1}
_BEHIND_LABEL = frozenset({"了", "”", "’", "情形", "类", "一类", "项", "一栏", "栏"})
_WHAT_IS_ASKED = frozenset({"信息", "政府信息", "材料", "资料", "诉求"})
"""Behind a result they are what was asked for, and no other thing that is counted: 不掌握该信息的1件."""
_DENIES_BEHIND = frozenset({"不", "非", "不属于", "不属", "不是", "不算", "并非", "而非"})
"""Behind a number they say what it is not: 备案73项不属于行政许可."""
_BARE_APPLICATION = "申请"
_BARE_DOCUMENT = "文件"
_JOINED = DISPUTES | TABLE_TWO
"""The things that 均为 or 各 is said of together."""
_BARE_DECISIONS = frozenset({"许可", "处罚", "强制"})
_BEFORE_DECISIONS = frozenset({"任何", "全年", "年内", "本年", "本年度", "今年", "当年", "后"})
_OF_THE_FORM = frozenset({"数据", "数", "数量", "栏", "一栏", "一项", "件数", "宗数", "两", "三"})
"""Words beside a bare 许可 or 处罚 that make no longer name of it: 全年处罚395件, 强制数据为0."""
_COUNTERS = frozenset({"凡", "有", "计", "达", "仅", "只", "只有", "仅有", "者", "即", "也", "又", "已", "就", "便"})
"""Words between a label that stands in a clause of its own and its number."""
_OF_SEVERAL_MEANINGS = _HOMONYMS.union(
    _BARE_DECISIONS,
    _OF_THE_FORM,
    _SHORT_DEEDS,
    _WHAT_IS_ASKED,
    _SHORT_APPLICANTS,
    {_BARE_APPLICATION, _BARE_BODY, _BARE_DOCUMENT},
)


def direct_words(behind: Sequence[Token], *, number_first: bool) -> list[Token]:
    """The words behind a number that speak of it: directly joined ones, no further than the next number or 、."""
    taken: list[Token] = []
    for place, token in enumerate(behind):
        stops = (
            token.quantity
            or token.text in "（()），,；;：:。—"
            or token.text.startswith("—")
            or classes(token) & {"change", "scope"}
        )
        if token.text == "、" and not _list_goes_on(taken, behind[place + 1 :]):
            break
        if token.text in _DENIES_BEHIND or (not taken and token.text in ("和", "及", "与", "以及")):
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


def labels_before(pending: Sequence[Token], clause: Sequence[Token], named: Sequence[Token]) -> Sequence[Token]:
    """The words of the clause before, where a clause opens with a bare number: 予以公开者，凡85件.

    前者 and 后者 take up the one or the other of two labels that were ``named`` last.
    """
    groups = label_groups(named) if clause[0].text in _TAKE_UP else []
    if len(groups) == 2:
        return groups[_TAKE_UP[clause[0].text]]
    opening: list[Token] = []
    for token in clause:
        if token.quantity:
            break
        opening.append(token)
    bare = all(
        has_cue(token, "total", "of_each") or token.text in LINKS or token.text in _COUNTERS for token in opening
    )
    labelled = any(classes(token) & (LABEL_CLASSES | {"object"}) for token in pending)
    # 企业申请量大，14件新收申请中…: a clause that has said its say, before a number with a thing of its own.
    behind = clause[len(opening) + 1 : len(opening) + 3]
    complete = _SAYS_HOW_MUCH.search(text_of(pending)) and any("object" in classes(token) for token in behind)
    return pending if bare and labelled and not complete else ()


def result_before(pending: Sequence[Token]) -> str | None:
    """The result that a clause of its own says of the disputes that follow: 年内被纠正之案，行政复议2件、…."""
    if not pending or pending[-1].text not in _NOMINALISERS:
        return None
    found = features_of(pending)
    return last(found.results) if not found.objects else None


def pending_with(pending: Sequence[Token], clause: Sequence[Token]) -> tuple[Token, ...]:
    """What waits for its number behind one more clause without any: a clause that names nothing only adds to it."""
    return tuple(clause) if any(map(is_telling, clause)) else (*pending, *clause)


def _list_goes_on(taken: Sequence[Token], rest: Sequence[Token]) -> bool:
    """3宗来自公益组织、律师事务所: a label on both sides of the mark, and no number before the next one."""
    if not taken or not rest:
        return False
    both = {meaning.key for token in (taken[-1], rest[0]) for meaning in token.meanings}
    shared = classes(taken[-1]) & classes(rest[0]) & {"row", "column"} or both == DISPUTES
    number = next((i for i, token in enumerate(rest) if token.quantity), None)
    stop = next((i for i, token in enumerate(rest) if token.text in "，,；;。"), len(rest))
    return bool(shared) and (number is None or number > stop)


def _leading_objects(taken: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    newly = [m.key for token in taken[:1] for m in token.meanings] == ["new_received"]
    opens = newly and any("object" in classes(token) for token in taken[1:2])  # 52件新收申请中企业提出6件
    for place, token in enumerate(taken):
        if classes(token) - {"object"} and (place or not opens):
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
        if any(m.class_ == "act" and m.key in ACTS for m in token.meanings) and distance <= _NEAREST_OBJECT:
            return True
        if "object" in classes(token):
            return distance <= _NEAREST_OBJECT
        if token.text not in LINKS and not has_cue(token, "enacting", "own"):
            distance += len(token.text)
        if distance > (_FURTHEST_NUMBER_FIRST if number_first else _FURTHEST):
            return False
    return False


def without_homonyms(tokens: Sequence[Token], frame: Frame, *, located: bool) -> Words:
    """Words such as 其他, bare 公开 and 单位 keep the one meaning that fits here, and none where nothing does."""
    if _OF_SEVERAL_MEANINGS.isdisjoint([token.text for token in tokens]):
        return Words.of(tokens)
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text == _BARE_APPLICATION and place and _of_another_kind(tokens[:place]):
            kept.append(token.meaning(Meaning("object", FOREIGN)))
        elif token.text == _BARE_BODY:
            kept.append(token if _asks(tokens, place) else token.meaning())
        elif token.text == _BARE_DOCUMENT and _is_short_name(tokens[:place], frame):
            kept.append(token.meaning())
        elif token.text in _BARE_DECISIONS:
            kept.append(token if _stands_alone(tokens, place) else token.meaning())
        elif token.text in _OF_THE_FORM and place and tokens[place - 1].text in _BARE_DECISIONS:
            kept.append(token.meaning())
        elif token.text in _SHORT_DEEDS and located and place == len(tokens) - 1 and not token.meanings:
            kept.append(token.meaning(Meaning("row", _SHORT_DEEDS[token.text])))
        elif token.text in _WHAT_IS_ASKED and any(map(_is_result, tokens[max(0, place - 2) : place])):
            kept.append(token.meaning())
        elif token.text in _SHORT_APPLICANTS:
            named = frame.lists_organisations and place == len(tokens) - 1
            named = named or (
                len(tokens) > place + 2
                and "column" in classes(tokens[place + 2])
                and has_cue(tokens[place + 1], "conjunction")
            )
            kept.append(token if named else token.meaning())
        elif token.text in _HOMONYMS:
            wanted = _fitting_class(tokens, place, frame, located=located)
            kept.append(token.meaning(*(m for m in token.meanings if m.class_ == wanted)))
        else:
            kept.append(token)
    return Words(kept)


def _is_result(token: Token) -> bool:
    return any(meaning.class_ == "row" and is_outcome(meaning.key) for meaning in token.meanings)


def _fitting_class(tokens: Sequence[Token], place: int, frame: Frame, *, located: bool) -> str:
    """What 其他 or 公开 labels here: a result of disputes, a kind of applicant in a list of them, else a row."""
    harmless = LINKS | (_BEHIND_LABEL if tokens[place].text != "公开" else {"了"})
    last_word = all(token.text in harmless for token in tokens[place + 1 :])
    if not (last_word or _listed_with_rows(tokens[place + 1 :])):
        return ""
    if set(frame.objects) & DISPUTES:
        return "result"
    if frame.lists_organisations and "column" in classes(tokens[place]):
        return "column"
    return "row" if APPLICATION in frame.objects or (located and not frame.counts_other) else ""


def _is_short_name(before: Sequence[Token], frame: Frame) -> bool:
    """规范性文件…，无废止文件: behind an act the bare word is short for the documents named before."""
    named = [m.key for token in before for m in token.meanings if m.class_ == "object"]
    documents = set(named) <= DOCUMENTS if named else bool(frame.objects) and set(frame.objects) <= DOCUMENTS
    return documents and bool(before) and "act" in classes(before[-1])


def _stands_alone(tokens: Sequence[Token], place: int) -> bool:
    """许可57宗, 处罚、强制皆为0: the word is the decision, and no part of a longer name (取水许可台账, 许可档案)."""
    before, behind = tokens[:place], tokens[place + 1 :]
    joined = bool(before) and not (
        before[-1].text in LINKS
        or before[-1].text in "、和及与"
        or before[-1].text in _BEFORE_DECISIONS
        or "act" in classes(before[-1])
        or is_named_body(before[-1])
        or has_cue(before[-1], "own", "total", "conjunction", "negation")
    )
    goes_on = bool(behind) and not (behind[0].meanings or behind[0].text in LINKS or behind[0].text in _OF_THE_FORM)
    return not joined and not goes_on


def _asks(tokens: Sequence[Token], place: int) -> bool:
    """单位提出的9件, 单位9件: the word is the applicant, and no part of a longer name (收件单位不掌握)."""
    behind = [token for token in tokens[place + 1 :] if token.text not in LINKS]
    alone = place == 0 or not is_cjk(tokens[place - 1].text[-1])
    return is_stage(behind[0]) if behind else alone


def _of_another_kind(before: Sequence[Token]) -> bool:
    """不动产登记申请, 仲裁收到申请: what stands before the bare word makes it another kind of application."""
    asked = is_stage(before[-1]) and len(before) > 1 and has_cue(before[-2], "stream")
    named = any(m.class_ == "object" and m.key in {FOREIGN, *TABLE_TWO} for m in before[-1].meanings)
    return named or asked


def _listed_with_rows(behind: Sequence[Token]) -> bool:
    """公开、部分公开…: the word is the first of a list of rows."""
    return len(behind) > 1 and has_cue(behind[0], "conjunction") and "row" in classes(behind[1])


def _with_petitions(left: Sequence[Token]) -> Sequence[Token]:
    """信访投诉和重复申请各1件: in a list with such a row, petitions are the row of those."""
    rows = features_of(left).rows
    if "not_processed_petition" in rows or not any(row.startswith("not_processed_") for row in rows):
        return left
    told = [place for place, token in enumerate(left) if has_cue(token, "petition")]
    listed = told and told[-1] + 1 < len(left) and has_cue(left[told[-1] + 1], "conjunction")
    if not listed:
        return left
    row = (Meaning("row", "not_processed_petition"),)
    last_one = told[-1]
    return [
        token.meaning(*(row if place == last_one else () if place in told else token.meanings))
        for place, token in enumerate(left)
    ]


def joint_labels(left: Sequence[Token]) -> Iterator[Words]:
    """The words before a number once for each label that 各 or 均为 says it of; usually once, as they are."""
    left = _with_petitions(left)
    if not (features_of(left).cues & {"of_each", "universal"} or any(token.text == "各" for token in left)):
        yield Words.of(left)
        return
    each = next((i for i, token in enumerate(left) if token.text == "各" or has_cue(token, "of_each")), None)
    both = next((i for i, token in enumerate(left) if has_cue(token, "universal")), None)
    mark = each if each is not None else both
    if mark is not None and not any(token.quantity for token in left):
        for class_ in ("row", "column", "result", "path", "object", "act"):
            labels = [
                token for token in left[:mark] if class_ in classes(token) and not (class_ == "row" and is_stage(token))
            ]
            if class_ == "object":
                labels = [t for t in labels if any(m.key in _JOINED for m in t.meanings if m.class_ == "object")]
            if len(labels) > 1:
                shared = [token for token in left if token not in labels]
                for label in labels:
                    yield Words((label, *shared))
                return
    yield Words.of(left)
