"""An export from question to manifest: the order in which it is done, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from archive.export.choices import SPLITS, ChoiceError, chosen, sampled, split_of
from archive.export.files import Add, file_each, one_file, shards
from archive.export.formats import FORMATS, Open, is_folder
from archive.export.manifest import NAME, Order, check_own, manifest_of, manifest_path, write_manifest
from archive.export.redact import redacted
from archive.export.shared import Make, Part, Second, can_fork, chunks, cursor, forked, parts
from archive.export.tally import Tally
from archive.export.targets import Hashed, Written, check, file_aside, folder_aside
from archive.export.units import in_units
from archive.export.warc import warc
from archive.index import Progress
from archive.query import numbers, rights
from archive.records import Record, Values, records
from models.database import read_once
from models.home import Home
from models.tables import ArticleRow

Told = Callable[[str], AbstractContextManager[Progress]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export: its counts, what the sites say about use, its files, where it is (None: a stream)."""

    tally: Tally
    rights: dict[str, str]
    files: tuple[Written, ...] = ()
    target: Path | None = None


def silent(label: str) -> AbstractContextManager[Progress]:
    """Tells nobody."""
    return nullcontext(lambda done, total: None)


def export(
    engine: Engine, home: Home, order: Order, target: Path | None, force: bool = False, told: Told = silent
) -> Exported:
    """Writes what is ordered to the target: a file, a folder, or standard output for None.

    The target is there when all of it is there; one that exists is kept unless ``force`` is set. Articles are read in
    one transaction: an export shows one state of the archive. The same archive and order give the same bytes. Raises
    TargetError, ChoiceError, QueryError, WarcError, OSError.
    """
    folder = target is not None and is_folder(target, order.form)
    check_fit(order, target, folder)
    if target is not None:
        check(target, folder, force)
        if folder and target.exists():
            check_own(target)
    tally, files = Tally(), list[Written]()
    make = _make(order) if _in_parts(order, folder) else None
    helped = forked(engine, make) if make and can_fork() else nullcontext()
    with helped as second, engine.connect() as connection:
        revision = revision_of(engine)  # before the index is brought up to date: what is written is at least that new
        with told("updating the search index") as tell:
            tally.found, lists = numbers(engine, home.index, order.query, tell)
        read_once(connection)  # from now on one state is seen: that of the index, or a newer one
        reading = _Reading(connection, lists, order, tally, told)
        write = partial(_write_parts, reading, make, second) if make else partial(_write_all, reading)
        if target is None:
            with (
                Hashed(sys.stdout.buffer) as stream,
                one_file(stream, "-", *_opened(order, home, "-"), files) as add,
            ):
                write(add)
            sys.stdout.buffer.flush()
            return Exported(tally, rights(engine, tally.sites))
        with folder_aside(target) if folder else file_aside(target) as place:
            with _sink(place, target, order, home, files) as add:
                write(add)
            said = rights(engine, tally.sites)
            if order.form == "huggingface" and isinstance(place, Path):
                from archive.export.dataset import describe  # pyarrow is slow to import

                files += describe(place, target.name, order, tally.to_json(), said, files, revision)
            manifest = manifest_of(engine, order, revision, tally.to_json(), said, files)
            write_manifest(place / NAME if isinstance(place, Path) else manifest_path(target), manifest)
    return Exported(tally, said, tuple(files), target)


def revision_of(engine: Engine) -> int:
    """The archive's change cursor: another number means other articles."""
    with engine.connect() as connection:
        return cursor(connection)


def check_fit(order: Order, target: Path | None, folder: bool) -> None:
    """Raises ChoiceError for choices that format or target cannot have."""
    form, choices = FORMATS[order.form], order.choices
    if target is None and order.form == "huggingface":
        raise ChoiceError("a dataset is a folder: it does not fit into standard output")
    if not folder and (choices.split or choices.shard_bytes):
        raise ChoiceError("a split or shards make several files: name a folder (without a suffix) and --format")
    if choices.unit != "article" and not form.units:
        raise ChoiceError(f"{order.form} has articles, no {choices.unit}s")
    if choices.fields and not form.fields:
        raise ChoiceError(f"{order.form} has no choice of fields")
    if order.form == "warc" and choices.redact:
        raise ChoiceError("pages go into WARC as they were served: nothing can be redacted there")
    if target is not None and target.suffix.lower() == ".gz" and not form.gzip and order.form != "warc":
        raise ChoiceError(f"{order.form} is compressed in itself: leave .gz away")


def _sink(
    place: Path | Hashed, target: Path, order: Order, home: Home, files: list[Written]
) -> AbstractContextManager[Add]:
    form = FORMATS[order.form]
    opened, fields = _opened(order, home, target.name)
    if isinstance(place, Hashed):
        return one_file(place, target.name, opened, fields, files)
    if form.each and order.choices.unit == "article" and not order.choices.shard_bytes:
        return file_each(place, form, bool(order.choices.split), files)
    choices = replace(order.choices, shard_bytes=order.choices.shard_bytes or form.shard_bytes)
    return shards(place, "data/" * (order.form == "huggingface"), form.suffix, opened, fields, choices, files)


def _opened(order: Order, home: Home, name: str) -> tuple[Open, tuple[str, ...]]:
    form = FORMATS[order.form]
    if order.form == "warc":
        return partial(warc, folder=home.warc, name=name), ()
    opened = form.open()
    return opened, form.fields_of(order.choices)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is exported: the articles of these lists, in one transaction; where they are counted, and told."""

    connection: Connection
    lists: Iterable[Sequence[int]]
    order: Order
    tally: Tally
    told: Told


def _in_parts(order: Order, folder: bool) -> bool:
    """Whether what becomes of an article has nothing to do with those before it, and goes into the same file."""
    choices = order.choices
    alone = not choices.drop_duplicates and choices.sample is None and order.limit is None
    return alone and not folder and FORMATS[order.form].piece is not None


def _write_parts(reading: _Reading, make: Make, second: Second | None, add: Add) -> None:
    done, found, batch = 0, reading.tally.found, FORMATS[reading.order.form].batch
    with reading.told("reading") as tell:
        for part in parts(reading.connection, chunks(reading.lists, batch), make, second):
            reading.tally.add(part.tally)
            add(SPLITS[0], part.piece, part.tally.records)
            done += batch
            tell(min(done, found), found)


def _make(order: Order) -> Make:
    form = FORMATS[order.form]
    piece, fields = form.made_piece(), form.fields_of(order.choices)

    def make(connection: Connection, asked: Sequence[int]) -> Part:
        tally = Tally()
        left = chosen(records(connection, asked), order.choices, frozenset(), tally.dropped)
        return Part(piece((record for _, record in _prepared(left, order, tally)), fields), tally)

    return make


def _write_all(reading: _Reading, add: Add) -> None:
    for split, record in _prepared(_articles(reading), reading.order, reading.tally):
        add(split, record)


def _prepared(articles: Iterable[Record], order: Order, tally: Tally) -> Iterator[tuple[str, Values]]:
    """The records that are written of articles, each with its split; counts them."""
    choices = order.choices
    for article in articles:
        split = split_of(article, choices)
        tally.count(article, split if choices.split else "")
        for record in in_units(redacted(article, choices.redact, tally.redacted), choices.unit):
            tally.records += 1
            yield split, record


def _articles(reading: _Reading) -> Iterator[Record]:
    """The articles that choices and limit leave, as they come."""
    choices, tally = reading.order.choices, reading.tally
    copied = _copied(reading.connection) if choices.drop_duplicates else frozenset()
    left = chosen(_read(reading, reading.lists, tally.found, "reading"), choices, copied, tally.dropped)
    if choices.sample is not None:
        drawn = sorted(sampled((article["id"] for article in left), choices))
        left = _read(reading, [drawn], len(drawn), "reading the sample")
    return islice(left, reading.order.limit)


def _copied(connection: Connection) -> frozenset[int]:
    """The numbers of all articles that have copies."""
    found = select(ArticleRow.duplicate_of).where(ArticleRow.duplicate_of.is_not(None)).distinct()
    return frozenset(number for number in connection.scalars(found) if number)


def _read(reading: _Reading, lists: Iterable[Sequence[int]], total: int, label: str) -> Iterator[Record]:
    paged = reading.order.form == "warc"
    done = 0
    with reading.told(label) as tell:
        for some in chunks(lists, FORMATS[reading.order.form].batch):
            yield from records(reading.connection, some, paged)
            done += len(some)
            tell(done, total)
