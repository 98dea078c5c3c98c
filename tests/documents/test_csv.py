"""CSV has one row a finding, opens in Excel as it is, and runs nothing there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from auditor.cli import main
from auditor.delivery import pass_on
from auditor.errors import UnreadableReport
from auditor.reporters import render
from auditor.reporters.cells import defused
from auditor.reporters.run import Run

from tests.documents.test_excel import CLEAN, DEFECTIVE, audits_of, audits_of_text, report_text, run_of

HEADINGS = "序号 机关 年份 文件 级别 规则 规则说明 位置 问题 原文 建议 依据 试行 标识 审核依据".split()


def table(written: bytes) -> list[list[str]]:
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def table_of(run: Run) -> list[list[str]]:
    written = render(run, "csv")
    assert isinstance(written, bytes)
    return table(written)


def test_a_row_has_all_that_is_known_of_a_finding() -> None:
    (audit,) = audits_of(DEFECTIVE)
    heading, *found = table_of(run_of([audit]))
    assert heading == HEADINGS
    assert len(found) == len(audit.findings)
    place, finding = next(item for item in enumerate(audit.findings) if item[1].rule == "TAB007")
    assert found[place] == [
        *(
            str(place + 1),
            "朔溪县人民政府",
            "2021",
            str(DEFECTIVE),
            "错误",
            "TAB007",
            "表三办理结果的总计不对",
            "第 53 行",
        ),
        *(finding.message.zh, "126", "核对这一列的各项结果和（七）总计", "国办公开办函〔2021〕30号 格式三第三项", ""),
        f"{finding.fingerprint}|TAB007|2021|1|朔溪县人民政府|{DEFECTIVE}",
        run_of([audit]).made_by(),
    ]


def test_a_file_that_was_not_audited_has_a_row_and_a_clean_one_none() -> None:
    refused = UnreadableReport("file_empty", path="空.txt")
    assert table_of(run_of(audits_of(CLEAN), [("空.txt", refused)]))[1:] == [
        [
            "1",
            "",
            "",
            "空.txt",
            "未能审核",
            "",
            "",
            "",
            "空.txt：文件是空的，请换上写好的报告",
            *[""] * 5,
            run_of([]).made_by(),
        ],
    ]
    assert table_of(run_of(audits_of(CLEAN))) == [HEADINGS]
    assert table_of(run_of([], [("a", refused)], language="en"))[1][4] == "not audited"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'␍=1"),
        ("\n=1", "'\n=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("1=1", "1=1"),
        ("", ""),
        ("甲\x00\ud800", "甲␀�"),
    ],
)
def test_what_would_run_has_an_apostrophe_before_it(text: str, field: str) -> None:
    assert defused(text) == field


def test_formulas_of_a_report_are_defused_and_numbers_are_not() -> None:
    lines = report_text({("disclosure", "regulations", "issued"): "-3"}).split("\n")
    for label in ("@SUM(A1)", '=HYPERLINK("http://x.example","点")'):
        lines.insert(lines.index("五、存在的主要问题及改进情况") - 8, f"{label}\t1\t2\t3\t4\t5\t6\t7")
    found = table_of(run_of(audits_of_text("\n".join(lines), "=1+1.txt")))[1:]
    quotes = {row[9] for row in found}
    assert {"'-3", "'@SUM(A1)", '\'=HYPERLINK("http://x.example","点")'} <= quotes
    assert {row[3] for row in found} == {"'=1+1.txt"}
    assert [field for row in found for field in row if field[:1] in tuple("=+-@")] == []


def test_the_same_reports_give_the_same_bytes_with_the_line_ends_of_the_format() -> None:
    first, second = (render(run_of(audits_of(DEFECTIVE)), "csv") for _ in range(2))
    assert first == second
    assert isinstance(first, bytes)
    assert first.count(b"\r\n") == first.count(b"\n") == len(audits_of(DEFECTIVE)[0].findings) + 1


def test_a_file_and_a_pipe_get_the_same_bytes(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    for output in (["-o", str(path)], []):
        with pytest.raises(SystemExit):
            main([str(DEFECTIVE), "--format", "csv", *output])
    piped = capsysbinary.readouterr().out
    assert piped == path.read_bytes()
    assert len(table(piped)) == 9


def test_a_terminal_gets_text_without_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.TextIOWrapper(io.BytesIO(), encoding="gbk", newline="")
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdout", screen)
    pass_on("﻿序号,机关\r\n1,甲\r\n".encode())
    screen.flush()
    assert screen.buffer.getvalue().decode("gbk") == "序号,机关\n1,甲\n"


def test_a_notebook_whose_output_takes_no_bytes_gets_text(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.StringIO()
    monkeypatch.setattr("sys.stdout", output)
    pass_on("﻿序号\r\n".encode())
    assert output.getvalue() == "序号\n"
