"""Words for people: reasons and errors are codes with values; the sentences are in the catalogues."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from auditor.document import CellAddress, CellSum, Phrase, Reason
from auditor.errors import AuditError
from auditor.layout import Layout
from auditor.messages.faults import in_chinese
from auditor.resources import messages_file
from auditor.text.quoting import within_quotes
from auditor.text.visible import on_one_line

LANGUAGES = ("zh", "en")
_NAMED = 10
"""How many names a line tells; beyond those it says how many there are."""
Fault = TypeVar("Fault", bound=AuditError)


class _Told:
    """A value in a template. ``{count:cell|cells}`` says the number with the word that goes with it."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return repr(self._value)

    def __format__(self, spec: str) -> str:
        one, parted, many = spec.partition("|")
        if not parted:
            return format(self._value, spec)
        return f"{self._value} {one if str(self._value) == '1' else many}"


def filled(template: str, params: Mapping[str, object]) -> str:
    """A template with its values. Raises KeyError or ValueError where it does not fit them.

    A value that has quotation marks and stands between some in the template is quoted with the inner ones.
    """
    told = {key: _Told(value) for key, value in params.items()}
    if not any(isinstance(value, str) and ("“" in value or "”" in value) for value in params.values()):
        return template.format_map(told)
    quoted = {key: _Told(within_quotes(value) if isinstance(value, str) else value) for key, value in params.items()}
    pieces = _between_marks(template)
    return "".join([piece.format_map(quoted if inside else told) for piece, inside in pieces])


@lru_cache(maxsize=1024)
def _between_marks(template: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of a template in order, each with whether it stands between quotation marks."""
    return tuple((piece, piece.startswith("“")) for piece in re.split("(“[^“”]*”)", template) if piece)


@lru_cache(maxsize=2)
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """The catalogue of a language by group: ``errors``, ``reasons``, ``options``, ``text``, in English ``bases``,
    in Chinese ``details`` and ``kinds_of_values``.
    """
    loaded: dict[str, dict[str, str]] = tomllib.loads(messages_file(language).read_text(encoding="utf-8"))
    return loaded


def words(key: str, language: str, **params: object) -> str:
    """A text of the interface."""
    return filled(catalogue(language)["text"][key], params)


def first_names(names: Sequence[str], language: str) -> str:
    """Names as a line tells them: the first ten of many, and …."""
    return words("between_names", language).join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def basis_text(told: str, language: str) -> str:
    """A document or a clause that a rule rests on; as its file has it where the catalogue has no words for it."""
    return catalogue(language).get("bases", {}).get(told, told)


def error_text(error: AuditError, language: str) -> str:
    """An error in one line, with a did-you-mean where one is known."""
    close = error.params.get("close")
    hint = words("did_you_mean", language, word=close) if close else ""
    told = {key: value.of(language) if isinstance(value, Phrase) else value for key, value in error.params.items()}
    if language == "zh" and isinstance(told.get("detail"), str):
        told["detail"] = in_chinese(str(told["detail"]), catalogue(language))
    line = filled(catalogue(language)["errors"][error.code], {"hint": hint, **told})
    return on_one_line(line)


def with_words(error: Fault) -> Fault:
    """The same error with its line in both languages as notes: what a traceback in a notebook shows last."""
    for language in LANGUAGES:
        error.add_note(error_text(error, language))
    return error


def reason_text(reason: Reason, language: str, layout: Layout, *, with_option: bool = False) -> str:
    """Why something was left open; for the one who typed the command with the option that would settle it."""
    params = {key: spoken(value, language, layout) for key, value in reason.params.items()}
    told = catalogue(language)
    option = told["options"].get(reason.code, "") if with_option else ""
    return filled(told["reasons"][reason.code] + option, params)


def spoken(value: object, language: str, layout: Layout) -> str:
    """A value as a person reads it: cells by their labels, reasons as sentences."""
    match value:
        case Phrase():
            return value.of(language)
        case CellAddress():
            return layout.cell_label(value).of(language)
        case CellSum():
            return layout.sum_label(value).of(language)
        case Reason():
            return reason_text(value, language, layout)
        case _:
            return str(value)
