"""Who reports for which year: title, agency, kind, year, statistical period, day of publication."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from auditor.document import Period
from auditor.layout import Layout
from auditor.text.canonical import UNSEEN
from auditor.text.dates import Day, labelled_day, signed_day
from auditor.text.numerals import integer_of_chinese
from auditor.text.phrases import expression_of
from auditor.text.spans import Line, LineIndex, Span
from auditor.text.widths import narrow, squeeze
from auditor.text.wrapping import unbroken

_YEAR = re.compile(r"(20\d{2}|[二两]\s*[〇零○0Oo]\s*[一二三四五六七八九〇零○]\s*[一二三四五六七八九〇零○])\s*年?\s*度?")
_NAVIGATION = re.compile(r">|»|›|→|首页|当前位置|上一篇|下一篇|附件|来源[:：]|时间[:：]|打印|字体|关闭")
_TITLE_LABEL = re.compile(r"(?:名\s*称|标\s*题|题\s*名|(?:文件|信息)\s*(?:名称|标题))\s*[:：]\s*")
_DATE = r"(20\d{2})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
_PERIOD = re.compile(
    _DATE + r"[^。;；]{0,12}?(?:至|到|和|与|[止终]于?|-|—|–|~|～)\s*(?:(20\d{2})\s*[年.\-/]\s*|同年|当年)?"
    r"(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
)
_WHOLE_YEAR = re.compile(r"(20\d{2})\s*年[^。;；\d]{0,14}1\s*月\s*1\s*日\s*(?:至|到|-|—|–|~|～)\s*12\s*月\s*31\s*日")
"""The year apart from its days: 2023年全年（1月1日至12月31日）."""
_YEAR_AS_PERIOD = re.compile(
    r"(?:统计的?(?:时间|期限|时段|周期|区间|范围)|(?:报告期|统计期|数据))\s*(?:均?为|均?是|系|[:：])\s*(20\d{2})\s*年度?\s*"
    r"(?:全年|整年|(?<=度)(?=[。,，;；的数)）]))"
)
"""The year itself: 数据统计时间为2023年全年."""
_UNTIL = re.compile(
    r"(?:统计|数据|期限)[^。;]{0,20}(?:截至|截止到?|截止至)\s*(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日|底|末)"
)
_TELLS_PERIOD = re.compile(r"统计|数据|所载|期限|时限|周期|起止|报告期")
_LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_SIGNATURE = 4
"""So many of the last lines may be the signature."""
_WIDE_GAP = re.compile(r"[ \t　]{4,}")
_LONGEST_TITLE = 70
_SHORTEST_TITLE_END = 12
_YEAR_REST = re.compile(r"\d{1,3}年?度?|年度?")
_BEGINS_TITLE = re.compile(r"[\u4e00-\u9fff]{2,30}\d{0,4}")
_NO_AGENCY = 3
"""So many signs before the name of a report are no agency, but the end of one, or of its year."""
_YEARS = range(2008, 2100)


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report as printed, over one line or over agency and title lines."""

    span: Span
    text: str
    agency: str | None
    agency_span: Span | None
    year: int | None


def find_titles(index: LineIndex, layout: Layout) -> list[Title]:
    """Every line that names such a report and is no sentence, navigation or heading, in order.

    What a page says of it in a field (名称：…) only where no line has agency and year.
    """
    lines = index.lines()
    named = _any_name(layout.title.recognised).finditer(index.plain)
    places = dict.fromkeys(index.line_number(match.start()) - 1 for match in named)
    titles = [title for place in places if (title := _title(lines, place, layout))]
    headed = [title for title in titles if not _label_length(index.line_at(title.span.start).text.lstrip())]
    return headed if any(title.year and title.agency for title in headed) else titles


@lru_cache(maxsize=4)
def _any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """The first sign of each place where one of the names begins, over blanks and line breaks."""
    rests: dict[str, list[str]] = defaultdict(list)
    for name in map(squeeze, names):
        rests[name[0]].append(name[1:])
    return re.compile("|".join(rf"{re.escape(sign)}(?=\s*(?:{expression_of(rest)}))" for sign, rest in rests.items()))


def best_title(titles: Sequence[Title], before: int, period: Period | None = None) -> Title | None:
    """The title that heads the report: the first one with a year and an agency before the first section.

    Among several, as where a page has links to the reports of other years, that of the year of the period.
    """
    year = int(period.end[:4]) if period else None
    early = [title for title in titles if title.span.start < before]
    return min(
        early,
        key=lambda title: (title.year is None, title.agency is None, title.year != year, title.span.start),
        default=None,
    )


def _title(lines: Sequence[Line], place: int, layout: Layout) -> Title | None:
    line = lines[place]
    text = line.text.strip().strip("#* ")
    text = _without_menu(text[_label_length(text) :], layout)
    plain = squeeze(text)
    name = next((name for name in layout.title.recognised if name in plain), None)
    if name is None and (whole := _broken_title(lines, place, layout)):
        return whole
    if name is None or len(plain) > _LONGEST_TITLE or re.search(r"[。;|]", plain) or _NAVIGATION.search(text):
        return None
    if "根据" in plain or "现将" in plain or "本报告" in plain or "关于印发" in plain or "通知》" in plain:
        return None
    before, _, after = plain.partition(name)
    if len(after.strip("()《》〈〉")) > 12 or after.strip("》〉").endswith(layout.title.other_documents):
        return None
    if before and (whole := _begun_above(lines, place, before, layout)):
        return whole
    start = line.span.start + line.text.index(text)
    span = Span(start, start + len(text))
    year_match = _YEAR.search(before) or _YEAR.search(after)
    year = _year(year_match.group(1)) if year_match else None
    if year is None and (below := _year_below(lines[place + 1 : place + 3])):
        year, span = below[0], Span(start, below[1].end)
    agency_text = _YEAR.sub("", before, count=1).strip("《》〈〉()-—:,.、 ")
    agency_text = re.sub(r"^(?:关于|公布)", "", agency_text)
    if agency_text:
        return Title(span, text, agency_text, _agency_span(line, agency_text), year)
    above = _agency_above(lines, place, layout)
    if above is None:
        return Title(span, text, None, None, year)
    agency, above_span, dated = above
    agency_span = Span(above_span.start, above_span.start + len(agency)) if dated else above_span
    printed = f"{agency}{dated}年{text}" if dated and year is None else f"{agency}{text}"
    return Title(Span(above_span.start, span.end), printed, agency, agency_span, year or dated)


def _label_length(text: str) -> int:
    """How much of a line the name of its field takes (名    称：), where a title stands in the data of a page."""
    label = _TITLE_LABEL.match(text)
    return label.end() if label else 0


def _without_menu(text: str, layout: Layout) -> str:
    """A line without what stands far left of a whole title: an entry of a menu beside it, on one height in a PDF."""
    *_, last = _WIDE_GAP.split(text)
    before = next((squeeze(last).partition(name)[0] for name in layout.title.recognised if name in squeeze(last)), "")
    return last if _YEAR.search(before) and _YEAR.sub("", before, count=1).strip() else text


def _broken_title(lines: Sequence[Line], place: int, layout: Layout) -> Title | None:
    """A title whose name breaks over two lines: …政府信息公开工作 / 年度报告."""
    following = next((line for line in lines[place + 1 : place + 3] if line.text.strip()), None)
    line = lines[place]
    if following is None or len(squeeze(following.text)) > _SHORTEST_TITLE_END or not line.text.strip():
        return None
    joined = Line(line.number, Span(line.span.start, following.span.end), line.text.rstrip() + following.text.strip())
    name = next((name for name in layout.title.recognised if name in squeeze(joined.text)), None)
    if name is None or name in squeeze(following.text):
        return None
    title = _title([*lines[:place], joined, *lines[following.number :]], place, layout)
    return replace(title, span=Span(title.span.start, following.span.end)) if title else None


def _begun_above(lines: Sequence[Line], place: int, before: str, layout: Layout) -> Title | None:
    """A title whose year or agency breaks over two lines: …局20 / 23年政府信息公开工作年度报告.

    ``before`` is what stands before the name of the report: the rest of a year, the end of an agency, or what with the
    line above makes the name of the agency that signs.
    """
    line = lines[place]
    above = next((line for line in reversed(lines[max(0, place - 2) : place]) if line.text.strip()), None)
    if above is None or not _BEGINS_TITLE.fullmatch(squeeze(above.text)) or _NAVIGATION.search(above.text):
        return None
    text = above.text + UNSEEN * (line.span.start - above.span.end) + line.text
    title = _title([Line(above.number, Span(above.span.start, line.span.end), text)], 0, layout)
    if not title or not title.year or not title.agency or layout.kinds.kind_of(title.agency) is None:
        return None
    cut = _YEAR_REST.fullmatch(before) or len(_YEAR.sub("", before, count=1)) <= _NO_AGENCY
    return title if cut or _signs(title.agency, lines) else None


def _year_below(lines: Sequence[Line]) -> tuple[int, Span] | None:
    """The year that is all of the line below a title, in brackets or not, and where."""
    line = next((line for line in lines if line.text.strip()), None)
    told = squeeze(line.text).strip("()") if line else ""
    match = _YEAR.fullmatch(told) if told.endswith("度") else None
    year = _year(match.group(1)) if match else None
    return (year, line.span) if line and year else None


def _signs(agency: str, lines: Sequence[Line]) -> bool:
    last = [squeeze(line.text) for line in lines[-3 * _SIGNATURE :] if line.text.strip()][-_SIGNATURE:]
    return any(line.startswith(agency) for line in last)


def _year(text: str) -> int | None:
    plain = squeeze(text).translate(str.maketrans("○Oo0", "〇〇〇〇")) if not text.isdigit() else text
    year = int(plain) if plain.isdigit() else integer_of_chinese(plain.replace("两", "二"))
    return year if year in _YEARS else None


def _agency_span(line: Line, agency: str) -> Span:
    """Where the agency stands in the line; typographic blanks inside the name are allowed."""
    places = [place for place, sign in enumerate(line.text) if not sign.isspace() and sign != UNSEEN]
    start = narrow("".join([line.text[place] for place in places])).find(agency)
    if start < 0:
        return line.span
    return Span(line.span.start + places[start], line.span.start + places[start + len(agency) - 1] + 1)


def _agency_above(lines: Sequence[Line], place: int, layout: Layout) -> tuple[str, Span, int | None] | None:
    """The agency's name, and perhaps the year, on the line above a title that has none."""
    for line in reversed(lines[max(0, place - 2) : place]):
        text = line.text.strip().strip("#* ")
        if not text:
            continue
        whole = squeeze(text)
        dated = _YEAR.search(whole)
        plain = _YEAR.sub("", whole, count=1)
        if len(plain) > 40 or _NAVIGATION.search(text) or layout.kinds.kind_of(plain) is None:
            return None
        start = line.span.start + line.text.index(text[0])
        return plain, Span(start, start + len(text)), _year(dated.group(1)) if dated else None
    return None


def find_period(index: LineIndex, extent: Span) -> Period | None:
    """The statistical period that the report states, from a range of dates or an end date."""
    whole_numbers = unbroken(index, extent)
    plain = whole_numbers.text
    ranges = list(_PERIOD.finditer(plain))
    told = [
        match for match in ranges if _TELLS_PERIOD.search(squeeze(plain[max(0, match.start() - 30) : match.end() + 15]))
    ]
    whole = [match for match in ranges if (match.group(2), match.group(3)) == ("1", "1")]
    for match in (*told, *whole):
        first, last = match.group(1), match.group(4) or match.group(1)
        return Period(
            _iso(first, match.group(2), match.group(3)),
            _iso(last, match.group(5), match.group(6)),
            whole_numbers.span(*match.span()),
        )
    apart = _WHOLE_YEAR.search(plain) or _YEAR_AS_PERIOD.search(plain)
    if apart:
        place = whole_numbers.span(*apart.span())
        return Period(_iso(apart.group(1), "1", "1"), _iso(apart.group(1), "12", "31"), place)
    until = _UNTIL.search(plain)
    if until:
        month = int(until.group(2))
        day = until.group(3) or str(_LAST_DAY.get(month, 30))
        return Period(
            _iso(until.group(1), "1", "1"),
            _iso(until.group(1), until.group(2), day),
            whole_numbers.span(*until.span()),
        )
    return None


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def find_publication(
    index: LineIndex, extent: Span, body_start: int, last_section_start: int, layout: Layout
) -> Day | None:
    """The day of publication as the page or the signature gives it."""
    for start, end in ((extent.start, body_start), (last_section_start, extent.end)):
        labelled = labelled_day(index.plain[start:end])
        if labelled:
            return _at(start, labelled)
    last = [
        line for line in re.finditer(r"[^\n]+", index.plain[last_section_start : extent.end]) if line.group().strip()
    ]
    for line in reversed(last[-_SIGNATURE:]):
        signed = signed_day(line.group(), lambda name: layout.kinds.kind_of(name) is not None)
        if signed:
            return _at(last_section_start + line.start(), signed)
    return None


def _at(start: int, day: Day) -> Day:
    return Day(Span(start + day.span.start, start + day.span.end), day.iso)


def year_of_path(path: str) -> int | None:
    """A year in a file's name, the last resort."""
    match = re.search(r"(?<!\d)(20\d{2})(?!\d)", PurePath(path).name)
    return int(match.group(1)) if match and int(match.group(1)) in _YEARS else None
