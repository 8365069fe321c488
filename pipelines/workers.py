"""Runs extraction in worker processes that can be killed: a page that hangs, eats memory or crashes fails alone."""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, InvalidStateError
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from types import TracebackType
from typing import Any, Generic, TypeVar
from weakref import ref

from pebble import ProcessExpired

from models.article import NotAnArticle
from pipelines.guarded import call, call_each
from pipelines.lostcalls import LostCalls
from pipelines.processes import new_pool

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 2.0  # of the processor's time for one page; ours take milliseconds
PATIENCE = 60.0  # seconds by the clock, above those: a busy machine is not the page's fault
MEGABYTES = 200  # above what a worker has when it starts


class WorkerFailure(Exception):  # noqa: N818 - a page's outcome, counted by its reason
    """The page could not be read. ``reason``: "timeout", "memory", "crash" (the worker died),
    "pattern" (one of the site file's has no end; ``detail`` names it) or "error" (an exception in our code; ``detail``
    is its traceback)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What came of an item: its result, or the verdict or failure that stands for it."""

    item: Item
    result: Result | None
    error: NotAnArticle | WorkerFailure | None = None


def _opened(answer: tuple[str, Any]) -> Any:
    """The result that `call` sent. Raises what it stands for."""
    kind, value = answer
    if kind == "done":
        return value
    raise NotAnArticle(*value) if kind == "verdict" else WorkerFailure(kind, value)


def _failure(error: BaseException) -> BaseException:
    """What the pool says, in our words."""
    if isinstance(error, TimeoutError) or (isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGPROF):
        return WorkerFailure("timeout")
    if isinstance(error, ProcessExpired):
        return WorkerFailure("crash", f"exit code {error.exitcode}")
    if isinstance(error, CancelledError):  # of the pool, not of the page
        return error
    if isinstance(error, BrokenExecutor):
        return WorkerFailure("crash", f"the pool of workers broke: {error}")
    return WorkerFailure("error", "".join(traceback.format_exception(error)))


def _cancel(future: Future[Any] | None) -> None:
    if future is not None:
        future.cancel()


def _itself(item: Any) -> Any:
    return item


def _one(_item: Any) -> int:
    return 1


def _taken(source: Iterator[Item], weight: Callable[[Item], int], most: int) -> list[Item]:
    """The next items, until they weigh enough."""
    taken, weighed = [], 0
    for item in source:
        taken.append(item)
        weighed += weight(item)
        if weighed >= most:
            break
    return taken


class Readers:
    """A pool of worker processes; a context manager, ended without waiting for what runs when it is left by an error.

    seconds: of the processor's time for one page. megabytes: that a worker may take above what it starts with (Linux).
    """

    def __init__(self, count: int | None = None, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.count = count or len(os.sched_getaffinity(0))
        self.seconds = seconds
        self.megabytes = megabytes
        self._mutex = Lock()
        self._under_way: set[Future[Any]] = set()
        self._watched = LostCalls()
        self._pool = new_pool(self.count, self.megabytes)
        self._has_lost = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(wait=error is None)

    def close(self, *, wait: bool = True) -> None:
        """Ends the workers, at once or when what was submitted is done."""
        if wait:  # the pool's own way would wait for calls that it has lost, too
            wait_for(tuple(self._under_way))
        self._watched.close()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        for future in tuple(self._under_way):  # the pool forgets them, but somebody may wait
            future.cancel()

    def start(self) -> None:
        """Starts the workers, and returns when they are there: the first call would wait for it."""
        self.submit(int)

    def submit(self, function: Callable[..., Result], *args: Any, pages: int = 1) -> Future[Result]:
        """Calls a function (of any module but the main one) in a worker. It has the time of so many pages.

        The future raises NotAnArticle if the function does, WorkerFailure for all else. Cancelling it kills the worker
        if it runs already.
        """
        seconds = self.seconds * pages
        return self._submit(_opened, seconds, call, (seconds, function, args))

    def _submit(
        self, opened: Callable[[Any], Any], seconds: float, function: Callable[..., Any], args: tuple[Any, ...]
    ) -> Future[Any]:
        outer: Future[Any] = Future()
        inner = self._schedule(function, args, seconds)
        self._under_way.add(outer)
        outer.add_done_callback(self._under_way.discard)
        weak = ref(inner)  # a cycle of the two would keep their pages until the collector comes by
        outer.add_done_callback(lambda future: _cancel(weak()) if future.cancelled() else None)

        def settle(future: Future[Any]) -> None:
            if (outer.done() and not outer.cancelled()) or not outer.set_running_or_notify_cancel():
                return
            error = CancelledError() if future.cancelled() else future.exception()
            try:
                if error is not None:
                    raise _failure(error)
                outer.set_result(opened(future.result()))
            except (NotAnArticle, WorkerFailure, CancelledError) as failure:
                outer.set_exception(failure)

        inner.add_done_callback(settle)
        self._watched.add(inner, partial(self._give_up, outer))
        return outer

    def _give_up(self, outer: Future[Any], inner: Future[Any]) -> None:
        self._has_lost = True
        with suppress(InvalidStateError):  # it ended at this very moment
            outer.set_exception(WorkerFailure("crash", "the worker that took it was killed"))
        inner.cancel()

    def _schedule(self, function: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> Future[Any]:
        """A pool whose idle worker is killed from outside gives up, or hands out no more calls if that worker was about
        to take one; the next call gets a new pool."""
        assert args[1].__module__ != "__main__", "workers do not know the main module"
        with self._mutex:
            if self._has_lost:
                self._renew()
            try:
                return self._pool.schedule(function, args=args, timeout=seconds + PATIENCE)
            except RuntimeError:
                self._renew()
                return self._pool.schedule(function, args=args, timeout=seconds + PATIENCE)

    def _renew(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = new_pool(self.count, self.megabytes)
        self._has_lost = False

    def map(
        self,
        function: Callable[[Any], Result],
        items: Iterable[Item],
        *,
        argument: Callable[[Item], Any] = _itself,
        weight: Callable[[Item], int] = _one,
        batch: int = 1,
        ahead: int = 4,
    ) -> Iterator[Outcome[Item, Result]]:
        """Calls the function with the argument of each item, in order and lazily.

        A call has items of that weight (without ``weight``: so many); at most `ahead` calls per worker are under way.
        A batch that fails as a whole is tried again item by item, so that only the page that did it fails.
        """
        source = iter(items)
        under_way: deque[tuple[list[Item], Future[Any]]] = deque()
        while True:
            while len(under_way) < ahead * self.count and (taken := _taken(source, weight, batch)):
                under_way.append((taken, self._submit_batch(function, [argument(item) for item in taken])))
            if not under_way:
                return
            taken, future = under_way.popleft()
            for item, answer in zip(taken, self._answers(function, map(argument, taken), future), strict=True):
                try:
                    yield Outcome(item, _opened(answer))
                except (NotAnArticle, WorkerFailure) as error:
                    yield Outcome(item, None, error)

    def _submit_batch(self, function: Callable[[Any], Any], arguments: list[Any]) -> Future[Any]:
        seconds = self.seconds * len(arguments)
        return self._submit(list, seconds, call_each, (self.seconds, function, arguments))

    def _answers(
        self, function: Callable[[Any], Any], arguments: Iterable[Any], future: Future[Any]
    ) -> Iterator[tuple[str, Any]]:
        try:
            yield from future.result()
        except WorkerFailure as failure:
            alone = list(arguments)
            if len(alone) == 1:
                yield failure.reason, failure.detail
                return
            for one in alone:
                yield from self._answers(function, [one], self._submit_batch(function, [one]))
