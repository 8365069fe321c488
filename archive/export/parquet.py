"""Parquet, zstd: the columns of docs/export.md, in row groups of some megabytes of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import RawIOBase
from typing import Any, BinaryIO, cast

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs
from pyarrow.json import ParseOptions, ReadOptions, read_json  # type: ignore[import-untyped] # it has no stubs

from archive.export.behind import Behind
from archive.export.formats import Write
from archive.records import Values, as_json

GROUP_BYTES = 3 << 20  # of a row group as JSON: of each split two are in memory, one is read and one written
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


def batch(records: Iterable[Values], shape: pa.Schema) -> pa.RecordBatch:
    """Records as Arrow columns; origins, a map, as a list of pairs: more programs can read that."""
    return _read(b"".join(_line(record, shape.names) for record in records), shape)


def _line(record: Values, names: Sequence[str]) -> bytes:
    """JSON: Arrow reads it into columns faster than Python's objects, and without holding Python up."""
    if "origins" not in names:
        return as_json(record, names)
    pairs = [{"field": field, "origin": origin} for field, origin in record["origins"].items()]
    return as_json(record, names, origins=pairs)


def _read(lines: bytes, shape: pa.Schema) -> pa.RecordBatch:
    if not lines:
        return pa.RecordBatch.from_pylist([], schema=shape)
    whole = ReadOptions(use_threads=False, block_size=len(lines))
    options = ParseOptions(explicit_schema=shape, unexpected_field_behavior="error")
    table = read_json(pa.BufferReader(lines), read_options=whole, parse_options=options)
    (made,) = table.to_batches()
    return made


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
    """Compressed with zstd; dictionaries for the columns that repeat, statistics for those that are sought by."""
    shape = schema(fields)
    held = bytearray()
    few, sought = ([name for name in some if name in fields] for some in (FEW_VALUES, SOUGHT))
    encoded = _Encoded()
    with (
        pq.ParquetWriter(
            cast(Any, encoded), shape, compression="zstd", use_dictionary=few, write_statistics=sought
        ) as writer,
        closing(Behind()) as encoding,
    ):

        def flush() -> None:
            lines = bytes(held)
            held.clear()
            encoding.wait()
            file.write(encoded.taken())
            encoding.go(lambda: writer.write_batch(_read(lines, shape)))

        def write(record: Values) -> None:
            held.extend(_line(record, fields))
            if len(held) >= GROUP_BYTES:
                flush()

        yield write
        if held:
            flush()
        encoding.wait()
    file.write(encoded.taken())
