"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, BinaryIO

import orjson
import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.behind import Behind
from archive.export.choices import TEXT
from archive.export.columns import column
from archive.export.footer import MAGIC, RowGroup, ending, footer_of, row_group
from archive.export.formats import Write
from archive.records import STORED, UNPACKED, Record, Values, texts_in

GROUP_BYTES = 6 << 20  # of a row group in memory: of each split there are two, one is read and one written
AT_ONCE = 500  # records that are made columns
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
    name = field.name
    if made := UNPACKED.get(name):
        return column(list(map(made, records)), field.type)
    if name == "paragraphs":  # hardly any two are the same
        return _each([record.stored[name] for record in records], field)
    if name in STORED:
        return _read([record.stored[name] for record in records], field)
    return _given(records, field)


def _given(records: Sequence[Values], field: pa.Field) -> pa.Array:
    name = field.name  # asked for once: pyarrow makes it anew each time
    return _column([record[name] for record in records], field)


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
    if field.type != STRINGS or None in (apart := list(map(texts_in, lists))):
        return _column(orjson.loads(b"[%b]" % b",".join(lists)), field)
    return column(apart, STRINGS)


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

    def _make(self) -> None:
        made = batch(self._held, self._shape)
        self._made.append(made)
        self._size += made.nbytes
        self._held.clear()
        self._texts = 0

    def taken(self) -> list[pa.RecordBatch]:
        """All rows that were added since it was asked last."""
        if self._held:
            self._make()
        made, self._made, self._size = self._made, [], 0
        return made


def encoded(rows: Sequence[pa.RecordBatch], shape: pa.Schema) -> bytes:
    """A file with these rows as its only row group; zstd, dictionaries for columns that repeat, statistics of some."""
    few, sought = ([name for name in some if name in shape.names] for some in (FEW_VALUES, SOUGHT))
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, shape, compression="zstd", use_dictionary=few, write_statistics=sought) as writer:
        if rows:
            table = pa.Table.from_batches(rows, shape)
            writer.write_table(table, row_group_size=len(table))
    made: bytes = sink.getvalue().to_pybytes()
    return made


def row_groups(records: Iterable[Values], fields: Sequence[str]) -> list[RowGroup]:
    """Records as row groups of a file that others stand in, too."""
    group = _Group(shape := schema(fields))
    made = [row_group(encoded(group.taken(), shape)) for record in records if group.add(record)]
    rest = group.taken()
    return [*made, row_group(encoded(rest, shape))] if rest else made


@contextmanager
def parquet(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Takes records, of which it makes row groups behind the back of who brings them, or row groups."""
    shape, said, rows = schema(fields), list[bytes](), 0
    group, made = _Group(shape), list[RowGroup]()
    file.write(MAGIC)

    def put(groups: Iterable[RowGroup]) -> None:
        nonlocal rows
        for one in groups:
            said.append(one.begun_at(file.tell()))
            file.write(one.pages)
            rows += one.rows

    with closing(Behind()) as encoding:

        def flush() -> None:
            encoding.wait()
            put(made)
            made.clear()
            if taken := group.taken():
                encoding.go(lambda: made.append(row_group(encoded(taken, shape))))

        def write(given: Values | list[RowGroup]) -> None:
            if isinstance(given, list):
                put(given)
            elif group.add(given):
                flush()

        yield write
        flush()
        flush()  # what the first one had encoded
    file.write(ending(footer_of(encoded((), shape)), said, rows))
