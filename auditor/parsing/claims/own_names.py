"""How an agency calls itself in its report: 办事处 in a subdistrict's, 局里 in a bureau's.

Governments are left out: 县政府 may be the county, or its government among all that the report is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.nlp import Token
from auditor.text.names import LARGER, places_of
from auditor.vocabulary import Meaning

_OWN = Meaning("cue", "own")
_NAMES: dict[str, frozenset[str]] = {
    "township": frozenset({"镇政府", "乡政府", "镇里", "乡里"}),
    "subdistrict": frozenset({"办事处", "街道办", "街道办事处"}),
    "department": frozenset({"局里", "委里", "厅里"}),
}


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


def with_own_names(tokens: Sequence[Token], kind: str | None) -> list[Token]:
    """The tokens, with the names that only mean the reporting agency itself marked as 本机关 is."""
    names = _NAMES.get(kind or "", frozenset())
    return [token.meaning(_OWN) if token.text in names and not token.meanings else token for token in tokens]
