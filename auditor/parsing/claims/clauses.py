"""A sentence's tokens to clauses, and a clause to its pieces: brackets, labels of a list, where numbers stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import structs

from auditor.nlp import Token, Words
from auditor.parsing.claims.guards import stands_among
from auditor.parsing.claims.mentions import DECISIONS, DISPUTES, LABEL_CLASSES, classes, features_of, has_cue, is_stage
from auditor.vocabulary import Meaning

CLAUSE_MARKS = frozenset("，,；;：:。！？!?")
_SHORT_DENIAL = 2
"""The words of 未提, 没有收到 behind 一件."""
REFERS_BACK = re.compile("同样|同上|上述|前述|这[两二三四五六]")
_NEAREST_NAME = 3
"""The words from 一家 to 公司 in 一家建筑公司."""
_ROUND_NUMBER = frozenset({"计", "为", "约", "近", "有", "即", "各"})
OPEN, CLOSE = frozenset("（("), frozenset("）)")


def clauses(tokens: Sequence[Token]) -> Iterator[tuple[Words, str]]:
    """Stretches between clause marks outside brackets, each with the mark that ends it."""
    clause: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth <= 0 and token.text in CLAUSE_MARKS:
            if clause:
                yield Words(clause), token.text
            clause = []
        else:
            clause.append(token)
    if clause:
        yield Words(clause), ""


def closing(clause: Sequence[Token], place: int) -> int:
    depth = 0
    for index in range(place, len(clause)):
        depth += (clause[index].text in OPEN) - (clause[index].text in CLOSE)
        if depth == 0:
            return index
    return len(clause)


def only_counting_ones(clause: Words, units: Mapping[str, str]) -> Words:
    """The clause with each 一 that counts nothing made a word: 没有一件…, 一件也没有, 一家公司（1件）."""
    words = {
        place
        for place, token in enumerate(clause)
        if token.quantity
        and token.quantity.value == 1
        and (_denied(clause, place) or _introduces(clause, place, units))
    }
    if not words:
        return clause
    return Words(
        structs.replace(token, quantity=None) if place in words else token for place, token in enumerate(clause)
    )


def _denied(clause: Sequence[Token], place: int) -> bool:
    """Whether a 一件 stands directly behind a denial, or before one (一件也没有, 一份也没作出)."""
    behind = [token for token in clause[place + 1 :] if token.text not in ("也", "都")]
    emphatic = len(behind) < len(clause) - place - 1 or len(behind) == 1
    verb = place > 1 and clause[place].text.startswith("一")
    verb = verb and (is_stage(clause[place - 1]) or not set(classes(clause[place - 1])) - {"cue"})
    before = bool(place) and has_cue(clause[place - 1], "negation")
    before = before or (verb and has_cue(clause[place - 2], "negation"))
    if clause[place].text.startswith("一") and _denied_behind(clause[place + 1 :]):
        return True
    one = clause[place].text.startswith("一") and not (place and clause[place - 1].text.endswith("有"))
    denied = bool(behind) and has_cue(behind[0], "negation")
    return before or (denied and (emphatic or (one and len(behind) == _SHORT_DENIAL)))


def denies_one(words: Sequence[Token]) -> bool:
    """没有一件被…, （16件）中没有…: the words behind a number deny that any of its things is what follows."""
    among = bool(words) and stands_among(words[0])
    denial = words[1:] if among else words
    denied = bool(denial) and has_cue(denial[0], "negation")
    return denied and (among or (len(denial) > 1 and denial[1].text.startswith(("一", "任何"))))


def _denied_behind(behind: Sequence[Token]) -> bool:
    """一件申请也没收到: the thing, 也 and a denial follow the 一件."""
    also = next((i for i, token in enumerate(behind[: _SHORT_DENIAL + 1]) if token.text in ("也", "都")), None)
    return also is not None and also + 1 < len(behind) and has_cue(behind[also + 1], "negation")


def lone_number(inner: Sequence[Token]) -> Token | None:
    """The number of a bracket that holds nothing else, whose words are those before it: 本机关不掌握（118份）."""
    numbers = [token for token in inner if token.quantity]
    others = [token for token in inner if not token.quantity]
    bare = all(has_cue(token, "total") or token.text in _ROUND_NUMBER for token in others)
    return numbers[0] if len(numbers) == 1 and bare else None


def bracketed_label(inner: Sequence[Token]) -> list[Token]:
    """The label of a number in the bracket behind it: 622件（新收）; empty for any other bracket."""
    labels = [token for token in inner if classes(token) & LABEL_CLASSES]
    return list(inner) if labels and len(labels) == len(inner) else []


def _introduces(clause: Sequence[Token], place: int, units: Mapping[str, str]) -> bool:
    """1件是一家公司写的: the 一家 leads in who asks, where another number of the clause counts what is asked."""
    quantity = clause[place].quantity
    if quantity is None or units.get(quantity.unit) != "person":
        return False
    names = any("column" in classes(token) for token in clause[place + 1 : place + 1 + _NEAREST_NAME])
    counts = any(token.quantity and units.get(token.quantity.unit) == "case" for token in clause)
    return names and counts


def outside_brackets(clause: Sequence[Token]) -> Words:
    """The words of a clause that stand in no bracket."""
    depth = 0
    outside: list[Token] = []
    for token in clause:
        depth += token.text in OPEN
        if depth <= 0:
            outside.append(token)
        depth -= token.text in CLOSE
    return Words.of(clause if len(outside) == len(clause) else outside)


def number_first(clause: Sequence[Token]) -> bool:
    """Whether labels follow their numbers: the first number has no label before it and one behind it."""
    first = next(index for index, token in enumerate(clause) if token.quantity)
    before = features_of(clause[:first])
    if before.labelled or before.objects:
        return False
    last = max(index for index, token in enumerate(clause) if token.quantity)
    if last > first and not any(classes(token) & LABEL_CLASSES for token in clause[last + 1 :]):
        return False
    for token in clause[first + 1 :]:
        if token.quantity or token.text == "、":
            return False
        if classes(token) & LABEL_CLASSES:
            return True
    return False


def respectively_mark(clause: Sequence[Token]) -> int | None:
    """Where 分别为 stands, or an 各 that leads into a list of numbers without words of their own (各4件、1件)."""
    if not features_of(clause).cues & {"respectively", "of_each"}:
        return None
    for place, token in enumerate(clause):
        if has_cue(token, "respectively") or (has_cue(token, "of_each") and _bare_numbers(clause, place)):
            return place
    return None


def bare_list(clause: Sequence[Token]) -> bool:
    """Whether 分别为 leads into numbers without words of their own (14件、23件), which pair with labels before."""
    mark = respectively_mark(clause)
    return mark is not None and _bare_numbers(clause, mark)


def _bare_numbers(clause: Sequence[Token], mark: int) -> bool:
    numbers = [i for i, token in enumerate(clause) if token.quantity and i > mark]
    return any(
        all(has_cue(token, "conjunction") for token in clause[left + 1 : right]) for left, right in pairwise(numbers)
    )


def behind_conjunction(left: Sequence[Token]) -> Sequence[Token]:
    """公司和14个乡镇: what stands before an 和 that leads into the number is another thing."""
    return [] if left and left[-1].text in ("和", "及", "与", "以及") else left


def label_groups(before: Sequence[Token]) -> list[list[Token]]:
    """The labels of a list, each with the words between the marks around it; 自然人、法人或其他组织 are two."""
    groups: list[list[Token]] = [[]]
    for token in before:
        if has_cue(token, "everyone"):
            groups += [[token.meaning(Meaning("column", key))] for key in ("natural_person", "organisations")]
            groups.append([])
        elif has_cue(token, "conjunction"):
            groups.append([])
        else:
            groups[-1].append(token)
    labelled = [
        [token for token in group if not is_stage(token)]
        for group in groups
        if any(classes(token) & LABEL_CLASSES and not is_stage(token) for token in group)
    ]
    return _without_shared(labelled)


def _without_shared(groups: list[list[Token]]) -> list[list[Token]]:
    """直接起诉与复议后起诉的维持数: a label behind the list, of another class than all of it, is said of each."""
    kinds = [{class_ for token in group for class_ in classes(token) & LABEL_CLASSES} for group in groups]
    common = set.intersection(*kinds) if kinds else set()
    if len(groups) < 2 or not common or not kinds[-1] - common:
        return groups
    own = [token for token in groups[-1] if not classes(token) & LABEL_CLASSES or classes(token) & common]
    return [*groups[:-1], own]


def stage_groups(before: Sequence[Token], count: int) -> list[list[Token]]:
    """新收量、办结量、结转下年量: a list of stages, where it is as long as that of the numbers."""
    groups: list[list[Token]] = [[]]
    for token in before:
        if token.text == "、" or has_cue(token, "conjunction"):
            groups.append([])
        else:
            groups[-1].append(token)
    complete = len(groups) == count and all(any(map(is_stage, group)) for group in groups)
    return groups if complete else []


def thing_groups(before: Sequence[Token]) -> list[list[Token]]:
    """The things of a list, each as a group of its own: 复议、诉讼, or 行政处罚、行政强制."""
    return [[t] for t in before if any(m.class_ == "object" and m.key in DISPUTES | DECISIONS for m in t.meanings)]
