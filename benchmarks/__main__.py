"""Runs the benchmarks one after the other: `python -m benchmarks [NAME …]`; `kill=30` says how many times."""

from __future__ import annotations

import importlib
import sys

ALL = ("extract", "hits", "import", "search", "export", "web", "memory", "crawl", "reextract", "kill")
COUNTED = {"kill"}

for word in sys.argv[1:] or ALL:
    name, _, number = word.partition("=")
    if name not in ALL or (number and not (name in COUNTED and number.isdigit())):
        sys.exit(f"there is no benchmark {word!r}; there are {', '.join(ALL)}")
    print(f"== {name}", flush=True)
    importlib.import_module(f"benchmarks.bench_{name}").main(*([int(number)] if number else []))
