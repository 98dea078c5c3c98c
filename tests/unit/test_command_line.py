"""What a user of the terminal meets: output, exit status, and one readable line for each fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from auditor.cli import main
from auditor.corpus import REPORTS
from auditor.resources import schema_file

CLEAN = REPORTS / "landun-water-2023.txt"
DEFECTIVE = REPORTS / "shuoxi-county-2021-unbalanced.txt"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


def test_a_clean_report_ends_in_zero_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, str(CLEAN))
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "澜墩县水利局　2023　部门"
    assert out.splitlines()[-2] == "共审核 1 份：错误 0，警告 0，提示 0"


def test_errors_end_in_one_unless_asked_never_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(DEFECTIVE))[0] == 1
    assert run(capsys, str(DEFECTIVE), "--fail-on", "never")[0] == 0
    assert run(capsys, str(DEFECTIVE), "--select", "LNG", "--fail-on", "warning")[0] == 1
    assert run(capsys, str(DEFECTIVE), "--select", "LNG")[0] == 0


def test_half_a_report_never_ends_in_zero(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    half = tmp_path / "half.txt"
    half.write_text(text[: text.index("四、政府信息公开行政复议")], encoding="utf-8")
    assert run(capsys, str(half))[0] == 1
    assert run(capsys, str(half), "--select", "LNG", "--fail-on", "never")[0] == 1
    assert run(capsys, str(half), "--select", "LNG", "--allow-undecided")[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "文件是空的"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "识别为 PNG"),
        ("other.txt", "今天天气很好。\n".encode(), "没有认出政府信息公开工作年度报告"),
        ("report.docx", b"PK\x03\x04", "文档已损坏或不完整"),
        ("report.pdf", b"%PDF-1.7", "PDF 文件已损坏或不完整"),
        ("noise.txt", bytes(range(256)) * 20, "不是文本文件"),
    ],
)
def test_what_is_no_report_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, out, err = run(capsys, str(path), str(CLEAN))
    assert status == 2
    assert err.count("\n") == 1
    assert err.startswith(str(path))
    assert told in err
    assert "共审核 1 份" in out


def test_a_file_too_large_is_refused_unread(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    status, _, err = run(capsys, str(path))
    assert (status, "超过 20 MB" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "没有指定要审核的文件"),
        (("missing.txt",), "missing.txt：文件不存在"),
        (("chekc",), "chekc：既不是文件也不是命令，是不是 check？"),
        ((str(CLEAN), "--selct", "XRF"), "没有选项 --selct，是不是 --select？"),
        ((str(CLEAN), "--select", "TAB008", "--ignore", "TAB"), "--select 和 --ignore 合起来没有留下任何规则"),
        (("rule",), "缺少参数 编号"),
        ((str(CLEAN), "--select", "TAB08"), "--select 里的 TAB08 不是规则编号或类别，是不是 TAB008？"),
        ((str(CLEAN), "--format", "pdf"), "--format 的值不对：pdf"),
        ((str(CLEAN), "--published", "2024-13-01"), "不能是 2024-13-01"),
        ((str(CLEAN), "--kind", "office"), "不能是 office"),
        (("rule", "XRF999"), "没有规则 XRF999"),
    ],
)
def test_usage_errors_are_one_line_with_a_remedy(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert told in err
    assert err.count("\n") == 1


def test_json_follows_its_schema_and_quotes_slice_back(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, str(DEFECTIVE), str(CLEAN), "--format", "json", "--text")
    document = json.loads(out)
    jsonschema.validate(document, json.loads(schema_file().read_text(encoding="utf-8")))
    assert status == 1
    for report in document["reports"]:
        for item in [*report["findings"], *report["claims"], *report["measures"], *report["problems"]]:
            assert report["text"][item["start"] : item["end"]] == item["quote"]


def test_the_language_changes_only_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    def plain(language: str) -> dict[str, object]:
        document = json.loads(run(capsys, str(DEFECTIVE), "--format", "json", "--lang", language)[1])
        for report in document["reports"]:
            for finding in report["findings"]:
                del finding["message"], finding["suggestion"]
        return dict(document)

    assert plain("zh") == plain("en")


def test_encodings_and_line_ends_change_nothing(tmp_path: Path) -> None:
    import auditor

    text = DEFECTIVE.read_text(encoding="utf-8")
    expected = [(f.rule, f.message.zh) for f in auditor.audit(DEFECTIVE).findings]
    variants = {
        "bom.txt": text.encode("utf-8-sig"),
        "utf16.txt": text.encode("utf-16"),
        "utf16be.txt": text.encode("utf-16-be"),
        "gb.txt": text.encode("gb18030"),
        "crlf.txt": text.replace("\n", "\r\n").encode(),
    }
    for name, raw in variants.items():
        (tmp_path / name).write_bytes(raw)
        assert [(f.rule, f.message.zh) for f in auditor.audit(tmp_path / name).findings] == expected, name


def test_standard_input_and_folders(tmp_path: Path) -> None:
    (tmp_path / "深" / "层").mkdir(parents=True)
    (tmp_path / "深" / "层" / "报告.txt").write_bytes(CLEAN.read_bytes())
    (tmp_path / "说明.png").write_bytes(b"\x89PNG")
    command = [sys.executable, "-m", "auditor.cli", "-", str(tmp_path), "--format", "json"]
    ended = subprocess.run(command, input=CLEAN.read_bytes(), capture_output=True, check=False)
    document = json.loads(ended.stdout)
    assert [Path(report["path"]).name for report in document["reports"]] == ["-", "报告.txt"]
    assert "另有 1 个文件不是报告格式" in ended.stderr.decode()


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--lang", "en", "rules") == run(capsys, "rules", "--lang", "en")


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rules")
    assert (status, "TAB008    错误     正式     表三收支不平" in out) == (0, True)
    assert run(capsys, "rule", "tab008")[1].startswith("# TAB008 表三收支不平")


def test_closed_standard_input_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    status, _, err = run(capsys, "-")
    assert (status, err.count("\n"), err.startswith("标准输入是关闭的")) == (2, 1, True)


@pytest.mark.parametrize("arguments", [("",), ("check", ""), (str(CLEAN), ""), (str(CLEAN), "--previous", "")])
def test_an_empty_name_is_no_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "other.txt").write_bytes(CLEAN.read_bytes())
    arguments = tuple(str(Path(word).resolve()) if word.endswith(".txt") else word for word in arguments)
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, *arguments)
    assert (status, err.startswith("文件名是空的"), "other.txt" in out) == (2, True, False)


def test_a_file_named_in_two_ways_is_audited_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_bytes(CLEAN.read_bytes())
    monkeypatch.chdir(tmp_path)
    out = run(capsys, "good.txt", "./good.txt", str(tmp_path / "good.txt"), ".")[1]
    assert "共审核 1 份" in out


def test_a_file_in_a_folder_that_may_not_be_entered_is_not_called_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    allowed = os.access
    monkeypatch.setattr("os.access", lambda path, wanted: Path(path) != closed and allowed(path, wanted))
    status, _, err = run(capsys, str(closed / "report.txt"))
    assert status == 2
    assert f"所在的文件夹 {closed} 打不开" in err
    assert "文件不存在" not in err


def test_a_text_in_traditional_characters_is_called_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "青石縣水務局年度報告\n一、總體情況\n本局將進一步開展工作，與各機關會商，處理訴訟。", encoding="utf-8"
    )
    status, _, err = run(capsys, str(path))
    assert (status, err.count("\n"), "繁体字，请先转换成简体字" in err) == (2, 1, True)
