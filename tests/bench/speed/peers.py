"""The linters that people run on Chinese prose, on the same reports: how quick they are, and what each looks at.

They come from npm into a temporary folder and are no part of this project.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.speed.figures import Spread, table
from tests.bench.speed.running import audit, taken
from tests.bench.speed.texts import by_size, corpus, invented

REPORTS = 200
ALONE = 20
"""Reports that are also given to a process each."""
TIMES = 3
"""How often all reports are given to one process."""
_HEADINGS = ("tool", "a process each", "one call for all", "MiB", "bytes", "what it looks at")
_TEXTLINT_RULES: dict[str, object] = {
    "no-todo": True,
    "sentence-length": {"max": 100},
    "no-zero-width-spaces": True,
    "ja-space-between-half-and-full-width": True,
    "zh-half-and-full-width-bracket": {"bracket": "fullWidth"},
    "@textlint-rule/no-unmatched-pair": True,
    "@textlint-rule/no-invalid-control-character": True,
}
"""No preset for Chinese stands on npm; these are its general rules and those for CJK spaces and brackets."""
_PACKAGES = ("textlint", "zhlint", "autocorrect-node", *(
    name.replace("@textlint-rule/", "@textlint-rule/textlint-rule-")
    if name.startswith("@") else f"textlint-rule-{name}" for name in _TEXTLINT_RULES
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peer:
    """A linter: its package, how it is called, what it looks at."""

    package: str
    command: tuple[str, ...]
    looks_at: str


PEERS = (
    Peer(
        "textlint",
        ("textlint",),
        "general rules for prose: spaces, brackets, pairs of signs, control characters, sentences beyond 100 "
        "characters, TODO; reads no table and ties no number",
    ),
    Peer("zhlint", ("zhlint",), "spaces and punctuation between Chinese and Latin; reads no table and ties no number"),
    Peer(
        "autocorrect-node",
        ("autocorrect", "--lint", "--format", "json", "--threads", "1"),
        "spaces, punctuation and spelling of names between Chinese and Latin (Rust; one thread here); reads no table "
        "and ties no number",
    ),
)
_OURS = (
    "structure, three tables, every number of the narrative against its cell, improvements, wording (all stable rules)"
)


_NOTE = (
    f"Linters: the same {REPORTS} reports as text files (those of the corpus, the others generated); reports a second "
    f"from the start of a process to its end, a process each for {ALONE} of them and all in one call {TIMES} times. "
    "MiB: of the largest process in the one call. Bytes: what it printed there."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The table of all, and what is to be said below."""

    table: str
    notes: list[str]


def compared() -> Compared:
    """Fetch the peers and measure all on the same reports; where npm is not there, it says so."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        there = folder / "reports"
        paths = _reports(there)
        lines = [_line("this tool", audit("check"), paths, _OURS, folder)]
        fault = _fetched(folder)
        for peer in PEERS:
            if fault:
                lines.append((peer.package, *["not measured"] * 4, peer.looks_at))
                continue
            name = f"{peer.package} {_version(folder, peer.package)}"
            start = [str(folder / "node_modules" / ".bin" / peer.command[0]), *peer.command[1:]]
            lines.append(_line(name, start, paths, peer.looks_at, folder))
    notes = [_NOTE, f"Linters not measured: {fault}."] if fault else [_NOTE]
    return Compared(table(_HEADINGS, lines), notes)


def _reports(folder: Path) -> list[str]:
    folder.mkdir()
    written = corpus()
    for path in written:
        shutil.copy(path, folder)
    for number, text in enumerate(invented(REPORTS - len(written))):
        (folder / f"invented-{number:03}.txt").write_text(text, encoding="utf-8")
    return [str(path) for path in sorted(folder.iterdir())]


def _fetched(folder: Path) -> str:
    """Install the peers in a folder; why not, where that fails."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not there"
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error")
    done = subprocess.run(
        [npm, "install", *quiet, "--prefix", str(folder), *_PACKAGES], capture_output=True, check=False
    )
    (folder / ".textlintrc.json").write_text(json.dumps({"rules": _TEXTLINT_RULES}), encoding="utf-8")
    return "npm could not install them" if done.returncode else ""


def _version(folder: Path, package: str) -> str:
    told = json.loads((folder / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
    return str(told["version"])


def _line(name: str, start: Sequence[str], paths: Sequence[str], looks_at: str, folder: Path) -> tuple[str, ...]:
    some = [str(path) for path in by_size([Path(path) for path in paths], ALONE)]
    taken([*start, some[0]], folder=folder)
    alone = Spread(tuple(1 / taken([*start, path], folder=folder).seconds for path in some))
    took = [taken([*start, *paths], folder=folder) for _ in range(TIMES)]
    whole = Spread(tuple(len(paths) / one.seconds for one in took))
    size = f"{len(took[0].output):,}"
    return (name, alone.told(), whole.told(), f"{max(one.largest for one in took):.0f}", size, looks_at)
