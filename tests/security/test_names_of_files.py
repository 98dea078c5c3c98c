"""Names of files that reports and lists give mean nothing to a file system and show what they are."""

from __future__ import annotations

import pytest
from auditor.batch.clearing import file_name
from auditor.reporters import EACH_ITS_FILE, render_each
from auditor.text.filenames import safe_name

from tests.documents.test_excel import audits_of_text, report_text, run_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("水利局2023.txt", "水利局2023.txt"),
        ("../../x", "x"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("lpt1 .txt", "_lpt1 .txt"),
        (".bashrc", "bashrc"),
        ("甲. . ", "甲"),
        ("甲\u202etxt.exe", "甲txt.exe"),
        ("甲\u200b\x1b[2J\udcff乙", "甲[2J乙"),
        ("很" * 90 + ".docx", "很" * 58 + ".docx"),
        ("很" * 90, "很" * 60),
        ("𠮷" * 90 + "." + "x" * 40, "𠮷" * 45),
        ("\x00", ""),
    ],
)
def test_a_name_is_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    ("agency", "folder"),
    [("con", "_con"), ("AUX.", "_AUX"), ("甲\u202e乙\u2028局", "甲乙局"), ("\x85", "_"), ("../甲", "_甲")],
)
def test_a_folder_of_an_agency_is_harmless(agency: str, folder: str) -> None:
    assert file_name(agency) == folder


@pytest.mark.parametrize("output_format", EACH_ITS_FILE)
@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("甲\u202e乙\x1b.txt", "甲乙"),
        ("包.zip/..\\..\\con.txt", "_.._con"),
        ("aux.txt", "_aux"),
        ("很" * 83 + ".txt", "很" * 60),
    ],
)
def test_the_name_of_a_letter_is_harmless(path: str, stem: str, output_format: str) -> None:
    run = run_of(audits_of_text(report_text(), path))
    [(name, _)] = render_each(run, output_format)
    assert name == run.say("letter_file_name" if output_format == "letter" else "docx_file_name", stem=stem)
    assert len(name.encode()) <= 255
