"""The office's pages in a real Chromium: filters, the way to a finding, texts that scroll together, for everybody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from auditor.store import questions
from auditor.web.site import Site
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.batch.county import MARKET, SAND, WATER
from tests.web.test_browser import _come_in

pytestmark = pytest.mark.browser
_PAGES = ("/", "/common", "/submissions", "/submissions?show=double", "/spread", "/findings", "/copies", "/agencies/1")


@pytest.fixture
def folder(county_audited: Path, tmp_path: Path) -> Path:
    shutil.copy(county_audited / "审核结果.db", tmp_path)
    return tmp_path


def _pair(site: Site) -> str:
    with site.engine.connect() as connection:
        (pair,) = questions.alike(connection, 2023)
    return f"/copies/{pair.report}/{pair.other}"


def _top(page: Page, passage: str) -> float:
    return float(page.evaluate(f"document.querySelector('#{passage}').getBoundingClientRect().top"))


def test_a_filter_is_an_address_and_leads_to_the_finding(chromium: Browser, served: Site) -> None:
    page, asked = _come_in(chromium, served, "王敏")
    page.goto("/")
    expect(page.locator(".league tbody tr")).to_have_count(3)
    page.get_by_label("层级").focus()
    page.get_by_label("层级").select_option("镇")
    expect(page.locator(".league tbody tr")).to_have_count(2)
    assert page.url.endswith("/?year=2023&level=%E9%95%87")
    expect(page.get_by_label("层级")).to_be_focused()
    page.get_by_role("link", name="错误", exact=True).last.click()
    expect(page.get_by_role("columnheader", name="错误")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_label("层级")).to_have_value("镇")
    page.go_back()
    page.go_back()
    expect(page.locator(".league tbody tr")).to_have_count(3)
    with page.expect_download() as workbook:
        page.get_by_role("link", name="导出 Excel").click()
    assert workbook.value.suggested_filename == "排名-2023.xlsx"

    page.goto("/findings")
    page.get_by_role("combobox", name="规则").select_option("XRF001")
    expect(page.locator(".found tbody tr")).to_have_count(1)
    page.locator(".found tbody td:nth-child(3) a").first.click()
    page.wait_for_url("**/reports/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text(WATER)
    aimed = page.locator(".decision:target")
    expect(aimed).to_be_in_viewport()
    expect(page.locator(".finding", has=aimed)).to_contain_text("XRF001")
    assert asked.elsewhere == []
    assert asked.errors == []


def test_two_texts_scroll_together_on_what_both_have(chromium: Browser, served: Site) -> None:
    page, asked = _come_in(chromium, served, "王敏")
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(_pair(served))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{SAND} 2023 与 {MARKET} 2023")
    before = _top(page, "b0")
    left, right = page.locator(".side").all()
    assert _top(page, "a0") < before
    left.hover()
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(300)
    assert _top(page, "b0") < before - 60  # the other text is longer above the passage, so it goes faster
    page.get_by_label("一起滚动").uncheck()
    stands = _top(page, "b0")
    left.hover()
    page.mouse.wheel(0, 40)
    page.wait_for_timeout(300)
    assert _top(page, "b0") == stands
    right.evaluate("side => side.scrollTop = 0")
    page.locator("#a1").click()
    expect(page.locator("#b1")).to_be_in_viewport()
    assert _top(page, "b1") == pytest.approx(_top(page, "a1"), abs=2) or right.evaluate(
        "side => side.scrollTop + side.clientHeight >= side.scrollHeight - 1"
    )
    assert asked.errors == []


@pytest.mark.parametrize("width", [1400, 420])
def test_pages_of_the_office_are_for_everybody(chromium: Browser, served: Site, width: int) -> None:
    page, asked = _come_in(chromium, served, "王敏", width)
    found = {}
    for address in (*_PAGES, _pair(served)):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        told = Axe().run(page).response["violations"]
        found[address] = [f"{item['id']}: {item['nodes'][0]['html']}" for item in told]
    assert not any(found.values()), found
    assert asked.elsewhere == []
