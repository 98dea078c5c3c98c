"""jieba itself, to hold our cutting to: a private tokenizer, its list read from the package, no cache file."""

from __future__ import annotations

import logging
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own sources warn when they are compiled
        import jieba

    jieba.setLogLevel(logging.ERROR)
    stock = jieba.Tokenizer()
    stock.FREQ, stock.total = stock.gen_pfdict(stock.get_dict_file())
    stock.initialized = True
    return stock


def dictionary_file() -> Path:
    with tokenizer().get_dict_file() as file:
        return Path(file.name)


def cut(text: str) -> list[str]:
    return [word for word in tokenizer().cut(text, HMM=False) if word]
