"""The administrative divisions of the country: which place is above which.

They come with the package JioNLP (Apache-2.0, extra ``places``), whose list goes down to the
village; it is read as data, from its file, and no code of that package is run. Without the package
nothing is known of any place, and who asks must go without.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path

PACKAGE = "jionlp"
_FILE = Path("dictionary", "china_location.zip")
_COUNTY = 3
"""So many names has a county with those above it; a township has one more, and below it nothing is read."""
_TOO_DEEP = b"\t" * (_COUNTY + 1)
_LONGEST = 15

Chain = tuple[str, ...]
"""A division with those above it, the largest first: 江苏省, 宿迁市, 沭阳县."""


def version() -> str | None:
    """The version of the package that ships the list; None where it is not installed."""
    return metadata.version(PACKAGE) if _list_file() else None


def chains_of(text: str, start: int = 0, *, townships: bool = True) -> tuple[tuple[Chain, ...], int]:
    """The divisions that a text names from ``start`` on, and where the name ends: 江苏省沭阳县 is one.

    Several where a name is borne by several places; none, and ``start``, where no known name begins there.
    """
    known = _divisions()
    found: tuple[Chain, ...] = ()
    place = start
    while names := [text[place : place + length] for length in range(_LONGEST, 1, -1)]:
        name = next((name for name in names if name in known), None)
        if name is None:
            break
        chains = tuple(chain for chain in known[name] if townships or len(chain) <= _COUNTY)
        within = tuple(chain for chain in chains if any(_above(larger, chain) for larger in found))
        if not (within if found else chains):
            break
        found, place = within or chains, place + len(name)
    return found, place


def is_above(larger: tuple[Chain, ...], own: tuple[Chain, ...]) -> bool:
    """Whether a place of the one name is that of the other or above it."""
    return any(chain == other or _above(chain, other) for chain in larger for other in own)


def _above(larger: Chain, chain: Chain) -> bool:
    """Whether each division of ``larger`` is one that ``chain`` lies in; a prefecture may be left out in between."""
    return len(larger) < len(chain) and chain[: len(larger)] == larger


def _list_file() -> Path | None:
    spec = util.find_spec(PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec else []
    return next((file for folder in folders if (file := Path(folder) / _FILE).is_file()), None)


@lru_cache(maxsize=1)
def _divisions() -> dict[str, list[Chain]]:
    """Each division by its full name. In the file a tab a level stands before a name, code and short name behind it."""
    found: dict[str, list[Chain]] = defaultdict(list)
    file = _list_file()
    if file is None:
        return {}
    path: list[str] = []
    with zipfile.ZipFile(file) as archive, archive.open(archive.namelist()[0]) as stream:
        for line in stream:
            if line.startswith(_TOO_DEEP):
                continue
            level = len(line) - len(line.lstrip(b"\t"))
            name = line.strip().split(b"\t")[0].decode("utf-8")
            path[level:] = [name]
            chain = tuple(dict.fromkeys(path))
            if chain not in found[name]:
                found[name].append(chain)
    return dict(found)
