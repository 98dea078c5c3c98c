"""Workbooks that were made to break the tool, as lists of agencies and as checks: refused in one line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from auditor.batch.agencies import read_agencies
from auditor.cli import main
from auditor.errors import UsageError
from auditor.messages import error_text
from auditor.reading.workbooks import UnreadableWorkbook, sheets_of
from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
_LAST_ROW = re.compile(rb'<row r="2".*?</row>', re.DOTALL)


def _instead(row: bytes, times: int = 1) -> Callable[[bytes], bytes]:
    return lambda sheet: _LAST_ROW.sub(lambda _: row * times, sheet)


def _laughing(content: bytes) -> bytes:
    names = "abcdefghij"
    told = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY a "哈">{told}]>'.encode() + content.replace("青岚".encode(), b"&j;")


def _foreign(content: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + content.replace("青岚".encode(), b"&a;")


_WIDE = b"".join(
    b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>' % (row, row) for row in range(2, 1_000)
)
BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "a row far away": _instead(b'<row r="99999999999"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'),
    "every row as wide as can be": _instead(_WIDE),
    "entities of entities": _laughing,
    "a file from beside it": _foreign,
    "blanks without end": _instead(b" ", 301 << 20),
}


def workbook(path: Path, bomb: str) -> Path:
    """A list of one agency with one of its parts made a bomb."""
    plain = io.BytesIO()
    book = Workbook()
    assert book.active is not None
    for row in (["机关名称", "类别"], ["青岚县水务局", "部门"]):
        book.active.append(row)
    book.save(plain)
    with ZipFile(plain) as package, ZipFile(path, "w", ZIP_DEFLATED) as made:
        for info in package.infolist():
            content = package.read(info)
            made.writestr(info.filename, BOMBS[bomb](content) if info.filename == SHEET else content)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_as_a_list_of_agencies_is_refused_in_one_line(tmp_path: Path, bomb: str) -> None:
    path = workbook(tmp_path / "名单.xlsx", bomb)
    with pytest.raises(UsageError) as refused:
        read_agencies(str(path))
    assert error_text(refused.value, "zh").startswith(f"{path}：打不开这个名单（有密码、已损坏、太大")


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_as_checks_is_refused_in_one_line(tmp_path: Path, bomb: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "核查.xlsx", bomb)
    with pytest.raises(SystemExit) as ended:
        main(["decide", str(path), "--who", "王敏", "--store", str(tmp_path / "库.sqlite")])
    assert ended.value.code == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert str(path) in said.err


def test_a_part_larger_than_it_says_is_no_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "名单.xlsx", "every row as wide as can be")
    raw = path.read_bytes()
    with ZipFile(path) as package:
        info = package.getinfo(SHEET)
    size, lie = info.file_size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert raw.count(size) >= 2  # before the part and in the list of parts
    path.write_bytes(raw.replace(size, lie))
    with pytest.raises(UnreadableWorkbook):
        sheets_of(path)
