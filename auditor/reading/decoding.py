"""Bytes to text: byte-order mark, strict UTF-8, UTF-16 by its NULs, then GB18030.

What calls itself gb2312 or gbk is GB18030 in practice, its superset. A text that decodes but
does not look like Chinese prose is refused rather than audited.
"""

from __future__ import annotations

import codecs
import re

from auditor.errors import UnreadableReport
from auditor.text.unseen import CONTROLS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BINARY = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX/XLSX"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS/WPS"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "WEBP/AVI"),
)
_COMMON = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)


def decode(raw: bytes, path: str) -> str:
    """The text of a file without byte-order mark, nothing else changed. Raises UnreadableReport."""
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableReport("file_empty", path=path)
    for magic, name in _BINARY:
        if raw.startswith(magic) and (magic != b"BM" or b"\x00" in raw[:64]):
            raise UnreadableReport("not_text", path=path, found=name)
    text = _decoded(raw)
    if text is None or _looks_binary(text):
        raise UnreadableReport("text_cut_off" if _cut_off(raw) else "encoding_unknown", path=path)
    if not text.strip():
        raise UnreadableReport("file_empty", path=path)
    return text


def is_prose(text: str) -> bool:
    """Whether a text looks like Chinese prose and not like bytes read in a wrong way."""
    letters = [char for char in text[:20000] if not char.isspace()]
    foreign = sum(1 for char in letters if 0xA0 <= ord(char) < 0x250)
    return not _looks_binary(text) and _commonness(text) > 0.3 and foreign <= max(20, len(letters) // 5)


def _decoded(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    if b"\x00" in raw:
        return _utf16_by_nuls(raw)
    utf8 = _strict(raw, "utf-8")
    return utf8 if utf8 is not None else _gb18030(raw)


def _cut_off(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 up to a last character of which some bytes are missing."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_by_nuls(raw: bytes) -> str | None:
    """UTF-16 without a mark: line feeds and digits leave NULs on one side of each pair."""
    sample = raw[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even == odd:
        return None
    text = _strict(raw, "utf-16-le" if odd > even else "utf-16-be")
    return text if text is not None and _commonness(text) > 0.3 else None


def _gb18030(raw: bytes) -> str | None:
    text = _strict(raw, "gb18030")
    return text if text is not None and _commonness(text) > 0.3 else None


def _commonness(text: str) -> float:
    """The share of frequent characters among the non-ASCII ones; a wrong decoding has few."""
    wide = [char for char in text[:20000] if ord(char) > 0x2FF]
    if not wide:
        return 1.0
    return sum(
        1 for char in wide if char in _COMMON or 0x3000 <= ord(char) < 0x3040 or 0xFF00 <= ord(char) < 0xFF60
    ) / len(wide)


_CONTROL = re.compile(f"[{CONTROLS}]")


def _looks_binary(text: str) -> bool:
    sample = text[:20000]
    return len(_CONTROL.findall(sample)) > max(3, len(sample) // 200)
