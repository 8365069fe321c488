"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from operator import itemgetter
from typing import Any, BinaryIO, cast

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.choices import TEXT
from archive.export.formats import Write
from archive.records import Record

GROUP_CHARACTERS = 2 << 20  # of text in a row group: what is in memory before it is written
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
FEW_VALUES = ("site", "source", "section", "language", "published_precision", "duplicate_kind", "fetched_at")


def schema(fields: Sequence[str]) -> pa.Schema:
    """The Arrow schema of records with these fields."""
    return pa.schema([(name, TYPES.get(name, pa.string())) for name in fields])


def batch(records: Sequence[Record], shape: pa.Schema) -> pa.RecordBatch:
    """Records as Arrow columns; origins, a map, as a list of pairs: more programs can read that."""
    columns = [_column([record[name] for record in records], shape.field(name).type) for name in shape.names]
    return pa.RecordBatch.from_arrays(columns, schema=shape)


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_list(kind) or not pa.types.is_struct(kind.value_type):
        return pa.array(values, kind)
    # Lists of structs member by member: pyarrow takes five times as long for dicts.
    member_of = itemgetter(*(member.name for member in kind.value_type))
    items = [item for one in values for item in (one.items() if isinstance(one, dict) else map(member_of, one))]
    ends = accumulate(map(len, values), initial=0)
    members = [pa.array(member, pa.string()) for member in zip(*items, strict=True)]
    if not items:
        members = [pa.array([], pa.string()) for _ in kind.value_type]
    structs = pa.StructArray.from_arrays(members, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs, type=kind)


@contextmanager
def parquet(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Compressed with zstd; dictionaries for the columns that repeat, statistics as pyarrow makes them."""
    shape = schema(fields)
    held: list[Record] = []
    size = 0
    few = [name for name in FEW_VALUES if name in fields]
    with pq.ParquetWriter(cast(Any, file), shape, compression="zstd", use_dictionary=few) as writer:

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
            if size >= GROUP_CHARACTERS:
                flush()

        yield write
        flush()
