"""Options of checks of the form and its language: sections, title, numbering, tables, wording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from auditor.layout import Label
from auditor.rulebook.specs.options import Characters, CheckOptions


class SectionPresence(CheckOptions, frozen=True, tag="section-presence"):
    """Every section of the form has a heading."""


class SectionOrder(CheckOptions, frozen=True, tag="section-order"):
    """The sections stand in the order of the form."""


class SectionOrdinal(CheckOptions, frozen=True, tag="section-ordinal"):
    """The number printed before a heading is its place in the form."""


class SectionExtra(CheckOptions, frozen=True, tag="section-extra"):
    """No level-1 heading beyond those of the form."""


class TitleElement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something of a section that the law names: its title holds one of the words."""

    section: str
    label: Label
    words: tuple[str, ...]


class SectionTitle(CheckOptions, frozen=True, tag="section-title"):
    """The titles of the sections are those of the form."""

    accepted: dict[str, tuple[str, ...]]
    """Further wordings that are as good as the form's, by section."""
    left_out: tuple[str, ...]
    """Words without which titles are compared."""
    elements: tuple[TitleElement, ...]
    openings: tuple[str, ...] = ()
    """What may stand before a title and weighs nothing either."""


class Aspects(CheckOptions, frozen=True, tag="aspects"):
    """The aspects of the overview: present (``missing``), or with facts in them (``empty``)."""

    look_for: Literal["missing", "empty"]
    shortest: int = 30
    factless_up_to: int = 120
    most: int = 3


class AspectFigure(CheckOptions, frozen=True, tag="aspect-figure"):
    """An aspect that the overview speaks of has its number, or it is said that there was nothing.

    Some sentence of ``sections`` holds one of ``about`` and a quantity in one of ``units``, or one of ``about`` and
    one of ``nothing``. What ``none_of`` names does not count.
    """

    aspect: str
    sections: tuple[str, ...]
    units: tuple[str, ...]
    about: tuple[str, ...]
    nothing: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics of claims each of which is such a number, however it is worded."""


class TitleCheck(CheckOptions, frozen=True, tag="title"):
    """The title names agency, year and report as required."""


class PartList(CheckOptions, frozen=True, tag="part-list"):
    """The number of parts that the preamble announces is the number that it lists."""


class YearAgreement(CheckOptions, frozen=True, tag="year-agreement"):
    """Title, statistical period and text speak of the same year."""


class PeriodCheck(CheckOptions, frozen=True, tag="period"):
    """The report states its statistical period, 1 January to 31 December."""


class NumberingScheme(CheckOptions, frozen=True, tag="numbering-scheme"):
    """Levels are numbered 一、 （一） 1. （1）, each level in one style."""


class Enumerators(CheckOptions, frozen=True, tag="enumerators"):
    """一是, 二是 and the like count without gaps from one (``jump``), and no number stands twice (``again``)."""

    look_for: Literal["jump", "again"] = "jump"


class DeclaredCount(CheckOptions, frozen=True, tag="declared-count"):
    """The number of points that a sentence announces is the number that it lists."""

    things: tuple[str, ...]
    open_words: tuple[str, ...] = ()


class Phrase(CheckOptions, frozen=True, tag="phrase"):
    """Phrases that must not stand in the text, unless a word of ``unless`` stands in the same sentence.

    ``#`` in a phrase is a number, ``…`` up to fifteen characters of the same clause group.
    """

    phrases: tuple[str, ...]
    where: Literal["text", "tables"] = "text"
    unless: tuple[str, ...] = ()


class Repetition(CheckOptions, frozen=True, tag="repetition"):
    """No word is written twice in a row."""

    single: str
    allowed: tuple[str, ...] = ()
    stressing: tuple[str, ...] = ()
    """Words between a doubled word and the same once more: 落实落实再落实 is said on purpose."""


class TablePresence(CheckOptions, frozen=True, tag="table-presence"):
    """Each table section holds its table."""


class TableLabels(CheckOptions, frozen=True, tag="table-labels"):
    """Row and column labels are those of the form."""


class SectionLength(CheckOptions, frozen=True, tag="section-length"):
    """A section has at least so many Chinese characters, or at most so many signs, by kind of agency.

    A kind that is not named is held to the number of ``department``.
    """

    section: str
    fewest: dict[str, int] = msgspec.field(default_factory=dict)
    most: dict[str, int] = msgspec.field(default_factory=dict)
    """Of all signs of its prose but blanks."""


class SectionBlank(CheckOptions, frozen=True, tag="section-blank"):
    """A section says something beside that there is nothing to say."""

    section: str
    nothing: tuple[str, ...]
    """What says that there is nothing."""
    elsewhere: tuple[str, ...]
    """What belongs into the section; where a sentence of the report has one of these, 无 is enough."""
    none_of: tuple[str, ...] = ()
    """What does not count as one of those."""


class StatementCheck(CheckOptions, frozen=True, tag="statement"):
    """Some sentence of ``sections`` names the thing and says its result.

    ``mention`` are groups of words of which each must give one in the same sentence; ``result`` is
    one more group that must be met there or in the next sentence of the passage. What ``none_of`` names
    does not count as a mention. In the section ``home`` the groups ``at_home`` tell it as well. ``#`` in a
    word is a number, ``…`` up to fifteen characters of the same clause group.

    The groups ``otherwise`` tell thing and result at once: words of which each alone may mean something else, such as
    who was rated and a mark. What ``otherwise_none_of`` names does not count among them.
    """

    what: Label
    sections: tuple[str, ...]
    mention: tuple[tuple[str, ...], ...]
    result: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, ...], ...] = ()
    otherwise_none_of: tuple[str, ...] = ()
    at_home: tuple[tuple[str, ...], ...] = ()
    home: str = "overview"
    """The section at whose heading a missing statement is reported."""
    aspect: str = ""
    """The aspect of the overview at whose passage it is reported, where there is one."""


class Deadline(CheckOptions, frozen=True, tag="deadline"):
    """Published by the day of the following year that binds this kind of agency, ``MM-DD``."""

    days: dict[str, str]
    earlier: Mapping[str, str] = {}
    """Days that a local notice sets before those of the law, or where the law sets none; told as ``local``."""
    unclear: tuple[str, ...] = ()
    """How names of bodies end of which the law does not say whether it binds them."""


class PersonalData(CheckOptions, frozen=True, tag="personal-data"):
    """The text holds no identity, mobile telephone or bank card number and no name of an applicant."""

    office: tuple[str, ...]
    """Words ahead of the telephone number of an office."""
    persons: tuple[str, ...]
    """Words for a private person."""
    accounts: tuple[str, ...]
    """Words for a bank card or account."""
    treasury: tuple[str, ...]
    """Words for an account of the state."""
    surnames: Characters
    """Surnames of one character that begin no other word behind one of ``persons``."""
    follows: tuple[str, ...]
    """What stands behind a name and shows that it is one."""
    masked: str
    """Characters with which names are hidden, or that no name has."""


class PublicationDetails(CheckOptions, frozen=True, tag="publication-details"):
    """The page or text says when it was published, by whom, and how to reach them."""

    fewest_missing: int
    """Of the three, from how many missing it is reported."""
    contact: tuple[str, ...]
    """Words that give a way to reach the agency."""


class ReadingCheck(CheckOptions, frozen=True, tag="reading"):
    """What could not be read: tables, tables as pictures, numbers."""

    of: Literal["tables", "pictures", "claims"]
