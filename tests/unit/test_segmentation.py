"""Our cutting is jieba's: on every gap of the corpus, on made texts, and for other lists of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from auditor import nlp
from auditor.corpus import REPORTS
from auditor.resources import PACK, rules_folder
from auditor.segmentation import Segmenter, cut, wordlist
from auditor.segmentation.wordlist import read_word_list, sorted_word_list, word_list
from auditor.vocabulary import load_vocabulary
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.profiles import examples
from tests.unit import stock_jieba

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def texts() -> Iterator[str]:
    for folder, names in ((REPORTS, "*.txt"), (GOLDEN, "*.txt"), (rules_folder(), "*.md")):
        for path in sorted(folder.rglob(names)):
            yield path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.slow
def test_every_gap_of_the_corpus_is_cut_as_jieba_cuts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gaps: set[str] = set()

    def kept(gap: str) -> Sequence[str]:
        gaps.add(gap)
        return cut(gap)

    monkeypatch.setattr(nlp, "cut", kept)
    tokenize = nlp.tokenizer_of(load_vocabulary(rules_folder() / PACK / "claims.toml"))
    for text in texts():
        for line in text.splitlines():
            assert "".join(token.text for token in tokenize(line)) == line
    assert len(gaps) > 10_000
    assert [gap for gap in sorted(gaps) if list(cut(gap)) != stock_jieba.cut(gap)] == []


@pytest.mark.slow
def test_whole_texts_are_cut_as_jieba_cuts_them() -> None:
    assert [text[:40] for text in texts() if list(cut(text)) != stock_jieba.cut(text)] == []


@st.composite
def listed_words(draw: st.DrawFn) -> str:
    """Words of the list and beginnings of them, which run into what stands beside them."""
    listed = _listed()
    return listed[draw(st.integers(0, len(listed) - 1))]


@lru_cache(maxsize=1)
def _listed() -> Sequence[str]:
    return list(stock_jieba.tokenizer().FREQ)


SIGNS = st.sampled_from(
    ["，", "。", "\r\n", "\n", "\r", "\t", " ", "\u3000", "-", ".", "%", "&", "#", "+", "_", "é", "Ⅷ"]
)
LATIN = st.text("abzABZ0189.+-", max_size=4)
RARE = st.sampled_from(
    ["龥", "鿕", "\u9fd6", "㐀", "𠀀", "😀", "👨‍👩‍👧", "ａ", "１", "〇", "々", "\u0301", "\x00", "\ud800"]
)


@pytest.mark.slow
@examples(100)
@given(st.data())
def test_made_texts_are_cut_as_jieba_cuts_them(data: st.DataObject) -> None:
    pieces = st.one_of(listed_words(), SIGNS, LATIN, RARE, st.text(max_size=3))
    text = "".join(data.draw(st.lists(pieces, max_size=12)))
    assert list(cut(text)) == stock_jieba.cut(text)


@pytest.mark.slow
def test_the_list_is_jiebas_whether_known_or_not() -> None:
    stock = stock_jieba.tokenizer()
    for words in (word_list(), sorted_word_list(stock_jieba.dictionary_file().read_bytes())):
        assert {part: words.frequency(part) for part in stock.FREQ} == stock.FREQ
        assert words.total == stock.total


def test_the_installed_list_is_the_known_one() -> None:
    """Of another list the sum and the order are found out at each start: tell them to ``wordlist`` instead."""
    assert word_list().strays != {}


OTHER = "中华 5 n\n中 0 n\n人 7 n\n人民 0 n\n人民共和国 3\n共和国 9 n\n中华 2 n\n𠀀字 4\nA1 6\n"


def test_another_list_is_read_as_jieba_reads_it() -> None:
    stock = type(stock_jieba.tokenizer())()
    frequencies: dict[str, int] = {}
    for line in OTHER.splitlines():
        word, frequency = line.split(" ")[:2]
        frequencies[word] = int(frequency)
        for length in range(1, len(word)):
            frequencies.setdefault(word[:length], 0)
    stock.FREQ, stock.total, stock.initialized = frequencies, 36, True
    words = read_word_list(OTHER.encode())
    ours = Segmenter(words)
    assert [words.total, *map(words.frequency, ("中华", "人民共", "中国"))] == [36, 2, 0, None]
    for text in ("中华人民共和国", "中人民共和", "共和国中", "人人民中华A1", "𠀀字A1B2", "A1b A2", ""):
        assert ours.cut(text) == [word for word in stock.cut(text, HMM=False) if word], text


def test_a_list_with_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        read_word_list("中华 5 n\n\n".encode())
    with pytest.raises(ValueError, match="invalid literal"):
        read_word_list("中华 n\n".encode())


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.segmentation._MOST_KEPT", 8)
    ours = Segmenter(word_list())
    text = "政府信息公开工作年度报告由本机关编制并予以公布"
    for _ in range(3):
        assert ours.cut(text) == stock_jieba.cut(text)
        assert len(ours._weights) <= 8


def test_without_jieba_it_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordlist, "find_spec", lambda _: None)
    word_list.cache_clear()
    with pytest.raises(ModuleNotFoundError, match="jieba"):
        word_list()
