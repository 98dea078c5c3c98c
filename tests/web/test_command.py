"""``audit web`` and ``audit account`` as they are typed."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest
from auditor.cli import main
from auditor.store.accounts import all_accounts
from auditor.store.opening import open_store
from auditor.web import command
from auditor.web.access import checked_password

from tests.web.conftest import PASSWORD


def _refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.strip()


def test_what_others_can_open_needs_people_to_be_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _refused(["web", str(tmp_path), "--host", "0.0.0.0"], capsys)  # noqa: S104 - refused
    assert told == ("--host 0.0.0.0 不只是本机：请用 --login accounts（账号密码）或 --login proxy（由前面的代理认人）")
    told = _refused(["web", str(tmp_path), "--login", "card"], capsys)
    assert told == "选项 --login 的值不对：card（link、accounts、proxy）"


def test_names_are_those_that_browsers_send(tmp_path: Path) -> None:
    request = command.Request(str(tmp_path), entrance="accounts", names=("审核.example.cn", "nianbao.example.cn"))
    assert command._settings(request).names == ("xn--tbtw60a.example.cn", "nianbao.example.cn")


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = _refused(["web", str(tmp_path), "--port", str(port)], capsys)
    assert told == f"不能用 127.0.0.1 的端口 {port}：Address already in use；请用 --port 换一个"


def test_a_free_port_is_taken_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[int] = []

    def serve(_: object, sockets: list[socket.socket]) -> None:
        served.append(sockets[0].getsockname()[1])
        sockets[0].close()

    monkeypatch.setattr("uvicorn.Server.run", serve)
    assert command.run(command.Request(str(tmp_path), port=0)) == 0
    assert f"http://127.0.0.1:{served[0]}/" in capsys.readouterr().out


def test_an_account_is_kept_with_its_password_hashed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    with pytest.raises(SystemExit) as ended:
        main(["account", "李强", "--role", "reviewer", "--folder", str(tmp_path)])
    assert (ended.value.code, capsys.readouterr().out) == (0, "已记下账号 李强（reviewer）\n")
    engine = open_store(str(tmp_path / "审核结果.db"))
    with engine.connect() as connection:
        (account,) = all_accounts(connection)
    engine.dispose()
    assert (account.name, account.role, PASSWORD in account.secret) == ("李强", "reviewer", False)
    assert checked_password(PASSWORD, account.secret)
    assert account.secret.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    monkeypatch.setattr("sys.stdin", io.StringIO("短\n"))
    told = _refused(["account", "李强", "--role", "viewer", "--folder", str(tmp_path)], capsys)
    assert told == "密码：两次不一样或少于 8 个字，没有记下账号 李强"
    told = _refused(["account", "李强", "--role", "boss", "--folder", str(tmp_path)], capsys)
    assert told == "选项 --role 的值不对：boss（viewer、reviewer、administrator）"
