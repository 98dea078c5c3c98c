"""The wheel, installed in an empty environment and run from another folder, audits a report."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from auditor.corpus import REPORTS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.packaging


def test_the_installed_wheel_finds_its_rules_and_models(tmp_path: Path) -> None:
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    subprocess.run([uv, "build", "--wheel", "--out-dir", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    folder = "Scripts" if sys.platform == "win32" else "bin"
    python = home / folder / "python"
    subprocess.run([uv, "pip", "install", "-q", "--python", str(python), str(wheel)], check=True, cwd=tmp_path)
    report = tmp_path / "报告.txt"
    report.write_bytes((REPORTS / "shuoxi-county-2021-unbalanced.txt").read_bytes())
    for script in ("audit", "nianbao-audit"):
        ended = subprocess.run(
            [home / folder / script, "报告.txt", "--format", "json"], cwd=tmp_path, capture_output=True, check=False
        )
        assert ended.returncode == 1, ended.stderr.decode()
        found = {finding["rule"] for finding in json.loads(ended.stdout)["reports"][0]["findings"]}
        assert found == {"STR009", "ELM005", "TAB006", "TAB007", "TAB012", "XRF010", "LNG001", "ELM009"}
    page = subprocess.run(
        [home / folder / "audit", "报告.txt", "--format", "html"], cwd=tmp_path, capture_output=True, check=False
    )
    assert page.returncode == 1, page.stderr.decode()
    assert page.stdout.decode().startswith("<!DOCTYPE html>")
    tested = subprocess.run(
        [home / folder / "audit", "rule", "TAB008"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert tested.stdout.startswith("# TAB008")
    _serves_its_page(home / folder / "audit", tmp_path)
    _knows_whether_it_is_whole(home, home / folder / "audit")


def _knows_whether_it_is_whole(home: Path, audit: Path) -> None:
    """The files of the package have hashes; who changes one is told."""
    whole = subprocess.run([audit, "self-check"], capture_output=True, text=True, check=False)
    assert (whole.returncode in (0, 1), whole.stdout.count("\n")) == (True, 1)
    (lexicon,) = home.rglob("lexicon.toml")
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = subprocess.run([audit, "self-check"], capture_output=True, text=True, check=False)
    told = "不能用：auditor/data/models/specificity/lexicon.toml 与安装包里的不一样；请重新安装\n"
    assert (changed.returncode, changed.stdout) == (2, told)


@pytest.mark.skipif(sys.platform == "win32", reason="made with bash, for Windows too")
def test_a_folder_of_wheels_is_all_that_a_machine_without_network_needs(tmp_path: Path) -> None:
    made = subprocess.run(
        [ROOT / ".ci" / "wheelhouse", "-o", tmp_path / "wheels"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    venv.create(tmp_path / "environment", with_pip=True)
    programs = tmp_path / "environment" / "bin"
    install: list[str | Path] = [
        programs / "pip",
        "install",
        "-q",
        "--no-index",
        "--find-links",
        tmp_path / "wheels",
        "nianbao-audit",
    ]
    subprocess.run(install, check=True, env={"PATH": "/usr/bin:/bin"})
    report = tmp_path / "报告.txt"
    report.write_bytes((REPORTS / "landun-water-2023.txt").read_bytes())
    ended = subprocess.run([programs / "audit", report], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_hooks_are_what_pre_commit_takes() -> None:
    checked = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    subprocess.run(checked, check=True, capture_output=True)


def _serves_its_page(audit: Path, folder: Path) -> None:
    """The review page comes with its templates, styles and scripts."""
    command = [str(audit), "web", "结果", "--port", str(_free_port())]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8") as served:
        assert served.stdout is not None
        served.stdout.readline()
        link = served.stdout.readline().strip()
        browser = build_opener(HTTPCookieProcessor())
        with browser.open(link, timeout=60) as page:
            assert "还没有计入的报告" in page.read().decode()
        for name in ("review.css", "review.js", "htmx-2.0.11.min.js", "shared/page.css"):
            with browser.open(link.partition("/enter")[0] + f"/static/{name}", timeout=60) as file:
                assert file.status == 200
        served.terminate()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
