"""The page tells the whole report, its tables in the form's layout and every finding at its place, and nothing runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import auditor
import pytest
from auditor.api import rulebook
from auditor.corpus import REPORTS
from auditor.document import Omission, Reason, Report
from auditor.errors import UnreadableReport
from auditor.finding import Audit
from auditor.reading import source_of_bytes, source_of_text
from auditor.reporters.form_tables import form_table
from auditor.reporters.html_report import render
from auditor.reporters.marking import Mark, marked, shown
from auditor.reporters.run import Run
from auditor.rulebook.specs.numbers import IdentityCheck
from auditor.text.spans import Span
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests import layouts
from tests.documents.writing import docx_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
UNBALANCED = REPORTS / "shuoxi-county-2021-unbalanced.txt"
MERGED_ROWS = REPORTS / "yanpu-county-2023-oldrow.txt"
FEW = (
    UNBALANCED,
    MERGED_ROWS,
    *(GOLDEN / f"everything-wrong-{name}" / "report.txt" for name in ("tables", "narrative", "missing")),
)
LAYOUT = rulebook().layout


@lru_cache(maxsize=16)
def audited(path: Path, previous: Path | None = None) -> tuple[Audit, ...]:
    return tuple(auditor.audits(path, auditor.Options(previous=str(previous) if previous else None)))


def told(audits: Sequence[Audit], **how: Any) -> str:
    return render(Run(audits, how.pop("errors", ()), rulebook(), "model", **how))


def parsed(markup: str | bytes) -> Any:
    return html.fromstring(markup)


@lru_cache(maxsize=16)
def page_of(*paths: Path, **how: Any) -> Any:
    """The page of these files, parsed; tests only look at it."""
    return parsed(told([audit for path in paths for audit in audited(path)], **how))


def audit_of(text: str, path: str = "report.txt", omissions: tuple[Omission, ...] = ()) -> Audit:
    return auditor.audit_source(replace(source_of_text(text, path), omissions=omissions))[0]


def classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def classed(element: Any, name: str) -> list[Any]:
    return [item for item in element.iter() if name in classes(item)]


def read_back(element: Any) -> str:
    """The text of an element, with each character that HTML cannot carry read from the sign that stands for it."""
    sign = element.get("class") == "sign" and not element.text
    own = chr(int(element.get("data-char").replace("U+", "0x"), 0)) if sign else element.text or ""
    return own + "".join(read_back(child) + (child.tail or "") for child in element)


def report_text(element: Any) -> str:
    return "".join(words.text_content() for words in classed(element, "words"))


# ---- marks ----------------------------------------------------------------------------------------------------------

LETTERS = st.one_of(
    st.sampled_from("收到申请27件。<>&\"'\n\r\t \u202e\u2066\u200b\x00\x0b\x85\ud800\ufeff\uffff"), st.characters()
)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Span, list[Mark]]:
    text = draw(st.text(LETTERS, max_size=30))
    places = st.integers(0, len(text))
    spans = [Span(*sorted(pair)) for pair in draw(st.lists(st.tuples(places, places), max_size=8))]
    marks = [
        Mark(span, f"m{number}", f"id{number}", link="there" if number % 2 else "", title=text, note=f"note{number}")
        for number, span in enumerate(spans)
    ]
    return text, Span(*sorted((draw(places), draw(places)))), marks


def letters(element: Any, inside: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """Each character with the marks that it stands in."""
    names = inside | {name for name in (element.get("class") or "").split() if name != "sign"}
    if element.get("class") == "sign" and not element.text:
        yield read_back(element), names
    yield from ((letter, names) for letter in element.text or "")
    for child in element:
        yield from letters(child, names)
        yield from ((letter, names) for letter in child.tail or "")


@given(marked_texts())
def test_no_mark_loses_doubles_or_moves_a_character(case: tuple[str, Span, list[Mark]]) -> None:
    text, extent, marks = case
    found = list(letters(parsed(f"<div>{marked(text, extent, marks)}</div>")))
    wanted = [
        (text[place], frozenset(mark.look for mark in marks if mark.span.start <= place < mark.span.end))
        for place in range(extent.start, extent.end)
    ]
    assert found == wanted


@given(marked_texts())
def test_ids_and_notes_stand_once_and_no_link_stands_in_another(case: tuple[str, Span, list[Mark]]) -> None:
    text, _, marks = case
    root = parsed(f"<div>{marked(text, Span(0, len(text)), marks)}</div>")
    assert sorted(item.get("id") for item in root.iter() if item.get("id")) == sorted(mark.id for mark in marks)
    notes = [item.get("data-note") for item in root.iter() if item.get("data-note")]
    assert sorted(notes) == sorted(mark.note for mark in marks)
    assert not [link for link in root.iter("a") if any(above.tag == "a" for above in link.iterancestors())]


def test_overlapping_marks_are_cut_where_they_cross() -> None:
    marks = [Mark(Span(0, 4), "one", id="a", note="1"), Mark(Span(2, 6), "two", id="b", note="2")]
    assert marked("012345", Span(0, 6), marks) == (
        '<span class="one" id="a">01<span class="two" id="b">23</span></span>'.replace(
            '<span class="one" id="a">', '<span class="one" id="a" data-note="1">'
        )
        + '<span class="two" data-note="2">45</span>'
    )


# ---- the text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FEW, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_text_of_the_report_stands_in_the_page_to_the_character(path: Path) -> None:
    (audit,) = audited(path)
    assert report_text(page_of(path)) == audit.report.text


def test_carriage_returns_blanks_and_tabs_stay_and_one_alone_ends_a_line() -> None:
    text = UNBALANCED.read_text(encoding="utf-8").replace("\n", "\r\n").replace("一是", "\t  一是", 1)
    assert report_text(parsed(told([audit_of(text + "\r末行 \n")]))) == text + "\n末行 \n"


def test_two_reports_of_one_file_each_tell_their_own_part_and_together_all() -> None:
    text = UNBALANCED.read_text(encoding="utf-8")
    audits = auditor.audit_source(source_of_text(text + text.replace("2021年", "2022年"), "both.txt"))
    page = parsed(told(audits))
    parts = [report_text(article) for article in page.iter("article")]
    assert [part.count("六、其他需要报告的事项") for part in parts] == [1, 1]
    assert "".join(parts) == audits[0].report.text


def test_headings_are_headings() -> None:
    page = page_of(UNBALANCED)
    assert [head.text_content().strip() for head in page.iter("h3") if head.get("class") == "words"][:2] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
    ]


def said(page: Any, words: str, look: str) -> Any:
    (found,) = [item for item in classed(page, look) if "said" in item.get("class") and item.text_content() == words]
    return found


def test_a_number_bears_its_verdict_and_leads_to_its_cell() -> None:
    page = page_of(UNBALANCED)
    agreed = said(page, "142宗", "supported")
    assert (agreed.get("data-note"), agreed.get("href")) == ("✓", "#r1-applications-handled_total-total")
    assert agreed.get("title").splitlines() == ["年底前办结142宗", "与表格一致｜（七）总计／总计"]
    wrong = said(page, "11宗", "contradicted")
    assert wrong.get("data-note") == "✗ 行政复议／总计：表格为 12"
    assert wrong.get("href") == "#r1-disputes-review-total"
    assert said(page, "54.2%", "derived").get("data-note") == "✓"
    assert said(page, "118宗", "out-of-scope").get("data-note") == "·"
    of_group = said(page, "30宗", "supported")
    assert of_group.get("href") == "#r1-applications-row-unable"


def test_one_number_for_several_cells_is_marked_once_with_all_that_is_said_of_it() -> None:
    (text,) = classed(page_of(MERGED_ROWS), "text")
    report = audited(MERGED_ROWS)[0].report
    marks = [item for item in text.iter() if re.fullmatch(r"r1-n-\d+", item.get("id") or "")]
    assert len(marks) == len({claim.number or claim.span for claim in report.claims}) < len(report.claims)
    first = next(mark for mark in marks if len(mark.get("title").splitlines()) > 2)
    assert first.get("title").splitlines()[1:] == [
        "与表格一致｜4.保护第三方合法权益／总计",
        "与表格一致｜7.属于行政执法案卷／总计",
    ]


def test_findings_stand_beside_the_paragraph_that_they_are_about() -> None:
    page = page_of(UNBALANCED)
    (block,) = [block for block in classed(page, "block") if "申请行政复议11宗" in report_text(block)]
    (note,) = classed(block, "note")
    assert note.text_content().split()[:2] == ["✗1", "行政复议数与表四不符"]
    hit = [item for item in classed(block, "hit") if item.get("id") == "r1-p-1"]
    assert [item.text_content() for item in hit] == ["申请行政复议11宗"]


def test_what_was_not_read_is_marked_in_the_text_and_listed() -> None:
    text = UNBALANCED.read_text(encoding="utf-8")
    place = text.index("三是政府信息管理")
    page = parsed(told([audit_of(text, omissions=(Omission(place, Reason("no_tables")),))]))
    (gap,) = classed(page, "gap")
    assert (gap.get("data-note"), gap.text_content()) == ("⊘ 报告里没有读到表格", "")
    assert report_text(page) == text
    listed = page.get_element_by_id("r1-open").text_content()
    assert "没有读到的内容（1）" in listed
    assert "第 8 行" in " ".join(listed.split())
    assert page.xpath(f"//li/a[@href='#{gap.get('id')}']")


BASE = UNBALANCED.read_text(encoding="utf-8")
THIRD = BASE[BASE.index("（本列数据") : BASE.index("四、政府信息公开行政复议")]
ODD = {
    "carriage returns only": BASE.replace("\n", "\r"),
    "blank lines everywhere": "\n \n" + BASE.replace("\n", "\n\n").rstrip("\n"),
    "no title": BASE.split("\n", 3)[3],
    "tables only": BASE[BASE.index("二、主动公开政府") : BASE.index("五、存在")],
    "a heading that runs on": BASE.replace("一、总体情况\n", "一、总体情况。"),
    "table three twice": BASE.replace("五、存在", THIRD + "五、存在"),
    "invisible characters": BASE.replace(
        "一是", "一是\u2028\u00ad👩\u200d👧\u00a0\ufeff\u3000\x0c\x85\u2067乙\u2069", 2
    ),
    "a word without end": BASE.replace("朔溪山高", "w" * 300 + "朔溪山高"),
    "wrapped lines": BASE.replace("；", "；\n"),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_keep_every_character_and_every_link(text: str) -> None:
    audit = audit_of(text)
    page = parsed(told([audit]))
    assert "".join(map(read_back, classed(page, "words"))) == audit.report.text
    ids = [item.get("id") for item in page.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in page.iter("a")} <= set(ids)
    assert len(classed(page, "note")) == len(classed(page, "finding")) == len(audit.findings)


def test_a_second_copy_of_a_table_is_not_folded_away() -> None:
    page = parsed(told([audit_of(ODD["table three twice"])]))
    sources = [item for item in page.iter("details") if item.get("class") == "source"]
    assert [("open" in item.attrib, report_text(item).count("（七）总计")) for item in sources] == [
        (False, 0),
        (True, 1),
        (True, 1),
    ]
    assert "open" not in "".join(" ".join(item.attrib) for item in page_of(UNBALANCED).iter("details"))


def test_a_finding_at_one_of_several_like_labels_leads_to_its_words() -> None:
    text = BASE.replace(
        "复议后起诉\n结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持",
        "复议后起诉\n结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 维持",
    )
    (finding,) = [finding for finding in audit_of(text).findings if finding.rule == "STR016"]
    page = parsed(told([audit_of(text)]))
    (item,) = [item for item in classed(page, "finding") if "STR016" in item.text_content()]
    (where,) = classed(item, "where")
    assert page.get_element_by_id(where.get("href")[1:]).text_content() == finding.span.of(text) == "维持"
    assert [item for item in page.iter("details") if "open" in item.attrib and "维持" in report_text(item)]


def test_words_of_a_rule_are_never_markup(tmp_path: Path) -> None:
    source = next(rulebook().folder.rglob("LNG001-*.toml")).read_text(encoding="utf-8")
    for old, new in (
        ("LNG001", "ZZZ001"),
        ("enumerator-jump", "own"),
        ("补上缺的一项", "<b onclick=x>补上缺的一项</b>"),
    ):
        source = source.replace(old, new)
    (tmp_path / "ZZZ001-own.toml").write_text(source, encoding="utf-8")
    (tmp_path / "ZZZ001-own.md").write_text("# ZZZ001\n", encoding="utf-8")
    options = auditor.Options(rules=(tmp_path,), select=("ZZZ001",))
    audits = auditor.audits(UNBALANCED, options)
    page = parsed(render(Run(audits, [], rulebook((tmp_path,)), "")))
    (item,) = classed(page, "finding")
    assert "<b onclick=x>补上缺的一项</b>" in item.text_content()


def test_lines_of_one_wrapped_paragraph_stay_together() -> None:
    page = parsed(
        told([audit_of(BASE.replace("每个衔接资金项目", "\n每个衔接资金项目").replace("，纸质公示", "，\n纸质公示"))])
    )
    (block,) = [block for block in classed(page, "block") if "纸质公示" in report_text(block)]
    assert report_text(block).startswith("每个衔接资金项目")


@pytest.mark.parametrize("write", [layouts.tabs, layouts.bare_lines])
def test_a_table_reads_the_same_however_its_text_is_written(write: Any) -> None:
    values = {**layouts.zeros(), ("applications", "granted", "company"): "7", ("disputes", "direct", "total"): "3"}
    audit = audit_of(layouts.report(values, write))
    page = parsed(told([audit]))
    assert report_text(page) == audit.report.text
    for key in audit.report.tables:
        assert_drawn_as_the_form_prints_it(page, audit.report, key)
    assert printed(page.get_element_by_id("r1-applications-granted-company")) == "7"
    assert printed(page.get_element_by_id("r1-disputes-direct-total")) == "3"


def test_places_in_a_word_document_are_told_by_section_and_cell() -> None:
    (audit,) = audited(UNBALANCED)
    page = parsed(told(auditor.audit_source(source_of_bytes(docx_of(audit.report), "年报.docx"))))
    places = [item.text_content() for item in classed(page, "where")][:4]
    assert places[2:] == ["“6.属于四类过程性信息／总计”", "“（七）总计／自然人”"]


# ---- findings and links ---------------------------------------------------------------------------------------------


def test_each_finding_leads_to_its_place_and_its_place_leads_back() -> None:
    for path in FEW:
        page = page_of(path)
        items = classed(page, "finding")
        assert len(items) == len(audited(path)[0].findings)
        for item in items:
            (where,) = classed(item, "where")
            assert page.get_element_by_id(where.get("href")[1:]) is not None
            notes = [note for note in classed(page, "note") if note.xpath(f"a[@href='#{item.get('id')}']")]
            assert len(notes) == 1


def test_a_finding_is_told_in_full() -> None:
    item = page_of(UNBALANCED).get_element_by_id("r1-f-1")
    assert " ".join(item.text_content().split()) == (
        "✗1 错误 行政复议数与表四不符 XRF010 第 7 行 "
        "正文“申请行政复议11宗”（11），表四（复议、诉讼）中“行政复议／总计”为 12，相差 1 "
        "原文申请行政复议11宗 建议核对正文和表格，改正其中一个 依据中华人民共和国政府信息公开条例 第五十条第三项 "
        "表格行政复议／总计"
    )


def test_ids_are_unique_and_links_resolve_with_the_same_report_twice() -> None:
    page = page_of(*FEW, UNBALANCED, claims=True)
    ids = [item.get("id") for item in page.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    targets = {link.get("href") for link in page.iter("a")}
    assert targets <= {f"#{name}" for name in ids}
    assert len(targets) > 500


def test_several_reports_and_files_that_could_not_be_read_are_summed_up_first() -> None:
    errors = (("fehlt.docx", UnreadableReport("document_broken", path="fehlt.docx")),)
    page = page_of(UNBALANCED, FEW[2], errors=errors)
    overview = classed(page, "overview")[0]
    rows = [" ".join(row.text_content().split()) for row in overview.iter("tr")][1:]
    assert rows[0] == f"朔溪县人民政府 {UNBALANCED} 2021 政府 84.5 80.8 4 2 2 0 0".replace("人民政府 ", "人民政府")
    assert [link.get("href") for link in overview.iter("a")] == ["#r1", "#r2"]
    assert classed(overview, "errors")[0].text_content().split()[1] == "fehlt.docx：文档已损坏或不完整，请用"
    assert not classed(page_of(UNBALANCED), "overview")


def test_a_call_that_could_read_nothing_says_so() -> None:
    page = parsed(told([], errors=[("a.txt", UnreadableReport("file_empty", path="a.txt"))]))
    assert "a.txt：文件是空的" in page.text_content()
    assert not list(page.iter("article"))


# ---- tables ---------------------------------------------------------------------------------------------------------


def grid_of(table: Any) -> dict[tuple[int, int], Any]:
    """Which cell takes each place of a table, by the rules of HTML."""
    places: dict[tuple[int, int], Any] = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in places:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    assert (row + down, column + right) not in places
                    places[row + down, column + right] = cell
    return places


def printed(cell: Any) -> str:
    found = classed(cell, "printed")
    return str(found[0].text_content()) if found else ""


def assert_drawn_as_the_form_prints_it(page: Any, report: Report, key: str) -> None:
    spec = LAYOUT.table_spec(key)
    assert spec is not None
    (table,) = page.get_element_by_id(f"r1-{key}").iter("table")
    grid = grid_of(table)
    drawn = {cell: place for place, cell in sorted(grid.items(), reverse=True)}
    for (row, column), cell in report.tables[key].cells.items():
        element = page.get_element_by_id(f"r1-{key}-{row}-{column}")
        assert printed(element) == cell.raw
        down, right = drawn[element]
        around = {printed(grid[down, place]) for place in range(right)} | {
            printed(grid[place, right]) for place in range(down)
        }
        row_spec, column_spec = spec.row(row), spec.column(column)
        assert row_spec
        assert column_spec
        assert {row_spec.ordinal + row_spec.label.zh, column_spec.label.zh} <= around


@pytest.mark.parametrize("path", FEW, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_value_stands_below_its_column_and_beside_its_row(path: Path) -> None:
    page, (audit,) = page_of(path), audited(path)
    for key in audit.report.tables:
        assert_drawn_as_the_form_prints_it(page, audit.report, key)


@pytest.mark.parametrize("merged", [(), ("other",), ("denied", "unable", "not_processed", "other")])
@pytest.mark.parametrize("spec", LAYOUT.table, ids=lambda spec: spec.key)
def test_a_form_is_covered_without_gap_or_overlap(spec: Any, merged: tuple[str, ...]) -> None:
    form = form_table(spec, merged)
    places = [
        (row, column)
        for cell in form.cells
        for row in range(cell.row, cell.bottom)
        for column in range(cell.column, cell.right)
    ]
    assert sorted(places) == [(row, column) for row in range(form.height) for column in range(form.width)]


def test_the_head_of_table_three_is_that_of_the_form() -> None:
    (table,) = page_of(UNBALANCED).get_element_by_id("r1-applications").iter("table")
    head = [
        [(printed(cell), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) for cell in row]
        for row in list(table.iter("tr"))[:3]
    ]
    assert head == [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def test_the_head_of_table_four_is_that_of_the_form() -> None:
    (table,) = page_of(UNBALANCED).get_element_by_id("r1-disputes").iter("table")
    rows = list(table.iter("tr"))
    assert [(printed(cell), cell.get("colspan")) for cell in rows[0]] == [("行政复议", "5"), ("行政诉讼", "10")]
    assert [printed(cell) for cell in rows[1]][-2:] == ["未经复议直接起诉", "复议后起诉"]
    assert [len(row) for row in rows] == [2, 7, 10, 15]


def looks(page: Any, name: str) -> set[str]:
    return {cell.get("id") for cell in page.iter("td", "th") if name in classes(cell) and cell.get("id")}


def test_sums_that_do_not_hold_are_drawn_at_their_row_and_their_column() -> None:
    page = page_of(UNBALANCED)
    wrong_row = "r1-applications-denied_process_info"
    columns = ("natural_person", "company", "research_institute", "public_interest", "legal_service", "other_org")
    assert looks(page, "part-row") == {f"{wrong_row}-{column}" for column in columns}
    assert looks(page, "sum") == {f"{wrong_row}-total", "r1-applications-handled_total-natural_person"}
    assert looks(page, "suspect") == {f"{wrong_row}-natural_person"}
    assert len(looks(page, "part-column")) == 21
    (table,) = page.get_element_by_id("r1-applications").iter("table")
    grid = grid_of(table)
    edges = {place: " ".join(cell.text_content().split()) for place, cell in grid.items() if "edge" in classes(cell)}
    row_of = {cell.get("id"): place for place, cell in grid.items() if cell.get("id")}
    row, _ = row_of[f"{wrong_row}-total"]
    _, column = row_of["r1-applications-handled_total-natural_person"]
    assert edges[row, 10] == "合计 5 ≠ 6，差 1 ✗3"
    assert edges[28, column] == "合计 125 ≠ 126，差 1 ✗4"
    assert edges[28, 0] == "表三办理结果的总计不对"


def test_a_sum_of_table_four_is_drawn_below_its_block() -> None:
    page = page_of(GOLDEN / "everything-wrong-tables" / "report.txt")
    (table,) = page.get_element_by_id("r1-disputes").iter("table")
    (edge,) = [cell for cell in list(table.iter("tr"))[-1] if cell.text_content().strip()]
    assert edge.get("colspan") == "5"
    assert " ".join(edge.text_content().split()) == "表四合计不对：合计 6 ≠ 5，差 1 ✗11"


@pytest.mark.parametrize("path", FEW, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_identity_that_fails_is_drawn(path: Path) -> None:
    (audit,) = audited(path)
    failed = [
        finding
        for finding in audit.findings
        if (rule := rulebook().rule(finding.rule)) and isinstance(rule.check, IdentityCheck)
    ]
    edges = [cell for cell in page_of(path).iter("td") if "edge" in classes(cell) and classed(cell, "badge")]
    assert len(edges) == len(failed)


def test_cells_that_hold_no_number_and_rows_that_were_not_placed_say_so() -> None:
    page = page_of(GOLDEN / "everything-wrong-tables" / "report.txt")

    def remark(row: str, column: str) -> list[str]:
        cell = page.get_element_by_id(f"r1-disclosure-{row}-{column}")
        return [printed(cell), *(item.text_content() for item in cell.iter("small"))]

    assert remark("coercion", "decisions") == ["", "空白"]
    assert remark("regulations", "issued") == ["/", "不是数字"]
    assert remark("licensing", "decisions") == ["约5600", "读不出"]
    assert remark("normative_documents", "issued") == ["", "未能定位"]
    figure = page.get_element_by_id("r1-disclosure")
    assert "“规范性文件”" in classed(figure, "remark")[0].text_content()
    assert [item.text_content() for item in page.get_element_by_id("r1-disclosure-column-issued").iter("small")] == [
        "原表写作“本年新制作数量”"
    ]
    sources = [item for item in page.iter("details") if item.get("class") == "source"]
    assert ["open" in item.attrib for item in sources] == [True, False, False]


def test_a_row_group_that_is_printed_as_one_row_is_drawn_as_one() -> None:
    page = page_of(MERGED_ROWS)
    cell = page.get_element_by_id("r1-applications-other-total")
    assert printed(cell) == audited(MERGED_ROWS)[0].report.tables["applications"].cells["other", "total"].raw
    assert not page.xpath("//*[@id='r1-applications-other_misc-total']")


def test_a_broken_sum_over_a_merged_row_is_drawn_with_that_row() -> None:
    text = MERGED_ROWS.read_text(encoding="utf-8").replace("（七）总计\n\t102\n", "（七）总计\n\t103\n")
    page = parsed(told([audit_of(text)]))
    assert "r1-applications-other-natural_person" in looks(page, "part-column")
    sums = {"r1-applications-handled_total-natural_person", "r1-applications-carried_out-natural_person"}
    assert sums <= looks(page, "sum")
    edges = [" ".join(cell.text_content().split()) for cell in page.iter("td") if "edge" in classes(cell)]
    assert [edge for edge in edges if edge.startswith("合计 102 ≠ 103，差 1")]


def test_a_table_in_doubt_says_why_and_shows_what_was_read() -> None:
    text = UNBALANCED.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("6 | 2 | 3"))
    page = parsed(told([audit_of(text.replace(line, line + " | 7 | 7"))]))
    figure = page.get_element_by_id("r1-disputes")
    assert "unsure" in figure.get("class").split()
    assert (
        classed(figure, "remark")[0]
        .text_content()
        .strip()
        .startswith("? 未能确定：表四（复议、诉讼）应有 15 个数，读到 17 个")
    )
    (source,) = [item for item in page.iter("details") if line in item.text_content()]
    assert "open" in source.attrib
    assert "表四（复议、诉讼）应有 15 个数" in page.get_element_by_id("r1-open").text_content()


def test_a_cell_leads_to_the_numbers_that_speak_of_it() -> None:
    page = page_of(UNBALANCED)
    cell = page.get_element_by_id("r1-disputes-review-total")
    (tie,) = classed(cell, "tie")
    assert (tie.text_content(), tie.get("href")) == ("✗", f"#{said(page, '11宗', 'contradicted').get('id')}")
    total = page.get_element_by_id("r1-applications-new_received-total")
    assert [item.text_content() for item in classed(total, "tie")] == ["✓", "✓", "✓"]


# ---- section five, what was left open -------------------------------------------------------------------------------


def test_problems_and_measures_show_level_facets_and_what_would_raise_them() -> None:
    section = page_of(UNBALANCED).get_element_by_id("r1-improvements")
    items = list(section.iter("li"))
    assert len(items) == 9
    first = items[0]
    assert [bar.get("aria-label") for bar in first.iter("svg")] == ["2 级"]
    assert [len([step for step in bar if step.get("class") == "reached"]) for bar in first.iter("svg")] == [3]
    assert classed(first, "gain")[0].text_content() == "补写可以提高：多少（到 3 级）"
    who = [item.text_content() for item in classed(items[6], "body")]
    assert who == ["县政府办公室和县司法局"]
    report = audited(UNBALANCED)[0].report
    quotes = [classed(item, "statement")[0].text_content() for item in items]
    assert quotes == [item.span.of(report.text) for item in (*report.problems, *report.measures)]


def test_promises_of_last_year_show_their_fate() -> None:
    case = GOLDEN / "everything-wrong-narrative"
    (audit,) = audited(case / "report.txt", case / "previous.txt")
    (promise,) = audit.report.promises
    section = parsed(told([audit])).get_element_by_id("r1-improvements")
    last = list(section.iter("li"))[-1]
    assert promise.quote in last.text_content()
    assert last.text_content().split()[:2] == ["✗", "今年报告里找不到下文"]


def test_what_could_not_be_decided_is_listed_with_its_reason() -> None:
    path = GOLDEN / "everything-wrong-missing" / "report.txt"
    (audit,) = audited(path)
    told_open = page_of(path).get_element_by_id("r1-open").text_content()
    open_rules = [code for code, outcome in audit.outcomes.items() if outcome.kind.value == "undecided"]
    assert open_rules
    assert [code for code in open_rules if code not in told_open] == []
    assert "没有找到表三（收到和处理申请）" in told_open
    assert "规则都已判定" not in told_open
    assert "规则都已判定" in page_of(UNBALANCED).get_element_by_id("r1-open").text_content()


def test_english_has_english_words_and_the_report_in_its_own() -> None:
    page = page_of(UNBALANCED, language="en")
    assert page.get("lang") == "en"
    assert "page_" not in told(audited(UNBALANCED), language="en")
    assert {words.get("lang") for words in classed(page, "words")} == {"zh-CN"}
    assert "natural persons" in page.get_element_by_id("r1-applications-column-natural_person").text_content()


# ---- nothing runs, nothing loads ------------------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script><img src=http://bad.example/x.png onerror=alert(1)>"
    '"onmouseover="alert(1)" x=\'</style></div>--><a href="javascript:alert(1)">javascript:alert(1)</a>'
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;"
)
HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "article", "header", "footer", "nav", "aside",
    "h1", "h2", "h3", "p", "a", "b", "br", "small", "span", "div", "ol", "ul", "li", "dl", "dt", "dd", "details",
    "summary", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect",
}  # fmt: skip
ATTRIBUTES = {
    "class", "id", "href", "title", "lang", "colspan", "rowspan", "scope", "open", "data-note", "data-char", "charset",
    "content", "name", "http-equiv", "role", "aria-label", "aria-hidden", "viewbox", "width", "height", "x", "y",
    "preserveaspectratio", "tabindex",
}  # fmt: skip


def evil_report() -> str:
    text = UNBALANCED.read_text(encoding="utf-8")
    text = text.replace("一、总体情况\n", f"一、总体情况\n{EVIL}\n", 1).replace("11宗", f"11宗{EVIL}", 1)
    return text.replace("一是县政府办公室", f"一是{EVIL}县政府办公室").replace(
        "行政强制 | 167", f"行政强制 | 167（{EVIL}）"
    )


def test_what_a_report_says_is_never_markup() -> None:
    audit = audit_of(evil_report(), path=f"{EVIL}/报告.txt")
    told_page = told([audit], errors=[(EVIL, UnreadableReport("file_missing", path=EVIL))], claims=True)
    page = parsed(told_page)
    assert report_text(page) == audit.report.text
    assert {item.tag for item in page.iter() if isinstance(item.tag, str)} <= HARMLESS
    assert not [item for item in page.iter() if not isinstance(item.tag, str)]
    assert {name.lower() for item in page.iter() for name in item.attrib} <= ATTRIBUTES
    assert {link.get("href")[0] for link in page.iter("a")} == {"#"}
    assert EVIL in page.xpath("//title")[0].getparent().getparent().text_content()


def test_the_page_forbids_and_needs_no_loading() -> None:
    told_page = told(audited(UNBALANCED))
    page = parsed(told_page)
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    (style,) = page.iter("style")
    assert not re.search(r"url\(|@import|expression|http", style.text)
    assert not re.search(r"""(?:src|href|action|data|poster)=["']?(?!["']?#)""", re.sub(r"data-\w+=", "", told_page))


def test_characters_that_no_page_can_carry_are_named() -> None:
    odd = "甲\u202e乙\x07丙□丁\u200b戊"
    text = UNBALANCED.read_text(encoding="utf-8").replace("一、总体情况\n", f"一、总体情况\n{odd}\n", 1)
    audit = audit_of(text, path="甲\u202e乙\udcff.txt")
    half = replace(audit.report.source, text=text.replace("□", "\ud800"))
    told_page = told([replace(audit, report=replace(audit.report, source=half))])
    assert not re.search("[\u202e\x07\ud800\udcff]", told_page)
    page = parsed(told_page.encode())
    assert "".join(map(read_back, classed(page, "words"))) == half.text
    assert "甲〔U+202E〕乙〔U+DCFF〕.txt" in classed(page, "facts")[0].text_content()
    assert [sign.get("data-char") for sign in classed(page, "sign")] == ["U+202E", "U+0007", "U+D800", "U+200B"]


def test_named_characters_leave_others_as_they_are() -> None:
    assert shown("一\t二\n三\u2069四") == "一\t二\n三〔U+2069〕四"


def test_the_same_reports_make_the_same_bytes() -> None:
    assert told(audited(FEW[2])) == told(audited(FEW[2]))


# ---- in a browser ---------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BROWSER = "--headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking".split()


def opened(page: Path, *switches: str) -> tuple[bytes, str]:
    """What the browser prints when it opens a page, and the log of its network."""
    log = page.with_suffix(".netlog")
    ended = subprocess.run(
        [str(CHROMIUM), *BROWSER, "--host-resolver-rules=MAP * ~NOTFOUND", f"--log-net-log={log}",
         f"--user-data-dir={page.parent / 'profile'}", *switches, page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return ended.stdout, log.read_text(encoding="utf-8", errors="replace")


@pytest.mark.figures
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_a_browser_shows_the_page_and_asks_nobody_for_anything(tmp_path: Path) -> None:
    audit = audit_of(evil_report())
    page, control, screen = tmp_path / "page.html", tmp_path / "control.html", tmp_path / "screen.png"
    page.write_text(told([audit]), encoding="utf-8")
    control.write_text("<p>一</p><img src='http://bad.example/x.png'>", encoding="utf-8")
    assert "bad.example/x.png" in opened(control, "--dump-dom")[1]
    dom, log = opened(page, "--dump-dom")
    assert page.as_uri() in log
    assert "bad.example" not in log
    assert report_text(parsed(dom.decode())) == audit.report.text
    opened(page, f"--screenshot={screen}", "--window-size=1280,2000")
    assert screen.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert screen.stat().st_size > 50_000


def test_a_page_of_our_own_is_not_taken_for_a_report() -> None:
    with pytest.raises(UnreadableReport, match="own_output"):
        source_of_bytes(told(audited(UNBALANCED)).encode(), "page.html")
