"""Words of others as a sentence of ours quotes them: cut at a clause, their own quotation marks turned."""

from __future__ import annotations

_OPENING, _CLOSING = "“‘", "”’"
_CLAUSE_ENDS = "，,。；;：:、！？!?"


def in_quotes(text: str) -> str:
    """The words between “ and ”."""
    return f"“{within_quotes(text)}”"


def within_quotes(text: str) -> str:
    """The words as they stand between “ and ”: quotes in them are ‘ and ’, in those “ and ” again (GB/T 15834)."""
    if "“" not in text and "”" not in text:
        return text
    depth, found = 0, []
    for sign in text:
        if sign in _OPENING:
            depth += 1
            found.append("‘" if depth % 2 else "“")
        elif sign in _CLOSING and (depth or sign == "”"):
            found.append("”" if depth and not depth % 2 else "’")
            depth = max(depth - 1, 0)
        else:
            found.append(sign)
    return "".join(found)


def shortened(text: str, most: int) -> str:
    """A text of so many characters in one line as it is; a longer one to the end of a clause if that is near, and …."""
    line = text.replace("\n", "")
    if len(line) <= most:
        return line
    end = max(line.rfind(mark, most // 2, most) for mark in _CLAUSE_ENDS)
    return f"{line[: end if end > 0 else most - 1]}…"


def both_ends(text: str, most: int = 80) -> str:
    """A text of so many characters as it is; of a longer one the clauses that it begins and ends with, … between."""
    if len(text) <= most:
        return text
    at_end = most // 3
    start = shortened(text[:-at_end], most - at_end)
    last = text[-at_end:]
    first_end = min((place for mark in _CLAUSE_ENDS if (place := last.find(mark)) >= 0), default=-1)
    return f"{start}{'' if start.endswith('…') else '…'}{last[first_end + 1 :]}"
