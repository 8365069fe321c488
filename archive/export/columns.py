"""Python's values as Arrow columns, put together from their buffers.

Layout: https://arrow.apache.org/docs/format/Columnar.html. `pyarrow.array` looks at each value for itself, and loads
pandas where that is installed: forty megabytes that an export has no use for.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Values, None among them, as a column of strings (text or UTF-8), integers, structs (from dicts) or lists."""
    if not any(values) and all(value is None for value in values):
        return pa.nulls(len(values), kind)
    missing = _missing(values)
    if pa.types.is_list(kind):
        inner = column(list(chain.from_iterable(value or () for value in values)), kind.value_type)
        return pa.Array.from_buffers(
            kind, len(values), [missing, _ends(value or () for value in values)], -1, 0, [inner]
        )
    if pa.types.is_struct(kind):
        members = [column([value and value[member.name] for value in values], member.type) for member in kind]
        return pa.Array.from_buffers(kind, len(values), [missing], -1, 0, members)
    if pa.types.is_integer(kind):
        numbers = array("q" if kind.bit_width == 64 else "i", [value or 0 for value in values])
        return pa.Array.from_buffers(kind, len(values), [missing, pa.py_buffer(numbers)])
    texts = [value.encode() if isinstance(value, str) else value or b"" for value in values]
    return pa.Array.from_buffers(kind, len(values), [missing, _ends(texts), pa.py_buffer(b"".join(texts))])


def _ends(values: Iterable[Any]) -> pa.Buffer:
    """Where each value ends, and the next begins."""
    return pa.py_buffer(array("i", accumulate(map(len, values), initial=0)))


def _missing(values: Sequence[Any]) -> pa.Buffer | None:
    """A bit for each value that is there, the first one lowest; None where all are."""
    if None not in values:
        return None
    bits = "".join("0" if value is None else "1" for value in reversed(values))
    return pa.py_buffer(int(bits, 2).to_bytes(-(-len(values) // 8), "little"))
