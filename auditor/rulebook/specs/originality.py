"""Options of checks of what was not written for this report: names of others, blanks, talk that fits anybody."""

from __future__ import annotations

import msgspec

from auditor.rulebook.specs.options import Characters, CheckOptions


class SelfName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agency whose name ends in one of ``endings`` calls itself, and what it cannot: 局 of 我局."""

    endings: tuple[str, ...]
    """The longest ending of all self names decides; of one that has no entry nothing is said."""
    own: tuple[str, ...]
    foreign: tuple[str, ...]
    perhaps: tuple[str, ...] = ()
    """What it may be by another name that it also bears: counts only where it calls itself ``own`` more often."""


class Peers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """The agencies that are neither above nor below one of these ``kinds`` whose own place ends in one of ``own``."""

    kinds: tuple[str, ...]
    own: tuple[str, ...]
    subjects: tuple[str, ...]
    """Endings of places that cannot be spoken of as having disclosed or received anything."""
    announced: tuple[str, ...]
    """Endings of places whose report this one cannot be."""
    bodies: tuple[str, ...] = ()
    """How the agency's own name goes on behind the place; empty where the place is the agency."""


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """How a report names who gives it orders: between one of ``behind`` and one of ``ahead`` (按照{name}政府要求).

    Whether the place named is above the agency's own the gazetteer knows; a sentence with one of ``none_of`` speaks of
    other dealings with the place.
    """

    behind: tuple[str, ...]
    ahead: tuple[str, ...]
    none_of: tuple[str, ...]


class ForeignNames(CheckOptions, frozen=True, tag="foreign-names"):
    """No name stands where the report speaks of its own agency that is the name of another one.

    A self-reference is none among the words of ``none_of`` (我市场), shortly behind one of ``reported`` (来信反映),
    and in a sentence with one of ``unless``, which speaks of what the agency was before. A name is looked for before
    ``fillers`` and ``deeds`` (柳河镇共主动公开), in ``contacts`` (请与{name}联系), and in the preamble in
    ``announcements`` (现公布{name}2023年…年度报告) and ``openings`` ({name}根据《…》); what holds one of ``no_names``
    only ends like one (下辖街道). ``#`` in a phrase is a number, ``…`` up to fifteen characters of the same clauses.
    """

    self_name: tuple[SelfName, ...]
    peers: tuple[Peers, ...]
    none_of: tuple[str, ...]
    reported: tuple[str, ...]
    unless: tuple[str, ...]
    no_names: tuple[str, ...]
    fillers: tuple[str, ...]
    deeds: tuple[str, ...]
    announcements: tuple[str, ...]
    openings: tuple[str, ...]
    contacts: tuple[str, ...]
    same_function: str
    """Characters that names of bodies of any function share."""
    of_oneself: tuple[str, ...] = ()
    """What a department says of nobody but itself, wherever it stands: {name}没有收取信息处理费."""
    orders: Orders | None = None


class TemplateBlanks(CheckOptions, frozen=True, tag="template-blanks"):
    """No blank or instruction of a template is left: XX条, 20XX年, （此处填写…）, XX局 as the agency.

    ``signs`` are the characters that stand for what is to be filled in, ``units`` what follows a number that is left
    out and ``no_units`` what only begins like one (条例). ``instructions`` say what to fill in, ``labels`` that a
    passage is an example (示例：). ``names`` are the endings of an agency, looked for in the title and before
    ``fillers`` and ``deeds``; ``doers`` are the endings of an office that is in charge of something (××科室负责), and
    ``contacts`` stand before its person (联系人：×××，负责). A sentence with a word of ``unless`` speaks of a form or
    hides a name. Where a sign stands with a word of ``explains`` or ``hides``, the report tells what its signs stand
    for, and it is left open whether any is a blank.
    """

    signs: Characters
    units: tuple[str, ...]
    no_units: tuple[str, ...]
    instructions: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    fillers: tuple[str, ...]
    deeds: tuple[str, ...]
    doers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    """What stands before a number: blanks between it and a unit are a number that is left out."""
    unless: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


class GenericText(CheckOptions, frozen=True, tag="generic-text"):
    """The section has digits or names of its own, or does not speak of many nobody in particular.

    Wrong is a section of at least ``shortest`` Chinese characters in which vague subjects stand at least ``fewest``
    times, ``some`` of the ``bodies`` (多数部门) at least once and ``everybody`` (各级) perhaps, with at most
    ``most_digits`` digits for every 300 characters, and which names nothing: no ``things`` with a name (“…”小程序),
    no document but those of the ``nation``.
    """

    section: str
    some: tuple[str, ...]
    bodies: tuple[str, ...]
    everybody: tuple[str, ...]
    things: tuple[str, ...]
    nation: tuple[str, ...]
    shortest: int
    fewest: int
    most_digits: float


class SloganShare(CheckOptions, frozen=True, tag="slogan-share"):
    """Slogans without a fact are at most a share of the clauses of a section; its opening creed is not counted.

    A section with fewer than ``fewest_clauses`` says too little to have a share.
    """

    sections: tuple[str, ...]
    slogans: tuple[str, ...]
    concrete: tuple[str, ...]
    """Words that make a clause more than a slogan: who does it, how often."""
    creed: tuple[str, ...]
    most: float
    fewest_clauses: int


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """A passage of a legal text, word for word."""

    clause: str
    text: str


class StatutePasting(CheckOptions, frozen=True, tag="statute-pasting"):
    """No stretch of at least ``shortest`` characters of these sections repeats a legal text.

    ``run`` characters in a row, marks aside, are the words of the text and no chance; what lies between two runs
    does not part them up to ``gap`` characters: a number, an inserted 即.
    """

    sections: tuple[str, ...]
    shortest: int
    run: int
    gap: int
    passage: tuple[Passage, ...]
