"""``--format markdown``: what a reader sees once it is rendered, and that nothing of a report becomes markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from auditor.document import Phrase
from auditor.errors import UnreadableReport
from auditor.reporters.markdown_report import code, plain, render
from auditor.text.visible import on_one_line
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.runs import (
    BLANK_CELL,
    CLEAN,
    MISSING,
    UNBALANCED,
    corpus_audit,
    document_audit,
    golden_audits,
    run_of,
)

markdown_it = pytest.importorskip("markdown_it")


class Page(HTMLParser):
    """The text of a page by the element that it stands in, and all elements in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's own
        self.elements.append(tag)
        self._open.append(tag)
        self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - pages that are written here are balanced
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.text[tag][-1] += data


def page(markdown: str) -> Page:
    return Page(
        markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    )


def test_a_report_has_heading_scores_and_findings_by_severity() -> None:
    told = render(run_of(corpus_audit(UNBALANCED))).splitlines()
    assert told[:6] == [
        "## 朔溪县人民政府　2021　政府",
        "",
        f"`corpus/reports/{UNBALANCED}.txt`",
        "",
        "合规 84.5 分，质量 80.8 分（满分 100）；规则已判定 100%，正文数字已核对 100%",
        "",
    ]
    place = told.index(
        "- **XRF010** 第 7 行：正文“申请行政复议11宗”（11），表四（复议、诉讼）中“行政复议／总计”为 12，相差 1"
    )
    assert told[place + 1 : place + 3] == ["  - 原文：`申请行政复议11宗`", "  - 建议：核对正文和表格，改正其中一个"]
    assert [line for line in told if line.startswith("### ")] == ["### 错误 4", "### 警告 2", "### 提示 2"]
    assert told[-3] == "共审核 1 份：错误 4，警告 2，提示 2"
    assert told[-1].startswith("审核工具 ")


def test_rendered_it_is_headings_lists_and_code() -> None:
    found = page(render(run_of(corpus_audit(UNBALANCED))))
    assert set(found.elements) == {"h2", "h3", "p", "code", "ul", "li", "strong"}
    assert found.text["strong"] == ["XRF010", "ELM005", "TAB006", "TAB007", "STR009", "LNG001", "TAB012", "ELM009"]
    assert found.text["code"][1:4] == ["申请行政复议11宗", "五是监督保障压到人头", "6"]


def test_several_reports_begin_with_a_table_of_all() -> None:
    found = page(render(run_of(corpus_audit(UNBALANCED), corpus_audit(CLEAN), errors=(MISSING,))))
    assert found.text["td"] == [
        *("朔溪县人民政府　2021　政府", "84.5", "80.8", "4", "2", "2"),
        *("泊澜市交通运输局　2022　部门", "100", "98.6", "0", "0", "0"),
    ]
    assert found.text["h2"][-1] == "未能审核的文件（1）"
    assert found.text["li"][-1] == "缺 失.txt：文件不存在，请检查路径"
    assert found.text["p"][-2] == "共审核 2 份：错误 4，警告 2，提示 2；1 个文件未能审核"


def test_what_was_not_decided_and_not_read_is_listed() -> None:
    told = render(run_of(corpus_audit(BLANK_CELL), document_audit(UNBALANCED, "a.docx")))
    assert "### 未能核对（4）" in told
    assert "- PUB001：不知道发布日期，可用 --published 2022-01-20 指明" in told
    assert "- TAB006、TAB007、TAB012：“2.没有现成信息需要另行制作／法律服务机构”是空白" in told
    assert "### 没有读到的内容（1）" in told
    assert "表四（复议、诉讼）是图片或附件，读不出数字" in told
    assert "- **TAB006** “6.属于四类过程性信息／总计”：“6.属于" in told


def test_the_fate_of_last_years_measures_is_told() -> None:
    told = render(run_of(*golden_audits("everything-wrong-narrative")))
    assert "### 上年的具体措施 1 条" in told
    assert "- ✗ `2022年5月底前添置放大镜二十副、老花镜三十副，摆在报栏旁边`：今年报告里找不到下文" in told


def test_claims_are_listed_when_asked_for() -> None:
    run = run_of(corpus_audit(UNBALANCED))
    assert "### 正文的数字和说法" not in render(run)
    told = render(replace(run, claims=True))
    assert "- ✗ 第 7 行：`因政府信息公开被申请行政复议11宗` 不符｜行政复议／总计｜12" in told.splitlines()


HOSTILE = (
    "<img src=x onerror=alert(1)> | [点此](http://x.example) **粗** `码` ``双`` # 1. > ~~删~~ _斜_ $x$ &copy; @team "
    "#12 www.x.example ![图](y) \\| \x1b[31m\u202e"
)


def hostile_run() -> str:
    audit = corpus_audit(UNBALANCED)
    findings = tuple(replace(item, message=Phrase(HOSTILE, HOSTILE)) for item in audit.findings)
    report = replace(
        audit.report, agency=HOSTILE, source=replace(audit.report.source, path=f"{HOSTILE}/``\n## 报告`.txt")
    )
    hostile = replace(audit, findings=findings, report=report)
    return render(run_of(hostile, hostile, errors=((HOSTILE, UnreadableReport("file_missing", path=f"- {HOSTILE}")),)))


def test_nothing_of_a_report_becomes_markup() -> None:
    found = page(hostile_run())
    assert set(found.elements) == {
        *("h2", "h3", "p", "code", "ul", "li", "strong"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert len(found.text["td"]) == 12
    assert found.text["td"][0] == f"{on_one_line(HOSTILE)}　2021　政府"
    assert found.text["h2"][0] == f"{on_one_line(HOSTILE)}　2021　政府"
    assert found.text["code"][0] == f"{on_one_line(HOSTILE)}/`` ## 报告`.txt"
    assert found.text["li"][-1] == f"- {on_one_line(HOSTILE)}：文件不存在，请检查路径"
    assert len(found.text["strong"]) == 16


def test_nothing_is_a_link_a_mention_or_an_issue_on_a_code_host() -> None:
    assert plain("见 https://x.example、www.x.example，@zhang 和 #12；电邮 a@x.example") == (
        "见 https&#58;//x.example、www&#46;x.example，@<!-- -->zhang 和 \\#<!-- -->12；电邮 a@x.example"
    )


SIGNS = st.text(alphabet="`*_[]()<>#|~!&$@-+=.:;\\{} 1a甲\n\t/", max_size=12)


@given(SIGNS)
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    shown = on_one_line(text)
    for before, tag in (("- ", "li"), ("## ", "h2"), ("", "p"), ("| a |\n| --- |\n| ", "td")):
        found = page(f"{before}x{plain(text)}")
        assert found.text[tag][0].strip() == f"x{shown}"
        assert set(found.elements) <= {tag, "ul", "table", "thead", "tbody", "tr", "th"}


@given(SIGNS.filter(lambda text: bool(text.strip())))
def test_any_text_at_the_beginning_of_a_line_makes_no_list_or_heading(text: str) -> None:
    for before, tag in (("- ", "li"), ("乙\n", "p"), ("", "p")):
        found = page(f"{before}{plain(text)}")
        assert set(found.elements) <= {tag, "ul"}
        assert " ".join(found.text[tag][0].removeprefix("乙").split()) == " ".join(on_one_line(text).split())


@given(SIGNS.filter(lambda text: bool(text.strip())))
def test_any_quote_is_shown_as_code(text: str) -> None:
    found = page(f"- 原文：{code(text)}。")
    assert found.elements == ["ul", "li", "code"]
    assert found.text["code"] == [on_one_line(text)]
