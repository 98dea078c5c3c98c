"""Table text to rows of pieces: one reader for each way in which a table survives as text.

Nothing here knows which table it is. A row is what stands side by side: label pieces, then
value pieces. ``complete`` says that blank cells are visible in this way of writing, so that the
place of a value in its row is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

import msgspec

from auditor.text.canonical import seen
from auditor.text.numerals import digits_apart
from auditor.text.spans import Line, Span
from auditor.text.widths import narrow_dashes, squeeze

PLACEHOLDERS = frozenset({"/", "//", "\\", "-", "--", "---", "无", "不适用", "N/A", "n/a", "……", "…", "×", "*", "——"})
_NOTHING = re.compile(
    "(?:本年度?|全年|本(?:单位|机关|部门|局))?(?:均|暂|尚|一律|全部)?(?:(?:无|没有|未|不|免)"
    "(?:涉及|适用|存在|发生|产生|开展|收取|征收|收|征|具有|具备|享有|有|制定|制发)?"
    "(?:任何|此类|此|该类|该|本|这|相关|项|行政事业性|规章){0,3}"
    "(?:项目|事项|业务|情况|内容|收费|费用|费|职能|职权|(?:立法|制定)?权限?|数据|发生){0,2}"
    "|无权制定|空白?)|N\\.?A\\.?|n\\.?a\\.?|nil|NIL"
)
"""Words that a cell has in place of a number: 不涉及, 无此项, 免征. No label of the form is such a word."""
_BROKEN_OFF = ("不", "未", "免", "没有")
"""With these ends what is left of a label that was broken over lines: 尚未, 本机关不."""
_NOTE_NUMBER = r"[\d①-⑳一二三四五六七八九十a-z*]{1,2}"
_NOTE = rf"备?注释?\s?(?:{_NOTE_NUMBER})?"
_FOOTNOTES = re.compile(
    rf"(?<=[\d)\-/件份宗元])(?:\s?(?:[*#※†‡△▲①-⑳¹²³⁴-⁹]|{_NOTE}|\^?[\[【]\^?(?:{_NOTE_NUMBER}|{_NOTE})[\]】]|[(]见?{_NOTE}[)])){{1,4}}$"
)
"""What sends the reader of a cell to the notes under its table: 3* 3① 3[1] 3[注1] 3（见注1）."""
_VALUE = re.compile(
    r"零|\d{4}-\d{1,2}-\d{1,2}"
    r"|(?:约|近|超|逾|增加?|减少?)?[+-]?\d[\d,]*(?: \d{3})*(?:[.、。]\d+)?余?"
    r"(?:件|份|条|宗|起|例|次|个|万元|元|万|亿)?(?:\([^()]*\))?"
)
_NOTED = re.compile(r"([^()]+?)\s*\([^()]*\)")
"""A sign with a note behind it: —（无此项）."""
_TAB = re.compile("\t")
BARS = re.compile(r"[|｜│┃║]|<tr\b[^<>]*>\s*<t[dh]\b[^<>]*>|</t[dh]>\s*<t[dh]\b[^<>]*>|</t[dh]>\s*</tr>")
"""What stands between two cells of a line: a bar, one drawn in a box, or the tags of a page saved as text."""
_COMMAS = {",": re.compile('"?,"?'), ";": re.compile('"?;"?')}
_AT_CELL_EDGE = re.compile(r'(?:[\u4e00-\u9fff)）"]|^|[,;])[,;]')
"""A comma behind a label or beside a blank cell: the number 1,234 has none."""
_FEWEST_COMMAS = 2
_BLANK_SIGNS = re.compile(r"(?:\s|&nbsp;|&#160;)*")
_RULE = re.compile(r"[\s|｜│┃║:：+＋\-－—─━┄=＝┼├┤┬┴┌┐└┘]*")
# - 3 -, 第 3 页: no cell is written so, whatever stands above and below.
_PAGE_NUMBER = re.compile(r"\s*(?:[-－—–]\s?\d{1,3}\s?[-－—–]|第\s?\d{1,3}\s?页(?:[，,\s]?共\s?\d{1,3}\s?页)?)\s*")
_WIDE_ROW = 5
_LONGEST_DASH = 2
_ONE_BLANK = re.compile("[ \u3000]")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """The text of one cell or label fragment without surrounding blanks; an empty one is a blank cell."""

    text: str
    span: Span

    @property
    def blank(self) -> bool:
        return _is_blank(self.text)


@lru_cache(maxsize=4096)
def _is_blank(text: str) -> bool:
    return not squeeze(text)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: label pieces left of the values, the values, and label fragments found below (wrapped labels)."""

    labels: tuple[Piece, ...]
    values: tuple[Piece, ...]
    complete: bool
    below: tuple[Piece, ...] = ()
    above: tuple[Piece, ...] = ()
    torn: bool = False
    """Whether some of its values stand one a line and others side by side: their order is not sure."""

    @property
    def filled(self) -> bool:
        """Whether any of its values is more than a blank cell."""
        return any(not value.blank for value in self.values)


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether a cell's text is a number (with unit or note) or one of the signs that stand for none."""
    plain = written(text)
    return is_placeholder(plain) or bool(_VALUE.fullmatch(plain))


def written(text: str) -> str:
    """What is written in a cell: narrowed, without the marks that send the reader to a note."""
    return _FOOTNOTES.sub("", narrow_dashes(seen(text)).strip())


def is_placeholder(plain: str) -> bool:
    """Whether narrowed text is a sign or a word that stands for no number, with a note in brackets or without."""
    noted = _NOTED.fullmatch(plain)
    sign = "".join((noted.group(1) if noted else plain).split())
    return sign in PLACEHOLDERS or (not sign.endswith(_BROKEN_OFF) and bool(_NOTHING.fullmatch(sign)))


def is_page_number(text: str) -> bool:
    """Whether a line is a page number that stands between the lines of a table: - 3 -, 第 3 页."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def read_rows(lines: Sequence[Line]) -> list[GridRow]:
    """The rows of a table that stands in ``lines``; the way it is written is told from the lines themselves."""
    lines = [line for line in lines if not is_page_number(line.text)]
    filled = _filled(lines)
    if not filled:
        return []
    cells = cell_rows(lines)
    if cells is not None:
        return [_row(row) for row in cells] if cells else _rows_of_stream(filled)
    numbered = sum(1 for line in filled if len(_tail_values(line)) >= 2 or _labelled_value(line))
    if numbered * 4 >= len(filled) or any(len(_tail_values(line)) >= _WIDE_ROW for line in filled):
        return _rows_in_lines(filled)
    return _rows_of_stream(filled)


def cell_rows(lines: Sequence[Line]) -> list[list[Piece]] | None:
    """The cells of each row, blank ones too, where the way of writing shows their edges; None where it does not.

    Empty where a tab leads each cell and nothing tells where a row ends.
    """
    filled = _filled(lines)
    piped = sum(1 for line in filled if BARS.search(line.text))
    if piped * 2 >= len(filled):
        return [_split(line, BARS, trim_edges=True) for line in filled if BARS.search(line.text)]
    led = sum(1 for line in filled if line.text.startswith("\t") and "\t" not in line.text.strip())
    if led * 2 >= len(filled):
        rows = list(_cells_one_a_line(lines))
        return rows if len(rows) > 1 else []
    tabbed = sum(1 for line in filled if line.text.strip("\r\n ").count("\t") >= 1)
    if tabbed * 3 >= len(filled):
        return [_split(line, _TAB, trim_edges=False) for line in filled]
    for comma, separator in _COMMAS.items():
        if sum(1 for line in filled if comma_between_cells(line.text) == comma) * 2 >= len(filled) > 0:
            return [_split(line, separator, trim_edges=False) for line in filled]
    return None


def comma_between_cells(text: str) -> str | None:
    """The comma or semicolon that parts the cells of a line with numbers or blank cells; None if none does."""
    if not _AT_CELL_EDGE.search(text):
        return None
    for comma in _COMMAS:
        if text.count(comma) >= _FEWEST_COMMAS:
            cells = [cell.strip('" ') for cell in text.split(comma)]
            return comma if all(not cell or is_value(cell) for cell in cells[-_FEWEST_COMMAS:]) or "" in cells else None
    return None


def _filled(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.text.strip() and not is_ruled(line.text)]


def is_ruled(text: str) -> bool:
    """Whether a line is a drawn rule between rows: +---+---+, ────."""
    return bool(_RULE.fullmatch(text)) and not _holds_signs(text)


def _holds_signs(text: str) -> bool:
    """Whether each cell of a line is a dash in place of a number, not a part of a ruled line."""
    return all(len(sign) <= _LONGEST_DASH and is_placeholder(narrow_dashes(sign)) for sign in text.split())


def _piece(line: Line, start: int, end: int) -> Piece:
    text = line.text[start:end]
    stripped = "" if _BLANK_SIGNS.fullmatch(text) else text.strip()
    begin = line.span.start + start + (len(text) - len(text.lstrip()) if stripped else 0)
    return Piece(stripped, Span(begin, begin + len(stripped)))


def _split(line: Line, separator: re.Pattern[str], *, trim_edges: bool) -> list[Piece]:
    """The cells of a line; with ``trim_edges`` the empty ends outside the outer bars are no cells."""
    edges = [0]
    pieces: list[Piece] = []
    for match in separator.finditer(line.text):
        pieces.append(_piece(line, edges[-1], match.start()))
        edges.append(match.end())
    pieces.append(_piece(line, edges[-1], len(line.text)))
    if trim_edges and separator.match(line.text.lstrip()):
        pieces = pieces[1:]
    if trim_edges and pieces and pieces[-1].blank and edges[-1] == len(line.text.rstrip()):
        pieces = pieces[:-1]
    return pieces


def _row(cells: Sequence[Piece]) -> GridRow:
    start = len(cells)
    while start and (cells[start - 1].blank or is_value(cells[start - 1].text) or digits_apart(cells[start - 1].text)):
        start -= 1
    labels = tuple([cell for cell in cells[:start] if not cell.blank])
    return GridRow(labels, tuple(cells[start:]), complete=True)


def _cells_one_a_line(lines: Sequence[Line]) -> Iterator[list[Piece]]:
    """Rows of a Word table saved as text: a tab begins a cell, an empty line ends the row."""
    row: list[Piece] = []
    for line in lines:
        if line.text.startswith("\t"):
            row.append(_piece(line, 1, len(line.text)))
        elif not line.text.strip():
            if row:
                yield row
            row = []
        elif row and not row[-1].blank:
            more = _piece(line, 0, len(line.text))
            row[-1] = Piece(row[-1].text + more.text, Span(row[-1].span.start, more.span.end))
        else:
            row.append(_piece(line, 0, len(line.text)))
    if row:
        yield row


def _tail_values(line: Line) -> list[Piece]:
    """The values at the end of a line, in order; a doubled single blank shows a blank cell."""
    values: list[Piece] = []
    end = len(line.text.rstrip())
    while end > 0:
        start = max(line.text.rfind(" ", 0, end), line.text.rfind("\t", 0, end), line.text.rfind("　", 0, end)) + 1
        piece = _piece(line, start, end)
        if not is_value(piece.text) or piece.text == "无":
            break
        values.append(piece)
        end = len(line.text[:start].rstrip())
    return values[::-1]


def _labelled_value(line: Line) -> bool:
    values = _tail_values(line)
    return len(values) == 1 and line.text.strip() != values[0].text


def _label_pieces(line: Line, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for match in re.finditer(r"\s+", line.text[:end]):
        if match.start() > start:
            pieces.append(_piece(line, start, match.start()))
        start = match.end()
    if start < end:
        pieces.append(_piece(line, start, end))
    return tuple(piece for piece in pieces if not piece.blank)


def _rows_in_lines(lines: Sequence[Line]) -> list[GridRow]:
    """Rows whose numbers stand in one line, labels on the same line or wrapped above and below it."""
    rows: list[GridRow] = []
    above: list[Piece] = []
    for line in lines:
        values = _tail_values(line)
        start = values[0].span.start - line.span.start if values else len(line.text)
        labels = _label_pieces(line, start)
        page_number = not labels and len(values) == 1
        if not values or page_number:
            if not page_number:
                above.extend(labels)
            continue
        spread = _visible_blanks(line, start, values)
        rows.append(GridRow(labels, tuple(spread), complete=len(spread) > len(values), above=tuple(above)))
        above = []
    if not rows:  # numbers of pages alone
        return []
    followed = [row.above for row in rows[1:]] + [tuple(above)]
    return [
        GridRow(row.labels, row.values, row.complete, below, row.above)
        for row, below in zip(rows, followed, strict=True)
    ]


def _visible_blanks(line: Line, start: int, values: Sequence[Piece]) -> list[Piece]:
    """In a line whose values stand one blank apart, two blanks are an empty cell between them."""
    tail = line.text[start:].rstrip()
    tokens = _ONE_BLANK.split(tail)
    if len(tokens) == len(values) or "\t" in tail or "   " in tail or tokens.count("") > 2:
        return list(values)
    spread: list[Piece] = []
    position = start
    for token in tokens:
        spread.append(_piece(line, position, position + len(token)))
        position += len(token) + 1
    return spread


def _rows_of_stream(lines: Sequence[Line]) -> list[GridRow]:
    """One cell a line with nothing between the rows: labels run until values begin. Blanks are invisible."""
    rows: list[GridRow] = []
    labels: tuple[Piece, ...] = ()
    read = [_pieces_of_line(line) for line in lines]
    for value, run in groupby(read, key=lambda pieces: is_value(pieces[0].text)):
        found = list(run)
        pieces = tuple(piece for line in found for piece in line)
        if value:
            torn = any(len(line) == 1 < len(after) for line, after in pairwise(found))
            rows.append(GridRow(labels, pieces, complete=False, torn=torn))
            labels = ()
        else:
            labels = pieces
    if labels:
        rows.append(GridRow(labels, (), complete=False))
    return rows


def _pieces_of_line(line: Line) -> list[Piece]:
    """A line of nothing but values holds the cells of a row; any other line is one piece."""
    whole = _piece(line, 0, len(line.text))
    values = _tail_values(line)
    return values if values and values[0].span.start == whole.span.start else [whole]


def label_texts(pieces: Iterable[Piece]) -> list[str]:
    """The texts of pieces, for matching labels."""
    return [piece.text for piece in pieces]
