"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import RawIOBase
from typing import Any, BinaryIO, cast

import orjson
import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.behind import Behind
from archive.export.choices import TEXT
from archive.export.columns import column
from archive.export.formats import Write
from archive.records import STORED, UNPACKED, Record, Values

GROUP_BYTES = 6 << 20  # of a row group in memory: of each split there are two, one is read and one written
AT_ONCE = 100  # records that are made columns
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
# Columns that a reader may skip row groups by; of texts the least and the greatest would only fill footer and memory.
SOUGHT = ("id", "site", "published_at", "section", "source", "language", "revision", "duplicate_of", "fetched_at")
FEW_VALUES = ("site", "source", "section", "language", "published_precision", "duplicate_kind", "fetched_at")


def schema(fields: Sequence[str]) -> pa.Schema:
    """The Arrow schema of records with these fields."""
    return pa.schema([(name, TYPES.get(name, pa.string())) for name in fields])


def batch(records: Sequence[Values], shape: pa.Schema) -> pa.RecordBatch:
    """Records as Arrow columns; origins, a map, as a list of pairs: more programs can read that."""
    archived = [record for record in records if isinstance(record, Record)]
    if len(archived) == len(records):
        columns = [_archived(archived, field) for field in shape]
    else:
        columns = [_given(records, field) for field in shape]
    return pa.RecordBatch.from_arrays(columns, schema=shape)


def _archived(records: Sequence[Record], field: pa.Field) -> pa.Array:
    """A column of articles as the archive has them: of its bytes, which are not made values first."""
    if field.name in UNPACKED:
        return column([UNPACKED[field.name](record) for record in records], field.type)
    if field.name in STORED:
        return _read([record.stored[field.name] for record in records], field)
    return _given(records, field)


def _given(records: Sequence[Values], field: pa.Field) -> pa.Array:
    return _column([record[field.name] for record in records], field)


def _column(values: list[Any], field: pa.Field) -> pa.Array:
    if field.name == "origins":
        values = [[{"field": name, "origin": origin} for name, origin in one.items()] for one in values]
    return column(values, field.type)


def _read(lists: list[bytes], field: pa.Field) -> pa.Array:
    """Lists as JSON. What is the same in many articles, such as an empty list, is read once."""
    places: dict[bytes, int] = {}
    at = [places.setdefault(one, len(places)) for one in lists]
    if len(places) > len(lists) / 2:
        return _each(lists, field)
    return _each(list(places), field).take(column(at, pa.int32()))


def _each(lists: list[bytes], field: pa.Field) -> pa.Array:
    joined = b",".join(lists)
    if field.type != STRINGS or b"\\" in joined:
        return _column(orjson.loads(b"[%b]" % joined), field)
    apart = [one[2:-2].split(b'","') if one != b"[]" else [] for one in lists]  # nothing is escaped
    return column(apart, STRINGS)


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


class _Group:
    """The rows that come next, until they are as many as a row group has; most of them as columns already."""

    def __init__(self, shape: pa.Schema) -> None:
        self._shape = shape
        self._held: list[Values] = []
        self._made: list[pa.RecordBatch] = []
        self._texts = self._size = 0  # characters or bytes of the one, bytes of the other

    def add(self, record: Values) -> bool:
        """Takes a record; tells whether the group is full."""
        self._held.append(record)
        self._texts += len(record.utf8 if isinstance(record, Record) else record[TEXT])
        if len(self._held) == AT_ONCE or self._texts >= GROUP_BYTES:
            self._make()
        return self._size >= GROUP_BYTES

    def take(self, made: pa.RecordBatch) -> bool:
        """Takes rows that are columns already; tells whether the group is full."""
        self._made.append(made)
        self._size += made.nbytes
        return self._size >= GROUP_BYTES

    def _make(self) -> None:
        self.take(batch(self._held, self._shape))
        self._held.clear()
        self._texts = 0

    def taken(self) -> list[pa.RecordBatch]:
        """All rows that were added since it was asked last."""
        if self._held:
            self._make()
        made, self._made, self._size = self._made, [], 0
        return made


def batches(records: Iterable[Values], fields: Sequence[str]) -> list[pa.RecordBatch]:
    """Records as columns, as a row group is put together from."""
    group = _Group(schema(fields))
    for record in records:
        group.add(record)
    return group.taken()


@contextmanager
def parquet(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Compressed with zstd; dictionaries for the columns that repeat, statistics for those that are sought by."""
    shape = schema(fields)
    few, sought = ([name for name in some if name in fields] for some in (FEW_VALUES, SOUGHT))
    encoded, group = _Encoded(), _Group(shape)
    with (
        pq.ParquetWriter(
            cast(Any, encoded), shape, compression="zstd", use_dictionary=few, write_statistics=sought
        ) as writer,
        closing(Behind()) as encoding,
    ):

        def flush() -> None:
            rows = pa.Table.from_batches(group.taken(), shape)
            encoding.wait()
            file.write(encoded.taken())
            if len(rows):
                encoding.go(lambda: writer.write_table(rows, row_group_size=len(rows)))

        def write(given: Values | list[pa.RecordBatch]) -> None:
            for full in map(group.take, given) if isinstance(given, list) else (group.add(given),):
                if full:
                    flush()

        yield write
        flush()
        encoding.wait()
    file.write(encoded.taken())
