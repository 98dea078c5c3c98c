"""Numbering: one scheme for the levels, and enumerations without gaps."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.document import Report, Table
from auditor.finding import Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.rulebook.specs.form import DeclaredCount, Enumerators
from auditor.text.canonical import UNSEEN, seen
from auditor.text.numbering import ITEM_STOP, numbering_of
from auditor.text.numerals import integer_of_chinese
from auditor.text.sentences import Sentence
from auditor.text.spans import Line, LineIndex, Span

_NUMBER = "(?P<number>[一二三四五六七八九十]{1,2})"
_ITEMS = (
    # Each begins with a look at its first sign, which rules out nearly all places of a text.
    # 统一是 and 之一是 are no items, nor is the idiom 一是一、二是二. No mark need stand before the first item.
    (
        "running",
        re.compile(
            r"(?=[一二三四五六七八九十])(?:(?<=[。；;，,：:、\s）)])|^|(?<![统唯之同万专逐第其进十百])(?=一是))"
            + _NUMBER
            + r"\n?[ \t]*是(?!否|(?P=number)(?:[、，,。；;：:”\s]|[二三]是|$))",
            re.MULTILINE,
        ),
    ),
    ("bracket", re.compile(r"(?=[（(])(?:(?<=[。；;：:\s])|^)[（(]" + _NUMBER + "[）)](?![项款目])", re.MULTILINE)),
    (
        "arabic",
        re.compile(
            rf"(?=\d)(?<!\d)(?P<number>\d{{1,2}})(?:{ITEM_STOP}\s*(?=[\u4e00-\u9fff《“\d])|(?P<perhaps>[.．](?=\d)))"
        ),
    ),
)
_QUOTED_ITEMS = re.compile(
    r"[“「](?=[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十]{1,2}[）)])[^“”「」\n]{0,120}[”」]"
)
"""The words of others that begin with an item's number: “三是数字，四是图表”."""
_PARAGRAPH_END = re.compile(r"[。！？：:；;]\s*\n")
_NUMERALS = "零一二三四五六七八九"
_LONGEST_TITLE = 30
_LONGEST_REACH = 400
"""So many characters before an item what is counted in other words may stand."""
_FURTHEST = 40
"""So many characters before a list its announcement begins at most."""


def check_scheme(report: Report) -> Iterator[Result]:
    """A hit where sections are not numbered 一、, the overview starts again at 一、, or siblings mix styles."""
    if not report.sections:
        raise Inapplicable("no_numbered_sections")
    other = [section for section in report.sections if section.numbering not in ("chinese", "none")]
    if other:
        yield Hit(other[0].title, {"found": other[0].title.of(report.text).strip()[:12]})
    overview = report.section("overview")
    if overview is None:
        return
    lines = list(_prose_lines(report, "overview"))
    marked = [(line, numbering_of(line.text)) for line in lines]
    if overview.numbering == "chinese":
        again = [line for line, number in marked if number.style == "chinese" and number.value == 1]
        if again:
            yield Hit(_lead(again[0]), {"found": again[0].text.strip()[:12]})
    siblings = [(line, number) for line, number in marked if number.style in ("bracket", "arabic")]
    for (_, before), (line, after) in itertools.pairwise(siblings):
        if (
            before.style == "bracket"
            and after.style == "arabic"
            and before.value
            and after.value == before.value + 1
            and after.value > 1
        ):
            yield Hit(_lead(line), {"found": line.text.strip()[:12]})
            return


def _lead(line: Line) -> Span:
    stripped = line.text.strip()[:_LONGEST_TITLE]
    start = line.span.start + line.text.index(stripped)
    return Span(start, start + len(stripped))


def _prose_lines(report: Report, key: str) -> Iterator[Line]:
    for block in report.prose(key):
        number = report.lines.line_number(block.start)
        last = report.lines.line_number(max(block.start, block.end - 1))
        for line in (report.lines.line(n) for n in range(number, last + 1)):
            if line.text.strip() and line.span.start >= block.start:
                yield line


_ANNOUNCED = (
    "(?<![十百千\\d第])(?P<number>[二两三四五六七八九十]|\\d{{1,2}})(?:个|大|项|条|点|类)?(?:{things})"
    "(?:[^。；;\\n]{{0,14}}[：:]|[^，,。；;\\n]{{0,14}}。)\\s*$"
)
"""三个方面的问题： before the first item of a list."""


_SENTENCE_END = re.compile("[。！？\n]")
_GOES_ON = re.compile("等[。；;]|还有|此外|另外|再者|最后|[三四五六]则|[，；]其[三四五六]")
"""Words behind the last numbered item by which a list goes on without numbers."""


def check_declared(report: Report, spec: DeclaredCount) -> Iterator[Result]:
    """A hit where 三个方面的问题： is followed by another number of 一是, 二是 or （一）, （二）."""
    pattern = _announced(spec.things)
    found = False
    for section in report.sections:
        for block in report.prose(section.key):
            shown, items = _shown(report.lines, block), _items(report.lines, block)
            for place, item in enumerate(items):
                announced = _announcement(pattern, shown, item)
                if announced is None:
                    continue
                found = True
                declared = announced.group("number")
                due = int(declared) if declared.isdigit() else integer_of_chinese(declared)
                listed, last = _run(items[place:])
                paragraph = report.text[last.span.end :].split("\n", 1)[0]
                unnumbered = listed < (due or 0) and _GOES_ON.search(paragraph)
                opens = any(word in announced.group() for word in spec.open_words)
                if listed != due and listed > 1 and not unnumbered and not opens:
                    span = shown.span(announced.start(), announced.end())
                    yield Hit(span, {"declared": due or 0, "listed": listed, "quote": announced.group().strip()})
    if not found:
        raise Inapplicable("no_enumerations")


@lru_cache(maxsize=4)
def _announced(things: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_ANNOUNCED.format(things="|".join(map(re.escape, things))))


def _announcement(pattern: re.Pattern[str], shown: Sentence, item: _Item) -> re.Match[str] | None:
    """The announcement right before the first item of a list; the nearest number, of several."""
    if item.value != 1:
        return None
    end = bisect_left(shown.positions, item.span.start)
    places = range(end - 1, max(0, end - _FURTHEST) - 1, -1)
    return next((found for place in places if (found := pattern.match(shown.text, place, end))), None)


@lru_cache(maxsize=64)
def _shown(lines: LineIndex, block: Span) -> Sentence:
    """A block with its blanks and line breaks, without what cannot be seen."""
    text = block.of(lines.text)
    if UNSEEN not in text:
        return Sentence(text, tuple(range(block.start, block.end)))
    kept = [place for place, sign in enumerate(text, block.start) if sign != UNSEEN]
    return Sentence(seen(text), tuple(kept))


def _run(items: Sequence[_Item]) -> tuple[int, _Item]:
    """How far a list counts on in its own style from its first item, past the lists inside it, and its last item."""
    length, last = 1, items[0]
    for item in items[1:]:
        if item.style != items[0].style:
            continue
        if item.value == length + 1:
            length, last = length + 1, item
        elif item.value <= length and item.value == 1 and item.leads == items[0].leads:
            break
    return length, last


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of an enumeration: its style, its number, where it stands, and whether it begins a line."""

    style: str
    value: int
    span: Span
    leads: bool
    paragraph: int
    perhaps: bool = False
    """Whether it may as well be a number with a decimal: 2.5天 is item 2 only where an item 2 is due."""


def check_enumerators(report: Report, spec: Enumerators, setting: Setting) -> Iterator[Result]:
    """A hit at each item whose number does not follow: 二是 then 四是, （一） then （三）, 1. 2. 4.; or 二是 twice."""
    found = False
    for section in report.sections:
        rows_left = setting.layout.table_spec(section.key) is not None and not _is_read(report.tables.get(section.key))
        for block in report.prose(section.key):
            items = _items(report.lines, block)
            if rows_left:  # 3.危及…, 2.申请…: perhaps rows of the table
                items = tuple(item for item in items if item.style == "running")
            found = found or bool(items)
            for before, item in _out_of_turn(items):
                if item.style == "running" and _goes_on_from_words(before, item, report.text, block):
                    continue
                again = before is not None and before.value == item.value
                if again == (spec.look_for == "again"):
                    yield Hit(item.span, _turn_params(before, item), grade="begins_late" if before is None else None)
    if not found:
        raise Inapplicable("no_enumerations")


def _is_read(table: Table | None) -> bool:
    return table is not None and table.doubt is None


@lru_cache(maxsize=64)
def _items(lines: LineIndex, block: Span) -> tuple[_Item, ...]:
    """The items of a block in order. Kept for a while: two checks read the same blocks one after the other."""
    shown = _shown(lines, block)
    text = shown.text
    breaks = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    quoted = [match.span() for match in _QUOTED_ITEMS.finditer(text)]
    items = []
    for style, pattern in _ITEMS:
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end in quoted):
                continue
            number = match.group("number")
            value = int(number) if number.isdigit() else integer_of_chinese(number)
            leads = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            if value and (leads or style != "arabic"):
                span = shown.span(match.start(), match.end())
                perhaps = bool(match.groupdict().get("perhaps"))
                items.append(_Item(style, value, span, leads, bisect_right(breaks, match.start()), perhaps))
    return tuple(sorted(items, key=lambda item: item.span.start))


def _out_of_turn(items: Iterable[_Item]) -> Iterator[tuple[_Item | None, _Item]]:
    """The items that do not follow, each with the item before it in its list.

    The open lists of each style are followed, the innermost last. 一是 opens a list; any other number must continue
    one. An outer list is taken up again by an item in its own paragraph or at the beginning of a line; （一） at the
    beginning of a line is a heading and closes the lists below it.
    """
    lists: dict[str, list[_Item]] = {style: [] for style, _ in _ITEMS}
    for item in items:
        if item.style == "bracket" and item.leads:
            lists = {style: found if style == "bracket" else [] for style, found in lists.items()}
        opened = lists[item.style]
        if opened and opened[-1].perhaps and opened[-1].value == item.value:
            lists[item.style] = [*opened[:-1], item]
            continue
        if item.perhaps and not (opened and _continues(item, opened, len(opened) - 1)):
            continue
        if item.value == 1:
            lists[item.style] = [item] if item.leads else [*opened, item]
            continue
        continued = next((place for place in reversed(range(len(opened))) if _continues(item, opened, place)), None)
        if continued is not None:
            lists[item.style] = [*opened[:continued], item]
            continue
        before = opened[-1] if opened and (item.leads or opened[-1].paragraph == item.paragraph) else None
        if before or item.style == "running":
            yield before, item
        lists[item.style] = [*opened[:-1], item] if before else [*opened, item]


def _goes_on_from_words(before: _Item | None, item: _Item, text: str, block: Span) -> bool:
    """Whether what is before an item is counted in other words, or without a mark before it.

    前两栏是文字，三是数字; 第一，…；第二，…；三是…; 一是网站二是账号，三是公开栏.
    """
    start = before.span.end if before else max(block.start, item.span.start - _LONGEST_REACH)
    said = text[start : item.span.start] if start < item.span.start else ""
    due = _printed("", item.value - 1).removesuffix("是")
    if before:
        return f"{due}是" in said[-_LONGEST_REACH:]
    signs = f"[{due}{'两' if due == '二' else ''}]"
    counted = rf"{signs}(?:[、，]|[列栏行块幅张个类页格组]?(?:是|为))|其{due}|第{due}[，,、是]"
    return bool(re.search(counted, _SENTENCE_END.split(said)[-1]))


def _continues(item: _Item, opened: Sequence[_Item], place: int) -> bool:
    last = opened[place]
    within_reach = place == len(opened) - 1 or item.leads or last.paragraph == item.paragraph
    return item.value == last.value + 1 and within_reach


def _turn_params(before: _Item | None, item: _Item) -> dict[str, str]:
    due = before.value + 1 if before else 1
    return {
        "before": _printed(item.style, before.value) if before else "",
        "found": _printed(item.style, item.value),
        "due": _printed(item.style, due),
    }


def _printed(style: str, value: int) -> str:
    """An item's number as it is written in a list of that style."""
    if style == "arabic":
        return f"{value}."
    tens, ones = divmod(value, 10)
    number = ("" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + (_NUMERALS[ones] if ones else "")
    return f"（{number}）" if style == "bracket" else f"{number}是"
