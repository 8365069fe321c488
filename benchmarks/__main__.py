"""Runs the benchmarks one after the other: `python -m benchmarks [NAME …]`."""

from __future__ import annotations

import importlib
import sys

ALL = ("extract", "hits", "import", "search", "export", "crawl", "kill")

for name in sys.argv[1:] or ALL:
    if name not in ALL:
        sys.exit(f"there is no benchmark {name!r}; there are {', '.join(ALL)}")
    print(f"== {name}", flush=True)
    importlib.import_module(f"benchmarks.bench_{name}").main()
