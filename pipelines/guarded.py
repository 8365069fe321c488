"""What runs in a worker process (`workers.py`): its limits, and each call within them."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.article import NotAnArticle
from pipelines.memory import calm_collector
from pipelines.urls import SlowPatternError

NICE = 5  # the process that feeds the workers goes first: it alone can keep them, and the network, busy


def start_worker(megabytes: int) -> None:
    """Runs first in each worker. megabytes: that it may take above what it has now (Linux)."""
    os.nice(NICE)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the pool's kill must not wait for C code that hangs
    _die_with_parent()
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    calm_collector()


def _die_with_parent() -> None:
    """Has the kernel kill this worker when its parent is gone, whatever it is at: the pipe whose other end only the
    parent holds then sends SIGIO. (The fork server, the worker's parent by pid, lives while any worker does.)"""
    parent = multiprocessing.parent_process()
    assert parent is not None
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():  # it went before the kernel was asked
        os.kill(os.getpid(), signal.SIGKILL)


def call(seconds: float, function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[str, Any]:
    """The kind of outcome and what belongs to it: "done" and the result, "verdict", "pattern", "memory" or "error".

    Exceptions come back as words: one that cannot be unpickled would break the pool. seconds: of the processor's time.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)  # then the kernel ends this process, whatever code it is in
    try:
        return "done", function(*args)
    except NotAnArticle as verdict:
        return "verdict", (verdict.reason, verdict.detail)
    except SlowPatternError as slow:
        return "pattern", str(slow)
    except MemoryError:
        return "memory", ""
    except Exception:  # noqa: BLE001 - whatever it is, it is this page's outcome
        return "error", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def call_each(seconds: float, function: Callable[..., Any], items: list[Any]) -> list[tuple[str, Any]]:
    return [call(seconds, function, (item,)) for item in items]
