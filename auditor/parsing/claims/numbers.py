"""A number with its own words to a mention: what they say, what the frame adds, how it stands to those before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.nlp import Token, Words, text_of
from auditor.parsing.claims.clauses import behind_conjunction
from auditor.parsing.claims.guards import (
    accepts_reviews,
    amends_what_was_published,
    came_by_another_body,
    counts_another_thing,
    counts_kinds,
    counts_no_answers,
    counts_out_of_force,
    counts_published,
    has_cause,
    is_some_of,
    led_by_a_part,
    names_a_matter,
    names_others,
    of_another_body,
    of_each_body,
    of_frequent_askers,
    of_some_disputes,
    opens_after_ground,
    sorts_documents,
    stands_among,
    way_of_answering,
)
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.labelling import settle
from auditor.parsing.claims.matters import as_matter, is_about_some_matter, names_what_is_asked
from auditor.parsing.claims.mentions import (
    APPLICATION,
    CARRIED,
    DISPUTES,
    EVENTS,
    FOREIGN,
    GROUPS,
    LABEL_CLASSES,
    LITIGATION,
    ORGANISATIONS,
    Features,
    Mention,
    OwnWords,
    classes,
    features_of,
    has_cue,
    is_outcome,
    is_telling,
)
from auditor.parsing.claims.own_words import joint_labels, without_homonyms
from auditor.parsing.claims.periods import names_day, names_month, names_this_year, nearest_period, stood_before
from auditor.parsing.claims.relations import (
    Trail,
    find_head,
    keep_applicant,
    rest_of_group,
    sum_up,
    take_up,
    widen_received,
    yield_to_first,
    yield_to_list,
)
from auditor.parsing.claims.results import kinds_of_result, paths_of_result
from auditor.parsing.claims.sums import add_up, lean_on_applicant, stand_by_row
from auditor.parsing.claims.unread import (
    NARROWED,
    counts_deed,
    gap_before,
    named_by_strange_word,
    names_in_full,
    of_one_field,
    sorted_by_matter,
    strange_among,
)
from auditor.text.spans import Span
from auditor.text.widths import narrow

COUNTING_UNITS = frozenset({"case", "document", "money", ""})
"""Kinds of units that can count what the tables count."""

_WITHIN_DAYS = re.compile("^(?:以|之)?内|[日天](?:以|之)?内")
"""5日内答复12件: those answered so fast."""
_NEAR_ENOUGH = 2
"""Most characters of a gap that count where a result is an attribute of its number: 另行加工现有材料的21件."""
_SAME = frozenset({"同一", "个别"})
"""Words that narrow a number of applications, and belong to the reason of a result: 同一申请人重复申请."""
_MORE = frozenset({"多", "少", "增", "减"})
"""Directly before a number they make it a difference: 复议多9件."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sentence stands and whose it is."""

    year: int | None
    about_applications: bool
    about_disputes: bool
    wider: frozenset[str]
    """Words for regions of which the agency's own is a part."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Reads the numbers of a clause in its frame; each grows the trail and leaves its mark on the frame."""

    context: Context
    units: Mapping[str, str]
    trail: Trail
    frame: Frame

    def read(self, left: Sequence[Token], token: Token, right: Sequence[Token], *, among: bool = False) -> None:
        """One number with the words that are its own; 各 and 均为 make a mention for each label."""
        left = behind_conjunction(left)
        left = without_homonyms(left, self.frame, located=self.context.about_applications)
        right = without_homonyms(right, self.frame, located=self.context.about_applications)
        before = features_of(left)
        if "part" in before.cues and self.frame.part_of is None:
            self.frame.part_of = self.frame.head
        of_matter = self._of_matter(left)
        for words in joint_labels(as_matter(left) if of_matter else left):
            self._add(words, token, right, among=among, of_matter=of_matter)
        if "part" in before.cues and self.trail.here[-1].row == "carried_in":
            widen_received(self.trail)

    def _of_matter(self, left: Sequence[Token]) -> bool:
        """Whether the words say what applications ask for."""
        before = self.trail.here[-1] if self.trail.here else None
        return names_what_is_asked(left, before, self.frame, located=self.context.about_applications)

    def _add(self, left: Words, token: Token, right: Words, *, among: bool, of_matter: bool) -> None:
        if token.quantity is None:
            return
        own = OwnWords(left, right)
        before, after = own.before, own.after
        mention = Mention(_span(left, token, right), "number", token.quantity, token.span)
        self._take_words(mention, own)
        self._guard(mention, own)
        keep_applicant(mention, self.frame, self.trail, among=any(map(stands_among, left)))
        yield_to_list(mention, self.frame, self.trail, of_a_kind=left.text.endswith("类"))
        within = mention.head is not None and self.trail.mention(mention.head).matter
        find_head(mention, self.frame, self.trail)
        mention.matter = of_matter or within or is_about_some_matter(left, own.found, self.trail, self.frame)
        if among:
            take_up(mention, before, self.trail)
        yield_to_first(mention, self.trail)
        rest_of_group(mention, self.trail, total="total" in before.cues)
        if mention.result and LITIGATION in mention.objects:
            mention.paths_open = paths_of_result(self.trail, self.frame, mention.head)
        if mention.result and set(mention.objects) & DISPUTES and not (mention.local_object or mention.path):
            mention.kinds_open = kinds_of_result(self.trail, self.frame)
        stand_by_row(mention, self.trail)
        lean_on_applicant(mention, self.trail, self.frame)
        sum_up(mention, before, after, self.frame, self.trail)
        add_up(mention, before, after, left, self.trail)
        self._remember(mention, before, after)
        self.trail.here.append(mention)
        if self._is_head(mention):
            self.frame.head = self.trail.last_index
        if among:
            self.frame.part_of = self.frame.within = self.trail.last_index

    def _take_words(self, mention: Mention, own: OwnWords) -> None:
        """What the number's own words say, and what the frame says where they do not."""
        frame, left, before, after = self.frame, own.left, own.before, own.after
        frame.in_full |= names_in_full(own.both)
        frame.filing |= "filing" in before.cues
        frame.as_reviewer |= "as_reviewer" in before.cues
        reviews = "reviewing" in before.cues and "信息公开" not in left.text
        accepted = accepts_reviews(left)
        frame.reviewing |= accepted or (reviews and bool(set(before.objects) & DISPUTES))
        lasting = {
            "in_full": frame.in_full,
            "filing": frame.filing,
            "classified": frame.classified,
            "in_bracket": frame.in_bracket,
            "accepted": accepted,
            "reviewing": frame.as_reviewer or (frame.reviewing and not set(before.objects) & DISPUTES),
        }
        mention.cues = frozenset(before.cues | after.cues | {cue for cue, holds in lasting.items() if holds})
        if any(is_outcome(other.row) for other in self.trail.here):
            mention.cues -= {"classified"}
        mention.head = frame.part_of
        mention.gap = 0 if after.labelled or after.objects else gap_before(left)
        mention.located = self.context.about_applications
        if "own" in before.cues and before.scope in (None, "level"):
            frame.scope = None
            mention.scope = "own"
        else:
            mention.scope = before.scope or frame.scope or "own"
        if any(token.text in self.context.wider for token in left):
            mention.scope = "wider"
        mention.channel = before.channels[-1] if before.channels else way_of_answering(after)
        mention.difference = before.difference or bool(left and left[-1].text in _MORE)
        if left and left[-1].text in ("的", "者") and any(is_outcome(row) for row in before.rows):
            mention.gap = min(mention.gap, _NEAR_ENOUGH)
        self._weigh_strange_words(mention, own)
        settle(mention, own, frame, self.context.year, located=mention.located)
        if mention.rows in (("received",), ("new_received",)) and names_day(left):
            mention.rows, mention.gap = (), 0
        mention.period = self._period(left, before, mention.rows)
        if before.period == "cumulative":
            frame.period = "cumulative"

    def _guard(self, mention: Mention, own: OwnWords) -> None:
        """What keeps the number from being what its words seem to say."""
        left, right, before = own.left, own.right, own.before
        unit = mention.quantity.unit if mention.quantity else ""
        kind = self.units.get(narrow(unit), "")
        if kind == "person" and self.context.about_applications and (before.labelled or mention.rows):
            mention.cues |= {"persons"}
        elif kind not in COUNTING_UNITS:
            mention.cues |= {"other_unit"}
        if of_each_body(left):
            mention.scope = self.frame.scope = "subordinate"
        elif of_another_body(left, before):
            mention.scope = "subordinate"
        mention.of_another_thing = counts_another_thing(left, right, unit, mention.gap) or is_some_of(left)
        if sorts_documents(left, unit, of_documents=self.frame.counts_other):
            self.frame.classified = True
        if counts_published(left):
            mention.cues |= {"published"}
        if any(token.text.startswith("等") for token in left):
            mention.cues |= {"such_as"}
        if any(token.text == "全年" for token in left):
            mention.cues |= {"all_year"}
        if names_others(left):
            mention.cues |= {"names_others"}
        if left and left[-1].text == "申请公开" and not mention.rows:
            mention.cues |= {"asks_or_opens"}
        if left and has_cue(left[-1], "aforesaid"):
            mention.cues |= {"refers_back"}
        self._guard_against_parts(mention, own)

    def _guard_against_parts(self, mention: Mention, own: OwnWords) -> None:
        """What makes the number one of some of the things, or of a time before."""
        left, right = own.left, own.right
        measured = self._kind_right_before(left)
        if measured == "time":
            mention.strange = NARROWED
        elif measured == "person" or of_frequent_askers(self.frame.said) or of_some_disputes(left):
            mention.cues |= {"told_of_some"}
        if mention.act == "in_force" and stood_before(left):
            mention.period = "prior"
        lingering = self.frame.lingers and mention.period == "year" and self.frame.clause_period is None
        if lingering and self.trail.here and all(other.period == "prior" for other in self.trail.here):
            mention.period = "prior"
        elif (
            lingering
            or came_by_another_body(own.both)
            or counts_no_answers(left, right)
            or self._amends(mention, own)
            or opens_after_ground(mention, own.found)
            or (counts_out_of_force(left) and not any(other.act == "issued" for other in self.trail.here))
            or names_a_matter(left, own.found)
        ):
            mention.cues |= {"free_words"}
        mention.cues |= _partial(mention, left, right)

    def _amends(self, mention: Mention, own: OwnWords) -> bool:
        """Whether the number counts answers that were put right, and not results of the sentence's disputes."""
        of_disputes = set(mention.objects) & DISPUTES and (mention.local_object or self.trail.here)
        return not of_disputes and amends_what_was_published(own.left, own.right)

    def _kind_right_before(self, left: Sequence[Token]) -> str:
        """The kind of what is counted right before the words of a number, where that picks some of the things.

        超过15个工作日答复的58件, 最多的一个月收到9件: a time. 3名申请人提交了14件: persons.
        """
        last = self.trail.here[-1] if self.trail.here else None
        if last is None or last.quantity is None or not left or left[0].span.start != last.quantity.span.end:
            return ""
        return self.units.get(narrow(last.quantity.unit), "")

    def _weigh_strange_words(self, mention: Mention, own: OwnWords) -> None:
        """Note what about a number was not understood, so that nobody is accused by it."""
        left, after, words, found = own.left, own.after, own.both, own.found
        told = any(is_outcome(row) for row in found.rows)
        named = told or bool(found.columns)
        pending = () if mention.head is not None or after.objects or named else self.frame.pending
        if told:
            words = Words(token for token in words if token.text not in _SAME)
            found = features_of(words)
        attributive = left if left and left[-1].text.endswith("的") else ()
        mention.strange = strange_among(attributive if after.objects else words, pending)
        of_disputes = bool(set(found.objects) & DISPUTES and set(found.rows) & {*CARRIED, "carry"})
        some = (
            _of_another_kind(words)
            or named_by_strange_word(words)
            or of_disputes
            or (sorted_by_matter(left) and not after.objects)
        )
        self.frame.narrowed |= some
        if self.frame.narrowed and (some or not after.objects):
            mention.strange = NARROWED
        if counts_deed(left):
            mention.cues |= {"deed"}

    def _is_head(self, mention: Mention) -> bool:
        if not mention.objects or not mention.counts:
            return False
        stage = mention.row in EVENTS and mention.row not in CARRIED
        return mention.head is None or (stage and not mention.columns)

    def _remember(self, mention: Mention, before: Features, after: Features) -> None:
        """Update the frame from a number that was just read."""
        frame = self.frame
        if mention.objects and "charged_alone" not in mention.cues and not mention.matter:
            frame.objects = mention.objects
        if before.objects or after.objects:
            counted = any(APPLICATION in other.objects and _says_whose(other) for other in self.trail.here)
            frame.counts_other = mention.objects == (FOREIGN,) and not counted and not counts_kinds(mention)
            frame.stream = frame.counts_other and "stream" in mention.cues
        frame.lists_organisations = bool(mention.columns) and set(mention.columns) <= ORGANISATIONS
        if mention.act:
            frame.act = mention.act
        named = set(before.objects) | set(after.objects)
        if before.results and not mention.objects:
            frame.result = mention.result
        if mention.path:
            frame.path = mention.path
        elif named & DISPUTES and not mention.result:
            frame.path = None
        if before.scope:
            frame.scope = mention.scope
        stage = mention.row in EVENTS and not mention.columns and mention.row not in CARRIED
        again = mention.head is not None and self.trail.mention(mention.head).row == mention.row
        if ((stage and not again) or named & DISPUTES) and not self.frame.opens_part:
            frame.part_of = frame.within = None
            mention.head = None

    def _period(self, left: Sequence[Token], found: Features, rows: Sequence[str]) -> str:
        """The period of a number; the year of 结转 tells its direction, the month of what goes on only when it came."""
        in_month = names_month(left) and "carried_out" not in rows
        named = nearest_period(left, self.context.year) or found.period or ("partial" if in_month else None)
        named = named or ("year" if names_this_year(left) else None)
        if named == "partial" and found.period == "partial":  # 结转下半年
            return "partial"
        if {"carry", "moved"} & set(found.rows) or "carried_in" in rows:
            return "prior" if self.frame.period == "prior" and not named else "year"
        before = self.trail.here[-1].period if self.trail.here and left and left[0].text == "、" else None
        listed = before if before in ("prior", "cumulative", "plan") else None
        return named or listed or self.frame.clause_period or self.frame.period or "year"


def _of_another_kind(words: Sequence[Token]) -> bool:
    """环评信息申请15件, 涉及住建领域的申请: applications of some kind only, as are the results told behind them."""
    return of_one_field(words) or any(
        m.key == FOREIGN for token in words if token.text == "申请" for m in token.meanings
    )


def _partial(mention: Mention, left: Sequence[Token], right: Sequence[Token]) -> set[str]:
    """What says that a number may be one of some only; 12月收到的2件结转: others may have come before."""
    some = {"some_of_them"} if _some_of_them(mention, left, right) else set()
    came_late = "carried_out" in mention.rows and names_month(left)
    of_a_cause = mention.row in GROUPS and (has_cause(left) or has_cause(right))
    one_way = mention.channel is not None and is_outcome(mention.row)  # 当场提供信息3件
    return some | ({"told_of_some"} if came_late or one_way or led_by_a_part(left) or of_a_cause else set())


def _some_of_them(mention: Mention, left: Sequence[Token], right: Sequence[Token]) -> bool:
    """1件复议案件因…, 有3件申请要求公开…, 其余8件为无法提供等: perhaps no count of all of them."""
    things = any("object" in classes(token) for token in right)
    one = mention.quantity is not None and mention.quantity.value == 1 and not any(map(is_telling, left))
    introduced = bool(left) and left[-1].text in ("有", "对") and set(mention.rows) <= {"received", "new_received"}
    within_days = bool(_WITHIN_DAYS.search(text_of(left)))
    listed = len(mention.rows) > 1 and any(token.text.startswith("等") for token in right)
    carried = mention.row in CARRIED
    return (things and (one or introduced) and not carried) or listed or within_days


def _says_whose(mention: Mention) -> bool:
    """Whether a number is one of applications by its own words, and not only by where it stands."""
    told = is_outcome(mention.row) or mention.row in (*CARRIED, "new_received")
    return mention.local_object or bool(mention.columns) or told


def _span(left: Sequence[Token], token: Token, right: Sequence[Token]) -> Span:
    """From the first word that speaks of the number to the last."""
    telling = [
        item
        for item in left
        if classes(item) & (LABEL_CLASSES | {"object", "act", "scope"}) or has_cue(item, "total", "own", "universal")
    ]
    start = telling[0].span.start if telling else token.span.start
    behind = [item for item in right if item.meanings]
    end = behind[-1].span.end if behind else token.span.end
    return Span(min(start, token.span.start), max(end, token.span.end))
