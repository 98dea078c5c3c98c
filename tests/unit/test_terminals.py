"""Terminals, pipes and files of every kind: nothing crashes, nothing is lost, nothing is overwritten."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from auditor import checking, delivery
from auditor.cli import main
from auditor.corpus import REPORTS
from auditor.errors import UsageError

DEFECTIVE = REPORTS / "shuoxi-county-2021-unbalanced.txt"
CLEAN = REPORTS / "landun-water-2023.txt"
SIGNS = "✓ 相符　✗ 不符　↻ 又写一遍　· 没有这项　𠮷"


def encoded(text: str, encoding: str) -> str:
    return text.encode(encoding, delivery.STAND_INS).decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", SIGNS),
        ("gb18030", SIGNS),
        ("gbk", "√ 相符　× 不符　→ 又写一遍　· 没有这项　\\U00020bb7"),
        ("cp936", "√ 相符　× 不符　→ 又写一遍　· 没有这项　\\U00020bb7"),
        (
            "ascii",
            r"ok \u76f8\u7b26 x \u4e0d\u7b26 > \u53c8\u5199\u4e00\u904d . \u6ca1\u6709\u8fd9\u9879 \U00020bb7",
        ),
    ],
)
def test_signs_that_an_encoding_has_not_have_readable_stand_ins(encoding: str, shown: str) -> None:
    assert encoded(SIGNS, encoding) == shown


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437", "cp932", "big5", "shift_jis", "koi8-r", "utf-16"])
def test_any_text_can_be_written_in_any_encoding(encoding: str) -> None:
    text = SIGNS + "“”‘’、。《》（），：…—≤≥×㎡½①\udcff\ud800\x85"
    assert encoded(text, encoding)


def test_file_names_that_are_no_text_are_told_by_their_bytes() -> None:
    assert encoded("\udcb1\udca8.txt", "utf-8") == "\\xb1\\xa8.txt"
    assert encoded("\udce6\udc8a\udca5.txt", "utf-8") == "报.txt"
    assert encoded("\ud83d.txt", "utf-8") == "\\ud83d.txt"


class Screen(io.TextIOWrapper):
    """Standard output of a terminal in an encoding of its own."""

    def __init__(self, encoding: str) -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding=encoding, newline="\n")


def shown_on(encoding: str, *arguments: str) -> tuple[bytes, bytes]:
    """What standard output and error get where both are in an encoding."""
    out, err = Screen(encoding), Screen(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit):
            main(list(arguments))
    err.flush()
    return out.written.getvalue(), err.written.getvalue()


def test_on_a_gbk_terminal_the_report_reads_as_ever() -> None:
    out, err = shown_on("gbk", "--claims", str(DEFECTIVE))
    told = out.decode("gbk")
    assert told.startswith("朔溪县人民政府　2021　政府\n")
    assert "  × 第 7 行  因政府信息公开被申请行政复议11宗  不符｜行政复议／总计｜12\n" in told
    assert "\\u" not in told
    assert err == b""


def test_on_a_terminal_without_chinese_nothing_is_lost_and_a_way_out_is_told() -> None:
    out, err = shown_on("ascii", str(DEFECTIVE))
    assert err == b"This terminal cannot show Chinese: use --lang en, -o FILE, or set PYTHONUTF8=1.\n"
    assert out.decode("ascii").encode().decode("unicode_escape").startswith("朔溪县人民政府 2021 政府\n")


def test_machine_formats_are_utf_8_wherever_they_go() -> None:
    for output_format in ("json", "sarif", "markdown", "github"):
        out, err = shown_on("cp936", str(DEFECTIVE), "--format", output_format)
        assert "“6.属于四类过程性信息”各类申请人合计 5（4＋1），总计填 6，差 1" in out.decode("utf-8")
        assert (err, out[-2:] != b"\n\n") == (b"", True)


def process(*arguments: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "auditor.cli", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
        env={**inherited, **environment},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="locales of POSIX")
def test_in_the_locale_c_a_file_name_is_still_the_one_that_was_typed() -> None:
    ended = process("缺.txt", "--format", "sarif", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    log = json.loads(ended.stdout.decode("utf-8"))
    assert log["runs"][0]["artifacts"][0]["location"]["uri"] == "%E7%BC%BA.txt"
    notice = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert notice == "缺.txt：文件不存在，请检查路径"
    assert ended.stderr.decode("ascii").startswith(r"\u7f3a.txt:")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are text there")
def test_a_file_name_of_undecodable_bytes_stops_no_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(b"\xb1\xa8\xff.txt")
    Path(name).write_bytes(CLEAN.read_bytes())
    for output_format in ("text", "json", "sarif", "markdown", "github"):
        assert run(capsys, name, "missing" + name, "--format", output_format, "-o", "out")[0] == 2
        told = Path("out").read_text(encoding="utf-8")
        if output_format == "json":
            assert json.loads(told)["reports"][0]["path"] == name
        elif output_format != "sarif":
            assert r"\xb1\xa8\xff.txt" in told


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = process("rules", stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = process("rules", stdout=full.fileno())
    assert (ended.returncode, ended.stderr.decode()) == (
        2,
        "stdout：磁盘已满，写不下（No space left on device）；请在这个磁盘上腾出空间，或换一个位置，再运行同一命令\n",
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (io.StringIO(), {}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (Terminal(), {"FORCE_COLOR": "0"}, False),
        (Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (None, {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None, environment: dict[str, str], *, coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream)
    assert delivery.in_colour() is coloured


def test_a_file_has_no_colours_and_line_feeds_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "结果.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        patch.setattr(os, "linesep", "\r\n")
        assert run(capsys, str(DEFECTIVE), "-o", str(target))[1:] == ("", "")
        assert "\x1b[1mTAB006" in run(capsys, str(DEFECTIVE))[1]
    raw = target.read_bytes()
    assert b"\r" not in raw
    assert b"\x1b" not in raw
    *_, summed, made_by, end = raw.decode("utf-8").split("\n")
    assert (summed, made_by[:5], end) == ("共审核 1 份：错误 4，警告 2，提示 2", "审核工具 ", "")


def test_an_output_never_overwrites_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report, before = tmp_path / "报告.txt", tmp_path / "上年.txt"
    report.write_bytes(CLEAN.read_bytes())
    before.write_bytes(CLEAN.read_bytes())
    Path("连接.txt").symlink_to(report)
    for arguments in (
        (str(report), "-o", "报告.txt"),
        (str(report), "-o", "./连接.txt"),
        (".", "-o", "上年.txt"),
        (str(report), "--previous", str(before), "-o", "上年.txt"),
    ):
        status, out, err = run(capsys, *arguments)
        assert (status, out) == (2, "")
        assert err == f"{arguments[-1]}：是要审核的报告，不能用来存结果；请换一个文件名\n"
        assert report.read_bytes() == before.read_bytes() == CLEAN.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="standard input of POSIX")
def test_an_output_never_overwrites_the_file_that_standard_input_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "报告.txt"
    report.write_bytes(CLEAN.read_bytes())
    with report.open("rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
        assert run(capsys, "-", "-o", str(report))[0] == 2
    assert report.read_bytes() == CLEAN.read_bytes()


def test_without_standard_error_an_error_does_not_get_into_the_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    status, out, _ = run(capsys, "没有.txt", "--format", "json")
    assert (status, json.loads(out)["errors"][0]["path"]) == (2, "没有.txt")


def test_without_standard_output_nothing_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as ended:
        main([str(CLEAN)])
    assert ended.value.code == 0


def test_an_unbuffered_stream_that_takes_little_at_a_time_gets_all() -> None:
    class Slow(io.BytesIO):
        def write(self, data: object) -> int:
            return super().write(bytes(data)[:7])  # type: ignore[call-overload]

    class Unbuffered(io.StringIO):
        buffer = Slow()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", Unbuffered())
        delivery.tell("十个字的一行在此处。", machine=True)
    assert Unbuffered.buffer.getvalue().decode() == "十个字的一行在此处。\n"


def test_where_an_output_cannot_go_is_told_before_the_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "audit_paths", lambda *_: pytest.fail("audited for nothing"))
    for target, told in (
        (tmp_path, f"{tmp_path}：是文件夹，请写明结果存到哪个文件\n"),
        (f"{tmp_path}/新建/", f"{tmp_path}/新建：是文件夹，请写明结果存到哪个文件\n"),
        ("", ".：是文件夹，请写明结果存到哪个文件\n"),
        (
            tmp_path / "没有" / "a.json",
            f"{tmp_path}/没有/a.json：文件夹 {tmp_path}/没有 不存在，请先建好或换一个位置\n",
        ),
    ):
        assert run(capsys, str(CLEAN), "-o", str(target)) == (2, "", told)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "output_locked"),
        (OSError(30, "Read-only file system"), "output_locked"),
    ],
)
def test_a_file_that_is_held_or_protected_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    def refuse(_: Path, __: bytes) -> int:
        raise error

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(UsageError) as refused:
        delivery.save("x", str(tmp_path / "a.json"))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("C:\\年报\\报告.docx", "C:\\年报\\报告.docx：文件不存在，请检查路径"),
        ("年报\\报告", "年报\\报告：文件不存在，请检查路径"),
        ("D:报告", "D:报告：文件不存在，请检查路径"),
        ("没有  这个.txt", "没有  这个.txt：文件不存在，请检查路径"),
        ("*报告", "*报告：文件不存在，请检查路径"),
        ("坏\x1b[2J\n名.txt", "坏\\x1b[2J 名.txt：文件不存在，请检查路径"),
        ("长" * 3000, f"{'长' * 3000}：既不是文件也不是命令"),
        ("长" * 3000 + ".txt", f"{'长' * 3000}.txt：文件不存在，请检查路径"),
    ],
)
def test_a_path_that_is_not_there_is_named_as_it_was_typed(
    capsys: pytest.CaptureFixture[str], argument: str, told: str
) -> None:
    status, _, err = run(capsys, argument)
    assert (status, err) == (2, told + "\n")


def test_patterns_are_for_the_program_where_no_shell_reads_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "年[报]"
    folder.mkdir()
    for name in ("甲.txt", "乙.txt", "丙.log"):
        (folder / name).write_bytes(CLEAN.read_bytes())
    _, out, err = run(capsys, str(folder / "*.txt"), "--format", "json")
    assert [Path(report["path"]).name for report in json.loads(out)["reports"]] == ["乙.txt", "甲.txt"]
    assert err == ""


def test_who_stops_it_sees_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "run", stopped)
    status, out, _ = run(capsys, str(CLEAN))
    assert (status, out) == (130, "")
