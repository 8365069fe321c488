"""A Parquet file put together of row groups that were encoded apart, each as a file of its own.

A row group's pages go into the file as they are. What the footer says of them does, too, but for offsets, which count
from the start of the file. The footer is a FileMetaData (https://github.com/apache/parquet-format, parquet.thrift) in
the compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAGIC = b"PAR1"  # at both ends of a file; before the last one the footer, and its length in four bytes
TAIL = 4 + len(MAGIC)
# Kinds of values that are no integers: those are one varint each.
TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, STRUCT = 1, 2, 3, 7, 8, 9, 12
FIXED = {TRUE: 0, FALSE: 0, BYTE: 1, DOUBLE: 8}  # bytes of a field; TRUE and FALSE are kinds and values in one
LONG = 15  # as many values have their number behind a list's first byte, where fewer have it in there
# What is looked for, by the numbers of the fields that lead to it; lists are gone through.
HERE: Mapping[int, Any] = {}
NOTHING: Mapping[int, Any] = {}
COUNTED = {3: HERE, 4: HERE}  # of a FileMetaData: num_rows, row_groups
OFFSETS = {1: {3: {9: HERE, 10: HERE, 11: HERE}}, 5: HERE}  # of a RowGroup: of its columns' pages, and its own


@dataclass(frozen=True, slots=True)
class RowGroup:
    """pages: as they stand in a file. said: what the footer says of them, cut where an offset belongs.

    offsets: those, from the start of the pages.
    """

    pages: bytes
    rows: int
    said: tuple[bytes, ...]
    offsets: tuple[int, ...]

    def begun_at(self, start: int) -> bytes:
        """What a footer says of it where its pages begin there."""
        between = (_zigzag(start + offset) for offset in self.offsets)
        return self.said[0] + b"".join(part for pair in zip(between, self.said[1:], strict=True) for part in pair)


def row_group(file: bytes) -> RowGroup:
    """The row group of a file that has one."""
    footer = footer_of(file)
    rows, (begin, end) = _Compact(footer).places(COUNTED)
    group = footer[begin + 1 : end]  # what is before a single one in its list is a byte
    places = _Compact(group).places(OFFSETS)
    cuts = [0, *(at for place in places for at in place), len(group)]
    return RowGroup(
        file[len(MAGIC) : -TAIL - len(footer)],
        _Compact(footer, rows[0]).integer(),
        tuple(group[one:other] for one, other in zip(cuts[::2], cuts[1::2], strict=True)),
        tuple(_Compact(group, at).integer() - len(MAGIC) for at, _ in places),
    )


def footer_of(file: bytes) -> bytes:
    """What stands between the pages of a file and its end."""
    length = int.from_bytes(file[-TAIL : -len(MAGIC)], "little")
    return file[-TAIL - length : -TAIL]


def ending(footer: bytes, groups: Sequence[bytes], rows: int) -> bytes:
    """All that comes after the pages: the footer of a file without rows, with what is said of these groups."""
    (count, begin), (listed, end) = _Compact(footer).places(COUNTED)
    many = len(groups)
    header = bytes([many << 4 | STRUCT]) if many < LONG else bytes([LONG << 4 | STRUCT]) + _varint(many)
    whole = b"".join((footer[:count], _zigzag(rows), footer[begin:listed], header, *groups, footer[end:]))
    return whole + len(whole).to_bytes(4, "little") + MAGIC


class _Compact:
    """Goes once through a struct, from a place in some bytes."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self._at = at
        self._places: list[tuple[int, int]] = []

    def places(self, wanted: Mapping[int, Any]) -> list[tuple[int, int]]:
        """Where what is wanted begins and ends, in the order in which it stands there."""
        self._struct(wanted)
        return self._places

    def integer(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
        return value | byte << shift

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _struct(self, wanted: Mapping[int, Any]) -> None:
        number = 0
        while header := self._byte():  # how much higher the field's number is, and its kind
            number = number + (header >> 4) if header >> 4 else self.integer()
            inner, begin = wanted.get(number, NOTHING), self._at
            self._value(header & 0xF, inner)
            if inner is HERE:
                self._places.append((begin, self._at))

    def _value(self, kind: int, wanted: Mapping[int, Any]) -> None:
        if kind == STRUCT:
            self._struct(wanted)
        elif kind == LIST:
            header = self._byte()  # how many, 15 for more than fit there, and their kind
            for _ in range(header >> 4 if header >> 4 < LONG else self._varint()):
                self._value(header & 0xF, wanted)
        elif kind == BINARY:
            length = self._varint()
            self._at += length
        elif kind in FIXED:
            self._at += FIXED[kind]
        else:
            self._varint()


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _zigzag(value: int) -> bytes:
    return _varint(value << 1 ^ value >> 63)
