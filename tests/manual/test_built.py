"""The built manual asks no other host, holds a page for every rule, finds Chinese words, and shows each picture."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from auditor.api import rulebook
from lxml import html
from playwright.sync_api import Browser, expect

from tests.manual.build import LANGUAGES, build
from tests.manual.pages import DOCS
from tests.manual.pictures import IMAGES, NAMES

_LOADED = ("script", "link", "img", "iframe", "source", "object", "embed", "video", "audio")
_REMOTE = re.compile(r"(?:https?:)?//")
_STYLE = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')]*)")


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="install the group docs")
    out = tmp_path_factory.mktemp("manual")
    build(out)
    return out


@pytest.mark.manual
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_loads_anything_from_another_host(manual: Path, language: str) -> None:
    pages = sorted((manual / language).rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        tree = html.fromstring(page.read_bytes())
        loaded = [
            value
            for element in tree.iter(*_LOADED)
            for name in ("src", "href", "srcset", "data")
            if (value := element.get(name)) and _REMOTE.match(value)
        ]
        assert (page.name, loaded) == (page.name, [])
    for style in (manual / language).rglob("*.css"):
        assert (style.name, _STYLE.findall(style.read_text(encoding="utf-8"))) == (style.name, [])


@pytest.mark.manual
def test_every_rule_has_its_page(manual: Path) -> None:
    pages = {
        page.stem for page in (manual / "zh" / "rules").glob("*.html") if re.fullmatch(r"[A-Z]{3}\d{3}", page.stem)
    }
    assert pages == {rule.id for rule in rulebook().rules}


@pytest.mark.manual
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("未能核对是什么意思", "经办人：十分钟"),
        ("离线安装", "安装和管理"),
        ("整改意见", "政务公开办：一个下午"),
        ("TAB008", "TAB008"),
    ],
)
def test_a_reader_finds_what_they_ask_for(manual: Path, chromium: Browser, asked: str, title: str) -> None:
    context = chromium.new_context()
    elsewhere: list[str] = []
    with _served(manual) as address:
        context.on("request", lambda sent: None if sent.url.startswith(address) else elsewhere.append(sent.url))
        page = context.new_page()
        page.goto(f"{address}/zh/index.html")
        page.get_by_role("textbox").first.fill(asked)
        page.keyboard.press("Enter")
        expect(page.locator("#search-results li a").filter(has_text=title).first).to_be_visible(timeout=20_000)
    context.close()
    assert elsewhere == []


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_pictures_are_those_that_are_taken_and_each_is_shown() -> None:
    kept = {path.stem: path.stat().st_size for path in IMAGES.iterdir()}
    assert set(kept) == set(NAMES)
    assert sum(kept.values()) < 1_000_000
    for language in LANGUAGES:
        text = "".join(page.read_text(encoding="utf-8") for page in sorted((DOCS / "manual" / language).glob("*.md")))
        shown = set(re.findall(r"\]\(\.\./images/([a-z-]+)\.png\)", text))
        assert shown == set(NAMES)
