"""A page saved in one file reads as the page itself does."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from auditor.corpus import REPORTS
from auditor.document import Omission, Reason
from auditor.errors import UnreadableReport
from auditor.messages import error_text
from auditor.reading import read, saved_pages, source_of_bytes, web

from tests.documents.test_web import END, FOOT, REPORT, WHOLE, page
from tests.documents.test_word import FEW, facts, parsed
from tests.documents.writing import html_of

LONG = "<p>" + "与年报无关的话，比年报还长。" * 60 + "</p>"


def saved(*pages: bytes, charset: str | None = None, coding: str = "quoted-printable") -> bytes:
    """A file as browsers save it: the page, its frames and a picture."""
    whole = EmailMessage()
    whole["From"] = "<Saved by Browser>"
    whole["Snapshot-Content-Location"] = "https://www.example.cn/zwgk/2024/nb.html"
    whole["Subject"] = "青石县水务局2023年政府信息公开工作年度报告"
    whole.make_related()
    for raw in pages:
        part = EmailMessage()
        part.set_content(raw, "text", "html", cte=coding)
        if charset:
            part.set_param("charset", charset)
        whole.attach(part)
    whole.add_related(b"\x89PNG\r\n" * 40, "image", "png", filename="t.png")
    return whole.as_bytes()


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize(("name", "style"), list(zip(FEW, ("plain", "portal", "word", "portal"), strict=True)))
def test_a_saved_report_has_the_same_cells_sections_and_narrative(name: str, style: str, coding: str) -> None:
    path = REPORTS / f"{name}.txt"
    report = parsed(path.read_bytes(), str(path))
    raw = html_of(report, style)
    found = parsed(saved(raw, coding=coding), "report.mht")
    assert found.source.format == "mht"
    assert facts(found) == facts(report)
    assert found.source.omissions == parsed(raw, "report.html").source.omissions


@pytest.mark.parametrize(
    ("charset", "encoding", "declared"),
    [
        ("gb2312", "gb18030", ""),
        ("GBK", "gb18030", "utf-8"),
        (None, "gb18030", "gb2312"),
        ("us-ascii", "utf-8", "gb2312"),
    ],
)
def test_the_header_of_a_part_names_its_encoding(charset: str | None, encoding: str, declared: str) -> None:
    raw = f"<meta charset='{declared}'>{REPORT}{END}".encode(encoding)
    assert saved_pages.content_of(saved(raw, charset=charset), "report.mht").text == WHOLE


def test_of_several_frames_the_report_is_read_and_the_others_are_told_of() -> None:
    found = saved_pages.content_of(saved(page(LONG), page(REPORT + END), page("<script>x</script>")), "report.mht")
    assert found.text == WHOLE
    told = Reason("frame_not_read", {"chars": 60 * 14, "start": "与年报无关的话，比年报还长。与年报无关的"})
    assert found.omissions == (Omission(len(WHOLE), told),)


def test_what_stands_around_the_article_comes_before_the_other_frames() -> None:
    found = saved_pages.content_of(saved(page(f"<div>{REPORT}{END}</div>{FOOT}"), page(LONG)), "report.mht")
    assert [omission.reason.code for omission in found.omissions] == ["outside_article", "frame_not_read"]


def broken(raw: bytes) -> dict[str, bytes]:
    header, _, rest = raw.partition(b"\n\n")
    base64 = saved(page(REPORT + END), coding="base64")
    return {
        "no page": saved(),
        "cut off inside the page": raw[: raw.find(b"</h2>") + 4],
        "no parts": header + b"\n\n" + b"x" * 100,
        "base64 cut off": base64[: base64.find(b"\n\n", base64.find(b"base64")) + 700],
        "parts in parts": b"MIME-Version: 1.0\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000)
        ),
        "plain text": b"MIME-Version: 1.0\nContent-Type: text/plain\n\n" + rest,
    }  # fmt: skip


@pytest.mark.parametrize(
    "fault", ["no page", "cut off inside the page", "no parts", "base64 cut off", "parts in parts", "plain text"]
)
def test_a_broken_file_is_one_clear_error(fault: str) -> None:
    raw = broken(saved(page(REPORT + END), page(LONG)))[fault]
    with pytest.raises(UnreadableReport) as refused:
        source_of_bytes(raw, "年报.mht")
    assert refused.value.code == "page_broken"
    assert error_text(refused.value, "zh").startswith("年报.mht：网页文件已损坏、不完整")


def test_a_file_that_breaks_off_behind_the_page_is_read() -> None:
    raw = saved(page(REPORT + END))
    assert saved_pages.content_of(raw[: raw.index(b"image/png") + 200], "report.mht").text == WHOLE


@pytest.mark.parametrize("name", ["年报.mht", "年报.MHTML", "年报.doc", "年报.txt"])
def test_the_bytes_say_that_a_file_is_a_saved_page(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\r\n" + saved(page(REPORT + END)).replace(b"\n", b"\r\n"))
    source = read(str(path))
    assert (source.format, source.text) == ("mht", WHOLE)


def test_a_page_under_the_name_of_a_saved_one_is_a_page() -> None:
    source = source_of_bytes(page(REPORT + END), "年报.mht")
    assert (source.format, source.text) == ("html", web.content_of(page(REPORT + END), "年报.html").text)
