"""Which of the lines of a web page are the report: menus, related links and the foot of the page are not.

The article is the smallest element that holds the title, the headings of the sections and the tables of the form,
by what stands in it and not by names of sites. What is left out is told of; in doubt everything is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from auditor.document import Reason
from auditor.layout import Layout, load_layout
from auditor.reading.section_titles import section_of, section_titles
from auditor.reading.web.lines import PageLine, is_sentence, left_out
from auditor.reading.web.tree import Node
from auditor.resources import PACK, rules_folder
from auditor.text.numbering import numbering_of
from auditor.text.widths import bare, count_cjk, skeleton, squeeze

_FEWEST_SECTIONS, _FEWEST_IN_CONTENTS = 3, 4
_MOST_SENTENCES = 0.8
"""The share of a page's sentences that its article holds at least."""
_LONGEST_TITLE, _LONGEST_AGENCY = 70, 40
_MOST_STEPS = 30
"""How far the article may widen before everything is kept."""
_LONGEST_REST = 12
_LONGEST_NOTE = 400
"""What stands beside the article and belongs to it is not further away than so many signs."""
_BOXES = frozenset({"header", "footer", "aside"})
_PATH = re.compile(r"[>»›→]|首页|当前位置|上一篇|下一篇")
_NO_TITLE = re.compile(_PATH.pattern + "|[。;]|根据|现将|本报告|关于印发|通知》")
_YEAR = re.compile(r"20\d\d|[二两][〇零○0Oo]")
_DATED = re.compile(r"(?:发布|公开|发文|成文|生成)(?:日期|时间)")


@dataclass(frozen=True, slots=True)
class _Form:
    """What of the form tells a report from the page around it."""

    titles: tuple[str, ...]
    labels: frozenset[str]
    """Labels that stand in the tables of the form only."""
    layout: Layout


@lru_cache(maxsize=1)
def _form() -> _Form:
    layout = load_layout(rules_folder() / PACK / "layout.toml")
    labels = {skeleton(anchor) for table in layout.table for anchor in table.anchors}
    labels |= {label for table in layout.table for row in table.rows if len(label := bare(row.label.zh)) > 3}
    return _Form(layout.title.recognised, frozenset(labels), layout)


def sections_in(lines: Sequence[PageLine]) -> dict[str, int]:
    """The sections of the form whose headings stand in the lines, each with the line of its first one.

    Menus and contents name them too: links count only where there is nothing else, and a list of headings with
    nothing between them does not if they stand elsewhere as well.
    """
    named = [(place, key) for place, line in enumerate(lines) if (key := section_of(line.text))]
    plain = [(place, key) for place, key in named if not _is_beside(lines[place])]
    if len({key for _, key in plain}) < _FEWEST_SECTIONS:
        plain = named
    runs: list[list[tuple[int, str]]] = []
    for place, key in plain:
        if runs and not any(line.text.strip() for line in lines[runs[-1][-1][0] + 1 : place]):
            runs[-1].append((place, key))
        else:
            runs.append([(place, key)])
    counts = Counter(key for _, key in plain)
    listed = {
        item
        for run in runs
        if len(run) >= _FEWEST_IN_CONTENTS
        and all(counts[key] > count for key, count in Counter(key for _, key in run).items())
        for item in run
    }
    plain = [item for item in plain if item not in listed]
    return dict(reversed([(key, place) for place, key in plain]))


def article_of(lines: Sequence[PageLine]) -> tuple[int, int]:
    """The first line of the article and the one after its last; all lines if no element is the article."""
    everything = (0, len(lines))
    sections = sections_in(lines)
    if len(sections) < _FEWEST_SECTIONS:
        return everything
    title = _title_before(lines, min(sections.values()))
    if title is None:
        return everything
    due = [title, *sections.values(), *(place for place, line in enumerate(lines) if _is_of_table(line.text))]
    chosen = _around(lines[min(due)].owner, lines[max(due)].owner)
    for _ in range(_MOST_STEPS):
        start, end = _extent(lines, chosen)
        if _is_whole(lines, start, end, max(sections.values())):
            return _widened(lines, chosen)
        if chosen.above is None:
            break
        chosen = chosen.above
    return everything


def without_asides(lines: Sequence[PageLine], *, article: bool) -> list[PageLine]:
    """The lines without navigation, and without headers, footers and side boxes where the article was not found.

    A box that holds a heading, a title or sentences is kept. One that is dropped leaves a line without text that says
    so.
    """
    kept: list[PageLine] = []
    for aside, group in groupby(lines, key=lambda line: line.aside):
        told = list(group)
        if aside is None or (article and aside.tag in _BOXES) or any(_is_of_report(line) for line in told):
            kept.extend(told)
        elif reason := outside(told):
            kept.append(PageLine("", told[0].owner, omissions=((0, reason),)))
    return kept


def _is_of_report(line: PageLine) -> bool:
    """Whether a line in a box may belong to the report; links in navigation name its parts without being them."""
    if line.linked and line.aside is not None and line.aside.tag not in _BOXES:
        return False
    return bool(section_of(line.text)) or _is_title(line.text) or is_sentence(line.text)


def outside(lines: Sequence[PageLine], code: str = "outside_article") -> Reason | None:
    """That these lines were left out; None if there is nothing in them."""
    return left_out(code, " ".join(line.text for line in lines))


def _is_beside(line: PageLine) -> bool:
    return line.linked or (line.aside is not None and line.aside.tag != "header")


def _is_title(text: str) -> bool:
    plain = squeeze(text)
    named = any(name in plain for name in _form().titles)
    return named and len(plain) <= _LONGEST_TITLE and not _NO_TITLE.search(plain)


def _is_of_table(text: str) -> bool:
    return "\t" in text and any(
        bare(cell) in _form().labels or skeleton(cell) in _form().labels for cell in text.split("\t")
    )


def _title_before(lines: Sequence[PageLine], end: int) -> int | None:
    """The line with which the title before the first section begins: the last one with a year, else the last one.

    One that is a link, as that of a related report, counts only where there is no other.
    """
    found: list[tuple[bool, bool, int]] = []
    following = ""
    for place in range(end - 1, -1, -1):
        text = lines[place].text
        if not text.strip():
            continue
        broken = text + following if len(squeeze(following)) <= _LONGEST_REST else ""
        title = next((whole for whole in (text, broken) if _is_title(whole)), None)
        if title is not None:
            found.append((not _is_beside(lines[place]), bool(_YEAR.search(squeeze(title))), place))
        following = text
    return _agency_before(lines, max(found)[2]) if found else None


def _agency_before(lines: Sequence[PageLine], place: int) -> int:
    """The line above a title that is an agency's name, else that of the title."""
    above = next((number for number in range(place - 1, -1, -1) if lines[number].text.strip()), None)
    if above is None or _is_beside(lines[above]):
        return place
    name = squeeze(lines[above].text)
    named = len(name) <= _LONGEST_AGENCY and ":" not in name and not _PATH.search(name)
    named = named and _form().layout.kinds.kind_of(name) is not None
    return above if named else place


def _around(first: Node, last: Node) -> Node:
    """The smallest element that holds both."""
    node = first
    while not node.holds(last) and node.above is not None:
        node = node.above
    return node


def _extent(lines: Sequence[PageLine], chosen: Node) -> tuple[int, int]:
    inside = [place for place, line in enumerate(lines) if chosen.holds(line.owner)]
    return min(inside), max(inside) + 1


def _is_whole(lines: Sequence[PageLine], start: int, end: int, last: int) -> bool:
    """Whether most sentences of the page stand in this stretch, and something below its last heading."""

    def amount(part: Sequence[PageLine]) -> int:
        return sum(count_cjk(line.text) for line in part if not _is_beside(line) and is_sentence(line.text))

    below = skeleton(lines[last].text[numbering_of(lines[last].text).length :]) not in section_titles()
    below = below or any(line.text.strip() for line in lines[last + 1 : end])
    return below and amount(lines[start:end]) >= amount(lines) * _MOST_SENTENCES


def _widened(lines: Sequence[PageLine], chosen: Node) -> tuple[int, int]:
    """The article, with what stands beside it in the element around it and belongs to it.

    That is the day of publication, close to it, and sentences, but not those that stand by themselves on the page.
    """
    start, end = _extent(lines, chosen)
    if chosen.above is None:
        return start, end
    apart = chosen.above.tag in ("body", "html", "")

    def belongs(line: PageLine) -> bool:
        told = _DATED.search(line.text) or _is_title(line.text) or (not apart and is_sentence(line.text))
        return bool(told) and not _is_beside(line)

    first, last = _extent(lines, chosen.above)
    before = [place for place in _near(lines, range(start - 1, first - 1, -1)) if belongs(lines[place])]
    after = [place for place in _near(lines, range(end, last)) if belongs(lines[place])]
    return min(before, default=start), max(after, default=end - 1) + 1


def _near(lines: Sequence[PageLine], places: Iterable[int]) -> Iterator[int]:
    """The first of some lines, as far as a note beside the article may reach."""
    left = _LONGEST_NOTE
    for place in places:
        left -= len(squeeze(lines[place].text))
        if left < 0:
            return
        yield place
