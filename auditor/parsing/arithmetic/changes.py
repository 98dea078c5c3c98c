"""Growth and differences: 同比增长12.5%, 较上年的66件减少13件, 由128个增至150个.

The stated change is compared with every pair of an earlier and a later figure that stands near
it. It accuses only where the sentence leaves one pair: one figure of an earlier year and one
figure of this year with the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Relation
from auditor.parsing.arithmetic.figures import PART, Figure, Passage
from auditor.parsing.arithmetic.pairs import (
    OTHER_WAYS,
    TIMES,
    Pair,
    in_order,
    is_change,
    is_relative,
    pairs_of,
    words_of_change,
)
from auditor.text.agreement import Agreement, agreement, growth_from, printed_alike, rounded

_COMPARED = re.compile("同比|较|比|相比|净|上年|去年|上一年|幅|由|从|一年间|20\\d\\d年")
_FROM = re.compile("(?:由|从)[^，,；;。]{0,14}$")
_MOVED = (
    "(?:增|升|涨|扩|拓|提[升高]|减|降|回落|跌|缩|压|并|精简|整合|清理|变|改|调整|发展)"
    "[^，,；;。\\d到至为成]{0,2}[到至为成]"
)
_ARRIVING = r"(?:了|约|近)*(?:(?:20\d\d年|\d{1,2}月份?|[一二三四]季度|[上下]半年|年[初底末])的)?$"
_TO = re.compile(rf"^[^，,；;。]{{0,10}}?(?:{_MOVED}|到了|达到){_ARRIVING}")
_STRAIGHT_TO = re.compile(f"^{_MOVED}{_ARRIVING}")
"""Right behind a number: 账号35个减到31个 needs no 由."""
_THEN_TO = re.compile(f"^[，,]{_MOVED}{_ARRIVING}")
"""Behind a comma, too: 栏目35个，整合为31个."""
_STEP = re.compile(
    "(?:(?P<up>新增|增加|增设|新设|新开设?|净增)|(?P<down>减少|压减|精简|净减|缩减|核减|关停|撤销|注销))[^，,；;。：:、（(]{0,10}$"
)
_BEFORE_STEP = re.compile("^[^，,；;。：:、（(]{0,8}[，,](?:总数|数量|总量|个数)?(?:由|从)")
_PERIOD = re.compile("月|季度|半年")
_OF_YEARS = re.compile("同比|上年|去年|均")
"""由一季度的12件升到四季度的18件，同比增长20%: the change is not the one from quarter to quarter."""
_ACTS = re.compile("[撤并增减关停销删清压注合整调建设改升降]")
"""What was done to some is not what there was: 撤销12个，整合为31个."""
_REVISED = re.compile("核定|修正|调整后|更正|口径|20\\d\\d年(?:度)?[、和与]20\\d\\d年")
_PLANNED = re.compile("力争|确保|目标|下一?年|明年|计划|拟(?!制)|预计")
_OTHER_PERIOD = re.compile(
    "环比|上半年|下半年|季度|月份|前年|20[12]\\d年以来|(?<![第〇零一二三四五六七八九十])[两二三四五六七八九十]年[来间里中]?(?=[增上提扩翻减下降回])"
)
_TURN = re.compile("主要|其中|反而|却|用时|时长|而(?!来)|同时")
_OTHER_BASE = re.compile("年均|[近前头两三四五十]年|年初|[上个]月|疫情|平均|目标|计划|历史")
_NAMED_YEAR = re.compile(r"(20\d\d)年")
_COMPARING = re.compile(
    "同比|相较|相比|较之?|比|与|和|于|上一?年度?|去年|前一年|20\\d\\d年度?|同期|年?末|有所|略有?|大幅|明显|[又也均都共总的]"
)
_ARRIVED = re.compile(rf"(?:{_MOVED}|由|从|到了|达到)")
_APPLICATIONS = re.compile("(?:(?:政府)?信息)?(?:公开)?(?:新收)?(?:的)?申请")
_AMOUNT = re.compile("(?:数量|总量|件数|总数|数|量)$")
_BRACKET = re.compile("[（(][^（）()]*[）)]")


def find_changes(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Each stated growth or difference, decided where its operands are there."""
    for place, passage in enumerate(passages):
        earlier = passages[place - 1] if place and passages[place - 1].paragraph == passage.paragraph else None
        for position, figure in enumerate(passage.figures):
            listed = in_order(passage, position)
            step = _step(passage, position)
            found = words_of_change(listed.told.before if listed else figure.before) or step
            if not found or _PLANNED.search(figure.words):
                continue
            if listed or step or _is_stated(figure, passage, position):
                yield _change(passage, position, down=bool(found.group("down")), earlier=earlier)


def _step(passage: Passage, position: int) -> re.Match[str] | None:
    """增加双语信息83条，由44条增至127条: the words of what was added, right before what there was and became of it."""
    behind = passage.figures[position + 1 : position + 3]
    step = passage.figures[position]
    found = _STEP.search(step.words)
    if found is None or len(behind) < 2 or OTHER_WAYS.search(passage.sentence.text):
        return None
    first, second = behind
    if any(_STEP.search(figure.words) for figure in passage.figures[:position]):  # added and taken away: balances
        return None
    alike = len({(figure.unit, figure.depth, figure.group) for figure in (step, first, second)}) == 1
    same_way = (second.value < first.value) == bool(found.group("down"))
    return found if alike and same_way and _BEFORE_STEP.match(first.before) and became(first, second) else None


def became(first: Figure, second: Figure) -> bool:
    """由44条增至127条: whether the first of two numbers is what the second grew or shrank from."""
    return bool(_FROM.search(first.before) and _TO.search(second.before))


def counts_receipts(figure: Figure) -> bool:
    """Whether a number is what came in."""
    return figure.claim is not None and figure.claim.topic in ("received", "new_received", "caseload")


def _is_stated(figure: Figure, passage: Passage, position: int) -> bool:
    """Whether a number is what something grew by, not what was added: 增加栏目5个 has a thing in between."""
    if figure.unit in TIMES or figure.unit == "%":
        return not _OTHER_PERIOD.search(figure.words)
    said = "".join(other.before for other in passage.figures[max(0, position - 2) : position]) + figure.before
    if "前年" in said:
        return False
    return bool(_COMPARED.search(said)) and (not figure.after or figure.after[0] in "，,。；;（(）)、")


def _change(passage: Passage, position: int, *, down: bool, earlier: Passage | None) -> Relation:
    stated = passage.figures[position]
    near = [figure for figure in passage.figures if figure.group == stated.group and figure is not stated]
    listed = in_order(passage, position)
    pairs = [listed.pair] if listed else _moved(passage, position, down=down) or pairs_of(near, stated)
    pairs = pairs or pairs_of(passage.figures, stated) or _through_difference(near, passage, position)
    certain = _is_certain(passage, position, pairs, in_list=listed is not None)
    if not pairs and earlier:
        pairs = pairs_of([*earlier.figures, *passage.figures], stated)
    told = [(pair, _compared(stated, pair, down=down)) for pair in pairs]
    for pair, result in told:
        if result in (Agreement.EXACT, Agreement.TRUNCATED):
            return _relation(stated, passage, pair, down=down, holds=True)
    told = [(pair, result) for pair, result in told if not _is_of_other(pair, stated)]
    if not told:
        return _open(stated, passage, near, down=down)
    near_miss = any(result is Agreement.NEAR for _, result in told)
    return _relation(stated, passage, told[0][0], down=down, holds=False if certain else None, near=near_miss)


def _is_of_other(pair: Pair, stated: Figure) -> bool:
    """Whether what a pair counts is not what changed: the base is another number's, or both are a part's further on."""
    return pair.foreign or (
        pair.current is not None and pair.current.part and pair.current.span.start > stated.span.start
    )


def _is_of_bracket_in_part(pair: Pair) -> bool:
    """84件，其中自然人70件（上年60件），增长25%: what changed may be the whole, unless its own change was told."""
    base, current = pair.base, pair.current
    return base is not None and current is not None and current.part and base.depth > current.depth


def _is_certain(passage: Passage, position: int, pairs: Sequence[Pair], *, in_list: bool) -> bool:
    """Whether the words leave one reading of what a change is from and to: one pair, or one that is not another's."""
    stated, subject = passage.figures[position], _subject(passage, position)
    own = [pair for pair in pairs if not _is_of_other(pair, stated)]
    if len(own) != 1 or not _sure(passage, own[0], None if in_list else subject):
        return False
    if len(pairs) > 1 and not (own[0].current is subject and own[0].base is passage.figures[position - 1]):
        return False
    if _is_of_bracket_in_part(own[0]) and not any(map(is_change, passage.figures[: position - 2])):
        return False
    return in_list or _of_one_thing(own[0], stated)


def _subject(passage: Passage, position: int) -> Figure | None:
    """What is said to change: the nearest number before that is of this year and no change itself."""
    ahead = passage.figures[:position]
    plain = [figure for figure in ahead if not (figure.is_share or figure.is_prior or is_change(figure))]
    return plain[-1] if plain else None


def _sure(passage: Passage, pair: Pair, subject: Figure | None) -> bool:
    """Whether the sentence leaves no other reading: the change is of its own subject, and the base was not revised."""
    if _REVISED.search(passage.sentence.text) or (pair.base is not None and pair.base.value == 0):
        return False
    ahead = pair.current is None or subject is None or pair.current.span.start > subject.span.start
    return ahead or pair.current is subject or pair.base is subject


def _moved(passage: Passage, position: int, *, down: bool) -> list[Pair]:
    """由128个增至150个: a base and what became of it, side by side and beside the stated change.

    Behind the change they may be of another thing: 申请上升30%，用时反而由13天降到11天.
    """
    stated = passage.figures[position]
    last = position - 1
    while last > 0 and is_change(passage.figures[last]):  # 由5%降至3%，下降2个百分点，降幅40%
        last -= 1
    for place in dict.fromkeys((position - 2, last - 1, position + 1)):
        if not 0 <= place < len(passage.figures) - 1:
            continue
        first, second = passage.figures[place : place + 2]
        if _PERIOD.search(first.before + second.before) and _OF_YEARS.search(stated.words):
            continue
        beside = first.group == stated.group and not (
            place > position and _turns(passage, stated, first, second, down=down)
        )
        if beside and _moves(first, second, behind=place > position, down=down) and first.unit == second.unit:
            return [Pair(first, second)]
    return []


def _moves(first: Figure, second: Figure, *, behind: bool, down: bool) -> bool:
    """Whether the words between two numbers say that the first became the second."""
    moves = _TO if _FROM.search(first.before) or behind else _STRAIGHT_TO
    if moves.search(second.before):
        return True
    plain = not _ACTS.search(first.words) and (second.value < first.value) == down
    return plain and bool(_THEN_TO.search(second.before))


def _turns(passage: Passage, stated: Figure, first: Figure, second: Figure, *, down: bool) -> bool:
    """Whether what moves behind a change is a part of it or something else."""
    between = passage.sentence.text[stated.quantity.span.end : first.quantity.span.start]
    return bool(_TURN.search(between)) or (second.value < first.value) != down


def _through_difference(near: Sequence[Figure], passage: Passage, position: int) -> list[Pair]:
    """较2022年的104件增加17件，增幅16.3%; 168件，较上年减少13件，下降7.2%: the growth right behind a difference."""
    difference = passage.figures[position - 1] if position else None
    if difference is None or not is_change(difference) or not is_relative(passage.figures[position]):
        return []
    others = [
        figure
        for figure in near
        if figure.unit == difference.unit and not is_change(figure) and figure.span.start < difference.span.start
    ]
    bases = [figure for figure in others if figure.is_prior]
    currents = [figure for figure in others if figure.is_of_the_year and not figure.part]
    return [Pair(base, None, difference) for base in bases] or [Pair(None, item, difference) for item in currents]


def _compared(stated: Figure, pair: Pair, *, down: bool) -> Agreement:
    sign = -1 if down else 1
    operands = pair.values(down=down)
    if stated.unit in TIMES:
        results = [lambda of, to: (to - of) / of, lambda of, to: to / of]
        found = {agreement(stated.quantity, operands, result) for result in results}
        return next(level for level in Agreement if level in found)
    if is_relative(stated) and not pair.of_shares:
        return agreement(stated.quantity, operands, lambda of, to: sign * growth_from(of, to))
    if is_relative(stated):  # 投诉率由5%降至3%，降幅40%: two points, or two fifths of what it was
        of_base = agreement(stated.quantity, operands, lambda of, to: sign * growth_from(of, to))
        if of_base in (Agreement.EXACT, Agreement.TRUNCATED):
            return of_base
    return agreement(stated.quantity, operands, lambda of, to: sign * (to - of))


def _open(stated: Figure, passage: Passage, near: Sequence[Figure], *, down: bool) -> Relation:
    """A change whose base stands nowhere in the text; its operand is what it is a change of, if that is plain.

    Behind a part (84件，其中自然人70件，比上年增加20件) it may be either that changed; what a bracket adds is no part
    of the sentence. A change since any other year than the last is none from last year's number.
    """
    counted = [
        figure
        for figure in near
        if figure.span.start < stated.span.start
        and figure.depth <= stated.depth
        and not (figure.is_share or is_change(figure))
    ]
    ahead = [figure for figure in counted if not figure.part]
    plain = len(ahead) == 1 and ahead[0] is counted[-1] and _is_of_whole_since_last_year(ahead[0], stated, passage)
    plain = plain and _subject_of(stated) in ahead[0].words
    operands = (ahead[0].number,) if plain else ()
    place = passage.between(ahead[0], stated) if plain else passage.told(stated)
    grade = None if _base_behind(passage, stated) else "no_base"
    return Relation(
        _kind(stated), place, stated.number, stated.printed, stated.quantity, None, operands, "", None, grade, down
    )


def _base_behind(passage: Passage, stated: Figure) -> bool:
    """复议量同比下降33.3%（上年9件）, 同比增长10.5%（19件）: a bracket right behind holds what was a year ago."""
    behind = [figure for figure in passage.figures if figure.span.start > stated.span.start][:1]
    for base in behind:
        alone = base.before in ("（", "(") and base.after[:1] in ("）", ")") and bool(_OF_YEARS.search(stated.words))
        bracketed = base.depth > stated.depth and base.before[:1] in ("（", "(")
        return bracketed and not base.is_share and (alone or base.is_prior)
    return False


def _is_of_whole_since_last_year(whole: Figure, stated: Figure, passage: Passage) -> bool:
    """Whether the words from a number to a change open no part (（其中自然人增加20件）) and name no other year."""
    between = passage.sentence.text[whole.quantity.span.end : stated.quantity.span.start]
    if PART.search(_BRACKET.sub("", between)) or _OTHER_PERIOD.search(between) or _OTHER_BASE.search(between):
        return False
    named = {int(year) for year in _NAMED_YEAR.findall(between)}
    return stated.year is None or named <= {stated.year - 1, stated.year}


def _of_one_thing(pair: Pair, stated: Figure) -> bool:
    """Whether what changed is what the pair counts: 申请52件，上年40件，申请量增长30%, not 许可增长6%.

    Before the pair it has the subject of both: 申请增长30%（由40件增至52件）, not 申请增长30%，栏目由35个增至41个.
    """
    named = _subject_of(stated)
    if all(figure.span.start > stated.span.start for figure in pair.figures):
        return all(_subject_of(figure) in named for figure in pair.figures)
    receipts = _APPLICATIONS.fullmatch(named) and any(map(counts_receipts, pair.figures))  # 新收52件 names no 申请
    return bool(receipts) or any(named in figure.words for figure in pair.figures)


def _subject_of(figure: Figure) -> str:
    """What the words of a number name beside that it changed and since when."""
    found = words_of_change(figure.before)
    subject = figure.words.removesuffix(figure.before[found.start() :]) if found else figure.words
    return _AMOUNT.sub("", _COMPARING.sub("", _ARRIVED.sub("", subject)))


def _relation(
    stated: Figure, passage: Passage, pair: Pair, *, down: bool, holds: bool | None, near: bool = False
) -> Relation:
    (base, *_), (current, *_) = pair.middles(down=down)
    change = current - base
    expected: Decimal | None = change
    formula = "－".join(printed_alike(value, stated.printed) for value in (current, base))
    if is_relative(stated) and not pair.of_shares:
        expected = rounded(growth_from(base, current), stated.quantity.precision) if base else None
        formula = f"（{current:f}－{base:f}）÷{base:f}"
    wrong_way = holds is False and change != 0 and (change < 0) != down and stated.value != 0
    place = passage.told(stated)
    return Relation(
        _kind(stated),
        place,
        stated.number,
        stated.printed,
        stated.quantity,
        expected,
        tuple(figure.span for figure in pair.figures),
        formula,
        holds,
        "direction" if wrong_way else "near" if near and is_relative(stated) else None,
        down,
    )


def _kind(stated: Figure) -> str:
    return "growth" if is_relative(stated) else "difference"
