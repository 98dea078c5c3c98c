"""Takes the pictures of the manual anew: ``python -m tests.manual.pictures``.

It needs Chromium, LibreOffice, pdftoppm (Debian: poppler-utils) and a Chinese font, and shows the folder of examples.
What it writes is looked at before it is kept; each picture is named here, and a test holds that there are no others.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.manual.prepared import DEFECTIVE, prepare

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "manual" / "images"
WIDTH, HEIGHT = 1180, 760
AGENCY = "皓岭县农业农村局"
PAGES = {"web-uploads": ("/uploads", 0.66), "web-office": ("/", 0.95), "web-rule": ("/rules/XRF021/try", 0.88)}
"""Pages of ``audit web`` over the round of the examples, and how much of the window they fill."""
NAMES = ("letter", "report-page", "report-tables", "web-report", *PAGES)
_COLOURS = 48
_WITHOUT_FOLDER = """folder => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(folder, "");
}"""
"""The folder has another name each time."""


def take(folder: Path) -> None:
    """Writes all pictures; ``folder`` is where the examples are audited."""
    prepare(folder)
    _audit(folder, "batch", "年报/", "--agencies", "名单.csv", "-o", "结果/")
    _audit(folder, DEFECTIVE, "--fail-on", "never", "--format", "html", "-o", "page.html")
    _audit(folder, DEFECTIVE, "--fail-on", "never", "--format", "letter", "-o", "letter.docx")
    _keep("letter", _printed(folder, "letter"), 0.72)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        page = context.new_page()
        page.goto((folder / "page.html").as_uri())
        _keep("report-page", _still(page))
        page.locator("table").get_by_text("6.属于四类过程性信息").first.evaluate(
            "cell => cell.scrollIntoView({block: 'center', behavior: 'instant'})"
        )
        _keep("report-tables", _still(page))
        with _served(folder) as link:
            page.goto(link)
            for name, (path, share) in PAGES.items():
                page.goto(link.partition("/enter")[0] + path)
                _keep(name, _still(page), share)
            page.goto(link.partition("/enter")[0])
            page.get_by_role("link", name=AGENCY).first.click()
            page.get_by_role("heading", name=AGENCY).wait_for()
            page.evaluate(_WITHOUT_FOLDER, f"{folder}/")
            _keep("web-report", _still(page))
        browser.close()


def _still(page: Page) -> bytes:
    """What a page shows once it has come to rest."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    return page.screenshot(animations="disabled", caret="hide")


def _audit(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "auditor.cli", *arguments], cwd=folder, check=True, capture_output=True)


def _printed(folder: Path, document: str) -> bytes:
    """The first page of a Word document as LibreOffice prints it."""
    profile = (folder / "office").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, f"{document}.docx"], cwd=folder, check=True, capture_output=True)
    drawn = ["pdftoppm", "-r", "110", "-png", "-f", "1", "-l", "1", "-singlefile", f"{document}.pdf", document]
    subprocess.run(drawn, cwd=folder, check=True)
    return (folder / f"{document}.png").read_bytes()


def _keep(name: str, drawn: bytes, share: float = 1.0) -> None:
    """Keeps the upper share of a picture in few colours, so that it is small."""
    with Image.open(io.BytesIO(drawn)) as image:
        upper = image.convert("RGB").crop((0, 0, image.width, int(image.height * share)))
    few = upper.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The link to ``audit web`` over the round."""
    command = [sys.executable, "-m", "auditor.cli", "web", "结果/", "--who", "王敏"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            server.stdout.readline()
            link = re.search(r"http\S+", server.stdout.readline())
            assert link is not None
            yield link[0]
        finally:
            server.terminate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        take(Path(name))
    print(*(f"{path.stat().st_size:>8} {path}" for path in sorted(IMAGES.glob("*.png"))), sep="\n")
