"""A report audited alone, in a round, in one that was stopped, by processes or on a cluster: the same bytes of JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from auditor.api import Options, audit_among, chosen_rules, model_version, parse_source, rulebook
from auditor.batch.cluster import Cluster
from auditor.batch.pool import Limits, Stopped
from auditor.batch.reopening import looked_up, reopened
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.batch.work import Done, Piece
from auditor.document import Neighbours, Report
from auditor.finding import Audit
from auditor.reading import read
from auditor.reporters.json_report import render
from auditor.reporters.run import Run
from auditor.store import results, schema
from sqlalchemy import Engine, select

from tests.batch.conftest import OPEN, Heard, HereAndNow
from tests.batch.machines import Machines
from tests.batch.texts import FERRIES, STALLS, report

OPTIONS = Options()
COUNTY, WATER = "青芦县人民政府", "青芦县水务局"
TOWNS = [f"青芦县{name}镇人民政府" for name in ("石笕", "渡口", "高坪", "青石", "白沙", "下洋", "横路")]
LIST = "机关名称,层级,上级机关,类别\n" + "".join(
    f"{name},{'县' if name in (COUNTY, WATER) else '乡'},{'' if name == COUNTY else COUNTY},\n"
    for name in (COUNTY, WATER, *TOWNS)
)
SAYS_NINE = "2023年，本机关收到政府信息公开申请9件，均已办结。"
SUMS_UP = "本报告数据汇总县政府各部门和各镇的情况。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county that sums up its towns and is smaller than two of them; seven towns with the same words, more than one
    is compared with; a bureau over two years; a town that reports twice, of which the file changed later stands first.
    """
    home = tmp_path_factory.mktemp("county")
    top = home / "年报"
    texts = {
        "2022/水务局.txt": report(WATER, 2022, FERRIES, new=9, carried_out=2),
        "2023/水务局.txt": report(WATER, 2023, FERRIES, new=4, carried_in=1, preamble=SAYS_NINE),
        "2023/县政府.txt": report(COUNTY, 2023, "全年开会四次。", new=5, preamble=SUMS_UP),
        "2023/一再报.txt": report(TOWNS[0], 2023, f"{STALLS}{FERRIES}", new=6),
    }
    for number, town in enumerate(TOWNS):
        texts[f"2023/{town}.txt"] = report(town, 2023, STALLS, new=7 if number > 4 else 3)
    for name, text in texts.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        stamp = 1_700_000_000 + 100 * (name == "2023/一再报.txt")
        os.utime(path, (stamp, stamp))
    (home / "名单.csv").write_text(LIST, encoding="utf-8")
    return top


@pytest.fixture(scope="module")
def due(folder: Path) -> dict[str, str]:
    """The JSON of each report after a round at once in this process, by its path."""
    engine = round_by(HereAndNow(), folder, str(folder.parent / "whole.db"))
    try:
        return told_by(engine)
    finally:
        engine.dispose()


def round_by(crew: HereAndNow, folder: Path, store: str) -> Engine:
    agencies = str(folder.parent / "名单.csv")
    return run(Round((str(folder),), store, agencies, options=OPTIONS), Heard(), "zh", crew.hired)


def told(audit: Audit) -> str:
    return render(Run([audit], [], rulebook(), model_version(), with_text=True))


def told_by(engine: Engine) -> dict[str, str]:
    """The JSON of each report of a store, by its path."""
    found = {}
    for number in _numbers(engine):
        again = reopened(engine, looked_up(engine, number, OPTIONS), OPTIONS)
        assert again.stands
        found[again.audit.report.source.path] = told(again.audit)
    return found


def _numbers(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return results.current_reports(connection)


def told_alone(engine: Engine) -> dict[str, str]:
    """The JSON of each report read from its file and audited beside the files that the store says stand beside it."""
    numbers = _numbers(engine)
    with engine.connect() as connection:
        around = results.beside(connection, numbers)
        asked = select(schema.reports.c.id, schema.documents.c.path).join(
            schema.documents, schema.documents.c.id == schema.reports.c.document
        )
        paths = {row.id: row.path for row in connection.execute(asked)}
    book = rulebook()
    rules = chosen_rules(book, OPTIONS)
    found = {}
    for item in around:
        neighbours = Neighbours(
            _read(paths[item.previous]) if item.previous else None,
            tuple(_read(paths[number]) for number in item.peers),
            tuple(_read(paths[number]) for number in item.children),
        )
        found[item.path] = told(audit_among(_read(item.path), neighbours, book, rules))
    return found


def _read(path: str) -> Report:
    [found] = parse_source(read(path), OPTIONS)
    return found


@pytest.mark.slow
def test_alone_and_in_a_round_it_is_the_same(folder: Path, due: dict[str, str]) -> None:
    engine = round_by(HereAndNow(), folder, str(folder.parent / "whole.db"))
    OPEN.append(engine)
    assert told_alone(engine) == due
    assert len(due) == 11
    fired = {rule for text in due.values() for rule in ("BOI001", "BOI002", "PLA007") if f'"rule": "{rule}"' in text}
    assert fired == {"BOI001", "BOI002", "PLA007"}, "neighbours are looked at"


@pytest.mark.slow
def test_after_a_stop_at_any_piece_it_is_the_same(
    folder: Path, due: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file a piece: the round is stopped in the middle of reading, at its end, and in the middle of auditing."""
    goes_on_after_stops(folder, due, str(tmp_path / "stopped.db"), monkeypatch)


@pytest.mark.figures
def test_after_a_stop_it_is_the_same_in_a_store_of_any_kind(
    folder: Path, due: dict[str, str], store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on_after_stops(folder, due, store, monkeypatch)


def goes_on_after_stops(folder: Path, due: dict[str, str], store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.batch.rounds.AT_ONCE", 1)
    for most in (1, 5, 3, 2, 4):
        with pytest.raises(KeyboardInterrupt):
            round_by(HereAndNow(most), folder, store)
    rest = HereAndNow()
    engine = round_by(rest, folder, store)
    OPEN.append(engine)
    assert len(rest.worked_on) == 2 * len(due) - 15
    assert told_by(engine) == due


class Backwards(HereAndNow):
    """As several processes may: what was asked first is finished last."""

    def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
        yield from reversed(list(super().done(pieces)))


@pytest.mark.slow
def test_files_that_are_taken_in_backwards_change_nothing(
    folder: Path, due: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.batch.rounds.AT_ONCE", 1)
    engine = round_by(Backwards(), folder, str(tmp_path / "backwards.db"))
    OPEN.append(engine)
    assert told_by(engine) == due


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.figures
def test_by_one_process_and_by_two_it_is_the_same(
    folder: Path, due: dict[str, str], tmp_path: Path, workers: int
) -> None:
    agencies, store = str(folder.parent / "名单.csv"), str(tmp_path / "processes.db")
    wanted = Round((str(folder),), store, agencies, frozenset(), workers, Limits(60, 2048), OPTIONS)
    engine = run(wanted, Heard(), "zh")
    OPEN.append(engine)
    assert told_by(engine) == due


@pytest.mark.figures
def test_on_a_cluster_it_is_the_same(machines: Machines, folder: Path, due: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        machines.add_worker()
    agencies = str(folder.parent / "名单.csv")
    limits = Limits(60, 2048)
    wanted = Round((str(folder),), str(tmp_path / "cluster.db"), agencies, frozenset(), 1, limits, OPTIONS)
    shards = tmp_path / "shards"
    engine = run(wanted, Heard(), "zh", lambda setup: Cluster(machines.address, shards, setup, limits, documents=3))
    OPEN.append(engine)
    assert told_by(engine) == due
