"""What a format of an export is, and which there are."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.export.choices import TEXT, UNIT_FIELDS, Choices
from archive.export.targets import TargetError
from archive.found import FIELDS
from archive.records import Values

Write = Callable[[Any], object]  # of Values, or of a piece made of several
Open = Callable[[BinaryIO, Sequence[str]], AbstractContextManager[Write]]


@dataclass(frozen=True, slots=True)
class Format:
    """How records become a file.

    opened: module and function that opens a file for records, imported when it is needed. suffix: of its files.
    each: module and function that makes a whole file of one article, for folders with a file an article.
    fields: those of an article, unless others are chosen; none where the format has no choice. gzip: packs with .gz.
    piece: module and function that makes of records what the file takes in their place, in any process.
    units: may write paragraphs and sentences. shard_bytes: after which a file of a folder ends unless told.
    batch: articles in memory at a time.
    """

    opened: tuple[str, str]
    suffix: str
    each: tuple[str, str] | None = None
    piece: tuple[str, str] | None = None
    fields: tuple[str, ...] = ()
    gzip: bool = True
    units: bool = False
    shard_bytes: int | None = None
    batch: int = 500

    def open(self) -> Open:
        """The function that opens a file: (file, names of fields) -> a context that gives a function to write with."""
        return _function(self.opened)  # type: ignore[return-value]

    def one(self) -> Callable[[Values], str] | None:
        """The function that makes a file's text of one article."""
        return _function(self.each) if self.each else None  # type: ignore[return-value]

    def made_piece(self) -> Callable[[Iterable[Values], Sequence[str]], Any]:
        """The function that makes a piece: (records, names of fields) -> what `Write` takes in their place."""
        assert self.piece is not None
        return _function(self.piece)

    def fields_of(self, choices: Choices) -> tuple[str, ...]:
        """The names of what a record holds."""
        return choices.fields or (self.fields if choices.unit == "article" else UNIT_FIELDS)


def _function(where: tuple[str, str]) -> Callable[..., object]:
    found: Callable[..., object] = getattr(importlib.import_module(f"archive.export.{where[0]}"), where[1])
    return found


# What stands at the end of a Parquet file, of each column of each row group, is in memory until it ends.
PARQUET = Format(
    ("parquet", "parquet"),
    ".parquet",
    piece=("parquet", "row_groups"),
    fields=(*FIELDS, TEXT),
    gzip=False,
    units=True,
    shard_bytes=500 << 20,
    batch=1_000,  # they become a row group: one of fewer costs more, to make and to read
)
FORMATS = {
    "jsonl": Format(("lines", "jsonl"), ".jsonl", piece=("lines", "as_lines"), fields=FIELDS, units=True),
    "csv": Format(("lines", "csv_rows"), ".csv", piece=("lines", "as_rows"), fields=FIELDS, units=True),
    "parquet": PARQUET,
    "txt": Format(("lines", "plain"), ".txt", piece=("lines", "as_texts"), each=("lines", "as_text"), units=True),
    "tei": Format(("tei", "corpus"), ".xml", each=("tei", "as_tei")),
    "warc": Format(("warc", "warc"), ".warc.gz", gzip=False),
    "huggingface": PARQUET,
}


def format_of(target: Path | None, form: str = "") -> str:
    """The name of the format that is meant: told, or by the target's suffix. Raises TargetError where none is."""
    name = target.name.lower() if target else "-.jsonl"
    fitting = (
        one for one, made in FORMATS.items() if (name.removesuffix(".gz") if made.gzip else name).endswith(made.suffix)
    )
    chosen = form or next(fitting, "")
    if chosen not in FORMATS:
        raise TargetError(f"{target}: say by its suffix or by --format what to write: {', '.join(FORMATS)}")
    return chosen


def is_folder(target: Path, form: str) -> bool:
    """Whether the target is to be a folder: it is one, or has no suffix, or the format is one of folders."""
    return form == "huggingface" or target.is_dir() or not target.suffix
