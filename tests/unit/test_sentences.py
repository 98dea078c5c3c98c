"""What is quoted of a sentence begins and ends where a clause does."""

from __future__ import annotations

import pytest
from auditor.text.canonical import canonical
from auditor.text.sentences import clause_around
from auditor.text.spans import Span

LONG = "县政府网站在上半年经过三次改版以后、重新整理了各个栏目的内容并且把历年的文件集中到一处以后又新增加了文件52件"


@pytest.mark.parametrize(
    ("text", "place", "quoted"),
    [
        ("五、存在的主要问题及改进情况\n一是复议败了1件，暴露", "1件", "一是复议败了1件"),
        ("全县各级行政机关通过政府门户网站和政务新\n媒体主动公开政府信息52条，其中", "52条", None),
        ("（一）主动公开52件文件", "52件", "主动公开52件文件"),
        ("共发布信息1,326条政策解读52篇", "52篇", "共发布信息1,326条政策解读52篇"),
        ("其中维持2件、纠正1件、未审结1件。", "纠正1件", "其中维持2件、纠正1件、未审结1件"),
        (LONG, "52件", "…重新整理了各个栏目的内容并且把历年的文件集中到一处以后又新增加了文件52件"),
        (f"52件{'长' * 60}", "52件", f"52件{'长' * 14}…"),
        ("办结 52 件", "52 件", "办结52件"),
    ],
)
def test_a_place_is_quoted_with_its_clause(text: str, place: str, quoted: str | None) -> None:
    begin = text.index(place)
    whole = text.replace("\n", "").split("，", maxsplit=1)[0]
    assert clause_around(text, Span(begin, begin + len(place))) == (quoted or whole)


def test_a_quote_has_nothing_that_cannot_be_seen() -> None:
    text = canonical("本 年 度 收 到 公 开 申 请 1 2 件 ， 其 中 1 件 被 诉 。")
    place = text.index("1", text.index("其"))
    assert clause_around(text, Span(place, place + 1)) == "其中1件被诉"
