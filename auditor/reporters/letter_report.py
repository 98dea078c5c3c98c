"""``--format letter``: the letter in which an oversight office tells an agency what to correct, as a Word document.

There is none where no error and no warning stands: an agency is not written to for nothing. It says nothing more
strongly than the findings do: warnings are advice, remarks and what people dismissed are left out, and what could not
be decided stands on a page of its own for the office, to be taken out before the letter goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.document import Reason, Verdict
from auditor.finding import Audit, Finding, Severity
from auditor.messages import basis_text, reason_text
from auditor.reporters import lines
from auditor.reporters.grouping import open_rules
from auditor.reporters.names import each_with_name, single
from auditor.reporters.places import part_of
from auditor.reporters.run import Run
from auditor.reporters.wordfile.pages import Look, Pages, Style
from auditor.text.sentences import clause_around
from auditor.text.widths import squeeze

# GB/T 9704: 156 × 225 mm of text, 仿宋 of size 3, headings 黑体, the title 小标宋 of size 2, pages numbered outside.
_LOOK = Look(
    styles=(
        Style("Normal", "Normal", "仿宋", 32, indent=2, line=560),
        Style("Title", "Title", "方正小标宋简体", 44, align="center", line=680, after=560),
        Style("Addressee", "Addressee", "仿宋", 32, line=560),
        Style("Heading1", "heading 1", "黑体", 32, indent=2, line=560, outline=0),
        Style("Closing", "Closing Text", "仿宋", 32, indent=2, line=560, keeps=True),
        Style("Signature", "Signature", "仿宋", 32, align="right", right=4, line=560, keeps=True),
        Style("Date", "Date", "仿宋", 32, align="right", right=4, line=560),
        Style("CheckTitle", "Check Title", "黑体", 32, align="center", line=560, after=280, breaks=True),
        Style("CheckText", "Check Text", "仿宋", 28, indent=2, line=480),
    ),
    margins=(37, 26, 35, 28),
    footer_distance=23,
    number="— {} —",
    number_size=28,
    outside=True,
    substitutes=(("方正小标宋简体", "宋体"), ("仿宋", "仿宋_GB2312")),
)
_LONGEST_QUOTE, _TOLD, _LEAST_TOLD = 150, 35, 12
"""Characters of a quote, how many of its first ones in the message are enough to find it by, and how many if the
message quotes them.
"""
_IN_QUOTES, _MARKS = re.compile("“([^“”]*?)…?”"), str.maketrans("", "", "“”‘’")


def render(run: Run) -> bytes:
    """The one letter of a run. Raises UsageError where there are several reports."""
    return single(render_each(run), "letter")


def render_each(run: Run) -> Iterator[tuple[str, bytes | None]]:
    """A letter on each report, with a name for it; None where there is nothing to write."""
    letters = ((audit.report.source.path, _Letter(audit, run).document()) for audit in run.audits)
    yield from each_with_name(letters, run, "letter_file_name")


def for_agency(audit: Audit, run: Run) -> list[Finding]:
    """What a letter tells: the errors and warnings that nobody dismissed, of rules that are not on trial."""
    return [item for item in run.standing(audit) if not item.preview and item.severity is not Severity.INFO]


class _Letter:
    def __init__(self, audit: Audit, run: Run) -> None:
        self._audit = audit
        self._report = audit.report
        self._run = run
        self._say = run.say
        self._pages = Pages(_LOOK)
        found = for_agency(audit, run)
        self._errors = [finding for finding in found if finding.severity is Severity.ERROR]
        self._warnings = [finding for finding in found if finding.severity is Severity.WARNING]
        self._open = list(self._unsettled())
        dismissed = [finding for finding in audit.findings if finding.fingerprint in run.dismissed]
        self._dismissed = sum(not item.preview and item.severity is not Severity.INFO for item in dismissed)

    def document(self) -> bytes | None:
        """The bytes of the letter; None where there is nothing to correct and nothing to advise."""
        if not self._errors and not self._warnings:
            return None
        named = {
            "agency": self._run.listed_as or self._report.agency or self._say("letter_agency_blank"),
            "year": self._report.year or self._say("letter_year_blank"),
        }
        title = "letter_title" if self._errors else "letter_title_mild"
        self._pages.paragraph("Title", self._say(title, **named))
        self._pages.paragraph("Addressee", self._say("letter_addressee", **named))
        self._pages.paragraph(
            "Normal", self._say("letter_opening", **named, form=self._run.rulebook.form_of(self._report).document)
        )
        self._findings()
        self._pages.paragraph("Closing", self._say("letter_closing" if self._errors else "letter_closing_mild"))
        self._signature()
        self._checks()
        return self._pages.package(about=self._run.made_by()).raw()

    def _findings(self) -> None:
        """What to correct, then what is advised, each in a part of its own where there is any.

        The last line keeps to the closing, so that no page holds the closing and the signature alone.
        """
        if not self._errors:
            self._pages.paragraph("Normal", self._say("letter_none_decided" if self._open else "letter_none"))
        ordinals = iter(self._say("letter_ordinals").split("|"))
        told: list[tuple[str, str]] = []
        for heading, findings in (("letter_errors", self._errors), ("letter_warnings", self._warnings)):
            if findings:
                told.append(("Heading1", next(ordinals) + self._say(heading)))
                for number, finding in enumerate(findings, start=1):
                    told.extend(("Normal", line) for line in self._item(number, finding))
        for style, line in (*told[:-1], *(("Closing", line) for _, line in told[-1:])):
            self._pages.paragraph(style, line)

    def _item(self, number: int, finding: Finding) -> Iterator[str]:
        """Place and problem, the words in question unless they are told with those, the basis, the advice."""
        place = part_of(self._report, finding.span, self._run.rulebook.form_of(self._report), self._run.language)
        message = finding.message.of(self._run.language)
        yield self._say("letter_item", number=number, place=place, message=message)
        quote = finding.span.of(self._report.text)
        if squeeze(quote) and not _is_told(quote, place + message):
            yield self._say("letter_quote", quote=_short(quote).rstrip("。；;，,"))
        yield from self._basis(finding)
        yield self._say("letter_advice", advice=finding.suggestion.of(self._run.language))

    def _basis(self, finding: Finding) -> Iterator[str]:
        """What the finding rests on; customs are no law and are called by another word, our own checks are neither."""
        rule = self._run.rulebook.rule(finding.rule)
        if rule is None or rule.basis.kind == "tool":
            return
        basis = self._run.rulebook.basis_of(rule, self._report, finding.grade)
        key = "letter_reference" if basis.kind == "standard" else "letter_basis"
        document, clause = (basis_text(part, self._run.language) for part in (basis.document, basis.clause))
        joint = "letter_clause_joint"
        if basis.kind == "law":
            document, joint = self._say("letter_law", title=document), "letter_law_joint"
        told = self._say(joint).join(part for part in (document, clause) if part)
        yield self._say(key, basis=self._run.with_notice(told, rule))

    def _signature(self) -> None:
        for line in ("", "", self._say("letter_signature")):
            self._pages.paragraph("Signature", line)
        self._pages.paragraph("Date", self._say("letter_date"))

    # ---- what could not be decided ----

    def _checks(self) -> None:
        """The page for the office alone: what to look at by eye before the letter goes."""
        if not self._open and not self._dismissed:
            return
        self._pages.paragraph("CheckTitle", self._say("letter_checks"))
        if self._dismissed:
            self._pages.paragraph("CheckText", self._say("letter_dismissed", count=self._dismissed))
        if self._open:
            self._pages.paragraph("CheckText", self._say("letter_checks_note"))
        for number, line in enumerate(self._open, start=1):
            self._pages.paragraph("CheckText", self._say("letter_check", number=number, text=line))

    def _unsettled(self) -> Iterator[str]:
        for reason, titles in self._open_rules().items():
            yield self._say("letter_open_rule", titles=self._say("letter_joint").join(titles), reason=reason)
        yield from lines.omissions(self._report, self._run)
        for claim in self._report.claims:
            if claim.verdict is Verdict.AMBIGUOUS:
                quote = _short(clause_around(self._report.text, claim.span))
                place = part_of(self._report, claim.span, self._run.rulebook.form_of(self._report), self._run.language)
                reason = self._reason(claim.reason)
                yield self._say("letter_open_claim", place=place, quote=quote, reason=reason)

    def _open_rules(self) -> dict[str, list[str]]:
        """The rules of letters that were not decided, or not wholly, by the reason."""
        found: dict[str, list[str]] = {}
        for code, reason in open_rules(self._audit):
            rule = self._run.rulebook.rule(code)
            if rule is not None and not rule.preview and rule.severity != Severity.INFO.word:
                title = self._say("letter_rule", title=rule.title.phrase.of(self._run.language), code=code)
                found.setdefault(self._reason(reason), []).append(title)
        return found

    def _reason(self, reason: Reason | None) -> str:
        if reason is None:
            return ""
        return reason_text(reason, self._run.language, self._run.rulebook.form_of(self._report))


def _is_told(quote: str, words: str) -> bool:
    """Whether words hold a quote, or enough of its beginning to find it by."""
    plain, said = squeeze(quote).translate(_MARKS), squeeze(words)
    begun = [piece.translate(_MARKS) for piece in _IN_QUOTES.findall(said)]
    return plain[:_TOLD] in said.translate(_MARKS) or any(
        len(piece) >= _LEAST_TOLD and plain.startswith(piece) for piece in begun
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"
