"""Pages that say scripts wherever they can, opened in a real Chromium: none runs and nobody is asked for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.reporters import render
from playwright.sync_api import Browser, Dialog

from tests.security.hostile import EVERYTHING, MARKUP, hostile_rules, hostile_run
from tests.security.test_outputs_carry_no_code import AS_A_NAME, ON_ONE_LINE, round_with

pytestmark = pytest.mark.browser


def ran(chromium: Browser, page: Path) -> tuple[list[str], list[str], str]:
    """What scripts of a page said when everything in it was pointed at and clicked, what it asked for, its text."""
    context = chromium.new_context()
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", heard)
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(page.as_uri())
    for kind in ("mouseover", "click", "focus", "error", "load", "toggle"):
        # Through the debugger: a page that forbids scripts does not forbid those.
        opened.evaluate(
            "kind => document.querySelectorAll('*').forEach(item => item.dispatchEvent(new Event(kind)))", kind
        )
    text = opened.text_content("body") or ""
    context.close()
    return said, [address for address in asked if address != page.as_uri()], text


def test_a_control_page_does_run_and_does_ask(chromium: Browser, tmp_path: Path) -> None:
    page = tmp_path / "control.html"
    page.write_text(f"<meta charset=utf-8>{MARKUP}", encoding="utf-8")
    said, asked, _ = ran(chromium, page)
    assert "1" in said
    assert asked == ["http://bad.example/x.png"]


def test_no_script_of_a_report_runs_on_its_page(chromium: Browser, tmp_path: Path) -> None:
    rules = hostile_rules(tmp_path / "own", EVERYTHING)
    written = render(hostile_run(EVERYTHING, rules=(rules,)), "html")
    assert isinstance(written, str)
    page = tmp_path / "page.html"
    page.write_text(written, encoding="utf-8")
    said, asked, text = ran(chromium, page)
    assert (said, asked) == ([], [])
    assert "<script>alert(1)</script>" in text


def test_no_script_runs_on_the_page_of_a_round(chromium: Browser, tmp_path: Path) -> None:
    found = round_with(tmp_path / "甲", ON_ONE_LINE, AS_A_NAME)
    said, asked, text = ran(chromium, tmp_path / "甲" / "结果" / "总览.html")
    assert (said, asked) == ([], [])
    assert "<script>alert(1)</script>" in text
    assert "总览.html" in found
