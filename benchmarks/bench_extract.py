"""Extraction of saved pages: scored against their truth and timed, beside a parse of the same pages by lxml alone.

The saved pages and their score.py are no part of the project: NEWSARCHIVE_PAGES names their folder, or they lie in
``shared/pages`` beside the checkout. Where trafilatura is installed, it is scored in the same run.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import lxml.html

from benchmarks.scored import one

BESIDE = Path(__file__).parent.parent.parent / "shared" / "pages"


def pages_folder() -> Path | None:
    """Where the saved pages are, None where there are none."""
    folder = Path(os.environ.get("NEWSARCHIVE_PAGES") or BESIDE)
    return folder if (folder / "score.py").exists() else None


def score(folder: Path, *options: str) -> None:
    """Prints the scores of all sets."""
    subprocess.run(
        [sys.executable, str(folder / "score.py"), "--extractor", "benchmarks.scored:one", *options], check=True
    )


def speed(folder: Path) -> None:
    """Milliseconds of CPU a page, over all saved pages."""
    pages = [gzip.decompress(path.read_bytes()) for path in sorted((folder / "html").glob("*.html.gz"))]
    for page in pages[:20]:
        one(page, "http://portal.example/")
    ours = _milliseconds(lambda page: one(page, "http://portal.example/"), pages)
    parsed = _milliseconds(lxml.html.fromstring, pages)
    print(f"{len(pages)} pages of {sum(map(len, pages)) // len(pages) // 1024} KB on average, one core")
    print(
        f"extract {ours:.1f} ms a page (to stay below 8); lxml's parse alone {parsed:.1f} ms; ratio {ours / parsed:.1f}"
    )


def _milliseconds(read: object, pages: list[bytes]) -> float:
    began = time.process_time()
    for page in pages:
        read(page)  # type: ignore[operator]
    return (time.process_time() - began) / len(pages) * 1e3


def main() -> None:
    folder = pages_folder()
    if folder is None:
        print("skipped: no saved pages; NEWSARCHIVE_PAGES may name their folder")
        return
    peers = ["--peer", "trafilatura"] if importlib.util.find_spec("trafilatura") else []
    score(folder, *peers)
    score(folder, "--scramble")
    speed(folder)


if __name__ == "__main__":
    main()
