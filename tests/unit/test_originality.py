"""What the rules of originality say beyond the line: evidence, quotes, grades, and why they leave something open."""

from __future__ import annotations

import auditor
import pytest
from auditor.document import Reason
from auditor.finding import Audit, Finding, OutcomeKind, Severity
from auditor.text.facts import digits_in, tells_fact
from auditor.text.names import LARGER, places_of
from auditor.text.quoted import unquoted

TITLE = "{}2023年政府信息公开工作年度报告\n"
HEADING = "一、总体情况\n"


def audited(agency: str, told: str, rule: str, preamble: str = "") -> Audit:
    return auditor.audit_text(TITLE.format(agency) + preamble + HEADING + told, auditor.Options(select=(rule,)))


def only(audit: Audit) -> Finding:
    (finding,) = audit.findings
    return finding


def quotes(audit: Audit) -> list[str]:
    return [finding.span.of(audit.report.text) for finding in audit.findings]


def test_a_foreign_name_is_told_once_with_the_agency_and_its_other_places_as_evidence() -> None:
    audit = audited("桃林镇人民政府", "我局公开信息3条。\n我镇收到申请1件，我局逐件答复。\n", "BOI003")
    finding = only(audit)
    assert finding.message.zh == "写的是“我局”（2 处），标题的机关是“桃林镇人民政府”"
    evidence = [item.span.of(audit.report.text) for item in finding.evidence]
    assert evidence == ["桃林镇人民政府", "我局"]
    assert finding.span < finding.evidence[1].span


def test_each_foreign_name_is_a_finding_of_its_own() -> None:
    told = "2023年，柳河街道共公开信息3条。\n柳河街道未收到申请。\n我镇没有收取费用。\n"
    assert quotes(audited("桃林街道办事处", told, "BOI003")) == ["柳河街道", "我镇"]


@pytest.mark.parametrize(
    ("agency", "told", "preamble"),
    [
        ("桃林县回族乡人民政府", "回族乡共公开信息9条。\n", ""),
        ("国家税务总局桃林县税务局", "我局公开信息9条。\n", "桃林县税务局根据《条例》编制本报告。\n"),
        ("桃林县水利局", "公开信息9条。\n", "落实柳河市人民政府办公室编制2023年政府信息公开工作年度报告的通知。\n"),
        ("桃林县民政局", "公开信息9条。\n", "请与桃林县政务服务局联系，或致电0000-1234567。\n"),
        ("桃林县人民政府", "我省柳河县公开信息3万条，做法值得学习。\n", ""),
        ("桃林高新技术产业开发区管理委员会", "我镇与园区合一，公开信息9条。\n", ""),
        ("桃林工业园区", "柳河县共公开信息3100条。\n", ""),
        ("桃林河湾镇人民政府", "桃林河弯镇共公开信息9条。\n", ""),
        ("桃林县城市管理局", "柳河市城市管理局收到公开申请7件。\n", ""),
        ("桃林镇人民政府", "近五年镇政府共收到公开申请33件。\n", ""),
    ],
)
def test_what_is_above_within_or_only_alike_is_no_foreign_name(agency: str, told: str, preamble: str) -> None:
    assert quotes(audited(agency, told, "BOI003", preamble)) == []


@pytest.mark.parametrize(
    ("agency", "told", "rule", "reason"),
    [
        ("", "我局公开信息9条。", "BOI003", "agency_not_told"),
        ("我局", "我镇公开信息9条。", "BOI003", "agency_not_told"),
        ("桃林县发展和改革委员会", "我局公开信息9条。", "BOI003", "self_name_differs"),
        ("自治区人力资源社会保障厅", "柳河县人力资源社会保障局共收到公开申请3件。", "BOI003", "agency_without_place"),
        ("巴音苏木", "我局公开信息9条。", "BOI003", "self_name_unknown"),
        ("桃林县民政局", "文中XX系脱敏，公开信息XX条。", "BOI004", "blanks_explained"),
    ],
)
def test_what_cannot_be_decided_says_why(agency: str, told: str, rule: str, reason: str) -> None:
    audit = audited(agency, told, rule)
    outcome = audit.outcomes[rule]
    assert (outcome.kind, audit.findings) == (OutcomeKind.UNDECIDED, ())
    assert isinstance(outcome.reason, Reason)
    assert outcome.reason.code == reason


def test_sections_without_enough_clauses_have_no_share_of_slogans() -> None:
    outcome = audited("桃林县民政局", "切实加强领导，不断提升水平。", "BOI006").outcomes["BOI006"]
    assert outcome.kind is OutcomeKind.NOT_APPLICABLE
    assert outcome.reason == Reason("too_few_clauses", {"clauses": 6})


def test_a_blank_is_quoted_as_it_is_printed() -> None:
    told = "（此处填写公开情况，不超过300字）\n公开信息 Ｘ Ｘ 条，培训____次。\n"
    assert quotes(audited("桃林县民政局", told, "BOI004")) == [
        "（此处填写公开情况，不超过300字）",
        "Ｘ Ｘ 条",
        "____次",
    ]


def test_a_name_missing_in_the_title_is_a_warning_and_silences_those_of_the_text() -> None:
    audit = audited("XX县民政局", "2023年，XX县民政局共公开信息9条，收到申请XX件。", "BOI004")
    assert [(item.span.of(audit.report.text), item.severity) for item in audit.findings] == [
        ("XX县", Severity.WARNING),
        ("XX件", Severity.ERROR),
    ]


def test_a_blank_in_a_table_is_left_to_the_rules_of_tables() -> None:
    told = "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\tXX件\t0\t0\n"
    told += "行政规范性文件\t0\t0\t0\n行政许可\t0\n行政处罚\t0\n行政强制\t0\n行政事业性收费\t0\n"
    audit = audited("桃林县民政局", told, "BOI004")
    assert "disclosure" in audit.report.tables
    assert quotes(audit) == []


def test_a_pasted_stretch_ends_with_the_law_and_names_its_articles() -> None:
    pasted = (
        "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、"
        "社会稳定的政府信息，不予公开。涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。"
        "但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开"
    )
    audit = audited("桃林县民政局", f"本局答复时注意：{pasted}。全年答复9件。\n", "BOI007")
    assert quotes(audit) == [pasted]
    assert only(audit).message.zh == f"连续 {len(pasted)} 个字是《政府信息公开条例》第十四条、第十五条的原文"


@pytest.mark.parametrize(
    ("name", "places", "rest"),
    [
        ("临川市青禾县石桥镇人民政府", ["临川市", "青禾县", "石桥镇"], "人民政府"),
        ("滑县民政局", ["滑县"], "民政局"),
        ("云川区城市管理局", ["云川区"], "城市管理局"),
        ("云川市住房和城乡建设局", ["云川市"], "住房和城乡建设局"),
        ("广西壮族自治区林业局", ["广西壮族自治区"], "林业局"),
        ("自治区林业局", [], "自治区林业局"),
        ("临川经济开发区财政局", ["临川经济开发区"], "财政局"),
        ("民政局", [], "民政局"),
    ],
)
def test_places_of_a_name(name: str, places: list[str], rest: str) -> None:
    found, left = places_of(name, (*LARGER, "镇", "乡", "街道"))
    assert ([place.stem + place.ending for place in found], left) == (places, rest)


def test_what_is_quoted_is_blank_and_every_position_holds() -> None:
    text = '在“我局”栏目转发《关于〈办法〉的通知》，"我镇"除外，“没有收尾'
    assert unquoted(text) == '在“  ”栏目转发《         》，"  "除外，“没有收尾'


@pytest.mark.parametrize(
    ("text", "digits", "fact"),
    [
        ("2023年认真落实", 0, False),
        ("1.主动公开。\n2.平台建设。", 0, False),
        ("公开三百余条、五份", 2, True),
        ("公开31条", 2, True),
        ("迈上一个新台阶", 0, False),
        ("没有收到申请", 0, True),
    ],
)
def test_facts_and_digits(text: str, digits: int, fact: bool) -> None:  # noqa: FBT001 - a table of cases
    assert (digits_in(text), tells_fact(text)) == (digits, fact)
