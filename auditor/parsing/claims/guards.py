"""What keeps a number from being what its words seem to say: another body's, another thing's, some of the things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token
from auditor.parsing.claims.mentions import LABEL_CLASSES, Features, classes, has_cue, is_attribute
from auditor.parsing.claims.unread import LINKS

_BODY = re.compile(
    r"(?:局|委|办|厅|县|区|镇|街道|乡|部门|政府|中心|分局|支队|大队|园区|新区|办公室|集团|公司|所|站|院|市|旗|校|办事处)$"
)
_EACH_BODY = re.compile("各(?:区|县|市|镇|乡|街道|分局|部门|单位|大队|派出所|基层|科室|直属)")
_OTHER_CAUSE = re.compile(
    "因(?!政府信息|信息公开|依申请|公开|对|不服|答复|申请|此)[^，。；]{2,24}(?:引起|引发|提起|产生|发生)"
)
_ABOUT_DISCLOSURE = re.compile("信息公开|依申请公开|公开申请|政务公开")
_AMONG = re.compile(r"^(?:中|里|内|当中|之中|里面|之内)(?:有|的|，)?$")
_LOOSE_UNITS = frozenset({"个", "项", "条", "次", "份", "例"})


def clause_cues(clause: Sequence[Token]) -> frozenset[str]:
    """What a whole clause says of its disputes: that they are about disclosure, or have another cause."""
    text = "".join(token.text for token in clause)
    cues = {"other_cause"} if _OTHER_CAUSE.search(text) else set()
    return frozenset(cues | {"about_disclosure"} if _ABOUT_DISCLOSURE.search(text) else cues)


def stands_among(token: Token) -> bool:
    """Whether a word makes what stands before it the whole of which the next number is a part: 27件中."""
    return bool(_AMONG.match(token.text))


def counts_another_thing(left: Sequence[Token], right: Sequence[Token], unit: str, gap: int) -> bool:
    """Whether the word directly before a number is another thing that it counts: 复议答复书3份, 网点2个."""
    words = [token for token in left if not (has_cue(token, "total") or token.text in LINKS)]
    if right or not words:
        return False
    return is_attribute(words[-1]) or (unit in _LOOSE_UNITS and gap > 1)


def is_some_of(left: Sequence[Token]) -> bool:
    """规范性文件中有4件的解读…: some of the things named before, and which of them is not said by a label."""
    among = [i for i, token in enumerate(left) if stands_among(token) and i and left[i - 1].meanings]
    behind = left[among[-1] + 1 :] if among else ()
    return bool(among) and not any(classes(token) & (LABEL_CLASSES | {"object", "act"}) for token in behind)


def of_another_body(left: Sequence[Token], found: Features) -> bool:
    """Whether the label of a number is the name of some body: 沭阳县477件 (and not 我局收到…), or each of several."""
    text = "".join(token.text for token in left)
    if _EACH_BODY.search(text):
        return True
    if found.labelled or found.objects or found.acts or "own" in found.cues or not left:
        return False
    return bool(_BODY.search(text.strip("、")))
