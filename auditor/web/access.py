"""Who may come in and do what: sessions, roles, and a check that a change was asked for by a page of ours."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from typing import Annotated
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from auditor.store.accounts import Role, Visitor, account_of, visitor_of
from auditor.web.guarding import MOST_FILES
from auditor.web.site import OfSite, Site

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NOBODY = PasswordHasher().hash("nobody")
"""Checked where a name is unknown, so that the time taken does not tell which names are known."""


SHORTEST_PASSWORD = 8
_AT_ONCE = threading.BoundedSemaphore(2)
"""Passwords that are checked at a time: each takes memory and a processor on purpose."""
_MOST_TRIES = 5
_WAIT = 60.0
"""Seconds for which a name is not let in after so many wrong passwords."""


class Tries:
    """Wrong passwords by name, so that nobody tries all of them."""

    def __init__(self) -> None:
        self._wrong: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def begin(self, name: str) -> bool:
        """Count a try before it is made, so that many at once are no way around; False where it has to wait."""
        with self._lock:
            self._wrong = {known: some for known in self._wrong if (some := self._recent(known))}
            if len(self._wrong.get(name, ())) >= _MOST_TRIES:
                return False
            self._wrong[name] = [*self._wrong.get(name, ()), time.monotonic()]
            return True

    def right(self, name: str) -> None:
        """The password was the right one: nothing was tried."""
        with self._lock:
            self._wrong.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        return [moment for moment in self._wrong.get(name, ()) if moment > time.monotonic() - _WAIT]


class NotIn(Exception):
    """Nobody who may come in."""


class NotAllowed(Exception):
    """Somebody whose role does not reach."""


class Forged(Exception):
    """A change that no page of ours asked for, or one that has stood open since another day."""


def cookie_name(site: Site) -> str:
    """Of the session; browsers do not tell ports of a host apart."""
    return f"audit-{site.settings.port}"


def page_token(site: Site, visitor: Visitor) -> str:
    """What pages of ours send back with each change: it shows that they are ours.

    It is a person's, not a stay's: who has to come in again can still send what stands written on an open page.
    """
    return hmac.new(site.secret.encode(), visitor.name.encode(), hashlib.sha256).hexdigest()


def checked_password(given: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept. Takes its time, whether or not there is one."""
    try:
        with _AT_ONCE:
            return PasswordHasher().verify(kept or _NOBODY, given) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False


def kept_password(given: str) -> str:
    """A password as it is kept."""
    return PasswordHasher().hash(given)


async def _visitor(request: Request, site: OfSite) -> Visitor:
    """Who asks. Raises NotIn, and Forged for a change that our pages did not ask for."""
    found = await run_in_threadpool(_who, request, site)
    if found is None:
        raise NotIn
    if request.method in _UNSAFE:
        await _check_page(request, site, found)
    return found


def _who(request: Request, site: Site) -> Visitor | None:
    if site.settings.entrance == "proxy":
        return _let_in_by_proxy(request, site)
    shown = request.cookies.get(cookie_name(site), "")
    with site.engine.connect() as connection:
        return visitor_of(connection, shown) if shown else None


def _let_in_by_proxy(request: Request, site: Site) -> Visitor | None:
    """The one whom the proxy names. Nobody else may set the header: other addresses are not believed."""
    sent = request.headers.get(site.settings.proxy_header, "")
    name = sent.encode("latin-1").decode("utf-8", "replace").strip()  # proxies send the bytes of names as they are
    if not name or request.client is None or request.client.host not in site.settings.proxies:
        return None
    with site.engine.connect() as connection:
        account = account_of(connection, name)
    return Visitor(name, account.role if account else "viewer", f"proxy {name}")


async def _check_page(request: Request, site: Site, visitor: Visitor) -> None:
    if not from_here(request):
        raise Forged
    given = request.headers.get("x-page-token")
    if given is None:
        given = str((await request.form(max_files=MOST_FILES)).get("page_token", ""))
    if not hmac.compare_digest(given.encode(), page_token(site, visitor).encode()):
        await request.close()
        raise Forged


def from_here(request: Request) -> bool:
    """Whether the page that asks is of this host, as far as browsers say."""
    origin = request.headers.get("origin")
    return not origin or origin == "null" or urlsplit(origin).netloc == request.headers.get("host")


OfVisitor = Annotated[Visitor, Depends(_visitor)]


def _at_least(role: Role) -> object:
    def admitted(visitor: OfVisitor) -> Visitor:
        if not visitor.may(role):
            raise NotAllowed
        return visitor

    return Depends(admitted)


OfReviewer = Annotated[Visitor, _at_least("reviewer")]
OfAdministrator = Annotated[Visitor, _at_least("administrator")]
