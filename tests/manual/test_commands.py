"""Every command that the manual prints ends as the page says, and prints what the page shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.batch.conftest import PostgresServer
from tests.batch.machines import Machines
from tests.manual.pages import DOCS, PAGES, ROOT, Step, blocks, steps
from tests.manual.prepared import prepare
from tests.manual.running import follow, not_printed

NEEDS = ("postgresql", "cluster")
DATABASE = "postgresql://用户:密码@主机/库"
SCHEDULER = "tcp://scheduler:8786"
_KINDS = {"console", "toml", "text", "nginx", "yaml", "markdown", "{toctree}", ""}
_COMMAND = re.compile(r"\s*(\$ )?(audit|pip|pipx|python\d?|py|uv|dask|docker) ")


def needing(name: str) -> list[tuple[Path, Step]]:
    return [(page, step) for page in PAGES for step in steps(page) if step.mark("needs") == name]


def named(given: object) -> str:
    if isinstance(given, Path):
        return "-".join(given.relative_to(DOCS).with_suffix("").parts)
    return str(given.line) if isinstance(given, Step) else str(given)


@pytest.mark.manual
@pytest.mark.parametrize("page", [page for page in PAGES if list(steps(page))], ids=named)
def test_commands_of_a_page(page: Path, tmp_path: Path) -> None:
    prepare(tmp_path)
    for step in steps(page):
        if step.mark("needs") is None and step.mark("run by") is None:
            follow(step, tmp_path)


@pytest.mark.manual
def test_the_files_of_the_manual_are_written_by_command(tmp_path: Path) -> None:
    here, by_command = tmp_path / "here", tmp_path / "by command"
    prepare(here)
    subprocess.run([ROOT / ".ci" / "examples", by_command], check=True)
    written = {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert {
        path.relative_to(by_command): path.read_bytes() for path in by_command.rglob("*") if path.is_file()
    } == written


@pytest.mark.manual
@pytest.mark.parametrize(("page", "step"), needing("postgresql"), ids=named)
def test_commands_with_a_postgresql(page: Path, step: Step, tmp_path: Path, postgres: PostgresServer | None) -> None:
    if postgres is None:
        pytest.skip(f"{page.name}: no PostgreSQL on this machine")
    prepare(tmp_path)
    follow(step, tmp_path, {DATABASE: f"'{postgres.fresh_database()}'"})


@pytest.mark.manual
@pytest.mark.parametrize(("page", "step"), needing("cluster"), ids=named)
def test_commands_with_a_cluster(page: Path, step: Step, tmp_path: Path, machines: Machines) -> None:
    assert page.exists()
    machines.add_worker()
    prepare(tmp_path)
    follow(step, tmp_path, {SCHEDULER: machines.address, "/shared/": f"{tmp_path}/"})


def test_what_a_page_leaves_to_other_tests_is_run_by_one_that_there_is() -> None:
    left = {mark for page in PAGES for step in steps(page) if (mark := step.mark("run by"))}
    assert [name for name in left if not (ROOT / name).is_file()] == []
    assert {step.mark("needs") for page in PAGES for step in steps(page)} <= {None, *NEEDS}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_command_hides_in_a_block_that_is_not_run(page: Path) -> None:
    held = list(blocks(page))
    assert {block.kind for block in held} <= _KINDS
    others = [line for block in held if block.kind != "console" for line in block.content.splitlines()]
    assert [line for line in others if _COMMAND.match(line)] == []
    commands = [block for block in held if block.kind == "console"]
    assert [block for block in commands if not block.content.startswith("$ ")] == []


def test_what_is_shown_has_to_be_printed_in_its_order() -> None:
    printed = "错误 2\n  甲\n  乙\n规则 056e90418fe1\n"
    here = Path("/nowhere")
    assert not_printed(("错误 2", "…", "规则 0123456789ab"), printed, here) is None
    assert not_printed(("  甲", "规则 0123456789ab"), printed, here) == "  甲\n规则 （哈希）"
    assert not_printed(("  乙", "…", "  甲"), printed, here) == "  甲"


def test_a_page_says_what_its_commands_need(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "甲\n\n<!-- by hand takes in -->\n\n<!-- ends with 1; types 乙 -->\n```console\n$ a \\\n  b\nc\n$ d\n```\n"
        "```toml\nx = 1\n```\n<!-- file 子/x.toml -->\n```toml\ny = 1\n```\n",
        encoding="utf-8",
    )
    by_hand, commands, file = steps(page)
    assert (by_hand.mark("by hand"), commands.mark("ends with"), commands.mark("types")) == ("takes in", "1", "乙")
    assert [(command.text, command.shown) for command in commands.commands] == [("a   b", ("c",)), ("d", ())]
    assert (file.mark("file"), file.content) == ("子/x.toml", "y = 1\n")
    assert (by_hand.line, commands.line, file.line) == (3, 5, 15)
