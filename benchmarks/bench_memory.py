"""Memory of each command over a small and a large archive, with all its processes: what grows with the archive shows.

    python -m benchmarks.bench_memory [HOME]

HOME: a large archive of `benchmarks.made_up`; else one of 100,000 articles is made. Commands that read are run on it as
it is; those that write, on archives of dumps that are imported for it. The files of the index that Tantivy maps are
not counted: they are the kernel's to keep or to drop.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_import import write_dumps
from benchmarks.made_up import WORDLIST
from benchmarks.made_up import main as made_up
from benchmarks.measured import MEGABYTE, Measured, newsarchive

SMALL, LARGE = 10, 100_000
DUMPS = 20_000
READING = {
    "search, a word": ("search", WORDLIST[900]),
    "search, the commonest": ("search", WORDLIST[0], "--order", "-date"),
    "search, all": ("search", "--limit", "5"),
    "search, a prefix": ("search", f"{WORDLIST[0][:1]}*"),
    "show": ("show", "7"),
    "kwic": ("kwic", WORDLIST[0], "--limit", "20"),
    "trends": ("trends", WORDLIST[0], WORDLIST[40], "--by", "month"),
    "authors": ("authors", "--limit", "20"),
    "sources": ("sources",),
    "stats by day": ("stats", "--by", "day"),
    "stats by author": ("stats", "--by", "author"),
    "runs": ("runs",),
    "db check": ("db", "check"),
    "export, JSONL": ("export", "{target}.jsonl"),
    "export, CSV": ("export", "{target}.csv"),
    "export, Parquet": ("export", "{target}.parquet"),
    "export, text": ("export", "{target}.txt"),
    "export, data set": (
        "export",
        "{target}-set",
        "--format",
        "huggingface",
        "--drop-duplicates",
        "--split",
        "80,10,10",
    ),
}
WRITING = {
    "import, dumps": ("import", "{dumps}"),
    "index rebuild": ("index", "rebuild"),
    "import, again": ("import", "{dumps}"),
    "reextract": ("reextract",),
}


def readers(home: Path) -> Iterator[tuple[str, Measured]]:
    """The commands that read, on an archive."""
    newsarchive(home, "search", "--limit", "1")  # the schema and the index are brought up to date
    with tempfile.TemporaryDirectory() as folder:
        for name, words in READING.items():
            yield name, newsarchive(home, *(word.format(target=f"{folder}/corpus") for word in words))


def writers(folder: Path, count: int) -> Iterator[tuple[str, Measured]]:
    """Those that write, on an archive of so many dumps, which they make."""
    (folder / "dumps").mkdir(parents=True)
    write_dumps(folder / "dumps", count)
    for name, words in WRITING.items():
        yield name, newsarchive(folder / "home", *(word.format(dumps=folder / "dumps") for word in words))


def compared(small: Iterator[tuple[str, Measured]], large: Iterator[tuple[str, Measured]]) -> None:
    for (name, one), (_, other) in zip(small, large, strict=True):
        assert one.status == other.status == 0, f"{name}: {one.output} {other.output}"
        print(
            f"{name:24s} {one.peak / MEGABYTE:>6.0f} MB {other.peak / MEGABYTE:>6.0f} MB  "
            f"{(other.peak - one.peak) / MEGABYTE:>+6.0f} MB {other.cpu:>8.1f} s of the processor",
            flush=True,
        )


def main(home: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch) / "small", Path(home or f"{scratch}/large")
        made_up(str(small), SMALL)
        if home is None:
            made_up(str(large), LARGE)
        print(f"{'':24s} {SMALL:>6,}    {'large':>6s}     difference")
        compared(readers(small), readers(large))
        print(f"\n{'':24s} {SMALL:>6,}    {DUMPS:>6,} dumps")
        compared(writers(small / "written", SMALL), writers(Path(scratch) / "written", DUMPS))


if __name__ == "__main__":
    main(*sys.argv[1:])
