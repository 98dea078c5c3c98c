"""What the words around a number say: one mention a number, before any table is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from auditor.nlp import Token, Words, meanings_of
from auditor.text.quantities import Quantity
from auditor.text.spans import Span
from auditor.vocabulary import Meaning

APPLICATION, REVIEW, LITIGATION = "application", "review", "litigation"
DISPUTES = frozenset({REVIEW, LITIGATION})
DOCUMENTS = frozenset({"normative_documents", "regulations"})
DECISIONS = frozenset({"licensing", "penalties", "coercion"})
ACTS = ("issued", "repealed", "in_force")
"""What becomes of documents: the columns of table 二."""
FOREIGN, INFO_FEE, FEES = "foreign", "info_fee", "fees"
TABLE_TWO = DOCUMENTS | DECISIONS | {FEES}

EVENTS = frozenset(
    {
        "new_received",
        "received",
        "caseload",
        "processed",
        "carry",
        "moved",
        "carried_in",
        "carried_out",
        "carried",
        "in_hand",
        "handled",
    }
)
CARRIED = frozenset({"carried_in", "carried_out", "carried"})
"""Cases that go from one year into the next; ``carried`` leaves open which."""
WEAK_EVENTS = frozenset({"processed"})
KINDS_OF_ORGANISATION = ("company", "research_institute", "public_interest", "legal_service", "other_org")
ORGANISATIONS = frozenset({"organisations", *KINDS_OF_ORGANISATION})
GROUPS = ("denied", "unable", "not_processed", "other")
_KEPT_ATTRIBUTES = frozenset({"情况", "方面", "事项", "情形"})
LABEL_CLASSES = frozenset({"row", "column", "result", "path"})
_TELLING = LABEL_CLASSES | {"object", "act"}
_NONE: frozenset[str] = frozenset()


def classes(token: Token) -> frozenset[str]:
    """The classes of a token's meanings."""
    return _classes(token.meanings) if token.meanings else _NONE


@lru_cache(maxsize=2048)
def _classes(meanings: tuple[Meaning, ...]) -> frozenset[str]:
    return frozenset([meaning.class_ for meaning in meanings])


def has_cue(token: Token, *keys: str) -> bool:
    """Whether a token is one of these cues. A plain loop: it is asked of every word, many times."""
    for meaning in token.meanings:  # noqa: SIM110 - a generator takes twice as long
        if meaning.class_ == "cue" and meaning.key in keys:
            return True
    return False


def is_telling(token: Token) -> bool:
    """Whether a word names a thing, an act, a row, a column, a result or a path."""
    return not _TELLING.isdisjoint(classes(token))


def is_attribute(token: Token) -> bool:
    """Whether a word makes an attribute of the thing before it (申请工作, 申请渠道); 情况 and its like do not."""
    return has_cue(token, "attribute") and token.text not in _KEPT_ATTRIBUTES


def is_stage(token: Token) -> bool:
    """Whether a token names a row, and only stages of handling (收到, 办结), which no list of results pairs with."""
    rows = [meaning.key for meaning in token.meanings if meaning.class_ == "row"]
    return bool(rows) and all(row in EVENTS for row in rows)


def group_of_leaf(row: str | None) -> str | None:
    """The group of results (不予公开, 无法提供, …) that a row is a leaf of."""
    return next((group for group in GROUPS if row and row.startswith(f"{group}_")), None)


def is_outcome(row: str | None) -> bool:
    """Whether a row is a result of handling, not a stage of it."""
    return row is not None and row not in EVENTS


@dataclass(frozen=True, slots=True)
class Features:
    """Meanings gathered from some tokens, each class in the order of the words."""

    objects: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    results: tuple[str, ...]
    paths: tuple[str, ...]
    acts: tuple[str, ...]
    channels: tuple[str, ...]
    cues: frozenset[str]
    scope: str | None
    period: str | None
    difference: bool
    order: tuple[Meaning, ...]

    @property
    def labelled(self) -> bool:
        """Whether the words name a row, a column, a result or a path."""
        return bool(self.rows or self.columns or self.results or self.paths)


def features_of(tokens: Iterable[Token]) -> Features:
    """All meanings of some tokens; a word of several meanings gives all of them.

    The same few words come again and again, so what they give is kept for a while.
    """
    return _features(meanings_of(tokens))


@lru_cache(maxsize=4096)
def _features(words: tuple[tuple[Meaning, ...], ...]) -> Features:
    said = tuple(chain.from_iterable(words))
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for meaning in said:
        keys[meaning.class_].append(meaning.key)
    return Features(
        objects=tuple(keys["object"]),
        rows=tuple(keys["row"]),
        columns=tuple(keys["column"]),
        results=tuple(keys["result"]),
        paths=tuple(keys["path"]),
        acts=tuple(keys["act"]),
        channels=tuple(keys["channel"]),
        cues=frozenset(keys["cue"]),
        scope=last(keys["scope"]),
        period=last(keys["period"]),
        difference=bool(keys["change"]),
        order=said,
    )


class OwnWords:
    """The words that are one number's own: those before it and those behind it, and what they say."""

    def __init__(self, left: Words, right: Words) -> None:
        self.left, self.right = left, right
        self.both = Words((*left, *right)) if right else left
        self.before, self.after = features_of(left), features_of(right)
        self.found = features_of(self.both)
        """What all of them say."""


@dataclass(frozen=True, slots=True)
class Said:
    """All labels of a sentence: what its numbers could be tied to, were the words shared out otherwise."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


def said_in(tokens: Iterable[Token]) -> Said:
    """The labels of a sentence, each once, in the order of the words."""
    found = features_of(tokens)
    kinds = (found.rows, found.columns, found.results, found.paths, found.objects)
    return Said(*(tuple(dict.fromkeys(keys)) for keys in kinds))


@dataclass(slots=True)
class Mention:
    """One number, zero or universal of the narrative with what its words say of it."""

    span: Span
    form: str
    quantity: Quantity | None = None
    number: Span | None = None
    objects: tuple[str, ...] = ()
    """What is counted; two only where one number is said of both together (复议、诉讼共4件)."""
    rows: tuple[str, ...] = ()
    """The rows of table 三 that the number sums up; usually one."""
    columns: tuple[str, ...] = ()
    """The applicants that the number sums up; usually none or one."""
    result: str | None = None
    path: str | None = None
    paths_open: tuple[str, ...] = (LITIGATION,)
    """Without a path of its own, the rows of suits that it may be in: 复议后起诉1件，维持1件 may be of it or of all."""
    kinds_open: frozenset[str] = frozenset()
    """For a result without a kind of dispute of its own: the kinds that it may be of, where both stand before it."""
    act: str | None = None
    channel: str | None = None
    scope: str = "own"
    period: str = "year"
    difference: bool = False
    cues: frozenset[str] = frozenset()
    whole: str | None = None
    """For a universal: the row of which all are said to be something (无法提供的均为…)."""
    whose: tuple[str, ...] = ()
    """For a universal: the applicants of whom it is said (企业提出的申请已全部办结)."""
    head: int | None = None
    """Index of the mention of which this one is a part."""
    near: int | None = None
    """For an applicant without a row: index of the number with a row that its list follows (结转15件，自然人11件)."""
    leaning: tuple[str, ...] = ()
    """For a result: the only applicants that its sentence speaks of (企业递件128份，予以公开40份)."""
    addends: tuple[tuple[int, ...], ...] = ()
    """For a total without words of its own: the mentions that it may add up, the likeliest first."""
    gap: int = 0
    """How many characters without meaning stand between the number and the word before it that tells what it is."""
    strange: int = 0
    """How many characters before the number were not understood and could narrow what it counts."""
    tail: int = 0
    """How many characters that were not understood go on directly behind the number and its words."""
    matter: bool = False
    """Whether its words only say what applications ask for or are about (申请公开复议材料的, 涉及第三方的)."""
    of_another_thing: bool = False
    """Whether the last word before the number makes it count something else: 复议答复书3份, 无法提供服务的网点2个."""
    things_told: tuple[str, ...] = ()
    """The things that its own words name, in their order."""
    acts_told: tuple[str, ...] = ()
    """The acts (制发, 废止) that its own words name."""
    labels_told: frozenset[str] = frozenset()
    """The rows and applicants that its own words name."""
    row_told: bool = False
    """Whether its own words name its row; an applicant often takes the row of the number before."""
    local_object: bool = False
    """Whether the thing counted is named with the number, not inherited."""
    located: bool = False
    """Whether the place in the report makes it about applications (section 三, the aspect 依申请公开)."""

    placed: bool = False
    """Whether the place in the report makes it about disputes (section 四)."""
    said: Said = Said()
    """The labels of its sentence; one object for all mentions of the sentence."""

    @property
    def counts(self) -> bool:
        """Whether it counts cases of the year reported on: no change, no other year, no other unit."""
        return self.period == "year" and not self.difference and "other_unit" not in self.cues

    @property
    def row(self) -> str | None:
        """The row, where there is just one."""
        return self.rows[0] if len(self.rows) == 1 else None


def last(items: Sequence[str]) -> str | None:
    """The last of some keys, or None."""
    return items[-1] if items else None
