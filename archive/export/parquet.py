"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from io import RawIOBase
from itertools import accumulate
from operator import itemgetter
from typing import Any, BinaryIO, cast

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.behind import Behind
from archive.export.choices import TEXT
from archive.export.formats import Write
from archive.records import Values, text_of

GROUP_BYTES = 2 << 20  # of text in a row group; two groups are in memory: one is read, one written
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
LONG = ("html", TEXT)
FEW_VALUES = ("site", "source", "section", "language", "published_precision", "duplicate_kind", "fetched_at")


def schema(fields: Sequence[str]) -> pa.Schema:
    """The Arrow schema of records with these fields."""
    return pa.schema([(name, TYPES.get(name, pa.string())) for name in fields])


def batch(records: Sequence[Values], shape: pa.Schema) -> pa.RecordBatch:
    """Records as Arrow columns; origins, a map, as a list of pairs: more programs can read that."""
    columns = [
        _column([text_of(record, name) if name in LONG else record[name] for record in records], shape.field(name).type)
        for name in shape.names
    ]
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


class _Encoded(RawIOBase):
    """Takes what pyarrow writes until it is asked for: so a file grows when rows are given, not at some other time."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._taken = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        before = len(self._held)
        self._held += data
        return len(self._held) - before

    def tell(self) -> int:
        return self._taken + len(self._held)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        taken, self._held = self._held, bytearray()
        self._taken += len(taken)
        return bytes(taken)


@contextmanager
def parquet(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Compressed with zstd; dictionaries for the columns that repeat, statistics as pyarrow makes them."""
    shape = schema(fields)
    held: list[Values] = []
    size = 0
    few = [name for name in FEW_VALUES if name in fields]
    encoded = _Encoded()
    with (
        pq.ParquetWriter(cast(Any, encoded), shape, compression="zstd", use_dictionary=few) as writer,
        closing(Behind()) as encoding,
    ):

        def flush() -> None:
            nonlocal size
            made = batch(held, shape)
            held.clear()
            size = 0
            encoding.wait()
            file.write(encoded.taken())
            encoding.go(writer.write_batch, made)

        def write(record: Values) -> None:
            nonlocal size
            held.append(record)
            size += len(text_of(record, TEXT) or "")
            if size >= GROUP_BYTES:
                flush()

        yield write
        if held:
            flush()
        encoding.wait()
    file.write(encoded.taken())
