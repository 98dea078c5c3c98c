"""The tables of a store as Parquet files, for notebooks and other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, Engine, Float, Integer, LargeBinary, Table, select

from auditor.errors import UsageError
from auditor.store.schema import PRIVATE, metadata

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 20_000
"""Rows of a group, which is what is held at a time."""


def export(engine: Engine, folder: Path) -> dict[str, int]:
    """Write ``TABLE.parquet`` for each table, without what only this program reads; rows by table.

    Raises UsageError without the extra, or where the folder cannot be written.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise UsageError("extra_missing", option="audit export", extra="parquet") from error
    written = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in metadata.sorted_tables:
            if table in PRIVATE:
                continue
            columns = [column for column in table.c if not isinstance(column.type, LargeBinary)]
            schema = pa.schema([pa.field(column.name, _kind(column, pa)) for column in columns])
            with parquet.ParquetWriter(folder / f"{table.name}.parquet", schema) as writer:
                written[table.name] = 0
                for rows in _groups(engine, table, columns):
                    writer.write_table(pa.Table.from_pylist(rows, schema))
                    written[table.name] += len(rows)
    except OSError as error:
        raise UsageError("output_failed", path=str(folder), detail=error.strerror or str(error)) from error
    return written


def _groups(engine: Engine, table: Table, columns: list[Column[Any]]) -> Iterator[list[dict[str, Any]]]:
    asked = select(*columns).order_by(*table.primary_key.columns)
    with engine.connect().execution_options(yield_per=_ROWS) as connection:
        for rows in connection.execute(asked).partitions():
            yield [dict(row._mapping) for row in rows]  # noqa: SLF001 - the library's public name for a row as a mapping


def _kind(column: Column[Any], arrow: Any) -> pa.DataType:  # noqa: ANN401 - a module
    match column.type:
        case Boolean():
            return arrow.bool_()
        case Integer():
            return arrow.int64()
        case Float():
            return arrow.float64()
        case _:
            return arrow.string()
