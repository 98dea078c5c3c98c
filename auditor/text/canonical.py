"""The canonical text of a file: one sign for one, so that the places of whatever was read hold.

A reader repairs nothing; but a sign that nobody can tell from another is that other one here, whatever program
wrote it: ⾏ (a Kangxi radical) is 行, a blank of any width is a blank, a line that ends in U+2028 ends. What cannot be
seen at all is ``UNSEEN``: it parts no word and no number.
"""

from __future__ import annotations

import re
import unicodedata

from auditor.text.unseen import BLANK_LETTERS, CONTROLS, IGNORED

UNSEEN = "\u200b"
"""A sign that takes no room."""
_WORDS_AS_RADICALS = dict(
    zip(
        "⼾⾭⺒⺝⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "户青巳月民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Radicals that are words of their own and to which Unicode gives no equivalent, or that of another region."""
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f" + BLANK_LETTERS
_OF_THOUSANDS = re.compile("(?<=[0-9])[\u00a0\u2007-\u200a\u202f](?=[0-9]{3}(?![0-9]))")
"""A blank that keeps a number together: 18 642 in one cell."""
_LETTER = "[\u4e00-\u9fff]"
_CLOSE_LETTERS, _LETTERS = re.compile(f"{_LETTER}(?={_LETTER})"), re.compile(_LETTER)
_FEWEST_LETTERS = 8
_SPACED_SENTENCE = re.compile("[。；]")
_SINGLE_BLANK = re.compile(r"(?<=\S) (?=\S)")
_BLANK_BESIDE_LETTER = re.compile(r"(?<=[^\s\x21-\x7e]) (?=\S)|(?<=\S) (?=[^\s\x21-\x7e])")
_LONE_RETURN = re.compile("\r(?!\n)")
_BREAKS = "\x0b\x85\u2028\u2029"
_NOTHING = re.compile(f"[{IGNORED}{CONTROLS}]")
_LIKE_OTHERS = "\u2e80-\u2fdf\u2329\u232a\uf900-\ufaff\U0002f800-\U0002fa1f"
_ODD = re.compile(f"[{_BLANKS}{_BREAKS}{_LIKE_OTHERS}]|{_NOTHING.pattern}")


def canonical(text: str) -> str:
    """The text with the one sign for each that looks the same; as long as it was."""
    text = _LONE_RETURN.sub("\n", _OF_THOUSANDS.sub(UNSEEN, text))
    for sign in set(_ODD.findall(text)):
        text = text.replace(sign, _exchanged(sign))
    return "\n".join([_closed_up(line) if _is_spaced(line) else line for line in text.split("\n")])


def _is_spaced(line: str) -> bool:
    """Whether a blank stands between all letters of a line of prose, as some programs copy from a PDF."""
    if 3 * line.count(" ") < len(line) or not _SPACED_SENTENCE.search(line):
        return False
    letters = len(_LETTERS.findall(line))
    return letters >= _FEWEST_LETTERS and 20 * len(_CLOSE_LETTERS.findall(line)) < letters


def _closed_up(line: str) -> str:
    """A spaced line whose words are whole: the blanks in them cannot be seen.

    Those between digits as well, where no number in the line is written without. In other lines a blank may part cells.
    """
    blank = _BLANK_BESIDE_LETTER if re.search(r"\d\d", line) else _SINGLE_BLANK
    return blank.sub(UNSEEN, line)


def _exchanged(sign: str) -> str:
    if sign in _BLANKS:
        return " "
    if sign in _BREAKS:
        return "\n"
    return UNSEEN if _NOTHING.match(sign) else plain_sign(sign)


def plain_sign(letter: str) -> str:
    """The unified ideograph of a Kangxi or CJK radical, and the sign of which a letter is by definition another code
    (U+2329 is 〈, U+F9D1 is 六); any other letter as it is. Normalising (NFKC) would change other signs as well.
    """
    if "⺀" <= letter <= "⿕":
        unified = _WORDS_AS_RADICALS.get(letter) or unicodedata.normalize("NFKC", letter)
    else:
        unified = unicodedata.normalize("NFC", letter)
    return unified if len(unified) == 1 else letter


def seen(text: str) -> str:
    """The text without what cannot be seen; places are lost."""
    return text.replace(UNSEEN, "")
