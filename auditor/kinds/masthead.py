"""Title, list of parts, year and statistical period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Evidence, Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import first_line, title_or_first_line
from auditor.text.numerals import integer_of_chinese
from auditor.text.spans import Span
from auditor.text.widths import is_cjk, squeeze

_DECLARED = re.compile(r"([一二三四五六七八九十]|\d{1,2})\s*个?(?:大)?部分")
_OPENING_YEAR = re.compile(r"(?:^|[。\n])\s*(20\d\d)年(?:度)?[，,以来]")
_UNTIL = re.compile(r"截至(20\d\d)年12月(?:31日|底|末)")


def check_title(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where the title is missing, or lacks agency, year or the required name."""
    if report.title is None:
        yield Hit(first_line(report), {"lacks": setting.layout.title.required})
        return
    text = squeeze(report.title.of(report.text))
    lacks = []
    if report.agency is None:
        lacks.append("机关名称")
    if report.year is None or report.year_source != "title":
        lacks.append("年份")
    if setting.layout.title.required not in text:
        lacks.append(f"“{setting.layout.title.required}”")
    if lacks:
        yield Hit(report.title, {"lacks": "、".join(lacks)})


def check_parts(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where the preamble announces another number of parts than it lists."""
    for block in report.prose("preamble"):
        for sentence in re.finditer(r"[^。]+", block.of(report.text)):
            declared = _DECLARED.search(sentence.group())
            if not declared:
                continue
            number = declared.group(1)
            count = int(number) if number.isdigit() else integer_of_chinese(number)
            listed = _listed_parts(sentence.group()[: declared.start()] + sentence.group()[declared.end() :], setting)
            if listed == 0:
                continue
            if count != listed:
                start = block.start + sentence.start() + declared.start()
                yield Hit(
                    Span(start, start + len(declared.group())), {"declared": count or 0, "listed": listed}
                )
            return
    raise Inapplicable("no_part_list")


def _listed_parts(sentence: str, setting: Setting) -> int:
    """How many parts a sentence lists: known titles as wholes, then whatever else stands between the marks."""
    bare = squeeze(sentence).replace("“", "").replace("”", "")
    titles = sorted(
        {
            (title, spec.key)
            for spec in setting.layout.section
            for title in (spec.title, *spec.aliases, f"政府信息公开工作{spec.title}", f"行政机关{spec.title}")
        },
        key=lambda item: -len(item[0]),
    )
    keys: list[str] = []
    for title, key in titles:
        while title in bare:
            bare = bare.replace(title, "\x00", 1)
            keys.append(key)
    if len(set(keys)) < 2:
        return 0
    middle = bare[bare.index("\x00") : bare.rindex("\x00")]
    rest = [
        piece
        for piece in re.split("[，、；,;\x00]|以及|和|及|与", middle)
        if sum(map(is_cjk, piece)) >= 4 and not re.fullmatch("政府信息公开工作|政府信息公开|行政机关", piece)
    ]
    return len(keys) + len(rest)


def check_year(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where the statistical period or the overview speaks of another year than the title."""
    if report.year is None:
        raise Undecided("year_unknown")
    evidence = (Evidence(report.title),) if report.title else ()
    if report.period and int(report.period.end[:4]) != report.year:
        params = {"title_year": report.year, "other_year": int(report.period.end[:4])}
        yield Hit(report.period.span, params, evidence)
        return
    section = report.section("overview")
    if section is None:
        return
    text = section.body.of(report.text)
    opening = [(match.group(1), match.start(1)) for match in _OPENING_YEAR.finditer(text)]
    years = Counter(year for year, _ in opening)
    wrong = [(year, start) for year, start in opening if int(year) in (report.year - 1, report.year + 1)]
    if wrong and years[str(report.year)] == 0 and text.count(f"{report.year}年") == 0:
        year, start = wrong[0]
        place = Span(section.body.start + start, section.body.start + start + len(year) + 1)
        yield Hit(place, {"title_year": report.year, "other_year": int(year)}, evidence)
    for match in _UNTIL.finditer(text):
        if int(match.group(1)) != report.year and "上年" not in text[match.start() - 8 : match.start()]:
            place = Span(section.body.start + match.start(), section.body.start + match.end())
            yield Hit(place, {"title_year": report.year, "other_year": int(match.group(1))}, evidence)


def check_period(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where no period is stated, or where it is not the whole year."""
    if report.period is None:
        preamble = report.prose("preamble")
        sections = report.sections
        place = sections[0].title if sections else title_or_first_line(report)
        yield Hit(place if preamble or sections else title_or_first_line(report), {"found": "—"})
        return
    start, end = report.period.start, report.period.end
    if not (start.endswith("-01-01") and end.endswith("-12-31") and start[:4] == end[:4]):
        yield Hit(report.period.span, {"found": f"{start}—{end}"}, grade="before_year_end")

