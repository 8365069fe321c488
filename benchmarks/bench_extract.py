"""Extraction of saved pages: scored against their truth beside the libraries made for it, and timed beside lxml.

The saved pages and their score.py are no part of the project: NEWSARCHIVE_PAGES names their folder, or they lie in
``shared/pages`` beside the checkout. The libraries are the optional group ``peers``; one that is not installed is
named as absent.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import orjson

from benchmarks.scored import one
from pipelines.memory import calm_collector

ROOT = Path(__file__).parent.parent
BESIDE = ROOT.parent / "shared" / "pages"
# Name in score.py -> the module that it imports, the package that has it.
PEERS = {
    "trafilatura": ("trafilatura", "trafilatura"),
    "newspaper4k": ("newspaper", "newspaper4k"),
    "readability": ("readability", "readability-lxml"),
}
ALONE, BY_SITE = "benchmarks.scored:one", "benchmarks.scored:site"
OURS = {ALONE: "newsarchive", BY_SITE: "newsarchive, by site"}
ROUNDS = 3  # of reading all pages
Scores = dict[str, dict[str, dict[str, Any]]]  # reader -> set -> mark -> score


def pages_folder() -> Path | None:
    """Where the saved pages are, None where there are none."""
    folder = Path(os.environ.get("NEWSARCHIVE_PAGES") or BESIDE)
    return folder if (folder / "score.py").exists() else None


def installed_peers() -> list[str]:
    """The libraries that are there; those that are not are named, with what installs them."""
    there = [name for name, (module, _) in PEERS.items() if importlib.util.find_spec(module)]
    for name in PEERS.keys() - there:
        print(f"{name} is not installed: .venv/bin/pip install -c constraints.txt {PEERS[name][1]}")
    return [option for name in there for option in ("--peer", name)]


def score(folder: Path, *options: str) -> Scores:
    """The scores of the sets, by reader."""
    command = [sys.executable, str(folder / "score.py"), "--json", *options]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found: Scores = orjson.loads(run.stdout)
    return found


def show(title: str, scores: Scores) -> None:
    """Prints a table for each set: a row for each reader, so that they stand side by side."""
    for name in sorted({name for sets in scores.values() for name in sets}):
        rows = {reader: sets[name] for reader, sets in scores.items() if name in sets}
        marks = [mark for mark in next(iter(rows.values())) if any(row[mark] is not None for row in rows.values())]
        print(f"\n{title}, {name}")
        print(" " * 21 + "".join(f"{mark:>12}" for mark in marks))
        for reader, row in rows.items():
            print(f"{OURS.get(reader, reader):21}" + "".join(f"{_cell(row[mark]):>12}" for mark in marks))


def _cell(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def speed(folder: Path) -> None:
    """Milliseconds of CPU a page, over all saved pages, with Python's collector as in the workers."""
    pages = [gzip.decompress(path.read_bytes()) for path in sorted((folder / "html").glob("*.html.gz"))]
    calm_collector()
    readers = (lambda page: one(page, "http://portal.example/"), lxml.html.fromstring)
    # By turns, and of each page the best of some rounds: what else the machine does falls on both. Whole rounds, since
    # a page that is read twice in a row finds its own words in the caches.
    rounds = [[[_seconds(read, page) for read in readers] for page in pages] for _ in range(ROUNDS)]
    best = [list(map(min, *of_page)) for of_page in zip(*rounds, strict=True)]
    ours, parsed = (sum(times) / len(pages) * 1e3 for times in zip(*best, strict=True))
    print(f"\n{len(pages)} pages of {sum(map(len, pages)) // len(pages) // 1024} KB on average, one core")
    print(
        f"extract {ours:.1f} ms a page (to stay below 8); lxml's parse alone {parsed:.1f} ms; ratio {ours / parsed:.1f}"
    )


def _seconds(read: Callable[[bytes], object], page: bytes) -> float:
    began = time.process_time()
    read(page)
    return time.process_time() - began


def main() -> None:
    folder = pages_folder()
    if folder is None:
        print("skipped: no saved pages; NEWSARCHIVE_PAGES may name their folder")
        return
    peers = installed_peers()
    by_site = ("--by-site", "--extractor", BY_SITE, "--set", "fundus-eval")
    show("by themselves", score(folder, "--extractor", ALONE, *peers))
    show("with the template of their site", score(folder, *by_site))
    show("names scrambled", score(folder, "--extractor", ALONE, "--scramble", *peers))
    show("names scrambled, with the template of their site", score(folder, *by_site, "--scramble"))
    speed(folder)


if __name__ == "__main__":
    main()
