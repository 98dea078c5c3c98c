"""``audit web``: serve the review page of a folder of results."""

from __future__ import annotations

import ipaddress
import os
import socket
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from auditor import api, delivery
from auditor.batch.auditing_stage import tool
from auditor.batch.command import STORE
from auditor.batch.pool import warm_up
from auditor.batch.rounds import Round
from auditor.errors import UsageError
from auditor.messages import words
from auditor.store import questions
from auditor.store.accounts import end_strangers, is_name, page_secret
from auditor.store.opening import open_store, writing
from auditor.web.app import build
from auditor.web.entering import new_link
from auditor.web.receiving import Rounds, uploads_in
from auditor.web.site import Entrance, Settings, Site
from auditor.web.trials import Trials


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit web``, as typed."""

    folder: str
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8733
    entrance: str = "link"
    who: str = ""
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ("127.0.0.1",)
    proxy_header: str = "X-Remote-User"
    secure: bool = False
    jobs: int = 0
    rules: tuple[Path, ...] = ()
    language: str = "zh"


def run(request: Request) -> int:
    """Serve until stopped. Raises UsageError and StoreError."""
    import uvicorn

    settings = _settings(request)
    bound = _bound(settings)
    site = open_site(replace(settings, port=bound.getsockname()[1]))  # port 0 takes one that is free
    warm_up()
    if site.settings.entrance == "link":
        delivery.tell(words("web_link", request.language, link=new_link(site)))
    else:
        delivery.tell(words("web_address", request.language, link=site.settings.address))
    config = uvicorn.Config(
        build(site), log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    try:
        uvicorn.Server(config).run([bound])
    finally:
        site.engine.dispose()
    return 0


def open_site(settings: Settings) -> Site:
    """The site of some settings; a round that was cut off goes on."""
    api.rulebook(settings.in_force.rules)  # refused here, before anybody comes
    engine = open_store(settings.store)
    with writing(engine) as connection:
        secret = page_secret(connection)
        if settings.entrance == "accounts":
            end_strangers(connection)
    site = Site(settings, engine, secret, Rounds(lambda: _round(settings)), Trials(engine, settings.jobs))
    if (uploads_in(settings.uploads) or settings.own_rules.is_dir()) and _is_behind(site):
        site.rounds.want()
    return site


def _is_behind(site: Site) -> bool:
    """Whether the last round was cut off, or made with other rules than those of now."""
    with site.engine.connect() as connection:
        last = questions.last_run(connection)
        made_with = tool(site.options)
        known = last and (last.tool, last.rulebook, last.model)
        return questions.is_unfinished(connection) or (
            last is not None and known != (made_with.version, made_with.rulebook, made_with.model)
        )


def _round(settings: Settings) -> Round:
    """What is done over when files have come or rules have changed; what the store has is audited whatever came."""
    uploads = (str(settings.uploads.absolute()),) if uploads_in(settings.uploads) else ()
    return Round(uploads, settings.store, workers=settings.jobs, options=settings.in_force, waits=True)


def _settings(request: Request) -> Settings:
    entrances: tuple[Entrance, ...] = get_args(Entrance)
    entrance = next((known for known in entrances if known == request.entrance), None)
    if entrance is None:
        detail = f"{request.entrance}（{'、'.join(entrances)}）"
        raise UsageError("option_value", option="--login", detail=detail)
    if entrance == "link" and not _is_loopback(request.host):
        raise UsageError("web_host_open", host=request.host)
    who = request.who or _user()
    if not is_name(who):
        raise UsageError("account_name", name=who)
    folder = delivery.made_folder(request.folder)
    return Settings(
        request.store or str(folder / STORE),
        folder,
        request.host,
        request.port,
        entrance,
        who,
        tuple(_host_name(name) for name in request.names),
        request.proxies,
        request.proxy_header,
        request.secure,
        request.jobs or os.cpu_count() or 1,
        api.Options(rules=request.rules),
    )


def _host_name(name: str) -> str:
    """A name as browsers send it: 审核.example.cn as xn--…"""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UsageError("option_value", option="--name", detail=name) from error


def _user() -> str:
    """Whoever runs this."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name
        return "本机"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bound(settings: Settings) -> socket.socket:
    """The socket of the server, bound before the link is told. Raises UsageError when the port is taken."""
    with ExitStack() as opened:
        try:
            family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
            bound = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((settings.host, settings.port))
            bound.listen()  # who follows the link at once waits, and is not refused
        except (OSError, OverflowError) as error:
            detail = getattr(error, "strerror", None) or str(error)
            raise UsageError("web_port", host=settings.host, port=settings.port, detail=detail) from error
        opened.pop_all()
    return bound
