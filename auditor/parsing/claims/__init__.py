"""Every number of the narrative, tied to the cell that it speaks of.

A sentence becomes claims in six steps: this module walks the sentences of the report in order,
``frames`` the clauses of a sentence, with ``numbers`` and ``statements`` for what they say
(``things`` for what is counted, ``rows`` and ``free_rows`` for what became of it); ``linking``
turns that into cells without looking at any value, ``tying`` compares the values, ``doubting``
looks again at what is contradicted before anybody is accused, ``by_value`` ties what words left
open to the one cell with that value, to its credit only, and ``earlier`` names the cells of last
year's report that a number of that year speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from auditor.document import Claim, Report
from auditor.layout import Layout
from auditor.nlp import Token, tokenizer_of
from auditor.parsing.claims.by_value import tie_by_value
from auditor.parsing.claims.doubting import reconsider
from auditor.parsing.claims.earlier import name_earlier
from auditor.parsing.claims.frames import read_sentence
from auditor.parsing.claims.inheritance import Frame
from auditor.parsing.claims.linking import link
from auditor.parsing.claims.mentions import Mention, Said, is_outcome, said_in
from auditor.parsing.claims.numbers import Context
from auditor.parsing.claims.openings import lists_applicants
from auditor.parsing.claims.own_names import OwnNames, wider_regions
from auditor.parsing.claims.tying import Tables, tie
from auditor.text.numbering import numbering_of
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import Span
from auditor.vocabulary import Vocabulary

_DISCLOSURE_WORDS = re.compile(r"信息公开|依申请|公开申请|政务公开")
_ASPECT_LEAD = 24
_RUNNING_ITEM = re.compile("[一二三四五六七八九十]是(?!否)")


def find_claims(report: Report, layout: Layout, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """The claims of a report whose sections and tables are known, in the order of the text."""
    tokenize = tokenizer_of(vocabulary)
    mentions: list[Mention] = []
    about_disclosure: list[bool] = []
    wider = wider_regions(report.agency)
    own_names = OwnNames(report.agency, report.kind)
    for block, section in _blocks(report):
        aspect: str | None = None
        frame: Frame | None = None
        for sentence in sentences(report.lines, block):
            aspect = _aspect_of(sentence, aspect, layout)
            context = Context(
                report.year, section == "applications" or aspect == "request", section == "disputes", wider
            )
            tokens = own_names.marked(tokenize(sentence.text))
            if frame is not None and report.text.endswith("\n", 0, sentence.whole.start):
                _leave_result(frame, mentions, tokens)
            found, frame = read_sentence(tokens, context, vocabulary.units, mentions, frame)
            about = context.about_applications or context.about_disputes or section == "problems"
            about = about or bool(_DISCLOSURE_WORDS.search(sentence.text))
            said = said_in(tokens)
            mentions.extend(_placed(mention, sentence, said, context) for mention in found)
            about_disclosure.extend(about for _ in found)
    tables = Tables(report.tables, layout, report.kind)
    claims = [
        tie(mention, link(mention, mentions, report.kind, disputes_of_disclosure=about), mentions, tables)
        for mention, about in zip(mentions, about_disclosure, strict=True)
    ]
    settled = tie_by_value(reconsider(claims, mentions, tables), mentions, tables)
    return name_earlier(settled, mentions, report.kind, about_disclosure)


def _leave_result(frame: Frame, mentions: Sequence[Mention], tokens: Sequence[Token]) -> None:
    """A new paragraph that opens with a list of applicants goes on with no result of the one before."""
    if frame.head is not None and is_outcome(mentions[frame.head].row) and lists_applicants(tokens):
        frame.head = None


def _blocks(report: Report) -> list[tuple[Span, str]]:
    """The narrative in order, each stretch with the section that it stands in."""
    found = []
    for block in report.narrative:
        holder = next((section.key for section in report.sections if section.body.covers(block)), "preamble")
        found.append((block, holder))
    return found


def _aspect_of(sentence: Sentence, current: str | None, layout: Layout) -> str | None:
    """The aspect that a sentence's numbered opening names (（二）依申请公开方面。…), else that of the one before."""
    numbering = numbering_of(sentence.text)
    running = _RUNNING_ITEM.match(sentence.text)
    start = running.end() if running else numbering.length
    if not running and numbering.style not in ("bracket", "chinese", "arabic"):
        return current
    lead = re.split("[。：:，,]", sentence.text[start:], maxsplit=1)[0][:_ASPECT_LEAD]
    ranked = [(len(word), aspect.key) for aspect in layout.aspect for word in aspect.headings if word in lead]
    if ranked:
        return max(ranked)[1]
    return current if running or numbering.style == "arabic" else None


def _placed(mention: Mention, sentence: Sentence, said: Said, context: Context) -> Mention:
    """The mention, which was just made, with positions in the report instead of in the sentence, and its sentence."""
    mention.span = sentence.span(mention.span.start, mention.span.end)
    mention.said, mention.placed = said, context.about_disputes
    if mention.quantity is not None:
        number, whole = mention.quantity.number, mention.quantity.span
        mention.number = sentence.span(number.start, number.end)
        placed = sentence.span(whole.start, whole.end)
        mention.quantity = structs.replace(mention.quantity, span=placed, number=mention.number)
    return mention
