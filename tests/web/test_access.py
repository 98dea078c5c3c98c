"""Who may come in, what they may do, and what no other page can make their browser do."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from auditor.batch.reopening import Reopened
from auditor.errors import StoreError
from auditor.store.accounts import Account, keep_account
from auditor.store.opening import writing
from auditor.web.access import kept_password
from auditor.web.entering import new_link
from auditor.web.site import Site
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from tests.web.conftest import PASSWORD, application, client_of, site_of


def _browser(site: Site) -> TestClient:
    return TestClient(application(site), base_url="http://127.0.0.1", follow_redirects=False)


def test_a_link_lets_one_browser_in_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = site_of(folder, entrance="link")
    link = new_link(site).removeprefix("http://127.0.0.1:0")
    first, second = _browser(site), _browser(site)
    assert first.get("/uploads").headers["location"] == "/enter?next=%2Fuploads"
    answer = first.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "王敏（管理）" in first.get("/uploads").text
    assert second.get(link).status_code == 401
    assert "已经用过" in second.get(link).text
    further = re.search(r"/enter\S+", capsys.readouterr().out)
    assert further
    assert second.get(further.group()).status_code == 303


def test_leaving_ends_the_stay_for_good(site: Site) -> None:
    client = client_of(site)
    kept = dict(client.cookies)
    client.say("/leave")
    again = _browser(site)
    again.cookies.update(kept)
    assert again.get("/uploads").headers["location"] == "/enter?next=%2Fuploads"


def test_a_password_lets_in_and_a_wrong_one_does_not(site: Site) -> None:
    with writing(site.engine) as connection:
        keep_account(connection, Account("李强", "viewer", kept_password(PASSWORD)))
        keep_account(connection, Account("代理来的", "viewer", ""))
    browser = _browser(site)
    for name, password in (("李强", "不对的密码"), ("没有此人", PASSWORD), ("代理来的", ""), ("代理来的", PASSWORD)):
        answer = browser.post("/enter", data={"name": name, "password": password or "x"})
        assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert browser.post("/enter", data={"name": "李强", "password": PASSWORD}).headers["location"] == "/"
    assert "李强（查看）" in browser.get("/uploads").text


def test_after_five_wrong_passwords_a_name_has_to_wait(site: Site) -> None:
    with writing(site.engine) as connection:
        for name in ("李强", "张凤"):
            keep_account(connection, Account(name, "viewer", kept_password(PASSWORD)))
    browser = _browser(site)
    told = [browser.post("/enter", data={"name": "李强", "password": "猜的密码"}).status_code for _ in range(6)]
    assert told == [401] * 5 + [429]
    assert browser.post("/enter", data={"name": "李强", "password": PASSWORD}).status_code == 429
    assert browser.post("/enter", data={"name": "张凤", "password": PASSWORD}).status_code == 303


def test_an_administrator_opens_changes_and_closes_accounts(site: Site) -> None:
    wang, li = client_of(site, "王敏", "administrator"), _browser(site)
    assert client_of(site, "赵云", "reviewer").get("/accounts").status_code == 403
    assert "新账号要有密码" in wang.say("/accounts", name="李强", role="viewer").text
    wang.say("/accounts", name=" 李强 ", role="viewer", password=PASSWORD)
    li.post("/enter", data={"name": "李强", "password": PASSWORD})
    assert "李强（查看）" in li.get("/uploads").text
    wang.say("/accounts", name="李强", role="reviewer")
    assert li.get("/uploads").status_code == 303
    li.post("/enter", data={"name": "李强", "password": PASSWORD})
    assert "李强（核查）" in li.get("/uploads").text
    wang.say("/accounts/close", name="李强")
    assert li.get("/uploads").status_code == 303
    assert li.post("/enter", data={"name": "李强", "password": PASSWORD}).status_code == 401
    assert "不能停用自己" in wang.say("/accounts/close", name="王敏").text


def test_a_proxy_is_believed_from_its_own_address_only(folder: Path) -> None:
    for proxies, status in ((("testclient",), 200), (("10.0.0.9",), 303)):
        site = site_of(folder, entrance="proxy", proxies=proxies)
        with writing(site.engine) as connection:
            keep_account(connection, Account("李强", "reviewer", ""))
        browser = _browser(site)
        for name, known_as in (("李强", "李强（核查）"), ("liqiang", "liqiang（查看）")):
            answer = browser.get("/uploads", headers={b"X-Remote-User": name.encode()})
            assert (answer.status_code, known_as in answer.text) == (status, status == 200)
        assert browser.get("/uploads").status_code == 303


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({}, {}),
        ({}, {"page_token": "0" * 64}),
        ({"origin": "http://elsewhere.example"}, {"page_token": None}),
        ({"x-page-token": ""}, {"page_token": None}),
    ],
)
def test_a_change_that_no_page_of_ours_asked_for_is_refused(
    site: Site, headers: dict[str, str], data: dict[str, str | None]
) -> None:
    client = client_of(site)
    sent = {name: client.token if value is None else value for name, value in data.items()}
    answer = client.post("/reports/2/sendings", data={"what": "sent", **sent}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "页面已经过期" in answer.text
    assert "没有退回过的" in client.get("/follow-up").text


def test_who_only_looks_cannot_change_anything(site: Site) -> None:
    client = client_of(site, "来访", "viewer")
    for address, data in (
        ("/reports/2/sendings", {"what": "sent"}),
        ("/reports/2/decide", {"fingerprint": "0" * 16, "said": "confirmed"}),
        ("/uploads", {}),
    ):
        answer = client.say(address, **data)
        assert (answer.status_code, "您的角色不能做这一步" in answer.text) == (403, True)
    assert '<button name="said"' not in client.get("/reports/2").text


def test_names_that_are_not_ours_are_not_answered(site: Site) -> None:
    client = client_of(site)
    assert client.get("/uploads", headers={"host": "rebound.example"}).status_code == 400


def test_every_answer_forbids_scripts_and_other_hosts(site: Site) -> None:
    client = client_of(site)
    for address in ("/uploads", "/reports/2", "/nothing", "/static/review.js", "/reports/2/letter.docx"):
        headers = client.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
    for address in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(address).status_code == 404


def test_a_request_that_grows_too_large_is_ended(site: Site) -> None:
    client = client_of(site)
    answer = client.post(
        "/reports/2/sendings", data={"what": "sent", "note": "很" * 700_000, "page_token": client.token}
    )
    assert answer.status_code == 413
    assert "内容太大" in answer.text


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/reports/3?x=1#d", "/reports/3?x=1#d"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example/", "/"),
        ("/a\r\nset-cookie: x", "/"),
    ],
)
def test_who_comes_in_goes_where_they_wanted_on_this_site_only(site: Site, wanted: str, place: str) -> None:
    with writing(site.engine) as connection:
        keep_account(connection, Account("李强", "viewer", kept_password(PASSWORD)))
    browser = _browser(site)
    assert browser.get("/reports/3?x=1").headers["location"] == "/enter?next=%2Freports%2F3%3Fx%3D1"
    answer = browser.post("/enter", data={"name": "李强", "password": PASSWORD, "wanted": wanted})
    assert answer.headers["location"] == place


def test_faults_are_told_on_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(site)
    client.get("/reports/3")
    for error, status, told in (
        (OperationalError("select", None, Exception("locked")), 503, "结果库正忙"),
        (StoreError("filed_otherwise", detail="x"), 500, "另一版本的程序"),
        (ZeroDivisionError(), 500, "程序出错（ZeroDivisionError）"),
    ):

        def fails(_: int, error: Exception = error) -> Reopened:
            raise error

        monkeypatch.setattr(site, "reopened", fails)
        answer = TestClient(application(site), base_url="http://127.0.0.1", raise_server_exceptions=False)
        answer.cookies.update(client.cookies)
        page = answer.get("/reports/3")
        assert (page.status_code, told in page.text) == (status, True)


@pytest.mark.parametrize(
    "address",
    ["/reports/99999999999999999999", "/agencies/3000000000/2023", "/reports/3/changes?since=-1", "/reports/x"],
)
def test_numbers_that_no_store_has_are_refused_in_words(site: Site, address: str) -> None:
    answer = client_of(site).get(address)
    assert (answer.status_code, "填写的内容不完整或不合要求" in answer.text) == (422, True)


def test_who_came_in_by_a_link_is_out_where_passwords_are_asked_for(folder: Path) -> None:
    by_link = site_of(folder, entrance="link")
    client = client_of(by_link, "王敏", "administrator")
    kept = dict(client.cookies)
    again = _browser(site_of(folder, entrance="accounts"))
    again.cookies.update(kept)
    assert again.get("/uploads").status_code == 303


def test_many_passwords_at_once_are_no_way_around_the_wait(site: Site) -> None:
    with writing(site.engine) as connection:
        keep_account(connection, Account("李强", "viewer", kept_password(PASSWORD)))
    app = application(site)

    def tried(_: int) -> int:
        with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as browser:
            return browser.post("/enter", data={"name": "李强", "password": "猜的密码"}).status_code

    with ThreadPoolExecutor(12) as threads:
        told = Counter(threads.map(tried, range(12)))
    assert told == {401: 5, 429: 7}
