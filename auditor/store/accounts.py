"""Who may use the review page of a store, in which role, and who is using it now."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias, get_args

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from auditor.store.intake import now
from auditor.store.schema import about, accounts, sessions
from auditor.text.visible import has_invisible

Role: TypeAlias = Literal["viewer", "reviewer", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most that one may do."""
_HOURS = 12
"""How long somebody who came in may stay."""
_CLOCKS_DIFFER = timedelta(minutes=5)
"""By so much a clock may be set back without an end of somebody's stay."""
_KEY_BYTES = 32
LONGEST_NAME = 80


class Account(msgspec.Struct, frozen=True):
    """Somebody who may come in with a password, or whom a proxy has let in."""

    name: str
    role: Role
    secret: str
    """The password as argon2 keeps it; empty for those whom only a proxy lets in."""


class Visitor(msgspec.Struct, frozen=True):
    """Somebody who has come in."""

    name: str
    role: Role
    key: str
    """What tells this stay from others; never shown."""

    def may(self, role: Role) -> bool:
        """Whether they may do what those of a role may do."""
        return ROLES.index(self.role) >= ROLES.index(role)


def is_name(given: str) -> bool:
    """Whether people can be called so: something visible on one line, and nothing that cannot be seen."""
    return 0 < len(given) <= LONGEST_NAME and given == given.strip() and not has_invisible(given)


def keep_account(connection: Connection, account: Account) -> None:
    """Add an account, or give it another role or password; whoever is in with the old ones is out."""
    values = {"role": account.role, "secret": account.secret}
    known = update(accounts).where(accounts.c.name == account.name).values(**values)
    if not connection.execute(known).rowcount:
        connection.execute(insert(accounts).values(name=account.name, made=now(), **values))
    connection.execute(delete(sessions).where(sessions.c.who == account.name))


def close_account(connection: Connection, name: str) -> None:
    """Nobody comes in with this account any more, and whoever is in is out."""
    connection.execute(delete(accounts).where(accounts.c.name == name))
    connection.execute(delete(sessions).where(sessions.c.who == name))


def account_of(connection: Connection, name: str) -> Account | None:
    """The account of a name."""
    asked = select(accounts.c.name, accounts.c.role, accounts.c.secret).where(accounts.c.name == name)
    row = connection.execute(asked).first()
    return Account(*row) if row else None


def all_accounts(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    asked = select(accounts.c.name, accounts.c.role, accounts.c.secret).order_by(accounts.c.name)
    return [Account(*row) for row in connection.execute(asked)]


def begin_session(connection: Connection, who: str, role: Role) -> str:
    """Let somebody in; what they show from then on. The store keeps its hash only."""
    shown = secrets.token_urlsafe(_KEY_BYTES)
    moment = datetime.now(UTC)
    connection.execute(delete(sessions).where(sessions.c.ends < moment.isoformat(timespec="seconds")))
    ends = (moment + timedelta(hours=_HOURS)).isoformat(timespec="seconds")
    connection.execute(insert(sessions).values(key=_hashed(shown), who=who, role=role, ends=ends))
    return shown


def visitor_of(connection: Connection, shown: str) -> Visitor | None:
    """Who showed this; None if it is unknown or has run out, also where the clock was set back since."""
    latest = (datetime.now(UTC) + timedelta(hours=_HOURS) + _CLOCKS_DIFFER).isoformat(timespec="seconds")
    asked = select(sessions.c.who, sessions.c.role, sessions.c.key).where(
        sessions.c.key == _hashed(shown), sessions.c.ends >= now(), sessions.c.ends <= latest
    )
    row = connection.execute(asked).first()
    return Visitor(*row) if row else None


def end_session(connection: Connection, visitor: Visitor) -> None:
    """Somebody leaves."""
    connection.execute(delete(sessions).where(sessions.c.key == visitor.key))


def end_strangers(connection: Connection) -> None:
    """Whoever came in by another way than the accounts that there are, or in another role, is out."""
    known = select(accounts.c.name).where(accounts.c.name == sessions.c.who, accounts.c.role == sessions.c.role)
    connection.execute(delete(sessions).where(~known.exists()))


def page_secret(connection: Connection) -> str:
    """What the review page of a store signs with; made the first time."""
    found = connection.scalar(select(about.c.value).where(about.c.key == "page_secret"))
    if found is None:
        found = secrets.token_urlsafe(_KEY_BYTES)
        connection.execute(insert(about).values(key="page_secret", value=found))
    return str(found)


def _hashed(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()
