"""What each command loads before it does its work, by ``sys.modules`` and by the files that it opens."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from auditor import cli, rulepages
from auditor.corpus import REPORTS
from auditor.resources import PACK, rules_folder
from typer.main import get_command

REPORT = REPORTS / "landun-water-2023.txt"
HEAVY = frozenset(
    "spacy thinc jieba numpy scipy pandas sklearn pyarrow lxml docx openpyxl xlsxwriter pdfplumber pypdfium2 "
    "olefile jinja2 sqlalchemy rich pydantic psutil fastapi uvicorn starlette argon2 markdown_it rensa distributed "
    "rapidocr onnxruntime".split()
)
_PROGRAM = """
import json, sys
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
from auditor.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    status = ended.code
print()
print(json.dumps({"status": status, "modules": sorted(sys.modules), "opened": opened}))
"""


def started(*arguments: str) -> tuple[set[str], list[str]]:
    """The modules that a call of the program has loaded in the end, and the files that it has opened."""
    ended = subprocess.run([sys.executable, "-c", _PROGRAM, *arguments], capture_output=True, text=True, check=True)
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["status"] == 0, ended.stderr
    return set(told["modules"]), [name for name in told["opened"] if not name.endswith((".py", ".pyc"))]


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("auditor.")}


START = {
    f"auditor.{name}"
    for name in ("cli", "delivery", "errors", "plain_options", "text", "text.unseen", "text.visible", "version")
}


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("batch", "--help"), ("web", "--help")])
def test_help_loads_the_command_line_and_nothing_else(arguments: tuple[str, ...]) -> None:
    modules, opened = started(*arguments)
    assert ours(modules) == START
    assert not modules & (HEAVY | {"msgspec", "tomllib"})
    assert [name for name in opened if str(rules_folder()) in name] == []


def test_the_page_of_a_rule_is_all_that_is_read_for_it() -> None:
    modules, opened = started("rule", "TAB008")
    assert ours(modules) == START | {"auditor.resources", "auditor.rulepages"}
    assert not modules & (HEAVY | {"msgspec", "tomllib"})
    assert [Path(name).name[:6] for name in opened if str(rules_folder()) in name] == ["TAB008"]


def test_the_list_of_rules_reads_rules_and_no_model() -> None:
    modules, opened = started("rules")
    assert not modules & (HEAVY | {"auditor.api", "auditor.engine", "auditor.specificity", "auditor.nlp"})
    read = [Path(name) for name in opened]
    assert {path.suffix for path in read if rules_folder() in path.parents} == {".toml"}
    assert [path.name for path in read if path.name == "weights.json"] == []


@pytest.mark.slow
@pytest.mark.parametrize("output", ["text", "json", "csv", "github", "sarif", "markdown"])
def test_an_audit_of_a_text_loads_no_heavy_package(output: str) -> None:
    modules, opened = started(str(REPORT), "--format", output)
    assert not {name.partition(".")[0] for name in modules} & HEAVY
    assert {name for name in ours(modules) if name.startswith("auditor.reporters.") and name.endswith("_report")} == {
        f"auditor.reporters.{output}_report"
    }
    assert not {name.split(".")[1] for name in ours(modules)} & {
        "web",
        "batch",
        "store",
        "tuning",
        "training",
        "pipeline",
    }
    read = [Path(name) for name in opened]
    assert output == "sarif" or [path.name for path in read if path.suffix == ".md"] == []
    assert len([path for path in read if path.name == "dict.txt"]) == 1


def test_nothing_is_left_in_a_shared_folder_or_read_from_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    _, opened = started(str(REPORT))
    assert list(tmp_path.iterdir()) == []
    assert [name for name in opened if name.startswith(str(tmp_path)) or name.endswith(".cache")] == []


def values_of(command: str, words: list[str], *, plain: bool) -> dict[str, object]:
    """The options of a command as its function gets them: by our program, or by typer's own classes."""
    program = typer.Typer(rich_markup_mode=None)
    program.command("other")(lambda: None)
    registered = next(item for item in cli.app.registered_commands if item.name == command)
    assert registered.callback is not None
    program.command(command)(registered.callback)
    built = get_command(cli._only(command) if plain else program)
    assert isinstance(built, typer.core.TyperGroup)
    return built.commands[command].make_context(command, list(words)).params


WORDS = {
    "self-check": ["--lang", "en"],
    "check": [
        "a.txt",
        "乙.txt",
        "--format",
        "json",
        "-o",
        "",
        "--rules",
        "x",
        "--rules",
        "y",
        "--preview",
        "--kind=auto",
    ],
    "batch": ["文件夹", "--jobs", "3", "--time-limit", "1.5", "--year", "2023", "--store=postgresql://x"],
    "web": ["--port", "80", "--name", "a", "--name", "b", "--https"],
    "account": ["张三", "--role", "viewer", "--without-password"],
    "compare": ["a", "b", "--select", "XRF，TAB006"],
    "decide": ["总表.xlsx", "--store", "库", "--who", "李四"],
    "export": ["库", "a\udcff"],
    "rule": ["TAB008"],
    "rules": ["--lang", "en"],
    "test": ["rules/"],
}


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_options_get_the_values_that_typer_itself_gives_them(command: str) -> None:
    assert values_of(command, WORDS[command], plain=True) == values_of(command, WORDS[command], plain=False)


def test_every_command_is_listed_with_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out.split("Commands:")[1].splitlines()[1:]
    assert [line.split()[0] for line in listed if line[2:3].strip()] == list(cli.COMMANDS)


def test_a_broken_rule_hides_no_other_ones_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether all rules are in order is for ``audit rules``, ``audit test`` and an audit to tell."""

    shutil.copytree(rules_folder() / PACK, tmp_path / PACK)
    broken = next((tmp_path / PACK / "TAB").glob("TAB009-*.toml"))
    broken.write_text('id = "TAB009"\n', encoding="utf-8")
    monkeypatch.setattr(rulepages, "rules_folder", lambda: tmp_path)
    shown = {}
    for arguments in (("rule", "TAB008"), ("rule", "TAB999"), ("rules",)):
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        told = capsys.readouterr()
        shown[arguments] = (ended.value.code, told.out[:8], broken.name in told.err)
    assert shown == {
        ("rule", "TAB008"): (0, "# TAB008", False),
        ("rule", "TAB999"): (2, "", True),
        ("rules",): (2, "", True),
    }


def test_a_rule_without_its_page_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    shutil.copytree(rules_folder() / PACK, tmp_path / PACK)
    page = next((tmp_path / PACK / "TAB").glob("TAB008-*.md"))
    page.unlink()
    monkeypatch.setattr(rulepages, "rules_folder", lambda: tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(["rule", "TAB008"])
    assert ended.value.code == 2
    assert page.name in capsys.readouterr().err
