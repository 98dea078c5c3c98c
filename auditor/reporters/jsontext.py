"""JSON that any reader takes: real characters, and file names whose bytes are no characters as escapes."""

from __future__ import annotations

import json
from re import Match

from auditor.text.visible import SURROGATES, decoded_bytes, with_controls


def json_text(document: object) -> str:
    """The JSON of a document, without a lone surrogate in it, which UTF-8 could not hold.

    Signs that a terminal would obey and those that turn the text are escaped: the same JSON, harmless when shown.
    """
    told = SURROGATES.sub(_escaped, json.dumps(document, ensure_ascii=False, indent=2))
    return with_controls(told, lambda char: f"\\u{ord(char):04x}")


def _escaped(match: Match[str]) -> str:
    decoded = decoded_bytes(match[0])
    return "".join(f"\\u{ord(char):04x}" for char in match[0]) if decoded is None else decoded
