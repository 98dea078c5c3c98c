"""How an agency calls itself in its report: 办事处 in a subdistrict's, 局里 in a bureau's.

Governments are left out: 县政府 may be the county, or its government among all that the report is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token
from auditor.vocabulary import Meaning

_OWN = Meaning("cue", "own")
_NAMES: dict[str, frozenset[str]] = {
    "township": frozenset({"镇政府", "乡政府", "镇里", "乡里"}),
    "subdistrict": frozenset({"办事处", "街道办", "街道办事处"}),
    "department": frozenset({"局里", "委里", "厅里"}),
}


_WIDER = (
    (re.compile("[县区旗镇乡]|街道|办事处"), frozenset({"全市", "全省", "全州", "全国", "全自治区", "全盟"})),
    (re.compile("[市州盟]"), frozenset({"全省", "全国", "全自治区"})),
)


def wider_regions(agency: str | None) -> frozenset[str]:
    """The words for regions that an agency, by its name, is only a part of: 全市 in a county's report."""
    return next((words for level, words in _WIDER if level.search(agency or "")), frozenset())


def with_own_names(tokens: Sequence[Token], kind: str | None) -> list[Token]:
    """The tokens, with the names that only mean the reporting agency itself marked as 本机关 is."""
    names = _NAMES.get(kind or "", frozenset())
    return [token.meaning(_OWN) if token.text in names and not token.meanings else token for token in tokens]
