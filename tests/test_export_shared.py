"""Two processes make the parts of an export: the same ones as one, whatever becomes of the second."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from archive.export import shared, whole
from archive.export.formats import FORMATS, format_of
from archive.export.shared import Make, Part, Second, chunks, cursor, forked, parts
from archive.export.tally import Tally
from models.database import writing
from pipelines.store import withdraw
from tests.exported import exported
from tests.some_articles import MEETING, store

# Of Python 3.12 and newer; the tests' own threads are idle while a process is forked here.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
LISTS = [[1, 2, 3], [4], [5, 6], [7], [8]]


def told(connection: Connection, numbers: Sequence[int]) -> Part:
    """Who made the part, and of what."""
    return Part((os.getpid(), list(numbers)), Tally(articles=len(numbers)))


@contextmanager
def second(engine: Engine, make: Make = told) -> Iterator[Second]:
    """A process that is gone at the end."""
    before = active_children()
    with forked(engine, make) as made:
        yield made
    assert set(active_children()) <= set(before)


@pytest.mark.parametrize("number", range(6))
def test_two_processes_take_turns(engine: Engine, number: int) -> None:
    """The parts come in the order of their numbers."""
    with second(engine) as other, engine.connect() as connection:
        made = [part.piece for part in parts(connection, LISTS[:number], told, other)]
    assert [numbers for _, numbers in made] == LISTS[:number]
    assert len({process for process, _ in made[::2]} | {os.getpid()}) == 1
    assert os.getpid() not in {process for process, _ in made[1::2]}


def test_a_second_that_sees_another_archive_is_not_asked(engine: Engine) -> None:
    """An export shows one state: what was written between its two transactions would be in half of it."""
    with second(engine) as other, engine.connect() as connection:
        before = cursor(connection)
        store(engine, MEETING)
        made = [part.piece for part in parts(connection, LISTS, told, other)]
        assert before == cursor(connection)
    assert made == [(os.getpid(), numbers) for numbers in LISTS]


@pytest.mark.parametrize("end", ["killed", "raises"])
def test_what_a_second_does_not_bring_is_made_here(
    engine: Engine, end: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """And it is said that it is gone."""
    here = os.getpid()

    def make(connection: Connection, numbers: Sequence[int]) -> Part:
        if os.getpid() != here and 5 in numbers + [5] * (7 in numbers):
            if end == "raises":
                raise OSError("the disk is gone")
            os.kill(os.getpid(), signal.SIGKILL)
        return told(connection, numbers)

    with second(engine, make) as other, engine.connect() as connection:
        made = [part.piece for part in parts(connection, LISTS, make, other)]
    assert [numbers for _, numbers in made] == LISTS
    assert [process == here for process, _ in made] == [True, False, True, True, True]
    assert "a second process ended early" in caplog.text
    assert ("the disk is gone" in capfd.readouterr().err) == (end == "raises")


def test_numbers_are_handed_out_evenly() -> None:
    """However many the index finds at a time."""
    assert list(chunks([[1, 2, 3, 4], [], [5], [6, 7]], 3)) == [[1, 2, 3], [4, 5, 6], [7]]
    assert list(chunks([], 3)) == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.txt", "a.parquet"])
@pytest.mark.parametrize("choices", [{}, {"min_length": 40, "redact": ("phone",)}, {"unit": "sentence"}])
def test_an_export_is_the_same_whoever_makes_it(
    engine: Engine, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, choices: dict[str, object]
) -> None:
    """File, counts and manifest, with articles that are left out."""
    texts = [("Gọi số 0912 345 678 để hỏi." + " Có thêm." * (n % 4),) for n in range(20)]
    numbers = store(engine, *(replace(MEETING, title=f"Tin {n}", url=None, paragraphs=texts[n]) for n in range(20)))
    with writing(engine) as session:
        withdraw(session, numbers[3], "asked for")
    form = format_of(tmp_path / name)
    monkeypatch.setitem(FORMATS, form, replace(FORMATS[form], batch=3))
    made = []
    for forks in (False, True):
        monkeypatch.setattr(whole, "can_fork", lambda forks=forks: forks)
        folder = tmp_path / str(forks)
        folder.mkdir()
        tally = exported(engine, home, folder / name, **choices).tally
        assert tally.articles + tally.dropped["short"] == 19
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_nothing_is_forked_beside_threads_or_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that holds a lock would hold it for ever in the second process."""
    for cores, threads, can in ((2, 1, True), (1, 1, False), (2, 2, False)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: range(cores))
        monkeypatch.setattr(shared.threading, "active_count", lambda threads=threads: threads)
        assert shared.can_fork() == can
