"""The words of one number to object, row, column and result; what they leave open comes from the frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.free_rows import gives_reason, told_freely
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DISPUTES,
    DOCUMENTS,
    GROUPS,
    LITIGATION,
    ORGANISATIONS,
    REVIEW,
    Features,
    Mention,
    OwnWords,
    features_of,
    has_cue,
    is_outcome,
    last,
)
from auditor.parsing.claims.rows import rows_of
from auditor.parsing.claims.things import objects_of

_CAME_IN = re.compile("(?:登记|受理|收到|接待|接收|接到|办理|排查|化解)[^，。；]{0,4}(?:信访|投诉|举报)")
_DUE = re.compile("(?:须|需要?|应当?|要|待)(?:予以?|由本?[局委厅办])?(?:办理|答复|办结|处理|回复)")
_SUIT = "(?:起诉|诉讼|诉[至到诸]|告|打官司)"
_NOT_REVIEWED = rf"(?:未|没有?|不)(?:经过?|走)[^，。；]{{0,4}}复议[^，。；]{{0,8}}{_SUIT}"
_REVIEW_LEFT_OUT = rf"(?:未|没有?|不)(?:先|申请|提|走)?复议(?:就|而|便|即|直接)[^，。；]{{0,4}}{_SUIT}"
WITHOUT_REVIEW = re.compile(f"{_NOT_REVIEWED}|{_REVIEW_LEFT_OUT}")
"""The path of a suit that is told by a denial, which denies nothing else."""
_DIRECT = re.compile(rf"{_NOT_REVIEWED}|{_REVIEW_LEFT_OUT}|(?:直接|径行|径自|径直)[^，。；]{{0,8}}{_SUIT}")
_AFTER_REVIEW = re.compile(
    rf"复议[^，。；]{{0,6}}(?:后|完|再|又)[^，。；]{{0,6}}{_SUIT}|经过?复议[^，。；、和与或及]{{0,4}}{_SUIT}"
    rf"|复议决定[^，。；]{{0,6}}(?:不服|{_SUIT})"
)
_SUIT_OR_DISPUTE = re.compile(f"{_SUIT}|不服")
"""One of these stands in whatever tells how a suit came to court; few words hold any."""
_THROUGH_REVIEW = re.compile("(?:经过?|先|走)[^，。；]{0,4}复议")
_PETITION = re.compile(
    "(?:属于?|实为|实系|实是|实质[上是为]*|其实是|实际[上是为]+|性质为|系|按|当?作为?|反映|表达)[^，。；]{0,6}(?:信访|投诉|举报)"
    "|(?:转|走|循|引导至?|导入|导向|告知|劝)[^，。；]{0,6}(?:信访|投诉|举报)[^，。；]{0,4}(?:渠道|途径|告知|程序|路径)|转信访告知"
    "|(?:借|以|拿|把|用)[^，。；]{0,8}(?:信访|投诉|举报)[^，。；]{0,6}(?:申请|内容|之实)|行信访之实|(?:信访|投诉|举报)性质"
)
"""The words by which an application is found to be a petition."""


def settle(mention: Mention, own: OwnWords, frame: Frame, year: int | None, *, located: bool) -> None:
    """Decide object, rows, columns, result, path and act of a mention from its words and the frame."""
    left, tokens, before, after, found = own.left, own.both, own.before, own.after, own.found
    mention.columns = _columns(before, after, tokens)
    mention.result = last(found.results)
    mention.path = last(found.paths) or path_told(text_of(tokens))
    listed = len({row for row in after.rows if is_outcome(row)}) > 1 and not before.rows
    mention.rows = rows_of(found, tokens, year, summed="total" in before.cues or listed)
    _complete_rows(mention, own, frame)
    if _petition_told(mention, own, frame, located=located):
        mention.rows, mention.objects = ("not_processed_petition",), (APPLICATION,)
    came_in = _CAME_IN.search(text_of(left))
    if mention.row == "not_processed_petition" and came_in and APPLICATION not in found.objects:
        mention.cues |= {"free_words"}
    mention.row_told = bool(mention.rows) and not (mention.columns and set(mention.rows) <= {"received"})
    mention.labels_told = frozenset({*found.rows, *found.columns})
    mention.things_told, mention.acts_told = tuple(found.objects), tuple(found.acts)
    mention.objects = mention.objects or objects_of(mention, before, after, frame, located=located)
    if mention.rows == ("new_received",) and set(mention.objects) & DOCUMENTS:
        mention.rows, mention.act = (), "issued"
    if mention.rows == ("other_fee_unpaid",):
        mention.objects = (APPLICATION,)
    mention.local_object = bool(set(found.objects) & {APPLICATION, *DISPUTES})
    mention.act = last(found.acts) or mention.act
    if set(mention.objects) & DOCUMENTS:
        listed_with = bool(left) and left[0].text == "、"
        goes_on = mention.head is None and (listed_with or not set(found.objects) & DOCUMENTS)
        mention.act = mention.act or (frame.act if goes_on else None)
    _part_of_suits(mention, frame, left)
    if mention.path and set(mention.objects) & DISPUTES:
        mention.objects = (LITIGATION,)
        mention.gap = 0
    if len(set(after.objects)) > 1 and not mention.rows:
        mention.cues |= {"more_said"}
    if set(mention.objects) & DISPUTES:
        if set(found.objects) & set(mention.objects) >= DISPUTES and not _joined(tokens, "object", DISPUTES):
            mention.cues |= {"free_words"}
        if _attributive(before):
            frame.result = mention.result
        mention.result = mention.result or frame.result
        mention.rows = tuple(row for row in mention.rows if row in ("received", "processed", "handled"))
        if not found.results and not found.paths and not set(found.objects) & DISPUTES:
            mention.cues |= {"inherited_only"}


def _part_of_suits(mention: Mention, frame: Frame, left: Sequence[Token]) -> None:
    """诉讼19起，其中经过复议的9起: what is named as a review among suits is a suit behind one, or unsure."""
    if frame.objects != (LITIGATION,) or mention.head is None or mention.objects != (REVIEW,):
        return
    if _THROUGH_REVIEW.search(text_of(left)):
        mention.path = "after_review"
    else:
        mention.cues |= {"free_words"}


def _complete_rows(mention: Mention, own: OwnWords, frame: Frame) -> None:
    """What is due is the caseload; a result may be told freely, or by the reason that is given for it."""
    if _is_due(mention.rows, own.left):
        mention.rows = ("caseload",)
    if "among_causes" in own.found.cues:
        return
    mention.rows = told_freely(_by_reason(mention, frame), own.both)
    if mention.row in GROUPS and gives_reason(text_of((*frame.pending, *own.left))):
        mention.cues |= {"free_words"}


def _petition_told(mention: Mention, own: OwnWords, frame: Frame, *, located: bool) -> bool:
    """1件实为信访投诉, 告知走信访渠道的1件: an application that is a petition, not petitions that are counted."""
    counted = APPLICATION in frame.objects or (located and not frame.counts_other)
    if (
        not counted
        or "petition" not in own.found.cues
        or mention.columns
        or set(mention.rows) - {"not_processed", "not_processed_petition", "processed", "handled", "received"}
    ):
        return False
    return bool(_PETITION.search(own.left.text) or _PETITION.match(own.right.text))


def _is_due(rows: tuple[str, ...], words: Sequence[Token]) -> bool:
    """须答复的合计643件: what is due is the caseload."""
    return set(rows) <= {"handled", "processed"} and bool(rows) and bool(_DUE.search(text_of(words)))


def _by_reason(mention: Mention, frame: Frame) -> tuple[str, ...]:
    """因涉及第三方权益，决定不公开17件: a result whose reason stands in the clause before is the row of that reason."""
    if mention.row not in GROUPS:
        return mention.rows
    waiting = features_of(frame.pending)
    if mention.row == "not_processed" and "petition" in waiting.cues:
        mention.cues |= {"free_words"}
    rows = [row for row in waiting.rows if row.startswith(f"{mention.row}_")]
    return (rows[-1],) if len(set(rows)) == 1 else mention.rows


def _attributive(before: Features) -> bool:
    """被纠正的复议: the result stands before the thing."""
    results = [i for i, said in enumerate(before.order) if said.class_ == "result"]
    things = [i for i, said in enumerate(before.order) if said.class_ == "object" and said.key in DISPUTES]
    return bool(results and things) and results[0] < things[-1]


def path_told(text: str) -> str | None:
    """How a suit came to court, told in free words: 没经过复议直接告到法院, 复议之后又起诉."""
    if not _SUIT_OR_DISPUTE.search(text):
        return None
    if _DIRECT.search(text):
        return "direct"
    return "after_review" if _AFTER_REVIEW.search(text) else None


def _columns(before: Features, after: Features, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The applicants named with a number; several without 各 are taken together."""
    columns = list(dict.fromkeys(before.columns or after.columns))
    if len(columns) < 2:
        return tuple(columns)
    if not set(columns) <= ORGANISATIONS:
        return tuple(columns) if _joined(tokens, "column", columns) else tuple(columns[-1:])
    if columns[0] == "organisations" and not _joined(tokens, "column", columns):
        columns = columns[1:]
    listed = any(token.text.startswith("等") for token in tokens)
    if listed and not {"company", "organisations"} & set(columns):
        return tuple(dict.fromkeys((*columns, "other_org")))
    if listed or "organisations" in columns:
        return ("organisations",)
    return tuple(columns)


def _joined(tokens: Sequence[Token], class_: str, keys: Iterable[str]) -> bool:
    """群众和企业提交的: nothing but conjunctions between the applicants, or the things."""
    wanted = set(keys)
    named = [i for i, token in enumerate(tokens) if {m.key for m in token.meanings if m.class_ == class_} & wanted]
    between = [token for i, token in enumerate(tokens[named[0] : named[-1]], named[0]) if i not in named]
    return all(has_cue(token, "conjunction") for token in between)
