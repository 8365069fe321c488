"""Formats of lines: JSON lines, CSV for spreadsheets, plain text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

from archive.export.choices import TEXT
from archive.export.formats import Write
from archive.records import Values, as_json

SEPARATOR = " | "  # between the values of a list in a CSV cell; paragraphs stand on lines of their own
FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet program takes for the start of one
BOM = b"\xef\xbb\xbf"  # without it spreadsheet programs take UTF-8 for something else


@contextmanager
def jsonl(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """An object a line, UTF-8 (https://jsonlines.org/)."""
    yield lambda record: file.write(record if isinstance(record, bytes) else as_json(record, fields))


def as_lines(records: Iterable[Values], fields: Sequence[str]) -> bytes:
    """Records as a piece of such a file."""
    return b"".join(as_json(record, fields) for record in records)


@contextmanager
def csv_rows(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """RFC 4180 with a header, in UTF-8 with a byte order mark."""
    file.write(BOM)
    text = io.TextIOWrapper(cast(IO[bytes], file), "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    try:
        writer.writerow(fields)
        yield lambda record: writer.writerow(
            [cell(record[name], "\n" if name == "paragraphs" else SEPARATOR) for name in fields]
        )
    finally:
        text.detach()  # the file stays open: it is the caller's


@contextmanager
def plain(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Title and text, blank lines between paragraphs and two between articles; of units, the text alone, one a line."""

    def write(record: Values) -> None:
        file.write(as_text(record).encode())

    yield write


def as_text(record: Values) -> str:
    """What the text format writes of a record. No line of a title or unit breaks."""
    if "position" in record:
        return " ".join(record[TEXT].split()) + "\n"
    return f"{' '.join(record['title'].split())}\n\n{record[TEXT]}\n\n\n"


def cell(value: Any, separator: str = SEPARATOR) -> str:
    """A value in a CSV cell: lists joined, images and attachments as their URLs; never a formula.

    What a spreadsheet program would take for the start of a formula gets an apostrophe in front.
    """
    if isinstance(value, int):
        return str(value)
    text = _flat(value, separator)
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA) else text


def _flat(value: Any, separator: str = SEPARATOR) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return value["url"] if "url" in value else separator.join(f"{key}: {item}" for key, item in value.items())
    return separator.join(map(_flat, value)) if isinstance(value, list) else str(value)
