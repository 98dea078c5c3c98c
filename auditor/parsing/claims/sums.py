"""Numbers whose words leave open what they count, seen from the list that they close or go on.

A total adds up the numbers before it (复议3件、诉讼2件，两项共5件); an applicant is counted in the
row that its list follows (结转15件，自然人11件); a result in a sentence of one applicant only is
that applicant's (企业递件128份，予以公开40份).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DECISIONS,
    DISPUTES,
    Features,
    Mention,
    is_outcome,
)
from auditor.parsing.claims.relations import Trail
from auditor.text.numerals import integer_of_chinese

_HOW_MANY = re.compile("([两二三四五六七八])(?:类|项|者|种|组|路|部分|个部分)")
_TOTALLED = re.compile("合|加|总计|总和|等于|拢共|统共")
_DEEDS_OF_APPLICANTS = frozenset({"received", "handled", "processed"})
_FIRST = re.compile("前[两二三]")


def add_up(mention: Mention, before: Features, after: Features, left: Sequence[Token], trail: Trail) -> None:
    """A total that names nothing itself may add up the numbers of its sentence that stand on one level before it."""
    bare = not (before.labelled or before.objects or before.channels or after.labelled or after.objects)
    text = text_of(left)
    told = _HOW_MANY.search(text)
    if before.cues & {"rest", "of_each"}:
        return  # 其余三类各1件: none of those said before.
    if not bare or mention.rows or not ("total" in before.cues or told) or _FIRST.search(text):
        return
    run = _level_before(trail)
    count = integer_of_chinese(told.group(1)) or 0 if told else 0
    lengths = [count] if 1 < count <= len(run) else range(len(run), 1, -1)
    mention.addends = tuple(tuple(run[-length:]) for length in lengths)
    if mention.addends:
        mention.head, mention.gap, mention.of_another_thing = None, 0, False
    if not (told or _TOTALLED.search(text)):
        mention.cues |= {"loose_total"}


def _level_before(trail: Trail) -> list[int]:
    """The numbers of the sentence that stand beside its last one: parts of the same whole, or of none."""
    base = len(trail.earlier)
    numbers = [i for i, other in enumerate(trail.here) if other.form == "number" and not other.addends]
    if not numbers:
        return []
    head = trail.here[numbers[-1]].head
    run = []
    for place in reversed(numbers):
        other = trail.here[place]
        if base + place == head:
            break
        if other.head != head:
            continue
        if not _tells(other):
            break
        run.append(base + place)
    return run[::-1]


def _tells(mention: Mention) -> bool:
    """Whether a number of this year says what it counts."""
    return mention.counts and bool(mention.rows or mention.columns or set(mention.objects) & (DISPUTES | DECISIONS))


def stand_by_row(mention: Mention, trail: Trail) -> None:
    """An applicant without a row of its own goes with the number that its list follows."""
    if not mention.columns or mention.head is not None or set(mention.rows) - _DEEDS_OF_APPLICANTS:
        return
    for place in range(len(trail.here) - 1, -1, -1):
        other = trail.here[place]
        # 自然人办结42件（含上年结转3件）
        of_an_applicant = other.head is not None and trail.mention(other.head).columns
        if of_an_applicant or (other.columns and set(other.rows) <= _DEEDS_OF_APPLICANTS):
            continue
        unsaid = not (other.columns or other.rows or other.local_object)
        elsewhen = other.period != "year" and not other.columns
        if (unsaid or elsewhen) and other.form == "number" and not other.difference:
            mention.cues |= {"free_words"}
        if other.form == "number" and not other.columns and other.rows and APPLICATION in other.objects:
            mention.near = len(trail.earlier) + place if not mention.rows or _is_told(other) else None
        return


def _is_told(mention: Mention) -> bool:
    """Whether a number is of a result or of cases carried over, within which applicants ask and are answered."""
    return is_outcome(mention.row) or mention.row in CARRIED


def lean_on_applicant(mention: Mention, trail: Trail, frame: Frame) -> None:
    """A result goes with the applicant of its clauses since ；, or of its sentence, where there is just one."""
    subject = frame.subject
    followed = is_outcome(mention.row) or mention.row in {*CARRIED, "handled"}
    if mention.columns or not (followed or (subject and set(mention.rows) <= {"received"})):
        return
    whole = trail.mention(mention.head) if mention.head is not None and frame.in_bracket else None
    if whole is not None and whole.columns and is_outcome(mention.row):
        mention.leaning = whole.columns  # 企业申请6件（予以公开3件、部分公开1件）
        return
    asked = _asked(trail.here[frame.group :])
    if not asked and not subject:
        asked = _asked(trail.here)
    if len(asked) == 1:
        mention.leaning = asked.pop()
    elif not asked:
        mention.leaning = subject


def _asked(mentions: Sequence[Mention]) -> set[tuple[str, ...]]:
    """The applicants of some numbers; an empty one for a number of them all."""
    numbers = [other for other in mentions if other.form == "number" and APPLICATION in other.objects]
    return {other.columns or other.leaning for other in numbers if other.counts and (other.rows or other.columns)}


def rows_of_list(trail: Trail) -> tuple[str, ...]:
    """The rows that the list of applicants at the end of the sentence so far is counted in."""
    listed = trail.here[-1] if trail.here else None
    if listed is not None and not listed.columns and listed.form == "number" and _is_told(listed):
        return listed.rows
    if listed is None or not listed.columns:
        return ()
    above = listed.head if listed.near is None else listed.near
    return listed.rows or (trail.mention(above).rows if above is not None else ())
