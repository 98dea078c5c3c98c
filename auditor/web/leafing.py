"""Lists that people leaf through: a hundred rows a page, each view an address that can be sent to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, Field

ROWS = 100
"""Of a page."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a list of ``total`` rows."""

    number: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // ROWS))

    @property
    def start(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * ROWS

    @property
    def end(self) -> int:
        return min(self.start + ROWS, self.total)

    @property
    def near(self) -> list[int]:
        """The pages that can be gone to at once: the first, the last, and those beside this one."""
        return sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})


class Leafing(BaseModel):
    """What every address of a list may say."""

    year: int | None = None
    page: int = Field(1, ge=1, le=1_000_000)

    def leaf(self, total: int) -> Leaf:
        return Leaf(self.page, total)

    def address(self, path: str, **changes: object) -> str:
        """The same view with some of it changed; a change of anything but the page leads to the first page."""
        told = self.model_dump() | ({} if changes.keys() <= {"page", "year"} else {"page": 1}) | changes
        usual = {name: known.default for name, known in type(self).model_fields.items()}
        return address(path, **{name: value for name, value in told.items() if value != usual.get(name)})


def address(path: str, **values: object) -> str:
    """A path with a query of what is not empty."""
    query = urlencode({name: str(value) for name, value in values.items() if value not in (None, "", False)})
    return f"{path}?{query}" if query else path
