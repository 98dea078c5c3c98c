"""Title, list of parts, year and statistical period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Phrase, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import first_line, title_or_first_line
from auditor.text.names import names_nobody
from auditor.text.numerals import integer_of_chinese
from auditor.text.spans import Span
from auditor.text.widths import is_cjk, squeeze

_DECLARED = re.compile(r"(?<![第\d])([二三四五六七八九十]|\d{1,2})\s*个?(?:大)?部分")
_OPENING_YEAR = re.compile(r"(?:^|[。\n])\s{0,99}+(20\d\d)年(?:度)?[，,以来][^。\n]*")
_UNTIL = re.compile(r"(?<![由从较比与同（(])截至(20\d\d)年12月(?:31日|底|末)")
_PLANNED = re.compile("将|计划|拟|力争|继续")
_DOCUMENT = re.compile("《[^《》]*》")


def check_title(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where the title is missing, or lacks agency, year or the required name."""
    if report.title is None and report.source.parts:
        raise Undecided("parts_without_title")
    if report.title is None:
        yield Hit(first_line(report), {"lacks": setting.layout.title.required})
        return
    text = squeeze(report.title.of(report.text))
    lacks = []
    # Whose report it is may be known from its file or a list; the title has to say it all the same.
    if report.agency is None or report.agency_span is None or names_nobody(report.agency):
        lacks.append("机关名称")
    if report.year is None or report.year_source != "title":
        lacks.append("年份")
    if setting.layout.title.required not in text:
        lacks.append(f"“{setting.layout.title.required}”")
    if lacks:
        yield Hit(report.title, {"lacks": "、".join(lacks)})


def check_parts(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit where the preamble announces another number of parts than it lists, or fewer than the report has."""
    headings = len(report.sections) + len(report.extra_headings)
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
            start = block.start + sentence.start() + declared.start()
            place = Span(start, start + len(declared.group()))
            if count != listed:
                yield Hit(place, {"declared": count or 0, "where": Phrase("列出的是", "lists"), "found": listed})
            elif headings > listed:
                yield Hit(place, {"declared": listed, "where": Phrase("正文有", "has"), "found": headings})
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
    rest = [part for piece in re.split("[，、；,;\x00]", middle) for part in _parts_of(piece)]
    return len(keys) + len(rest)


def _parts_of(piece: str) -> list[str]:
    """The titles between two marks: 问题与改进 is one, where its halves are too short to be titles."""
    halves = [half for half in re.split("以及|和|及|与", piece) if _is_title(half)]
    return halves or [piece] * _is_title(piece)


def _is_title(piece: str) -> bool:
    return sum(map(is_cjk, piece)) >= 4 and not re.fullmatch("政府信息公开工作|政府信息公开|行政机关", piece)


def check_year(report: Report) -> Iterator[Result]:
    """A hit where period, overview or day of publication do not go with the year of the title."""
    if report.year is None:
        raise Undecided("year_unknown")
    evidence = (Evidence(report.title),) if report.title else ()

    def other(place: Span, what: Phrase, year: int) -> Hit:
        return Hit(place, {"title_year": report.year or 0, "what": what, "other_year": year}, evidence)

    if report.published and int(report.published[:4]) <= report.year:
        yield _published_early(report, report.year, report.published, evidence)
    if report.period and int(report.period.end[:4]) != report.year:
        yield other(report.period.span, Phrase("统计期限", "the period"), int(report.period.end[:4]))
        return
    section = report.section("overview")
    if section is None:
        return
    text = section.body.of(report.text)
    here = Phrase("这里", "this")
    other_years = {report.year - 1, report.year + 1}
    wrong = [
        match
        for match in _OPENING_YEAR.finditer(text)
        if int(match.group(1)) in other_years
        and not (int(match.group(1)) > report.year and _PLANNED.search(match.group()))
    ]
    if wrong and f"{report.year}年" not in _DOCUMENT.sub("", text):
        start = section.body.start + wrong[0].start(1)
        yield other(Span(start, start + len("2021年")), here, int(wrong[0].group(1)))
    for match in _UNTIL.finditer(text):
        if int(match.group(1)) != report.year and "上年" not in text[max(0, match.start() - 8) : match.start()]:
            place = Span(section.body.start + match.start(), section.body.start + match.end())
            yield other(place, here, int(match.group(1)))


def _published_early(report: Report, year: int, published: str, evidence: tuple[Evidence, ...]) -> Hit:
    """The day of publication, at its place where it is printed, as one that is not after the year of the title."""
    place = report.published_span
    params: dict[str, Param] = {
        "title_year": year,
        "what": Phrase("公布的日期", "the day of publication"),
        "other_year": int(published[:4]),
        "printed": squeeze(place.of(report.text)) if place else published,
        "due": year + 1,
    }
    return Hit(place or title_or_first_line(report), params, evidence if place else (), grade="published_early")


def check_period(report: Report) -> Iterator[Result]:
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
