"""Documents of other formats than .docx, written by hand as office programs write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

_SECTOR, _FREE, _END, _TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE) with these streams, each at least as large as is kept in sectors of its own."""
    chains, body = [], b""
    for content in streams.values():
        padded = content.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % _SECTOR)
        chains.append((2 + len(body) // _SECTOR, len(padded)))
        body += padded
    following = [_TABLE, _END]
    for start, size in chains:
        count = size // _SECTOR
        following += [*range(start + 1, start + count), _END]
    entries = _entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)
    for number, (name, (start, size)) in enumerate(zip(streams, chains, strict=True), 2):
        entries += _entry(name, 2, start, size, right=number if number <= len(streams) else _FREE)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack("<128I", *following, *[_FREE] * (128 - len(following)))
    return header + table + entries.ljust(_SECTOR, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBB3I36xIQ", len(raw) + 2, kind, 1, _FREE, right, child, start, size)


def word_document(*, flags: int = 0, characters: int = 0) -> dict[str, bytes]:
    """The streams of a Word document (.doc) as far as its head tells how it is kept."""
    head = bytearray(1024)
    head[:2], head[0x0A:0x0C], head[0x4C:0x50] = b"\xec\xa5", struct.pack("<H", flags), struct.pack("<I", characters)
    return {"WordDocument": bytes(head), "0Table": b""}


def rich_text(body: str, lists: str = "") -> bytes:
    """An .rtf of Chinese Windows: GBK in escapes, with these lists."""
    head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134\fprq2 " + escaped("宋体") + ";}}"
    return f"{head}{lists}\n{body}}}".encode("ascii")


def escaped(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("gbk"))


RICH_LISTS = (
    r"{\*\listtable{\list\listtemplateid1\listhybrid"
    + "".join(
        rf"{{\listlevel\levelnfc37\levelnfcn37\leveljc0\levelfollow2\levelstartat1{{\leveltext {text};}}"
        rf"{{\levelnumbers{place};}}}}"
        for text, place in (
            (r"\'02\'00" + escaped("、"), r"\'01"),
            (r"\'03" + escaped("（") + r"\'01" + escaped("）"), r"\'02"),
        )
    )
    + r"{\listname ;}\listid100}}{\*\listoverridetable{\listoverride\listid100\listoverridecount0\ls1}}"
)
"""一、 and （一） as Word writes them."""


def rich_item(number: str, level: int, text: str) -> str:
    """An item of a list; the number is there in words too, for programs that know no lists."""
    told = rf"{{\listtext\pard\plain\f0 {escaped(number)}\tab}}"
    return rf"{told}\pard\ls1\ilvl{level}\f0 {escaped(text)}\par" + "\n"


def locked(raw: bytes) -> bytes:
    """A zip whose members are marked as encrypted."""
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw = raw[: start + place] + bytes([raw[start + place] | 1]) + raw[start + place + 1 :]
            start = raw.find(mark, start + 4)
    return raw


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="{_OPEN}{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def open_document(body: str, styles: str = "", *, kind: str = "text", encrypted: bool = False) -> bytes:
    """An .odt with this body."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    lock = "<manifest:encryption-data/>" if encrypted else ""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media_type}">{lock}'
        "</manifest:file-entry>"
        for path, media_type in (("/", media), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_OPEN}manifest:1.0">{entries}</manifest:manifest>'
    content = (
        f'<office:document-content {OPEN_NAMESPACES} office:version="1.2"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return package({"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest})


OPEN_LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>'
    '<text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）"'
    ' style:num-format="一, 二, 三, ..."/></text:list-style>'
)


def unified(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A .uot (UOF 1) with these paragraphs and one table."""
    lines = "".join(map(_unified_paragraph, paragraphs))
    cells = "".join(
        f"<字:行>{''.join(f'<字:单元格>{_unified_paragraph(cell)}</字:单元格>' for cell in row)}</字:行>"
        for row in rows
    )
    widths = "<字:列宽>50</字:列宽>" * max((len(row) for row in rows), default=0)
    table = (
        f"<字:文字表><字:文字表属性><字:列宽集>{widths}</字:列宽集></字:文字表属性>{cells}</字:文字表>" if rows else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"'
        ' xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc" uof:language="cn" uof:version="1.0"'
        f' uof:mimetype="vnd.uof.text"><uof:文字处理><字:主体>{lines}{table}</字:主体></uof:文字处理></uof:UOF>'
    ).encode()


def _unified_paragraph(text: str) -> str:
    return f"<字:段落><字:句><字:文本串>{text}</字:文本串></字:句></字:段落>"
