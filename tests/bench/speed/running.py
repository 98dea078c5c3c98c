"""Commands run as processes of their own, and what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[3]
_LAUNCH = Path(__file__).with_name("launch.py")
_GOOD = (0, 1)
"""How the tools end: 1 says that something was found."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took."""

    seconds: float
    """From its start to its end."""
    cpu: float
    """Seconds of user and system, of it and all that it started."""
    own: float
    """MiB at most, of its own process and of those that it waited for."""
    largest: float
    """MiB at most, of the largest of it and all that it started."""
    output: bytes
    said: str
    """What it wrote to standard error."""


def taken(command: Sequence[str], good: Sequence[int] = _GOOD, folder: Path = ROOT) -> Took:
    """Run a command in a folder. Raises RuntimeError with what it said where it ended badly."""
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "output"
        launcher = [sys.executable, "-I", "-S", str(_LAUNCH), str(output), *command]
        done = subprocess.run(launcher, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        said = done.stderr.decode(errors="replace")
        told = msgspec.json.decode(done.stdout, type=dict[str, float]) if done.returncode == 0 else {"code": -1}
        if told["code"] not in good or "Traceback" in said:
            raise RuntimeError(f"{' '.join(command)[:400]} ended with {told['code']:.0f}: {said[-2000:]}")
        return Took(told["seconds"], told["cpu"], told["own"], told["largest"], output.read_bytes(), said)


def audit(*arguments: str) -> list[str]:
    """The command of a user: the script that is installed beside this Python, else the module."""
    script = Path(sys.executable).with_name("audit")
    start = [str(script)] if os.access(script, os.X_OK) else [sys.executable, "-m", "auditor.cli"]
    return [*start, *arguments]


def python(code: str, *arguments: str) -> list[str]:
    """A piece of Python of its own."""
    return [sys.executable, "-c", code, *arguments]


def answer(module: str, *arguments: str) -> Any:
    """What a module of this package printed as JSON in a process of its own."""
    return msgspec.json.decode(taken([sys.executable, "-m", f"tests.bench.speed.{module}", *arguments]).output)
