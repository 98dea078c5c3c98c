"""What PUB003 quotes: the clause in which it found something, and nothing of a number or name but its beginning."""

from __future__ import annotations

import pytest
from auditor import api

REPORT = "清渚区审计局2023年政府信息公开工作年度报告\n一、总体情况\n{text}\n"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "今年以来，申请人王小明提交申请1件，已答复。",
            ["“申请人王…提交申请1件”"],
        ),
        (
            "申请人王小明手机13800001234和身份证号码110101199003070011已经核对。",
            ["“申请人王…手机138…和身份证号码110…已经核对”", "“王…手机138…和身份证号码110…已经核对”"],
        ),
        ("联系电话：139 0000 5678。", ["“联系电话:139…”"]),
    ],
)
def test_the_clause_is_quoted_without_what_is_private(text: str, quotes: list[str]) -> None:
    found = api.audit_text(REPORT.format(text=text)).findings
    told = [finding.message.zh for finding in found if finding.rule == "PUB003"]
    assert [message[: len(quote)] for message, quote in zip(told, quotes, strict=True)] == quotes
