"""How a sentence opens: whether it goes on with what the one before counted, and with which things."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from auditor.nlp import Token
from auditor.parsing.claims.clauses import CLAUSE_MARKS
from auditor.parsing.claims.mentions import classes, features_of

_OF_DEEDS = frozenset({"答复", "申请", "许可", "处罚", "文件"})
"""What is done with these is a deed, and no result of a dispute: 撤销答复1件."""


def opening_of(tokens: Sequence[Token]) -> list[Token]:
    """The words of a sentence up to the first mark behind one that says something."""
    opening: list[Token] = []
    for token in tokens:
        if token.text in CLAUSE_MARKS and any(item.meanings for item in opening):
            break
        opening.append(token)
    return opening


def goes_on(opening: Sequence[Token]) -> bool:
    """Whether a sentence speaks on of what was counted before: 其中…, 均…, 予以公开…, without naming it anew."""
    found = features_of(opening)
    return not found.objects and bool(found.labelled or found.acts or found.cues & {"part", "universal", "rest"})


def lists_applicants(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph opens with a part by applicants: 其中，自然人申请41件. It is of all, and of no one result."""
    found = features_of(takewhile(lambda token: token.quantity is None, tokens))
    return "part" in found.cues and bool(found.columns)


def tells_of_disputes(opening: Sequence[Token]) -> bool:
    """Whether a sentence behind one about disputes goes on about them: 维持3件, 其中直接起诉2件, not 撤销答复1件."""
    telling = [
        token
        for place, token in enumerate(opening)
        if classes(token) & {"result", "path", "object"} and not classes(token) & {"row", "column"}
        if not (place + 1 < len(opening) and opening[place + 1].text in _OF_DEEDS)
    ]
    return bool(telling)


def turns_to_applications(opening: Sequence[Token]) -> bool:
    """结转下年的5件均已办结, 自然人申请办结42件, 其他5件: rows and applicants that no dispute has."""
    found = features_of(opening)
    rows = set(found.rows) - {"handled", "processed", "opened"}
    return bool(rows or found.columns or found.channels) and not tells_of_disputes(opening)
