"""Where the data of the tool lies: in the repository, or inside the installed package.

Rules and models are top-level folders of the repository and travel in the wheel as
``auditor/data/``. No other module knows either place.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_REPOSITORY = _PACKAGE.parent
PACK = "annual-report"
"""The folder of the rule pack among those of ``rules_folder``."""


@lru_cache(maxsize=4)
def _data_folder(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _REPOSITORY / name


def rules_folder() -> Path:
    """The folder of rule packs that ship with the tool."""
    return _data_folder("rules")


def models_folder() -> Path:
    """The folder of models that ship with the tool."""
    return _data_folder("models")


def corpus_folder() -> Path:
    """The labelled corpus, which stands in the repository only."""
    return _REPOSITORY / "corpus"


def messages_file(language: str) -> Path:
    """The message catalogue of a language, ``zh`` or ``en``."""
    return _PACKAGE / "messages" / f"{language}.toml"


def schema_file() -> Path:
    """The JSON Schema of ``--format json``."""
    return _PACKAGE / "schema" / "audit-1.json"


def templates_folder() -> Path:
    """The templates of ``--format html``."""
    return _PACKAGE / "reporters" / "templates"


def web_templates_folder() -> Path:
    """The templates of the review page."""
    return _PACKAGE / "web" / "templates"


def web_static_folder() -> Path:
    """The style sheets and scripts of the review page."""
    return _PACKAGE / "web" / "static"
