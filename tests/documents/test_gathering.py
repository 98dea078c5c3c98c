"""Folders, archives and wildcards: which files are read, in which order, and what is said of the rest."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from auditor.document import Source
from auditor.errors import AuditError, UnreadableReport
from auditor.messages import error_text
from auditor.reading import archives, raw_of, read
from auditor.reading.archives import Skipped
from auditor.text.visible import on_one_line

from tests.documents.gathered import sources
from tests.documents.older import locked, package
from tests.documents.writing import docx_with, paragraph
from tests.unit.test_command_line import CLEAN, DEFECTIVE, run

TEXT = "一、总体情况\n".encode()
WORD = docx_with(paragraph("二、主动公开政府信息情况"))


def told(*paths: str | Path) -> list[tuple[str, str]]:
    """Each path with the text, the code of the error, or the count of files left out."""
    found = []
    for path, item in sources([str(path) for path in paths]):
        match item:
            case Source():
                found.append((path, item.text.strip()))
            case Skipped():
                found.append((path, f"{item.why.removesuffix('_files')} {item.count}"))
            case AuditError():
                assert error_text(item, "zh").startswith(on_one_line(path))
                found.append((path, item.code))
    return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_walked_in_order_and_says_what_it_left_out(here: Path) -> None:
    (here / "乙" / "深").mkdir(parents=True)
    (here / ".git").mkdir()
    (here / "__MACOSX").mkdir()
    for name in ("乙/深/b.txt", "乙/a.docx", "c.txt", "photo.png", ".git/x.txt", "~$c.docx", "__MACOSX/y.txt"):
        (here / name).write_bytes(WORD if name.endswith("a.docx") else TEXT)
    assert told(here, here / "c.txt") == [
        (str(here), "skipped 1"),
        (str(here), "skipped_hidden 1"),
        (f"{here}/c.txt", "一、总体情况"),
        (f"{here}/乙/a.docx", "二、主动公开政府信息情况"),
        (f"{here}/乙/深/b.txt", "一、总体情况"),
    ]


def test_the_profile_of_a_folder_is_no_file_that_was_not_read(here: Path) -> None:
    (here / "年报" / "区").mkdir(parents=True)
    for name in ("a.txt", "要求.toml", "区/b.txt", "区/要求.toml", "区/photo.png"):
        (here / "年报" / name).write_bytes(TEXT)
    assert told("年报")[:2] == [("年报", "skipped 1"), ("年报", "skipped_profiles 2")]


def test_a_link_that_leads_nowhere_is_told(here: Path) -> None:
    (here / "年报").mkdir()
    (here / "年报" / "a.docx").symlink_to(here / "moved.docx")
    assert told("年报") == [("年报/a.docx", "file_missing")]


def test_a_folder_without_reports_is_an_error(here: Path) -> None:
    (here / "空").mkdir()
    assert told("空") == [("空", "folder_empty")]


def test_a_folder_that_cannot_be_opened_is_told_and_the_others_are_read(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "年报" / "密").mkdir(parents=True)
    (here / "年报" / "a.txt").write_bytes(TEXT)
    scan = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("密"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert told("年报") == [("年报/密", "folder_unreadable"), ("年报/a.txt", "一、总体情况")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_links_to_folders_links_in_a_circle_and_pipes_are_told_and_the_others_are_read(here: Path) -> None:
    (here / "年报").mkdir()
    (here / "别处").mkdir()
    for name in ("年报/a.txt", "别处/b.txt"):
        (here / name).write_bytes(TEXT)
    (here / "年报" / "别处").symlink_to(here / "别处")
    (here / "年报" / "圈.txt").symlink_to("圈.txt")
    os.mkfifo(here / "年报" / "管道.txt")
    found = list(sources(["年报"]))
    assert [item.why for _, item in found if isinstance(item, Skipped)] == ["skipped_links"]
    assert told("年报") == [
        ("年报", "skipped_links 2"),
        ("年报/a.txt", "一、总体情况"),
        ("年报/圈.txt", "file_missing"),
    ]


def test_what_is_hidden_is_counted_and_what_systems_leave_is_not(here: Path) -> None:
    names = ("年报.txt", ".旧/a.docx", ".b.txt", ".DS_Store", "._年报.txt", ".旧/~$a.docx", "__MACOSX/._年报.txt")
    for name in names:
        (here / "甲" / name).parent.mkdir(parents=True, exist_ok=True)
        (here / "甲" / name).write_bytes(TEXT)
    (here / "甲.zip").write_bytes(package(dict.fromkeys(names, TEXT)))
    for path in ("甲", "甲.zip"):
        assert told(path) == [(path, "skipped_hidden 2"), (f"{path}/年报.txt", "一、总体情况")]
    assert told("甲/.b.txt") == [("甲/.b.txt", "一、总体情况")]


def test_an_archive_is_opened_like_a_folder(here: Path) -> None:
    (here / "报告.zip").write_bytes(
        package(
            {
                "乙局/年报.txt": TEXT,
                "甲局/年报.docx": WORD,
                "甲局/": b"",
                "说明.png": b"\x89PNG",
                "__MACOSX/甲局/._年报.docx": b"x",
                ".DS_Store": b"x",
                "甲局/~$年报.docx": b"x",
                "旧.xls": b"nothing",
            }
        )
    )
    assert told(".") == [
        ("报告.zip", "skipped 1"),
        ("报告.zip/乙局/年报.txt", "一、总体情况"),
        ("报告.zip/旧.xls", "format_unsupported"),
        ("报告.zip/甲局/年报.docx", "二、主动公开政府信息情况"),
    ]


def named(*names: bytes) -> bytes:
    """An archive of texts whose names are these bytes, as other programs write them."""
    places = [f"{number}".encode() * len(name) for number, name in enumerate(names)]
    raw = package({place.decode(): TEXT for place in places})
    for place, name in zip(places, names, strict=True):
        raw = raw.replace(place, name)
    return raw


def test_names_of_chinese_windows_and_of_other_systems_are_decoded(here: Path) -> None:
    # The second byte of 傕 in GBK is the backslash with which some programs part folders.
    names = ["年报/李傕.txt".encode("gbk"), "年报/王五.txt".encode(), b"d\\e.txt", "模.txt".encode("gbk")]
    (here / "a.zip").write_bytes(named(*names))
    assert [path for path, _ in told("a.zip")] == [
        "a.zip/d/e.txt",
        "a.zip/年报/李傕.txt",
        "a.zip/年报/王五.txt",
        "a.zip/模.txt",
    ]


def test_names_that_lead_out_of_the_archive_lead_nowhere(here: Path) -> None:
    raw = package({"../../etc/a.txt": TEXT, "/etc/b.txt": TEXT, "C:/c.txt": TEXT, "a\x1b[2J\nb.txt": TEXT})
    (here / "a.zip").write_bytes(raw)
    before = sorted(here.rglob("*"))
    assert [path for path, text in told("a.zip") if text == "一、总体情况"] == [
        "a.zip/a\ufffd[2J\ufffdb.txt",
        "a.zip/c.txt",
        "a.zip/etc/a.txt",
        "a.zip/etc/b.txt",
    ]
    assert sorted(here.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_both_read_under_names_of_their_own(here: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("年报.txt", TEXT)
        file.writestr("年报.txt", "三、收到和处理情况")
    (here / "a.zip").write_bytes(buffer.getvalue())
    assert told("a.zip") == [("a.zip/年报 (2).txt", "三、收到和处理情况"), ("a.zip/年报.txt", "一、总体情况")]
    assert raw_of("a.zip/年报 (2).txt").decode() == "三、收到和处理情况"


def test_archives_in_archives_are_opened_to_the_second(here: Path) -> None:
    third = package({"c.txt": TEXT})
    second = package({"b.txt": TEXT, "third.zip": third})
    (here / "a.zip").write_bytes(package({"second.zip": second, "word.zip": WORD, "broken.zip": second[:90]}))
    assert told("a.zip") == [
        ("a.zip/broken.zip", "archive_broken"),
        ("a.zip/second.zip/b.txt", "一、总体情况"),
        ("a.zip/second.zip/third.zip", "archive_too_deep"),
        ("a.zip/word.zip", "二、主动公开政府信息情况"),
    ]
    assert raw_of("a.zip/second.zip/b.txt") == TEXT


def damaged(raw: bytes) -> bytes:
    """The archive with another checksum of its first member."""
    return raw.replace(raw[14:18], b"\0\0\0\0")


def packed_strangely(raw: bytes) -> bytes:
    """The archive with its members packed by a method that nobody knows."""
    return raw.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63")


@pytest.mark.parametrize(
    ("make", "path", "code"),
    [
        (lambda: package({"b.txt": TEXT})[:60], "a.zip", "archive_broken"),
        (lambda: b"not packed", "a.zip", "archive_broken"),
        (lambda: b"", "a.zip", "archive_broken"),
        (lambda: package({}), "a.zip", "archive_empty"),
        (lambda: package({"b.png": b"x"}), "a.zip", "archive_empty"),
        (lambda: locked(package({"b.txt": TEXT})), "a.zip/b.txt", "member_encrypted"),
        (lambda: damaged(package({"b.txt": TEXT})), "a.zip/b.txt", "member_unreadable"),
        (lambda: packed_strangely(package({"b.txt": TEXT})), "a.zip/b.txt", "member_unreadable"),
        (lambda: package({"b.txt": bytes(3 * 1024 * 1024)}), "a.zip/b.txt", "member_bomb"),
        (lambda: package({"b.txt": b""}), "a.zip/b.txt", "file_empty"),
        (lambda: package({f"{number}.txt": b"" for number in range(5001)}), "a.zip", "archive_too_large"),
    ],
    ids="cut off, no archive, nothing, no member, no report, encrypted, checksum, method, bomb, empty, many".split(
        ", "
    ),
)
def test_what_cannot_be_unpacked_is_one_line(here: Path, make: Callable[[], bytes], path: str, code: str) -> None:
    (here / "a.zip").write_bytes(make())
    (here / "z.txt").write_bytes(TEXT)
    assert told("a.zip", "z.txt") == [(path, code), ("z.txt", "一、总体情况")]


def test_an_archive_that_unpacks_to_too_much_in_all_is_refused(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    (here / "a.zip").write_bytes(package({"b.txt": TEXT, "c.txt": TEXT}))
    assert told("a.zip") == [("a.zip", "archive_too_large")]


def test_a_member_too_large_is_refused_without_unpacking_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBER_BYTES", 10)
    (here / "a.zip").write_bytes(package({"b.txt": TEXT}))
    assert told("a.zip") == [("a.zip/b.txt", "file_too_large")]


def test_a_document_under_the_name_of_an_archive_is_a_document(here: Path) -> None:
    (here / "a.zip").write_bytes(WORD)
    assert told("a.zip") == [("a.zip", "二、主动公开政府信息情况")]
    assert read("a.zip").format == "docx"


def test_one_file_is_read_out_of_an_archive_by_its_path(here: Path) -> None:
    (here / "a.zip").write_bytes(package({"甲/b.docx": WORD, "甲/c.txt": TEXT, "乙/d.txt": TEXT}))
    assert read("a.zip/甲/b.docx").text == "二、主动公开政府信息情况\n"
    assert raw_of(str(here / "a.zip" / "甲" / "b.docx")) == WORD
    assert read("a.zip/乙").path == "a.zip/乙/d.txt"
    for path, code in (("a.zip", "archive_of_several"), ("a.zip/丙.txt", "file_missing"), ("b.zip", "file_missing")):
        with pytest.raises(UnreadableReport) as refused:
            read(path)
        assert refused.value.code == code
    assert told("a.zip/甲", "a.zip/丙.txt", "no/such.txt") == [
        ("a.zip/甲/b.docx", "二、主动公开政府信息情况"),
        ("a.zip/甲/c.txt", "一、总体情况"),
        ("a.zip/丙.txt", "file_missing"),
        ("no/such.txt", "file_missing"),
    ]


def test_an_archive_of_one_report_stands_for_it(here: Path) -> None:
    (here / "a.zip").write_bytes(package({"b.txt": TEXT, "c.png": b"x"}))
    assert (read("a.zip").path, raw_of("a.zip")) == ("a.zip/b.txt", TEXT)


def test_wildcards_are_expanded_where_the_shell_does_not(here: Path) -> None:
    (here / "报告[2023]").mkdir()
    for name in ("报告[2023]/b.txt", "报告[2023]/a.txt", "报告[2023]/~$a.txt", "what?.txt"):
        (here / name).write_bytes(TEXT)
    assert [path for path, _ in told("报告[2023]/*.txt")] == ["报告[2023]/a.txt", "报告[2023]/b.txt"]
    assert told("报告*/b.t?t") == [("报告[2023]/b.txt", "一、总体情况")]
    assert told("what?.txt") == [("what?.txt", "一、总体情况")]
    assert told("*.docx") == [("*.docx", "file_missing")]


@pytest.mark.parametrize("lock", ["~$23年度报告.docx", "~$2023年度报告.docx", ".~lock.2023年度报告.docx#"])
def test_a_file_that_an_office_program_holds_is_told_as_such(
    here: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    path = here / "2023年度报告.docx"
    path.write_bytes(WORD)

    def refused(_: Path, _mode: str) -> BinaryIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert told(path) == [(str(path), "file_unreadable")]
    (here / lock).touch()
    assert told(path) == [(str(path), "file_in_use")]


def test_names_that_no_system_takes_are_told(here: Path) -> None:
    del here
    long = "长" * 300 + ".docx"
    assert told(long, "a\0b.txt") == [(long, "file_missing"), ("a\0b.txt", "file_missing")]


def test_files_are_read_as_they_are_asked_for(here: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (here / name).write_bytes(TEXT)
    found = sources(["a.txt", "b.txt"])
    assert next(found)[0] == "a.txt"
    (here / "b.txt").write_text("另一份", encoding="utf-8")
    (_, second), *rest = found
    assert isinstance(second, Source)
    assert (second.text, rest) == ("另一份", [])


def test_reports_in_an_archive_are_audited_beside_those_in_files(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = {
        "甲/年报.txt": CLEAN.read_bytes(),
        "乙.txt": DEFECTIVE.read_bytes(),
        "丙.pdf": b"%PDF-1.7",
        "丁.png": b"x",
    }
    (here / "年报.zip").write_bytes(package(inside))
    status, out, err = run(capsys, "年*")
    assert status == 2
    assert [line for line in out.splitlines() if line.startswith("年报.zip")] == [
        "年报.zip/乙.txt",
        "年报.zip/甲/年报.txt",
    ]
    assert err.splitlines() == [
        "年报.zip：另有 1 个文件不是报告格式，未读",
        "年报.zip/丙.pdf：PDF 文件已损坏或不完整，请重新导出；有 Word 原件的请审核原件",
    ]
