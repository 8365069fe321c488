"""A corpus written to a file: JSON lines, complete, or CSV for spreadsheets; streaming, aside, then renamed.

docs/export.md has every field. No article that was withdrawn leaves.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import orjson

from archive.found import FIELDS, Found

SEPARATOR = " | "  # between the values of a list in a CSV cell; paragraphs stand on lines of their own
FORMULA = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet program takes for the start of one
BOM = b"\xef\xbb\xbf"  # without it spreadsheet programs take UTF-8 for something else
Writer = Callable[[Iterable[Mapping[str, Any]], BinaryIO], None]


class TargetError(RuntimeError):
    """The export cannot be written there; the message says where, and why."""


def export(articles: Iterable[Found], target: Path | None, form: str = "", force: bool = False) -> int:
    """Writes the articles to the target (None: standard output), returns how many. Raises TargetError, OSError.

    The suffix chooses the format (.jsonl, .csv, each also .gz) unless ``form`` names one ("jsonl", "csv"). The target
    is there when all of it is there; one that exists is kept unless ``force`` is set.
    """
    counted = _Counted(articles)
    write = WRITERS[format_of(target, form)]
    if target is None:
        write(counted, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        _check(target, force)
        with _aside(target) as file, _packed(file, target) as packed:
            write(counted, packed)
    return counted.number


def format_of(target: Path | None, form: str = "") -> str:
    """The name of the format that is meant. Raises TargetError where none is."""
    suffixes = [suffix.lower() for suffix in target.suffixes] if target else []
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    chosen = form or (suffixes[-1].removeprefix(".") if suffixes else "jsonl" if target is None else "")
    if chosen not in WRITERS:
        raise TargetError(f"{target}: say by its suffix or by --format what to write: {', '.join(WRITERS)}")
    return chosen


class _Counted:
    """Articles as JSON types, counted as they go by."""

    def __init__(self, articles: Iterable[Found]) -> None:
        self.articles = articles
        self.number = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for found in self.articles:
            self.number += 1
            yield found.to_json()


def _check(target: Path, force: bool) -> None:
    if target.exists() and not target.is_file():
        raise TargetError(f"{target}: is no file; - writes to standard output")
    if target.exists() and not force:
        raise TargetError(f"{target}: is there already; --force replaces it")
    if not target.parent.is_dir():
        raise TargetError(f"{target.parent}: there is no such folder")


@contextmanager
def _aside(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target that takes its place at the end, and is gone after an error."""
    path = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with path.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _packed(file: BinaryIO, target: Path) -> Iterator[BinaryIO]:
    if target.suffix.lower() != ".gz":
        yield file
        return
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:  # no name, no time: same articles, same bytes
        yield cast(BinaryIO, packed)


def _write_jsonl(articles: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    for article in articles:
        file.write(orjson.dumps(article) + b"\n")


def _write_csv(articles: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    """RFC 4180 with a header, in UTF-8 with a byte order mark."""
    file.write(BOM)
    text = io.TextIOWrapper(cast(IO[bytes], file), "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    try:
        writer.writerow(FIELDS)
        for article in articles:
            writer.writerow([cell(article[name], "\n" if name == "paragraphs" else SEPARATOR) for name in FIELDS])
    finally:
        text.detach()  # the file stays open: it is the caller's


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


WRITERS: dict[str, Writer] = {"jsonl": _write_jsonl, "csv": _write_csv}
