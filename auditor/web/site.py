"""What all parts of the review page share: the store, the folder of uploads, who may come in, what is being read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from fastapi import Depends, Request
from sqlalchemy import Engine

from auditor import api
from auditor.batch.reopening import Reopened, looked_up, reopened
from auditor.reporters.html_report import environment
from auditor.reporters.run import Run
from auditor.resources import web_templates_folder
from auditor.web.receiving import Rounds
from auditor.web.trials import Trials

if TYPE_CHECKING:
    from jinja2 import Environment

Entrance: TypeAlias = Literal["link", "accounts", "proxy"]
"""How people come in: by a link that works once, with a password, or let in by a proxy before this server."""
_KEPT = 24
"""How many audits are kept at hand: those that people have open."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``audit web`` was called with."""

    store: str
    folder: Path
    """Of the results; uploads and the office's own rules lie in it."""
    host: str = "127.0.0.1"
    port: int = 8733
    entrance: Entrance = "link"
    who: str = ""
    """Who comes in by the link."""
    names: tuple[str, ...] = ()
    """Further names under which people reach this server."""
    proxies: tuple[str, ...] = ("127.0.0.1",)
    """Addresses of the proxies that are believed."""
    proxy_header: str = "X-Remote-User"
    secure: bool = False
    """Whether people reach this server by https only."""
    jobs: int = 1
    options: api.Options = field(default_factory=api.Options)

    @property
    def address(self) -> str:
        """Where this server answers."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def uploads(self) -> Path:
        return self.folder / "收件"

    @property
    def own_rules(self) -> Path:
        return self.folder / "本单位规则"

    @property
    def in_force(self) -> api.Options:
        """The options of the call, with the office's own rules after those of other folders."""
        own = (self.own_rules,) if self.own_rules.is_dir() else ()
        return replace(self.options, rules=(*self.options.rules, *own))


@dataclass
class Site:
    """One review page while it runs."""

    settings: Settings
    engine: Engine
    secret: str
    rounds: Rounds
    trials: Trials
    links: set[str] = field(default_factory=set)
    """One-time tokens that nobody has used yet."""
    _audits: OrderedDict[str, Reopened] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def options(self) -> api.Options:
        return self.settings.in_force

    @cached_property
    def templates(self) -> Environment:
        """The templates, compiled once."""
        return environment(self.run_of(), web_templates_folder())

    def reopened(self, number: int) -> Reopened:
        """The audit of a report of the store. Raises KeyError if there is none, RuleCrash."""
        asked = looked_up(self.engine, number, self.options)
        key = f"{number} {asked.key}"
        with self._lock:
            if key in self._audits:
                self._audits.move_to_end(key)
                return self._audits[key]
        found = reopened(self.engine, asked, self.options)
        with self._lock:
            self._audits[key] = found
            while len(self._audits) > _KEPT:
                self._audits.popitem(last=False)
        return found

    def run_of(self, *found: Reopened) -> Run:
        """Audits as reporters take them, by the rules of the first."""
        book = api.rulebook(found[0].rules if found else self.options.rules)
        return Run([item.audit for item in found], [], book, api.model_version(), claims=True)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


OfSite = Annotated[Site, Depends(_site)]
