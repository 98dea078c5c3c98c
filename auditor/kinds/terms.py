"""Terms: fixed terms that are written wrong, and short forms that are given and not kept to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from auditor.document import Report
from auditor.finding import Evidence, Hit
from auditor.kinds.outcome import Inapplicable, Result
from auditor.nlp import words_of
from auditor.rulebook.specs.language import Confusion, ShortForms, Terms
from auditor.text.phrases import any_of, pattern_of, standing, stands_any
from auditor.text.quoted import unquoted, unspoken
from auditor.text.sentences import Sentence, plain_sentences
from auditor.text.spans import Span

_DEFINITION = re.compile(
    r"《(?P<full>[^《》]{4,80})》[(](?:[^()《》]{0,40}[,;])?(?:以下|下文)[均统]?简?称为?:?"
    r"(?P<given>[《“\"]{0,2}(?P<short>[^《》“”\"()]{1,20})[》”\"]{0,2})[)]"
)
"""《中华人民共和国政府信息公开条例》（以下简称《条例》）."""
_TITLE = re.compile("《(?P<title>[^《》]{1,80})》")


def check_terms(report: Report, spec: Terms) -> Iterator[Result]:
    """A hit at each term that is written wrong, with the right one."""
    plausible = {confusion.right: confusion.unless for confusion in spec.confusion}
    for block in report.narrative:
        read = plain_sentences(report.lines, block)
        whole = "".join([sentence.text for sentence in read])
        standing_here = [
            (confusion, wrong) for confusion in spec.confusion if (wrong := standing(whole, confusion.wrong))
        ]
        mistyped = mistyped_terms(whole, spec)
        if standing_here or mistyped:
            for sentence in read:
                yield from _confused(sentence, standing_here, mistyped, plausible)


def _confused(
    sentence: Sentence,
    confusions: list[tuple[Confusion, tuple[str, ...]]],
    mistyped: Mapping[str, str],
    plausible: Mapping[str, tuple[str, ...]],
) -> Iterator[Hit]:
    """The wrong terms of a sentence; of two that overlap, the one that begins first and is longer."""
    outside = {False: unquoted(sentence.text), True: unspoken(sentence.text)}
    found = [
        (match.start(), -match.end(), right)
        for wrong, right in mistyped.items()
        if wrong in outside[False] and not stands_any(sentence.text, plausible.get(right, ()))
        for match in re.finditer(re.escape(wrong), outside[False])
        if _is_no_other_word(sentence.text, match, right)
    ]
    found += [
        (match.start(), -match.end(), confusion.right)
        for confusion, wrong in confusions
        if not stands_any(sentence.text, confusion.unless)
        for phrase in wrong
        for match in pattern_of(phrase).finditer(outside[confusion.in_titles])
    ]
    last = 0
    for start, minus_end, right in sorted(found):
        if start >= last:
            last = -minus_end
            yield Hit(sentence.span(start, last), {"phrase": sentence.text[start:last], "due": right})


def mistyped_terms(text: str, spec: Terms) -> dict[str, str]:
    """The forms of terms in a text that one slip of the hand makes of them, each with its term.

    One character is another that it is mistaken for, stands twice, or has changed places with the next one. A term
    with another character is looked for by its halves, so that a text is not gone through once a wrong form.
    """
    found = {form: term for term in spec.terms for form in _misplaced(term) if form in text}
    for term in spec.terms:
        middle = len(term) // 2
        for half, start in ((term[:middle], 0), (term[middle:], middle)):
            place = text.find(half)
            while place != -1:
                form = text[max(0, place - start) : place - start + len(term)]
                if _is_mistyped(form, term, spec):
                    found[form] = term
                place = text.find(half, place + 1)
    return found


@lru_cache(maxsize=256)
def _misplaced(term: str) -> tuple[str, ...]:
    """A term with one character twice, or two neighbours exchanged: 政策解解读, 无法供提.

    The first and the last character may stand beside themselves in other words: 2020年年度报告.
    """
    twice = [term[: place + 1] + term[place:] for place in range(1, len(term) - 1)]
    exchanged = [
        term[:place] + term[place + 1] + term[place] + term[place + 2 :]
        for place in range(len(term) - 1)
        if term[place] != term[place + 1]
    ]
    return (*twice, *exchanged)


def _is_mistyped(form: str, term: str, spec: Terms) -> bool:
    """Whether one character of a term is another that is mistaken for it and is no word of the sentence."""
    if len(form) != len(term):
        return False
    others = [(own, due) for own, due in zip(form, term, strict=True) if own != due]
    return len(others) == 1 and others[0][0] in spec.alike.get(others[0][1], "") and others[0][0] not in spec.words


def _is_no_other_word(text: str, form: re.Match[str], term: str) -> bool:
    """Whether a form is no words of its own.

    政府信息共开展培训 and 经论证求意见 cut other words; in 先行有效 the other character is part of one.
    """
    written = form.group()
    other = next((i for i, due in enumerate(term) if written[i] != due), None) if len(written) == len(term) else None
    for word in words_of(text):
        if any(word.start < edge < word.end for edge in form.span()):
            return False
        if other is not None and word.start <= form.start() + other < word.end and word.end - word.start > 1:
            return False
    return True


def check_short_forms(report: Report, spec: ShortForms) -> Iterator[Result]:
    """For each title with a short form, one hit where it first stands in a third way, with the number of places."""
    sentences = list(chain.from_iterable(plain_sentences(report.lines, block) for block in report.narrative))
    given = [(n, match) for n, sentence in enumerate(sentences) for match in _DEFINITION.finditer(sentence.text)]
    if not given:
        raise Inapplicable("no_short_forms")
    full = {match["full"] for _, match in given}
    for number, match in given:
        short = match["short"]
        others = {title for title in full if title != match["full"]}
        if any(title.endswith(short) for title in others):
            continue
        found = [
            (place, title)
            for later, sentence in enumerate(sentences[number:])
            for place, title in _titles(sentence, match.end() if later == 0 else 0, spec)
            if title != short and title not in full and match["full"].endswith(title) and title.endswith(short)
        ]
        if found:
            first, title = found[0]
            params = {"found": f"《{title}》", "due": match["given"], "count": len(found)}
            yield Hit(first, params, tuple(Evidence(place) for place, _ in found[1:]))


def _titles(sentence: Sentence, start: int, spec: ShortForms) -> Iterator[tuple[Span, str]]:
    """The titles in a sentence outside quotations that are not the beginning of another name."""
    for match in _TITLE.finditer(unspoken(sentence.text), start):
        named = any_of(spec.events).match(sentence.text, match.end())
        printed = sentence.text[: match.start()].endswith(spec.copies)
        if not named and not printed and not _DEFINITION.match(sentence.text, match.start()):
            yield sentence.span(*match.span()), match["title"]
