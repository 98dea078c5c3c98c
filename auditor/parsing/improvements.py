"""Section 五 to problems, measures and the rest, each with its place and its rating.

What a clause is depends on what stands around it: a passage speaks of problems until it turns to what
is done about them, and the items of one list are of one kind. The ``reading`` of the weights weighs a
clause's own words against that; the likeliest kinds of all clauses together are searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import log

from auditor.document import Report, Statement
from auditor.model import KINDS
from auditor.parsing.clauses import Clause, clauses
from auditor.parsing.improvement_tables import Told, find_tables, outside
from auditor.specificity import Judge, Rating, leanings, rate_measure, rate_problem
from auditor.text.numbering import numbering_of
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import Span

_SIGNATURE = re.compile(r"(?:20\d\d|[二〇○零一]{4})年.{1,3}月.{1,3}日?")
_CUE_WITHIN = 44
_KEPT = 8
"""How many readings of the clauses so far are kept while searching."""
_SHORT, _LONGEST_TITLE, _MANY = 10, 24, 3


@dataclass(frozen=True, slots=True)
class Improvements:
    """What section 五 says, in order: measures, problems, and what is neither."""

    measures: tuple[Statement, ...] = ()
    problems: tuple[Statement, ...] = ()
    asides: tuple[Span, ...] = ()


def find_improvements(report: Report, judge: Judge) -> Improvements:
    """The measures, the problems and the rest of section 五."""
    read: list[Sentence] = []
    in_tables: list[Told] = []
    for block in report.prose("problems"):
        tables = find_tables(report.lines, block)
        read += [sentence for part in outside(block, tables) for sentence in _prose(report, part, judge)]
        in_tables += [one for table in tables for one in table.told]
    found = clauses(read, judge)
    kinds = kinds_of(found, [leanings(clause.text, judge) for clause in found], judge)
    items = _items(found, kinds)
    told = [Told(clause, kind, item) for clause, kind, item in zip(found, kinds, items, strict=True)]
    told += [replace(one, item=one.item + len(items)) for one in in_tables]
    told.sort(key=lambda one: one.clause.sentence.positions[0])
    return Improvements(
        tuple(_statement(one, rate_measure, judge) for one in told if one.kind == "measure"),
        tuple(_statement(one, rate_problem, judge) for one in told if one.kind == "problem"),
        tuple(one.clause.sentence.whole for one in told if one.kind == "other"),
    )


def _prose(report: Report, block: Span, judge: Judge) -> Iterator[Sentence]:
    """The sentences of a block without signatures, days and titles, but for those by which the section turns."""
    read = sentences(report.lines, block)
    for sentence, following in zip_longest(read, read[1:]):
        if _is_signature(sentence.text, report.agency):
            continue
        if not _is_title(sentence, following) or _turns_all(sentence.text, judge):
            yield sentence


def _is_signature(text: str, agency: str | None) -> bool:
    """Whether a line only says who signs, or the day: it ends section 五 where section 六 is missing."""
    signed = agency is not None and text.startswith(agency) and len(text) <= len(agency) + len("办公室")
    return signed or bool(_SIGNATURE.fullmatch(text))


def _is_title(sentence: Sentence, following: Sentence | None) -> bool:
    """A numbered title before the passage that carries the item: （一）推进平台建设 on a line of its own."""
    numbering = numbering_of(sentence.text)
    if numbering.style not in ("bracket", "arabic") or following is None or len(sentence.text) > _LONGEST_TITLE:
        return False
    return sentence.text[-1] not in "。；;：:" and numbering_of(following.text).style == "none"


def _turns_all(title: str, judge: Judge) -> bool:
    """Whether a title says little else than what follows it: （一）存在的主要问题, not （一）解读仍有短板."""
    name = title[numbering_of(title).length :]
    turns = judge.words.turn
    said = max((len(word) for word in (*turns.to_problems, *turns.to_measures) if word in name), default=0)
    return 2 * said >= len(name)


def _statement(told: Told, rate: Callable[[str, Judge], Rating], judge: Judge) -> Statement:
    rating, sentence = rate(told.clause.text, judge), told.clause.sentence
    facets = {
        facet: tuple(sentence.span(span.start, span.end) for span in spans) for facet, spans in rating.facets.items()
    }
    return Statement(sentence.whole, rating.level, rating.score, facets, rating.missing, rating.gains, told.item)


def _items(found: Sequence[Clause], kinds: Sequence[str]) -> list[int]:
    """The item of each clause: what follows a mark is of it until the next mark or until what is neither.

    改进： within an item parts its problem from its measure; behind the last item it opens those of all, unless the
    items before it have such a word of their own.
    """
    items: list[int] = []
    inside = parted = False
    goes_on = _goes_on(found, kinds)
    for place, (clause, kind) in enumerate(zip(found, kinds, strict=True)):
        opens = inside and not clause.mark and kind == "other" and clause.announces
        parts_it = opens and (parted or goes_on[place])
        follows = inside and not clause.mark and (kind != "other" or parts_it)
        inside = follows or bool(clause.mark)
        parted = parts_it or (parted and inside)
        items.append(items[-1] if follows else len(items))
    return items


def _goes_on(found: Sequence[Clause], kinds: Sequence[str]) -> list[bool]:
    """For each clause, whether a bare one follows it, and then a problem as one more item of the list that it is in."""
    styles: list[str] = []
    for clause in found:
        styles.append(clause.mark or (styles[-1] if styles else ""))
    coming: dict[str, str] = {}
    told: list[bool] = []
    bare_follows = False
    for clause, kind, style in reversed(list(zip(found, kinds, styles, strict=True))):
        told.append(bare_follows and coming.get(style) == "problem")
        bare_follows = not clause.mark
        if clause.mark:
            coming[clause.mark] = kind
    return told[::-1]


# ---- kinds in context ----


def kinds_of(found: Sequence[Clause], lean: Sequence[Sequence[float]], judge: Judge) -> list[str]:
    """The likeliest kinds of clauses that follow each other, by what each looks like by itself."""
    scale = judge.weights.reading
    around = surroundings(found, lean, judge)
    kept: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for place, beside in enumerate(around):
        longer = []
        told = scale.sums(beside)
        gains: dict[tuple[tuple[str, float], ...], list[float]] = {}
        for likelihood, so_far in kept:
            before = foregoing(found, place, so_far)
            key = tuple(before.items())
            if key not in gains:
                chances = scale.chances(scale.intercepts, scale.sums(before, told))
                total = sum(chances)
                gains[key] = [log(chance / total + 1e-9) for chance in chances]
            longer += [(likelihood + gain, (*so_far, kind)) for kind, gain in zip(KINDS, gains[key], strict=True)]
        kept = sorted(longer, reverse=True)[:_KEPT]
    return list(kept[0][1])


def surroundings(found: Sequence[Clause], lean: Sequence[Sequence[float]], judge: Judge) -> list[dict[str, float]]:
    """What may tell a clause's kind, whatever the kinds of the clauses before it."""
    cues = [_cue(clause, judge) for clause in found]
    seen: list[dict[str, float]] = []
    for place, (clause, of) in enumerate(zip(found, lean, strict=True)):
        told = next((cue for cue in reversed(cues[:place]) if cue), "nothing")
        features = {f"looks like {kind}": value for kind, value in zip(KINDS, of, strict=True)}
        features |= {f"turns to {cues[place] or 'nothing'}": 1.0, f"turned to {told}": 1.0}
        if place:
            features[f"just turned to {cues[place - 1] or 'nothing'}"] = 1.0
        features |= {f"will turn to {cue}": 1.0 for cue in set(cues[place + 1 :]) if cue}
        features |= {
            "marked": float(bool(clause.mark)),
            "announces": float(clause.announces),
            "short": float(len(clause.text) < _SHORT),
            "length": len(clause.text) / 40,
            "first": float(place == 0),
            "last": float(place == len(found) - 1),
            "how far": place / len(found),
        }
        seen.append(features)
    return seen


def foregoing(found: Sequence[Clause], place: int, kinds: Sequence[str]) -> Mapping[str, float]:
    """What the kinds of the clauses so far tell of the next one's."""
    before = kinds[-1] if kinds else "nothing"
    features = {f"after {before}": 1.0, "many measures": min(_MANY, list(kinds).count("measure")) / _MANY}
    mark = found[place].mark
    if mark:
        peers = (kinds[i] for i in range(place - 1, -1, -1) if found[i].mark == mark)
        features[f"in a list of {next(peers, 'nothing')}"] = 1.0
    elif place and found[place - 1].mark:
        features[f"in the item of {before}"] = 1.0
    return features


def _cue(clause: Clause, judge: Judge) -> str:
    """What a clause says that the passage turns to; empty if it says nothing."""
    head = (clause.mark + clause.text)[:_CUE_WITHIN]
    turns = judge.words.turn
    last = {
        kind: max((head.rfind(word) for word in words), default=-1)
        for kind, words in (("measure", turns.to_measures), ("problem", turns.to_problems))
    }
    if max(last.values()) < 0:
        return ""
    return "problem" if last["problem"] > last["measure"] and not head.startswith("针对") else "measure"
