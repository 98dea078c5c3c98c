"""A review page over a small store, asked directly or through a real browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from auditor.api import Options
from auditor.batch.pool import Limits
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.store.accounts import Account, Role, begin_session, keep_account
from auditor.store.opening import writing
from auditor.web import access
from auditor.web.app import build
from auditor.web.command import open_site
from auditor.web.site import Settings, Site
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.routing import BaseRoute

from tests.batch.conftest import Heard, HereAndNow
from tests.batch.county import write_county
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

FERRY, MARKET = "芦汀市水利局", "石桥镇人民政府"
PASSWORD = "湖心亭看雪2023"  # noqa: S105 - of a test
_QUICK = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
NARRATIVE = "2023年，本机关收到政府信息公开申请9件，均已办结。"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results: a bureau that says 9 where its table says 3, its year before, and a township."""
    folder = tmp_path_factory.mktemp("filled")
    reports = folder / "报告"
    reports.mkdir()
    (reports / "芦汀市水利局2022.txt").write_text(report(FERRY, 2022, STALLS), encoding="utf-8")
    (reports / "芦汀市水利局2023.txt").write_text(report(FERRY, 2023, FERRIES, preamble=NARRATIVE), encoding="utf-8")
    (reports / "石桥镇2023.txt").write_text(report(MARKET, 2023, TEA_FACTORY), encoding="utf-8")
    wanted = Round((str(reports),), str(folder / "审核结果.db"), limits=Limits(60, 2048), options=Options())
    run(wanted, Heard(), "zh", HereAndNow().hired).dispose()
    return folder


@pytest.fixture(scope="session")
def county_audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results of the small county."""
    folder = tmp_path_factory.mktemp("county")
    reports, agencies = write_county(folder)
    store = str(folder / "审核结果.db")
    wanted = Round((str(reports),), store, str(agencies), limits=Limits(60, 2048), options=Options())
    run(wanted, Heard(), "zh", HereAndNow().hired).dispose()
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed; passwords are hashed with less work than in earnest."""
    monkeypatch.setattr(access, "PasswordHasher", _QUICK)
    monkeypatch.setattr(access, "_NOBODY", _QUICK().hash("nobody"))
    (tmp_path / "审核结果.db").write_bytes((filled / "审核结果.db").read_bytes())
    return tmp_path


def site_of(folder: Path, **given: object) -> Site:
    settings = {"who": "王敏", "entrance": "accounts", "port": 0, **given}
    return open_site(Settings(str(folder / "审核结果.db"), folder, **settings))  # type: ignore[arg-type]


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    opened = site_of(folder)
    yield opened
    opened.engine.dispose()


class Client(TestClient):
    """Somebody who has come in, as their browser would ask."""

    token = ""

    def say(self, address: str, **data: object) -> Response:
        return self.post(address, data={**data, "page_token": self.token}, follow_redirects=False)


_ROUTES: list[BaseRoute] = []


def application(site: Site) -> FastAPI:
    """The review page of a site. What asks for what is the same in all of them, and is worked out for the first."""
    app = build(site)
    if _ROUTES:
        app.router.routes[:] = _ROUTES
    _ROUTES[:] = app.router.routes
    return app


def client_of(site: Site, name: str = "王敏", role: Role = "reviewer") -> Client:
    client = Client(application(site), base_url="http://127.0.0.1")
    with writing(site.engine) as connection:
        client.cookies.set(f"audit-{site.settings.port}", begin_session(connection, name, role))
    client.token = re.search(r'"X-Page-Token": "([0-9a-f]+)"', client.get("/uploads").text)[1]  # type: ignore[index]
    return client


@pytest.fixture
def served(folder: Path) -> Iterator[Site]:
    """A review page on a port of its own, with two accounts; people come in as in a browser."""
    config = uvicorn.Config(lambda: None, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    opened = site_of(folder, port=bound.getsockname()[1], jobs=2)
    with writing(opened.engine) as connection:
        for name, role in (("王敏", "administrator"), ("李强", "reviewer")):
            keep_account(connection, Account(name, role, access.kept_password(PASSWORD)))  # type: ignore[arg-type]
    config.app = build(opened)
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    yield opened
    server.should_exit = True
    thread.join(10)
    opened.engine.dispose()
