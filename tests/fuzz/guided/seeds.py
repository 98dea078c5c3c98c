"""What the guided fuzzing begins with: small files of each format, made of the texts of this project."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from itertools import chain, islice

import msgspec
from auditor.api import rulebook
from auditor.resources import PACK, rules_folder
from auditor.rulebook import Rule
from auditor.ruletest import read_examples
from auditor.text.spans import Span
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.documents.writing import docx_of, html_of
from tests.fuzz.running import whole_reports

_LINE, _MARGIN, _TOP = 16, 60, 780
_FONT = "STSong-Light"
_STRETCH = 3_000
_STYLES = ("plain", "portal", "word")


def texts() -> Iterator[bytes]:
    """The examples of the rule pages, a report of the corpus, and words in each encoding."""
    book = rulebook()
    for rule in book.rules:
        for example in read_examples(book.pages[rule.id], rule.id, book.forms):
            yield example.text.encode()
    report = _short()
    yield from (report.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"))


def pages() -> Iterator[bytes]:
    """Reports of the corpus as web pages, one in each manner, whole and in stretches."""
    for style, report in zip(_STYLES, whole_reports(), strict=False):
        page = html_of(report, style)
        yield page
        yield from (page[start : start + _STRETCH] for start in range(0, len(page), _STRETCH))


def word_files() -> Iterator[bytes]:
    """Reports of the corpus as Word files."""
    yield from (docx_of(report) for report in islice(whole_reports(), 2))


def printed() -> Iterator[bytes]:
    """A few printed pages without compression, so that a changed byte is a changed operator."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    report = next(whole_reports())
    for section in report.sections:
        out = io.BytesIO()
        canvas = Canvas(out, pageCompression=0)
        canvas.setFont(_FONT, 12)
        lines = Span(section.title.start, section.body.end).of(report.text).split("\n")
        for place, line in enumerate(lines[:40]):
            for column, cell in enumerate(line.split("|")):
                canvas.drawString(_MARGIN + 40 * column, _TOP - _LINE * place, cell[:38])
        canvas.grid([_MARGIN, 200, 340, 480], [_TOP, 700, 620, 540])
        canvas.showPage()
        canvas.save()
        yield out.getvalue()


def rule_files() -> Iterator[bytes]:
    """The shipped rules."""
    yield from (path.read_bytes() for path in rulebook().files.values())


def layout_files() -> Iterator[bytes]:
    """The shipped form, whole and cut down to one table."""
    whole = (rules_folder() / PACK / "layout.toml").read_bytes()
    yield whole
    parts = whole.split(b"\n[[table]]")
    yield parts[0] + b"\n[[table]]" + parts[-1]


def words() -> Iterator[str]:
    """What the formats are made of, for the dictionary: fields, labels, tags, parts of packages, operators."""
    layout = rulebook().layout
    labels = chain.from_iterable(
        [*(row.label.zh for row in table.rows), *(column.label.zh for column in table.columns)]
        for table in layout.table
    )
    yield from sorted({*labels, *(section.title for section in layout.section), *_fields(), *_MARKUP, *_SIGNS})


def _fields() -> Iterator[str]:
    """Names of fields, kinds and values of rule files, as their schema has them."""
    schema = msgspec.json.schema(Rule)
    for definition in schema["$defs"].values():
        yield from definition.get("properties", {})
        for field in definition.get("properties", {}).values():
            yield from (value for value in field.get("enum", ()) if isinstance(value, str))


_SIGNS = (
    *string.punctuation,
    *"，。；：、“”（）〔〕／％·…一二三四五六七八九十百千万亿〇零两０１２３４５６７８９",
    "\ufeff",
    "\u200b",
    "\u00a0",
)
_MARKUP = (
    *("<table>", "</table>", "<tr>", "<td>", '<td colspan="3">', '<td rowspan="2">', "</td>", "<br>", "<p>", "&nbsp;"),
    *("<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", '<meta charset="gbk">', "<ol>", "<li>"),
    *("<w:p>", "</w:p>", "<w:r>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", '<w:gridSpan w:val="3"/>', "<w:vMerge/>"),
    *('<w:fldChar w:fldCharType="begin"/>', "<w:del>", "<w:ins>", "<w:numPr>", "<w:sdt>", "<w:drawing>", "<w:tab/>"),
    *(" obj", "endobj", "stream", "endstream", "/Type /Page", "/Kids", "/Parent", "/Count", "/Contents", "/Font"),
    *("BT", "ET", " Tj", " TJ", " Tf", " Td", " Tm", " re", " cm", " Do", "/Resources", "/MediaBox", "xref", "trailer"),
    *("[[table]]", "[check]", "[[check.word]]", "= true", "= []", "= {}", '= ""', "= 0", '"""', "'''"),
)


def _short() -> str:
    """A stretch of a report with a title, a table and prose."""
    report = next(whole_reports())
    return report.text[: report.sections[3].body.start]
