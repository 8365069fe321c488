"""How Python and the C library look after memory, in processes that go through much of it."""

from __future__ import annotations

import ctypes
import gc

# Of glibc (https://man7.org/linux/man-pages/man3/mallopt.3.html): M_MMAP_THRESHOLD, from how many bytes memory is
# mapped for itself, at most so many; M_TRIM_THRESHOLD, how much is kept at the end of the heap.
KEPT = {-3: 32 << 20, -1: 64 << 20}
SELDOM = (100_000, 20, 100)  # thresholds of Python's collector, as `gc.set_threshold` takes them


def calm_collector(thresholds: tuple[int, int, int] = SELDOM) -> None:
    """For processes that handle many pages: the collector looks seldom, and never at what is loaded by now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds)


def keep_freed() -> None:
    """For processes that handle megabytes at a time: what is freed is kept for the next ones.

    Else each is mapped anew, and the kernel clears it page by page. Does nothing where the C library is not glibc.
    """
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        for option, size in KEPT.items():
            mallopt(option, size)
