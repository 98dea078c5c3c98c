"""Denials of some cases only, sentences that turn back to applications, decisions of some kind: none accuses anybody.

In the tables no cell that the sentences could be tied to agrees with them.
"""

from __future__ import annotations

import pytest
from auditor.document import Verdict
from auditor.parsing.claims.own_names import wider_regions

from tests.unit.test_claims import claims, tables

BEHIND_SUITS = "全年新收申请622件。被申请行政复议7件，被提起行政诉讼7件。"
VALUES = tables() | {
    ("disclosure", "licensing", "decisions"): "1326",
    ("disclosure", "penalties", "decisions"): "214",
    ("disclosure", "coercion", "decisions"): "12",
    ("disclosure", "fees", "amount"): "36.5",
    ("disclosure", "normative_documents", "in_force"): "58",
}


def accused(text: str) -> list[str]:
    return [str(claim.cell) for claim in claims(text, VALUES) if claim.verdict is Verdict.CONTRADICTED]


@pytest.mark.parametrize(
    "sentence",
    [
        "没有企业申请复议。",
        "无自然人提起行政诉讼的情况。",
        "四季度未新收复议案件。",
        "乡镇没有被申请行政复议、被提起行政诉讼。",
        "县直部门被申请行政复议为零。",
        "无法提供的95件没有一件被提起诉讼。",
        "没有因逾期答复被申请行政复议。",
        "行政处罚没有一件被复议撤销。",
        "没有涉及个人隐私的申请。",
        "县气象局没有行政强制。",
        "没有新增行政事业性收费。",
    ],
)
def test_a_denial_of_some_denies_no_others(sentence: str) -> None:
    assert accused(BEHIND_SUITS + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "通过网络提交33件、信函14件、其他5件。",
        "县自然资源局办结12件，公开4件，部分公开1件，不掌握5件，其他9件。",
        "内容涉及征地21件、拆迁9件、其他22件。",
        "结转下年的15件均已在2024年2月底前办结。",
        "目前15件均已办结。",
        "自行纠正答复2件。",
        "撤销答复4件并重新答复。",
        "撤回申请3件。",
    ],
)
def test_a_sentence_behind_suits_need_not_be_about_them(sentence: str) -> None:
    assert accused(BEHIND_SUITS + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "全年作出行政许可1326件、行政处罚214件、行政强制12件，共1560件。",
        "作出行政处罚和行政强制决定227件。",
        "依法不予行政许可14件、不予行政处罚31件。",
        "解除行政强制措施8件。",
        "涉企行政处罚92件。",
        "网上办理行政许可1188件，占89.6%。",
        "行政事业性收费应收48.8万元，减免12.3万元，实收36.5万元。",
        "高新技术企业申请指南全部公开。",
        "企业申请奖补资金的条件、流程、结果全部公开。",
        "申请事项涉及个人隐私5件、商业秘密3件。",
        "收到国家秘密定密申请2件。",
        "法院判决的2件均驳回原告请求。",
        "累计收到申请486件（2008年至今）。",
        "建议废止规范性文件5件，采纳3件。",
    ],
)
def test_what_is_of_some_kind_or_of_other_things_accuses_nobody(sentence: str) -> None:
    assert accused(sentence) == []


def test_a_total_of_decisions_is_told_where_it_agrees() -> None:
    found = claims("全年作出行政许可1326件、行政处罚214件、行政强制12件，共1552件。", VALUES)
    assert [claim.verdict for claim in found] == [Verdict.SUPPORTED] * 4


@pytest.mark.parametrize(
    ("sentence", "cell"),
    [
        ("全年没有因政府信息公开被申请行政复议。", "disputes.review.total"),
        ("未发生因政府信息公开被申请行政复议或者被提起行政诉讼的情况。", "disputes.review.total"),
        ("作出行政处罚决定241件。", "disclosure.penalties.decisions"),
    ],
)
def test_plain_words_are_contradicted_as_before(sentence: str, cell: str) -> None:
    assert cell in accused(sentence)


def test_where_there_were_none_of_any_kind_there_were_none_about_disclosure() -> None:
    none = VALUES | {key: "0" for key in VALUES if key[0] == "disputes"}
    found = claims("全年无行政复议、行政诉讼。", none)
    assert [claim.verdict for claim in found] == [Verdict.SUPPORTED] * 2


@pytest.mark.parametrize(
    ("agency", "wider"),
    [
        ("镇江市教育局", {"全省"}),
        ("新乡市人民政府", {"全省"}),
        ("广西壮族自治区人力资源和社会保障厅", set()),
        ("青石县市场监督管理局", {"全省", "全市"}),
        ("青石县乡村振兴局", {"全省", "全市"}),
        ("城关镇人民政府", {"全省", "全市"}),
        ("市场监督管理局", set()),
        (None, set()),
    ],
)
def test_what_region_is_wider_is_told_by_the_place_in_the_agency_s_name(agency: str | None, wider: set[str]) -> None:
    assert wider_regions(agency) & {"全省", "全市", "全县"} == wider
