"""What the review page keeps in the store: words on findings, reports sent back, versions, people who may come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.store import accounts, decisions, follow_up, questions, schema
from auditor.store.accounts import Account
from auditor.store.decisions import Decision
from auditor.store.opening import writing
from auditor.store.parquet import export
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from tests.batch.conftest import round_of
from tests.batch.test_store import AGENCY, opened, tab007, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "年报"
    folder.mkdir()
    write(folder, new=3, handled_less=1)
    return folder


def _agency(engine: Engine) -> int:
    with engine.connect() as connection:
        number = questions.agency_number(connection, AGENCY)
    assert number is not None
    return number


def test_who_has_not_read_what_others_said_adds_nothing(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store)
    (fingerprint,) = tab007(engine)
    agency = _agency(engine)

    def say(who: str, said: decisions.Said, seen: int) -> list[str]:
        given = Decision(AGENCY, 2023, "TAB007", fingerprint, said, "", who)
        with writing(engine) as connection:
            return [word.who for word in decisions.decide_after(connection, given, agency, seen)]

    assert say("张", "confirmed", 0) == []
    assert say("李", "unfounded", 0) == ["张"]
    assert say("张", "pending", 0) == []  # one's own words are known
    assert say("李", "unfounded", 2) == []
    assert say("张", "noted", 3) == []
    with engine.connect() as connection:
        spoken = decisions.spoken_of(connection, agency, 2023)[fingerprint]
        (last,) = decisions.last_decisions(connection, 2023)
    assert [(word.who, word.said) for word in spoken.words] == [
        ("张", "confirmed"),
        ("张", "pending"),
        ("李", "unfounded"),
        ("张", "noted"),
    ]
    assert spoken.holds is not None
    assert (spoken.holds.who, spoken.last, last.said) == ("李", 4, "unfounded")


def test_a_report_is_sent_back_resubmitted_and_closed(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store)
    agency = _agency(engine)

    def counted() -> int:
        with engine.connect() as connection:
            return questions.counted(connection, agency, 2023) or 0

    def states() -> list[tuple[str, str, bool]]:
        with engine.connect() as connection:
            found = follow_up.followed_up(connection, 2023)
        return [(item.name, item.state, item.sent == first) for item in found]

    first = counted()
    with writing(engine) as connection:
        follow_up.send(connection, first, "sent", "请更正", "张")
    assert states() == [(AGENCY, "sent", True)]
    with engine.connect() as connection:
        (appeared,) = [
            questions.appearances(connection, agency, item.anchor)
            for item in questions.found_in_year(connection, 2023, ("TAB007",))
        ]
    assert [(item.year, item.report, item.counted) for item in appeared] == [(2023, first, True)]

    write(folder, new=5)
    engine, _, _ = round_of(folder, store)
    assert states() == [(AGENCY, "resubmitted", True)]
    with engine.connect() as connection:
        found = questions.versions(connection, agency, 2023)
        assert [(item.counted, item.current) for item in found] == [(True, True), (False, False)]
        assert questions.version(connection, first) == found[1]
        assert questions.version(connection, 999) is None
        received = questions.received(connection, str(folder))
    assert [(item.agency, item.year, item.report, item.document_fault) for item in received] == [
        (AGENCY, 2023, found[0].report, None)
    ]
    with writing(engine) as connection:
        follow_up.send(connection, counted(), "closed", "", "李")
    assert states() == [(AGENCY, "closed", False)]
    with engine.connect() as connection:
        told = follow_up.sendings_of(connection, agency, [2023])
        assert follow_up.followed_up(connection, 2022) == []
    assert [(item.what, item.note, item.who) for item in told] == [("sent", "请更正", "张"), ("closed", "", "李")]
    for change in (update(schema.sendings).values(who="王"), delete(schema.sendings)):
        with pytest.raises(DBAPIError, match="only ever added"), writing(engine) as connection:
            connection.execute(change)


def test_somebody_is_in_until_they_leave_or_their_account_changes(store: str, tmp_path: Path) -> None:
    engine = opened(store)
    with writing(engine) as connection:
        accounts.keep_account(connection, Account("张", "reviewer", "kept"))
        one, other = (accounts.begin_session(connection, "张", "reviewer") for _ in range(2))
        visitor = accounts.visitor_of(connection, one)
        assert visitor is not None
        assert (visitor.name, visitor.may("viewer"), visitor.may("reviewer"), visitor.may("administrator")) == (
            "张",
            True,
            True,
            False,
        )
        assert accounts.visitor_of(connection, visitor.key) is None  # what the store keeps lets nobody in
        accounts.end_session(connection, visitor)
        assert accounts.visitor_of(connection, one) is None
        assert accounts.visitor_of(connection, other) is not None
        accounts.keep_account(connection, Account("张", "viewer", "kept"))
        assert accounts.visitor_of(connection, other) is None
        assert accounts.all_accounts(connection) == [Account("张", "viewer", "kept")]
        again = accounts.begin_session(connection, "张", "viewer")
        connection.execute(update(schema.sessions).values(ends="2020-01-01T00:00:00+00:00"))
        assert accounts.visitor_of(connection, again) is None
        assert accounts.page_secret(connection) == accounts.page_secret(connection)
    assert not {"about", "accounts", "sessions"} & export(engine, tmp_path / "out").keys()
