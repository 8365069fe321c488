"""The files of an import, in order; however many there are, no more than a few names are held in memory."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archive.inputs import kind_of


class Listed:
    """The files to read, in order: those that are named, and in folders, at any depth, those of a known kind.

    They are put down on disk: how many there are is known before one is read. A folder that is reached again through a
    link is read once. ``without``: the archive's own folder, never read.
    """

    def __init__(self, paths: Iterable[Path], without: Path) -> None:
        self._aside = sqlite3.connect("")
        self._aside.execute("CREATE TABLE files (path BLOB)")
        rows = ((os.fsencode(path),) for path in _files(paths, without))
        self.count = self._aside.executemany("INSERT INTO files VALUES (?)", rows).rowcount

    def __iter__(self) -> Iterator[Path]:
        for (path,) in self._aside.execute("SELECT path FROM files ORDER BY rowid"):
            yield Path(os.fsdecode(path))


def _files(paths: Iterable[Path], without: Path) -> Iterator[str]:
    seen = {_place(without)} if without.exists() else set()
    for path in paths:
        yield from _below(str(path), seen) if path.is_dir() else [str(path)]


def _place(folder: str | Path) -> tuple[int, int]:
    status = Path(folder).stat()
    return status.st_dev, status.st_ino


def _below(folder: str, seen: set[tuple[int, int]]) -> Iterator[str]:
    if _place(folder) in seen:
        return
    seen.add(_place(folder))
    try:
        for name, is_folder in _inside(folder):
            if is_folder:
                yield from _below(f"{folder}/{name}", seen)
            elif kind_of(name):
                yield f"{folder}/{name}"
    except OSError:
        yield folder  # `inputs` says what is wrong with it


def _inside(folder: str) -> Iterator[tuple[str, bool]]:
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
