"""Rules in a real Chromium: an edited one is tried with real processes while somebody looks on, kept and taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from auditor import api
from auditor.web.site import Site
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import FERRY, PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1400, 420])
def page(request: pytest.FixtureRequest, chromium: Browser, served: Site) -> Iterator[Page]:
    """The administrator at a wide and a narrow window; the console tells no error but that a text was refused."""
    address = f"http://127.0.0.1:{served.settings.port}"
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, base_url=address)
    errors: list[str] = []
    context.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    context.on("weberror", lambda told: errors.append(str(told.error)))
    page = context.new_page()
    page.goto("/enter")
    page.get_by_label("姓名").fill("王敏")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_text("王敏（")).to_be_visible()
    yield page
    assert [told for told in errors if "422" not in told] == []
    context.close()
    api.forget_rulebooks()


def _is_sound(page: Page) -> None:
    """Nothing serious for people who do not see or point, nothing beyond the edge of the window."""
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_rule_is_tried_kept_and_taken_back(page: Page) -> None:
    page.goto("/rules")
    _is_sound(page)
    page.get_by_role("link", name="XRF001").click()
    _is_sound(page)
    page.get_by_role("link", name="试改这条规则").click()
    _is_sound(page)
    text = page.locator("#edited")
    before = text.input_value()
    text.fill(before.replace("[check]", "[check"))
    page.get_by_role("button", name="试一试").click()
    expect(page.get_by_role("alert")).to_contain_text("第 3 行第 7 个字符")
    text.fill(before.replace(', "received"', ""))
    page.get_by_role("button", name="试一试").click()

    # What is found comes by itself, without the page being asked for again.
    expect(page.locator("#progress")).to_contain_text("试完了：2 / 2 份。", timeout=90_000)
    expect(page.locator("#progress")).to_contain_text("会少掉 1 条，都没有核查过。")
    expect(page.locator("#list-vanished > li")).to_have_count(1)
    expect(page.locator("#list-vanished")).to_contain_text(f"{FERRY} 2023")
    _is_sound(page)
    page.reload()
    expect(page.locator("#list-vanished > li")).to_have_count(1)
    page.locator("#list-vanished a").click()
    expect(page.locator("[id^=d-]:target")).to_be_visible()

    page.goto("/rules/XRF001/try")
    page.get_by_role("button", name="存为本单位规则").click()
    expect(page.get_by_text("本单位规则", exact=True)).to_be_visible()
    expect(page.locator(".lines .new").first).to_contain_text('topics = ["new_received"]')
    _is_sound(page)
    page.goto("/rules")
    expect(page.get_by_role("row", name="XRF001")).to_contain_text("本单位")
    page.goto("/rules/XRF001")
    page.get_by_role("button", name="改回随工具的规则").click()
    expect(page.get_by_text("本单位规则", exact=True)).to_have_count(0)
