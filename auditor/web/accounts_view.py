"""Who may come in: for administrators of a review page with passwords, or behind a proxy."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from auditor.store.accounts import ROLES, Account, Role, account_of, all_accounts, close_account, is_name, keep_account
from auditor.store.opening import writing
from auditor.web.access import SHORTEST_PASSWORD, OfAdministrator, kept_password
from auditor.web.pages import page
from auditor.web.refusing import Refused
from auditor.web.site import OfSite

router = APIRouter()


@router.get("/accounts")
def accounts(site: OfSite, visitor: OfAdministrator) -> Response:
    """All accounts, and a form for one more."""
    with site.engine.connect() as connection:
        found = all_accounts(connection)
    return page(site, visitor, "accounts.html.j2", accounts=found, roles=ROLES, shortest=SHORTEST_PASSWORD)


@router.post("/accounts")
def keep(
    site: OfSite,
    visitor: OfAdministrator,
    name: Annotated[str, Form(max_length=80)],
    role: Annotated[Role, Form()],
    password: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Add an account or change one. An empty password leaves the one that there is."""
    name = name.strip()
    if not is_name(name):
        raise Refused(422, "请写姓名；姓名里不能有换行和看不见的字符。")
    if password and len(password) < SHORTEST_PASSWORD:
        raise Refused(422, f"密码至少 {SHORTEST_PASSWORD} 个字。")
    if name == visitor.name and role != "administrator":
        raise Refused(409, "不能把自己的角色改低，请让另一位管理员来改。")
    with writing(site.engine) as connection:
        known = account_of(connection, name)
        if not password and known is None and site.settings.entrance == "accounts":
            raise Refused(422, "新账号要有密码。")
        secret = kept_password(password) if password else known.secret if known else ""
        keep_account(connection, Account(name, role, secret))
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/close")
def close(site: OfSite, visitor: OfAdministrator, name: Annotated[str, Form(max_length=80)]) -> Response:
    """Close an account; what its owner said stays."""
    if name == visitor.name:
        raise Refused(409, "不能停用自己的账号。")
    with writing(site.engine) as connection:
        close_account(connection, name)
    return RedirectResponse("/accounts", 303)
