"""What a process frees it gets back for the next piece, and not from the kernel."""

from __future__ import annotations

import subprocess
import sys

from tests.needs import need

NO_HUGE_PAGES = 41  # PR_SET_THP_DISABLE, https://man7.org/linux/man-pages/man2/prctl.2.html: pages are counted, of 4 KB
ROUNDS = """
import ctypes, resource
ctypes.CDLL(None).prctl({no_huge_pages}, 1, 0, 0, 0)
from pipelines.memory import keep_freed
{prepared}
for _ in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    held = [bytearray(16 << 20) for _ in range(3)]
    del held
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(prepared: str) -> int:
    """How many pages the kernel gave for the last of three times 48 megabytes."""
    code = ROUNDS.format(prepared=prepared, no_huge_pages=NO_HUGE_PAGES)
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def test_what_is_freed_is_kept() -> None:
    """Where the C library is glibc; without being told it gives such pieces back."""
    need(sys.platform == "linux", "glibc")
    assert faults("keep_freed()") < 1_000 < faults("")
