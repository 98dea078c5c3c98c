"""Coming in and leaving."""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from auditor import delivery
from auditor.messages import words
from auditor.store.accounts import Role, account_of, begin_session, end_session
from auditor.store.opening import writing
from auditor.web.access import OfVisitor, Tries, address_of, checked_password, cookie_name, from_here
from auditor.web.pages import page
from auditor.web.site import OfSite, Site

router = APIRouter()


def new_link(site: Site) -> str:
    """A link by which one browser can come in, once."""
    token = secrets.token_urlsafe(24)
    site.links.add(token)
    return f"{site.settings.address}enter?token={token}"


@router.get("/enter")
def enter(
    site: OfSite, token: Annotated[str, Query()] = "", wanted: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The page for coming in; with a token that nobody has used, one is in."""
    if site.settings.entrance == "link" and token:
        known = next((kept for kept in site.links if hmac.compare_digest(kept.encode(), token.encode())), None)
        if known is not None:
            site.links.discard(known)
            delivery.tell(words("web_link_next", "zh", link=new_link(site)))
            return _let_in(site, site.settings.who, "administrator")
    return page(
        site,
        None,
        "enter.html.j2",
        status=401 if token else 200,
        failed=bool(token) and site.settings.entrance == "link",
        wanted=wanted,
    )


@router.post("/enter")
def enter_with_password(
    site: OfSite,
    request: Request,
    name: Annotated[str, Form(max_length=80)],
    password: Annotated[str, Form(max_length=400)],
    wanted: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Come in with name and password."""
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") != "same-origin" or not from_here(request)
    if site.settings.entrance != "accounts" or elsewhere:
        return page(site, None, "enter.html.j2", status=401, failed=False, wanted="")
    tries: Tries = request.app.state.tries
    address = address_of(request, site)
    if not tries.begin(name, address):
        return page(site, None, "enter.html.j2", status=429, failed=True, wait=True, wanted=wanted)
    with site.engine.connect() as connection:
        account = account_of(connection, name)
    if not checked_password(password, account.secret if account else None) or account is None:
        return page(site, None, "enter.html.j2", status=401, failed=True, wanted=wanted)
    tries.right(name, address)
    return _let_in(site, account.name, account.role, wanted)


@router.post("/leave")
def leave(site: OfSite, visitor: OfVisitor) -> Response:
    """Leave: what the browser shows is good for nothing from now on."""
    with writing(site.engine) as connection:
        end_session(connection, visitor)
    answer = RedirectResponse("/enter", 303)
    answer.delete_cookie(cookie_name(site))
    return answer


def _let_in(site: Site, who: str, role: Role, wanted: str = "") -> Response:
    with writing(site.engine) as connection:
        shown = begin_session(connection, who, role)
    own = re.fullmatch(r"/(?![/\\])[^\s]*", wanted)  # a path of this site, nothing else
    answer = RedirectResponse(wanted if own else "/", 303)
    # Lax: links to reports that people send each other open; changes need a page of ours anyway.
    answer.set_cookie(cookie_name(site), shown, httponly=True, samesite="lax", secure=site.settings.secure, path="/")
    return answer
