"""The files of an export: one, or a folder's – shards by split and size, or a file an article."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from archive.export.choices import SPLITS, Choices
from archive.export.formats import Format, Open, Write
from archive.export.targets import SUMS, Hashed, Written, created
from archive.records import Values

PER_FOLDER = 1_000  # files of articles in one folder, by number: more make file managers slow
Add = Callable[..., None]  # (split, Values); of one file also (split, a piece, how many records it has)


@contextmanager
def one_file(file: Hashed, name: str, opened: Open, fields: tuple[str, ...], files: list[Written]) -> Iterator[Add]:
    """All records in one file; the file is told to ``files`` at the end."""
    number = 0
    if name.lower().endswith(".gz") and not name.lower().endswith(".warc.gz"):
        file.pack()
    with opened(cast(BinaryIO, file), fields) as write:

        def add(split: str, record: Any, records: int = 1) -> None:
            nonlocal number
            write(record)
            number += records

        yield add
    files.append(file.written(name, number))


@contextmanager
def file_each(folder: Path, form: Format, by_split: bool, files: list[Written]) -> Iterator[Add]:
    """A file an article, a folder for each thousand numbers (below one for each split, where there are some).

    In each of these is a list of its files, and in ``files`` only those lists: they may be many.
    """
    made = form.one()
    assert made is not None
    sums: dict[str, _Sums] = {}  # of the folder of each split that files go into

    def add(split: str, record: Values) -> None:
        path = Path(split if by_split else "", f"{record['id'] // PER_FOLDER:04}")
        if split not in sums or sums[split].path != path:
            if split in sums:
                files.append(sums[split].end(folder))
            (folder / path).mkdir(parents=True)
            sums[split] = _Sums(path, split if by_split else None)
        content = made(record).encode()
        name = f"{record['id']}{form.suffix}"
        (folder / path / name).write_bytes(content)
        sums[split].add(name, content)

    yield add
    files.extend(one.end(folder) for _, one in sorted(sums.items()))
    files.sort(key=lambda one: one.path)


@dataclass(slots=True)
class _Sums:
    """The files of one folder, as sha256sum lists and checks them."""

    path: Path
    split: str | None
    lines: list[str] = field(default_factory=list)

    def add(self, name: str, content: bytes) -> None:
        self.lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    def end(self, folder: Path) -> Written:
        """Writes the list; tells of it as one file that holds so many records."""
        path = self.path / SUMS
        with created(folder / path) as file:
            file.write("".join(self.lines).encode())
            return file.written(path.as_posix(), len(self.lines), self.split)


@dataclass(slots=True)
class _Shard:
    """A file that is being written."""

    path: Path
    file: Hashed
    write: Write
    stack: ExitStack
    records: int = 0


class _Shards:
    """Files by split, each ended after so many bytes; under provisional names until it is known how many there are."""

    def __init__(self, folder: Path, opened: Open, fields: tuple[str, ...], most: int | None) -> None:
        self.folder = folder
        self.done: dict[str, list[Written]] = {}
        self._opened = opened
        self._fields = fields
        self._most = most
        self._going: dict[str, _Shard] = {}

    def add(self, split: str, record: Values) -> None:
        shard = self._going.get(split) or self.begin(split)
        shard.write(record)
        shard.records += 1
        if self._most and shard.file.tell() >= self._most:
            self._end(split)

    def begin(self, split: str) -> _Shard:
        """Opens the next file of the split."""
        path = self.folder / f".{split}-{len(self.done.setdefault(split, [])):05}"
        with ExitStack() as stack:
            file = stack.enter_context(created(path))
            write = stack.enter_context(self._opened(cast(BinaryIO, file), self._fields))
            shard = self._going[split] = _Shard(path, file, write, stack.pop_all())
        return shard

    def _end(self, split: str) -> None:
        shard = self._going.pop(split)
        shard.stack.close()
        self.done[split].append(shard.file.written(shard.path.name, shard.records, split))

    def end(self) -> None:
        for split in tuple(self._going):
            self._end(split)


@contextmanager
def shards(
    place: Path, below: str, suffix: str, opened: Open, fields: tuple[str, ...], choices: Choices, files: list[Written]
) -> Iterator[Add]:
    """Files by split, each ended after so many bytes: SPLIT-00000-of-00003.SUFFIX, as dataset programs expect.

    below: the folder of the place that they go into, with its slash; "" for the place itself.
    """
    folder = place / below
    folder.mkdir(exist_ok=True)
    made = _Shards(folder, opened, fields, choices.shard_bytes)
    try:
        yield made.add
        if not made.done:  # nothing was found: a file that says so
            made.begin(SPLITS[0])
    finally:
        made.end()
    for split, parts in sorted(made.done.items(), key=lambda one: SPLITS.index(one[0])):
        for number, part in enumerate(parts):
            name = f"{split}-{number:05}-of-{len(parts):05}{suffix}"
            (folder / part.path).rename(folder / name)
            files.append(replace(part, path=f"{below}{name}", split=split if choices.split else None))
