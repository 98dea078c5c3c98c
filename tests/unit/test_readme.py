"""What both READMEs show of the library does what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_python_of_the_readme_runs_as_printed(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall("```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(code, name, "exec"), {})  # noqa: S102 - our own text
    findings, claims, level = capsys.readouterr().out.splitlines()
    assert "('XRF010', '正文“申请行政复议11宗”（11），表四（复议、诉讼）中“行政复议／总计”为 12，相差 1')" in findings
    assert claims == "['disputes.review.total'] 3"
    assert level == "3"
