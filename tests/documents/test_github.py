"""``--format github``: workflow commands that GitHub Actions reads as they are meant."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.api import model_version, rulebook
from auditor.document import Phrase
from auditor.reporters.github_report import command, render
from auditor.text.spans import Span
from auditor.version import __version__

from tests.documents.runs import BLANK_CELL, MISSING, UNBALANCED, corpus_audit, document_audit, run_of

COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")
Told = tuple[str, dict[str, str], str]


def read_back(line: str) -> Told:
    """A command as the runner of GitHub reads it: the properties parted at commas, then the escapes undone."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    signs = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}

    def undone(text: str, codes: tuple[str, ...]) -> str:
        return re.sub("|".join(codes), lambda code: signs[code[0]], text)

    data = undone(match[3], ("%0D", "%0A", "%25"))
    return match[1], {key: undone(value, tuple(signs)) for key, value in properties.items()}, data


def commands(output: str) -> list[Told]:
    return [read_back(line) for line in output.split("\n")]


def test_findings_stand_at_their_lines_and_the_sum_comes_first() -> None:
    told = commands(render(run_of(corpus_audit(UNBALANCED))))
    name, properties, message = told[0]
    summary, made_by = message.split("\n")
    assert (name, properties, summary) == ("notice", {"title": "年报审核"}, "共审核 1 份：错误 4，警告 2，提示 2")
    assert made_by == f"审核工具 {__version__}　规则 {rulebook().version}　模型 {model_version()}"
    assert [name for name, _, _ in told[1:]] == ["error"] * 4 + ["warning"] * 2 + ["notice"] * 2
    assert told[3] == (
        "error",
        {
            "file": f"corpus/reports/{UNBALANCED}.txt",
            "line": "39",
            "col": "39",
            "endLine": "39",
            "endColumn": "39",
            "title": "TAB006 表三一行的合计不对",
        },
        "“6.属于四类过程性信息”各类申请人合计 5（4＋1），总计填 6，差 1\n原文：6\n建议：核对这一行各格和总计",
    )


def test_a_document_has_no_lines_but_a_place_in_words() -> None:
    told = commands(render(run_of(document_audit(UNBALANCED, "a.docx"))))
    (found,) = [item for item in told if item[1]["title"].startswith("TAB006")]
    assert found[1] == {"file": "a.docx", "title": "TAB006 表三一行的合计不对"}
    assert found[2].startswith("“6.属于四类过程性信息／总计”：“6.属于")
    assert told[-1] == (
        "warning",
        {"file": "a.docx", "title": "没有读到的内容（1）"},
        "标题“五、存在的主要问题及改进情况”  表四（复议、诉讼）是图片或附件，读不出数字",
    )


def test_unread_files_are_errors_and_open_rules_one_notice_a_report() -> None:
    told = commands(render(run_of(corpus_audit(BLANK_CELL), errors=(MISSING,))))
    assert told[1] == (
        "error",
        {"file": "缺 失.txt", "title": "未能审核的文件（1）"},
        "缺 失.txt：文件不存在，请检查路径",
    )
    assert told[-1][1]["title"] == "未能核对（4）"
    assert told[-1][2].split("\n") == [
        "PUB001：不知道发布日期，可用 --published 2022-01-20 指明",
        "TAB006、TAB007、TAB012：“2.没有现成信息需要另行制作／法律服务机构”是空白",
    ]


def test_a_finding_over_several_lines_has_no_columns() -> None:
    audit = corpus_audit(UNBALANCED)
    start = audit.report.text.index("六个部分")
    longer = replace(audit.findings[0], span=Span(start, audit.report.text.index("\n", start) + 1))
    over = replace(longer, span=Span(start, audit.report.text.index("\n", start) + 2))
    told = commands(render(run_of(replace(audit, findings=(longer, over)))))
    assert "col" in told[1][1]
    assert told[1][1]["endLine"] == told[1][1]["line"] == "3"
    assert (told[2][1]["line"], told[2][1]["endLine"], "col" in told[2][1]) == ("3", "4", False)


def test_signs_that_part_commands_are_escaped() -> None:
    assert command("error", "甲::乙, 100%\r\n::warning::丙", {"file": "a,b:50%=c.txt", "title": "x\ny"}) == (
        "::error file=a%2Cb%3A50%25=c.txt,title=x%0Ay::甲::乙, 100%25%0D%0A::warning::丙"
    )


def test_no_words_of_a_report_make_a_command_of_their_own() -> None:
    audit = corpus_audit(UNBALANCED)
    hostile = "甲\n::error::乙\r\n::stop-commands::丙\u2028::debug::丁"
    finding = replace(audit.findings[0], message=Phrase(hostile, hostile), suggestion=Phrase(hostile, hostile))
    path = "a\n::error::b.txt"
    report = replace(audit.report, source=replace(audit.report.source, path=path))
    told = render(run_of(replace(audit, findings=(finding,), report=report)))
    assert len(told.splitlines()) == len(commands(told)) == 2


def test_standard_input_is_no_file() -> None:
    told = commands(render(run_of(corpus_audit(UNBALANCED, "-"))))
    assert all("file" not in properties for _, properties, _ in told)
