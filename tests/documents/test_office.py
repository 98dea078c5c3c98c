"""Reports in the formats before and beside .docx read as the same reports, and what is none is said in one line."""

from __future__ import annotations

import hashlib
import shutil
import socket
import struct
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from auditor.corpus import REPORTS
from auditor.document import Report, Source
from auditor.errors import UnreadableReport
from auditor.messages import LANGUAGES, error_text
from auditor.reading import libreoffice, office, source_of_bytes
from auditor.reading.content import Content
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import older
from tests.documents.gathered import sources
from tests.documents.test_word import LISTS, NAMES, facts, listed, parsed, report_of, row, table
from tests.documents.writing import docx_of, docx_with, paragraph
from tests.unit.test_command_line import CLEAN, run

needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def written(folder: Path, suffix: str, documents: dict[str, bytes]) -> list[Path]:
    """Word documents saved by LibreOffice in another format."""
    made = folder / suffix
    made.mkdir()
    for name, raw in documents.items():
        (folder / f"{name}.docx").write_bytes(raw)
    profile = (folder / "profile").as_uri()
    names = [str(folder / f"{name}.docx") for name in documents]
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, "--outdir"]
    subprocess.run([*command, str(made), *names], check=True, capture_output=True)
    return [made / f"{name}.{suffix}" for name in documents]


CHANGED = "w:author='a' w:date='2024-01-01T00:00:00Z'"
TRACKED = (
    (
        "<w:p><w:r><w:t>收到申请</w:t></w:r>"
        f"<w:del w:id='1' {CHANGED}><w:r><w:delText>25</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' {CHANGED}><w:r><w:t>27</w:t></w:r></w:ins><w:r><w:t>件。</w:t></w:r></w:p>"
    )
    + paragraph("受理", f"<w:pPr><w:rPr><w:del w:id='3' {CHANGED}/></w:rPr></w:pPr>")
    + paragraph("28件。")
)
BOX = (
    "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><v:shape style='width:200pt;height:50pt'><v:textbox>"
    f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
) + paragraph("后文")
LISTED = (
    listed("总体情况", 0) + listed("主动公开", 1) + listed("依申请公开", 1) + listed("主动公开政府信息情况", 0)
    + listed("规章", 1) + listed("复议诉讼", 0, 6) + paragraph("没有编号")
)  # fmt: skip
NESTED = table(
    row(paragraph("三、收到和处理情况") + table(row("新收", "27"), row("结转", "2")) + "<w:p/>")
) + paragraph("后文")

OPEN = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>a'
    "</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>25</text:p></text:deletion>"
    '</text:changed-region></text:tracked-changes><text:list text:style-name="L1"><text:list-item><text:p>总体情况'
    "</text:p><text:list><text:list-item><text:p>主动公开</text:p></text:list-item><text:list-item><text:p>依申请公开"
    "</text:p></text:list-item></text:list></text:list-item></text:list>"
    '<text:p>收到申请<text:change text:change-id="c1"/>27件<text:note text:id="f1" text:note-class="footnote">'
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>含上年结转。</text:p></text:note-body>"
    '</text:note>。<draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box><text:p>'
    "框里的话</text:p></draw:text-box></draw:frame></text:p><table:table>"
    '<table:table-column table:number-columns-repeated="3"/><table:table-row>'
    '<table:table-cell table:number-columns-spanned="2"><text:p>一、新收</text:p></table:table-cell>'
    "<table:covered-table-cell/><table:table-cell><text:p>27</text:p></table:table-cell></table:table-row>"
    '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>三、办理结果</text:p></table:table-cell>'
    "<table:table-cell><text:p>予以公开</text:p></table:table-cell><table:table-cell><text:p>3</text:p>"
    "</table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell>"
    "<text:p>部分公开</text:p></table:table-cell><table:table-cell><text:p>0</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
RICH = (
    older.rich_item("一、", 0, "总体情况")
    + older.rich_item("（一）", 1, "主动公开")
    + older.rich_item("二、", 0, "第二")
)


BY_HAND = {
    "open.odt": older.open_document(OPEN, older.OPEN_LIST),
    "rich.rtf": older.rich_text(RICH, older.RICH_LISTS),
    "unified.uot": older.unified("一、总体情况", rows=(("规章", "1"), ("规范性文件", "2"))),
    "--无.rtf": older.rich_text(older.escaped("没有什么")),
}


@pytest.mark.slow
@needs_soffice
def test_documents_of_other_formats_read_as_they_look(tmp_path: Path) -> None:
    """One call writes, one call reads: starting the program takes seconds."""
    report = parsed((REPORTS / "boyin-subdistrict-2023.txt").read_bytes(), "report.txt")
    bodies = {"tracked": TRACKED, "box": BOX, "nested": NESTED}
    documents = {name: docx_with(body) for name, body in bodies.items()}
    documents |= {"lists": docx_with(LISTED, LISTS), "report": docx_of(report)}
    made = written(tmp_path, "doc", documents)
    for name, raw in {**BY_HAND, "年 报-%41.wps": made[-1].read_bytes()}.items():
        (tmp_path / name).write_bytes(raw)
    paths = [str(path) for path in made] + [str(tmp_path / name) for name in ("年 报-%41.wps", *BY_HAND)]
    found = {Path(path).name: source for path, source in sources(paths)}
    for name, format_ in (("report.doc", "doc"), ("年 报-%41.wps", "wps")):
        source = found.pop(name)
        assert isinstance(source, Source)
        assert (source.format, source.sha256) == (format_, hashlib.sha256(made[-1].read_bytes()).hexdigest())
        assert facts(report_of(source)) == facts(report)
    assert {name: source.text if isinstance(source, Source) else source for name, source in found.items()} == {
        "tracked.doc": "收到申请27件。\n受理28件。\n",
        "box.doc": "正文\n框里的话\n后文\n",
        "nested.doc": "三、收到和处理情况\n新收\t27\n结转\t2\n\n\n\n后文\n",
        "lists.doc": (
            "一、总体情况\n（一）主动公开\n（二）依申请公开\n二、主动公开政府信息情况\n（一）规章\n四、复议诉讼\n没有编号\n"
        ),
        "open.odt": (
            "一、总体情况\n（一）主动公开\n（二）依申请公开\n收到申请27件。\n 含上年结转。\n框里的话\n"
            "一、新收\t27\n三、办理结果\t予以公开\t3\n\t部分公开\t0\n\n\n"
        ),
        "rich.rtf": "一、总体情况\n（一）主动公开\n二、第二\n",
        "unified.uot": "一、总体情况\n规章\t1\n规范性文件\t2\n\n\n",
        "--无.rtf": "没有什么\n",
    }


@cache
def corpus() -> dict[str, Report]:
    return {name: parsed((REPORTS / f"{name}.txt").read_bytes(), str(REPORTS / f"{name}.txt")) for name in NAMES}


@needs_soffice
@pytest.mark.figures
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_every_report_of_the_corpus_reads_the_same_in_other_formats(suffix: str, tmp_path: Path) -> None:
    reports = corpus()
    made = written(tmp_path, suffix, {name: docx_of(report) for name, report in reports.items()})
    read_back = {Path(path).stem: source for path, source in sources([str(path) for path in made])}
    assert read_back.keys() == reports.keys()
    assert [
        name
        for name, source in read_back.items()
        if not isinstance(source, Source) or facts(report_of(source)) != facts(reports[name])
    ] == []


RUNS_ON_OPEN = """<?xml version="1.0" encoding="UTF-8"?><office:document {namespaces} office:version="1.2"
xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:ooo="http://openoffice.org/2004/office"
xmlns:dom="http://www.w3.org/2001/xml-events" office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts>
<office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="M"><ooo:source-code>Sub Main
open "{path}" for output as #1
close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script><office:event-listeners>
<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple"
xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners>
</office:scripts><office:body><office:text><text:p>前<draw:frame text:anchor-type="as-char" svg:width="2cm"
 svg:height="2cm"><draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple"/></draw:frame>后</text:p>
</office:text></office:body></office:document>"""


@needs_soffice
@pytest.mark.figures
def test_nothing_that_a_document_asks_for_is_carried_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        raw = RUNS_ON_OPEN.format(namespaces=older.OPEN_NAMESPACES, path=tmp_path / "ran", port=port).encode()
        source = source_of_bytes(raw, "a.fodt")
        with pytest.raises(BlockingIOError):
            server.accept()
    assert (source.format, source.text, list(tmp_path.iterdir())) == ("odt", "前[图片]后\n", [])


# ---- what LibreOffice does or does not do, by a stand-in for it ----

STAND_IN = """#!/bin/sh
echo "$1" >> {folder}/profiles
while [ "$1" != --outdir ]; do shift; done
made=$2; shift 2
echo "$*" >> {folder}/calls
for name; do
  if grep -q HANGS "$name"; then sleep 600; fi
  if grep -q CRASHES "$name"; then kill -9 $$; fi
  if grep -q REFUSED "$name"; then continue; fi
  cp {folder}/document.docx "$made/${{name%.*}}.docx"
done
"""
GOOD = older.rich_text("GOOD")
PROSE = "全年收到政府信息公开申请二十七件，均已办结。"


@dataclass(frozen=True)
class StandIn:
    """A program in the place of LibreOffice that hands out one document, and what was asked of it."""

    folder: Path

    def makes(self, text: str) -> None:
        (self.folder / "document.docx").write_bytes(docx_with(paragraph(text)))

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    folder = tmp_path / "program"
    folder.mkdir()
    program = folder / "office"
    program.write_text(STAND_IN.format(folder=folder), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    made = StandIn(folder)
    made.makes(PROSE)
    return made


def read_all(*raws: bytes) -> list[str]:
    """The text, or the code of the error, of each .rtf in one call."""
    files = [office.OfficeFile(f"{number}.rtf", raw, "rtf") for number, raw in enumerate(raws)]
    return [read_or_refused(reading) for reading in office.readings(files)]


def read_or_refused(reading: Callable[[], Content] | UnreadableReport) -> str:
    try:
        return reading.code if isinstance(reading, UnreadableReport) else reading().text
    except UnreadableReport as refused:
        return refused.code


def test_a_document_that_brings_the_program_down_does_not_take_its_neighbours_along(stand_in: StandIn) -> None:
    bad, refused = older.rich_text("CRASHES"), older.rich_text("REFUSED")
    good = f"{PROSE}\n"
    assert read_all(GOOD, bad, GOOD, refused, GOOD) == [good, "conversion_failed", good, "conversion_failed", good]
    probe = "0000.rtf"
    assert stand_in.lines("calls") == [
        f"{probe} 0001.rtf 0002.rtf 0003.rtf 0004.rtf 0005.rtf",
        f"{probe} 0001.rtf",
        f"{probe} 0001.rtf 0002.rtf 0003.rtf",
    ]
    assert len(set(stand_in.lines("profiles"))) == 3


@pytest.mark.figures
def test_a_document_that_hangs_is_given_up_and_its_neighbours_are_not(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "PATIENCE", 3.0)
    assert read_all(GOOD, older.rich_text("HANGS"), GOOD) == [f"{PROSE}\n", "conversion_failed", f"{PROSE}\n"]
    assert len(stand_in.lines("calls")) == 3


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ("", "file_empty"),
        ('<?xml version="1.0"?>'.replace("<", "&lt;"), "filter_missing"),
        ("Ò»¡¢×ÜÌåÇé¿öÒ»¡¢×ÜÌåÇé¿öÒ»¡¢×ÜÌåÇé¿ö", "document_broken"),
        ("收到申请二十七件", "document_broken"),
    ],
    ids=["nothing", "markup", "wrong letters", "a part"],
)
def test_what_the_program_did_not_understand_is_no_report(stand_in: StandIn, made: str, code: str) -> None:
    stand_in.makes(made)
    assert read_all(older.rich_text(older.escaped("我局依法办理政府信息公开申请。" * 10))) == [code]


def test_a_program_that_does_not_work_is_told_as_such(stand_in: StandIn) -> None:
    (stand_in.folder / "document.docx").unlink()
    assert read_all(GOOD, GOOD) == ["libreoffice_failed", "libreoffice_failed"]


def test_a_program_that_is_not_where_it_was_said_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "/nowhere/soffice")
    assert read_all(GOOD) == ["libreoffice_misnamed"]


def test_without_libreoffice_the_rest_is_audited_and_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(libreoffice.VARIABLE, raising=False)
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    path = tmp_path / "年报.wps"
    path.write_bytes(older.compound(older.word_document()))
    status, out, err = run(capsys, str(path), str(CLEAN))
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith(f"{path}：读 WPS 文件要用 LibreOffice，这台电脑上没有找到")
    assert "apt install libreoffice-writer" in err
    assert "共审核 1 份" in out


@pytest.mark.slow
def test_office_documents_are_converted_many_at_a_call_and_told_in_order(stand_in: StandIn, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(50):
        (folder / f"{number:02}.rtf").write_bytes(GOOD)
    (folder / "07.txt").write_text("一、总体情况", encoding="utf-8")
    found = [(Path(path).name, source) for path, source in sources([str(folder)])]
    names = sorted([f"{number:02}.rtf" for number in range(50)] + ["07.txt"])
    told = [(name, source.text) for name, source in found if isinstance(source, Source)]
    assert told == [(name, "一、总体情况" if name == "07.txt" else f"{PROSE}\n") for name in names]
    assert [len(line.split()) for line in stand_in.lines("calls")] == [41, 11]


# ---- what a file is, by its bytes ----

WORD = older.compound(older.word_document())
UNKNOWN = {"MatOST": b"", "CONTENTS": b""}
NEXT, ROUND = (struct.pack("<BB3I", 2, 1, 0xFFFFFFFF, number, 0xFFFFFFFF) for number in (2, 1))
"""How an entry of a compound file names the one after it; in the other it names itself."""


def torn(raw: bytes) -> bytes:
    """A package with a hole in its first part."""
    return raw[:100] + bytes(60) + raw[160:]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.doc", older.compound(older.word_document(flags=0x0100)), "document_encrypted"),
        ("a.docx", older.compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "document_encrypted"),
        ("a.doc", older.compound({"Workbook": b""}), "spreadsheet"),
        ("a.xls", older.compound({"Book": b""}), "spreadsheet"),
        ("a.doc", older.compound({"PowerPoint Document": b""}), "slides"),
        ("a.wps", older.compound(UNKNOWN), "document_unknown"),
        ("a.doc", WORD[:-4096], "document_broken"),
        ("a.doc", WORD[:600], "document_broken"),
        ("a.doc", older.compound({"WordDocument": b"\xec\xa5"}), "document_broken"),
        ("a.doc", older.compound({"WordDocument": b"nothing", "0Table": b""}), "document_broken"),
        ("a.doc", bytes(range(256)) * 20, "document_unknown"),
        ("a.doc", b"", "file_empty"),
        ("a.doc", b"Rar!\x1a\x07\x00", "archive_unsupported"),
        ("a.odt", older.open_document("", encrypted=True), "document_encrypted"),
        ("a.odt", older.open_document("", kind="spreadsheet"), "spreadsheet"),
        ("a.odt", older.open_document("", kind="presentation"), "slides"),
        ("a.odt", older.open_document("", kind="graphics"), "document_unknown"),
        ("a.odt", older.open_document("<text:p>一</text:p>")[:-60], "document_broken"),
        ("a.docx", older.package({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "spreadsheet"),
        ("a.docx", older.locked(docx_with(paragraph("一"))), "document_encrypted"),
        ("a.docx", torn(docx_with(paragraph("一"))), "document_broken"),
        ("a.doc", older.compound(older.word_document()).replace(NEXT, ROUND), "document_broken"),
        ("a.uot", older.package({"uof.xml": "", "content.xml": ""}), "document_unknown"),
        ("a.rtf", b"\n" + older.rich_text(older.escaped("一、总体情况")), "document_broken"),
        ("a.rtf", older.rich_text(r"{\b " + older.escaped("一、总体情况"))[:-1], "document_broken"),
    ],
)
def test_what_no_report_comes_in_is_told_without_libreoffice(
    name: str, raw: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "/nowhere/soffice")
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(raw, name)
    assert refused.value.code == code
    assert all(error_text(refused.value, language).startswith(name) for language in LANGUAGES)


WHOLE = {
    "a.doc": WORD,
    "a.odt": older.open_document("<text:p>一、总体情况</text:p>"),
    "a.rtf": older.rich_text(older.escaped("一、总体情况")),
    "a.uot": older.unified("一、总体情况"),
    "a.docx": docx_with(paragraph("一、总体情况")),
}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.integers(min_value=0), st.integers(0, 255)), max_size=40),
    cut=st.none() | st.integers(min_value=0),
)
def test_damage_of_any_kind_is_refused_or_read_and_never_breaks_the_reader(
    name: str, changes: list[tuple[int, int]], cut: int | None
) -> None:
    raw = bytearray(WHOLE[name])
    for place, byte in changes:
        raw[place % len(raw)] = byte
    with pytest.MonkeyPatch.context() as patch, suppress(UnreadableReport):
        patch.setenv(libreoffice.VARIABLE, "/nowhere/soffice")
        source_of_bytes(bytes(raw[: None if cut is None else cut % len(raw)]), name)


def test_plain_text_under_the_name_of_a_document_is_read_as_the_text_it_is() -> None:
    source = source_of_bytes("一、总体情况\n".encode("gb18030"), "年报.doc")
    assert (source.format, source.text) == ("text", "一、总体情况\n")
