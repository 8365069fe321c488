"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.choices import TEXT
from archive.export.formats import Write
from archive.records import Record

GROUP_BYTES = 4 << 20  # of text in a row group: what is in memory before it is written
STRINGS = pa.list_(pa.string())
TYPES: dict[str, pa.DataType] = {
    "id": pa.int64(),
    "paragraphs": STRINGS,
    "captions": STRINGS,
    "images": pa.list_(pa.struct({"url": pa.string(), "caption": pa.string(), "alt": pa.string()})),
    "attachments": pa.list_(pa.struct({"url": pa.string(), "title": pa.string()})),
    "authors": STRINGS,
    "tags": STRINGS,
    "origins": pa.list_(pa.struct({"field": pa.string(), "origin": pa.string()})),
    "revision": pa.int32(),
    "duplicate_of": pa.int64(),
    "position": pa.int32(),
}  # all others are strings


def schema(fields: Sequence[str]) -> pa.Schema:
    """The Arrow schema of records with these fields."""
    return pa.schema([(name, TYPES.get(name, pa.string())) for name in fields])


def batch(records: Sequence[Record], shape: pa.Schema) -> pa.RecordBatch:
    """Records as Arrow columns; origins, a map, as a list of pairs: more programs can read that."""
    columns = [
        pa.array([_value(name, record[name]) for record in records], shape.field(name).type) for name in shape.names
    ]
    return pa.RecordBatch.from_arrays(columns, schema=shape)


def _value(name: str, value: Any) -> Any:
    return [{"field": key, "origin": origin} for key, origin in value.items()] if name == "origins" else value


@contextmanager
def parquet(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Statistics, dictionaries and page checksums as pyarrow makes them by default; compression zstd."""
    shape = schema(fields)
    held: list[Record] = []
    size = 0
    with pq.ParquetWriter(cast(Any, file), shape, compression="zstd") as writer:

        def flush() -> None:
            nonlocal size
            if held:
                writer.write_batch(batch(held, shape))
            held.clear()
            size = 0

        def write(record: Record) -> None:
            nonlocal size
            held.append(record)
            size += len(record[TEXT])
            if size >= GROUP_BYTES:
                flush()

        yield write
        flush()
