"""Clauses without numbers: zeros (未收到, 部分公开的，没有) and universals (全部办结, 均为自然人)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product, takewhile

from auditor.nlp import Token, text_of
from auditor.parsing.claims.guards import denial_cues
from auditor.parsing.claims.inheritance import Frame, inherited
from auditor.parsing.claims.labelling import WITHOUT_REVIEW, path_told
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    EVENTS,
    FEES,
    FOREIGN,
    INFO_FEE,
    LITIGATION,
    REVIEW,
    TABLE_TWO,
    Features,
    Mention,
    classes,
    features_of,
    has_cue,
    is_attribute,
    is_outcome,
    is_telling,
    last,
)
from auditor.parsing.claims.own_words import without_homonyms
from auditor.parsing.claims.periods import nearest_period
from auditor.parsing.claims.rows import rows_of
from auditor.parsing.claims.things import named_objects
from auditor.parsing.claims.unread import strange_among
from auditor.text.spans import Span
from auditor.vocabulary import Meaning

_OTHER_DEED = re.compile(
    r"计入|纳入|列入|并入|涉及|影响|区分|说明|妨碍|遗漏|及时|超|规定|要求|明确|统一|建立|开展|制定|形成|达到|完成|出具|设|写|填|包括|包含|反映|引起不|投诉|不满|异议"
)
_OTHER_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_HARMLESS_WORDS = re.compile(
    r"数量|数据|文件|本年度?|全年|任何|制定权|情况|情形|发生|产生|出现|方面|相关|有关|案件|决定|收取|权限"
)
_EXCEPT = re.compile(r"除(?:了|去)?[^。；]{1,30}(?:外|以外|之外)|(?:以外|之外)的")
_OF_SOME = re.compile("(?:此类|该类|这类|上述|前述)[^，。]{0,2}申请|^[^，。]{1,2}(?:再|又|继续)")
"""Denials that only speak of some of the cases: 未再提起诉讼, 没有提出此类申请."""
_ONE = re.compile("一[件份宗起例条个次]|一|[件份宗起例条个次]|有|任何|过|人")
_NOT_ONE = re.compile("(?:一|1)?[件份宗起例条个次](?:也|都)?|也|都")
_OF_NO_ONE = re.compile("(?:不|未|非|无)(?!予|公开|能|掌握|存在|处理|再|服)|由[^，。；]{1,8}(?:代|替|帮)")
"""均不属于国家秘密 denies the result of all; 均由律师代自然人提出 names two applicants."""
_BY_YEAR_END = re.compile("年内|年底|年末|岁末|当年|12月31日")
_BARE_DENIAL = re.compile(
    r"(?:的|了|过|一件|1件|也|有|发生|出现|产生|存在|收到|提出|来|申请|情况|情形|案件|本年度?|全年|、)*"
)
_RIGHT = re.compile("权|资格|职能")
"""没有规章制定权 denies that there are any, not only that one was issued."""
_MOST_UNREAD = 3
"""Characters of the subject of a universal that may be unread without a doubt."""
_TOGETHER_WITH = re.compile("连同|加上|加|含|一并|一起")
_MATTERS = {"行政许可事项": "licensing", "行政处罚事项": "penalties", "行政强制事项": "coercion"}
_NO_LABELS_HERE = frozenset({"其他", "其它", "单位"})
_ZERO_ROWS = frozenset({"received", "new_received", "in_hand"}) | CARRIED


@dataclass(frozen=True, slots=True)
class Statements:
    """Reads a clause without a number in the frame of its sentence."""

    frame: Frame
    year: int | None
    located: bool
    period: str
    head_rows: tuple[str, ...]
    paths_open: tuple[str, ...] = (LITIGATION,)
    """Which suits a result is of, as ``paths_of_result`` reads them."""
    listed_rows: tuple[str, ...] = ()
    """The rows that the applicants listed last are counted in: 结转件中居民18件，科研机构为零."""
    last_row: str | None = None
    """The row of the number said last: 27件属重复申请，均不予处理 says nothing of all that were not handled."""

    only_carried: bool = False
    """Whether all numbers of the sentence are of cases carried over, so that 已全部办结 is of those alone."""

    def read(self, clause: Sequence[Token]) -> list[Mention]:
        """The zeros of a clause, or its universal; empty for words that only set the frame."""
        clause = without_homonyms(clause, self.frame, located=self.located)
        clause = [token.meaning() if token.text in _NO_LABELS_HERE else token for token in clause]
        negation = next((i for i, token in enumerate(clause) if has_cue(token, "negation")), None)
        if negation is not None:
            return self._zeros(clause, negation)
        return self._universals(clause)

    # ---- zeros ----

    def _zeros(self, clause: Sequence[Token], negation: int) -> list[Mention]:
        if _is_no_denial(clause, negation):
            return []
        clause = _as_denied(clause)
        before: Sequence[Token] = clause[:negation]
        target: Sequence[Token] = clause[negation + 1 :]
        if not any(map(_may_be_denied, (*target, *before))) and set(self.frame.pending):
            before = self.frame.pending
        charged = any(map(_may_be_denied, target)) and not any(map(is_telling, before))
        topic = target if charged or any(map(is_telling, target)) else before
        if topic is target and all(classes(token) <= {"act"} for token in target):
            topic = target = [*before, *target] if any("object" in classes(token) for token in before) else target
        rest = text_of(target)
        if topic is not target and not _BARE_DENIAL.fullmatch(rest):
            return []
        if not topic or _attribute_follows(topic):
            return []
        if topic is target and (_denies_another_deed(target) or target[0].text == "、"):
            return []
        gap = "".join(token.text for token in target if not token.meanings)
        deeds = [
            token.text for token in target if classes(token) & {"object"} and token.text in ("投诉", "举报", "意见")
        ]
        if _OTHER_DEED.search(gap) or deeds:
            return []
        start = min(clause[negation].span.start, topic[0].span.start)
        span = Span(start, max(clause[negation].span.end, _last_term(topic).span.end))
        found = features_of(topic)
        around = features_of(clause)
        if around.period == "later" or (topic is target and self._of_those_reviewed(clause[: negation + 1], found)):
            return []
        base = Mention(span, "zero", period=self.period, scope=around.scope or self.frame.scope or "own")
        base.cues = frozenset(around.cues - ({"free_words"} if "concluded" in around.cues else set()))
        base.cues |= denial_cues(clause, around)
        if topic is target:
            base.strange = strange_among([token for token in target if not _ONE.fullmatch(token.text)], ())
        base.located = self.located
        if INFO_FEE in found.objects or ("charged" in around.cues and FEES not in found.objects):
            base.objects = (INFO_FEE,) if INFO_FEE in found.objects or self.located else (FEES,)
            base.cues |= {"charged_alone"}
            decided = set(found.objects) & DECISIONS
            return [_copy(base, objects=(FEES,)), *self._denied(base, found, topic, clause)] if decided else [base]
        if topic is target:
            found = replace(found, columns=found.columns or features_of(before).columns)
        return self._denied(base, found, topic, clause)

    def _of_those_reviewed(self, denying: Sequence[Token], denied: Features) -> bool:
        """复议维持3件，均未起诉: none of these went to court, which says nothing of other suits."""
        said = set(self.frame.objects)
        suits = LITIGATION in denied.objects or bool(denied.paths)
        of_all = has_cue_in(denying, "universal") or denying[-1].text.startswith("均")
        return suits and of_all and REVIEW in said and LITIGATION not in said

    def _denied(self, base: Mention, found: Features, topic: Sequence[Token], clause: Sequence[Token]) -> list[Mention]:
        """One zero for each thing that the clause denies."""
        named = named_objects(found)
        table_two = [item for item in found.objects if item in TABLE_TWO]
        if set(named) & TABLE_TWO:
            plain = not found.results and "amended" not in found.acts and not _OTHER_WORDS.search(_untyped(topic))
            things = dict.fromkeys(table_two) if plain else ()
            act = None if _RIGHT.search(text_of(clause)) else last(found.acts)
            return [_copy(base, objects=(item,), act=act) for item in things]
        if (
            not named
            and found.acts
            and set(self.frame.objects) & DOCUMENTS
            and not _OTHER_WORDS.search(_untyped(topic))
        ):
            return [_copy(base, objects=self.frame.objects, act=last(found.acts))]
        if named == (FOREIGN,):
            return []
        disputes = tuple(item for item in named if item in DISPUTES)
        path = last(found.paths) or path_told(text_of(topic))
        if disputes or path:
            paths = tuple(dict.fromkeys(found.paths)) or (path,)
            return [
                _copy(
                    base,
                    objects=(item,),
                    result=last(found.results),
                    path=way,
                    paths_open=self.paths_open if found.results else (LITIGATION,),
                    local_object=True,
                )
                for item, way in product((LITIGATION,) if path else disputes, paths)
            ]
        if found.results and not found.rows:
            lost = any(token.text in ("败诉", "胜诉") for token in topic)
            said = [item for item in named_objects(features_of(clause)) if item in DISPUTES]
            around = said or [item for item in self.frame.objects if item in DISPUTES]
            objects = (LITIGATION,) if lost else tuple(around)
            told = _copy(base, objects=objects, result=found.results[-1], paths_open=self.paths_open)
            told.path = (
                (last(features_of(clause).paths) or path_told(text_of(clause))) if LITIGATION in objects else None
            )
            return [told] if objects else []
        return self._denied_applications(base, found, clause, named)

    def _denied_applications(
        self, base: Mention, found: Features, topic: Sequence[Token], named: tuple[str, ...]
    ) -> list[Mention]:
        outcomes = [row for row in dict.fromkeys(found.rows) if is_outcome(row) and row != "opened"]
        outcomes = [row for row in outcomes if not any(other.startswith(f"{row}_") for other in outcomes)]
        rows = outcomes or list(rows_of(found, topic, self.year, summed=False))
        if set(rows) & CARRIED and (self.frame.period != "prior" or nearest_period(topic, self.year) or found.period):
            base.period = "year"
        if any(row == "opened" or (row in EVENTS and row not in _ZERO_ROWS) for row in rows):
            return []
        objects = named or inherited(self.frame, outcome=bool(outcomes), located=self.located)
        local = APPLICATION in named
        if APPLICATION not in objects or not (local or rows or found.columns):
            return []
        telling = local or outcomes or found.columns or set(rows) & CARRIED
        if not telling and not self.located:
            return []
        columns = list(dict.fromkeys(found.columns)) or [""]
        if found.columns and (not rows or rows == ["carried"]) and not local:
            rows = list(self.listed_rows) or rows
        if not rows and {"carry", "moved"} & set(found.rows):
            rows = ["carried"]
        return [
            _copy(base, objects=(APPLICATION,), rows=(row,), columns=(column,) if column else (), local_object=local)
            for row in rows or ["received"]
            for column in columns
        ]

    # ---- universals ----

    def _universals(self, clause: Sequence[Token]) -> list[Mention]:
        mark = next((i for i, token in enumerate(clause) if has_cue(token, "universal")), None)
        finished = [token for token in clause if has_cue(token, "finished")]
        if mark is None and not any(token.text.startswith(("全部办", "清零", "结清")) for token in finished):
            return []
        said = self.frame.said + "，" + text_of(clause)
        if _EXCEPT.search(said) or has_cue_in(clause, "rest"):
            return []
        start = clause.index(finished[0]) if mark is None else mark
        found = features_of(clause)
        told = features_of(clause[start:])
        named = tuple(item for item in named_objects(found) if item != FOREIGN)
        objects = named or self.frame.objects or ((APPLICATION,) if self.located else ())
        opening = clause[:start]
        about = features_of(opening)
        if {"carry", "moved", *CARRIED} & set(about.rows) or _OF_NO_ONE.match(text_of(clause[start + 1 :])):
            return []
        subject = named_objects(about)
        if not objects or set(objects) <= {FOREIGN} or subject == (FOREIGN,) or found.period in ("later", "partial"):
            return []
        mention = Mention(Span(clause[start].span.start, _last_term(clause[start:]).span.end), "universal")
        mention.objects = objects
        mention.period = self.period
        mention.scope = found.scope or self.frame.scope or "own"
        mention.cues = frozenset(found.cues)
        mention.head = self.frame.head
        mention.located = self.located
        if strange_among(opening, ()) > _MOST_UNREAD and any(map(is_telling, opening)):
            mention.cues |= {"free_words"}  # 市民申请入户条件、流程全部公开
        if set(objects) & DISPUTES:
            mention.result = last(told.results)
            if not mention.result and "concluded" in told.cues and "reviewing" not in about.cues:
                mention.form, mention.result, mention.head = "zero", "pending", None
                mention.cues -= {"reviewing"}
            return [mention] if mention.result else []
        groups = [row for row in about.rows if is_outcome(row)]
        mention.whole = last([row for row in groups if row != "opened"])
        mention.whose = tuple(about.columns[-1:])
        by_year_end = bool(_BY_YEAR_END.search(said))
        answered = "answered" in told.cues
        if answered and not finished and not by_year_end:
            mention.cues |= {"free_words"}
        done = bool(finished) or answered
        return [mention] if APPLICATION in objects and self._told(mention, told, finished=done) else []

    def _told(self, mention: Mention, told: Features, *, finished: bool) -> bool:
        """Fill in what a universal says of applications; False when it says nothing of the tables."""
        outcomes = list(dict.fromkeys(row for row in told.rows if is_outcome(row)))
        if finished and not outcomes and set(told.rows) & (CARRIED | {"carry", "moved"}):
            return False
        if finished and not outcomes and self.only_carried and not _TOGETHER_WITH.search(self.frame.said):
            return False
        if finished and not outcomes:
            mention.rows = ("finished",)
            mention.columns = mention.whose
        elif told.columns and set(told.rows) <= {"received"}:
            mention.columns = tuple(told.columns[-1:])
            mention.rows = self.head_rows
        elif len(outcomes) == 1 and str(self.last_row).startswith(f"{outcomes[0]}_"):
            return False
        elif len(outcomes) == 1 and "rest" not in told.cues:
            mention.rows = (outcomes[0],)
        else:
            return False
        return True


def _may_be_denied(token: Token) -> bool:
    return is_telling(token) or has_cue(token, "charged")


def _as_denied(clause: Sequence[Token]) -> list[Token]:
    """没有行政强制事项, 没有行政事业性收费项目: where there is no matter there is no decision."""
    denied = []
    for place, token in enumerate(clause):
        kind = _MATTERS.get(token.text)
        of_fees = place > 0 and token.text == "项目" and Meaning("object", FEES) in clause[place - 1].meanings
        meanings = (Meaning("object", kind),) if kind else () if of_fees else token.meanings
        denied.append(token.meaning(*meanings))
    return denied


def _is_no_denial(clause: Sequence[Token], negation: int) -> bool:
    """Whether the word of denial denies no number of the tables.

    It is part of a path (未经复议直接起诉), speaks of some cases only, stands under a condition or an
    exception, or says what another body had no application for.
    """
    before, from_here = clause[:negation], text_of(clause[negation:])
    if WITHOUT_REVIEW.match(from_here) or _OF_SOME.search(from_here) or _EXCEPT.search(text_of(clause)):
        return True
    if any(has_cue(token, "condition") or token.text == "对" for token in before):
        return True
    others = DISPUTES & set(features_of(before).objects)
    return bool(others) and APPLICATION in features_of(clause[negation + 1 :]).objects


def _denies_another_deed(target: Sequence[Token]) -> bool:
    """力有未逮、无法提供者: what is denied ends at the mark, and what follows it is said, not denied."""
    before = list(takewhile(lambda token: not is_telling(token), target))
    mark = next((i for i, token in enumerate(before) if token.text == "、"), None)
    return mark is not None and bool(_untyped(before[:mark]))


def _copy(base: Mention, **changes: object) -> Mention:
    mention = Mention(base.span, base.form, period=base.period, scope=base.scope, cues=base.cues, located=base.located)
    mention.strange = base.strange
    for name, value in changes.items():
        setattr(mention, name, value)
    return mention


def _untyped(tokens: Sequence[Token]) -> str:
    """The words without meaning among some tokens, set phrases and 一件也 left out."""
    words = [token.text for token in tokens if not (token.meanings or _NOT_ONE.fullmatch(token.text))]
    return _HARMLESS_WORDS.sub("", "".join(words))


def has_cue_in(tokens: Sequence[Token], *keys: str) -> bool:
    """Whether one of some tokens is one of these cues."""
    return any(has_cue(token, *keys) for token in tokens)


def _last_term(tokens: Sequence[Token]) -> Token:
    return next((token for token in reversed(tokens) if token.meanings), tokens[-1])


def _attribute_follows(tokens: Sequence[Token]) -> bool:
    """Whether the thing denied is only an attribute: 未开展依申请公开工作, 无依申请公开栏目."""
    things = [i for i, token in enumerate(tokens) if "object" in classes(token)]
    behind = tokens[things[-1] + 1 : things[-1] + 2] if things else ()
    return any(is_attribute(token) for token in behind)
