"""A sentence to mentions: clauses inherit object, row, scope and period from left to right.

How a sentence becomes mentions:
1. The tokens are cut into segments at ， 、 ； ： and brackets; a bracket is read inside what it follows.
2. Each number takes the words of its segment: those before it since the last number, and those
   that follow it directly (2件政府信息公开申请, 9件为无法提供).
3. What a number's own words leave open (what is counted, which row) it inherits from the frame.
4. 其中, 包括, 含 and brackets make the numbers that follow parts of the number before.
5. Clauses without a number may state a zero (未收到) or a universal (全部办结).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.nlp import Token
from auditor.parsing.claims.mentions import (
    APPLICATION,
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    EVENTS,
    FEES,
    FOREIGN,
    GROUPS,
    INFO_FEE,
    LITIGATION,
    REVIEW,
    WEAK_EVENTS,
    Features,
    Mention,
)
from auditor.text.spans import Span
from auditor.text.widths import narrow

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_CLAUSE_MARKS = "，,；;：:。！？!?"
_OPEN, _CLOSE = "（(", "）)"
_COUNTING_UNITS = frozenset({"case", "document"})
_LINKS = frozenset({"为", "系", "是", "属", "属于", "的", "由", "因", "均", "均为", "都是", "作", "均系"})
_BODY = re.compile(r"(?:局|委|办|厅|县|区|镇|街道|乡|部门|政府|中心|分局|支队|大队|园区|新区|办公室|集团|公司|所|站|院|市|旗|校|办事处)$")
_COMPARING = re.compile(r"(?:较|比|与|同|由|从|跟)$")


@dataclass(slots=True)
class Frame:
    """What later numbers of the sentence inherit."""

    objects: tuple[str, ...] = ()
    row: str | None = None
    result: str | None = None
    act: str | None = None
    scope: str | None = None
    period: str | None = None
    head: int | None = None
    part_of: int | None = None
    paths: str | None = None
    filing: bool = False


@dataclass(slots=True)
class Context:
    """Where a sentence stands and whose it is."""

    year: int | None
    about_applications: bool
    about_disputes: bool


@dataclass(slots=True)
class _Reader:
    """Reads one sentence. ``mentions`` grows as numbers are met; heads are indexes into it plus ``base``."""

    context: Context
    units: Mapping[str, str]
    earlier: Sequence[Mention]
    frame: Frame
    mentions: list[Mention] = field(default_factory=list)

    @property
    def base(self) -> int:
        return len(self.earlier)

    def mention(self, index: int) -> Mention:
        """The mention of that index in the report, of this sentence or an earlier one."""
        return self.earlier[index] if index < self.base else self.mentions[index - self.base]


def read_sentence(
    tokens: Sequence[Token],
    context: Context,
    units: Mapping[str, str],
    earlier: Sequence[Mention],
    previous: Frame | None,
) -> tuple[list[Mention], Frame]:
    """The mentions of a sentence, and the frame that it leaves.

    ``earlier`` are the mentions of the report so far; ``previous`` is the frame of the sentence
    before in the same paragraph: a sentence that opens with a part or a universal goes on with it.
    """
    frame = Frame()
    if previous is not None and _goes_on(tokens):
        frame = Frame(previous.objects, previous.row, scope=previous.scope, period=previous.period, head=previous.head)
    reader = _Reader(context, units, earlier, frame)
    _read_clauses(reader, tokens)
    return reader.mentions, reader.frame


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks on of what was counted before: 其中…, 均…, 予以公开…, without naming it anew."""
    opening = Features()
    for token in tokens:
        if token.text in _CLAUSE_MARKS and (opening.order or len(token.text) > 1):
            break
        opening.add(token)
    return not opening.objects and bool(opening.labelled or opening.cues & {"part", "universal", "rest"})


def _read_clauses(reader: _Reader, tokens: Sequence[Token]) -> None:
    for clause in _clauses(tokens):
        if any(token.quantity for token in clause):
            _read_numbers(reader, clause)
        else:
            _read_statement(reader, clause)


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Stretches between ， ； ： 。 outside brackets, the mark left out."""
    clause: list[Token] = []
    depth = 0
    for token in tokens:
        if token.text in _OPEN and len(token.text) == 1:
            depth += 1
        elif token.text in _CLOSE and len(token.text) == 1:
            depth = max(0, depth - 1)
        if depth == 0 and token.text in _CLAUSE_MARKS:
            if clause:
                yield clause
            clause = []
        else:
            clause.append(token)
    if clause:
        yield clause


# ---- clauses with numbers -----------------------------------------------------------------------------------------


def _read_numbers(reader: _Reader, clause: Sequence[Token]) -> None:
    """All numbers of a clause, in order."""
    _note_year(reader, clause)
    whole = _features(list(_outside_brackets(clause)))
    charged = INFO_FEE in whole.objects or "charged" in whole.cues
    first = len(reader.mentions)
    if not _respectively(reader, clause):
        _read_in_order(reader, clause)
    if charged:
        for mention in reader.mentions[first:]:
            mention.cues |= {"charged"}


def _read_in_order(reader: _Reader, clause: Sequence[Token]) -> None:
    """Each number with the words before it since the last one, and those that follow it directly."""
    left: list[Token] = []
    place = 0
    number_first = _number_first(clause)
    while place < len(clause):
        token = clause[place]
        if token.text in _OPEN and len(token.text) == 1:
            end = _closing(clause, place)
            inner = clause[place + 1 : end]
            if any(item.quantity for item in inner):
                _read_bracket(reader, inner)
            else:
                _note_bracket(reader, inner)
            place = end + 1
            continue
        if token.quantity is None:
            left.append(token)
            place += 1
            continue
        right = _right(clause, place, number_first=number_first)
        _read_one(reader, left, token, right)
        left = []
        place += 1 + len(right)
    _note_terms(reader, left)


def _closing(clause: Sequence[Token], place: int) -> int:
    depth = 0
    for index in range(place, len(clause)):
        if clause[index].text in _OPEN and len(clause[index].text) == 1:
            depth += 1
        elif clause[index].text in _CLOSE and len(clause[index].text) == 1:
            depth -= 1
            if depth == 0:
                return index
    return len(clause)


def _number_first(clause: Sequence[Token]) -> bool:
    """Whether labels follow their numbers: the first number has no label before it and one behind it."""
    first = next(index for index, token in enumerate(clause) if token.quantity)
    before = Features()
    for token in clause[:first]:
        before.add(token)
    if before.labelled or before.objects:
        return False
    for token in clause[first + 1 :]:
        if token.quantity or token.text in "、":
            return False
        if token.meanings and any(meaning.class_ in ("row", "column", "result", "path") for meaning in token.meanings):
            return True
    return False


def _right(clause: Sequence[Token], place: int, *, number_first: bool) -> list[Token]:
    """The words behind a number that speak of it: directly joined ones, no further than the next number or 、."""
    taken: list[Token] = []
    labelled = False
    for token in clause[place + 1 :]:
        if token.quantity or token.text in "、（()）" or token.text in _CLAUSE_MARKS:
            break
        kinds = {meaning.class_ for meaning in token.meanings}
        if kinds & {"change", "scope", "period"} or any(m.key in ("part", "rest", "conjunction", "negation") for m in token.meanings):
            break
        taken.append(token)
        labelled = labelled or bool(kinds & {"object", "row", "column", "result", "path"})
        if len(taken) > 8:
            break
    following = place + 1 + len(taken)
    next_is_number = following < len(clause) and clause[following].quantity is not None
    if next_is_number and not number_first:
        taken = _objects_only(taken)
    return taken if labelled and _joined(taken, number_first=number_first) else []


def _objects_only(taken: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in taken:
        kinds = {meaning.class_ for meaning in token.meanings}
        if kinds - {"object"}:
            break
        kept.append(token)
    while kept and not kept[-1].meanings:
        kept.pop()
    return kept


def _joined(taken: Sequence[Token], *, number_first: bool) -> bool:
    """Whether the first labelling word stands close enough behind the number to belong to it."""
    distance = 0
    for token in taken:
        kinds = {meaning.class_ for meaning in token.meanings}
        if kinds & {"object", "row", "column", "result", "path"}:
            return True
        if token.text not in _LINKS and not any(meaning.key == "enacting" for meaning in token.meanings):
            distance += len(token.text)
        if distance > (6 if number_first else 4):
            return False
    return False


def _read_bracket(reader: _Reader, inner: Sequence[Token]) -> None:
    """A bracket behind a number: its numbers are parts of it, and nothing of it lasts beyond."""
    outer = reader.frame
    head = reader.base + len(reader.mentions) - 1 if reader.mentions else outer.head
    reader.frame = Frame(
        outer.objects, outer.row, outer.result, outer.act, outer.scope, outer.period, head, head, outer.paths
    )
    _read_clauses(reader, inner)
    reader.frame = outer
    _note_bracket(reader, inner)


def _note_bracket(reader: _Reader, inner: Sequence[Token]) -> None:
    """（含上年结转） behind a number of received applications makes it the caseload."""
    features = _features(inner)
    if "part" in features.cues and _carry_direction(reader, features, inner) == "carried_in":
        _widen_head(reader)


def _widen_head(reader: _Reader) -> None:
    heads = [mention for mention in reader.mentions if mention.row in ("received", "processed") and not mention.column]
    if heads:
        heads[-1].row = "caseload"


def _note_year(reader: _Reader, clause: Sequence[Token]) -> None:
    """A year at the head of a clause holds for what follows; 较2021年 compares and does not."""
    for place, token in enumerate(clause):
        if token.quantity:
            return
        period = _year_period(reader, clause, place)
        if period:
            reader.frame.period = period


def _year_period(reader: _Reader, tokens: Sequence[Token], place: int) -> str | None:
    match = _YEAR.match(narrow(tokens[place].text))
    if not match or reader.context.year is None or tokens[place].quantity:
        return None
    before = tokens[place - 1] if place else None
    if before and (_COMPARING.search(before.text) or any(meaning.key == "comparing" for meaning in before.meanings)):
        return None
    year = int(match.group(1))
    if year == reader.context.year:
        return "year"
    return "prior" if year < reader.context.year else "plan"


def _features(tokens: Sequence[Token]) -> Features:
    features = Features()
    for token in tokens:
        features.add(token)
    return features


def _respectively(reader: _Reader, clause: Sequence[Token]) -> bool:
    """予以公开、不予公开分别为12件、3件: labels and numbers are paired in order."""
    marks = [i for i, token in enumerate(clause) if any(meaning.key == "respectively" for meaning in token.meanings)]
    if not marks:
        return False
    numbers = [token for token in clause[marks[0] :] if token.quantity]
    labels = [
        token
        for token in clause[: marks[0]]
        if any(meaning.class_ in ("row", "column", "result", "path") for meaning in token.meanings)
    ]
    objects = [
        token
        for token in clause[: marks[0]]
        if any(m.class_ == "object" and m.key in (REVIEW, LITIGATION) for m in token.meanings)
    ]
    for paired in (labels, objects):
        if len(numbers) > 1 and len(paired) >= len(numbers):
            shared = [token for token in clause[: marks[0]] if token not in paired]
            for label, number in zip(paired[-len(numbers) :], numbers, strict=True):
                _read_one(reader, [*shared, label], number, [])
            return True
    return False


def _read_one(reader: _Reader, left: Sequence[Token], token: Token, right: Sequence[Token]) -> None:
    """One number with the words that are its own."""
    quantity = token.quantity
    if quantity is None:
        return
    before, after = _features(left), _features(right)
    if "part" in before.cues and reader.mentions and reader.frame.part_of is None:
        reader.frame.part_of = reader.frame.head
    features = _merge(before, after)
    unit_kind = reader.units.get(narrow(quantity.unit), "")
    mention = Mention(_span(left, token, right, features), quantity, token.span, "number")
    mention.cues = frozenset(features.cues)
    if "filing" in features.cues or reader.frame.filing:
        reader.frame.filing = True
        mention.cues |= {"filing"}
    mention.located = reader.context.about_applications
    mention.difference = features.difference
    mention.scope = features.scope or reader.frame.scope or "own"
    mention.period = _period(reader, left, features)
    mention.channel = features.channels[-1] if features.channels else None
    mention.head = reader.frame.part_of
    _settle(reader, mention, features, before, after, left, right)
    if unit_kind not in _COUNTING_UNITS and not (quantity.unit == "" or unit_kind == "money"):
        mention.cues |= {"other_unit"}
    if _body_label(left, features):
        mention.scope = "subordinate"
    _remember(reader, mention, features, left)
    reader.mentions.append(mention)
    if not mention.difference and mention.objects and "other_unit" not in mention.cues and mention.period == "year":
        if mention.head is None or (mention.row in EVENTS and mention.row not in ("carried_in", "carried_out", "carry") and not mention.column):
            reader.frame.head = reader.base + len(reader.mentions) - 1
    if "part" in before.cues and mention.row == "carried_in":
        _widen_head(reader)


def _merge(before: Features, after: Features) -> Features:
    """Words before and behind a number together; what stands before is nearer in meaning, except the thing counted."""
    merged = Features()
    for part in (before, after):
        merged.objects += part.objects
        merged.rows += part.rows
        merged.columns += part.columns
        merged.results += part.results
        merged.paths += part.paths
        merged.acts += part.acts
        merged.channels += part.channels
        merged.cues |= part.cues
        merged.order += part.order
        merged.difference = merged.difference or part.difference
    merged.difference = before.difference
    merged.scope = before.scope
    merged.period = before.period or after.period
    return merged


def _span(left: Sequence[Token], token: Token, right: Sequence[Token], features: Features) -> Span:
    """From the first word that speaks of the number to the last."""
    telling = [
        item
        for item in left
        if any(meaning.class_ in ("object", "row", "column", "result", "path", "act", "scope") for meaning in item.meanings)
        or any(meaning.key in ("total", "own", "universal") for meaning in item.meanings)
    ]
    start = telling[0].span.start if telling else token.span.start
    behind = [item for item in right if item.meanings]
    end = behind[-1].span.end if behind else token.span.end
    return Span(start, end)


def _period(reader: _Reader, left: Sequence[Token], features: Features) -> str:
    for place in range(len(left) - 1, -1, -1):
        period = _year_period(reader, left, place)
        if period:
            return period
    if features.period == "prior" and any(row in ("carry", "carried_in") for row in features.rows):
        return reader.frame.period or "year"
    if features.period == "plan" and any(row in ("carry", "carried_out") for row in features.rows):
        return reader.frame.period or "year"
    return features.period or reader.frame.period or "year"


def _body_label(left: Sequence[Token], features: Features) -> bool:
    """Whether the label of a number is the name of some body: 沭阳县477件 (and not 我局收到…)."""
    if features.labelled or features.objects or "own" in features.cues:
        return False
    text = "".join(token.text for token in left).strip("、")
    return bool(_BODY.search(text))


def _settle(
    reader: _Reader,
    mention: Mention,
    features: Features,
    before: Features,
    after: Features,
    left: Sequence[Token],
    right: Sequence[Token],
) -> None:
    """Decide object, row, column, result, path and act of a mention from its words and the frame."""
    frame = reader.frame
    mention.column = _last(after.columns) if after.columns and not before.columns else _last(before.columns)
    mention.result = _last(features.results)
    mention.path = _last(features.paths) or (frame.paths if features.results else None)
    mention.row = _row(reader, features, left, right)
    mention.objects = _objects(reader, mention, features, before, after)
    mention.local_object = bool(set(features.objects) & {APPLICATION, REVIEW, LITIGATION})
    mention.act = _last(features.acts)
    if set(mention.objects) & DOCUMENTS:
        mention.act = mention.act or (frame.act if not features.acts else None)
    if set(mention.objects) & DISPUTES:
        mention.row = None if not mention.local_object or features.results else mention.row
        if not features.results and not features.paths and not set(features.objects) & DISPUTES:
            mention.cues |= {"inherited_only"}
    if len(set(mention.objects)) > 1:
        mention.sole = not ("universal" in features.cues or (mention.quantity is not None and mention.quantity.value == 0))
        mention.reads_as_sum = mention.sole


def _last(items: Sequence[str]) -> str | None:
    return items[-1] if items else None


def _row(reader: _Reader, features: Features, left: Sequence[Token], right: Sequence[Token]) -> str | None:
    """The row that the words name: the most specific one, a leaf before its group, strong verbs before weak."""
    rows = list(dict.fromkeys(features.rows))
    if not rows:
        return None
    if "carry" in rows:
        direction = _carry_direction(reader, features, (*left, *right))
        rows = [direction if row == "carry" else row for row in rows]
    outcomes = [row for row in rows if row not in EVENTS]
    leaves = [row for row in outcomes if row.startswith(tuple(f"{group}_" for group in GROUPS))]
    if leaves:
        return leaves[-1]
    if outcomes:
        return outcomes[-1]
    strong = [row for row in rows if row not in WEAK_EVENTS]
    carried = [row for row in strong if row in ("carried_in", "carried_out")]
    return _last(carried) or _last(strong) or _last(rows)


def _carry_direction(reader: _Reader, features: Features, tokens: Sequence[Token]) -> str:
    """Whether 结转 speaks of what came in from last year or what goes on to the next."""
    if "carried_in" in features.rows:
        return "carried_in"
    if "carried_out" in features.rows:
        return "carried_out"
    if "carry" not in features.rows:
        return ""
    year = reader.context.year
    for token in tokens:
        match = _YEAR.match(narrow(token.text))
        if match and year is not None and not token.quantity:
            return "carried_in" if int(match.group(1)) < year else "carried_out"
        if any(meaning.class_ == "period" and meaning.key == "prior" for meaning in token.meanings):
            return "carried_in"
        if any(meaning.key == "next_year" for meaning in token.meanings):
            return "carried_out"
    return "carried_out"


def _objects(
    reader: _Reader, mention: Mention, features: Features, before: Features, after: Features
) -> tuple[str, ...]:
    """What is counted: the thing named behind the number, else the nearest before it, else the frame's."""
    named = _named(after) or _named(before)
    if after.objects and before.objects and after.objects[0] == FOREIGN and not before.rows:
        named = _named(after)
    outcome = mention.row is not None and mention.row not in EVENTS
    if named and set(named) == {FOREIGN}:
        closer = _closer_than_foreign(before)
        if outcome and closer and not after.objects:
            named = _inherited(reader, outcome=True)
        elif mention.result and set(reader.frame.objects) & DISPUTES and closer:
            named = reader.frame.objects
        return named
    if named:
        kept = tuple(item for item in named if item != FOREIGN)
        if outcome and not set(kept) & {APPLICATION}:
            return kept
        return kept
    if mention.result and not mention.row:
        return reader.frame.objects if set(reader.frame.objects) & DISPUTES else ()
    if mention.path:
        return (LITIGATION,)
    if outcome or mention.row or mention.column or mention.channel:
        return _inherited(reader, outcome=outcome)
    return reader.frame.objects


def _named(features: Features) -> tuple[str, ...]:
    """The last run of things named: 行政复议、行政诉讼 are two, 网站…申请 is the last one."""
    if not features.objects:
        return ()
    last = features.objects[-1]
    if last in DISPUTES:
        run = [item for item in features.objects if item in DISPUTES]
        return tuple(dict.fromkeys(run))
    return (last,)


def _closer_than_foreign(before: Features) -> bool:
    """Whether a row or result stands between the foreign thing and the number."""
    places = [i for i, (class_, key) in enumerate(before.order) if class_ == "object" and key == FOREIGN]
    labels = [i for i, (class_, _) in enumerate(before.order) if class_ in ("row", "result")]
    return bool(labels) and (not places or labels[-1] > places[-1])


def _inherited(reader: _Reader, *, outcome: bool) -> tuple[str, ...]:
    frame = reader.frame.objects
    if APPLICATION in frame:
        return (APPLICATION,)
    if not frame and reader.context.about_applications:
        return (APPLICATION,)
    if outcome and reader.context.about_applications and set(frame) <= {FOREIGN, *DISPUTES}:
        return (APPLICATION,) if not set(frame) & DISPUTES else frame
    return frame


def _remember(reader: _Reader, mention: Mention, features: Features, left: Sequence[Token]) -> None:
    """Update the frame from a number that was just read."""
    frame = reader.frame
    if mention.objects:
        frame.objects = mention.objects
    if mention.row:
        frame.row = mention.row
    if mention.act:
        frame.act = mention.act
    if mention.path:
        frame.paths = mention.path
    elif set(features.objects) & DISPUTES:
        frame.paths = None
    if features.scope:
        frame.scope = features.scope
    for place in range(len(left)):
        period = _year_period(reader, left, place)
        if period:
            frame.period = period
    events = mention.row in EVENTS and not mention.column and mention.row not in ("carried_in", "carried_out")
    if events or set(features.objects) & DISPUTES:
        frame.part_of = None if "part" not in features.cues else frame.part_of
        if frame.part_of is None:
            mention.head = None


def _note_terms(reader: _Reader, tokens: Sequence[Token]) -> None:
    """Words behind the last number of a clause, or of a clause without number: they set the frame only."""
    features = _features(tokens)
    named = _named(features)
    if named:
        reader.frame.objects = named
    if features.scope:
        reader.frame.scope = features.scope
    if "part" in features.cues:
        reader.frame.part_of = reader.frame.head
    if features.acts:
        reader.frame.act = features.acts[-1]
    if features.paths:
        reader.frame.paths = features.paths[-1]


# ---- clauses without numbers --------------------------------------------------------------------------------------


def _read_statement(reader: _Reader, clause: Sequence[Token]) -> None:
    """A clause without a number: a zero, a universal, or words that only set the frame."""
    _note_year(reader, clause)
    outside = list(_outside_brackets(clause))
    features = _features(outside)
    zero = _zero(reader, outside)
    universal = [] if zero else _universal(reader, outside, features)
    reader.mentions.extend(zero or universal)
    if "part" in features.cues and _carry_direction(reader, features, outside) == "carried_in":
        _widen_head(reader)
    _note_terms(reader, outside)


def _outside_brackets(clause: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in clause:
        if token.text in _OPEN and len(token.text) == 1:
            depth += 1
        elif token.text in _CLOSE and len(token.text) == 1:
            depth -= 1
        elif depth == 0:
            yield token


def _zero(reader: _Reader, clause: Sequence[Token]) -> list[Mention]:
    """未收到政府信息公开申请, 无结转, 未发生行政复议和行政诉讼: each thing denied is a zero."""
    negations = [i for i, t in enumerate(clause) if any(m.class_ == "cue" and m.key == "negation" for m in t.meanings)]
    if not negations:
        return []
    start = negations[0]
    before, target = clause[:start], clause[start + 1 :]
    if any(any(meaning.key == "condition" for meaning in token.meanings) for token in before):
        return []
    features = _features(target)
    lead = _features(before)
    if any(token.text.startswith("对") for token in before):
        return []
    named = _named(features)
    if named == (FOREIGN,) or set(named) & (DOCUMENTS | DECISIONS | {FEES}):
        return _zero_documents(reader, clause, start, features, named)
    if _attribute_follows(target) or not (named or features.labelled):
        return []
    mention = Mention(Span(clause[start].span.start, _last_term(target).span.end), None, None, "zero")
    mention.period = _period(reader, clause, features)
    mention.scope = features.scope or lead.scope or reader.frame.scope or "own"
    mention.located = reader.context.about_applications
    mention.cues = frozenset(features.cues | lead.cues)
    if INFO_FEE in named or "charged" in features.cues:
        mention.objects = (INFO_FEE,)
        return [mention]
    return _zero_targets(reader, mention, features, clause, named)


def _zero_targets(
    reader: _Reader, mention: Mention, features: Features, clause: Sequence[Token], named: tuple[str, ...]
) -> list[Mention]:
    mention.row = _row(reader, features, clause, ())
    mention.column = _last(features.columns)
    mention.result = _last(features.results)
    mention.path = _last(features.paths)
    disputes = tuple(item for item in named if item in DISPUTES)
    if disputes or mention.path:
        found = []
        for item in disputes or (LITIGATION,):
            each = Mention(
                mention.span, None, None, "zero", (item,), None, None, None, mention.result, mention.path,
                scope=mention.scope, period=mention.period, cues=mention.cues, local_object=True,
            )
            found.append(each)
        return found
    if mention.result and not mention.row:
        frame = tuple(item for item in reader.frame.objects if item in DISPUTES)
        lawsuit = any(token.text in ("败诉",) for token in clause)
        mention.objects = (LITIGATION,) if lawsuit else frame
        return [mention] if mention.objects else []
    if mention.row in ("handled", "processed"):
        return []
    mention.objects = named or _inherited(reader, outcome=mention.row is not None and mention.row not in EVENTS)
    mention.local_object = APPLICATION in named
    if mention.row is None and not mention.local_object:
        return []
    return [mention] if APPLICATION in mention.objects else []


def _zero_documents(
    reader: _Reader, clause: Sequence[Token], start: int, features: Features, named: tuple[str, ...]
) -> list[Mention]:
    """未制发行政规范性文件, 无行政处罚: zeros of table 二."""
    things = [item for item in named if item in DOCUMENTS | DECISIONS | {FEES}]
    if not things or _attribute_follows(clause[start + 1 :]):
        return []
    span = Span(clause[start].span.start, _last_term(clause[start + 1 :]).span.end)
    mention = Mention(span, None, None, "zero", (things[-1],), act=_last(features.acts))
    mention.period = _period(reader, clause, features)
    mention.scope = features.scope or reader.frame.scope or "own"
    return [mention]


def _last_term(tokens: Sequence[Token]) -> Token:
    return next((token for token in reversed(tokens) if token.meanings), tokens[-1])


def _attribute_follows(tokens: Sequence[Token]) -> bool:
    """Whether the thing denied is only an attribute: 未开展依申请公开工作, 无依申请公开栏目."""
    last_object = max(
        (i for i, token in enumerate(tokens) if any(meaning.class_ == "object" for meaning in token.meanings)), default=-1
    )
    if last_object < 0:
        return False
    behind = tokens[last_object + 1 : last_object + 2]
    kept = {"情况", "方面", "事项"}
    return any(
        token.text not in kept and any(meaning.key == "attribute" for meaning in token.meanings) for token in behind
    )


def _universal(reader: _Reader, clause: Sequence[Token], features: Features) -> list[Mention]:
    """全部办结, 均予以公开, 均为自然人, 均维持: said of all that was counted before."""
    places = [i for i, t in enumerate(clause) if any(m.class_ == "cue" and m.key == "universal" for m in t.meanings)]
    finished = [t for t in clause if any(meaning.key == "finished" for meaning in t.meanings)]
    whole = any(token.text.startswith("全部办") for token in finished)
    if not places and not whole:
        return []
    target = clause[places[0] + 1 :] if places else clause
    told = _features(target)
    named = _named(features)
    objects = tuple(item for item in named if item != FOREIGN) or reader.frame.objects
    if not objects and reader.context.about_applications:
        objects = (APPLICATION,)
    if named == (FOREIGN,) and not told.rows or not objects or set(objects) <= {FOREIGN}:
        return []
    start = places[0] if places else clause.index(finished[0])
    mention = Mention(Span(clause[start].span.start, _last_term(clause[start:]).span.end), None, None, "universal", objects)
    mention.period = reader.frame.period or "year"
    mention.scope = features.scope or reader.frame.scope or "own"
    mention.cues = frozenset(features.cues)
    mention.head = reader.frame.head
    mention.located = reader.context.about_applications
    if set(objects) & DISPUTES:
        mention.result = _last(told.results)
        return [mention] if mention.result else []
    if APPLICATION not in objects:
        return []
    outcomes = [row for row in told.rows if row not in EVENTS]
    if finished and not outcomes:
        mention.row = "finished"
        return [mention]
    if told.columns and not told.rows or told.columns and set(told.rows) <= {"received"}:
        mention.column = told.columns[-1]
        mention.row = _head_row(reader)
        return [mention]
    if outcomes and "rest" not in features.cues and len(set(outcomes)) == 1:
        mention.row = outcomes[-1]
        return [mention]
    return []


def _head_row(reader: _Reader) -> str | None:
    head = reader.frame.head
    return reader.mention(head).row if head is not None else None
