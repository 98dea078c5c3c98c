"""Options of checks of language: marks and their pairs, terms, short forms."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from auditor.rulebook.specs.options import Characters, CheckOptions, Pair


class Signs(CheckOptions, frozen=True, tag="signs"):
    """None of ``signs`` stands in the text: full-width digits, half-width marks. One finding a report, with a count.

    With ``before`` and ``after``, only one between an ideograph or a sign of ``before`` and an ideograph or a sign of
    ``after`` counts; one of ``closing`` may also end a sentence. The number of an item is none: （１）, (一).
    """

    signs: Characters
    before: str = ""
    after: str = ""
    closing: str = ""
    final: str = ""
    """Signs that count at the end of a sentence only, behind an ideograph that is no numeral."""


class Pairs(CheckOptions, frozen=True, tag="pairs"):
    """Each mark that opens is closed in its paragraph, and the other way round.

    A pair is two strings: the signs that open, and those that close what any of them opened.
    """

    pairs: Annotated[tuple[tuple[Characters, Characters], ...], msgspec.Meta(min_length=1)]


class NestedMarks(CheckOptions, frozen=True, tag="nested-marks"):
    """Right inside a pair ``outer`` stands none of the pairs ``wrong``; inside ``between`` it may."""

    outer: Pair
    wrong: tuple[Pair, ...]
    between: tuple[Pair, ...] = ()


class DocumentNumbers(CheckOptions, frozen=True, tag="document-numbers"):
    """A document number has its year in the brackets ``right``, and neither 第 nor zeros before its number.

    ``opening`` and ``closing`` are brackets that stand there instead. Behind one of ``none_of``, and with one of
    ``numbered`` in the words before it or right behind it, the number is none of a document; behind one of
    ``with_word`` it may bear 第.
    """

    right: Pair
    opening: str
    closing: str
    none_of: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    with_word: tuple[str, ...] = ()


class Confusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term and what is written instead of it by mistake, which can be read in no other way.

    A sentence with one of ``unless`` can. ``in_titles`` says that the term is looked for in titles of documents too,
    because it is the name of a law.
    """

    right: str
    wrong: tuple[str, ...]
    unless: tuple[str, ...] = ()
    in_titles: bool = False


class Terms(CheckOptions, frozen=True, tag="terms"):
    """No term is written wrong outside quotations. ``#`` in a term is a number, ``…`` up to fifteen characters.

    ``confusion`` lists wrong forms one by one. Of ``terms``, four characters long or more, any form is wrong in which
    one character is another that sounds or looks like it (``alike``), stands twice or has changed places with the next,
    unless it is made of other words: one of ``words`` is one by itself. A sentence
    with one of ``unless`` of the confusion of that term can be read otherwise.
    """

    confusion: tuple[Confusion, ...]
    terms: tuple[Annotated[str, msgspec.Meta(min_length=4)], ...] = ()
    alike: dict[str, Characters] = msgspec.field(default_factory=dict)
    words: str = ""


class ShortForms(CheckOptions, frozen=True, tag="short-forms"):
    """A title for which a short form was given (以下简称《条例》) is not written in a third way later.

    The full title and the short form are right. A name that goes on with one of ``events`` is that of a contest, a
    book or the like; so is one right behind one of ``copies``.
    """

    events: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


LanguageCheck: TypeAlias = Signs | Pairs | NestedMarks | DocumentNumbers | Terms | ShortForms
