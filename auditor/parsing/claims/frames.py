"""A sentence to mentions: clauses inherit object, row, scope and period from left to right.

How a sentence becomes mentions:
1. The tokens are cut into clauses at ， ； ： and 。; a bracket is read inside what it follows.
2. Each number takes the words of its clause: those before it since the last number, and those
   that follow it directly (2件政府信息公开申请, 9件为无法提供); a bare number takes the clause
   before (予以公开者，85件): see ``own_words``.
3. What a number's own words leave open (what is counted, which row) it inherits from the frame.
4. 其中, 包括, 含, brackets and 27件中 make the numbers that follow parts of the number before.
5. 各 and 均为 say one number of each label, 分别为 pairs labels and numbers, 合计 adds labels up.
   A total without words of its own adds up the numbers beside it: see ``sums``. A number alone in
   a bracket takes the words before the bracket.
6. Clauses without a number may state a zero or a universal: see ``statements``; or say that the
   numbers before are no matter of this report: see ``disclaimers``; or the result of one dispute,
   or the path of all: see ``results``. What they leave for the numbers behind: see ``leaving``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from msgspec import structs

from auditor.nlp import Token, text_of
from auditor.parsing.claims.clauses import (
    OPEN,
    REFERS_BACK,
    bare_list,
    bracketed_label,
    clauses,
    closing,
    denies_one,
    label_groups,
    lone_number,
    number_first,
    only_counting_ones,
    outside_brackets,
    respectively_mark,
    stage_groups,
    thing_groups,
)
from auditor.parsing.claims.disclaimers import disclaim
from auditor.parsing.claims.guards import (
    clause_cues,
    counts_bodies,
    counts_from_long_ago,
    counts_occasions,
    counts_others_in,
    names_bodies,
    of_share,
    scope_in_bracket,
    stands_among,
)
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.leaving import leave_rows, note
from auditor.parsing.claims.matters import sorts_by_matter
from auditor.parsing.claims.mentions import (
    CARRIED,
    DISPUTES,
    EVENTS,
    FOREIGN,
    INFO_FEE,
    LABEL_CLASSES,
    Mention,
    classes,
    features_of,
    has_cue,
    is_outcome,
    is_telling,
)
from auditor.parsing.claims.numbers import COUNTING_UNITS, Context, Numbers
from auditor.parsing.claims.openings import goes_on, opening_of, tells_of_disputes, turns_to_applications
from auditor.parsing.claims.own_words import direct_words, labels_before, pending_with, result_before, without_homonyms
from auditor.parsing.claims.periods import BACK_THEN, lingers, period_of_clause, starts_change
from auditor.parsing.claims.relations import (
    Trail,
    answered_otherwise,
    arrive,
    label_late,
    resolve_opened,
    widen_received,
)
from auditor.parsing.claims.results import path_of_all, paths_of_result, result_of_one, tell_result_late
from auditor.parsing.claims.rows import carry_direction
from auditor.parsing.claims.statements import Statements
from auditor.parsing.claims.sums import lean_on_applicant, rows_of_list
from auditor.parsing.claims.unread import (
    narrows,
    tail_behind,
    told_of_some,
)
from auditor.text.widths import narrow

_ATTRIBUTIVE_PLAN = re.compile("拟[^，。]{1,6}的")
"""对拟出具的答复书逐份审核: what is planned is a thing, and the sentence no plan."""
_ANNOUNCES = re.compile("(?:结果|情况|类型)[^，。；]{0,2}(?:依次|分别|如下)?[为是]?$|(?:依次|分别)[为是]$")
_LEFT_OUT = re.compile("不含|不包括|不包含|不计|未含|除")


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
    opening = opening_of(tokens)
    after_disputes = previous is not None and bool(previous.objects) and set(previous.objects) <= DISPUTES
    if previous is not None and goes_on(opening) and not (after_disputes and turns_to_applications(opening)):
        elsewhere = context.about_applications and previous.objects == (FOREIGN,)
        scope = previous.scope if previous.scope in ("region", "system") else None
        frame = Frame(() if elsewhere else previous.objects, scope=scope, head=previous.head, goes_on=True)
        frame.reviewing = after_disputes and previous.reviewing
    reader = _Reader(context, units, Trail(earlier), frame)
    reader.read(tokens)
    if after_disputes and not tells_of_disputes(opening):
        for mention in reader.trail.here:
            mention.cues |= {"free_words"} if not mention.local_object else set()
    return reader.trail.here, reader.frame


@dataclass(slots=True)
class _Reader:
    """Reads one sentence; the trail grows, ``frame`` is what the next number inherits."""

    context: Context
    units: Mapping[str, str]
    trail: Trail
    frame: Frame
    follows_number: bool = False
    has_number: bool = False
    """Whether the clause before, and the clause at hand, hold a number."""
    lasting_result: str | None = None
    """The result of 未审结的案件，复议四件，诉讼五件, until the group of clauses ends."""
    listed: Sequence[Token] = ()
    """The labels of the last list that was paired with numbers, for 同样四种情形依次是14、1、3和5起."""

    def read(self, tokens: Sequence[Token]) -> None:
        for clause, mark in clauses(tokens):
            before = len(self.trail.here)
            self.frame.result = result_before(self.frame.pending) or self.lasting_result
            numbered = any(token.quantity for token in clause)
            self.follows_number, self.has_number = self.has_number, numbered
            self.frame.clause_period, lasts = period_of_clause(clause, self.context.year)
            self.frame.lingers = lingers(self.frame.clause_period, text_of(clause), was=self.frame.lingers)
            if lasts:
                self.frame.period = self.frame.clause_period
            elif self._back_then(clause):
                self.frame.period = "prior"
            read = only_counting_ones(clause, self.units)
            if any(token.quantity for token in read):
                self._read_numbers(read)
            else:
                self._read_statement(read)
            self.frame.said = text_of(clause)
            if numbered or mark not in "，,：:":
                self.frame.pending = self._waiting_behind_share(clause) if mark in "，," else ()
            if mark in "：:" and (len(self.trail.here) > before or self._announces(clause)):
                self.frame.part_of = self.frame.head
            disclaim(self.trail, self.frame, clause, before if numbered else self.frame.group, numbered=numbered)
            self.lasting_result = self.frame.result if mark in ",，" else None
            if mark in ("；", ";"):
                self.frame.columns, self.frame.subject, self.frame.narrowed = (), (), False
                self.frame.within = None
                self.frame.group = len(self.trail.here)
        resolve_opened(self.trail)

    def _announces(self, clause: Sequence[Token]) -> bool:
        """办结13件，办理结果依次为：: a clause without a number leads into the parts of the stage before it."""
        head = self.trail.mention(self.frame.head) if self.frame.head is not None else None
        stage = head is not None and head.row in EVENTS and not (head.columns or head.channel)
        return stage and bool(_ANNOUNCES.search(text_of(clause)))

    def _waiting_behind_share(self, clause: Sequence[Token]) -> tuple[Token, ...]:
        """企业申请占25%，即1件: a clause whose only numbers are shares leaves its words for the number behind it."""
        units = [narrow(token.quantity.unit) for token in clause if token.quantity]
        shares = bool(units) and all(self.units.get(unit) == "share" for unit in units)
        return tuple(token for token in clause if not token.quantity) if shares else ()

    def _back_then(self, clause: Sequence[Token]) -> bool:
        """当年无结转 behind a number of another year speaks of that year."""
        before = self.trail.here[-1].period if self.trail.here else None
        return before == "prior" and bool(BACK_THEN.search(text_of(clause)))

    # ---- clauses with numbers ----

    def _read_numbers(self, clause: Sequence[Token]) -> None:
        whole = features_of(outside_brackets(clause))
        if whole.cues & {"classified"} and not any(is_outcome(mention.row) for mention in self.trail.here):
            self.frame.classified = True
        self.frame.opens_part = "part" in whole.cues
        first = len(self.trail.here)
        stream = self.frame.stream
        paired = self._read_respectively(clause)
        if not paired:
            self._read_in_order(clause)
        said = clause_cues(clause)
        if said:
            self.frame.other_cause = "other_cause" in said
        elif stream and set(whole.objects) & DISPUTES:
            self.frame.other_cause = True
        if self.frame.other_cause:
            said |= {"other_cause"}
        if self.frame.disclaims:
            said |= {"disclaimed"}
        if not paired and bare_list(clause):
            said |= {"unpaired"}
        if INFO_FEE in whole.objects or "charged" in whole.cues:
            said |= {"charged"}
        for mention in self.trail.here[first:]:
            mention.cues |= said

    def _read_in_order(self, clause: Sequence[Token]) -> None:
        """Each number with the words before it since the last one, and those that follow it directly."""
        labels_follow = number_first(clause)
        left = [] if labels_follow else [*labels_before(self.frame.pending, clause, self.frame.named)]
        place, started = 0, False
        while place < len(clause):
            token = clause[place]
            if token.text in OPEN:
                end = closing(clause, place)
                shared, first = of_share(left, clause[end + 1 :]), len(self.trail.here)
                left = self._read_brackets(left, clause[place + 1 : end])
                for mention in self.trail.here[first:] if shared else ():
                    mention.cues |= {"free_words"}
                place = end + 1
            elif token.quantity is None:
                left.append(token)
                place += 1
            else:
                taken = self._read_number(left, token, clause[place + 1 :], labels_follow=labels_follow)
                if started and not taken:
                    arrive(self.trail)
                started = starts_change(left, clause[place + 1 :])
                if started:
                    self.trail.here[-1].period = "prior"
                left = []
                place += 1 + taken
        answered_otherwise(self.trail, left)
        if any(has_cue(token, "universal") for token in left) or denies_one(left):
            self.trail.here.extend(self._denied_among(left))
        else:
            tell_result_late(self.trail, left)
            label_late(self.trail, left, self.context.year)
        note(self.frame, left)

    def _denied_among(self, words: Sequence[Token]) -> list[Mention]:
        """转来的21件里没有科研机构的申请: an applicant is denied in the row of the number before."""
        stated = self._statements(of_last=True).read(words)
        rows = self.trail.here[-1].rows if self.trail.here and stands_among(words[0]) else ()
        for mention in stated:
            if mention.columns and set(mention.rows) <= {"received"}:
                mention.rows = rows or mention.rows
            if set(mention.objects) & DISPUTES and not mention.result:
                mention.cues |= {"free_words"}  # 无法提供的11件没有一件被起诉
        return stated

    def _read_number(self, left: Sequence[Token], token: Token, behind: Sequence[Token], *, labels_follow: bool) -> int:
        """One number with its words; how many of the tokens behind it are its own."""
        unit = token.quantity.unit if token.quantity else ""
        kind = self.units.get(narrow(unit), "")
        among = kind in COUNTING_UNITS and bool(behind) and stands_among(behind[0])
        right = [] if among or kind == "share" else direct_words(behind, number_first=labels_follow)
        taken = len(right)
        if not right and behind and behind[0].text in OPEN:
            right = bracketed_label(behind[1 : closing(behind, 0)])
            taken = len(right) + 2 if right else 0
        first = len(self.trail.here)
        self._numbers().read(left, token, right, among=among)
        for mention in self.trail.here[first:]:
            mention.tail = 0 if among else tail_behind(behind[taken:])
            told = scope_in_bracket(behind)
            if told is not None:
                wider = told.text in self.context.wider
                mention.scope = "wider" if wider else features_of([told]).scope or mention.scope
            if counts_from_long_ago(behind):
                mention.period = "cumulative"
            mention.of_another_thing |= counts_occasions(right, unit) or names_bodies(unit, behind)
            if told_of_some(left, behind) and not among:
                mention.cues |= {"told_of_some"}
            if (not unit and (taken or mention.tail)) or of_share(left, behind):
                mention.cues |= {"free_words"}
        if counts_bodies(unit, behind):
            self.frame.scope = "subordinate"
        return taken

    def _read_brackets(self, left: list[Token], inner: Sequence[Token]) -> list[Token]:
        """A bracket, with the words before it that still wait for a number behind it."""
        lone = lone_number(inner)
        if counts_others_in(inner):
            left = [token for token in left if "scope" not in classes(token)]
        if lone is not None and any(map(is_telling, left)):
            self._numbers().read(left, lone, [])
            return []
        self._read_bracket(inner)
        return left

    def _read_bracket(self, inner: Sequence[Token]) -> None:
        """Numbers in a bracket are parts of the number before it; （含上年结转） widens it, （不含…） leaves it."""
        head = self.trail.last_index
        if any(token.quantity for token in inner):
            outer = self.frame
            part_of = head if head is not None else outer.head
            self.frame = replace(outer, head=part_of, part_of=part_of, in_bracket=True)
            self.read(inner)
            self.frame = outer
        elif counts_others_in(inner):
            self.frame.scope = "subordinate"
        found = features_of(inner)
        if carry_direction(found, inner, self.context.year) != "carried_in":
            return
        if _LEFT_OUT.search(text_of(inner)):
            if head is not None:
                self.trail.here[head - len(self.trail.earlier)].cues |= {"free_words"}
        elif "part" in found.cues:
            widen_received(self.trail)

    def _numbers(self) -> Numbers:
        return Numbers(self.context, self.units, self.trail, self.frame)

    def _read_respectively(self, clause: Sequence[Token]) -> bool:
        """予以公开、不予公开分别为12件、3件: labels and numbers are paired in order."""
        mark = respectively_mark(clause)
        if mark is None:
            return False
        before: Sequence[Token] = outside_brackets(clause[:mark])
        numbers = [token for token in clause[mark:] if token.quantity]
        if len(numbers) < 2:
            return False
        if not any(classes(token) & LABEL_CLASSES for token in before) and REFERS_BACK.search(text_of(before)):
            before = [*before, *(structs.replace(token, span=clause[mark].span) for token in self.listed)]
        elif not any(map(is_telling, before)):
            before = list(self.frame.pending)
        for paired in (label_groups(before), stage_groups(before, len(numbers)), thing_groups(before)):
            if len(paired) >= len(numbers):
                used = {id(token) for group in paired for token in group}
                shared = [token for token in before if id(token) not in used]
                between = list(takewhile(lambda token: token.quantity is None, clause[mark + 1 :]))
                for group, number in zip(paired[-len(numbers) :], numbers, strict=True):
                    self._numbers().read([*shared, *group, *between], number, [])
                self.listed = before
                return True
        return False

    # ---- clauses without numbers ----

    def _read_statement(self, clause: Sequence[Token]) -> None:
        outside = outside_brackets(clause)
        found = features_of(outside)
        if found.cues & {"classified"}:
            self.frame.classified = True
        if found.period and not (found.labelled or found.objects or _ATTRIBUTIVE_PLAN.search(text_of(outside))):
            self.frame.period = found.period
        if self.frame.group < len(self.trail.here):
            answered_otherwise(self.trail, outside)
        stated = self._statements().read(outside)
        if not stated and self.follows_number:
            label_late(self.trail, outside, self.context.year, self.frame.said)
        if not stated:
            stated = result_of_one(self.trail, self.frame, outside) or path_of_all(self.trail, self.frame, outside)
        for mention in stated:
            if mention.form == "zero":
                lean_on_applicant(mention, self.trail, self.frame)
        self.trail.here.extend(stated)
        self.frame.narrowed = self.frame.narrowed or narrows(outside)
        self.frame.sorts_matters |= sorts_by_matter(outside)
        if "part" in found.cues and carry_direction(found, outside, self.context.year) == "carried_in":
            widen_received(self.trail)
        note(self.frame, without_homonyms(outside, self.frame, located=self.context.about_applications))
        if outside:
            leave_rows(self.frame, outside, found, self.context.year)
        self.frame.named = tuple(outside)
        denied = any(mention.form == "zero" for mention in stated)
        self.frame.pending = () if denied else pending_with(self.frame.pending, outside)

    def _statements(self, *, of_last: bool = False) -> Statements:
        """``of_last`` for words behind the number of their own clause: 上年结转4件全部答复完毕."""
        numbers = [mention for mention in self.trail.here if mention.form == "number"]
        counted = [mention for mention in numbers if mention.counts or mention.row in CARRIED]
        return Statements(
            frame=self.frame,
            year=self.context.year,
            located=self.context.about_applications,
            period=self.frame.clause_period or self.frame.period or "year",
            paths_open=paths_of_result(self.trail, self.frame, None),
            listed_rows=rows_of_list(self.trail),
            last_row=self.trail.here[-1].row if self.trail.here else None,
            only_carried=bool(counted) and all(mention.row in CARRIED for mention in counted[-1 if of_last else 0 :]),
            head_rows=self.trail.mention(self.frame.head).rows if self.frame.head is not None else (),
        )
