"""How an agency calls itself in its report: 办事处 in a subdistrict's, 局里, 区住建局 or 市局 in a bureau's.

Governments of counties and above are left out: 县政府 may be the county, or its government among all that the report is
about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from auditor.nlp import Token
from auditor.text.names import LARGER, Place, places_of
from auditor.text.widths import is_cjk
from auditor.vocabulary import Meaning

_OWN = Meaning("cue", "own")
_NAMES: dict[str, frozenset[str]] = {
    "township": frozenset({"镇政府", "乡政府", "镇里", "乡里"}),
    "subdistrict": frozenset({"办事处", "街道办", "街道办事处"}),
    "department": frozenset({"局里", "委里", "厅里"}),
}


_ENDS = "局委厅办会处镇乡府道"
_BUREAUS = "局委厅办会"
_SHORTEST, _MOST_TOKENS = 3, 16
_GOES_ON = re.compile(
    "[、和及与]|以及|系统|机关|本级|[（(](?:含|包括|不含|本级|机关)|(?:各|全体)?(?:村民|居民|群众|市民|企业|公司|农户|商户|合作社)"
    "|[^，。；、新收受接办答作公开]{1,5}?(?:科|股|室|组|队|站|中心|窗口|大厅|院|处(?![理罚分])|所(?![有涉属作需]))"
)
"""Behind a name they say that others are counted with it, or a part of it only: 区住建局及下属单位, 区住建局法规科.

Or they say who asked: 白沙镇村民.
"""
_PARENT = re.compile(".{2,6}总局(?=.*局$)")
"""What the name of an office begins with that is not its own: 国家税务总局青石县税务局."""
_BEFORE_A_NAME = frozenset({"由", "向", "对", "经", "被", "是"})

_SMALLEST = ("镇", "乡", "街道")
_ABOVE_A_PROVINCE = frozenset({"全国"})
_ABOVE_A_CITY = _ABOVE_A_PROVINCE | {"全省", "我省", "全自治区"}
_ABOVE_A_COUNTY = _ABOVE_A_CITY | {"全市", "我市", "全州", "全盟"}
_ABOVE = {
    **dict.fromkeys(("省", "自治区"), _ABOVE_A_PROVINCE),
    **dict.fromkeys(("市", "州", "自治州", "盟"), _ABOVE_A_CITY),
}
"""The words for regions that hold one with such a name; those of a county stand for all smaller ones."""


def wider_regions(agency: str | None) -> frozenset[str]:
    """The words for regions that an agency, by its name, is only a part of: 全市 in a county's report.

    Of an agency whose name tells no place (市场监督管理局) nothing is known.
    """
    places = places_of(agency or "", LARGER)[0] or places_of(agency or "", _SMALLEST)[0]
    return _ABOVE.get(places[-1].ending, _ABOVE_A_COUNTY) if places else frozenset()


class OwnNames:
    """The names that only mean the reporting agency itself."""

    def __init__(self, agency: str | None, kind: str | None) -> None:
        self._words = _NAMES.get(kind or "", frozenset())
        self._agency = (agency or "") if kind in _NAMES else ""
        places, self._body = places_of(_PARENT.sub("", self._agency, count=1), LARGER)
        self._leads = _leads(places)

    def marked(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens, with such names marked as 本机关 is."""
        marked: list[Token] = []
        while len(marked) < len(tokens):
            token = tokens[len(marked)]
            length = self._length(tokens, len(marked))
            if length:
                marked.extend(part.meaning(_OWN) for part in tokens[len(marked) : len(marked) + length])
            else:
                marked.append(token.meaning(_OWN) if token.text in self._words and not token.meanings else token)
        return marked

    def _length(self, tokens: Sequence[Token], place: int) -> int:
        """How many tokens from a place on are the longest such name that is more than one of the plain words."""
        if not self._agency or not _may_begin(tokens, place):
            return 0
        texts = accumulate(token.text for token in tokens[place : place + _MOST_TOKENS])
        length = max((count for count, text in enumerate(texts, 1) if self._is_own(text)), default=0)
        if not length:
            return 0
        behind = "".join(token.text for token in tokens[place + length : place + length + _MOST_TOKENS])
        return 0 if _GOES_ON.match(behind) else length

    def _is_own(self, text: str) -> bool:
        if text[-1] not in _ENDS:
            return False
        rests = {text.removeprefix(lead) for lead in self._leads if text.startswith(lead)}
        return text == self._agency or any(_is_short(rest, self._body) for rest in rests) or self._is_bureau(text)

    def _is_bureau(self, text: str) -> bool:
        """区局 in the report of a district's bureau."""
        return (
            self._body.endswith("局")
            and not self._body.endswith("分局")
            and text[:-1] in self._leads
            and text[-1] == "局"
            and len(text) > 1
        )


def _leads(places: Sequence[Place]) -> frozenset[str]:
    """What may stand before the body of a name: all its places, the smallest ones, the word for the last alone."""
    names = [place.stem + place.ending for place in places]
    chains = {"".join(names[start:]) for start in range(len(names))}
    return frozenset({"", *chains, *(place.ending for place in places[-1:])})


def _is_short(rest: str, body: str) -> bool:
    """住建局 of 住房和城乡建设局, 管委会 of 管理委员会, 青簟街道 of 青簟街道办事处."""
    if body.endswith("街道办事处") and rest == "街道":
        return True
    if rest in (body, body.removesuffix("人民政府"), body.replace("人民政府", "政府"), body.removesuffix("办事处")):
        return len(rest) > 1
    if body.endswith("分局"):  # 生态环境局青石分局: the bureau itself is another body
        return len(rest) > 1 and rest.endswith("分局") and body.endswith(rest)
    whole = body if rest.endswith("会") else body.replace("委员会", "委")
    if len(rest) < _SHORTEST or (rest[0], rest[-1]) != (whole[:1], whole[-1:]) or rest[-1] not in _BUREAUS:
        return False
    left = iter(whole)
    return all(sign in left for sign in rest)


def _may_begin(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name may begin: no other word stands directly before it that could be its place (桥东区住建局)."""
    before = tokens[place - 1] if place else None
    return (
        before is None
        or before.text in _BEFORE_A_NAME
        or before.text.endswith(("年", "年度", "年内"))
        or not is_cjk(before.text[-1])
    )
