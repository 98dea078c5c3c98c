"""The office's pages: what stands on them, where their figures lead, what is exported, what is refused."""

from __future__ import annotations

import html
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from auditor.store import decisions, questions
from auditor.store.decisions import Decision
from auditor.store.intake import Tool, begin_run
from auditor.store.opening import open_store, writing
from auditor.store.questions import FoundAsked, LeagueAsked
from auditor.web.site import Site
from markupsafe import escape
from openpyxl import load_workbook
from sqlalchemy import text

from tests.batch.county import MARKET, SAND, SCHOOLS, WATER
from tests.web.conftest import Client, client_of, site_of

PAGES = (
    *("/", "/common", "/spread", "/findings", "/copies", "/?state=sent", "/?sort=change&down=true", "/?agency=%3Cb%3E"),
    *(f"/submissions?show={show}" for show in ("missing", "double", "unread", "unplaced", "unlisted", "due")),
    *("/agencies/1", "/agencies/2", "/?year=2022", "/findings?rule=XRF&severity=error&state=open&preview=true"),
)


@pytest.fixture
def office(county_audited: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(county_audited / "审核结果.db", tmp_path)
    opened = site_of(tmp_path)
    yield opened
    opened.engine.dispose()


def say_of_the_contradiction(site: Site) -> str:
    """Confirm what was found of the number 9; its fingerprint."""
    with writing(site.engine) as connection:
        (item,) = questions.found_list(connection, FoundAsked(2023, rule="XRF001"))
        decisions.decide(connection, [Decision(WATER, 2023, "XRF001", item.fingerprint, "confirmed", "", "李强")])
    return item.fingerprint


def links(page: str) -> set[str]:
    return {html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)}


def cells(page: str) -> list[list[str]]:
    """The rows of the first table of a page, without its headings."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1] if body else "", re.DOTALL)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in found]


def numbers(page: str) -> dict[str, tuple[str, str]]:
    """The figures of a page by name, each with where it leads."""
    found = re.findall(r'<div><dt>([^<]+)</dt><dd><a href="([^"]+)">([^<]+)</a>', page)
    return {name: (html.unescape(link), number) for name, link, number in found}


@pytest.mark.slow
def test_no_page_of_the_office_leads_nowhere(office: Site) -> None:
    client = client_of(office)
    told = {page: client.get(page) for page in PAGES}
    assert {page: answer.status_code for page, answer in told.items()} == dict.fromkeys(PAGES, 200)
    elsewhere = {"/rules", "/follow-up", "/accounts"}
    wanted = {
        link
        for answer in told.values()
        for link in links(answer.text)
        if link.startswith("/") and urlsplit(link).path not in elsewhere and not link.startswith("/rules/")
    }
    assert len(wanted) > 50
    refused = {link: code for link in wanted if (code := client.get(link).status_code) != 200}
    assert refused == {}


def test_nothing_of_a_page_is_styled_or_run_in_place(office: Site) -> None:
    client = client_of(office)
    with office.engine.connect() as connection:
        (pair,) = questions.alike(connection, 2023)
    for page in (*PAGES, f"/copies/{pair.report}/{pair.other}"):
        told = client.get(page).text
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)", told)


def test_each_figure_of_the_year_leads_to_as_many_rows(office: Site) -> None:
    say_of_the_contradiction(office)
    client = client_of(office)
    told = numbers(client.get("/").text)
    assert {name: number for name, (_, number) in told.items() if name not in ("错误", "警告", "提示", "已核查")} == {
        "应报机关": "4",
        "已报": "3",
        "未报送": "1",
        "重复报送": "1",
        "读不出": "1",
        "待认领": "1",
    }
    for name, (link, number) in told.items():
        rows = cells(client.get(link).text)
        if name == "重复报送":
            rows = [row for row in rows if row[-1].startswith("不计入")]
        if name == "已核查":
            assert [row[-1] for row in rows] == ["属实"]
        else:
            assert len(rows) == int(number), name


def test_the_league_table_has_places_points_and_how_far_checking_has_come(office: Site) -> None:
    fingerprint = say_of_the_contradiction(office)
    assert fingerprint
    client = client_of(office)
    with office.engine.connect() as connection:
        rows = {row.agency: row for row in questions.league(connection, LeagueAsked(2023))}
        agency = questions.agency_number(connection, WATER)
    told = {row[1].removesuffix(" 历年"): row for row in cells(client.get("/").text)}
    water = rows[WATER]
    assert set(told) == {WATER, MARKET, SAND}
    assert told[WATER] == [
        *(str(water.place), f"{WATER} 历年", "市", "部门", "芦汀市人民政府"),
        *(f"{water.quality:.1f}", f"{water.compliance:.1f}", f"↓ {abs(water.change or 0):.1f}"),
        *(str(water.errors), str(water.warnings), str(water.infos), f"1 / {water.findings}", "有属实"),
    ]
    assert f"/agencies/{agency}/2023" in links(client.get("/").text)
    narrow = cells(client.get("/?level=市&kind=department&state=confirmed").text)
    assert [row[:2] for row in narrow] == [[str(water.place), f"{WATER} 历年"]]


def test_a_finding_leads_to_itself_on_the_page_of_its_report(office: Site) -> None:
    fingerprint = say_of_the_contradiction(office)
    client = client_of(office)
    page = client.get("/findings?rule=XRF001").text
    (row,) = cells(page)
    assert (row[0], row[1], row[-1]) == (f"{WATER} 市 部门", "错误", "属实")
    (link,) = [link for link in links(page) if "#d-" in link]
    assert link.endswith(f"/2023#d-{fingerprint}")
    assert f'id="d-{fingerprint}"' in client.get(link.partition("#")[0]).text


def test_the_missing_are_told_with_a_warning_that_their_reports_may_be_there(office: Site) -> None:
    told = client_of(office).get("/submissions").text
    assert cells(told) == [[SCHOOLS, "市", "芦汀市人民政府", "林 8102"]]
    warning = re.search(r'<p class="warning">(.*?)</p>', told, re.DOTALL)
    assert warning is not None
    assert {"/submissions?year=2023&show=unread", "/submissions?year=2023&show=unplaced"} == links(warning[1])


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("UPDATE documents SET fault = NULL", "有 1 份报告待认领，里面"),
        ("UPDATE documents SET current = 0 WHERE path LIKE '%云外局%'", "有 1 个文件读不出，里面"),
    ],
)
def test_the_warning_leaves_out_what_there_is_none_of(office: Site, gone: str, said: str) -> None:
    with writing(office.engine) as connection:
        connection.execute(text(gone))
    (warning,) = re.findall(r'<p class="warning">(.*?)</p>', client_of(office).get("/submissions").text, re.DOTALL)
    assert re.sub("<[^>]+>", "", warning).startswith(said)


def test_without_a_list_nobody_is_said_to_be_missing(office: Site) -> None:
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE agencies SET listed = 0"))
    client = client_of(office)
    assert "未报送" not in numbers(client.get("/").text)
    told = client.get("/submissions").text
    assert cells(told) == []
    assert "没有机关名单，不知道谁没有报" in told
    assert SCHOOLS not in told


def test_common_defects_lead_to_their_findings(office: Site) -> None:
    client = client_of(office)
    page = client.get("/common").text
    shares = {row[0].split()[0]: (row[2], row[3], row[4]) for row in cells(page)}
    assert shares["XRF001"] == ("1", "33.3%", "1")
    assert shares["STR006"] == ("3", "100.0%", "3")
    assert "/findings?year=2023&rule=STR006" in links(page)
    assert len(cells(client.get("/findings?year=2023&rule=STR006").text)) == 3


def test_two_reports_with_the_same_words_stand_side_by_side(office: Site) -> None:
    client = client_of(office)
    page = client.get("/copies").text
    (row,) = cells(page)
    assert (row[0], row[2], row[3]) == ("100%", SAND, MARKET)
    (link,) = [link for link in links(page) if link.startswith("/copies/")]
    pair = client.get(link).text
    sides = re.findall(r'<section class="side".*?</section>', pair, re.DOTALL)
    marked = [" ".join(re.findall(r"<mark>(.*?)</mark>", side)) for side in sides]
    assert [SAND in sides[0], MARKET in sides[1]] == [True, True]
    for words in marked:
        assert "每逢集日在镇政务服务大厅门口摆公开台" in words
        assert "老茶厂改建的文化站" not in words
    assert "老茶厂改建的文化站" in sides[1]
    ties = [dict(re.findall(r'<a class="same" id="(\w+)" href="#(\w+)">', side)) for side in sides]
    assert ties == [{"a0": "b0", "a1": "b1"}, {"b0": "a0", "b1": "a1"}]


def sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_the_workbook_of_the_league_table_has_what_the_page_shows(office: Site) -> None:
    client = client_of(office)
    (link,) = [link for link in links(client.get("/?level=镇&sort=errors&down=true").text) if "xlsx" in link]
    heading, *rows = sheet(client.get(link).content)
    shown = cells(client.get("/?level=镇&sort=errors&down=true").text)
    assert [row[heading.index("机关")] for row in rows] == [row[1].removesuffix(" 历年") for row in shown]
    assert [row[heading.index("名次")] for row in rows] == [int(row[0]) for row in shown]
    assert [row[heading.index("错误")] for row in rows] == [int(row[8]) for row in shown]
    assert {row[heading.index("核查与退回")] for row in rows} == {"待核查"}


def test_the_workbook_of_findings_has_those_of_all_pages(office: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.web.office_view.ROWS", 4)
    monkeypatch.setattr("auditor.web.leafing.ROWS", 4)
    client = client_of(office)
    pages = [client.get(f"/findings?severity=error&page={number}").text for number in (1, 2, 3)]
    (link,) = [link for link in links(pages[1]) if "xlsx" in link]
    heading, *rows = sheet(client.get(link).content)
    shown = [row for page in pages for row in cells(page)]
    assert [len(cells(page)) for page in pages] == [4, 4, len(shown) - 8]
    assert [f"{row[heading.index('问题')]} {row[heading.index('规则')]}" for row in rows] == [
        row[2].rsplit(" ", 1)[0] for row in shown
    ]
    assert {row[heading.index("级别")] for row in rows} == {"错误"}
    assert client.get("/findings?severity=error&page=4").status_code == 404


def test_names_of_agencies_are_neither_tags_nor_formulas(office: Site) -> None:
    hostile = '=HYPERLINK("x")<b>局'
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE agencies SET name = :name WHERE name = :old"), {"name": hostile, "old": WATER})
    client = client_of(office)
    for page in ("/", "/findings", "/agencies/1", "/submissions?show=due"):
        told = client.get(page).text
        assert str(escape(hostile)) in told
        assert "<b>局" not in told
    for link in ("/league.xlsx", "/findings.xlsx"):
        assert hostile in {value for row in sheet(client.get(link).content) for value in row}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?year=2019", 404),
        ("/?page=2", 404),
        ("/?page=0", 422),
        ("/?sort=secret", 422),
        ("/?state=lost", 422),
        ("/findings?severity=mild", 422),
        ("/submissions?page=9", 404),
        ("/submissions?show=all", 422),
        ("/copies?page=2", 404),
        ("/copies/1/999", 404),
        ("/agencies/999", 404),
        ("/agencies/99999999999999999999", 422),
        ("/league.xlsx?year=2019", 404),
    ],
)
def test_what_is_not_there_is_told_in_words(office: Site, address: str, status: int) -> None:
    answer = client_of(office).get(address)
    assert answer.status_code == status
    assert re.search(r'<p role="alert">[^<]*[\u4e00-\u9fff]', answer.text)


def test_nobody_sees_the_office_without_coming_in(office: Site) -> None:
    client = Client(client_of(office).app, base_url="http://127.0.0.1")
    for page in (*PAGES, "/league.xlsx", "/findings.xlsx", "/copies/1/2"):
        answer = client.get(page, follow_redirects=False)
        assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (303, "/enter")


def test_a_form_that_is_sent_in_part_is_told_by_a_short_address(office: Site) -> None:
    client = client_of(office)
    answer = client.get("/?year=2023&level=镇&kind=&state=&agency=&sort=place", headers={"hx-request": "true"})
    assert answer.headers["hx-push-url"] == "/?year=2023&level=%E9%95%87"


def test_before_the_first_report_there_is_a_way_to_hand_one_in(tmp_path: Path) -> None:
    engine = open_store(str(tmp_path / "审核结果.db"))
    with writing(engine) as connection:
        begin_run(connection, Tool("0", "0", "0"), "{}")
        connection.execute(text("UPDATE runs SET finished = started"))
    engine.dispose()
    site = site_of(tmp_path)
    client = client_of(site)
    for page in ("/", "/common", "/submissions", "/spread", "/findings", "/copies"):
        assert "还没有计入的报告" in client.get(page).text
    assert client.get("/league.xlsx").status_code == 404
    site.engine.dispose()
