"""An export's articles in parts, which two processes make by turns: one Python keeps one core busy.

The second process is forked while nothing else runs in this one, and reads in a transaction of its own. It is asked
only if that shows the archive as this one's does: the change cursor says it. A part is the same whoever made it, so
what the second does not bring is made here.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import Any

from sqlalchemy import Connection, Engine, select

from archive.export.tally import Tally
from models.database import read_once
from models.tables import CounterRow

PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of some articles: a piece of a file, as its format takes it, and what was counted."""

    piece: Any
    tally: Tally


Make = Callable[[Connection, Sequence[int]], Part]


def cursor(connection: Connection) -> int:
    """The archive's change cursor: another number means other articles."""
    return connection.scalar(select(CounterRow.value).where(CounterRow.name == "changed")) or 0


def can_fork() -> bool:
    """Whether there is a core for a second process, and no thread in this one that would be missing there."""
    return len(os.sched_getaffinity(0)) >= PROCESSES and threading.active_count() == 1


def parts(connection: Connection, lists: Iterable[Sequence[int]], make: Make, second: Second | None) -> Iterator[Part]:
    """A part of each list of numbers, in their order; ``connection`` is in the transaction that the export reads in."""
    if second is None or not second.sees(cursor(connection)):
        yield from map(partial(make, connection), lists)
        return
    left = iter(lists)
    here, there = next(left, None), next(left, None)
    second.ask(there)
    while here is not None:
        after = next(left, None), next(left, None)
        second.ask(after[1])  # before its last part is taken, so that it always has something to do
        yield make(connection, here)
        if there is not None:
            yield second.part() or make(connection, there)
        here, there = after


@contextmanager
def forked(engine: Engine, make: Make) -> Iterator[Second]:
    """A second process to make parts, until the context is left. To be entered before other threads are begun."""
    ours, theirs = (context := get_context("fork")).Pipe()
    child = context.Process(target=_serve, args=(engine, make, theirs, ours), daemon=True)
    child.start()
    theirs.close()
    try:
        yield Second(ours)
    finally:
        ours.close()  # it ends by that, unless it is in the midst of a part
        child.terminate()
        child.join()


class Second:
    """The other process, as seen from this one."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe: Pipe | None = pipe

    def sees(self, state: int) -> bool:
        """Whether its transaction, which begins with this question, shows the archive with this change cursor."""
        self._told(lambda pipe: pipe.send(None))
        seen: int | None = self._told(lambda pipe: pipe.recv())
        return seen == state

    def ask(self, numbers: Sequence[int] | None) -> None:
        """For the part of these articles; None is no question. At most two may be waiting for their answers."""
        if numbers is not None:
            self._told(lambda pipe: pipe.send(numbers))

    def part(self) -> Part | None:
        """The part that was asked for first, of those that were not taken; None if the process is gone."""
        found: Part | None = self._told(lambda pipe: pipe.recv())
        return found

    def _told(self, talk: Callable[[Pipe], Any]) -> Any:
        if self._pipe is None:
            return None
        try:
            return talk(self._pipe)
        except (EOFError, OSError):
            self._pipe = None
            logging.getLogger(__name__).warning("a second process ended early: the export goes on in one")
            return None


def _serve(engine: Engine, make: Make, pipe: Pipe, other: Pipe) -> None:
    """What the second process does: answers until nobody is left to ask."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who was interrupted ends this process, too
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    engine.dispose(close=False)  # connections that were made before belong to the first
    with suppress(EOFError, ConnectionError):
        pipe.recv()
        with engine.connect() as connection:
            read_once(connection)
            pipe.send(cursor(connection))
            while True:
                pipe.send(make(connection, pipe.recv()))


def chunks(lists: Iterable[Sequence[int]], size: int) -> Iterator[list[int]]:
    """The same numbers, so many at a time."""
    numbers = (number for some in lists for number in some)
    return iter(lambda: list(islice(numbers, size)), [])
