"""Runs the commands of a page as its reader would, in a folder with the examples."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

from tests.manual.pages import Command, Step
from tests.manual.prepared import BY_HAND

_BIN = Path(sys.executable).parent
_SECONDS = 300
_VARYING = (
    (re.compile(r"\b[0-9a-f]{12,}\b"), "（哈希）"),
    (re.compile(r"\b\d+\.\d+\.\d+\b(?!\.)"), "（版本）"),
    (re.compile(r"token=\S+"), "token=（一次性）"),
)


def follow(step: Step, folder: Path, changed: Mapping[str, str] | None = None) -> None:
    """Does one step of a page; fails where a command ends or prints otherwise than the page says.

    ``changed`` gives what stands in commands for the names that only an office can fill in.
    """
    if name := step.mark("file"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.content, encoding="utf-8")
    elif name := step.mark("by hand"):
        BY_HAND[name](folder)
    for command in step.commands if step.kind == "console" else ():
        text = command.text
        for written, used in (changed or {}).items():
            text = text.replace(written, used)
        if step.mark("serves") is not None:
            _serve(text, folder)
        else:
            _run(text, folder, command, step)


def _run(text: str, folder: Path, command: Command, step: Step) -> None:
    ended = subprocess.run(
        ["/bin/bash", "-euc", text],
        cwd=folder,
        env=_environment(),
        input=(step.mark("types") or "") + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    printed = ended.stdout + ended.stderr
    expected = (step.mark("ends with") or "0").split(" or ")
    assert str(ended.returncode) in expected, (
        f"line {step.line}: {text}\nended with {ended.returncode}\n{printed[-3000:]}"
    )
    missing = not_printed(command.shown, printed, folder)
    assert missing is None, f"line {step.line}: {text}\ndid not print\n{missing}\nbut\n{printed[-6000:]}"


def not_printed(shown: tuple[str, ...], printed: str, folder: Path) -> str | None:
    """The first part of what a page shows that a command did not print, in order; None if all was."""
    printed, place = _masked(printed.replace(f"{folder}/", "")), 0
    for part in _masked("\n".join(shown)).split("…\n"):
        wanted = part.strip("\n").removesuffix("…").rstrip("\n")
        found = printed.find(wanted, place)
        if found < 0:
            return wanted
        place = found + len(wanted)
    return None


def _masked(text: str) -> str:
    for pattern, mask in _VARYING:
        text = pattern.sub(mask, text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _serve(text: str, folder: Path) -> None:
    """Starts a page on a free port, opens its link or its entrance, and stops it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    command = [*shlex.split(text.partition(" #")[0]), "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as served:
        assert served.stdout is not None
        told = ""
        try:
            while f":{port}" not in told:
                line = served.stdout.readline()
                assert line, f"{text}\n{told}"
                told += line
            link = re.search(r"https?://\S+", told)
            assert link, told
            address = f"http://127.0.0.1:{port}/" + link[0].partition(f":{port}/")[2]
            with build_opener(HTTPCookieProcessor()).open(address, timeout=60) as page:
                assert "<html" in page.read().decode()
        finally:
            served.terminate()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR")}
    return {**kept, "PATH": f"{_BIN}:{os.environ['PATH']}", "PYTHONUTF8": "1", "NO_COLOR": "1"}
