"""What later numbers of a sentence take over from the words and numbers before them."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.nlp import Token
from auditor.parsing.claims.mentions import APPLICATION, DISPUTES, DOCUMENTS, FOREIGN


@dataclass(slots=True)
class Frame:
    """What later numbers of the sentence inherit."""

    objects: tuple[str, ...] = ()
    counts_other: bool = False
    """Whether the last things counted were other ones than applications and disputes."""
    stream: bool = False
    """Whether the objects are other things that come in and are answered, 提案 or 留言: outcomes are theirs."""
    goes_on: bool = False
    """Whether the sentence opens with a part or a result of what the one before counted."""
    act: str | None = None
    path: str | None = None
    path_of_all: bool = False
    """Whether the sentence has said that all its suits came to court that way."""
    in_bracket: bool = False
    """Whether the words stand in the bracket of a number."""
    result: str | None = None
    """The result of 被纠正的复议2件、诉讼1件, until the clause ends."""
    scope: str | None = None
    period: str | None = None
    clause_period: str | None = None
    """The period that the clause at hand opens with."""
    lingers: bool = False
    """Whether the sentence began with another year and has not said since that it speaks of this one."""
    opens_part: bool = False
    """Whether the clause at hand says 其中 or the like."""
    narrowed: bool = False
    """Whether the sentence has turned to one field of matters."""
    sorts_matters: bool = False
    """Whether the sentence has turned to what applications are about (从事项看，)."""
    head: int | None = None
    part_of: int | None = None
    within: int | None = None
    """The number that 中 made the whole of those behind it: 上年结转4件中公开2件."""
    columns: tuple[str, ...] = ()
    """The applicants of 自然人申请中予以公开9件、部分公开6件, until the clause group ends."""
    whole_rows: tuple[str, ...] = ()
    """The rows of 办结的申请中，自然人提出9件, for the sentence."""
    whole_told: bool = True
    """Whether the clause that left these rows names the cases (结转的申请中), not just what became of some."""
    column_rows: tuple[str, ...] = ()
    """The rows of the last number that named an applicant and a row."""
    subject: tuple[str, ...] = ()
    """The one applicant that a clause without a number has turned to: 公益组织关注度不减，共来函9件."""
    lists_organisations: bool = False
    """Whether the number before was of a kind of organisation: 企业3件、科研机构2件、其他1件."""
    other_cause: bool = False
    """Whether the disputes of the sentence arose from something else than disclosure (因征地引起)."""
    disclaims: bool = False
    """Whether the sentence has said that the numbers that follow are no matter of this report."""
    in_full: bool = False
    """Whether the sentence has called applications ones for disclosure, so that bare 申请 is short for it."""
    filing: bool = False
    reviewing: bool = False
    """Whether the disputes of the sentence are those that the office decides itself."""
    as_reviewer: bool = False
    """Whether the sentence has said that the office speaks as the body that decides reviews."""
    classified: bool = False
    """Whether the sentence sorts documents by kind of disclosure (定为依申请公开的121件)."""
    group: int = 0
    """Where among the mentions of the sentence those since the last ； begin."""
    said: str = ""
    """The clause before, as it stands."""
    named: tuple[Token, ...] = ()
    """The last clause without a number, which 前者 and 后者 speak of."""
    pending: tuple[Token, ...] = ()
    """The clause before, if it had no number: 部分公开的，没有."""


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
