"""Ways in which a text is written otherwise without saying anything else, and what must stay the same of its audit.

Composed and decomposed forms (NFC, NFD) are not among them: no sign of a Chinese report has both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import auditor
from auditor.text.canonical import seen
from auditor.text.widths import narrow

from tests.golden.test_cases import CASES

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
REPORTS = [*sorted(CORPUS.glob("*.txt")), *(case / "report.txt" for case in CASES)]
OPTIONS = auditor.Options(select=("TAB006", "TAB007", "TAB008", "TAB009", "XRF", "NAR"))
_IDEOGRAPH = "[\u4e00-\u9fff]"
_BESIDE_DIGITS = re.compile(rf"(?<={_IDEOGRAPH})(?=\d)|(?<=\d)(?={_IDEOGRAPH})")
_BETWEEN = re.compile(rf"(?<={_IDEOGRAPH})(?={_IDEOGRAPH})|(?<=\d)(?=\d)")
_ROW = re.compile(r"\d \d+ \d")
_WIDE_MARKS = str.maketrans(",;:()%?!", "，；：（）％？！")
_NARROW_MARKS = str.maketrans("，；：（）％？！", ",;:()%?!")
_RADICALS = str.maketrans("一二八十小工口大女子山力又行生用立走长门见", "⼀⼆⼋⼗⼩⼯⼝⼤⼥⼦⼭⼒⼜⾏⽣⽤⽴⾛⻓⻔⻅")
_COMPATIBLE = str.maketrans({"年": "\uf98e", "六": "\uf9d1", "行": "\ufa08", "理": "\uf9e4", "不": "\uf967"})
_WIDTH = 36


def _sign_beside_digits(sign: str) -> Callable[[str], str]:
    """Not in rows whose cells only blanks part: 1 起 would be two cells there."""
    return lambda text: "\n".join(
        line if _ROW.search(line) else _BESIDE_DIGITS.sub(sign, line) for line in text.split("\n")
    )


def _unseen(sign: str) -> Callable[[str], str]:
    """The sign in the middle of every third word and number."""

    def put(text: str) -> str:
        places = [match.start() for match in _BETWEEN.finditer(text)][::3]
        return (
            "".join(text[start:end] + sign for start, end in zip([0, *places], places, strict=False))
            + text[places[-1] if places else 0 :]
        )

    return put


def _full_width(text: str) -> str:
    """All ASCII but blanks and the bars of tables."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" and sign != "|" else sign for sign in text)


def _prose(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) if line.rstrip().endswith("。") else line for line in text.split("\n"))


def _wrapped(line: str) -> str:
    """A paragraph as a file holds it whose lines are broken at a width; what is wrapped already stays as it is."""
    if len(line) < 2 * _WIDTH or "|" in line or "\t" in line:
        return line
    pieces = [line[at : at + _WIDTH] for at in range(0, len(line), _WIDTH)]
    return "\n".join(pieces)


WAYS: Mapping[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "NEL": lambda text: text.replace("\n", "\x85"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "vertical tabs": lambda text: text.replace("\n", "\x0b"),
    "form feed": lambda text: text.replace("\n三、", "\n\x0c三、"),
    "byte-order mark": lambda text: "\ufeff" + text,
    "full-width digits": lambda text: text.translate({ord(str(n)): chr(ord("０") + n) for n in range(10)}),
    "full-width marks": lambda text: text.translate(_WIDE_MARKS),
    "half-width marks": lambda text: text.translate(_NARROW_MARKS),
    "full-width ASCII": _full_width,
    "radicals": lambda text: text.translate(_RADICALS),
    "compatibility ideographs": lambda text: text.translate(_COMPATIBLE),
    "no-break blanks": lambda text: text.replace(" ", "\u00a0"),
    "ideographic blanks": lambda text: re.sub(r"(?<=\S) (?=\S)", "\u3000", text),
    **{
        f"{name} beside digits": _sign_beside_digits(sign)
        for name, sign in {
            "blanks": " ", "tabs": "\t", "no-break blanks": "\u00a0", "thin blanks": "\u2009", "wide blanks": "\u3000",
            "narrow no-break blanks": "\u202f",
        }.items()
    },
    **{
        f"{name} in words": _unseen(sign)
        for name, sign in {
            "zero-width blanks": "\u200b", "byte-order marks": "\ufeff", "soft hyphens": "\u00ad", "joiners": "\u200d",
            "non-joiners": "\u200c", "word joiners": "\u2060", "marks of direction": "\u200e",
            "variation selectors": "\ufe00",
        }.items()
    },
    "blanks at line ends": lambda text: text.replace("\n", "  \n"),
    "empty lines at the end": lambda text: text + "\n" * 20,
    "empty lines before": lambda text: "\n" * 5 + text,
    "empty lines around paragraphs": _prose(lambda line: f"\n{line}\n"),
    "indents": _prose(lambda line: f"\u3000\u3000{line}"),
    "wrapped lines": _prose(_wrapped),
}  # fmt: skip


Said: TypeAlias = tuple[Counter[tuple[str, str, str, tuple[str, ...]]], dict[str, str], Counter[str]]


def said(text: str) -> Said:
    """What an audit tells of a text: its findings with what they quote, what became of each rule and of each cell."""
    audit = auditor.audit_text(text, OPTIONS)
    report = audit.report
    findings = Counter(
        (
            finding.rule,
            finding.severity.word,
            _plain(finding.span.of(report.text)),
            tuple(item.cell or _plain(item.span.of(report.text)) for item in finding.evidence),
        )
        for finding in audit.findings
    )
    outcomes = {code: outcome.kind.value for code, outcome in audit.outcomes.items()}
    claims = Counter(f"{claim.cell} {claim.value} {claim.verdict}" for claim in report.claims if claim.cell)
    return findings, outcomes, claims


def _plain(quote: str) -> str:
    return "".join(narrow(seen(quote)).split())
