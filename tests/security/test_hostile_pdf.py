"""PDF files that unpack without end, draw without end, or go round in circles: refused or read, in one line."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

import pytest
from auditor.errors import UnreadableReport
from auditor.messages import error_text
from auditor.reading import source_of_bytes
from auditor.reading.pdf import unpacking
from reportlab.pdfgen.canvas import Canvas

FONT = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
LINE = b"BT /F 12 Tf 50 700 Td (Hello hello hello) Tj ET\n"
CATALOGUE, ONE_PAGE = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A file of these objects, the first of which is its catalogue."""
    made, places = b"%PDF-1.5\n", list[int]()
    for number, item in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + (item if isinstance(item, bytes) else item.encode()) + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = f"trailer <</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(made)}\n%%EOF".encode()
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(packed: bytes, said: str = "/Filter/FlateDecode") -> bytes:
    return f"<<{said}/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def page(content: bytes, resources: str = FONT, *more: bytes) -> bytes:
    """A file of one page with this content."""
    told = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<{resources}>>/Contents 4 0 R>>"
    return pdf(CATALOGUE, ONE_PAGE, told, content, *more)


def form(inside: str, number: int) -> bytes:
    """A form that draws the one of the next number."""
    return stream(inside.encode(), f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {number} 0 R>>>>")


def code(raw: bytes) -> str:
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(raw, "a.pdf")
    assert "\n" not in error_text(refused.value, "zh")
    return refused.value.code


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits a hundred times lower, so that what passes them is quickly made."""
    monkeypatch.setattr(unpacking._Budget.__init__, "__defaults__", (2_000_000, 5_000, 20_000))


def composite(widths: str, table: bytes = b"", program: bytes = b"") -> bytes:
    """A file whose font announces widths, letters of its codes, and carries a program of its own."""
    letters = "/ToUnicode 8 0 R" if table else ""
    told = "/Registry(Adobe)/Ordering(Identity)/Supplement 0"
    kind = f"/Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<<{told}>>/FontDescriptor 7 0 R{widths}"
    return page(
        stream(b"BT /F 12 Tf 50 700 Td <00410042> Tj ET", ""),
        "/Font<</F 5 0 R>>",
        f"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]{letters}>>".encode(),
        f"<<{kind}>>".encode(),
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 9 9]/FontFile2 9 0 R>>",
        stream(table, ""),
        stream(program, ""),
    )


def program_of_groups() -> bytes:
    """A TrueType font that says which glyphs two thousand million characters have."""
    groups = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 0, 0x7FFFFFFF, 0)
    table = struct.pack(">HH", 0, 1) + struct.pack(">HHL", 3, 10, 12) + groups
    return b"\0\1\0\0" + struct.pack(">HHHH", 1, 16, 0, 0) + b"cmap" + struct.pack(">LLL", 0, 28, len(table)) + table


LARGE = b" " * 3_000_000
BOMBS = {
    "deflated": page(stream(zlib.compress(LARGE))),
    "deflated twice": page(stream(zlib.compress(zlib.compress(LARGE)), "/Filter[/FlateDecode/FlateDecode]")),
    "cut off": page(stream(zlib.compress(LARGE)[:-9])),
    "in two streams": page(
        stream(zlib.compress(LARGE[:1_500_000])),
        f"/XObject<</X 5 0 R>>{FONT}",
        stream(zlib.compress(LARGE[:1_500_000])),
    ).replace(b"/Contents 4 0 R", b"/Contents [4 0 R 5 0 R]"),
    "run length": page(stream(b"\x81 " * 40_000 + b"\x80", "/Filter/RunLengthDecode")),
    "row of a predictor": page(
        stream(zlib.compress(b"\2" * 99), "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000>>")
    ),
    "letters": page(stream(zlib.compress(LINE * 400))),
    "lines": page(stream(zlib.compress(b"0 0 m 9 9 l S " * 6_000))),
    "widths": composite("/W[0 2000000000 500]"),
    "letters of codes": composite("", b"begincmap\n1 beginbfrange\n<00000000> <7fffffff> <0041>\nendbfrange\nendcmap"),
    "glyphs of characters": composite("", program=program_of_groups()),
    "a fax": page(stream(b"\xff" * 99, "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 100000>>")),
    "forms": page(
        stream(b"/X Do", ""),
        "/XObject<</X 5 0 R>>",
        *(form("/X Do " * 10, number + 1) for number in range(5, 11)),
        form("", 5),
    ),
}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_has_gone_off(bomb: str) -> None:
    assert code(BOMBS[bomb]) == "pdf_bomb"


@pytest.mark.usefixtures("small")
def test_what_is_no_bomb_is_read_within_the_same_limits() -> None:
    assert source_of_bytes(page(stream(zlib.compress(LINE))), "a.pdf").text == "Hello hello hello\n"


def test_the_limits_are_those_of_a_file_and_begin_anew_with_the_next() -> None:
    with unpacking.limited():
        unpacking._budget().take(unpacking.MOST_BYTES)
        with pytest.raises(unpacking.Bomb):
            unpacking._budget().take(1)
    with unpacking.limited():
        unpacking._budget().take(unpacking.MOST_BYTES)


def kids(numbers: Sequence[int]) -> str:
    told = "".join(f"{number} 0 R " for number in numbers)
    return f"<</Type/Pages/Kids[{told}]/Count {len(numbers)}>>"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            pdf(CATALOGUE, kids(range(3, 1_003)), *["<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 1_000),
            "pdf_too_long",
        ),
        (pdf(CATALOGUE, kids([2, 2])), "file_empty"),
        (pdf(CATALOGUE, kids([3]), kids([2])), "file_empty"),
        (pdf("1 0 R"), "pdf_bomb"),
    ],
    ids="pages,a circle,a wider circle,nothing but itself".split(","),
)
def test_pages_without_end_are_one_clear_error(raw: bytes, said: str) -> None:
    assert code(raw) == said


@pytest.mark.slow
@pytest.mark.parametrize(
    "raw",
    [
        page(stream(LINE + b"/X Do ", ""), f"{FONT}/XObject<</X 5 0 R>>", form("/X Do", 5)),
        page(stream(b"[" * 50_000 + LINE, "")),
        page(stream(LINE, "/Length 4 0 R")),
        page(stream(LINE, "")).replace(b"/Root 1 0 R", b"/Prev 9 /Root 1 0 R"),
        page(stream(LINE, "")).replace(b"[0 0 600 800]", b"[0 0 1e30 1e30]"),
        pdf(*[f"<</Type/Pages/Kids[{number} 0 R]/Count 1>>" for number in range(2, 3_000)]),
        pdf(CATALOGUE.replace(">>", "/X " + "[" * 50_000 + "]" * 50_000 + ">>"), kids([])),
        pdf(CATALOGUE.replace(">>", "/X " + "<</a " * 20_000 + ">>" * 20_000 + ">>"), kids([])),
        page(stream(LINE, "")).replace(b"/Root 1 0 R", b"/Encrypt<</Filter/Standard/V 99>>/ID[()()]/Root 1 0 R"),
    ],
    ids="form in itself,lists,length of itself,previous,page,deep tree,deep list,deep table,unknown lock".split(","),
)
def test_what_goes_round_or_down_without_end_is_refused_or_read(raw: bytes) -> None:
    try:
        assert source_of_bytes(raw, "a.pdf").text.strip()
    except UnreadableReport as refused:
        assert refused.code in {"pdf_broken", "file_empty", "document_locked", "pdf_bomb"}  # noqa: PT017 - or it is read


def test_letters_of_no_size_are_not_seen() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for size, text in ((0, "12"), (0, "34"), (12, "2023")):
        canvas.setFont("Helvetica", size)
        canvas.drawString(80, 700, text)
    canvas.save()
    assert source_of_bytes(out.getvalue(), "a.pdf").text.strip() == "2023"


def test_a_dictionary_that_breaks_off_is_one_clear_error() -> None:
    assert code(pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count>>", "<</Type/Page>>")) == "pdf_broken"
