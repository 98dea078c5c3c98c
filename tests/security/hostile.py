"""A run in which everything that somebody else wrote tries to be more than text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from auditor import Options, audit_source
from auditor.api import model_version, rulebook
from auditor.corpus import REPORTS
from auditor.document import Phrase
from auditor.errors import UnreadableReport
from auditor.finding import Audit
from auditor.reading import source_of_text
from auditor.reporters.checks import Check
from auditor.reporters.run import Run

from tests.documents.runs import UNBALANCED

MARKUP = (
    '<script>alert(1)</script><img src=http://bad.example/x.png onerror=alert(2)>"onmouseover="alert(3)" x=\''
    '</style></title></textarea><!--]]></w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\x"/>&lt;b&gt;&#60;i&#62;'
)
TEMPLATE = "{{7*7}}{% raw %}{0}%s${7*7}"
LINKS = (
    "[点此](javascript:alert(4))![图](http://bad.example/y.png)<javascript:alert(5)>``` http://bad.example/z @who #1"
)
TERMINAL = "\x1b[2J\x1b]0;题\x07\x1b]8;;http://bad.example\x1b\\链接\x9b2J\x85\x00\x7f[bold]粗[/bold][link=file:///x]"
TURNING = "甲\u202e乙\u2066丙\u061c丁"
COMMANDS = "戊\n::error::己%0A::stop-commands::庚\r::debug::辛\u2028::set-output name=a::壬"
EVERYTHING = MARKUP + TEMPLATE + LINKS + TERMINAL + TURNING + COMMANDS
FORMULAS = (
    "=cmd|'/c calc'!A1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1",
    "＋1", "－1", "＠SUM(1)", "\ufeff=1+1", "\u200b=1+1", "\u202e=1+1", "\x00=1+1", "\u3000=1+1",
    '=HYPERLINK("http://bad.example","x")', '=DDE("cmd";"/c calc";"x")',
)  # fmt: skip
"""What some spreadsheet program may take for a formula, also behind what it does not show."""


def told_by(attack: str, rules: tuple[Path, ...] = ()) -> Audit:
    """The audit of a report whose text, agency, path and messages are the attack."""
    text = (REPORTS / f"{UNBALANCED}.txt").read_text(encoding="utf-8")
    on_a_line = " ".join(attack.split())
    text = text.replace("一、总体情况\n", f"一、总体情况\n{on_a_line}\n", 1).replace("11宗", f"11宗{on_a_line}", 1)
    text = text.replace("一是县政府办公室", f"一是{on_a_line}县政府办公室")
    text = text.replace("行政强制 | 167", f"行政强制 | 167（{on_a_line}）")
    (audit,) = audit_source(source_of_text(text, f"{attack}/{attack}.txt"), Options(rules=rules))
    findings = tuple(
        replace(item, message=Phrase(attack, attack), suggestion=Phrase(attack, attack)) for item in audit.findings
    )
    return replace(audit, findings=findings, report=replace(audit.report, agency=attack))


def hostile_rules(folder: Path, attack: str) -> Path:
    """A folder with a rule of an office's own that says the attack wherever it says something."""
    folder.mkdir()
    said = json.dumps(attack).replace("\x7f", "\\u007f")
    message = said.replace("{", "{{").replace("}", "}}")
    (folder / "LOC001-said.toml").write_text(
        f"""id = "LOC001"\nname = "said"\nkind = "phrase"\nseverity = "warning"\nstatus = "stable"
title = {{ zh = {said}, en = {said} }}\nmessage = {{ zh = {message}, en = {message} }}
suggestion = {{ zh = {message}, en = {message} }}\nbasis = {{ kind = "local", document = {said} }}
[check]\nphrases = ["县政府办公室", "公开栏"]\n""",
        encoding="utf-8",
    )
    page = f"# LOC001 {attack}\n\n## 查什么\n\n{attack}\n\n## 示例\n\n{attack}\n"
    (folder / "LOC001-said.md").write_text(page, encoding="utf-8", newline="")
    return folder


def hostile_run(*attacks: str, rules: tuple[Path, ...] = ()) -> Run:
    """A run of one such report an attack, with a file that could not be read and what a person wrote."""
    audits = [told_by(attack, rules) for attack in attacks]
    errors = [(attack, UnreadableReport("file_missing", path=attack)) for attack in attacks]
    written = [
        Check(
            "f" * 16, attack, 2020, "TAB006", attack, attack, 1, path=attack, message=attack, extra=((attack, attack),)
        )
        for attack in attacks
    ]
    return Run(audits, errors, rulebook(rules), model_version(), claims=True, with_text=True, checks=written)
