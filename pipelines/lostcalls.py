"""Finds the calls that a pool of workers has lost, so that nobody waits for them for ever.

A worker that is killed between taking a call and telling the pool so leaves it to nobody: to the pool it is one that no
worker has taken up yet, and such a call has no timeout. All of the pool's silence is what gives it away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread
from typing import Any

SILENCE = 90.0  # seconds without a call that runs, begins or ends, while some wait: new workers are there much sooner
LOOK = 1.0


class LostCalls:
    """Watches calls from `add` until they are done or lost."""

    def __init__(self) -> None:
        self._mutex = Lock()
        self._calls: dict[Future[Any], Callable[[Future[Any]], None]] = {}
        self._ended = 0
        self._closed = Event()
        self._thread: Thread | None = None

    def add(self, call: Future[Any], lost: Callable[[Future[Any]], None]) -> None:
        """``lost`` is called, in another thread, when nobody will ever carry the call out."""
        with self._mutex:
            self._calls[call] = lost
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="lost-calls", daemon=True)
                self._thread.start()
        call.add_done_callback(self._end)

    def _end(self, call: Future[Any]) -> None:
        with self._mutex:
            self._calls.pop(call, None)
            self._ended += 1

    def close(self) -> None:
        self._closed.set()

    def _watch(self) -> None:
        silent_since, ended = time.monotonic(), 0
        while not self._closed.wait(LOOK):
            with self._mutex:
                calls, before, ended = dict(self._calls), ended, self._ended
            if not calls or ended != before or any(call.running() for call in calls):
                silent_since = time.monotonic()
            elif time.monotonic() - silent_since > SILENCE:
                for call, lost in calls.items():
                    lost(call)
