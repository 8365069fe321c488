"""The same work in several processes, since one Python keeps one core busy; they end together, whatever ends one.

They are forked, so that what was opened before – the socket that listens – is theirs as well.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)


class EndedError(RuntimeError):
    """One of the processes ended although nobody asked it to."""


def together(number: int, work: Callable[[], None]) -> None:
    """Carries out ``work`` in so many processes until a signal ends this one, which then ends as by that signal.

    Each of them ends as it does at SIGTERM: so that it may finish what it has begun. Also where this process is killed.
    No thread may run yet. Raises EndedError where one ends by itself; the others are ended, then.
    """
    alive, held = os.pipe()  # the writing end is held by this process alone: it is closed when it is gone
    children = {_forked(work, alive, held) for _ in range(number)}
    os.close(alive)
    received: list[int] = []

    def end(signal_number: int, _frame: FrameType | None = None) -> None:
        received.append(signal_number)
        _end(children)

    before = {one: signal.signal(one, end) for one in ENDING}
    try:
        status = _outlived(children, lambda: bool(received))
    finally:
        os.close(held)
        for one, handler in before.items():
            signal.signal(one, handler)
    if received:
        signal.raise_signal(received[0])
    else:
        raise EndedError(f"a process of the server ended by itself ({_said(status)})")


def _outlived(children: set[int], told: Callable[[], bool]) -> int:
    """Waits for the end of all of them; the status of the first."""
    first: int | None = None
    while children:
        ended, status = os.wait()
        children.discard(ended)
        if first is None:
            first = status
            if not told():
                _end(children)
    return first or 0


def _end(children: set[int]) -> None:
    for child in children:
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(child, signal.SIGTERM)


def _said(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _forked(work: Callable[[], None], alive: int, held: int) -> int:
    """The number of a new process that works."""
    sys.stdout.flush()
    sys.stderr.flush()
    if child := os.fork():
        return child
    code = 1
    try:
        os.close(held)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        Thread(target=_end_with, args=(alive,), daemon=True).start()
        work()
        code = 0
    except KeyboardInterrupt:
        code = 0
    except Exception:  # noqa: BLE001 - there is nobody to catch it: it is told
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)  # what the other process has to do at its end is not done here


def _end_with(alive: int) -> None:
    """Ends this process when the one that forked it is gone."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
