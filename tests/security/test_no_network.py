"""No audit, no batch and no page opens a connection to another machine, in any process, whatever the files ask for."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from auditor.corpus import REPORTS
from auditor.reading import source_of_bytes
from auditor.resources import templates_folder, web_static_folder
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import html

from tests.documents import older
from tests.documents.runs import UNBALANCED
from tests.documents.writing import saved
from tests.security.test_web_doors import LOOKS, address_of, as_role, unchanged
from tests.web.conftest import Client, filled

__all__ = ["as_role", "filled", "unchanged"]

ELSEWHERE = "http://192.0.2.1/a"
"""Of a block of addresses that nobody has."""
WATCHED = textwrap.dedent("""
    import os, sys

    HERE = {"127.0.0.1", "::1", "localhost", b"localhost", None, ""}
    CALLS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0,
             "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


    def watched(event, arguments):
        if event not in CALLS:
            return
        address = arguments[CALLS[event]]
        host = address[0] if isinstance(address, tuple) else address
        on_a_path = event == "socket.connect" and isinstance(address, (str, bytes))
        if host not in HERE and not on_a_path:
            with open(os.environ["WATCHED_CONNECTIONS"], "a") as told:
                told.write(f"{event} {host}\\n")
            raise PermissionError(event)


    sys.addaudithook(watched)
    with open(os.environ["WATCHED_CONNECTIONS"] + ".processes", "a") as told:
        told.write(" ".join(sys.orig_argv) + "\\n")
""")
"""Loaded by every Python that has it on its path: connections to other machines are told of and refused."""


@pytest.fixture
def watched(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """The environment of a process that is watched with all its children, and where connections are told."""
    folder, told = tmp_path / "watched", tmp_path / "connections"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCHED, encoding="utf-8")
    told.touch()
    own = [str(folder), str(Path(__file__).parents[2])]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**environment, "PYTHONPATH": os.pathsep.join(own), "WATCHED_CONNECTIONS": str(told)}, told


def watched_processes(told: Path) -> str:
    """The command lines of all processes that were watched."""
    return told.with_name(told.name + ".processes").read_text(encoding="utf-8")


def python(code: str, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def asking_files(folder: Path) -> Path:
    """Reports in every format that is read without another program, each asking for something elsewhere."""
    folder.mkdir()
    text = (REPORTS / f"{UNBALANCED}.txt").read_text(encoding="utf-8")
    (folder / "朔溪县人民政府2021.txt").write_text(
        f"{text}\n{ELSEWHERE}\n\\\\192.0.2.1\\share\\a.doc\n", encoding="utf-8"
    )
    document = Document()
    document.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    for line in text.splitlines():
        document.add_paragraph(line)
    (folder / "朔溪县人民政府2022.docx").write_bytes(saved(document))
    page = (
        f'<!DOCTYPE html SYSTEM "{ELSEWHERE}.dtd" [<!ENTITY x SYSTEM "{ELSEWHERE}">]><html><head>'
        f'<base href="{ELSEWHERE}"><link rel=stylesheet href="{ELSEWHERE}"><script src="{ELSEWHERE}"></script></head>'
        f'<body><img src="{ELSEWHERE}"><iframe src="{ELSEWHERE}"></iframe>'
        f"{''.join(f'<p>{line}</p>' for line in text.splitlines())}</body></html>"
    )
    (folder / "朔溪县人民政府2023.html").write_text(page, encoding="utf-8")
    return folder


def test_the_watch_sees_children_and_names(watched: tuple[dict[str, str], Path]) -> None:
    environment, told = watched
    code = """
import multiprocessing, socket, sys
def ask(host):
    try:
        socket.create_connection((host, 9), timeout=1)
    except OSError:
        pass
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=ask, args=("192.0.2.1",))
    child.start(); child.join()
    ask("elsewhere.example")
    ask("127.0.0.1")
"""
    python(code, environment)
    assert told.read_text().splitlines() == ["socket.getaddrinfo 192.0.2.1", "socket.getaddrinfo elsewhere.example"]


@pytest.mark.figures
def test_an_audit_and_a_round_over_processes_ask_nobody(watched: tuple[dict[str, str], Path], tmp_path: Path) -> None:
    environment, told = watched
    files = asking_files(tmp_path / "报告")
    code = """
import sys
from auditor.cli import main
def call(*arguments):
    try:
        main(arguments)
    except SystemExit as ended:
        print("ended", ended.code)
if __name__ == "__main__":
    files, folder = sys.argv[1:]
    for form in ("html", "sarif", "xlsx", "docx", "letter"):
        several = form in ("docx", "letter")
        call("check", files, "--format", form, "-o", f"{folder}/{form}" + ("" if several else f".{form}"))
    call("batch", files, "-o", f"{folder}/round", "--jobs", "2")
"""
    ended = python(code, environment, str(files), str(tmp_path))
    assert [line for line in ended.stdout.splitlines() if line.startswith("ended")] == [
        *["ended 1"] * 5,  # errors were found
        "ended 0",
    ], ended.stderr
    assert "forkserver" in watched_processes(told)
    assert {path.suffix for path in (tmp_path / "round").rglob("*") if path.is_file()} == {
        ".db",
        ".xlsx",
        ".html",
        ".docx",
    }
    assert told.read_text() == ""


@pytest.mark.figures
def test_the_server_asks_nobody(watched: tuple[dict[str, str], Path], filled: Path, tmp_path: Path) -> None:
    environment, told = watched
    shutil.copyfile(filled / "审核结果.db", tmp_path / "审核结果.db")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "auditor.cli", "web", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            link = re.search(r"/enter\?token=\S+", server.stdout.readline() + server.stdout.readline())
            assert link
            browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            cookie = ""
            for address in (link[0], "/", "/reports/2", "/reports/2/letter.docx", "/findings.xlsx", "/rules/TAB006"):
                browser.request("GET", address, headers={"cookie": cookie})
                answer = browser.getresponse()
                answer.read()
                cookie = (answer.getheader("set-cookie") or cookie).partition(";")[0]
                assert answer.status == (303 if "token" in address else 200)
            browser.close()
        finally:
            server.terminate()
    assert told.read_text() == ""


def test_no_page_of_the_server_refers_to_another_host(as_role: dict[str, Client]) -> None:
    for _, path in LOOKS:
        answer = as_role["administrator"].get(address_of(path))
        if not answer.headers.get("content-type", "").startswith("text/html") or not answer.text.strip():
            continue
        for item in html.document_fromstring(answer.text).iter():
            for name, value in item.attrib.items():
                if name in ("src", "href", "action", "formaction", "data", "poster", "srcset", "xlink:href"):
                    assert re.match(r"/(?!/)|#|\?", value), (path, item.tag, name, value)
                if name.startswith("hx-") and name.removeprefix("hx-") in ("get", "post", "put", "delete", "patch"):
                    assert re.match(r"/(?!/)", value), (path, name, value)


def test_no_style_and_no_script_of_ours_loads_anything() -> None:
    files = [*web_static_folder().iterdir(), *templates_folder().glob("*.css")]
    styles = [path for path in files if path.suffix == ".css"]
    assert len(styles) >= 5
    for path in styles:
        assert not re.search(r"url\((?!['\"]?data:)|@import|@font-face", path.read_text(encoding="utf-8")), path.name
    for path in (path for path in files if path.suffix == ".js" and not path.name.startswith("htmx")):
        assert not re.search(r"https?:|import\(|importScripts|WebSocket|sendBeacon", path.read_text("utf-8")), path.name


# ---- LibreOffice, which is no Python --------------------------------------------------------------------------------


PROSE = "全年收到政府信息公开申请二十七件，均已办结。" * 3


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what is asked of it; every question is answered with nothing."""
    heard: list[bytes] = []

    def answer(server: socket.socket) -> None:
        while True:
            try:
                asking, _ = server.accept()
            except OSError:
                return
            with asking:
                asking.settimeout(5)
                heard.append(asking.recv(1000).partition(b"\r\n")[0])
                asking.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)


def linked(port: int) -> bytes:
    """A document that shows a picture and a section of another address, as LibreOffice is given it."""
    address = f"http://127.0.0.1:{port}"
    frame = (
        '<text:p>前<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{}</draw:frame>后</text:p>'
    )
    image = f'<draw:image xlink:href="{address}/odt.png" xlink:type="simple" xlink:actuate="onLoad"/>'
    section = (
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/section.odt" xlink:type="simple"/>'
        f"<text:p>{PROSE}</text:p></text:section>"
    )
    return older.open_document(frame.format(image) + section)


@pytest.mark.figures
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", [".odt", ".doc"])
def test_libreoffice_fetches_nothing_for_us(suffix: str, tmp_path: Path) -> None:
    with listening() as (port, heard):
        raw = linked(port)
        if suffix == ".doc":
            raw = as_word_97(raw, tmp_path)
            heard.clear()
        source = source_of_bytes(raw, f"a{suffix}")
        assert heard == []
        assert PROSE in source.text
        as_a_clerk_opens_it(tmp_path / f"a{suffix}", raw)
        assert heard != []  # with its own settings it does ask: the documents are what they say


def as_word_97(raw: bytes, folder: Path) -> bytes:
    """The document as a .doc, links and all."""
    (folder / "given.odt").write_bytes(raw)
    convert(folder / "given.odt", "doc", folder)
    return (folder / "given.doc").read_bytes()


def as_a_clerk_opens_it(place: Path, raw: bytes) -> None:
    place.write_bytes(raw)
    convert(place, "pdf", place.parent / "out")


def convert(place: Path, suffix: str, folder: Path) -> None:
    profile = (place.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, "--outdir"]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    subprocess.run([*command, str(folder), str(place)], check=True, capture_output=True, timeout=180, env=environment)
