"""One line says whether everything is there, and what to do where it is not."""

from __future__ import annotations

import pytest
from auditor import gazetteer, selfcheck
from auditor.api import model_version, rulebook
from auditor.errors import AuditError
from auditor.reading import libreoffice
from auditor.version import __version__

from tests.unit.test_command_line import run


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which everything is."""
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "converted", lambda _, files: [b"" for _ in files])
    monkeypatch.setattr(selfcheck, "_has_chinese_font", lambda: True)
    return monkeypatch


def test_all_is_there(whole: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    del whole
    book = rulebook()
    versions = f"审核工具 {__version__}，规则 {len(book.rules)} 条（{book.version}），模型（{model_version()}）"
    versions += f"，地名表 {gazetteer.version()}"
    assert run(capsys, "self-check") == (0, f"齐全：{versions}，LibreOffice 和中文字体都在\n", "")


def test_other_programs_that_are_missing_are_named_with_what_does_not_work(
    whole: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.setattr(libreoffice, "program", lambda: None)
    whole.setattr(selfcheck, "_has_chinese_font", lambda: False)
    status, out, _ = run(capsys, "self-check")
    assert (status, out.count("\n")) == (1, 1)
    assert [part.partition("，")[0] for part in out.split("；") if part.startswith("没有")] == [
        "没有 LibreOffice",
        "没有中文字体",
    ]


@pytest.mark.parametrize("fails", ["refuses", "writes nothing"])
def test_a_libreoffice_that_does_not_run_is_none(
    fails: str, whole: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def converted(program: str, files: list[object]) -> list[None]:
        if fails == "refuses":
            raise AuditError("libreoffice_failed", program=program)
        return [None for _ in files]

    whole.setattr(libreoffice, "converted", converted)
    status, out, _ = run(capsys, "self-check", "--lang", "en")
    assert (status, "LibreOffice (soffice) does not run" in out) == (1, True)


def test_rules_or_files_that_are_not_what_was_installed_are_no_tool(
    whole: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.setattr(selfcheck, "_changed", lambda: iter(["auditor/data/rules/a.toml"]))
    assert run(capsys, "self-check")[:2] == (2, "不能用：auditor/data/rules/a.toml 与安装包里的不一样；请重新安装\n")
    whole.setattr(selfcheck, "_changed", lambda: iter(()))
    whole.setattr(selfcheck, "_FOUND", {"TAB006"})
    assert run(capsys, "self-check")[:2] == (2, "不能用：规则或模型审出的结果不对；请重新安装\n")
