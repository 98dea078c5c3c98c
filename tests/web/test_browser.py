"""The whole round in a real Chromium: hand in, decide by keyboard, send back, hand in again, two people at once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from auditor.web.site import Site
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.batch.texts import FERRIES, TEA_FACTORY, report
from tests.web.conftest import FERRY, PASSWORD

pytestmark = pytest.mark.browser
ADDRESSES = (
    *("/", "/common", "/spread", "/submissions", "/findings", "/copies", "/agencies/1", "/list", "/accounts"),
    *(
        "/rules",
        "/rules/XRF001",
        "/rules/XRF001/try",
        "/uploads",
        "/follow-up",
        "/reports/3",
        "/reports/3/changes?since=3",
        "/nothing",
    ),
)
_SERIOUS = ("serious", "critical")


class Asked:
    """Every address that a browser asked for, and every error in its console."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self._own = f"127.0.0.1:{site.settings.port}"
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        context.on("request", self._request)
        context.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        context.on("weberror", lambda told: self.errors.append(str(told.error)))

    def _request(self, request: object) -> None:
        address = urlsplit(request.url)  # type: ignore[attr-defined]
        if address.scheme not in ("data", "blob") and address.netloc != self._own:
            self.elsewhere.append(request.url)  # type: ignore[attr-defined]


def _come_in(chromium: Browser, site: Site, name: str, width: int = 1400) -> tuple[Page, Asked]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, base_url=f"http://127.0.0.1:{site.settings.port}"
    )
    context.set_default_timeout(20_000)
    asked = Asked(context, site)
    page = context.new_page()
    page.goto("/enter")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入").click()
    expect(page.get_by_text(f"{name}（")).to_be_visible()
    return page, asked


def _hand_in(page: Page, *files: Path) -> None:
    page.goto("/uploads")
    page.get_by_label("选文件").set_input_files(files)
    expect(page.get_by_text(f"选了 {len(files)} 个文件")).to_be_visible()
    page.get_by_role("button", name="上传并审核").click()
    expect(page.get_by_text(f"已审核 {len(files)} / {len(files)}。")).to_be_visible(timeout=90_000)


def _report_2024(folder: Path, name: str, said: int) -> Path:
    path = folder / name
    told = f"2024年，本机关收到政府信息公开申请{said}件，均已办结。"
    path.write_text(report(FERRY, 2024, FERRIES, preamble=told), encoding="utf-8")
    return path


def test_a_round_of_handing_in_deciding_sending_back_and_handing_in_again(
    chromium: Browser, served: Site, tmp_path: Path
) -> None:
    page, asked = _come_in(chromium, served, "王敏")
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    _hand_in(page, _report_2024(tmp_path, "水利局2024.txt", 8), broken)
    expect(page.get_by_role("row", name="坏的.docx")).to_contain_text("读不出")
    page.get_by_role("link", name=FERRY).click()
    page.wait_for_url("**/reports/*")

    # The first finding by keyboard: its words and the cell that they speak of are lit.
    page.keyboard.press("j")
    at = page.locator(".finding.at")
    expect(at).to_contain_text("XRF001")
    expect(page.locator("#pane-side .lit")).to_contain_text("3")
    expect(page.locator("#pane-text .lit").first).to_contain_text("8件")

    # Somebody else reads the same report, and sees the decision without doing anything.
    other, asked_too = _come_in(chromium, served, "李强")
    other.goto(page.url)
    page.keyboard.press("y")
    expect(at.locator(".now")).to_contain_text("属实 王敏")
    expect(other.locator(".finding").first.locator(".now")).to_contain_text("属实 王敏", timeout=10_000)

    # The next is dismissed with a reason, all by keyboard.
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.type("本级没有这项职能")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".finding.at .now")).to_contain_text("不属实 王敏：本级没有这项职能")
    page.get_by_label("只看未核查的").check()
    expect(page.locator(".finding.at")).to_be_hidden()

    page.get_by_role("tab", name="上年报告").click()
    expect(page.locator("#side-before")).to_contain_text("2023年政府信息公开工作年度报告")

    # Sent back with a letter, and handed in again.
    with page.expect_download() as letter:
        page.get_by_role("link", name="整改意见").click()
    assert letter.value.suggested_filename.endswith(".docx")
    page.get_by_text("退回、办结、收重报的文件").click()
    page.get_by_label("说明").fill("请更正新收件数")
    page.get_by_role("button", name="退回整改").click()
    expect(page.get_by_text("退回").first).to_be_visible()
    expect(page.locator(".following")).to_contain_text("请更正新收件数")
    page.get_by_text("退回、办结、收重报的文件").click()
    page.get_by_label("重报的文件").set_input_files(_report_2024(tmp_path, "水利局2024改.txt", 3))
    page.locator(".following").get_by_role("button", name="上传并审核").click()
    expect(page.get_by_text("已审核 1 / 1。")).to_be_visible(timeout=90_000)
    page.goto("/follow-up?year=2024")
    expect(page.get_by_role("row", name=FERRY)).to_contain_text("已重报，待看")
    page.get_by_role("link", name="改了什么").click()
    fixed = page.get_by_role("heading", name="已改（1）").locator("xpath=following-sibling::ol[1]")
    expect(fixed).to_contain_text("XRF001")

    # What was said of a finding that is still there holds.
    page.goto("/follow-up?year=2024")
    page.get_by_role("link", name=FERRY).click()
    expect(page.locator(".finding", has_text="STR006").locator(".now")).to_contain_text("不属实 王敏：本级没有这项职能")
    page.get_by_text("这条问题的来历").first.click()
    expect(page.locator(".finding").first).to_contain_text("水利局2024.txt")

    assert asked.elsewhere + asked_too.elsewhere == []
    assert asked.errors + asked_too.errors == []


def test_three_hundred_files_show_progress_and_can_be_left(chromium: Browser, served: Site, tmp_path: Path) -> None:
    page, _ = _come_in(chromium, served, "王敏")
    files = []
    for number in range(300):
        path = tmp_path / f"芦汀市第{number}镇2024.txt"
        path.write_text(report(f"芦汀市第{number}镇人民政府", 2024, TEA_FACTORY), encoding="utf-8")
        files.append(path)
    page.goto("/uploads")
    page.get_by_label("选文件").set_input_files(files)
    page.get_by_role("button", name="上传并审核").click()
    page.wait_for_url("**/uploads/2*")
    address = page.url
    expect(page.locator("#progress progress")).to_be_visible()
    page.goto("/follow-up")
    expect(page.get_by_role("heading", name="退回与重报")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("已审核 300 / 300。")).to_be_visible(timeout=240_000)
    assert page.get_by_role("link", name="镇人民政府").count() == 300


@pytest.mark.parametrize("width", [1400, 420])
def test_pages_are_for_everybody(chromium: Browser, served: Site, width: int) -> None:
    page, asked = _come_in(chromium, served, "王敏", width)
    found = {}
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        told = Axe().run(page).response["violations"]
        found[address] = [f"{item['id']}: {item['nodes'][0]['html']}" for item in told if item["impact"] in _SERIOUS]
    assert not any(found.values()), found
    assert asked.elsewhere == []
