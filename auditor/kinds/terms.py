"""Terms: fixed terms that are written wrong, and short forms that are given and not kept to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from auditor.document import Report
from auditor.finding import Evidence, Hit
from auditor.kinds.outcome import Inapplicable, Result
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
    for block in report.narrative:
        read = plain_sentences(report.lines, block)
        whole = "".join([sentence.text for sentence in read])
        standing_here = [
            (confusion, wrong) for confusion in spec.confusion if (wrong := standing(whole, confusion.wrong))
        ]
        if standing_here:
            for sentence in read:
                yield from _confused(sentence, standing_here)


def _confused(sentence: Sentence, confusions: list[tuple[Confusion, tuple[str, ...]]]) -> Iterator[Hit]:
    """The wrong terms of a sentence; of two that overlap, the one that begins first and is longer."""
    outside = {False: unquoted(sentence.text), True: unspoken(sentence.text)}
    found = [
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
