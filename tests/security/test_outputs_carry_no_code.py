"""Nothing that a report, a file name, a rule or a person says is more than text in any output."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from auditor.api import Options
from auditor.batch.outputs import OUTPUTS, write_outputs
from auditor.batch.pool import Limits
from auditor.batch.rounds import Round
from auditor.batch.running import run
from auditor.cli import main
from auditor.reporters import EACH_ITS_FILE, FORMATS, render, render_each
from auditor.reporters.run import Run
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.batch.conftest import Heard, HereAndNow
from tests.batch.texts import FERRIES, STALLS, report
from tests.security.hostile import EVERYTHING, FORMULAS, hostile_rules, hostile_run

OBEYED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys and what turns the order of words."""
HARMLESS = "渡口"
PARTS = ("alert(1)", "bad.example/x.png", "{{7*7}}", "javascript:alert(4)")
"""Pieces of the attack that must stand in the output as they are, or the test has looked at nothing."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    rules = hostile_rules(tmp_path_factory.mktemp("rules") / "own", EVERYTHING)
    return hostile_run(EVERYTHING, *FORMULAS, rules=(rules,))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Run:
    rules = hostile_rules(tmp_path_factory.mktemp("rules") / "own", HARMLESS)
    return hostile_run(HARMLESS, HARMLESS, rules=(rules,))


def texts(run: Run, output_format: str) -> list[bytes]:
    """The files of an output."""
    if output_format in EACH_ITS_FILE:
        return [content for _, content in render_each(run, output_format) if content is not None]
    written = render(run, output_format)
    return [written if isinstance(written, bytes) else written.encode("utf-8", "surrogatepass")]


def stands_in(text: str) -> None:
    assert [part for part in PARTS if part not in text] == []


def no_order_to_a_terminal(told: bytes) -> str:
    text = told.decode("utf-8-sig")
    assert OBEYED.findall(text) == []
    return text


# ---- one check a kind of file ---------------------------------------------------------------------------------------


def check_text(told: bytes, _: bytes) -> None:
    stands_in(no_order_to_a_terminal(told))


def check_json(told: bytes, _: bytes) -> None:
    text = no_order_to_a_terminal(told)
    found = json.loads(text)
    assert EVERYTHING in [item["agency"] for item in found["reports"]]


def check_sarif(told: bytes, _: bytes) -> None:
    """A message is plain text, in which only a link that is not escaped and a number in braces mean something."""
    text = no_order_to_a_terminal(told)
    messages = [item["message"]["text"] for item in json.loads(text)["runs"][0]["results"]]
    stands_in("".join(messages))
    for message in messages:
        assert not re.search(r"(?<!\\)\[[^\[\]]*(?<!\\)\]\(", message)
        assert not re.search(r"(?<!\{)\{\d+\}(?!\})", message)


def check_csv(told: bytes, _: bytes) -> None:
    text = no_order_to_a_terminal(told.replace(b"\r\n", b"\n"))
    fields = [field for row in csv.reader(io.StringIO(text, newline="")) for field in row]
    stands_in("".join(fields))
    assert [field for field in fields if runs(field)] == []
    assert sum(field.startswith("'") and runs(field[1:]) for field in fields) > len(FORMULAS)


def runs(field: str) -> bool:
    """Whether some spreadsheet program may take a field for a formula, told otherwise than the product does."""
    seen = next((c for c in field if not c.isspace() and unicodedata.category(c)[0] != "C"), "")
    return unicodedata.normalize("NFKC", seen) in set("=+-@")


def shape(told: bytes) -> set[tuple[str, str]]:
    """All pairs of an element and an attribute of a page; comments and the like have a name as well."""
    page = html.document_fromstring(told.decode())
    return {(str(item.tag), name) for item in page.iter() for name in ("", *item.attrib)}


def check_html(told: bytes, compared: bytes) -> None:
    assert shape(told) - shape(compared) <= {("b", ""), ("b", "class"), ("b", "data-char")}
    page = html.document_fromstring(told.decode())
    stands_in("".join(page.xpath("//body//text()")))
    assert {str(link.get("href"))[:1] for link in page.iter("a")} == {"#"}


def made_of(markdown: str) -> set[str]:
    """The kinds of elements of a text in Markdown."""
    blocks = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(markdown)
    return {token.type for block in blocks for token in (block, *(block.children or ()))}


def check_markdown(told: bytes, compared: bytes) -> None:
    text = no_order_to_a_terminal(told)
    assert made_of(text) - made_of(compared.decode()) <= {"html_inline"}
    outside_of_code = re.sub(r"(`+).*?(?<!`)\1(?!`)", "", text)
    assert set(re.findall(r"(?<!\\)<[^>]*>", outside_of_code)) <= {"<!-- -->"}
    stands_in(text.replace("\\", "").replace("&#46;", "."))


def commands(text: str) -> set[str]:
    """All commands and properties that GitHub would read."""
    found = set()
    for line in text.splitlines():
        nothing, told, _ = line.split("::", 2)
        name, _, properties = told.partition(" ")
        found |= {nothing, name, *(pair.partition("=")[0] for pair in properties.split(","))}
    return found


def check_github(told: bytes, compared: bytes) -> None:
    text = no_order_to_a_terminal(told)
    assert commands(text) <= commands(compared.decode())
    stands_in(text)


def check_xlsx(told: bytes, _: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(told)) as package:
        names = package.namelist()
        parts = {name: package.read(name).decode() for name in names if name.endswith((".xml", ".rels", ".vml"))}
    assert [
        name for name in names if re.search(r"external|vba|macro|embed|connection|query|custom", name, re.IGNORECASE)
    ] == []
    assert [name for name, part in parts.items() if 'TargetMode="External"' in part or "<f>" in part] == []
    assert [name for name, part in parts.items() if OBEYED.search(part)] == []
    book = load_workbook(io.BytesIO(told))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    risky = [cell for cell in cells if isinstance(cell.value, str) and runs(cell.value)]
    assert [cell.coordinate for cell in risky if not cell.quotePrefix] == []
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert [link.ref for link in links if link.target or not link.location] == []
    stands_in("".join(str(cell.value) for cell in cells))


def word_parts(told: bytes) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(told)) as package:
        for name in package.namelist():
            assert re.search(r"\.(xml|rels)$", name), name
            yield name, etree.fromstring(package.read(name))


def elements(told: bytes) -> set[tuple[str, str | None]]:
    """All elements of a document; those that make Word do something with what it is."""
    return {
        (str(item.tag), item.text if str(item.tag).endswith("}instrText") else None)
        for _, root in word_parts(told)
        for item in root.iter()
    }


def check_word(told: bytes, compared: bytes) -> None:
    assert elements(told) <= elements(compared)
    told_text = ""
    for name, root in word_parts(told):
        assert [item for item in root.iter() if item.get("TargetMode") == "External"] == [], name
        told_text += "".join(root.itertext("{*}t"))
    assert not re.search("[\x00-\x08\u061c\u202a-\u202e\u2066-\u2069]", told_text)
    stands_in(told_text)


CHECKS: Mapping[str, Callable[[bytes, bytes], None]] = {
    "text": check_text,
    "json": check_json,
    "csv": check_csv,
    "html": check_html,
    "sarif": check_sarif,
    "markdown": check_markdown,
    "github": check_github,
    "xlsx": check_xlsx,
    "docx": check_word,
    "letter": check_word,
}


def test_every_output_has_its_check() -> None:
    assert set(CHECKS) == set(FORMATS)


@pytest.mark.slow
@pytest.mark.parametrize("output_format", FORMATS)
def test_an_output_takes_nothing_for_more_than_text(output_format: str, hostile: Run, harmless: Run) -> None:
    told, compared = texts(hostile, output_format), texts(harmless, output_format)
    CHECKS[output_format](told[0], compared[0])


# ---- a round and what it leaves behind ------------------------------------------------------------------------------

ON_ONE_LINE = re.sub(r"[\x00-\x1f\x7f]", "", " ".join(EVERYTHING.split()))
"""What a text file may say; with control signs it is taken for no text."""
AS_A_NAME = re.sub(r"[/\x00]", "", EVERYTHING)[:60]
"""What a file system takes, which is almost everything."""
SUFFIXES = {".xlsx": check_xlsx, ".html": check_html, ".docx": check_word}


def kind_of(name: str) -> str:
    """What tells commented documents, letters and outputs of the year apart."""
    return name.rpartition("-")[2]


def round_with(folder: Path, attack: str, name: str) -> dict[str, bytes]:
    """The files that a round of two years leaves, by their names, where everybody says the attack."""
    reports, listed = folder / "报告", folder / "名单.csv"
    reports.mkdir(parents=True)
    rules = (hostile_rules(folder / "规则", attack),)
    quoted = attack.replace('"', '""')
    listed.write_text(
        f'机关名称,层级,联系方式\n芦汀市水利局,"{quoted}","{quoted}"\n"{quoted}局",镇,\n', encoding="utf-8", newline=""
    )
    for year, own in ((2022, STALLS), (2023, FERRIES)):
        text = report("芦汀市水利局", year, f"{own}{attack}", preamble=f"{year}年，收到政府信息公开申请9件{attack}。")
        text = text.replace("公开栏更换", f"{attack}公开栏更换")
        (reports / f"{name}芦汀市水利局{year}.txt").write_text(text, encoding="utf-8", newline="")
    (reports / f"{name}.pdf").write_bytes(b"%PDF-1.4 broken")
    results = folder / "结果"
    wanted = Round(
        (str(reports),), str(folder / "审核结果.db"), str(listed), frozenset(), 1, Limits(60, 2048),
        Options(rules=rules), results / "各单位",
    )  # fmt: skip
    engine = run(wanted, Heard(), "zh", HereAndNow().hired)
    write_outputs(engine, results, None, rules, "zh")
    engine.dispose()
    return {str(path.relative_to(results)): path.read_bytes() for path in results.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.* extension is not supported")  # bars in cells, which are numbers
def test_what_a_round_leaves_takes_nothing_for_more_than_text(tmp_path: Path) -> None:
    found = round_with(tmp_path / "甲", ON_ONE_LINE, AS_A_NAME)
    compared = {kind_of(name): raw for name, raw in round_with(tmp_path / "乙", HARMLESS, HARMLESS).items()}
    assert set(OUTPUTS) <= set(found)
    assert {Path(name).suffix for name in found} == set(SUFFIXES)
    for name, raw in found.items():
        assert OBEYED.findall(name) == []
        SUFFIXES[Path(name).suffix](raw, compared[kind_of(name)])


# ---- what goes to a terminal beside reports -------------------------------------------------------------------------


@pytest.mark.parametrize("call", [["rule", "LOC001"], ["rules"], ["test"]])
def test_rules_of_others_give_a_terminal_no_orders(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = hostile_rules(tmp_path / "own", EVERYTHING)
    with pytest.raises(SystemExit):
        main([*call, *([] if call == ["test"] else ["--rules"]), str(rules)])
    told = "".join(capsys.readouterr())
    assert told
    assert OBEYED.findall(told) == []


def test_a_page_of_others_neither_paints_nor_writes_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = hostile_rules(tmp_path / "own", EVERYTHING)
    page, rule = rules / "LOC001-said.md", rules / "LOC001-said.toml"
    page.write_text("合规 10 分\r\x1b[30m合规 100 分\x0b\x0c完\n", encoding="utf-8", newline="")
    rule.write_text(
        re.sub(r"title = .*", r'title = { zh = "甲\\u001b[30m乙\\r丙", en = "a" }', rule.read_text("utf-8")), "utf-8"
    )
    told = []
    for call in (["rule", "LOC001"], ["rules"]):
        with pytest.raises(SystemExit):
            main([*call, "--rules", str(rules)])
        told.append(capsys.readouterr().out)
    assert told[0] == "合规 10 分\\x0d\\x1b[30m合规 100 分\\x0b\\x0c完\n"
    assert told[1].count("甲\\x1b[30m乙\\x0d丙\n") == 1


def test_only_our_own_colours_reach_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    place = tmp_path / f"{AS_A_NAME}.txt"
    place.write_text(report("芦汀市水利局", 2023, f"{FERRIES}{ON_ONE_LINE}", preamble="9件申请。"), encoding="utf-8")
    with pytest.raises(SystemExit):
        main([str(place), str(tmp_path / EVERYTHING.replace("\x00", ""))])
    told = "".join(capsys.readouterr())
    assert "\x1b[1m" in told
    assert OBEYED.findall(re.sub(r"\x1b\[(?:[0-2]|3[0-7])m", "", told)) == []
