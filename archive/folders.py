"""The files of an import, in order; however many there are, no more than a few names are held in memory."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archive.inputs import kind_of


def files_in(paths: Iterable[Path], without: Path) -> Iterator[Path]:
    """The files to read, in order: those that are named, and in folders, at any depth, those of a known kind.

    A folder that is reached again through a link is read once. ``without``: the archive's own folder, never read.
    """
    seen = {_place(without)} if without.exists() else set()
    for path in paths:
        yield from _below(path, seen) if path.is_dir() else [path]


def _place(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    if _place(folder) in seen:
        return
    seen.add(_place(folder))
    try:
        for name, is_folder in _inside(folder):
            if is_folder:
                yield from _below(folder / name, seen)
            elif kind_of(path := folder / name):
                yield path
    except OSError:
        yield folder  # `inputs` says what is wrong with it


def _inside(folder: Path) -> Iterator[tuple[str, bool]]:
    """The names in a folder, in order, and whether each is a folder; a million of them, put in order on disk."""
    with closing(sqlite3.connect("")) as aside:
        aside.execute("CREATE TABLE inside (name BLOB, is_folder INTEGER)")
        with os.scandir(folder) as entries:
            rows = (
                (os.fsencode(one.name), Path(one).is_dir() if one.is_symlink() else one.is_dir()) for one in entries
            )
            aside.executemany("INSERT INTO inside VALUES (?, ?)", rows)
        for name, is_folder in aside.execute("SELECT name, is_folder FROM inside ORDER BY name"):
            yield os.fsdecode(name), bool(is_folder)
