"""``audit account``: who may come in with a password, or by a proxy, and in which role."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass

from auditor import delivery
from auditor.batch.command import STORE
from auditor.errors import UsageError
from auditor.messages import words
from auditor.store.accounts import ROLES, Account, is_name, keep_account
from auditor.store.opening import open_store, writing
from auditor.web.access import SHORTEST_PASSWORD, kept_password


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit account``, as typed."""

    name: str
    role: str
    folder: str
    store: str | None = None
    without_password: bool = False
    language: str = "zh"


def run(request: Request) -> int:
    """Keep an account. Raises UsageError and StoreError."""
    role = next((known for known in ROLES if known == request.role), None)
    if role is None:
        raise UsageError("option_value", option="--role", detail=f"{request.role}（{'、'.join(ROLES)}）")
    name = request.name.strip()
    if not is_name(name):
        raise UsageError("account_name", name=name)
    secret = "" if request.without_password else kept_password(_password(name))
    store = request.store or str(delivery.made_folder(request.folder) / STORE)
    engine = open_store(store)
    with writing(engine) as connection:
        keep_account(connection, Account(name, role, secret))
    engine.dispose()
    delivery.tell(words("account_kept", request.language, name=name, role=role))
    return 0


def _password(name: str) -> str:
    """A password, asked for twice; from a pipe it is read once."""
    if sys.stdin is None or not sys.stdin.isatty():
        given = again = sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
    else:
        given, again = getpass.getpass("密码："), getpass.getpass("再输一次：")
    if given != again or len(given) < SHORTEST_PASSWORD:
        raise UsageError("account_password", name=name)
    return given
