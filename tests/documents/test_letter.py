"""The letter to an agency says what the findings say, no more; what is open stands on a page for the office alone."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import auditor
import pdfplumber
import pytest
from auditor.api import rulebook
from auditor.checking import Request, run
from auditor.corpus import REPORTS
from auditor.errors import UsageError
from auditor.finding import Audit, Severity
from auditor.messages import basis_text
from auditor.reporters import letter_report
from docx import Document
from lxml import etree

from tests.documents.comments import W, part, parts
from tests.documents.test_comments import told
from tests.documents.test_office import needs_soffice, written

ERRORS, HEADING_1, HEADING_2 = "shuoxi-county-2021-unbalanced", "一、需要改正的问题", "二、建议完善的内容"
UNTITLED, CLEAN, BLANK_CELL = "yuanning-city-2023-untitled", "landun-water-2023", "huandong-health-2021-omitted"
HAN = re.compile("[\u4e00-\u9fff]")
CHECKS = "发函前核对事项（仅供发函单位使用，发出前删去本页）"


def audit_of(name: str) -> Audit:
    return auditor.audit(REPORTS / f"{name}.txt")


def lines(audit: Audit, language: str = "zh") -> list[str]:
    raw = letter_report.render(told([audit], language))
    return [item.text for item in Document(io.BytesIO(raw)).paragraphs]


@pytest.mark.parametrize("name", [ERRORS, UNTITLED, BLANK_CELL])
def test_errors_are_to_be_corrected_warnings_are_advice_and_remarks_are_left_out(name: str) -> None:
    audit = audit_of(name)
    told_lines = lines(audit)
    letter = told_lines[: told_lines.index(CHECKS)] if CHECKS in told_lines else told_lines
    parts_of_letter: dict[str, list[str]] = {"": []}
    for line in letter:
        if re.match("[一二]、(需要改正|建议完善)", line):
            parts_of_letter[line[2:]] = []
        parts_of_letter[list(parts_of_letter)[-1]].append(line)
    for severity, heading in ((Severity.ERROR, "需要改正的问题"), (Severity.WARNING, "建议完善的内容")):
        messages = [finding.message.zh for finding in audit.findings if finding.severity is severity]
        items = [line for line in parts_of_letter.get(heading, []) if re.match(r"\d+\.", line)]
        assert len(items) == len(messages)
        for number, (item, message) in enumerate(zip(items, messages, strict=True), start=1):
            assert item.startswith(f"{number}.")
            assert item.endswith(f"：{message}。")
    for finding in audit.findings:
        if finding.severity is Severity.INFO:
            assert not any(finding.message.zh in line for line in letter)


def test_a_letter_has_title_addressee_basis_and_blanks_to_fill() -> None:
    told_lines = lines(audit_of(ERRORS))
    assert told_lines[0] == "关于朔溪县人民政府2021年\n政府信息公开工作年度报告的整改意见"
    assert told_lines[1] == "朔溪县人民政府："
    assert told_lines[2].startswith("根据《中华人民共和国政府信息公开条例》第四十九条、第五十条和")
    assert "国办公开办函〔2021〕30号" in told_lines[2]
    assert told_lines[3] == HEADING_1
    assert "请于　　　　年　　月　　日前完成改正" in "".join(told_lines)
    assert told_lines[-2:] == ["（发函单位）", "　　　　年　　月　　日"]


def test_an_item_tells_place_words_basis_and_advice() -> None:
    told_lines = lines(audit_of(ERRORS))
    first = next(place for place, line in enumerate(told_lines) if "没有写社会评议情况和结果" in line)
    assert told_lines[first : first + 4] == [
        "2.“一、总体情况”第 6 段：没有写社会评议情况和结果。",
        "原文：“五是监督保障压到人头”。",
        "依据：《中华人民共和国政府信息公开条例》第五十条第四项。",
        "建议：写明社会评议怎么开展、结果如何。",
    ]


def test_words_that_the_problem_quotes_are_not_quoted_twice_and_lines_of_files_are_no_places() -> None:
    text = "\n".join(lines(audit_of(ERRORS)))
    assert text.count("申请行政复议11宗") == 1
    assert not re.search(r"第 \d+ 行", text)


def test_a_long_passage_of_last_year_is_quoted_once(tmp_path: Path) -> None:
    opening = "公众号“今日禾坪”由党政办的两名同志轮流采编"
    passage = opening + "，每逢集日把办事窗口的排班、补贴的申领条件和停水停电的通知各推一次" * 7
    text = "禾坪县石笕镇人民政府{}年政府信息公开工作年度报告\n一、总体情况\n" + passage + "。\n"
    for year in (2022, 2023):
        (tmp_path / f"{year}.txt").write_text(text.format(year), encoding="utf-8")
    options = auditor.Options(previous=str(tmp_path / "2022.txt"), select=("BOI002",))
    told_lines = lines(auditor.audit(tmp_path / "2023.txt", options))
    assert "\n".join(told_lines).count("由党政办的两名同志轮流采编") == 1
    assert any("“公众号‘今日禾坪’由党政办" in line for line in told_lines)


def test_a_passage_without_content_is_quoted_whole_and_ends_with_one_stop() -> None:
    passage = "（三）政府信息管理。持续加强政府信息管理，工作水平不断提高"
    others = "（一）主动公开。公开信息137条。\n（二）依申请公开。办结申请4件。"
    text = f"一、总体情况\n{others}\n{passage}。\n二、主动公开政府信息情况\n"
    assert f"原文：“{passage}”。" in lines(auditor.audit_text(text, auditor.Options(select=("STR007",))))


def test_customs_are_called_reference_and_checks_of_the_tool_are_no_basis() -> None:
    told_lines = lines(audit_of(UNTITLED))
    assert "参考：报告编制惯例，数据统计期限。" in told_lines
    assert not any("本工具" in line for line in told_lines)


def test_a_doubt_stands_in_the_letter_and_nobody_is_accused_of_what_is_open() -> None:
    told_lines = lines(audit_of(UNTITLED))
    begin = told_lines.index(CHECKS)
    letter, page = told_lines[:begin], told_lines[begin:]
    assert any("不能确定）。" in line for line in letter)
    assert "在已经核对的范围内，没有发现需要改正的问题。" in letter
    assert letter[0].endswith("审核意见")
    assert not any("整改" in line for line in letter)
    assert any("是否有“没有报告工作考核结果”（ELM004）、" in line for line in page)
    assert not any("ELM004" in line or "工作考核" in line for line in letter)


def test_what_is_open_begins_a_page_of_its_own() -> None:
    raw = letter_report.render(told([audit_of(UNTITLED)]))
    styles = part(raw, "word/styles.xml")
    (heading,) = [item for item in part(raw).iter(W + "p") if "".join(item.itertext()) == CHECKS]
    key = heading.find(f"{W}pPr/{W}pStyle").get(W + "val")
    style = next(item for item in styles.iter(W + "style") if item.get(W + "styleId") == key)
    assert style.find(f"{W}pPr/{W}pageBreakBefore") is not None


@pytest.mark.slow
@needs_soffice
def test_no_page_holds_the_closing_and_the_signature_alone(tmp_path: Path) -> None:
    """Letters of so many items that one page ends about where the closing begins."""
    letters = {}
    for count in (2, 3, 8, 13, 14):
        words = "".join(f"第{place}次抽查栏目更新更新情况。\n" for place in range(1, count + 1))
        text = f"禾坪县石笕镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n{words}"
        audit = auditor.audit_text(text, auditor.Options(select=("LNG007",)))
        letters[str(count)] = letter_report.render(told([audit]))
    for path in written(tmp_path, "pdf", letters):
        with pdfplumber.open(path) as document:
            assert len(document.pages) > 1
            last = document.pages[-1].extract_text().splitlines()
        assert last[0].startswith("建议：")
        assert last[-3].startswith("（发函单位）")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_open_names_no_option_of_a_command_to_an_office(language: str) -> None:
    text = "禾坪县石笕镇便民服务中心2023年政府信息公开工作年度报告\n一、总体情况\n栏目更新更新情况。\n"
    audit = auditor.audit_text(text)
    assert "publication_unknown" in {item.reason.code for item in audit.outcomes.values() if item.reason}
    assert not any("--" in line for line in lines(audit, language))


def test_rules_of_remarks_are_not_among_what_is_open() -> None:
    told_lines = lines(audit_of(BLANK_CELL))
    page = told_lines[told_lines.index(CHECKS) :]
    assert any("TAB006" in line for line in page)
    assert not any("TAB012" in line for line in page)


def test_where_no_error_and_no_warning_stands_nobody_is_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit, clean = audit_of(UNTITLED), str(REPORTS / f"{CLEAN}.txt")
    dismissed = frozenset(item.fingerprint for item in audit.findings if item.severity is not Severity.INFO)
    run_of_both = replace(told([audit_of(CLEAN), audit]), dismissed=dismissed)
    assert [content for _, content in letter_report.render_each(run_of_both)] == [None, None]
    for language, line in (
        ("zh", f"1 份报告没有错误和警告，没有写整改意见：{clean}\n"),
        ("en", f"1 report has no errors and no warnings, no letter written: {clean}\n"),
    ):
        assert run(Request((clean,), "letter", output=str(tmp_path / "a.docx"), language=language)) == 0
        assert capsys.readouterr().err == line
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_agency_is_a_blank_to_fill() -> None:
    assert lines(audit_of(UNTITLED))[:2] == [
        "关于（机关名称）2023年\n政府信息公开工作年度报告的审核意见",
        "（机关名称）：",
    ]


def test_the_english_letter_has_the_same_parts() -> None:
    told_lines = lines(audit_of(ERRORS), "en")
    assert told_lines[0].startswith("Corrections to the 2021 Annual Report")
    assert "I. What needs to be corrected" in told_lines
    assert "II. What may be improved" in told_lines
    assert "Advice: report how the public evaluated the work and with what result." in told_lines
    assert "Basis: Regulations on Open Government Information (政府信息公开条例), Article 50 (3)." in told_lines
    assert "Basis: form of annual reports (国办公开办函〔2021〕30号), form 3, item 3." in told_lines


def test_what_every_shipped_rule_rests_on_has_english_words() -> None:
    parts = {part for rule in rulebook().rules for part in (rule.basis.document, rule.basis.clause)}
    assert [part for part in parts if HAN.search(part) and basis_text(part, "en") == part] == []


def test_the_notice_of_a_profile_is_told_where_it_asks(tmp_path: Path) -> None:
    profile = tmp_path / "本市.toml"
    profile.write_text(
        'title = { zh = "甲", en = "a" }\ndocument = "某市通知"\n[rules.LNG001]\nseverity = "warning"\n',
        encoding="utf-8",
    )
    rules = (profile,)
    audit = auditor.audit(REPORTS / f"{ERRORS}.txt", auditor.Options(rules=rules))
    raw = letter_report.render(replace(told([audit]), rulebook=rulebook(rules)))
    bases = [item.text for item in Document(io.BytesIO(raw)).paragraphs if item.text.endswith("；某市通知。")]
    assert bases == ["参考：文稿规范，序号连续；某市通知。"]


def test_pages_are_those_of_an_official_letter() -> None:
    raw = letter_report.render(told([audit_of(ERRORS)]))
    document = Document(io.BytesIO(raw))
    page = document.sections[0]
    sides = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    assert [round(side.mm) for side in sides if side is not None] == [37, 26, 35, 28]
    assert page.page_width is not None
    assert round(page.page_width.mm) == 210
    fonts = {
        style.get(W + "styleId"): (
            style.find(f"{W}rPr/{W}rFonts").get(W + "eastAsia"),
            style.find(f"{W}rPr/{W}sz").get(W + "val"),
            style.find(f"{W}pPr/{W}spacing").get(W + "line"),
            style.find(f"{W}pPr/{W}ind").get(W + "firstLineChars"),
        )
        for style in part(raw, "word/styles.xml").iter(W + "style")
        if style.get(W + "type") == "paragraph"
    }
    assert fonts["Normal"] == ("仿宋", "32", "560", "200")
    assert fonts["Title"] == ("方正小标宋简体", "44", "680", "0")
    assert fonts["Heading1"] == ("黑体", "32", "560", "200")
    held = parts(raw)
    assert "".join(etree.fromstring(held["word/footer-default.xml"]).itertext(W + "t")) == "— 1 —"
    assert b"evenAndOddHeaders" in held["word/settings.xml"]


def test_the_same_report_gives_the_same_bytes_and_no_clock_is_asked() -> None:
    first, second = (letter_report.render(told([audit_of(ERRORS)])) for _ in range(2))
    assert first == second
    assert b"<dcterms:" not in parts(first)["docProps/core.xml"]


def test_several_reports_are_letters_in_a_folder(tmp_path: Path) -> None:
    paths = tuple(str(REPORTS / f"{name}.txt") for name in (ERRORS, CLEAN))
    folder = tmp_path / "函"
    run(Request(paths, output_format="letter", output=str(folder), fail_on="never", allow_undecided=True))
    assert [path.name for path in folder.iterdir()] == [f"{ERRORS}-整改意见.docx"]
    paths = (*paths, str(REPORTS / f"{BLANK_CELL}.txt"))
    run(Request(paths, output_format="letter", output=str(folder), fail_on="never", allow_undecided=True))
    assert {path.name for path in folder.iterdir()} == {f"{ERRORS}-整改意见.docx", f"{BLANK_CELL}-整改意见.docx"}
    with pytest.raises(UsageError) as refused:
        letter_report.render(told([audit_of(ERRORS), audit_of(BLANK_CELL)]))
    assert refused.value.code == "output_one_each"
