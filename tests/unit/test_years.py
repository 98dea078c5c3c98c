"""A report beside last year's: how grave each break is, where it is shown, what stays open, what is nobody's fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import auditor
import pytest
from auditor.api import rulebook
from auditor.cli import main
from auditor.finding import Audit
from auditor.formtext import table_text
from auditor.layout import TableSpec
from auditor.messages import reason_text

from tests.layouts import WRITERS, Values, report
from tests.unit.test_claims import tables

LAYOUT = rulebook().layout
AGENCY = "松隐县人力资源和社会保障局"
HEADINGS = {section.table: section.title for section in LAYOUT.section if section.table}
ORDINALS = {"disclosure": "二", "applications": "三", "disputes": "四"}
Given = Mapping[str, Mapping[str, str]]
"""Rows of tables, their values by column."""
BEFORE: Given = {
    "disclosure": {"normative_documents": "3,1,40", "licensing": "900", "penalties": "1408", "fees": "6388.10"},
    "applications": {
        "new_received": "50,8,0,0,2,0,60",
        "carried_in": "3",
        "granted": "40,8,0,0,2,0,50",
        "denied_third_party": "11",
        "handled_total": "51,8,0,0,2,0,61",
        "carried_out": "2",
    },
    "disputes": {"review": "1,0,1,0,2", "direct": "1,0,0,0,1"},
}
NOW: Given = {
    "disclosure": {"normative_documents": "4,2,42", "licensing": "1200", "penalties": "1530", "fees": "6120.45"},
    "applications": {
        "new_received": "70,10,0,0,4,0,84",
        "carried_in": "2",
        "granted": "60,10,0,0,4,0,74",
        "denied_third_party": "12",
        "handled_total": "72,10,0,0,4,0,86",
    },
    "disputes": {"review": "2,0,1,0,3", "direct": "1,0,0,0,1"},
}


def with_rows(given: Given, **rows: str) -> Given:
    """The tables with other values in some rows."""
    held = {row: table for table, spec in ((t.key, t) for t in LAYOUT.table) for row in (r.key for r in spec.rows)}
    changed = {table: dict(values) for table, values in given.items()}
    for row, values in rows.items():
        changed[held[row]][row] = values
    return changed


def text_of(year: int, given: Given, words: str = "", agency: str = AGENCY) -> str:
    lines = [f"{agency}{year}年政府信息公开工作年度报告", "一、总体情况", words]
    for key, rows in given.items():
        lines.append(f"{ORDINALS[key]}、{HEADINGS[key]}")
        lines.extend(table_text(LAYOUT, key, {row: values.split(",") for row, values in rows.items()}))
    return "\n".join(lines)


Pair = Callable[..., Audit]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Audits a report of 2023 beside one of 2022, with the rules of the family and their neighbours."""

    def audited(
        before: Given = BEFORE, now: Given = NOW, words: str = "", last_words: str = "", last_agency: str = AGENCY
    ) -> Audit:
        path = tmp_path / "2022.txt"
        path.write_text(text_of(2022, before, last_words, last_agency), encoding="utf-8")
        options = auditor.Options(select=("YOY", "NAR005", "NAR006"), preview=True, previous=str(path))
        return auditor.audit_text(text_of(2023, now, words), options)

    return audited


def told(audit: Audit) -> list[tuple[str, str, str]]:
    return [(item.rule, item.severity.word, item.message.zh) for item in audit.findings]


def why(audit: Audit, code: str) -> tuple[str, str]:
    """What became of a rule, and the reason as a person reads it."""
    outcome = audit.outcomes[code]
    return outcome.kind.value, reason_text(outcome.reason, "zh", LAYOUT) if outcome.reason else ""


def test_two_years_that_go_on_from_each_other_draw_nothing(pair: Pair) -> None:
    audit = pair()
    assert told(audit) == []
    assert {code: outcome.kind.value for code, outcome in audit.outcomes.items() if code.startswith("YOY")} == {
        "YOY001": "passed",
        "YOY002": "passed",
        "YOY003": "passed",
        "YOY004": "passed",
        "YOY005": "not_applicable",
        "YOY006": "passed",
        "YOY007": "passed",
        "YOY008": "not_applicable",
        "YOY009": "not_applicable",
    }


def test_without_last_years_report_no_rule_of_the_family_applies() -> None:
    words = "（二）依申请公开。收到申请84件，比上年的70件增加14件。"
    options = auditor.Options(select=("YOY",), ignore=("YOY008",), preview=True)
    audit = auditor.audit_text(text_of(2023, NOW, words), options)
    assert len(audit.outcomes) == 8
    assert {why(audit, code) for code in audit.outcomes} == {("not_applicable", "没有给出上一年的报告")}


# ---- applications carried over ----


def test_a_broken_chain_is_an_error_at_this_years_cell(pair: Pair) -> None:
    audit = pair(now=with_rows(NOW, carried_in="5"))
    assert told(audit) == [
        ("YOY001", "error", "上年报告“结转下年度继续办理”总计 2 件，今年表三“上年结转”总计填 5 件，相差 3 件")
    ]
    (found,) = audit.findings
    cell = audit.report.tables["applications"].cells["carried_in", "total"]
    assert (found.span, [(item.span, item.cell) for item in found.evidence]) == (
        cell.span,
        [(cell.span, "applications.carried_in.total")],
    )


def test_applicants_that_changed_places_are_one_finding_with_all_their_cells(pair: Pair) -> None:
    audit = pair(with_rows(BEFORE, carried_out="2,1,0,0,0,0,3"), with_rows(NOW, carried_in="1,2,0,0,0,0,3"))
    assert told(audit) == [
        (
            "YOY002",
            "warning",
            "上年报告结转下年的申请，到今年表三“上年结转”换了申请人：自然人 2 件变成 1 件，商业企业 1 件变成 2 件",
        )
    ]
    assert [item.cell for item in audit.findings[0].evidence] == [
        "applications.carried_in.natural_person",
        "applications.carried_in.company",
    ]


@pytest.mark.parametrize(
    ("carried_in", "rules"),
    [
        ("1,0,0,0,0,0,1", ["YOY001"]),  # fewer natural persons, as the total says
        ("0,0,0,0,0,0,0", ["YOY001"]),
        ("4,2,0,0,0,0,6", ["YOY001"]),  # both grew, as the total did
        ("0,4,0,0,0,0,4", ["YOY001", "YOY002"]),  # more in all, and fewer natural persons
        ("3,1,0,0,0,0,3", ["YOY002"]),  # the total is last year's
        ("2,1,0,0,0,0,5", ["YOY001"]),  # only the total differs
    ],
)
def test_a_change_of_applicants_is_told_where_it_is_more_than_the_totals(
    pair: Pair, carried_in: str, rules: list[str]
) -> None:
    audit = pair(with_rows(BEFORE, carried_out="2,1,0,0,0,0,3"), with_rows(NOW, carried_in=carried_in))
    assert sorted(item.rule for item in audit.findings) == rules


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ({"carried_out": ",,,,,,"}, {}, "上一年报告：“四、结转下年度继续办理／总计”是空白"),
        ({"carried_out": "/,/,/,/,/,/,/"}, {}, "上一年报告：“四、结转下年度继续办理／总计”填的不是数字"),
        ({}, {"carried_in": ",,,,,,"}, "“二、上年结转政府信息公开申请数量／总计”是空白"),
        ({}, {"carried_in": "2,0,0,0,0,0,约2"}, "“二、上年结转政府信息公开申请数量／总计”不是可以识别的数字"),
    ],
)
def test_a_cell_that_cannot_be_read_is_never_zero(
    pair: Pair, before: Mapping[str, str], now: Mapping[str, str], reason: str
) -> None:
    audit = pair(with_rows(BEFORE, **before), with_rows(NOW, **now))
    assert told(audit) == []
    assert why(audit, "YOY001") == ("undecided", reason)


def test_a_table_of_last_year_that_is_not_there_leaves_all_open(pair: Pair) -> None:
    audit = pair({"disclosure": BEFORE["disclosure"]}, words="（二）依申请公开。收到申请84件，比上年的70件增加14件。")
    assert told(audit) == []
    for code in ("YOY001", "YOY002", "YOY005", "YOY006"):
        assert why(audit, code) == ("undecided", "上一年报告：没有找到表三（收到和处理申请）")
    assert why(audit, "YOY009") == ("undecided", "上一年报告：没有找到表四（复议、诉讼）")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            "机构改革后，原就业服务中心的3件申请移交我局，上年结转变为5件。",
            "报告自己说明了差别：“机构改革后，原就业服务中心的3件申请移交我局，上年结转变为5件。”",
        ),
        ("所列数据由各直属单位的报表汇总形成。", "上一年的数据是本级口径，今年是汇总口径"),
    ],
)
def test_a_difference_that_the_report_explains_is_left_open(pair: Pair, words: str, reason: str) -> None:
    audit = pair(now=with_rows(NOW, carried_in="5"), words=words, last_words="所列数据只算局机关。")
    assert told(audit) == []
    assert why(audit, "YOY001") == ("undecided", reason)


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        (AGENCY, "error"),
        ("松隐县人力资源社会保障局", "error"),
        ("松隐县人力资源局", "info"),
        ("松隐县人力资源和社会保障局开发区分局", "info"),
    ],
)
def test_an_agency_of_another_name_is_only_asked(pair: Pair, name: str, severity: str) -> None:
    audit = pair(now=with_rows(NOW, carried_in="5"), last_agency=name)
    assert [(item.rule, item.severity.word) for item in audit.findings] == [("YOY001", severity)]
    doubt = "（上一年报告的机关名称是“" in audit.findings[0].message.zh
    assert doubt == (severity == "info")


def test_a_slip_of_last_years_own_table_is_not_held_against_this_year(pair: Pair) -> None:
    audit = pair(before=with_rows(BEFORE, carried_out="2,0,0,0,0,0,7"))
    assert told(audit) == [
        (
            "YOY001",
            "info",
            (
                "上年报告“结转下年度继续办理”总计 7 件，今年表三“上年结转”总计填 2 件，相差 5 件"
                "（上一年报告自己算不拢，按它别的格应为 2 件）"
            ),
        )
    ]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_the_chain_is_decided_in_every_way_of_writing_a_table(
    tmp_path: Path, write: Callable[[TableSpec, Values], list[str]]
) -> None:
    values = tables()
    path = tmp_path / "2022.txt"
    path.write_text(report(values, write).replace("2023年", "2022年"), encoding="utf-8")
    carried = {("applications", "carried_in", key): values["applications", "carried_out", key] for key in _columns()}
    for changed, found in (({}, ["YOY001"]), (carried, [])):
        options = auditor.Options(select=("YOY001", "YOY002"), previous=str(path))
        audit = auditor.audit_text(report({**values, **changed}, write), options)
        assert [item.rule for item in audit.findings] == found
        assert audit.outcomes["YOY002"].kind.value == "passed"


def _columns() -> list[str]:
    return [column.key for column in LAYOUT.table[1].columns]


# ---- documents in force ----


@pytest.mark.parametrize(
    ("now", "words", "severity", "ending"),
    [
        ("4,2,50", "", "warning", "多 8 件（上年的 20.0%），报告没有说明原因"),
        ("4,2,43", "", "warning", "多 1 件（上年的 2.5%），报告没有说明原因"),
        ("4,2,30", "", "warning", "少 12 件（上年的 30.0%），报告没有说明原因"),
        ("4,2,35", "", "info", "少 7 件；如果是到期失效或尚未施行，请写明"),
        ("4,2,30", "对规范性文件开展清理。", "info", "报告写到“对规范性文件开展清理。”，没有写对应的件数"),
        ("4,2,50", "局机关于3月挂牌成立。", "info", "报告写到“局机关于3月挂牌成立。”，没有写对应的件数"),
    ],
)
def test_documents_that_do_not_follow_from_last_year_weigh_by_what_may_explain_them(
    pair: Pair, now: str, words: str, severity: str, ending: str
) -> None:
    audit = pair(now=with_rows(NOW, normative_documents=now), words=words)
    assert [(item.rule, item.severity.word) for item in audit.findings] == [("YOY003", severity)]
    assert audit.findings[0].message.zh.endswith(ending)
    assert audit.findings[0].span.of(audit.report.text) == now.rsplit(",", 1)[1]


@pytest.mark.parametrize(
    "words",
    [
        "规范性文件中有12件有效期届满，自动失效。",
        "规范性文件清理后，宣布失效十件，划转给医疗保障局2件。",
    ],
)
def test_documents_whose_number_is_accounted_for_are_in_order(pair: Pair, words: str) -> None:
    audit = pair(now=with_rows(NOW, normative_documents="4,2,30"), words=words)
    assert (told(audit), why(audit, "YOY003")) == ([], ("passed", ""))


def test_a_renamed_agency_and_rules_are_asked_for_as_well(pair: Pair) -> None:
    now = with_rows(NOW, normative_documents="4,2,60", regulations="0,0,1")
    audit = pair(now=now, last_agency="松隐县人事局")
    assert [(item.rule, item.severity.word) for item in audit.findings] == [("YOY004", "info"), ("YOY003", "info")]
    assert all("“松隐县人事局”" in item.message.zh for item in audit.findings)


# ---- what is said of last year ----

TRUE = [
    "全年新收政府信息公开申请84件，比上年的60件增加24件，增长40%。",
    "收到申请84件，其中自然人70件，比上年增加20件。",
    "全年收到申请84件，较上年增加24件，其中网上申请40件，增加30件。",
    "收到申请84件，同比上升40%，其中涉及征地的31件，同比上升55%。",
    "收到申请84件，同比增加24件（其中自然人增加20件、企业增加2件、律师事务所增加2件）。",
    "因政府信息公开被申请行政复议3件（上年2件）、行政诉讼1件（上年1件）。",
    "收到申请84件，较上年增长四成。",
    "收到申请84件，比2021年增加43件。",
    "收到申请84件，比前年多43件。",
    "收到申请84件，较2019年增长110%。",
    "收到申请84件，近三年年均增长27%。",
    "收到申请84件，较疫情前增长55%。",
    "结转申请2件，较年初减少9件。",
    "收到申请84件，比全市平均多11件。",
    "收到申请84件，较2022年（60件）增长40%。",
    "收取行政事业性收费6120.45万元，比上年的6388.10万元减少267.65万元，下降4.2%。",
    "收取行政事业性收费6120.45万元，比上年减少267.65万元。",
    "现行有效行政规范性文件42件，比上年末的40件净增2件。",
    "收办申请86件，较上年的63件增加23件。",
    "上年收到申请60件，办结61件，今年收到84件，办结86件。",
    "去年十二月收到的2件申请于今年1月答复。",
    "新收申请84件，比2021年的41件翻了一番。",
    "接待来访群众300人次，比上年的260人次多40人次；收到申请84件，比上年多24件。",
    "申请量由2022年的60件增至84件。",
    "不予公开12件，上年为11件。",
    "去年此时在办诉讼9起、复议9起。",
    "局属单位收到申请9件，比上年的4件增加5件，由各单位另行统计。",
]
FALSE = [
    ("全年新收政府信息公开申请84件，比上年的70件增加14件，增长20%。", "比上年的70件"),
    ("因政府信息公开被申请行政复议3件（上年5件）。", "上年5件"),
    ("收到申请84件，其中自然人70件（上年45件）。", "上年45件"),
    ("上年收到申请66件，今年收到84件。", "上年收到申请66件"),
    ("申请量由2022年的75件增至84件。", "申请量由2022年的75件"),
    ("作出行政处罚决定1530件，同比增加222件。", "1530件，同比增加222件"),
    ("收取行政事业性收费6120.45万元，比上年减少467.65万元。", "6120.45万元，比上年减少467.65万元"),
    ("收取行政事业性收费6120.45万元，同比下降9.19%。", "6120.45万元，同比下降9.19%"),
    ("现行有效行政规范性文件42件，比上年末的38件净增4件。", "比上年末的38件"),
    ("收到申请84件（其中自然人70件），比上年增加20件。", "84件（其中自然人70件），比上年增加20件"),
    ("收到申请84件，同比增长4倍。", "84件，同比增长4倍"),
    ("行政复议3件，同比减少4件。", "3件，同比减少4件"),
]


def aspect_of(words: str) -> str:
    table_two = any(thing in words for thing in ("处罚", "收费", "规范性"))
    return f"{'（三）政府信息管理' if table_two else '（二）依申请公开'}。{words}"


@pytest.mark.parametrize("words", TRUE)
def test_what_last_years_report_says_may_be_quoted_in_many_ways(pair: Pair, words: str) -> None:
    assert [item for item in told(pair(words=aspect_of(words))) if item[1] != "info"] == []


@pytest.mark.parametrize(("words", "quote"), FALSE)
def test_a_wrong_number_of_last_year_is_told_once_and_at_its_place(pair: Pair, words: str, quote: str) -> None:
    audit = pair(words=aspect_of(words))
    found = [(item.rule, item.severity.word, item.span.of(audit.report.text)) for item in audit.findings]
    assert found == [("YOY005", "warning", quote)]


def test_the_message_names_last_years_cell_or_the_sum(pair: Pair) -> None:
    words = (
        "（二）依申请公开。因政府信息公开被申请行政复议3件，同比增加2件。",
        "新收政府信息公开申请84件，比上年的70件增加14件。",
    )
    assert [message for _, _, message in told(pair(words="\n".join(words)))] == [
        "正文“3件，同比增加2件”与上年报告的数对不上：3－2＝1件",
        "正文“比上年的70件”，上年报告里“一、本年新收政府信息公开申请数量／总计”是 60",
    ]


@pytest.mark.parametrize(
    ("words", "last_words", "last_agency", "found"),
    [
        ("收到申请84件，比上年核定后的70件增加14件。", "", AGENCY, []),
        ("收到申请84件，比上年的70件增加14件。", "（二）依申请公开。新收政府信息公开申请70件。", AGENCY, []),
        ("收到申请84件，同比增加14件。", "（二）依申请公开。新收政府信息公开申请70件。", AGENCY, []),
        ("收到申请84件，比上年的70件增加14件。", "（二）依申请公开。2021年新收申请70件。", AGENCY, ["warning"]),
        ("收到申请84件，比上年的70件增加14件。", "", "松隐县人事局", ["info"]),
    ],
)
def test_a_number_revised_said_before_or_of_another_agency_is_no_slip(
    pair: Pair, words: str, last_words: str, last_agency: str, found: list[str]
) -> None:
    audit = pair(words=f"（二）依申请公开。{words}", last_words=last_words, last_agency=last_agency)
    assert [severity for _, severity, _ in told(audit)] == found


def test_a_growth_whose_base_is_last_years_cell_is_no_growth_without_a_base(pair: Pair) -> None:
    words = "（二）依申请公开。收到申请84件，同比增长40%。"
    assert why(pair(words=words), "NAR006") == ("passed", "")
    blank = with_rows(BEFORE, new_received=",,,,,,")
    assert [item.rule for item in pair(blank, words=words).findings] == ["NAR006"]
    assert why(pair(blank, words=words), "YOY005") == (
        "undecided",
        "上一年报告：“一、本年新收政府信息公开申请数量／总计”是空白",
    )


# ---- tables side by side ----


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("1408", "281", "“行政处罚”上年 1408 件，今年 281 件，相差 5 倍，报告没有说明原因"),
        ("1408", "282", None),  # not quite five times
        ("3", "19", None),  # small
        ("3", "20", "“行政处罚”上年 3 件，今年 20 件，相差 7 倍，报告没有说明原因"),
        ("5", "0", "“行政处罚”上年 5 件，今年一件没有，报告没有说明原因"),
        ("4", "0", None),
        ("0", "400", None),  # no such power last year
    ],
)
def test_a_jump_is_asked_about_beyond_its_bounds(pair: Pair, before: str, now: str, found: str | None) -> None:
    audit = pair(with_rows(BEFORE, penalties=before), with_rows(NOW, penalties=now))
    assert told(audit) == ([("YOY006", "info", found)] if found else [])


def test_copied_tables_are_told_with_the_numbers_that_are_the_same(pair: Pair) -> None:
    copied = with_rows(BEFORE, carried_in="2")
    audit = pair(copied, copied)
    assert told(audit)[0] == (
        "YOY007",
        "warning",
        (
            "三张表没有一格与上年不同，其中各自独立填报的非零数据 17 项（6388.10、1408、900、50、40、11、8、8等），"
            "疑似照搬上年的表"
        ),
    )
    assert audit.findings[0].span.of(audit.report.text) == "二、主动公开政府信息情况"
    other = with_rows(copied, fees="6388.11")
    assert why(pair(copied, other), "YOY007") == ("passed", "")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ({}, "与上一年相同，但各自独立填报的非零数据只有 0 项或都很小，可能是巧合"),
        (
            {"new_received": "2,1,0,0,0,0,3", "granted": "1,1,0,0,0,0,2", "unable_not_held": "1", "penalties": "3"},
            "与上一年相同，但各自独立填报的非零数据只有 6 项或都很小，可能是巧合",
        ),
    ],
)
def test_small_tables_that_are_the_same_may_be_chance(pair: Pair, rows: Mapping[str, str], reason: str) -> None:
    same = with_rows({"disclosure": {}, "applications": {}, "disputes": {}}, **rows)
    assert why(pair(same, same), "YOY007") == ("not_applicable", reason)


def test_cases_pending_last_year_are_asked_for_unless_the_text_tells(pair: Pair) -> None:
    before, now = with_rows(BEFORE, review="0,0,0,4,4"), with_rows(NOW, review="3,0,0,0,3")
    assert told(pair(before, now)) == [
        ("YOY009", "info", "行政复议：上年表四尚未审结 4 件，今年表四总计只有 3 件，上年未结的案件去向不明")
    ]
    told_of = pair(before, now, words="2022年未审结的行政复议4件，今年均由申请人撤回。")
    assert (told(told_of), why(told_of, "YOY009")[0]) == ([], "undecided")


def test_reasons_that_lie_in_last_years_report_are_whole_in_the_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year, given in ((2022, with_rows(BEFORE, carried_out=",,,,,,")), (2023, NOW)):
        (tmp_path / f"{year}.txt").write_text(text_of(year, given), encoding="utf-8")
    options = ["--previous", str(tmp_path / "2022.txt"), "--select", "YOY001", "--format", "json"]
    with pytest.raises(SystemExit):
        main([str(tmp_path / "2023.txt"), *options])
    (found,) = json.loads(capsys.readouterr().out)["reports"]
    assert found["verdicts"]["YOY001"] == {
        "outcome": "undecided",
        "reason": {
            "code": "in_previous",
            "params": {"reason": {"code": "cell_blank", "params": {"cell": "applications.carried_out.total"}}},
        },
    }
