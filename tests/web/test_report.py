"""The page of a report: what stands on it, what is said there, what is sent back."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from auditor.api import Options
from auditor.store import questions, schema
from auditor.store.opening import writing
from auditor.web.receiving import safe_parts
from auditor.web.site import Site
from sqlalchemy import delete

from tests.web.conftest import FERRY, Client, client_of, site_of


def _number(site: Site, year: int = 2023) -> int:
    with site.engine.connect() as connection:
        agency = questions.agency_number(connection, FERRY)
        number = questions.counted(connection, agency or 0, year)
    assert number is not None
    return number


def _finding(client: Client, number: int, rule: str) -> tuple[str, str]:
    """The fingerprint of a finding of a rule and its piece of the page."""
    page = client.get(f"/reports/{number}").text
    pieces = re.findall(r'<li id="r1-f-\d+".*?</form>', page, re.DOTALL)
    piece = next(piece for piece in pieces if f'href="/rules/{rule}"' in piece)
    return re.search(r'name="fingerprint" value="([0-9a-f]{16})"', piece)[1], piece  # type: ignore[index]


def test_a_contradiction_lights_its_words_and_its_cell(site: Site) -> None:
    client, number = client_of(site), _number(site)
    _, piece = _finding(client, number, "XRF001")
    lights = re.search(r'data-lights="([^"]*)"', piece)[1].split()  # type: ignore[index]
    page = client.get(f"/reports/{number}").text
    assert "r1-applications-new_received-total" in lights
    assert all(f'id="{place}"' in page for place in lights)
    said = next(place for place in lights if re.fullmatch(r"r1-n-\d+", place))
    assert re.search(rf'id="{said}"[^>]*>9件', page)


def test_what_two_people_say_is_kept_and_shown_to_both(site: Site) -> None:
    number = _number(site)
    wang, li = client_of(site, "王敏"), client_of(site, "李强")
    fingerprint, _ = _finding(wang, number, "XRF001")
    said = wang.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="confirmed", why="电话核过", seen=0)
    assert "属实" in said.text and "王敏：电话核过" in said.text  # noqa: PT018
    news = li.get(f"/reports/{number}/news?after=0").text
    assert "王敏：电话核过" in news
    assert li.get(f"/reports/{number}/news?after=1").status_code == 204
    late = li.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="unfounded", why="另一口径", seen=0)
    assert "您写的时候王敏也核查了这一条" in late.text
    assert "另一口径</textarea>" in late.text
    li.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="unfounded", why="另一口径", seen=1)
    wang.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="noted", why="再问", seen=2)
    _, piece = _finding(wang, number, "XRF001")
    assert 'data-state="unfounded"' in piece
    page = wang.get(f"/reports/{number}").text
    assert re.findall(r"</time> (王敏|李强) <b>(\S+)</b>", page) == [
        ("王敏", "属实"),
        ("李强", "不属实"),
        ("王敏", "备注"),
    ]


def test_what_is_written_on_a_page_can_be_sent_after_coming_in_again(site: Site) -> None:
    client, number = client_of(site, "王敏"), _number(site)
    fingerprint, _ = _finding(client, number, "XRF001")
    with writing(site.engine) as connection:
        connection.execute(delete(schema.sessions))
    given = {"fingerprint": fingerprint, "said": "confirmed", "why": "电话核过", "seen": 0}
    asked = {"HX-Request": "true", "X-Page-Token": client.token}
    answer = client.post(f"/reports/{number}/decide", data=given, headers=asked)
    assert (answer.status_code, "写的内容还在" in answer.text, "hx-redirect" in answer.headers) == (401, True, False)
    again = client_of(site, "王敏")
    answer = again.post(f"/reports/{number}/decide", data=given, headers=asked)
    assert (answer.status_code, "属实" in answer.text) == (200, True)
    other = client_of(site, "李强")
    assert other.post(f"/reports/{number}/decide", data=given, headers=asked).status_code == 403


def test_a_dismissal_needs_a_reason(site: Site) -> None:
    client, number = client_of(site), _number(site)
    fingerprint, _ = _finding(client, number, "XRF001")
    answer = client.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="unfounded", why="  ", seen=0)
    assert "请写明理由。" in answer.text
    assert 'data-state="open"' in _finding(client, number, "XRF001")[1]


def test_last_year_stands_beside(site: Site) -> None:
    client, number = client_of(site), _number(site)
    beside = client.get(f"/reports/{number}/previous").text
    assert f"{FERRY}2022年政府信息公开工作年度报告" in beside
    assert 'id="r2-applications"' in beside
    assert "没有这家机关上一年的报告" in client.get(f"/reports/{_number(site, 2022)}/previous").text


def test_letter_document_and_address_of_an_agency(site: Site) -> None:
    client, number = client_of(site), _number(site)
    letter = client.get(f"/reports/{number}/letter.docx")
    assert letter.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert FERRY in ZipFile(io.BytesIO(letter.content)).read("word/document.xml").decode()
    commented = client.get(f"/reports/{number}/commented.docx").content
    assert "word/comments.xml" in ZipFile(io.BytesIO(commented)).namelist()
    fingerprint, piece = _finding(client, number, "XRF001")
    message = "正文“"
    assert message in piece
    assert message in re.sub("<[^>]+>", "", ZipFile(io.BytesIO(letter.content)).read("word/document.xml").decode())
    client.say(f"/reports/{number}/decide", fingerprint=fingerprint, said="unfounded", why="另一口径", seen=0)
    letter = client.get(f"/reports/{number}/letter.docx")
    told = re.sub("<[^>]+>", "", ZipFile(io.BytesIO(letter.content)).read("word/document.xml").decode())
    assert message not in told
    assert "另有 1 条审核结果经核查判为不属实" in told
    with site.engine.connect() as connection:
        agency = questions.agency_number(connection, FERRY)
    answer = client.get(f"/agencies/{agency}/2023", follow_redirects=False)
    assert answer.headers["location"] == f"/reports/{number}"
    assert client.get(f"/agencies/{agency}/1999").status_code == 404
    assert "没有这份报告" in client.get("/reports/999").text


def test_a_profile_that_is_changed_holds_at_once_and_a_spoilt_one_is_told(folder: Path) -> None:
    profile = folder / "本市.toml"
    stated = 'title = {{ zh = "{}", en = "a" }}\ndocument = "乙"\n'
    profile.write_text(stated.format("要求甲"), encoding="utf-8")
    site = site_of(folder, options=Options(rules=(profile,)))
    client, number = client_of(site), _number(site)

    def made_by() -> str:
        client.get(f"/reports/{number}/letter.docx")
        return site.run_of(site.reopened(number)).made_by()

    assert made_by().endswith("　要求 要求甲")
    profile.write_text(stated.format("要求甲（修订）"), encoding="utf-8")
    assert made_by().endswith("　要求 要求甲（修订）")
    profile.write_text(stated.format("丙") + 'on = ["ELM099"]', encoding="utf-8")
    answer = client.get(f"/reports/{number}")
    assert (answer.status_code, f"{profile}" in answer.text, "ELM099" in answer.text) == (500, True, True)
    site.engine.dispose()


def test_sent_back_and_closed_stand_on_report_and_list(site: Site) -> None:
    client, number = client_of(site), _number(site)
    client.say(f"/reports/{number}/sendings", what="sent", note="请在两周内改好")
    assert "请在两周内改好" in client.get(f"/reports/{number}").text
    assert "已退回，没有重报" in client.get("/follow-up?year=2023").text
    client.say(f"/reports/{number}/sendings", what="closed")
    assert "办结</td>" in client.get("/follow-up").text
    assert "没有退回过的" in client.get("/follow-up?year=2022").text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("石桥镇2023.docx", ["石桥镇2023.docx"]),
        ("2023年/石桥镇/报告.docx", ["2023年", "石桥镇", "报告.docx"]),
        ("..\\..\\Windows\\system32\\报告.doc", ["Windows", "system32", "报告.doc"]),
        ("../../../etc/passwd", ["etc", "passwd"]),
        ("/.hidden\x00/con.txt", ["hidden", "_con.txt"]),
        ("..", ["未命名"]),
        ('a<b>:"|?*.txt', ["ab.txt"]),
        ("长" * 100 + ".docx", ["长" * 58 + ".docx"]),
    ],
)
def test_names_of_files_lead_nowhere(given: str, kept: list[str]) -> None:
    assert list(safe_parts(given)) == kept


def test_a_list_of_agencies_is_taken_from_a_workbook_or_refused_with_a_reason(site: Site) -> None:
    client = client_of(site, role="administrator")
    data = {"page_token": client.token}
    refused = client.post("/list", data=data, files={"list": ("名单.csv", "单位编号\n3\n".encode())})
    assert "名单第一行要有“机关名称”一列" in refused.text
    given = f"机关名称,层级,类别\n{FERRY},市,部门\n第三镇人民政府,镇,乡镇\n".encode()
    taken = client.post("/list", data=data, files={"list": ("../名单.csv", given)})
    assert "现在的名单：2 家" in taken.text
    assert "不认识" not in taken.text
    other = given.replace("层级".encode(), "<b>层 次".encode())
    told = client.post("/list", data=data, files={"list": ("名单.csv", other)}).text
    assert "名单.csv：名单里的“&lt;b&gt;层 次”列不认识，没有用；认识的列名有 机关名称、层级" in told
    client.post("/list", data=data, files={"list": ("名单.csv", given)})
    assert "<tr><td>第三镇人民政府</td><td>镇</td><td></td><td>乡镇</td><td></td><td></td></tr>" in taken.text
    with site.engine.connect() as connection:
        assert [item.agency for item in questions.missing(connection, 2023)] == ["第三镇人民政府"]
    while site.rounds.progress.running:
        time.sleep(0.05)
    assert site.rounds.progress.fault == ""


def test_versions_of_two_agencies_are_not_compared(site: Site) -> None:
    answer = client_of(site).get(f"/reports/{_number(site)}/changes?since=1")
    assert (answer.status_code, "不是同一机关同一年" in answer.text) == (404, True)
