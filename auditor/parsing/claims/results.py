"""Results of disputes: of which suits they are, and those told behind their number instead of with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.nlp import Token, text_of
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.labelling import path_told
from auditor.parsing.claims.mentions import DISPUTES, LITIGATION, Mention, classes, features_of, has_cue, last
from auditor.parsing.claims.relations import Trail
from auditor.text.spans import Span

_SAYS_OF_ALL = re.compile("[均都皆也全](?:部|是|系|为|属)?|系|为|是|属")
_ASKED_FOR = re.compile("要求|请求|诉请|主张|认为|申请撤销|拟|可能|应当|建议")


def paths_of_result(trail: Trail, frame: Frame, head: int | None) -> tuple[str, ...]:
    """Which suits a result without a path of its own is of, the likelier first: those of the path told last, or all."""
    if frame.path is None:
        return (LITIGATION,)
    if frame.path_of_all:
        return (frame.path, LITIGATION)
    totals = {other.path for other in trail.here if LITIGATION in other.objects and not other.result}
    whole = next((other for other in reversed(trail.here) if other.form == "number" and not other.result), None)
    if {"direct", "after_review"} <= totals and whole is not None and whole.path is None:
        return (LITIGATION,)
    if whole is not None and whole.path == frame.path and not _beside_another_path(whole, trail):
        return (frame.path, LITIGATION)
    within = head is not None and trail.mention(head).path == frame.path
    if frame.in_bracket and within:
        return (frame.path,)
    return (frame.path, LITIGATION) if within or totals <= {frame.path} else (LITIGATION, frame.path)


def _beside_another_path(whole: Mention, trail: Trail) -> bool:
    """直接起诉5件、复议后起诉4件，维持6件: the result behind both may be of both."""
    place = next(i for i, other in enumerate(trail.here) if other is whole)
    before = trail.here[place - 1] if place else None
    return before is not None and before.path is not None and not before.result


def kinds_of_result(trail: Trail, frame: Frame) -> frozenset[str]:
    """The kinds of disputes that a result without a kind of its own may be of: 复议6件，诉讼3件。维持4件.

    Two totals of both kinds, one right behind the other, leave that open, for all results of a list behind them.
    """
    before = [*(trail.earlier[-2:] if frame.goes_on else ()), *trail.here][-2:]
    if before and before[-1].kinds_open:
        return before[-1].kinds_open
    kinds = [item.objects[0] for item in before if len(item.objects) == 1]
    totals = all(item.form == "number" and item.counts and not (item.result or item.path) for item in before)
    return DISPUTES if totals and set(kinds) == DISPUTES else frozenset()


def tell_result_late(trail: Trail, words: Sequence[Token]) -> None:
    """1件复议案件因说理不足被纠正, or 有1件，…，决定维持: words behind a number tell the result of its disputes."""
    mention = trail.here[-1] if trail.here else None
    found = features_of(words)
    if mention is None or mention.form != "number" or mention.result or not found.results:
        return
    place = max(i for i, token in enumerate(words) if "result" in classes(token))
    denied = place > 0 and has_cue(words[place - 1], "negation")
    if (
        mention.counts
        and set(mention.objects) & DISPUTES
        and not (denied or found.cues & {"universal", "rest", "part"})
    ):
        mention.result, mention.tail = last(found.results), 0


def path_of_all(trail: Trail, frame: Frame, clause: Sequence[Token]) -> list[Mention]:
    """行政诉讼2件，均系复议后起诉: a clause without a number tells how all the suits before it came to court."""
    suits = trail.here[-1] if trail.here else None
    found = features_of(clause)
    path = last(found.paths) or path_told(text_of(clause))
    if suits is None or path is None or suits.form != "number" or not suits.counts or suits.path or suits.result:
        return []
    unsure = found.cues & {"negation", "rest", "part", "condition"} or not _SAYS_OF_ALL.match(text_of(clause))
    if unsure or suits.objects != (LITIGATION,):
        return []
    frame.path_of_all = True
    told = Mention(Span(clause[0].span.start, clause[-1].span.end), "universal", objects=(LITIGATION,))
    told.path, told.head, told.scope, told.local_object = path, trail.last_index, suits.scope, True
    told.cues = suits.cues | {"free_words"}
    return [told]


def result_of_one(trail: Trail, frame: Frame, clause: Sequence[Token]) -> list[Mention]:
    """复议1件，结果维持: a clause without a number tells the result of the one dispute before it.

    In so free words that nobody is accused by them. Where the number itself names no thing
    (有1件，申请人主张…，决定维持), it is then the number of that result.
    """
    one = trail.here[-1] if trail.here else None
    if one is not None and one.path and one.form == "universal" and one.head is not None:
        one = trail.mention(one.head)
    found = features_of(clause)
    if one is None or one.quantity is None or one.quantity.value != 1 or one.result or not found.results:
        return []
    text = text_of(clause)
    unsure = found.cues & {"universal", "negation", "rest", "condition"} or _ASKED_FOR.search(text)
    if unsure or not set(one.objects) & DISPUTES or one.period != "year" or one.difference:
        return []
    if not (one.local_object or one.path):
        one.result, one.tail, one.cues = last(found.results), 0, (one.cues - {"inherited_only"}) | {"free_words"}
        return []
    telling = [token for token in clause if "result" in classes(token)]
    told = Mention(Span(telling[0].span.start, telling[-1].span.end), "universal", objects=one.objects)
    told.result, told.path, told.head = last(found.results), one.path, trail.last_index
    told.paths_open = paths_of_result(trail, frame, None)
    told.scope, told.cues, told.local_object = one.scope, one.cues | {"free_words"}, True
    return [told]
