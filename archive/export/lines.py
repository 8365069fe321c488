"""Formats of lines: JSON lines, CSV for spreadsheets, plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from archive.export.choices import TEXT
from archive.export.formats import Write
from archive.records import Values, as_json

SEPARATOR = " | "  # between the values of a list in a CSV cell; paragraphs stand on lines of their own
FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet program takes for the start of one
EMPTY = '""'  # a row with a single cell that is empty: without it, a line that readers pass over
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
    file.write(BOM + as_row(fields).encode())
    yield lambda record: file.write(record if isinstance(record, bytes) else as_rows([record], fields))


def as_rows(records: Iterable[Values], fields: Sequence[str]) -> bytes:
    """Records as a piece of such a file."""
    apart = ["\n" if name == "paragraphs" else SEPARATOR for name in fields]
    return "".join(as_row(list(map(cell, map(record.__getitem__, fields), apart))) for record in records).encode()


def as_row(cells: Sequence[str]) -> str:
    """A row as Python's csv writes it, which looks at each character for itself."""
    return f"{','.join(map(_quoted, cells)) or EMPTY}\r\n"


def sheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A whole file of them, as spreadsheet programs take it."""
    return BOM + "".join(as_row([cell(value) for value in row]) for row in (columns, *rows)).encode()


def _quoted(text: str) -> str:
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


@contextmanager
def plain(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """Title and text, blank lines between paragraphs and two between articles; of units, the text alone, one a line."""
    yield lambda record: file.write(record if isinstance(record, bytes) else as_text(record).encode())


def as_texts(records: Iterable[Values], fields: Sequence[str]) -> bytes:
    """Records as a piece of such a file."""
    return "".join(map(as_text, records)).encode()


def as_text(record: Values) -> str:
    """What the text format writes of a record. No line of a title or unit breaks."""
    if "position" in record:
        return " ".join(record[TEXT].split()) + "\n"
    return f"{' '.join(record['title'].split())}\n\n{record[TEXT]}\n\n\n"


def cell(value: Any, separator: str = SEPARATOR) -> str:
    """A value in a CSV cell: lists joined, images and attachments as their URLs; never a formula.

    What a spreadsheet program would take for the start of a formula gets an apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = value if isinstance(value, str) else _flat(value, separator)
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA) else text


def _flat(value: Any, separator: str = SEPARATOR) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return value["url"] if "url" in value else separator.join(f"{key}: {item}" for key, item in value.items())
    return separator.join(map(_flat, value)) if isinstance(value, list) else str(value)
