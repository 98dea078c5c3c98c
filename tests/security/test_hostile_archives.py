"""Archives and files that hold more than they say, or that are no files at all."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from auditor.cli import main
from auditor.errors import UnreadableReport
from auditor.reading import read, source_of_bytes
from auditor.reading.archives import Member, members
from auditor.reading.packages import honest, unpacked

REPORT = "青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息12条。\n"


def archive(members_of: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members_of.items():
            packed.writestr(name, content)
    return made.getvalue()


def lying(raw: bytes, name: str, size: int, checksum: int) -> bytes:
    """An archive in whose list a member has another size and checksum than it has."""
    changed = bytearray(raw)
    place = -1
    while (place := changed.find(b"PK\x01\x02", place + 1)) != -1:
        (length,) = struct.unpack_from("<H", changed, place + 28)
        if changed[place + 46 : place + 46 + length] == name.encode():
            struct.pack_into("<I", changed, place + 16, checksum)
            struct.pack_into("<I", changed, place + 24, size)
    return bytes(changed)


def test_a_member_that_is_larger_than_it_says_is_not_unpacked_further(tmp_path: Path) -> None:
    """`ZipFile.read` takes it for whole: the part that was announced has the checksum that was announced."""
    content = REPORT.encode()
    raw = lying(archive({"a.txt": content + bytes(50_000_000)}), "a.txt", len(content), zlib.crc32(content))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert package.read("a.txt") == content
        with pytest.raises(zipfile.BadZipFile):
            unpacked(package, "a.txt")
        with pytest.raises(zipfile.BadZipFile):
            honest(package)
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    (found,) = members(path)
    assert isinstance(found, Member)
    with pytest.raises(UnreadableReport) as refused:
        found.raw()
    assert refused.value.code == "member_unreadable"


def test_a_document_whose_part_is_larger_than_it_says_is_refused() -> None:
    from docx import Document

    made = io.BytesIO()
    document = Document()
    document.add_paragraph("x" * 100_000)
    document.save(made)
    assert source_of_bytes(made.getvalue(), "a.docx").text == "x" * 100_000 + "\n"
    with zipfile.ZipFile(made) as package:
        part = package.read("word/document.xml")[:1000]
    raw = lying(made.getvalue(), "word/document.xml", 1000, zlib.crc32(part))
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(raw, "a.docx")
    assert refused.value.code == "document_broken"


def test_what_is_whole_is_unpacked_as_it_is() -> None:
    content = {"a.txt": REPORT.encode(), "b.txt": b"", "c.txt": bytes(100_000)}
    with zipfile.ZipFile(io.BytesIO(archive(content))) as package:
        assert {name: unpacked(package, name) for name in content} == content
        with zipfile.ZipFile(honest(package)) as copied:
            assert {name: copied.read(name) for name in copied.namelist()} == content


def test_a_link_in_an_archive_is_the_words_in_it_and_leads_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(REPORT, encoding="utf-8")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        packed.writestr(link, str(secret))
    path = tmp_path / "a.zip"
    path.write_bytes(made.getvalue())
    assert read(f"{path}/link.txt").text == str(secret)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.parametrize("named", ["pipe", "/dev/zero", "link to a device"])
def test_a_pipe_or_a_device_is_no_report(tmp_path: Path, capfd: pytest.CaptureFixture[str], named: str) -> None:
    """A pipe that nobody writes to was waited for, and a device that never ends filled the memory."""
    path = tmp_path / "a.txt"
    if named == "pipe":
        os.mkfifo(path)
    elif named == "link to a device":
        path.symlink_to("/dev/zero")
    else:
        path = Path(named)
    with pytest.raises(SystemExit) as ended:
        main([str(path)])
    assert ended.value.code == 2
    told = capfd.readouterr()
    assert told.err.splitlines()[0] == f"{path}：是管道或设备，不是文件；请先存成文件，或用 audit - 从标准输入读"


def test_a_file_is_read_to_its_limit_whatever_it_says_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the system say that they are empty and are not."""
    monkeypatch.setattr("auditor.reading.files.MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableReport) as refused:
        read("/proc/self/status")
    assert refused.value.code == "file_too_large"


def test_a_link_that_leads_to_itself_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)
    with pytest.raises(SystemExit) as ended:
        main([str(path)])
    assert ended.value.code == 2
    told = capfd.readouterr().err
    assert told.startswith(f"{path}：")
    assert "Traceback" not in told
