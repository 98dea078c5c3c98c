"""Lists of parts: 公开信息168条，其中动态51条、公示86条; 包括…; 分别为…; and one part: 14个乡镇中有11个.

A list that says it is complete (其他, 其余, 分为三类) must add up to its head; the parts of any list
of kinds, and each part alone, must not exceed it. Where a list ends is told by the marks between
its items and by verbs, which open a new statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.document import Relation
from auditor.parsing.arithmetic.changes import became
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.pairs import is_change

_OTHER_TIME = re.compile("今年|本年|去年|上年|前年|20\\d\\d年")
"""上年公开19件、5件，今年分别为23件和6件: what is listed behind another year are no parts."""
_OPENS = re.compile("其中|包括|包含|涵盖|分别为|分别是|分为|构成|(?<!不)含(?!义)|[，,]由")
_OPENS_ITEMS = re.compile(f"(?:{_OPENS.pattern})[：:，,]?(?:一是|[（(]一[）)]|①|首先|其一)")
_COLON = re.compile("[：:]")
_REST = re.compile("^(?:[、，,；;和及]|以及)*(?:[^，。；、]{1,10}等)?(?:其他|其它|其余|余下|剩余)")
_SOME = re.compile("其中|包括|包含|涵盖|含")
"""Words of a list that may leave something out."""
_COMPLETE = re.compile("分为|分别[为是]|[两三四五六七八九十]大?类|[两三四五]部分|构成|组成|全部为|[：:]$")
_COMPOSED = re.compile("^(?:构成|组成)")
_OPEN = re.compile("等|主要|大部分|多为|约|左右|以上|如")
_NAMED_KIND = re.compile("等(?=[^，,]{2,}$)")
"""教育、医疗等民生信息2883条 names a kind; 图解等12条 leaves the list open."""
_ITEM = re.compile(r"^(?:[、，,；;]|和|及|与|以及|[（(]|[）)])*(?P<label>[^、，,；;。：:（()）]{0,16})$")
_IN_A_ROW = re.compile(r"^[^，,；;。：:（(]{0,16}(?:、|，|,|和|与|及)[^、，,；;。：:（()）]{0,16}$")
_WITHIN = re.compile("^[^，,；;。、：:（(]{1,10}[当之]?[中里][，,]?(?:已?有|就有|只有|仅有)?$")
"""14个乡镇中有11个: what stands between a whole and its part."""
_DOES = re.compile(
    "建[成好立]|完成|配[了有]|已|未|均|都|做到|实现|设[了有立]|达[到标]|得到|被|没|按|超过|能|不|获|[，,。；;]|$"
)
"""Behind 11个 goes what those do; 14个乡镇中有11个村 counts other things."""
_RANKED = re.compile(
    r"^(?![^第]{0,12}[和与及])(?:[\u4e00-\u9fff]{0,4}(?:乡镇|镇街|街道|县市区|县区|市县|部门|单位|[镇乡县区市局]))"
    r"(?:中|里|考核|综合|排名|排|位列|名列|位居|列|居|的)*第(\d{1,4})[名位]"
)
"""What is ranked are those that were counted: no team of theirs in a contest of others."""
_GIVEN_BACK = re.compile("^[，,](?:共|已|实际)?(?:收回|回收)$")
_BY_OTHER_WAYS = re.compile("网|线上|电|二维码|扫码|微信|复印|自印|补|含|另")
"""More may be given back than was given out where some of it was filled in elsewhere."""
_OCCASIONS = ("次", "场", "期", "批", "轮")
"""In one of them several things can happen: 3次会议中5次获表扬."""
_SHEETS = ("张", "份")
_ASKED = re.compile("(?:收费|缴费)通知.*(?:通知|金额|应[收缴]|合计|总额|费用)(?:为|是|共|计)*$")
_PAID = re.compile(
    "^[，,；;]?(?:共|实际|已|申请人)*(?:实收|收取|收到|收缴|缴纳|实缴|到账)(?:信息处理费|费用|金额|了|共|计|为)*$"
)
_OTHER_MONEY = re.compile("上年|去年|往年|结转|累计|含|滞纳|补[收缴]|邮|退|每|标准|另")
_MONEY = ("元", "万元")
_KINDS = re.compile("渠道|平台|类|方面|部分|方式")
_KIND_OF = re.compile("[^、，,；;]{1,8}类$")
_VERBS = re.compile(
    "发布|公开了|制作|推送|召开|开展|收到|受理|组织|举办|回应|办理|答复|办结|报送|编发|刊发|制发|印发|更新|培训|同比|较上年|比上年|上年|去年|占|增加|减少|增长|下降|转载|点击|阅读|关注|累计|每|(?<!公)共|合计|另"
)
_SEVERAL_TIMES = re.compile("同一|同步|同时|交叉|重复|可归|兼")
_OVERLAPPING = re.compile("出席|参加|主持|列席|原创|转载|图解|视频(?!号)|重点|首发|涉及|同时|附有|配有|被|获")
_CHANNELS = re.compile(
    "抖音|快手|视频号|微博|微信|公众号|头条|网站|客户端|APP|小程序|电视|报纸|平台|上半年|下半年|季度|月份?"
)
_PERIODS = re.compile("上半年|下半年|季度|月")
_ELSEWHEN = re.compile("计划(?:公开|发布|召开|制发)|拟(?!制)|预计|力争|明年|以来|截至|近[两三四五]年")
_READERS = re.compile("阅读|浏览|播放|点击|访问|关注|粉丝|转发|观看|收看|数据|归集|汇聚|交换|业务|办理|短信|证照")
_TOO_MANY = Decimal(10) ** 8
_SORTS = ("个", "大", "种", "类", "条")
"""Units of how many kinds or channels there are: 三条渠道."""
_PARTS = ("部分", "大部分", "类", "大类", "方面", "个方面")
"""Units of how many parts there are: 由三部分构成."""
_COUNTED = ("条", "篇", "件", "份", "期")


@dataclass(frozen=True, slots=True)
class _List:
    head: Figure
    parts: tuple[Figure, ...]
    opening: str
    closing: str
    """The words that open it, and those behind its last part."""
    announced: int = 0
    """How many parts the words before the head announce: 通过三个渠道公开742条."""
    broken: bool = False
    """Whether a 、 goes on behind the last part that was understood."""

    @property
    def total(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def complete(self) -> bool:
        said = "，".join(_NAMED_KIND.sub("", part.words) for part in self.parts)
        if self.broken or _OPEN.search(self.opening + self.closing[:4] + said):
            return False
        rest = _REST.match(self.parts[-1].before) and "中" not in self.parts[-1].words
        whole = _COMPLETE.search(self.opening) and "其中" not in self.opening
        return (
            bool(rest or whole or self.announced == len(self.parts) or _COMPOSED.match(self.closing))
            and len(self.parts) > 1
        )

    @property
    def closed(self) -> bool:
        """Whether it names all that it counts, with no word of more: 信息268条：动态120条、公示86条、政策72条。"""
        said = self.opening + "".join(part.words for part in self.parts) + self.closing[:4]
        ends = not self.closing or self.closing[0] in "。；;）)"
        return ends and len(self.parts) > 1 and not (self.broken or _OPEN.search(said) or _SOME.search(self.opening))

    @property
    def tied(self) -> bool:
        """Whether the tables already say what is right: then the rules about the cells speak."""
        return any(part.claim is not None and part.claim.cell is not None for part in self.parts)


def find_lists(passages: Sequence[Passage]) -> Iterator[Relation]:
    """What each list of parts says of its head."""
    for passage in passages:
        told = [relation for found in _lists(passage) for relation in _relations(passage, found)]
        yield from told
        slips = {relation.number for relation in told if relation.kind == "magnitude"}
        for figure in passage.figures:
            if figure.number not in slips:
                yield from _too_large(passage, figure)
        yield from _periods(passage)
        yield from _within(passage)
        yield from _given_back(passage)
        yield from _ranks(passage)
        yield from _paid(passage)


def _lists(passage: Passage) -> Iterator[_List]:
    """Heads with the parts that follow them in the same brackets and with the same unit."""
    figures = passage.figures
    for place, first in enumerate(figures[1:], start=1):
        head = _head(figures[:place], first)
        opening = first.before
        told = _OPENS.search(opening)
        beside = head is figures[place - 1] and bool(_COLON.search(opening) or first.depth > head.depth)
        if head is None or not (told or beside) or (told and _OTHER_TIME.search(opening[: told.start()])):
            continue
        if became(first, *figures[place + 1 : place + 2] or [first]):
            continue
        if _opens_anew(first.words) and not _OPENS.search(first.words):
            continue
        parts, closing = _parts(figures[place:], head)
        following = figures[place + len(parts)] if place + len(parts) < len(figures) else None
        if len(parts) > 1 or (parts and told):
            broken = following is not None and following.unit == head.unit and following.before[:1] == "、"
            yield _List(head, tuple(parts), opening, closing, _announced(figures, head), broken)


def _announced(figures: Sequence[Figure], head: Figure) -> int:
    place = figures.index(head)
    before = figures[place - 1] if place else None
    told = before is not None and before.unit in _SORTS and _KINDS.match(head.before)
    return int(before.value) if before and told else 0


def _head(before: Sequence[Figure], first: Figure) -> Figure | None:
    """The number whose parts begin: the one before, over what it grew by and what it was a year ago.

    Behind several numbers in a row (建议11件、提案7件，其中15件…) the head is their sum, which is nowhere printed.
    """
    heads = [
        figure
        for figure in before
        if figure.unit
        and not (figure.is_share or figure.of_time or figure.unit in _PARTS)
        and not figure.is_prior
        and not is_change(figure)
    ]
    if not heads or heads[-1].depth > first.depth or heads[-1].unit != first.unit:
        return None
    if heads[-1].item != first.item and not _itemised(heads[-1], first):
        return None
    in_a_row = _IN_A_ROW.match(heads[-1].before) and not _KINDS.match(heads[-1].before)
    if len(heads) > 1 and heads[-2].unit == first.unit and in_a_row:
        return None
    return heads[-1]


def _itemised(head: Figure, first: Figure) -> bool:
    """Whether the parts are items themselves (公开200条，其中：一是动态90条), not numbers of another item."""
    opened = _OPENS_ITEMS.search(first.before)
    return (head.item, first.item) == (0, 1) and bool(opened)


def _parts(figures: Sequence[Figure], head: Figure) -> tuple[list[Figure], str]:
    depth, holder = figures[0].depth, figures[0].item
    itemised = holder != head.item
    parts: list[Figure] = []
    closing = ""
    for figure in figures:
        if figure.depth > depth:
            closing = figure.after
            continue
        if parts and figure.is_share and "占" in figure.before:
            continue
        item = _ITEM.match(re.sub(r"^.*[）)]", "", figure.before)) if parts else True
        if figure.depth < depth or figure.unit != head.unit or not item or figure.is_prior or is_change(figure):
            break
        if figure.item != holder and not itemised:
            break
        if len(parts) > 1 and _leaves_the_row(parts[-1], figure):
            break
        if parts and (_opens_anew(figure.words) or "其中" in figure.before or figure.group != parts[0].group):
            break
        parts.append(figure)
        closing = figure.after
    return parts, closing


def _opens_anew(words: str) -> bool:
    """Whether a verb begins a new statement; 互动回应类 is a kind."""
    return bool(_VERBS.search(_KIND_OF.sub("", words)))


def _leaves_the_row(last: Figure, figure: Figure) -> bool:
    """微信2个、微博1个，关停1个: ， behind items joined by 、 begins something else, unless it names the rest."""
    return last.before[:1] == "、" and figure.before[:1] in ("，", ",") and not _REST.match(figure.before)


def _relations(passage: Passage, found: _List) -> Iterator[Relation]:
    head, total = found.head, found.total
    if found.tied or not head.exact or not all(part.exact for part in found.parts) or _other_years(found):
        return
    scale = _large(head)
    if scale > 1 and head.value / scale == total and len(found.parts) > 1 and _in_whole_numbers(found.parts):
        yield _relation("magnitude", passage, found, total, holds=False)
        return
    coarse = head.quantity.precision > 1
    by_channel = all(_CHANNELS.search(part.words) for part in found.parts)
    if found.complete and not coarse:
        yield _relation("sum", passage, found, total, holds=total == head.value)
        return
    biggest = max(found.parts, key=lambda part: part.value)
    said = "".join(part.words for part in found.parts)
    shared = _OVERLAPPING.search(said) or _SEVERAL_TIMES.search(passage.sentence.text)
    disjoint = not shared and not (by_channel and not _PERIODS.search(said))
    over = total if disjoint and len(found.parts) > 1 else biggest.value
    if over > head.value and over == total and found.closed:
        yield _relation("sum", passage, found, total, holds=False)
        return
    kind = "part_of_kind" if by_channel else "part"
    yield _relation(kind, passage, found, over, holds=over <= head.value + (head.quantity.precision if coarse else 0))


def _in_whole_numbers(parts: Sequence[Figure]) -> bool:
    """15.2万条，其中6.1条、9.1条 lacks 万 in its parts; there the head is right."""
    return all(part.value == part.value.to_integral_value() for part in parts)


def _other_years(found: _List) -> bool:
    return not found.head.is_of_the_year or any(part.is_prior or _ELSEWHEN.search(part.words) for part in found.parts)


def _large(figure: Figure) -> Decimal:
    number = figure.printed.removesuffix(figure.quantity.unit).rstrip()
    return {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}.get(number[-1:], Decimal(1))


def _periods(passage: Passage) -> Iterator[Relation]:
    """全年发布80条，上半年发布96条: a part of the year, in the same words."""
    for place, figure in enumerate(passage.figures):
        for whole in passage.figures[:place]:
            asked = "全年" in whole.words and whole.unit == figure.unit and _PERIODS.search(figure.words)
            same = asked and _plain_words(whole.words) == _plain_words(figure.words)
            if same and whole.exact and figure.exact:
                holds = figure.value <= whole.value
                yield _relation("part_of_kind", passage, _List(whole, (figure,), "", ""), figure.value, holds=holds)


def _within(passage: Passage) -> Iterator[Relation]:
    """14个乡镇中有11个建成专区: a part of the number right before it."""
    for whole, part in pairwise(passage.figures):
        alike = whole.unit == part.unit != "" and whole.depth == part.depth and not (part.is_share or part.of_time)
        if (
            alike
            and whole.unit not in _OCCASIONS
            and not is_change(whole)
            and _WITHIN.match(part.before)
            and _DOES.match(part.after)
        ):
            yield from _relations(passage, _List(whole, (part,), part.before, part.after))


def _given_back(passage: Passage) -> Iterator[Relation]:
    """发放评议表150张，收回158张: no more can come back."""
    for given, back in pairwise(passage.figures):
        alike = (
            given.unit == back.unit in _SHEETS and given.depth == back.depth and not re.search("[收回]", given.words)
        )
        if alike and _GIVEN_BACK.match(back.before) and not _BY_OTHER_WAYS.search(passage.sentence.text):
            yield from _relations(passage, _List(given, (back,), back.before, back.after))


def _paid(passage: Passage) -> Iterator[Relation]:
    """发出收费通知1件，金额200元，收取300元: no more comes in than was asked for."""
    text = passage.sentence.text
    for asked, paid in pairwise(passage.figures):
        alike = asked.unit == paid.unit in _MONEY and asked.exact and paid.exact and not _OTHER_MONEY.search(text)
        if alike and _PAID.match(paid.before) and _ASKED.search(text[: asked.quantity.span.start]):
            yield Relation(
                "part",
                passage.between(asked, paid),
                paid.number,
                paid.printed,
                paid.quantity,
                asked.value,
                (asked.span,),
                f"{asked.value:f}",
                holds=paid.value <= asked.value,
                grade="over_asked",
            )


def _ranks(passage: Passage) -> Iterator[Relation]:
    """列全县16个乡镇第18名: a rank beyond the number of those that are ranked."""
    for figure in passage.figures:
        ranked = _RANKED.match(figure.after)
        if ranked and figure.exact and figure.unit in ("个", "家", "所"):
            rank, end = Decimal(ranked.group(1)), figure.quantity.span.end
            place = passage.sentence.span(figure.quantity.span.start, end + ranked.end())
            number = passage.sentence.span(end + ranked.start(1), end + ranked.end(1))
            holds = rank <= figure.value
            yield Relation(
                "part", place, number, ranked.group(1), figure.quantity, figure.value, (figure.span,), "", holds, "rank"
            )


def _plain_words(words: str) -> str:
    return re.sub("全年|共|其中|上半年|下半年|[一二三四]季度|第", "", words)


def _too_large(passage: Passage, figure: Figure) -> Iterator[Relation]:
    """A hundred million documents: the 万 is a slip."""
    named = passage.sentence.text
    if figure.unit in _COUNTED and figure.value >= _TOO_MANY and _large(figure) > 1 and not _READERS.search(named):
        place = passage.told(figure)
        yield Relation(
            "magnitude", place, figure.number, figure.printed, figure.quantity, None, (), "", holds=False, grade="alone"
        )


def _relation(kind: str, passage: Passage, found: _List, expected: Decimal, *, holds: bool) -> Relation:
    parts = found.parts
    return Relation(
        kind,
        passage.between(found.head, parts[-1]),
        found.head.number,
        found.head.printed,
        found.head.quantity,
        expected,
        tuple(part.span for part in parts),
        "＋".join(f"{part.value:f}" for part in parts),
        holds,
    )
