"""A scan is read where text recognition is installed, and nothing that it says is taken for sure."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from auditor.api import audit_source
from auditor.corpus import REPORTS
from auditor.finding import Severity
from auditor.reading import pdf, read

from tests.documents.printing import Printer
from tests.documents.test_printed import SOFFICE, laid_out, print_to_pdf
from tests.documents.test_word import facts, parsed
from tests.documents.writing import docx_of


def test_what_was_recognised_in_a_picture_accuses_nobody_for_sure() -> None:
    source = read(str(REPORTS / "shuoxi-county-2021-unbalanced.txt"))
    (sure,), (doubtful,) = audit_source(source), audit_source(replace(source, recognised=True))
    assert [finding.rule for finding in doubtful.findings] == [finding.rule for finding in sure.findings]
    assert {finding.severity for finding in sure.findings} == set(Severity)
    assert {finding.severity for finding in doubtful.findings} == {Severity.INFO, Severity.WARNING}
    assert all(finding.message.zh.endswith("（文字由图片识别得来，请先对照原件）") for finding in doubtful.findings)


@pytest.mark.figures
def test_a_scan_is_recognised_with_its_table() -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    import pypdfium2

    page = Printer()
    page.text(94, 80, "三、收到和处理政府信息公开申请情况")
    head = ("项目", "自然人", "总计")
    page.table(70, 120, (200, 80, 80), [head, ("本年新收申请", "120", "125"), ("上年结转申请", "10", "11")])
    (drawn,) = pypdfium2.PdfDocument(page.done())
    scan = io.BytesIO()
    drawn.render(scale=200 / 72).to_pil().save(scan, "PDF", resolution=200)
    content = pdf.content_of(scan.getvalue(), "scan.pdf")
    assert content.text == (
        "三、收到和处理政府信息公开申请情况\n项目\t自然人\t总计\n本年新收申请\t120\t125\n上年结转申请\t10\t11\n\n"
    )
    assert content.recognised
    assert [omission.reason.code for omission in content.omissions] == ["page_recognised"]


@pytest.mark.printed
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_whole_report_printed_and_scanned_has_all_its_cells(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    import pypdfium2

    text = (REPORTS / "haoyi-health-2023.txt").read_bytes()
    report = parsed(text, "report.txt")
    (printed,) = print_to_pdf({"report": laid_out(docx_of(report))}, tmp_path).values()
    pages = [
        page.render(scale=200 / 72).to_pil().convert("L").convert("RGB") for page in pypdfium2.PdfDocument(printed)
    ]
    scan = io.BytesIO()
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=80)
    found = parsed(scan.getvalue(), "scan.pdf")
    assert facts(found)[0] == facts(report)[0]
    assert [section.key for section in found.sections] == [section.key for section in report.sections]
