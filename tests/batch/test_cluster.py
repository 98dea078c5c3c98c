"""The same round on a cluster of two workers, of which one is killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from auditor.api import Options
from auditor.batch.cluster import Cluster
from auditor.batch.pool import Limits
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.errors import UsageError
from sqlalchemy import Engine

from tests.batch.conftest import OPEN, Heard, round_of
from tests.batch.machines import Machines
from tests.batch.test_round import contents
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two years of twelve agencies."""
    top = tmp_path / "年报"
    for year in (2022, 2023):
        (top / str(year)).mkdir(parents=True)
        for number, own in enumerate((STALLS, TEA_FACTORY, FERRIES) * 4):
            name = f"青芦县{'甲乙丙丁戊己庚辛壬癸子丑'[number]}坪镇人民政府"
            text = report(name, year, own.replace("三", "四" if number > 5 else "三"), new=number + year - 2020)
            (top / str(year) / f"{name}.txt").write_text(text, encoding="utf-8")
    (top / "空.txt").write_text("", encoding="utf-8")
    return top


def round_on(machines: Machines, folder: Path, store: Path, documents: int) -> Engine:
    wanted = Round((str(folder),), str(store), None, frozenset(), 1, Limits(60, 2048), Options())
    shards = store.parent / "shards"
    engine = run(
        wanted, Heard(), "zh", lambda setup: Cluster(machines.address, shards, setup, wanted.limits, documents)
    )
    OPEN.append(engine)
    assert list(shards.iterdir()) == []
    return engine


@pytest.mark.figures
def test_a_round_on_a_cluster_that_loses_a_worker_is_the_round_on_one_machine(
    machines: Machines, folder: Path, tmp_path: Path
) -> None:
    first, _ = machines.add_worker(), machines.add_worker()
    shards = tmp_path / "shards"

    def kill_at_work() -> None:
        while not (shards.exists() and any(shards.glob("*.shard"))):
            time.sleep(0.05)
        time.sleep(4)
        os.kill(first.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_at_work)
    killer.start()
    engine = round_on(machines, folder, tmp_path / "cluster.db", documents=8)
    killer.join()
    assert first.wait() == -signal.SIGKILL
    alone, _, _ = round_of(folder, str(tmp_path / "alone.db"))
    assert contents(engine) == contents(alone)


@pytest.mark.slow
def test_no_scheduler_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.batch.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(UsageError) as refused:
        Cluster("tcp://127.0.0.1:9", tmp_path, b"", Limits(1, 1))
    assert refused.value.code == "scheduler_missing"


def certificates(folder: Path) -> dict[str, str]:
    """An authority and one certificate of it, as Dask is told of them."""

    def openssl(*arguments: str) -> None:
        subprocess.run([str(shutil.which("openssl")), *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "rsa:2048", "-nodes", "-days", "1")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority")
    openssl("req", *key[:3], "-keyout", "me.key", "-out", "me.csr", "-subj", "/CN=machine")
    openssl("x509", "-req", "-in", "me.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "me.pem")
    told = {"require-encryption": "true", "tls.ca-file": str(folder / "ca.pem")}
    for role in ("scheduler", "worker", "client"):
        told |= {f"tls.{role}.cert": str(folder / "me.pem"), f"tls.{role}.key": str(folder / "me.key")}
    return {f"distributed.comm.{key}": value for key, value in told.items()}


@pytest.mark.figures
@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
def test_a_cluster_with_certificates_hears_nobody_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask
    import distributed  # noqa: F401 - its settings are there from then on

    told = certificates(tmp_path)
    for name, value in told.items():
        variable = name.upper().replace(".", "__").replace("-", "_")
        monkeypatch.setenv(f"DASK_{variable}", value)
    secured = tmp_path / "machines"
    secured.mkdir()
    with closing(Machines(secured, "--protocol", "tls")) as machines:
        machines.add_worker()
        assert machines.address.startswith("tls://")
        with dask.config.set(told):
            engine = round_on(machines, folder, tmp_path / "cluster.db", documents=8)
        alone, _, _ = round_of(folder, str(tmp_path / "alone.db"))
        assert contents(engine) == contents(alone)
        monkeypatch.setattr("auditor.batch.cluster._CONNECT_SECONDS", 3)
        for address in (machines.address, machines.address.replace("tls:", "tcp:")):
            with pytest.raises(UsageError) as refused:
                Cluster(address, tmp_path / "other", b"", Limits(1, 1))
            assert refused.value.code == "scheduler_missing"
