"""Every door of the review page: who comes through, what a refused request costs, what each answer carries."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from auditor.errors import UsageError
from auditor.store.accounts import Account, Role, account_of, begin_session, keep_account
from auditor.store.opening import writing
from auditor.store.schema import sessions
from auditor.web import guarding
from auditor.web.access import Tries, kept_password
from auditor.web.accounts import Request, run
from auditor.web.app import build
from auditor.web.receiving import files_in, safe_parts, uploads_in
from auditor.web.site import Site
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import update
from starlette.types import Message, Scope

from tests.web.conftest import PASSWORD, Client, application, client_of, filled, folder, site, site_of

__all__ = ["filled", "folder", "site"]

REVIEWER: Role = "reviewer"
CHANGES: dict[tuple[str, str], Role] = {
    ("POST", "/leave"): "viewer",
    ("POST", "/reports/{number}/decide"): "reviewer",
    ("POST", "/reports/{number}/sendings"): "reviewer",
    ("POST", "/rules/{code}/try"): "reviewer",
    ("POST", "/rules/{code}/try/stop"): "reviewer",
    ("POST", "/uploads"): "reviewer",
    ("POST", "/accounts"): "administrator",
    ("POST", "/accounts/close"): "administrator",
    ("POST", "/list"): "administrator",
    ("POST", "/rules/{code}/drop"): "administrator",
    ("POST", "/rules/{code}/keep"): "administrator",
}
"""Everything that changes something, and the least role that may."""
LOOKS: dict[tuple[str, str], Role] = {
    **dict.fromkeys(
        [
            ("GET", path)
            for path in (
                "/", "/agencies/{agency}", "/agencies/{agency}/{year}", "/common", "/copies", "/copies/{one}/{other}",
                "/findings", "/findings.xlsx", "/follow-up", "/league.xlsx", "/list", "/reports/{number}",
                "/reports/{number}/changes", "/reports/{number}/file", "/reports/{number}/history/{fingerprint}",
                "/reports/{number}/news", "/reports/{number}/previous", "/reports/{number}/{what}.docx", "/rules",
                "/rules/{code}", "/spread", "/submissions", "/uploads", "/uploads/{name}", "/uploads/{name}/progress",
            )
        ],
        "viewer",
    ),
    ("GET", "/rules/{code}/try"): "reviewer",
    ("GET", "/rules/{code}/try/progress"): "reviewer",
    ("GET", "/accounts"): "administrator",
}  # fmt: skip
"""Everything that shows something of the store."""
OPEN = {("GET", "/enter"), ("POST", "/enter"), ("GET", "/static/shared/page.css")}
"""What anybody may ask for, beside the fixed files."""
BELOW: dict[Role, Role] = {"reviewer": "viewer", "administrator": "reviewer"}
VALUES = {
    "number": "2", "agency": "1", "year": "2023", "one": "1", "other": "2", "fingerprint": "0" * 16, "what": "letter",
    "code": "TAB006", "name": "20240101-000000-abcd",
}  # fmt: skip
MARK = "请拨打12345"


def address_of(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: VALUES[found[1]], path)


@pytest.fixture(scope="module")
def unchanged(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of which nothing is changed: every request of these tests is refused or only looks."""
    place = tmp_path_factory.mktemp("unchanged")
    (place / "审核结果.db").write_bytes((filled / "审核结果.db").read_bytes())
    opened = site_of(place)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def app(unchanged: Site) -> FastAPI:
    return build(unchanged)


@pytest.fixture(scope="module")
def as_role(unchanged: Site) -> dict[Role, Client]:
    return {role: client_of(unchanged, f"某{role}", role) for role in ("viewer", "reviewer", "administrator")}


def stranger(site: Site) -> TestClient:
    return TestClient(application(site), base_url="http://127.0.0.1", follow_redirects=False)


def test_every_door_is_in_the_tables(app: FastAPI) -> None:
    found = {
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        if context.path != "/static"  # a folder of fixed files, no door
        for method in context.methods or ()
    }
    assert found == {*CHANGES, *LOOKS, *OPEN}


@pytest.mark.parametrize(("door", "role"), [*CHANGES.items(), *LOOKS.items()], ids=str)
def test_a_door_opens_to_its_role_only(
    door: tuple[str, str], role: Role, app: FastAPI, as_role: dict[Role, Client]
) -> None:
    method, path = door
    nobody = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    outside = nobody.request(method, address_of(path))
    assert outside.status_code == (303 if method == "GET" else 401)
    assert outside.headers.get("location", "/enter").startswith("/enter")
    if role in BELOW:
        lower = as_role[BELOW[role]]
        refused = lower.request(method, address_of(path), headers={"x-page-token": lower.token}, follow_redirects=False)
        assert (refused.status_code, "您的角色不能做这一步" in refused.text) == (403, True)
    if method == "GET":
        assert as_role[role].get(address_of(path), follow_redirects=False).status_code not in (401, 403)


@pytest.mark.parametrize("door", CHANGES, ids=str)
def test_nothing_is_changed_without_the_token_of_a_page(door: tuple[str, str], as_role: dict[Role, Client]) -> None:
    method, path = door
    client, other = as_role[CHANGES[door]], as_role[REVIEWER if CHANGES[door] != REVIEWER else "viewer"]
    for headers, data in (
        ({}, {}),
        ({}, {"page_token": ""}),
        ({}, {"page_token": other.token}),
        ({"x-page-token": "0" * 64}, {"page_token": client.token}),
        ({"origin": "https://127.0.0.1.example"}, {"page_token": client.token}),
        ({"origin": "http://127.0.0.1:1"}, {"page_token": client.token}),
    ):
        given = {"edited": "x", "year": "2023", "what": "sent", "fingerprint": "0" * 16, "said": "confirmed"}
        given |= {"name": "某人", "role": "viewer"}
        answer = client.request(method, address_of(path), headers=headers, data=given | data, follow_redirects=False)
        assert (answer.status_code, "页面已经过期" in answer.text) == (403, True), (headers, data)


def asked(app: FastAPI, scope: dict[str, object], messages: list[Message]) -> tuple[int, int, str]:
    """The status and text of an answer, and how many parts of the body were taken in for it."""
    sent: list[Message] = []
    given = iter(messages)
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        message = next(given, None)
        if message is None:
            await asyncio.Event().wait()  # nothing more ever comes
            raise AssertionError
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    whole: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": "POST",
        "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), **scope,
    }  # fmt: skip
    asyncio.run(app(whole, receive, send))
    text = b"".join(message.get("body", b"") for message in sent).decode()
    return sent[0]["status"], taken, text


def upload_scope(site: Site, role: Role | None, *further: tuple[bytes, bytes]) -> dict[str, object]:
    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"multipart/form-data; boundary=x"), *further]
    if role is not None:
        with writing(site.engine) as connection:
            shown = begin_session(connection, "某人", role)
        headers.append((b"cookie", f"audit-{site.settings.port}={shown}".encode()))
    return {"path": "/uploads", "raw_path": b"/uploads", "headers": headers}


@pytest.mark.parametrize(
    ("role", "headers", "status"),
    [
        (None, (), 401),
        ("viewer", (), 403),
        ("reviewer", ((b"origin", b"http://elsewhere.example"),), 403),
        ("reviewer", ((b"x-page-token", b"0"),), 403),
    ],
)
def test_nothing_of_an_upload_is_read_for_those_who_may_not_send_it(
    app: FastAPI, unchanged: Site, role: Role | None, headers: tuple[tuple[bytes, bytes], ...], status: int
) -> None:
    part = {"type": "http.request", "body": b"x" * 1024**2, "more_body": True}
    answered, taken, _ = asked(app, upload_scope(unchanged, role, *headers), [part] * 3)
    assert (answered, taken) == (status, 0)


def test_a_body_that_drips_is_ended(app: FastAPI, unchanged: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "_PATIENCE", 0.01)
    part = {"type": "http.request", "body": b"--x\r\n", "more_body": True}
    status, taken, text = asked(app, upload_scope(unchanged, "reviewer"), [part])
    assert (status, taken, "传得太慢" in text) == (408, 2, True)


def test_every_answer_carries_the_headers_faults_included(
    app: FastAPI, unchanged: Site, as_role: dict[Role, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    client.cookies.update(as_role["administrator"].cookies)
    answers = {path: client.get(address_of(path), follow_redirects=False) for _, path in LOOKS}
    answers |= {path: client.get(path) for path in ("/enter", "/nothing", "/static/review.js", "/static/nothing")}
    answers["wrong method"] = client.delete("/uploads")
    answers["wrong host"] = client.get("/uploads", headers={"host": "rebound.example"})
    answers["too large"] = client.post("/leave", content=b"x" * 1024**2 * 2)

    def fails(_: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(unchanged, "reopened", fails)
    answers["fault"] = client.get("/reports/2")
    assert answers["fault"].status_code == 500
    for place, answer in answers.items():
        told = answer.headers
        policy = dict(part.split(" ", 1) for part in told["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
            "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
        }, place  # fmt: skip
        assert told["x-content-type-options"] == "nosniff", place
        assert told["referrer-policy"] == "same-origin", place
        assert told["cross-origin-resource-policy"] == "same-origin", place
        assert told["cache-control"] == ("max-age=86400" if place.startswith("/static/") else "no-store"), place


def test_no_refusal_repeats_what_was_asked(as_role: dict[Role, Client]) -> None:
    client = as_role["administrator"]
    token = {"x-page-token": client.token}
    answers = [client.get(f"{path}{MARK}") for path in ("/", "/rules/", "/uploads/", "/static/", "/reports/")]
    answers += [client.get(f"/rules/{MARK}/try"), client.get(f"/reports/2/{MARK}.docx")]
    answers += [client.get(f"/reports/2/history/{MARK}"), client.get(f"/rules/TAB006?said={MARK}")]
    answers += [client.post("/accounts", data={"name": f"{MARK}\x07", "role": "viewer"}, headers=token)]
    answers += [client.post("/accounts", data={"name": "某人", "role": MARK}, headers=token)]
    answers += [client.post(f"/rules/{MARK}/drop", headers=token), client.post(f"/{MARK}", headers=token)]
    answers += [client.post("/uploads", headers={**token, "content-type": f"multipart/form-data; boundary={'x' * 9}"})]
    statuses = [404, 404, 404, 404, 422, 404, 404, 404, 422, 422, 422, 404, 404, 400]
    assert [answer.status_code for answer in answers] == statuses
    assert [answer.url.path for answer in answers if MARK in answer.text] == []


@pytest.mark.parametrize(
    "content",
    [
        b"no boundary at all",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\n1\r\n" * 2001 + b"--x--\r\n",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 1001 + b"--x--\r\n",
    ],
)
def test_forms_that_cannot_be_read_are_refused_in_words(content: bytes, as_role: dict[Role, Client]) -> None:
    answer = as_role["reviewer"].post(
        "/uploads", content=content, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    told = re.search(r'<p class="warning"[^>]*>(.*?)</p>|<h1>(.*?)</h1>', answer.text)
    assert (answer.status_code, "这个请求收不下：格式不对，或者文件太多" in answer.text) == (400, True), told
    assert not re.search(r"boundary|multipart|Content-Disposition|[Tt]oo many", answer.text.split("<main")[-1])


def test_what_a_browser_had_before_is_worth_nothing_after_coming_in(site: Site) -> None:
    with writing(site.engine) as connection:
        keep_account(connection, Account("李强", "viewer", kept_password(PASSWORD)))
    browser, chosen = stranger(site), "a" * 43
    browser.cookies.set(f"audit-{site.settings.port}", chosen)
    answer = browser.post("/enter", data={"name": "李强", "password": PASSWORD})
    assert answer.status_code == 303
    assert re.match(rf"audit-{site.settings.port}=(?!{chosen})[\w-]{{43}};", answer.headers["set-cookie"])
    planted = stranger(site)
    planted.cookies.set(f"audit-{site.settings.port}", chosen)
    assert planted.get("/uploads").headers["location"].startswith("/enter")


def test_a_stay_ends_by_itself(site: Site) -> None:
    client = client_of(site)
    assert client.get("/uploads").status_code == 200
    with writing(site.engine) as connection:
        connection.execute(update(sessions).values(ends="2000-01-01T00:00:00+00:00"))
    assert client.get("/uploads", follow_redirects=False).headers["location"] == "/enter?next=%2Fuploads"


@pytest.mark.parametrize(("secure", "flags"), [(False, set()), (True, {"secure"})])
def test_the_cookie_is_for_this_site_and_no_script(folder: Path, secure: bool, flags: set[str]) -> None:  # noqa: FBT001
    site = site_of(folder, secure=secure)
    with writing(site.engine) as connection:
        keep_account(connection, Account("李强", "viewer", kept_password(PASSWORD)))
    answer = stranger(site).post("/enter", data={"name": "李强", "password": PASSWORD})
    told = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert told == {"httponly", "path=/", "samesite=lax", *flags}
    site.engine.dispose()


def test_guesses_from_elsewhere_do_not_keep_the_owner_of_a_name_out() -> None:
    tries = Tries()
    assert [tries.begin("李强", "10.0.0.9") for _ in range(6)] == [True] * 5 + [False]
    assert tries.begin("李强", "10.0.0.1")
    tries.right("李强", "10.0.0.1")
    assert not tries.begin("李强", "10.0.0.9")
    assert tries.begin("张凤", "10.0.0.9")


def test_guesses_at_a_name_from_many_places_and_at_many_names_from_one_are_bounded() -> None:
    spread, spraying = Tries(), Tries()
    assert sum(spread.begin("李强", f"10.0.0.{number}") for number in range(99)) == 30
    assert sum(spraying.begin(f"某{number}", "10.0.0.9") for number in range(99)) == 30
    assert spraying.begin("某98", "10.0.0.8")


@pytest.mark.parametrize(("proxies", "statuses"), [(("testclient",), [401] * 6), ((), [401] * 5 + [429])])
def test_only_a_known_proxy_is_believed_about_where_somebody_is(
    folder: Path, proxies: tuple[str, ...], statuses: list[int]
) -> None:
    site = site_of(folder, proxies=proxies)
    browser = stranger(site)
    told = [
        browser.post(
            "/enter",
            data={"name": "李强", "password": "猜的密码"},
            headers={"x-forwarded-for": f"10.0.0.1, 10.0.0.{number}"},
        ).status_code
        for number in range(6)
    ]
    assert told == statuses
    site.engine.dispose()


@pytest.mark.parametrize("name", ["", " ", "李\x07强", "李\n强", "李强\u202e", "李\u200b强", "\ufeff李强", "李\x9b2J"])
def test_nobody_is_called_by_what_cannot_be_seen(
    site: Site, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(site, "王敏", "administrator")
    answer = client.say("/accounts", name=name, role="viewer", password=PASSWORD)
    assert answer.status_code == 422
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    with pytest.raises(UsageError) as refused:
        run(Request(name, "viewer", str(tmp_path)))
    assert refused.value.code == "account_name"
    with site.engine.connect() as connection:
        assert account_of(connection, name.strip()) is None


def test_a_proxy_that_passes_on_control_signs_names_nobody(folder: Path) -> None:
    site = site_of(folder, entrance="proxy", proxies=("testclient",))
    for name in ("李强\u202e", "李\x9b强", "李" * 81):
        assert stranger(site).get("/uploads", headers={b"X-Remote-User": name.encode()}).status_code == 303
    assert stranger(site).get("/uploads", headers={b"X-Remote-User": "李强".encode()}).status_code == 200
    site.engine.dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%00", "/static/review.js%00.css", "/uploads/%2e%2e%2f%2e%2e", "/uploads/%00",
        "/uploads/20240101-000000-abcd%2f..%2f..", "/uploads/..%5c..", "/reports/2/..%2fletter.docx",
        "/reports/2/%00.docx", "/rules/..%2f..%2fpyproject", "/rules/%00",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_folders(path: str, as_role: dict[Role, Client]) -> None:
    answer = as_role["administrator"].get(path)
    assert (answer.status_code, "没有" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd", ["etc", "passwd"]),
        ("/etc/passwd", ["etc", "passwd"]),
        ("C:\\Windows\\a.txt", ["C", "Windows", "a.txt"]),
        ("\\\\server\\share\\a.txt", ["server", "share", "a.txt"]),
        ("a\x00/../b\n.txt", ["a", "b.txt"]),
        ("..", ["未命名"]),
        ("CON.txt", ["_CON.txt"]),
        ("a. . /b", ["a", "b"]),
        ("x.txt\u202egnp.exe", ["x.txtgnp.exe"]),
    ],
)
def test_names_of_uploads_lead_nowhere(given: str, kept: list[str]) -> None:
    assert list(safe_parts(given)) == kept


def test_an_archive_that_was_handed_in_brings_in_nothing_from_beside_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.rounds, "want", lambda: None)
    client = client_of(site)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("../../../越界.txt", "x")
    sent = client.post(
        "/uploads", files=[("files", ("../../收件.zip", raw.getvalue()))], data={"page_token": client.token}
    )
    [name] = uploads_in(site.settings.uploads)
    assert sent.url.path == f"/uploads/{name}"
    kept = [path.relative_to(site.settings.folder).as_posix() for path in files_in(site.settings.folder)]
    assert sorted(path for path in kept if not path.startswith("审核结果.db")) == [f"收件/{name}/收件.zip"]
