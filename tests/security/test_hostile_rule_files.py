"""Rule files, layouts, vocabularies and scorecards that were made to break the tool: refused in one line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from auditor.api import Options, audits, rulebook
from auditor.cli import main
from auditor.errors import RuleFileError
from auditor.forms import load_earlier_form
from auditor.layout import load_layout
from auditor.messages import error_text
from auditor.rulebook.editing import parsed
from auditor.scoring import load_scorecard
from auditor.specificity import load_lexicon
from auditor.toml import MOST_BYTES
from auditor.vocabulary import load_vocabulary

RULE = """\
id = "LOC001"
name = "own-words"
kind = "phrase"
severity = "warning"
status = "stable"
[title]
zh = "本市的用语"
en = "local words"
[message]
zh = "“{phrase}”不写"
en = "“{phrase}”"
[suggestion]
zh = "删去"
en = "leave it out"
[basis]
kind = "local"
document = "某市通知"
[check]
phrases = ["热线来电"]
"""

BOMBS = {
    "nested lists": (b"a = " + b"[" * 100_000, "第 1 行起的表或清单套了 20 层以上"),
    "nested tables": (b"a = " + b"{a = " * 50_000, "第 1 行起的表或清单套了 20 层以上"),
    "lists in bounds of the parser": (b"a = " + b"[" * 30 + b"]" * 30, "第 1 行起的表或清单套了 20 层以上"),
    "a key of many parts": (b"\n\n" + b"a." * 20_000 + b"a = 1", "第 3 行起的表或清单套了 20 层以上"),
    "a key of quoted parts": (b'"a".' * 20_000 + b"a = 1", "第 1 行起的表或清单套了 20 层以上"),
    "a heading of many parts": (b"[" + b"a." * 20_000 + b"a]", "第 1 行起的表或清单套了 20 层以上"),
    "a long number": (b"a = " + b"9" * 10_000, "规则文件有误：Exceeds the limit"),
    "a long number in another base": (b"a = 0x" + b"f" * 10_000, "规则文件有误：数太大，或者不是数"),
    "no UTF-8": (b'a = "\xff\xfe"', "规则文件有误：不是 UTF-8 编码"),
    "NUL": (b"\x00" * 1000, "规则文件有误：第 1 行第 1 个字符：这里写法不对"),
    "a large file": (b"#" * (MOST_BYTES + 1), "规则文件超过 512 KB，没有读；请拆成几个文件"),
    "a long key": (b"a" * 400_000 + b" = 1", ""),
    "many keys": (b"".join(b"k%d = 1\n" % number for number in range(4_000)), ""),
    "a long list": (b"a = [" + b"1," * 20_000 + b"]", ""),
}
"""What a file holds, and what is said of it; nothing where it is read and refused for what it says."""
READERS: dict[str, Callable[[Path], object]] = {
    "layout": load_layout,
    "earlier form": lambda path: load_earlier_form(path, rulebook().layout),
    "vocabulary": load_vocabulary,
    "scorecard": load_scorecard,
    "lexicon": load_lexicon,
    "edited rule": lambda path: parsed(path, path.read_bytes().decode("utf-8", "surrogateescape")),
}


def rules(folder: Path, text: str = RULE, name: str = "LOC001-own-words.toml") -> Path:
    """A folder with one rule file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def refusal(*folders: Path) -> str:
    """What the loader says of folders of rules."""
    with pytest.raises(RuleFileError) as refused:
        rulebook(folders)
    return error_text(refused.value, "zh")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_in_place_of_a_file_of_the_form_is_refused_in_one_line(tmp_path: Path, reader: str, bomb: str) -> None:
    path = tmp_path / "file.toml"
    content, told = BOMBS[bomb]
    path.write_bytes(content)
    if reader == "edited rule" and not told:
        assert parsed(path, content.decode())
        return
    with pytest.raises(RuleFileError) as refused:
        READERS[reader](path)
    line = error_text(refused.value, "zh")
    assert line.startswith(f"{path}：{told}" if bomb != "no UTF-8" or reader != "edited rule" else f"{path}：")
    assert "\n" not in line


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_as_a_rule_file_ends_the_command_with_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], bomb: str
) -> None:
    folder = rules(tmp_path / "own")
    path = folder / "LOC001-own-words.toml"
    content, told = BOMBS[bomb]
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        main(["rules", "--rules", str(folder)])
    assert ended.value.code == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(f"{path}：{told or '规则文件有误：'}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"热线来电"', '"……一……二"', "“……一……二”里的 … 多于 3 个"),
        ('"热线来电"', '"#年#月#日#时"', "“#年#月#日#时”里的 # 多于 3 个"),
        ('"热线来电"', '"第##号"', "“第##号”里 # 后面有数字，这样什么也对不上"),
        ('"热线来电"', '"第#1号"', "“第#1号”里 # 后面有数字，这样什么也对不上"),
    ],
)
def test_strings_that_take_for_ever_never_fit_or_reach_too_far_are_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = rules(tmp_path / "own", RULE.replace(old, new))
    assert refusal(folder) == f"{folder / 'LOC001-own-words.toml'}：规则文件有误：{told}"


def test_what_a_phrase_may_not_hold_may_stand_in_a_message(tmp_path: Path) -> None:
    folder = rules(tmp_path / "own", RULE.replace("“{phrase}”不写", "“{phrase}”不写，见通知##1……（……）"))
    assert [rule.id for rule in rulebook((folder,)).rules if rule.family == "LOC"] == ["LOC001"]


def test_what_is_no_file_is_not_read_as_one(tmp_path: Path) -> None:
    folder, path = tmp_path / "own", tmp_path / "own" / "LOC001-own-words.toml"
    path.mkdir(parents=True)
    assert refusal(folder) == f"{path}：规则文件有误：不是文件"
    path.rmdir()
    os.mkfifo(path)
    assert refusal(folder) == f"{path}：规则文件有误：不是文件"
    path.unlink()
    path.symlink_to(path)
    assert re.fullmatch(f"{re.escape(str(path))}：规则文件有误：.*(?:链接|不是文件).*", refusal(folder))


def test_words_of_a_rule_are_words_and_no_patterns(tmp_path: Path) -> None:
    """``things`` of a declared count went into a pattern as they were: `(工+)+x` took for ever."""
    check = 'things = ["(工+)+x", "任务"]'
    text = RULE.replace('kind = "phrase"', 'kind = "declared-count"').replace('phrases = ["热线来电"]', check)
    folder = rules(tmp_path / "own", text.replace("{phrase}", "{quote}"))
    report = tmp_path / "report.txt"
    listed = "一是公开。\n二是答复。\n三是培训。"
    report.write_text(
        f"青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n做了两{'工' * 36}：\n一是公开。\n二是答复。\n"
        f"要做好两项任务：\n{listed}\n",
        encoding="utf-8",
    )
    (audit,) = audits(str(report), Options(rules=(folder,), select=("LOC",)))
    assert [finding.span.of(audit.report.text) for finding in audit.findings] == ["两项任务：\n"]


def test_rules_of_a_report_have_a_limit_of_time_and_the_other_reports_are_audited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A clock on which the first look at each rule takes 200 seconds stands for rules that do."""
    slow, quick = tmp_path / "慢.txt", tmp_path / "快.txt"
    for path in (slow, quick):
        path.write_text("青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n热线来电不写。\n", encoding="utf-8")
    clock = iter([0.0, 200.0, 400.0, *[400.0] * 9])
    monkeypatch.setattr("auditor.engine.time", SimpleNamespace(thread_time=lambda: next(clock)))
    with pytest.raises(SystemExit) as ended:
        main([str(slow), str(quick), "--rules", str(rules(tmp_path / "own")), "--select", "LOC001,STR001,STR002"])
    assert ended.value.code == 2
    said = capfd.readouterr()
    assert said.err == (
        f"{slow}：查到规则 STR001 时已超过 300 秒，没有查完；"
        "请用 --ignore STR001 略去它，或请写规则的人减少其中的词语\n"
    )
    assert f"{quick}" in said.out
    assert f"{slow}" not in said.out


PAGES: dict[str, tuple[bytes, str]] = {
    "no text": ("# 页\n".encode() + b"\xff\xfe", "第 2 行：不是 UTF-8 编码"),
    "without end": (b"#" * (MOST_BYTES + 1), "规则文件超过 512 KB"),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("command", ["rule", "test", "sarif"])
def test_a_page_that_is_no_text_ends_the_command_with_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, page: str
) -> None:
    folder, report = rules(tmp_path / "own"), tmp_path / "报告.txt"
    path = folder / "LOC001-own-words.md"
    content, told = PAGES[page]
    path.write_bytes(content)
    report.write_text("青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n热线来电。\n", encoding="utf-8")
    arguments = {
        "rule": ["rule", "LOC001", "--rules", str(folder)],
        "test": ["test", str(folder)],
        "sarif": [str(report), "--rules", str(folder), "--format", "sarif"],
    }
    with pytest.raises(SystemExit) as ended:
        main(arguments[command])
    assert ended.value.code == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(f"{path}：{told}")
