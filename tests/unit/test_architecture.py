"""The shape of the code: imports go down only, and nothing that must not be depended on is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_imports_go_down_only() -> None:
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def test_no_chinese_pipeline_by_somebody_else_is_locked() -> None:
    names = {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
    assert not {name for name in names if name.startswith("zh-core")}


def test_no_pickle_and_no_eval() -> None:
    guilty = [
        path.name
        for path in (ROOT / "auditor").rglob("*.py")
        if re.search(r"\b(?:import pickle|marshal\.|eval\(|exec\()", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "auditor").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert long == {}
