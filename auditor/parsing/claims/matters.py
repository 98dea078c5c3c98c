"""The matter of an application: what it asks for or is about, which is no result, no dispute and no applicant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, Words, text_of
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DISPUTES,
    EVENTS,
    TABLE_TWO,
    Features,
    Mention,
    classes,
    features_of,
    is_outcome,
)
from auditor.parsing.claims.relations import Trail

_ASKED_FOR = re.compile(
    "(?:(?<!依)申请|要求|请求|希望|想要?)(?:公开|查询|查阅|查看|获取|提供|了解|调取|索取)(?!的)(?P<what>[^，。；（）]{2,24})$"
    "|^(?:其中|[、和及有])*(?:查询|查阅|查看|索取|索要|调取)(?P<looked_up>[^，。；（）]{2,24})$"
)
"""申请公开复议案卷材料的, 查询诉讼应诉情况的: a document, or a clause that ends with 的."""
_A_THING = re.compile(
    "(?:的|类|材料|案卷|卷宗|文书|文件|档案|书|信息|资料|情况|依据|记录|标准|结果)(?:的|类|申请|共|有|计|为)*$"
)
_ABOUT = re.compile(
    "(?<![不未])(?:涉及?|关于|事关|围绕)(?![诉密])(?P<what>[^，。；（）]{2,16}?)(?:的|类|方面|等|申请|事项|共|有|计|为)*$"
)
_GOES_FURTHER = re.compile("[不未无没]|属|系|已|重复|涉|引[发起]|产生|导致|提起|而|后|被|答复|告知|处理")
"""Words behind the matter that tell what became of the application, or of the answer."""
_SORTS = re.compile(
    "^(?:其中)?[从按以就依]?(?:照|据)?(?:所?涉及?|申请|诉求|信息|公开|的)*(?:事项|内容|主题|领域|类型|类别)"
    "(?:主要|来|上|看|分|划|布|类|为|是|如下|包括|涉及|有|方面|情况)*$"
    "|^(?:其中)?(?:主要|多|大多|所)?涉及?$"
)
"""从事项看, 所涉事项: what the list behind it sorts the applications by."""
_KINDS = DISPUTES | TABLE_TWO


def sorts_by_matter(clause: Sequence[Token]) -> bool:
    """从事项看，: a clause that turns to what the applications are about."""
    return bool(_SORTS.match(text_of(clause)))


def names_what_is_asked(words: Sequence[Token], before: Mention | None, frame: Frame, *, located: bool) -> bool:
    """Whether the words before a number say what applications ask for, as does a list that goes on with it."""
    if not (located or APPLICATION in frame.objects):
        return False
    text = text_of(words)
    asked = _ASKED_FOR.search(text)
    if asked:
        what = asked.group("what") or asked.group("looked_up")
        ground = _is_ground(features_of(words).rows)
        return bool(_A_THING.search(what)) and ground and not _GOES_FURTHER.search(what)
    kinds = [token for token in words if _names_a_kind(token)]
    if not kinds or any(classes(token) & {"row", "column", "act", "result"} for token in words):
        return False
    about = _ABOUT.search(text)
    if about and all(m.key in TABLE_TWO for token in kinds for m in token.meanings if m.class_ == "object"):
        return True
    goes_on = before is not None and before.matter and before.head == frame.part_of
    listed = text.startswith("、") and goes_on
    return listed or frame.sorts_matters or (text.endswith("类") and (goes_on or frame.part_of is not None))


def as_matter(words: Sequence[Token]) -> Words:
    """The words without the things and applicants that are only what was asked for."""
    return Words(
        token.meaning(*(m for m in token.meanings if m.class_ != "column" and m.key not in _KINDS))
        if _names_a_kind(token) or "column" in classes(token)
        else token
        for token in words
    )


def is_about_some_matter(words: Sequence[Token], found: Features, trail: Trail, frame: Frame) -> bool:
    """涉及第三方的9件, 涉及企业的14件: what they are about, unless the sentence is on results or applicants already."""
    about = _ABOUT.search(text_of(words))
    if not about or _GOES_FURTHER.search(about.group("what")) or "公开" in about.group("what"):
        return False
    if any(is_outcome(other.row) or other.columns for other in trail.here if not other.matter):
        return False
    whole = trail.mention(frame.part_of).rows if frame.part_of is not None else ()
    refused = trail.earlier[-1].rows if trail.earlier and not trail.here else ()
    if any(map(is_outcome, (*frame.whole_rows, *whole, *features_of(frame.pending).rows))) or "denied" in refused:
        return False
    grounds = any(row not in EVENTS for row in found.rows) and _is_ground(found.rows)
    return grounds or bool(found.columns or DISPUTES & set(found.objects))


def _is_ground(rows: Sequence[str]) -> bool:
    """Whether rows that words name are no results, but for grounds of a refusal that is not told itself.

    What belongs to another procedure, or is published, is turned down by what is asked for.
    """
    outcomes = [row for row in rows if row not in EVENTS and row != "opened"]
    return all(row.startswith("denied_") and row != "denied_admin_query" for row in outcomes)


def _names_a_kind(token: Token) -> bool:
    return any(m.class_ == "object" and m.key in _KINDS for m in token.meanings)
