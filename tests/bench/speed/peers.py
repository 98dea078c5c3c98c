"""The linters that people run on Chinese prose, on the same reports: how quick they are, and what each looks at.

They come from npm into a temporary folder and are no part of this project.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.speed.figures import Goal, Row, Spread, ratios, table
from tests.bench.speed.running import Took, audit, taken
from tests.bench.speed.texts import by_size, corpus, invented

REPORTS = 200
ALONE = 20
"""Reports that are also given to a process each."""
TIMES = 3
"""How often all reports are given to one process."""
_HEADINGS = ("tool", "a process each", "one call for all", "MiB", "reports named", "what it looks at")
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
    ahead: bool = True
    """Whether the goal is to be ahead of it."""
    pattern: bool = False
    """Whether it takes many files as one pattern within its folder, and of several names the first only."""


PEERS = (
    Peer(
        "textlint",
        ("textlint",),
        "general rules for prose: spaces, brackets, pairs of signs, control characters, sentences beyond 100 "
        "characters, TODO; reads no table and ties no number",
    ),
    Peer(
        "zhlint",
        ("zhlint",),
        "spaces and punctuation between Chinese and Latin; reads no table and ties no number",
        pattern=True,
    ),
    Peer(
        "autocorrect-node",
        ("autocorrect", "--lint", "--format", "json", "--threads", "1"),
        "spaces, punctuation and spelling of names between Chinese and Latin (Rust; one thread here); reads no table "
        "and ties no number",
        ahead=False,
    ),
)
_OURS = (
    "structure, three tables, every number of the narrative against its cell, improvements, wording (all stable rules)"
)
_NOTE = (
    f"Linters: the same {REPORTS} reports as text files (those of the corpus, the others generated); reports a second "
    f"from the start of a process to its end, a process each for {ALONE} of them and all in one call {TIMES} times. "
    "MiB: of the largest process in the one call. Reports named: of how many it said anything there."
)


@dataclass(slots=True)
class _Tool:
    """A tool as it is called here, and the runs of it."""

    name: str
    start: list[str]
    together: list[str]
    looks_at: str
    ahead: bool = False
    alone: list[Took] = field(default_factory=list)
    whole: list[Took] = field(default_factory=list)

    @property
    def rates(self) -> tuple[Spread, Spread]:
        """Reports a second, a process each and all in one call."""
        each = Spread(tuple(1 / took.seconds for took in self.alone))
        return each, Spread(tuple(REPORTS / took.seconds for took in self.whole))


@dataclass(frozen=True, slots=True)
class Compared:
    """How far this tool is ahead, the table of all, and what is to be said below."""

    rows: list[Row]
    table: str
    notes: list[str]


def compared() -> Compared:
    """Fetch the peers and measure all on the same reports, in turn; where npm is not there, it says so."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = _reports(folder / "reports")
        named = [str(path.relative_to(folder)) for path in paths]
        ours = _Tool("this tool", audit("check"), named, _OURS)
        fault = _fetched(folder)
        peers = [] if fault else [_tool(peer, named, folder) for peer in PEERS]
        tools = [ours, *peers]
        for path in by_size(paths, ALONE):
            for tool in tools:
                tool.alone.append(taken([*tool.start, str(path.relative_to(folder))], folder=folder))
        for _ in range(TIMES):
            for tool in tools:
                tool.whole.append(taken([*tool.start, *tool.together], folder=folder))
    rows = [row for peer in peers for row in _rows(ours, peer)]
    missing = [Row(f"linter {peer.package}", why_not=fault) for peer in PEERS if fault]
    return Compared([*rows, *missing], table(_HEADINGS, [_line(tool, paths) for tool in tools]), [_NOTE])


def _tool(peer: Peer, named: list[str], folder: Path) -> _Tool:
    start = [str(folder / "node_modules" / ".bin" / peer.command[0]), *peer.command[1:]]
    together = [f"{Path(named[0]).parent}/*.txt"] if peer.pattern else named
    told = json.loads((folder / "node_modules" / peer.package / "package.json").read_text(encoding="utf-8"))
    return _Tool(f"{peer.package} {told['version']}", start, together, peer.looks_at, peer.ahead)


def _rows(ours: _Tool, peer: _Tool) -> Iterator[Row]:
    """How many times as many reports a second are ours."""
    goal = Goal(1, at_least=True) if peer.ahead else None
    for how, mine, other in zip(("a process each", "all in one call"), ours.rates, peer.rates, strict=True):
        yield Row(f"reports, {how}", mine, "a s", other, peer.name, ratios(mine.values, other.values), goal)


def _line(tool: _Tool, paths: Sequence[Path]) -> tuple[str, ...]:
    said = tool.whole[0].output.decode(errors="replace") + tool.whole[0].said
    count = sum(path.name in said for path in paths)
    each, whole = (rate.told() for rate in tool.rates)
    return (tool.name, each, whole, f"{max(took.largest for took in tool.whole):.0f}", str(count), tool.looks_at)


def _reports(folder: Path) -> list[Path]:
    folder.mkdir()
    written = corpus()
    for path in written:
        shutil.copy(path, folder)
    for number, text in enumerate(invented(REPORTS - len(written))):
        (folder / f"invented-{number:03}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


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
