"""How the worker processes of a pool begin, and how their end is taken (`workers.py`).

They are forked by multiprocessing's fork server, a process of its own with the extraction modules loaded: a new worker
is there in milliseconds, and nothing of the caller (reactor, database, open files) is in it.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing.context import ForkServerContext, ForkServerProcess
from time import sleep
from types import ModuleType

from pebble import ProcessPool
from pebble.pool.process import PoolManager

from pipelines.guarded import start_worker

TASKS = 20_000  # a worker's life: what fragmentation cost comes back
SHORT = 0.002  # seconds between two looks at what another thread does
PRELOAD = ("pipelines.extract", "pipelines.dumps", "pipelines.workers")


def new_pool(count: int, megabytes: int) -> ProcessPool:
    """So many processes; megabytes: that each may take above what it starts with (Linux)."""
    context = _Context()
    context.set_forkserver_preload(list(PRELOAD))
    pool = ProcessPool(
        max_workers=count, max_tasks=TASKS, initializer=start_worker, initargs=(megabytes,), context=context
    )
    pool._pool_manager = _Manager(pool._context, context)
    return pool


class _Process(ForkServerProcess):
    """A process that does not begin with the caller's main module: a crawl's would be all of Scrapy."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C is the parent's alone
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            sys.modules["__main__"] = main


class _Context(ForkServerContext):
    Process = _Process


class _Manager(PoolManager):
    """Takes a worker for ended when all is heard that it had said: a call that it began is its own, and no other's."""

    _rounds = 0

    def process_next_message(self, timeout: float) -> None:
        super().process_next_message(timeout)
        self._rounds += 1

    def update_workers(self) -> None:
        if ended := self.worker_manager.inspect_workers():
            self._hear()
        for one in ended:
            self.handle_worker_expiration(one)
        self.worker_manager.create_workers()  # type: ignore[no-untyped-call]

    def _hear(self) -> None:
        """Waits until the thread that listens has dealt with whatever is on its way now."""
        channel = self.worker_manager.pool_channel
        while self.context.alive and channel and channel.poll(0):
            sleep(SHORT)
        before = self._rounds
        while self.context.alive and self._rounds == before:
            sleep(SHORT)
