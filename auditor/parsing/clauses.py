"""Section 五 to clauses: the pieces that are a problem, a measure or neither.

A clause ends where a sentence, a semicolon or an item ends. Commas and colons end one where the
statement turns, from a problem to what is done about it or from an opener to what it announces; a
linear model over what stands on both sides says where (``joints`` of the weights).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from auditor.model import KINDS
from auditor.specificity import Judge, signs_of, words_lean
from auditor.text.numbering import ITEM_STOP
from auditor.text.sentences import Sentence
from auditor.text.spans import bare

_LIST = r"(?:^|(?<=[。；;：:！？]))"
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,2}是(?!否)|(?:首先|其次|再次|最后|其[一二三四五六])[，,]|其[一二三四五六]是"
    r"|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑨]"
    rf"|{_LIST}(?:[一二三四五六七八九十]{{1,2}}[、.．]|\d{{1,2}}{ITEM_STOP}"
    r"|[a-z][.．、)）]|第[一二三四五六][个处道条点项件]?(?:问题|毛病|短板|题)?[，,、]|(?:措施|问题|不足)[一二三四五六\d]{1,2}[：:、]|[—-]+)"
)
"""What opens an item of a list: 一是, 首先，, （一）, 1., ①, 问题一：."""
_ENDS, _TURNS, _COLONS = "。；;！？!?", "，,：:", ("：", ":")
_COMMA = re.compile("[，,]")
_OPENING, _CLOSING = "“《（(", "”》）)"
_AROUND = "。；;！？!?：:，,、—- "
_NUMBER_IN_MARK = re.compile(r"[一二三四五六七八九十\d]+|[①-⑨]|[a-z](?=[.．、)）])")
_SHORTEST_SIDE, _LONGEST_OPENER = 2, 7
_TURNING = 0.4
"""From this probability on a comma or colon ends a clause. Chosen on the development half."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, the style of the mark that opens it (empty if none does), and whether a colon follows it."""

    sentence: Sentence
    mark: str
    announces: bool

    @property
    def text(self) -> str:
        return self.sentence.text


def clauses(read: Iterable[Sentence], judge: Judge) -> list[Clause]:
    """The clauses of sentences, in order."""
    found: list[Clause] = []
    for sentence in read:
        for piece, mark in pieces(sentence):
            cuts = [place for place in joints(piece.text) if _turns(piece.text, place, judge)]
            found += parts(piece, mark, cuts)
    return found


def parts(piece: Sentence, mark: str, cuts: Iterable[int]) -> Iterator[Clause]:
    """A piece of a sentence as clauses, cut at these commas and colons."""
    text = piece.text
    for start, end in pairwise([-1, *cuts, len(text)]):
        place = bare(text, start + 1, end, _AROUND)
        if place.start < place.end:
            announces = text[place.end : place.end + 1] in _COLONS
            yield Clause(piece.cut(place.start, place.end), mark if start < 0 else "", announces)


def pieces(sentence: Sentence) -> Iterator[tuple[Sentence, str]]:
    """A sentence cut where nothing but its marks is asked, each piece with the style of the item mark before it."""
    text = sentence.text
    marks = {match.start(): match.end() for match in _MARK.finditer(text)}
    ends = {place + 1 for place in _outside(text) if text[place] in _ENDS}
    for start, end in pairwise(sorted({0, len(text), *marks, *ends})):
        begin = marks.get(start, start)
        place = bare(text, begin, end, _AROUND)
        if place.start < place.end:
            kept = place.end + (text[place.end : place.end + 1] in _COLONS)
            yield sentence.cut(place.start, kept), _style(text[start:begin])


def _style(mark: str) -> str:
    """What marks of one list share: （一） and （二）, 一是 and 二是."""
    return _NUMBER_IN_MARK.sub("#", mark)


def _outside(text: str) -> Iterator[int]:
    """The places that do not stand inside quotes or brackets."""
    depth = 0
    for place, sign in enumerate(text):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth:
            yield place


def joints(text: str) -> list[int]:
    """The commas and colons at which a piece may turn."""
    last = len(text) - 1
    return [
        place
        for place in _outside(text)
        if text[place] in _TURNS
        and _SHORTEST_SIDE <= place < last - _SHORTEST_SIDE
        and not (text[place - 1].isdigit() and text[place + 1].isdigit())
    ]


def _turns(text: str, place: int, judge: Judge) -> bool:
    scale = judge.weights.joints
    (turning,) = scale.probabilities(scale.intercepts, joint_features(text, place, judge))
    return turning >= _TURNING


def joint_features(text: str, place: int, judge: Judge) -> Mapping[str, float]:
    """What the clauses left and right of a comma or colon look like, whole and next to it."""
    left, right = text[:place], text[place + 1 :].strip(_AROUND)
    near_left, near_right = _COMMA.split(left)[-1], _COMMA.split(right, maxsplit=1)[0]
    colon = text[place] in _COLONS
    takes_up, first = left.startswith("针对"), left == near_left
    sides = {"left": left, "right": right, "whole": text, "near left": near_left, "near right": near_right}
    lean = {side: words_lean(part, judge) for side, part in sides.items()}
    found = {f"{side} {kind}": value for side, of in lean.items() for kind, value in zip(KINDS, of, strict=True)}
    found["problem to measure"] = max(0.0, lean["left"][1]) * max(0.0, lean["right"][0])
    found["near problem to measure"] = max(0.0, lean["near left"][1]) * max(0.0, lean["near right"][0])
    found["other to problem"] = max(0.0, lean["left"][2]) * max(0.0, lean["right"][1])
    found["both sides"] = min(lean["left"][1] - lean["left"][0], lean["right"][0] - lean["right"][1])
    found |= {f"left {sign}": 1.0 for sign in signs_of(left, judge)}
    found |= {f"near right {sign}": 1.0 for sign in signs_of(near_right, judge)}
    found |= {
        "first": float(first),
        "taken up": float(takes_up and first),
        "taken up before": float(takes_up and not first),
        "right turns to measures": float(right.startswith(judge.words.turn.to_measures)),
        "right turns to problems": float(any(word in near_right for word in judge.words.turn.to_problems)),
    }
    found |= {f"right begins {right[:length]}": 1.0 for length in (1, 2)}
    found["length"] = len(left) / 40
    if len(left) <= _LONGEST_OPENER:
        found |= {"short": 1.0, f"left is {left}": 1.0}
    if colon:
        found |= {f"colon, {name}": value for name, value in found.items()}
        found["colon"] = 1.0
    return found
