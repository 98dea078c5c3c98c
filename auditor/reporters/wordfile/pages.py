"""A Word document made anew: paragraphs in styles, tables with merged cells, and which run shows which characters.

Fonts are named for both scripts in every style, there is no theme: a document looks the same in Word and in WPS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from auditor.reading.word import Piece
from auditor.reporters.wordfile.marks import W
from auditor.reporters.wordfile.package import CORE, CORE_RELATION, OFFICE, WORD, Package, legal, parsed
from auditor.text.spans import Span
from auditor.text.widths import count_cjk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAIN = "word/document.xml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="{W.strip("{}")}" xmlns:r="{_R}"'
_PROPERTIES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_A4 = (11906, 16838)
_RUN = f"<w:r {_NAMESPACES}/>"
_CHINESE_RUN = f'<w:r {_NAMESPACES}><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:r>'
"""Quotation marks belong to both scripts: here they are as wide as the letters around them."""
_WORDS = f'<w:t {_NAMESPACES} xml:space="preserve"/>'
_SIGNS = {"\t": f"<w:tab {_NAMESPACES}/>", "\n": f"<w:br {_NAMESPACES}/>"}
_WIDEST = 16
"""Characters for which a column makes room in one line."""
_MOST_KEPT = 20
"""Rows of a table that stays on one page."""
_HALF_POINT = 10
"""In twips: a character of ``size`` half points is ``size`` of these wide."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs. Sizes are half points, distances twips, the indent whole characters."""

    key: str
    name: str
    eastern: str
    size: int
    western: str = "Times New Roman"
    bold: bool = False
    align: str = "both"
    indent: int = 0
    line: int = 0
    """Exact height of a line; 0 is one and a half lines of the font."""
    before: int = 0
    after: int = 0
    outline: int | None = None
    right: int = 0
    """Characters left free at the right."""
    breaks: bool = False
    """Whether a page begins with it."""
    keeps: bool = False
    """Whether no page ends between it and what follows."""


@dataclass(frozen=True, slots=True)
class Look:
    """Styles (the first is that of ordinary paragraphs), margins in millimetres, and the page number."""

    styles: tuple[Style, ...]
    margins: tuple[int, int, int, int]
    """Top, right, bottom, left."""
    footer_distance: int = 15
    number: str = "{}"
    """How the page number is written."""
    number_size: int = 21
    outside: bool = False
    """Whether page numbers stand at the outer edge, as in documents printed on both sides."""
    substitutes: tuple[tuple[str, str], ...] = ()
    """Fonts that not every computer has, and what stands in for them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its words, the spans of the text that they are, and how many columns it takes."""

    text: str
    spans: tuple[Span, ...] = ()
    """One that is as long as the words, or the fragments that they were put together from."""
    wide: int = 1
    tall: bool = False
    """Whether cells below go on with it."""
    goes_on: bool = False
    """Whether it goes on from the cell above."""


@dataclass(slots=True)
class Pages:
    """A document under way."""

    look: Look
    pieces: list[Piece] = field(default_factory=list)
    """Which element shows which characters of the text that the document is made from."""
    root: Element = field(init=False)
    body: Element = field(init=False)

    def __post_init__(self) -> None:
        self.root = parsed(f"<w:document {_NAMESPACES}><w:body/></w:document>".encode())
        self.body = self.root[0]

    def paragraph(self, style: str, text: str, start: int | None = None) -> None:
        """A paragraph; ``start`` says where in the text its words begin."""
        spans = () if start is None else (Span(start, start + len(text)),)
        self.body.append(self._paragraph(style, text, spans))

    def go_on(self, text: str, start: int) -> None:
        """More words in the last paragraph."""
        last = self.body[-1]
        last.append(self._run(last, text, (Span(start, start + len(text)),)))

    def table(self, style: str, rows: Sequence[Sequence[Box]]) -> None:
        """A table with lines around all cells; columns are as wide as their words ask for."""
        widths = _widths(rows, _A4[0] - _twips(self.look.margins[1]) - _twips(self.look.margins[3]))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        table = parsed(
            f'<w:tbl {_NAMESPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>".encode()
        )
        for row in rows:
            table.append(self._row(style, row, widths))
        if len(rows) <= _MOST_KEPT:
            _keep_together(table)
        self._part_tables()
        self.body.append(table)

    def package(self, about: str = "") -> Package:
        """The document with its styles and page numbers; ``about`` stands among its properties, not in its text."""
        package = Package()
        package.add(MAIN, self.root, WORD + "document.main+xml", relation=OFFICE + "officeDocument")
        for name, content in (
            ("styles", _styles(self.look)),
            ("settings", _settings(self.look)),
            ("fontTable", _fonts(self.look)),
        ):
            part = parsed(content.encode())
            package.add(f"word/{name}.xml", part, f"{WORD}{name}+xml", source=MAIN, relation=OFFICE + name)
        self._part_tables()
        self.body.append(parsed(self._section(package).encode()))
        package.write(MAIN, self.root)
        if about:
            properties = parsed(f"<cp:coreProperties {_PROPERTIES}><dc:description/></cp:coreProperties>".encode())
            properties[0].text = legal(about)
            package.add("docProps/core.xml", properties, CORE, relation=CORE_RELATION)
        return package

    def _part_tables(self) -> None:
        """Behind a table stands a paragraph, or the next table would go on with it."""
        if len(self.body) and self.body[-1].tag == W + "tbl":
            self.paragraph(self.look.styles[0].key, "")

    def _section(self, package: Package) -> str:
        """The page: its size, its margins, the page numbers."""
        sides = (("default", "right"), ("even", "left")) if self.look.outside else (("default", "center"),)
        references = ""
        for side, align in sides:
            footer = parsed(_footer(self.look, align).encode())
            name = f"word/footer-{side}.xml"
            key = package.add(name, footer, WORD + "footer+xml", source=MAIN, relation=OFFICE + "footer")
            references += f'<w:footerReference w:type="{side}" r:id="{key}"/>'
        top, right, bottom, left = (_twips(margin) for margin in self.look.margins)
        return (
            f'<w:sectPr {_NAMESPACES}>{references}<w:pgSz w:w="{_A4[0]}" w:h="{_A4[1]}"/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="850"'
            f' w:footer="{_twips(self.look.footer_distance)}" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
        )

    def _row(self, style: str, row: Sequence[Box], widths: Sequence[int]) -> Element:
        line = parsed(f"<w:tr {_NAMESPACES}><w:trPr><w:cantSplit/></w:trPr></w:tr>".encode())
        column = 0
        for box in row:
            width = sum(widths[column : column + box.wide])
            column += box.wide
            merged = '<w:vMerge w:val="restart"/>' if box.tall else "<w:vMerge/>" if box.goes_on else ""
            wide = f'<w:gridSpan w:val="{box.wide}"/>' if box.wide > 1 else ""
            cell = parsed(
                f'<w:tc {_NAMESPACES}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{merged}'
                '<w:vAlign w:val="center"/></w:tcPr></w:tc>'.encode()
            )
            cell.append(self._paragraph(style, box.text, box.spans))
            line.append(cell)
        return line

    def _paragraph(self, style: str, text: str, spans: Sequence[Span]) -> Element:
        paragraph = parsed(f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'.encode())
        if text:
            paragraph.append(self._run(paragraph, text, spans))
        else:
            self.pieces.extend(Piece("", block=paragraph, start=span.start) for span in spans)
        return paragraph

    def _run(self, paragraph: Element, text: str, spans: Sequence[Span]) -> Element:
        """The words in a run; where they are not those of one span letter for letter, the run stands for them."""
        run = parsed((_CHINESE_RUN if count_cjk(text) else _RUN).encode())
        exact = len(spans) == 1 and spans[0].end - spans[0].start == len(text)
        place = 0
        for words in filter(None, re.split("([\t\n])", legal(text))):
            part = parsed(_SIGNS.get(words, _WORDS).encode())
            if words not in _SIGNS:
                part.text = words
            run.append(part)
            if exact:
                self.pieces.append(Piece(words, part, 0, paragraph, spans[0].start + place))
            place += len(words)
        if not exact:
            self.pieces.extend(Piece(" " * (s.end - s.start), run, 0, paragraph, s.start) for s in spans)
        return run


def _keep_together(table: Element) -> None:
    """Let no page end within a table."""
    for row in table.findall(W + "tr")[:-1]:
        for properties in row.iter(W + "pPr"):
            properties.append(properties.makeelement(W + "keepNext"))


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _widths(rows: Sequence[Sequence[Box]], room: int) -> list[int]:
    """The widths of the columns, by the longest words that stand in one column alone."""
    count = max(sum(box.wide for box in row) for row in rows)
    longest = [2.0] * count
    for row in rows:
        column = 0
        for box in row:
            if box.wide == 1:
                longest[column] = max(longest[column], min(len(box.text), _WIDEST))
            column += box.wide
    parts = [length + 1.5 for length in longest]
    return [int(room * part / sum(parts)) for part in parts]


def _styles(look: Look) -> str:
    first = look.styles[0]
    styles = "".join(_style(style, standard=style is first) for style in look.styles)
    return (
        f"<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_script(first)}"
        f'<w:sz w:val="{first.size}"/><w:szCs w:val="{first.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        f'{styles}<w:style w:type="character" w:default="1" w:styleId="Letters">'
        '<w:name w:val="Default Paragraph Font"/></w:style><w:style w:type="table" w:default="1" w:styleId="Cells">'
        '<w:name w:val="Normal Table"/></w:style></w:styles>'
    )


def _style(style: Style, *, standard: bool) -> str:
    spacing = f'w:line="{style.line}" w:lineRule="exact"' if style.line else 'w:line="360" w:lineRule="auto"'
    letter = style.size * _HALF_POINT
    indent = f' w:firstLineChars="{style.indent * 100}" w:firstLine="{style.indent * letter}"'
    right = f' w:rightChars="{style.right * 100}" w:right="{style.right * letter}"' if style.right else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    heads = "<w:keepNext/><w:keepLines/>" if style.keeps or style.outline is not None else ""
    breaks = "<w:pageBreakBefore/>" if style.breaks else ""
    based = "" if standard else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{" w:default=" + quoteattr("1") if standard else ""} w:styleId="{style.key}">'
        f'<w:name w:val={quoteattr(style.name)}/>{based}<w:qFormat/><w:pPr>{heads}{breaks}<w:widowControl w:val="0"/>'
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" {spacing}/><w:ind{right}{indent}/>'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr><w:rPr>{_script(style)}<w:b w:val="{int(style.bold)}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _script(style: Style) -> str:
    western, eastern = quoteattr(style.western), quoteattr(style.eastern)
    return f"<w:rFonts w:ascii={western} w:hAnsi={western} w:eastAsia={eastern} w:cs={western}/>"


def _settings(look: Look) -> str:
    sides = "<w:evenAndOddHeaders/>" if look.outside else ""
    return (
        f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{sides}'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _fonts(look: Look) -> str:
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/><w:charset w:val="86"/></w:font>'
        for name, other in look.substitutes
    )
    return f"<w:fonts {_NAMESPACES}>{fonts}</w:fonts>"


def _footer(look: Look, align: str) -> str:
    before, after = look.number.split("{}")
    script = look.styles[0]
    properties = (
        f'<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs={quoteattr(script.western)}/>'
        f'<w:sz w:val="{look.number_size}"/><w:szCs w:val="{look.number_size}"/></w:rPr>'
    )

    def run(inner: str) -> str:
        return f"<w:r>{properties}{inner}</w:r>"

    def words(text: str) -> str:
        return run(f'<w:t xml:space="preserve">{text}</w:t>') if text else ""

    field_runs = "".join(
        run(inner)
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    edge = f' w:rightChars="100" w:right="{look.number_size * _HALF_POINT}"' if align == "right" else (
        f' w:leftChars="100" w:left="{look.number_size * _HALF_POINT}"' if align == "left" else ""
    )  # fmt: skip
    return (
        f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f'<w:ind{edge} w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
        f"{words(before)}{field_runs}{words(after)}</w:p></w:ftr>"
    )
