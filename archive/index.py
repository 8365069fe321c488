"""The search index: derived from the database, brought up to date from its change cursor, by one writer at a time.

A folder holds generations of a Tantivy index and ``current.json``, which names the one in use and the last change it
has seen; a rebuild makes a new generation and then replaces that file, so a reader never meets half an index.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import tantivy
from sqlalchemy import Engine, func, select

from archive.changes import changes
from archive.documents import LAYOUT, SCHEMA, documents, writer_of
from archive.pieces import Pieces
from models.tables import ArticleRow

GENERATION = re.compile(r"generation-(\d{1,9})")
COMMIT = 15_000  # articles between commits: what an interrupted update repeats at most; until then documents may queue
NOT_TO_BE_ASKED = "An invalid argument was passed"  # how Tantivy's error begins
HEAP = 64_000_000  # bytes that the writer may hold before it writes a segment

NEWEST_AND_FIRST = (
    select(
        select(func.max(ArticleRow.changed)).scalar_subquery(),
        *(ArticleRow.id, ArticleRow.site_id, ArticleRow.key, ArticleRow.stored_at),
    )
    .order_by(ArticleRow.id)
    .limit(1)
)

Progress = Callable[[int, int], None]  # changes done, changes in all


class SearchIndexError(RuntimeError):
    """The search index cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class _State:
    """What ``current.json`` says: the generation in use, the last change it has seen, and whose index it is."""

    layout: int
    generation: str
    cursor: int
    origin: str  # of the database: its first article


def _load(folder: Path) -> _State | None:
    """The state of the index; None where there is none that this program can use."""
    try:
        state = _State(**orjson.loads((folder / "current.json").read_bytes()))
        sound = state.layout == LAYOUT and state.cursor >= 0 and GENERATION.fullmatch(state.generation)
    except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
        return None
    return state if sound and (folder / state.generation).is_dir() else None


def _save(folder: Path, state: _State) -> None:
    aside = folder / "current.json.new"
    with aside.open("wb") as file:
        file.write(orjson.dumps(asdict(state)))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / "current.json")


@contextmanager
def _sole_writer(folder: Path, wait: bool) -> Iterator[bool]:
    """Whether this process may write the index now; where another one does and ``wait`` is set, its end is awaited."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _of_database(engine: Engine) -> tuple[int, str]:
    """The last change of any article, and what tells this database from others."""
    with engine.connect() as connection:  # half of the time that a session takes, before each search
        found = connection.execute(NEWEST_AND_FIRST).first()
    return (found[0], " ".join(map(str, found[1:]))) if found else (0, "")


def _fault(state: _State | None, newest: int, origin: str) -> str | None:
    """Why the index cannot be brought up to date; None where it can."""
    if state is None:
        return "missing"
    if state.cursor > newest or (state.cursor and state.origin != origin):
        return "of another database"
    return None


def update(engine: Engine, folder: Path, wait: bool = False, progress: Progress | None = None) -> str | None:
    """Brings the index up to date with the database; returns what a person should know, if anything.

    While another process writes, nothing is done unless ``wait`` is set or there is no index yet; nor where the folder
    cannot be written. Raises SearchIndexError.
    """
    newest, origin = _of_database(engine)
    state = _load(folder)
    if _fault(state, newest, origin) is None and state and state.cursor == newest:
        return None
    if not _is_writable(folder):
        if state is None or _fault(state, newest, origin):
            raise SearchIndexError(f"{folder}: has no index of this database, and cannot be written")
        return "the search index cannot be written: the newest articles are missing"
    with _sole_writer(folder, wait or state is None) as mine:
        if not mine:
            return "another process is writing the search index: the newest articles may be missing"
        newest, origin = _of_database(engine)  # it may be later now
        state = _load(folder)
        fault = _fault(state, newest, origin)
        if state and fault is None:
            try:
                _feed(engine, folder, _State(LAYOUT, state.generation, state.cursor, origin), newest, progress)
                return None
            except SearchIndexError:
                fault = "damaged"
        _new_generation(engine, folder, newest, origin, progress)
    return f"the search index was {fault}: it was rebuilt" if newest and fault != "missing" else None


def rebuild(engine: Engine, folder: Path, progress: Progress | None = None) -> int:
    """Makes the index anew from the database and returns how many articles it has. Raises SearchIndexError."""
    if not _is_writable(folder):
        raise SearchIndexError(f"{folder}: the index is damaged, and cannot be written")
    with _sole_writer(folder, wait=True):
        _new_generation(engine, folder, *_of_database(engine), progress)
    return searcher(folder).num_docs


def _new_generation(engine: Engine, folder: Path, newest: int, origin: str, progress: Progress | None) -> None:
    """Fills a new generation beside the one in use, then puts it in its place. Only for the sole writer."""
    old = _load(folder)
    for left in folder.glob("generation-*"):
        if not old or left.name != old.generation:
            shutil.rmtree(left)  # of a rebuild that was interrupted
    number = int(old.generation.removeprefix("generation-")) + 1 if old else 1
    state = _State(LAYOUT, f"generation-{number}", 0, origin)
    (folder / state.generation).mkdir()
    with telling_damage():
        tantivy.Index(SCHEMA, path=str(folder / state.generation))
    _feed(engine, folder, state, newest, progress, visible=False)
    if old:
        shutil.rmtree(folder / old.generation)


def _feed(
    engine: Engine, folder: Path, state: _State, newest: int, progress: Progress | None, visible: bool = True
) -> None:
    """Takes up the changes since the state's cursor, committing now and then; ``visible``: the generation is in use."""
    start = state.cursor
    with telling_damage():
        writer = writer_of(tantivy.Index.open(str(folder / state.generation)), HEAP)
        taken, pieces = 0, Pieces()
        for last, numbers, entries in changes(engine, start, newest):
            known = numbers if start else ()  # at first nothing is there: each article has one last change
            for number in known:
                writer.delete_documents_by_query(tantivy.Query.term_query(SCHEMA, "id", number))
            for document in documents(entries, pieces):
                writer.add_document(document)
            taken += len(numbers)
            if taken >= COMMIT:
                writer.commit()
                taken = 0
                if visible:
                    _save(folder, replace(state, cursor=last))
            if progress:
                progress(last - start, newest - start)
        writer.commit()
        writer.wait_merging_threads()
    _save(folder, replace(state, cursor=newest))


@contextmanager
def telling_damage() -> Iterator[None]:
    """Tantivy's errors, which are ValueErrors, as SearchIndexError; but for a question that it cannot be asked: to make
    the index anew, which damage is answered with, would help nobody."""
    try:
        yield
    except ValueError as error:
        if str(error).startswith(NOT_TO_BE_ASKED):
            raise
        raise SearchIndexError(f"the search index cannot be used: {error}") from error


def searcher(folder: Path) -> tantivy.Searcher:
    """What reads the generation in use. Raises SearchIndexError where there is none or it is damaged."""
    state = _load(folder)
    if state is None:
        raise SearchIndexError(f"{folder}: there is no search index")
    try:
        return _opened(folder, state)
    except SearchIndexError:
        later = _load(folder)
        if later is None or later.generation == state.generation:
            raise
        return _opened(folder, later)  # a rebuild replaced it at this very moment


@lru_cache(maxsize=2)
def _opened(folder: Path, state: _State) -> tantivy.Searcher:
    """Opening takes longer than many a search: the last ones are kept, until the index changes."""
    generation = folder / state.generation
    with telling_damage():
        if _is_writable(generation):
            return tantivy.Index.open(str(generation)).searcher()
        with _linked(generation) as linked:
            return tantivy.Index.open(str(linked)).searcher()


@contextmanager
def _linked(generation: Path) -> Iterator[Path]:
    """The files of an index in a folder that can be written: Tantivy makes a lock beside them, to read, too."""
    with TemporaryDirectory() as folder:
        for path in generation.iterdir():
            if path.suffix != ".lock":
                Path(folder, path.name).symlink_to(path)
        yield Path(folder)


def _is_writable(folder: Path) -> bool:
    """Whether something can be written in a folder, which may not be there yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
