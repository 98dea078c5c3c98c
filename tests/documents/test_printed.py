"""Every report of the corpus printed to PDF by an office program and by a browser reads as the text does."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from auditor.corpus import REPORTS
from auditor.document import Report
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from tests.documents.test_word import NAMES, facts, parsed
from tests.documents.writing import docx_of, html_of, saved

SHARES = 8
"""So that two processes have enough to divide, and a program is started for many files at once."""
_PAGE_NUMBER = re.compile(r"[-—]\d{1,2}[-—]")
SHARE = [
    pytest.param(share, marks=pytest.mark.figures if share == 5 else pytest.mark.printed) for share in range(SHARES)
]
"""One share is among the figures; all take half an hour."""
SOFFICE, CHROMIUM = shutil.which("soffice"), shutil.which("chromium")


def laid_out(raw: bytes) -> bytes:
    """A document as offices lay theirs out: A4, indented paragraphs, a running head, page numbers, small tables."""
    document = Document(io.BytesIO(raw))
    section = document.sections[0] if len(document.sections) else document.add_section()
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, (37, 35, 28, 26))
    section.header.paragraphs[0].text = "政府信息公开工作年度报告"
    numbered(section.footer.paragraphs[0])
    title, *rest = (paragraph for paragraph in document.paragraphs if paragraph.text.strip())
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in rest:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.paragraph_format.line_spacing = Pt(28)
        for run in paragraph.runs:
            run.font.size = Pt(16)
    for paragraph in (
        p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs
    ):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in paragraph.runs:
            run.font.size = Pt(9)
    return saved(document)


def numbered(footer: Paragraph) -> None:
    """The number of the page between dashes."""
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        footer.add_run()._r.append(part)  # type: ignore[arg-type] # any element of a run
    footer.add_run(" —")


def print_to_pdf(documents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The documents as LibreOffice prints them; the files stay in the folder."""
    for name, raw in documents.items():
        (folder / f"{name}.docx").write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in documents]
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}


def differing(folder: Path, names: list[str]) -> list[str]:
    """Which printed reports do not read as their text does."""
    found = []
    for name in names:
        text = parsed((REPORTS / f"{name}.txt").read_bytes(), f"{name}.txt")
        if told(parsed((folder / f"{name}.pdf").read_bytes(), "a.pdf")) != told(text):
            found.append(name)
    return found


def told(report: Report) -> tuple[object, ...]:
    """All cells, sections and words. Fonts have one sign for the dashes — and ― and for others alike (NFKC): a PDF does
    not tell them apart. Some texts hold page numbers, and at the edge of a page those are page numbers.
    """
    *rest, prose = facts(report)
    plain = unicodedata.normalize("NFKC", str(prose)).replace("―", "—")
    return (*rest, _PAGE_NUMBER.sub("", plain))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("share", SHARE)
def test_every_report_printed_by_an_office_program_reads_the_same(share: int, tmp_path: Path) -> None:
    names = NAMES[share::SHARES]
    reports = {name: parsed((REPORTS / f"{name}.txt").read_bytes(), f"{name}.txt") for name in names}
    print_to_pdf({name: laid_out(docx_of(report)) for name, report in reports.items()}, tmp_path)
    assert differing(tmp_path, names) == []


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("share", SHARE)
def test_every_report_printed_by_a_browser_reads_the_same(share: int, tmp_path: Path) -> None:
    names = NAMES[share::SHARES]
    for name in names:
        report = parsed((REPORTS / f"{name}.txt").read_bytes(), f"{name}.txt")
        page = tmp_path / f"{name}.html"
        page.write_bytes(html_of(report, "plain"))
        subprocess.run(
            [
                str(CHROMIUM),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--print-to-pdf={tmp_path / f'{name}.pdf'}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    assert differing(tmp_path, names) == []
