"""Builds the manual: ``python -m tests.manual.build``, or ``.ci/manual``, which installs what that needs.

Written are ``build/manual/zh/index.html`` and ``en/index.html``. The pages of rules and the glossary come straight from
the rule files, documents of ``docs/`` that are pages of the manual too from there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from auditor.api import rulebook
from auditor.resources import PACK, rules_folder
from auditor.rulebook import Rule

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
OUT = ROOT / "build" / "manual"
LANGUAGES = {"zh": ("zh_CN", "nianbao-audit 年报审核 使用手册"), "en": ("en", "nianbao-audit manual")}
WHOLE = {"zh": ("web.md",), "en": ("cluster.md",)}
"""Documents that are pages of the manual as they stand."""
_FAMILIES = dict(
    pair.split("：")
    for pair in (
        *(
            "STR：结构",
            "ELM：必备内容",
            "TAB：表格与勾稽",
            "XRF：正文数字与表格",
            "NAR：正文数字之间",
            "SPC：问题与改进措施",
        ),
        *("YOY：与上年衔接", "BOI：雷同与空泛", "PLA：汇总", "LNG：文字", "PUB：公布", "PRS：工具自己的疑点"),
    )
)
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
_STATUSES = {"stable": "正式", "preview": "试行，加 `--preview` 才用", "local": "本地要求写明才用"}
_CAPTIONS = {"report": "报告", "previous": "上年的报告", "peer": "别的机关的报告", "child": "下级的报告"}
_FENCE = re.compile(r"^```(\w+)\n", re.MULTILINE)
_LINK = re.compile(r"\(([A-Z]{3}\d{3})-[a-z0-9-]+\.md\)")


def build(out: Path = OUT) -> None:
    """Writes the manual in both languages. Raises CalledProcessError where a page does not hold together."""
    shutil.rmtree(out, ignore_errors=True)
    for language, (locale, title) in LANGUAGES.items():
        source = staged(language, out / "source")
        options = [f"language={locale}", f"html_title={title}", f"html_search_options.dict={_words(out / 'words.txt')}"]
        given = [part for option in options for part in ("-D", option)]
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", str(source.parent), *given]
        subprocess.run([*command, "-d", str(out / "read" / language), str(source), str(out / language)], check=True)


def staged(language: str, folder: Path) -> Path:
    """A folder with all sources of the manual in one language, those that are made among them."""
    shutil.copytree(DOCS / "manual", folder, dirs_exist_ok=True)
    source = folder / language
    for name in WHOLE[language]:
        shutil.copy(DOCS / name, source)
    glossary = (rules_folder() / PACK / "glossary.md").read_text(encoding="utf-8")
    if language == "zh":
        glossary = glossary.replace("# Glossary", "# 名词对照", 1)
        _write_rules(source / "rules")
    (source / "glossary.md").write_text(glossary, encoding="utf-8")
    return source


def _write_rules(folder: Path) -> None:
    """The page of every rule, a page for each family, and one over them."""
    folder.mkdir(exist_ok=True)
    book = rulebook()
    families: dict[str, list[Rule]] = {}
    for rule in book.rules:
        families.setdefault(rule.id[:3], []).append(rule)
        (folder / f"{rule.id}.md").write_text(rule_page(rule, book.pages), encoding="utf-8")
    for family, rules in families.items():
        text = f"# {family} {_FAMILIES[family]}\n\n{_toctree([rule.id for rule in rules])}"
        (folder / f"{family}.md").write_text(text, encoding="utf-8")
    intro = f"共 {len(book.rules)} 条。每一页的示例都作为测试运行：行末的 ⇐ 表示这条规则必须在那一行报出。"
    named = [family for family in _FAMILIES if family in families]
    (folder / "index.md").write_text(f"# 规则说明\n\n{intro}\n\n{_toctree(named)}", encoding="utf-8")


def rule_page(rule: Rule, pages: Mapping[str, Path]) -> str:
    """The page of a rule with its weight under the title; its examples are texts to Sphinx."""
    title, _, rest = pages[rule.id].read_text(encoding="utf-8").partition("\n")
    told = f"{_SEVERITIES[rule.severity]}；{_STATUSES[rule.status]}。命令行：`audit rule {rule.id}`"
    rest = _FENCE.sub(lambda fence: f"```{{code-block}} text\n:caption: {_CAPTIONS[fence[1]]}\n\n", rest)
    rest = _LINK.sub(r"(\1.md)", rest)
    return f"{title}\n\n{told}\n{rest}"


def _toctree(names: list[str]) -> str:
    return "\n".join(("```{toctree}", ":maxdepth: 1", "", *names, "```", ""))


def _words(path: Path) -> Path:
    """The terms of the glossary for jieba, so that the search finds them whole."""
    lines = (rules_folder() / PACK / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    terms = [term for cell in cells for term in cell.split("、") if term != "field" and not term.startswith("-")]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{term} 1000\n" for term in (*terms, "未能核对", "离线安装")), encoding="utf-8")
    return path


if __name__ == "__main__":
    build()
    print(*(OUT / language / "index.html" for language in LANGUAGES), sep="\n")
