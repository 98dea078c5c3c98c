"""How specific problems and measures are, and that the scale cannot be gamed."""

from __future__ import annotations

import re

import auditor
import pytest
from auditor.api import judge
from auditor.document import Facet
from auditor.specificity import rate_measure, rate_problem
from auditor.text.spans import Span

MEASURES = [
    ("持续提升公开工作的温度和质感。", 0),
    ("再接再厉，把各项任务抓实抓细。", 0),
    ("加强经办人员业务培训。", 1),
    ("完善政策解读机制。", 1),
    ("在门户网站增设“办事地图”专栏。", 2),
    ("印发《答复文书校核规程》。", 2),
    ("每季度培训1次。", 2),
    ("办公室牵头，8月底前修订6类答复文书模板。", 3),
    ("自5月起，由信息科每月抽查15个栏目并通报。", 3),
]


@pytest.mark.parametrize(("text", "level"), MEASURES)
def test_levels_of_measures(text: str, level: int) -> None:
    assert rate_measure(text, judge()).level == level


def test_dates_and_numbers_without_an_act_do_not_rise() -> None:
    assert rate_measure("2024年6月底前取得100%的更大进步，力争3个新突破。", judge()).level <= 1


def test_length_does_not_raise_a_slogan() -> None:
    slogan = "不断提高站位，切实增强责任感和使命感，"
    assert rate_measure(slogan * 12, judge()).level == rate_measure(slogan, judge()).level == 0


def test_a_rating_quotes_its_evidence_and_names_what_is_missing() -> None:
    text = "办公室牵头，8月底前修订答复文书模板6份。"
    rating = rate_measure(text, judge())
    quoted = {facet.value: [span.of(text) for span in spans] for facet, spans in rating.facets.items()}
    assert quoted["body"] == ["办公室"]
    assert quoted["time"] == ["8月底前"]
    assert quoted["quantity"] == ["6份"]
    assert any("文书" in thing for thing in quoted["object"])
    assert (rating.level, rating.missing, rating.gains) == (3, (), {})


def test_a_rating_says_what_a_missing_facet_would_bring() -> None:
    rating = rate_measure("由信息科修订答复文书模板。", judge())
    assert rating.level == 2
    assert rating.gains[Facet.TIME] == 3


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("公开意识有待进一步增强", 1),
        ("政策解读以文字为主，图解偏少", 2),
        ("全年印发政策文件40件，配图解的仅6件，解读形式单一", 3),
    ],
)
def test_levels_of_problems(text: str, level: int) -> None:
    assert rate_problem(text, judge()).level == level


def test_rate_measures_tells_measures_from_the_rest() -> None:
    rated = auditor.rate_measures(["下一步，将在7月底前新设依申请公开专栏。", "政策解读以文字为主，图解偏少。"])
    assert [rating.is_measure for rating in rated] == [True, False]
    assert rated[0].level >= 2


def test_findings_become_a_table_for_notebooks() -> None:
    text = "青石县水务局2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息120条。\n"
    frame = auditor.audits_to_frame([auditor.audit_text(text)])
    assert set(frame["rule"]) >= {"STR001", "ELM010"}
    assert list(frame.columns[:5]) == ["path", "part", "agency", "kind", "year"]


def test_a_vague_section_is_told_what_one_addition_would_bring() -> None:
    text = (
        "青石县水务局2023年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
        "主要问题：政策解读形式单一，全年12篇解读没有一篇图解。\n"
        "下一步，认真学习上级文件；修改公开指南。\n"
    )
    [finding] = [item for item in auditor.audit_text(text).findings if item.rule == "SPC002"]
    assert re.search("；“[^”]+”加上(?:具体做法|责任单位|完成时限|数量|对象)：[01] → [123]$", finding.message.zh)


@pytest.mark.parametrize(
    ("text", "measures", "problems"),
    [
        (
            "热线办2023年亮点纷呈，但短处也摆在面前：录音抽听40段，答非所问的有9段。明年春天前，让接线员逐条背熟《应答手册》，背不下来的调岗。",
            ["明年春天前，让接线员逐条背熟《应答手册》，背不下来的调岗"],
            ["录音抽听40段，答非所问的有9段"],
        ),
        (
            "存在问题：1、网站栏目更新不够及时，部分栏目三个月无更新；2、依申请公开答复格式不规范。\n整改措施：1、对照目录每月自查一次，由政务服务股负责；2、组织学习条例，统一答复模板。",
            ["对照目录每月自查一次，由政务服务股负责", "组织学习条例，统一答复模板"],
            ["网站栏目更新不够及时，部分栏目三个月无更新", "依申请公开答复格式不规范"],
        ),
        ("无。", [], []),
        ("今年我镇未发现政府信息公开方面的突出问题。今后将一如既往做好各项工作。", ["今后将一如既往做好各项工作"], []),
        (
            "（一）关于队伍建设。目前从事公开工作的只有1名兼职人员，精力不济。2024年拟增配专职1名，并参加市级培训不少于2次。",
            ["2024年拟增配专职1名，并参加市级培训不少于2次"],
            ["目前从事公开工作的只有1名兼职人员，精力不济"],
        ),
        (
            "问题：解读材料形式单一。措施：争取财政支持5万元，9月前上线短视频栏目。",
            ["争取财政支持5万元，9月前上线短视频栏目"],
            ["解读材料形式单一"],
        ),
        (
            "公开指南没有及时修订，今后每半年核对一次。",
            ["今后每半年核对一次"],
            ["公开指南没有及时修订"],
        ),
        (
            "针对群众反映公示栏位置偏僻，已在菜市场门口增设公示栏2块。",
            ["已在菜市场门口增设公示栏2块"],
            ["针对群众反映公示栏位置偏僻"],
        ),
    ],
)
def test_section_five_is_split_where_its_statements_turn(text: str, measures: list[str], problems: list[str]) -> None:
    report = auditor.audit_text(
        f"青石县水务局2023年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n{text}\n六、其他需要报告的事项\n无。\n"
    ).report
    assert [item.span.of(report.text) for item in report.measures] == measures
    assert [item.span.of(report.text) for item in report.problems] == problems


def test_the_sentences_of_one_item_stand_together() -> None:
    report = auditor.audit_text(
        "青石县水务局2023年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
        "一是解读形式单一。全年12件文件只有1件配图。二是公开栏更换不及时。\n六、其他需要报告的事项\n无。\n"
    ).report
    first, evidence, second = report.problems
    assert first.item == evidence.item != second.item


TABLES = {
    "columns": "| 序号 | 问题 | 改进措施 | 完成时限 |\n|---|---|---|---|\n| 1 | 解读少 | 补写4篇。再做图解 | 6月底 |\n"
    "| 2 | 栏目旧 | 每周更新 | 长期 |",
    "merged": "| 主要问题 | 整改情况 |\n| 解读少 | 补写4篇 |\n|  | 再做图解6月底 |\n| 栏目旧 | 每周更新长期 |",
    "tabs": "问题\t改进措施\n解读少\t补写4篇；再做图解6月底\n栏目旧\t每周更新长期",
    "two headers": "| 2022年问题 | 整改情况 |\n| 解读少 | 补写4篇。再做图解6月底 |\n| 2023年问题 | 下一步措施 |\n"
    "| 栏目旧 | 每周更新长期 |",
    "blanks": "序号  问题  改进措施\n1  解读少  补写4篇；再做图解6月底\n2  栏目旧  每周更新长期",
    "one blank": "问题 改进措施\n解读少 补写4篇。再做图解6月底\n栏目旧 每周更新长期",
    "rows": "| 问题一 | 解读少 |\n| 措施 | 补写4篇；再做图解6月底 |\n| 问题二 | 栏目旧 |\n| 措施 | 每周更新长期 |",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_read_by_the_names_of_its_columns_or_rows(table: str) -> None:
    said = f"问题和措施见下表：\n{table}\n表中各项由办公室督办。"
    text = f"五、存在的主要问题及改进情况\n{said}\n六、其他需要报告的事项\n无。\n"
    report = auditor.audit_text(text).report

    def words(span: Span) -> str:
        return re.sub(r"[|\s。；]", "", span.of(text))

    assert [words(problem.span) for problem in report.problems] == ["解读少", "栏目旧"]
    assert [words(measure.span) for measure in report.measures][:3] == ["补写4篇", "再做图解6月底", "每周更新长期"]
    first, second = [problem.item for problem in report.problems]
    assert [measure.item for measure in report.measures][:3] == [first, first, second]


def test_a_table_that_counts_problems_tells_none() -> None:
    counted = "| 问题类别 | 数量 | 已整改 |\n| 更新慢 | 9 | 7 |\n| 解读少 | 4 | 4项 |"
    report = auditor.audit_text(f"五、存在的主要问题及改进情况\n{counted}\n六、其他需要报告的事项\n无。\n").report
    assert "更新慢" not in {problem.span.of(report.text) for problem in report.problems}
