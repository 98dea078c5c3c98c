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

from auditor.store.accounts import Role, Visitor, account_of, is_name, visitor_of
from auditor.web.guarding import MOST_FILES
from auditor.web.site import OfSite, Site

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NOBODY = PasswordHasher().hash("nobody")
"""Checked where a name is unknown, so that the time taken does not tell which names are known."""


SHORTEST_PASSWORD = 8
_AT_ONCE = threading.BoundedSemaphore(2)
"""Passwords that are checked at a time: each takes memory and a processor on purpose."""
_MOST_TRIES = 5
"""Wrong passwords for a name from one address."""
_MOST_TRIES_SPREAD = 30
"""Wrong passwords for a name from all addresses, or from an address for all names."""
_WAIT = 60.0
"""Seconds for which wrong passwords count."""


class Tries:
    """Wrong passwords, so that nobody tries all of them, keeps others out or keeps the processors at work.

    Who guesses at a name from one address is stopped there; whose name it is comes in from another. Guesses from
    many addresses at one name, and those of one address at many names, are bounded as well.
    """

    def __init__(self) -> None:
        self._wrong: list[tuple[float, str, str]] = []
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> bool:
        """Count a try before it is made, so that many at once are no way around; False where it has to wait."""
        with self._lock:
            since = time.monotonic() - _WAIT
            self._wrong = [wrong for wrong in self._wrong if wrong[0] > since]
            of_name = [place for _, tried, place in self._wrong if tried == name]
            of_address = sum(place == address for _, _, place in self._wrong)
            if of_name.count(address) >= _MOST_TRIES or max(len(of_name), of_address) >= _MOST_TRIES_SPREAD:
                return False
            self._wrong.append((time.monotonic(), name, address))
            return True

    def right(self, name: str, address: str) -> None:
        """The password was the right one: nothing was tried."""
        with self._lock:
            self._wrong = [wrong for wrong in self._wrong if wrong[1:] != (name, address)]


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
    if not is_name(name) or not _from_proxy(request, site):
        return None
    with site.engine.connect() as connection:
        account = account_of(connection, name)
    return Visitor(name, account.role if account else "viewer", f"proxy {name}")


def _from_proxy(request: Request, site: Site) -> bool:
    return request.client is not None and request.client.host in site.settings.proxies


def address_of(request: Request, site: Site) -> str:
    """Whence a request comes; where a proxy that is believed passes it on, whence that one had it."""
    if _from_proxy(request, site):
        passed_on = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if passed_on:
            return passed_on
    return request.client.host if request.client else ""


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


def _at_least(role: Role) -> object:
    async def admitted(request: Request, site: OfSite) -> Visitor:
        """Who asks. Raises NotIn, NotAllowed, and Forged for a change that our pages did not ask for.

        Nothing of a body is read for those who may not send it.
        """
        found = await run_in_threadpool(_who, request, site)
        if found is None:
            raise NotIn
        if not found.may(role):
            raise NotAllowed
        if request.method in _UNSAFE:
            await _check_page(request, site, found)
        return found

    return Depends(admitted)


OfVisitor = Annotated[Visitor, _at_least("viewer")]
OfReviewer = Annotated[Visitor, _at_least("reviewer")]
OfAdministrator = Annotated[Visitor, _at_least("administrator")]
