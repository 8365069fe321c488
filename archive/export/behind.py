"""Work that goes on behind the back of who ordered it: hashing, compressing and writing need no Python meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Behind:
    """One piece of work at a time, in a thread of its own, in the order in which it comes.

    What one piece raises is raised where the next is given, or at `wait`.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None  # none before there is work: small exports need none
        self._going: Future[object] | None = None

    def go(self, work: Callable[..., object], *values: object) -> None:
        """Begins with it as soon as the piece before is done."""
        self.wait()
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="export")
        self._going = self._thread.submit(work, *values)

    def wait(self) -> None:
        """Comes back when nothing is left to do."""
        going, self._going = self._going, None
        if going:
            going.result()

    def close(self) -> None:
        """Ends the thread when its piece is done; whoever breaks off does not care what became of that."""
        thread, self._thread = self._thread, None
        if thread:
            thread.shutdown()
