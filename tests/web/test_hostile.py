"""What reports, files and people say is never more than text, on any page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from auditor.api import Options
from auditor.batch.pool import Limits
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.store import questions
from auditor.web.receiving import keep
from auditor.web.site import Site
from lxml import html

from tests.batch.conftest import Heard, HereAndNow
from tests.batch.texts import FERRIES, STALLS, report
from tests.web.conftest import client_of, site_of

EVIL = """<script>alert(1)</script><img src=x onerror=alert(2)>"'{{7*7}}<a hx-get="/leave" hx-trigger=load>"""
AGENCIES = (
    "机关名称,层级,联系方式\n<b onclick=alert(3)>芦汀市水利局,<i>市</i>,\"=cmd|'/c calc'!A1 <u>\"\n石桥镇人民政府,镇,\n"
)
PAGES = (
    "/", "/findings", "/copies", "/follow-up", "/uploads", "/reports/1", "/reports/2", "/reports/2/previous",
    "/reports/2/changes?since=2", "/agencies/1", "/accounts",
)  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Site]:
    """A store of reports that say markup wherever they can."""
    reports, listed = tmp_path / "报告", tmp_path / "名单.csv"
    reports.mkdir()
    listed.write_text(AGENCIES, encoding="utf-8")
    for year, own in ((2022, STALLS), (2023, FERRIES)):
        told = f"{year}年，本机关收到政府信息公开申请9件{EVIL}，均已办结。"
        text = report("芦汀市水利局", year, f"{own}{EVIL}", preamble=told).replace("公开栏更换", f"{EVIL}公开栏更换")
        name = "<svg onload=alert(4)>{{7*7}}".replace("/", "")
        (reports / f"{name}<b onclick=alert(3)>芦汀市水利局{year}.txt").write_text(text, encoding="utf-8")
    wanted = Round(
        (str(reports),), str(tmp_path / "审核结果.db"), str(listed), limits=Limits(60, 2048), options=Options()
    )
    run(wanted, Heard(), "zh", HereAndNow().hired).dispose()
    site = site_of(tmp_path)
    yield site
    site.engine.dispose()


def test_no_page_turns_words_into_markup(hostile: Site) -> None:
    client = client_of(hostile, EVIL[:70], "administrator")
    page = client.get("/reports/2").text
    with hostile.engine.connect() as connection:
        fingerprint = questions.found_in_year(connection, None)[0].fingerprint
    client.say("/reports/2/decide", fingerprint=fingerprint, said="noted", why=EVIL)
    client.say("/reports/2/sendings", what="sent", note=EVIL)
    client.say("/accounts", name=EVIL[:60], role="viewer", password="x" * 12)
    for address in (*PAGES, f"/reports/2/history/{fingerprint}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        tree = html.fromstring(answer.text)
        scripts = [item for item in tree.iter("script") if not str(item.get("src")).startswith("/static/")]
        events = [name for item in tree.iter() for name in item.attrib if name.startswith("on") or name == "style"]
        assert (scripts, events, list(tree.iter("img", "iframe", "object"))) == ([], [], []), address
        asked = {value for item in tree.iter() for name, value in item.attrib.items() if name in ("hx-get", "hx-post")}
        assert not [value for value in asked if "leave" in value], address
        links = [item.get("href", "") for item in tree.iter("a")]
        assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in links), address
        assert "49" not in answer.text.split("{{7*7}}")[0][-3:], address
    assert "{{7*7}}" in page


def test_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    files = [("报告.txt", io.BytesIO(b"a")), ("x/报告.txt", io.BytesIO(b"b")), ("报告.txt", io.BytesIO(b"c"))]
    name = keep(tmp_path / "收件", files)
    kept = {
        str(path.relative_to(tmp_path / "收件" / name)): path.read_bytes()
        for path in (tmp_path / "收件").rglob("*.txt")
    }
    assert kept == {"报告.txt": b"a", "x/报告.txt": b"b", "报告（2）.txt": b"c"}
    assert list((tmp_path / "收件-接收中").iterdir()) == []
