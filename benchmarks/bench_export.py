"""How fast a corpus leaves: each format from made-up articles, beside pyarrow and orjson that only write, in one run.

    python -m benchmarks.bench_export [ARTICLES [HOME]]

Each export runs in a process of its own, so that its memory can be told. "bare" is what the libraries need to write the
same records when these are in memory already: no database, no choices, no hashes. HOME: an archive that is there
(benchmarks/made_up.py); without one it is made. "µs" is the processor's time for an article, all threads together.
Choices are priced on the first articles, as JSON lines and on top of what these cost without.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson
import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no stubs

from archive.export.formats import FORMATS
from archive.export.parquet import batch, schema
from archive.query import Query, numbers
from archive.records import records
from benchmarks.made_up import main as make_up
from models.database import open_database

TARGETS = ("a.jsonl", "a.jsonl.gz", "a.csv", "a.parquet", "a.txt", "a.xml")
CHOSEN = 2_000  # articles that choices are priced on
CHOICES: dict[str, dict[str, object]] = {
    "drop duplicates": {"drop_duplicates": True},
    "min length": {"min_length": 500},
    "id, title, text": {"fields": ["id", "title", "text"]},
    "paragraphs": {"unit": "paragraph"},
    "sentences": {"unit": "sentence"},
    "redact all": {"redact": ["phone", "email", "identity", "account"]},
}
BARE = 20_000  # articles in memory at once, for the libraries alone
ONE = """
import json, resource, sys, time
from pathlib import Path
from archive.export.choices import Choices
from archive.export.formats import format_of
from archive.export.manifest import Order
from archive.export.whole import export
from archive.query import Query
from models.database import open_database
from models.home import Home
from pipelines.memory import calm_collector, keep_freed
calm_collector()
keep_freed()
home, target = Path(sys.argv[1]), Path(sys.argv[2])
choices, limit = Choices.from_json(json.loads(sys.argv[3])), int(sys.argv[4]) or None
engine = open_database(f"sqlite:///{home}/archive.db")
start, spent = time.perf_counter(), time.process_time()
done = export(engine, Home(home), Order(Query(), format_of(target), choices, limit), target)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(done.tally.articles, time.perf_counter() - start, time.process_time() - spent, most)
"""


def exported(
    home: Path, target: Path, choices: dict[str, object] | None = None, limit: int = 0
) -> tuple[int, float, float, int]:
    """Articles, seconds, seconds of the processor, megabytes at most."""
    command = [sys.executable, "-c", ONE, str(home), str(target), json.dumps(choices or {}), str(limit)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    articles, seconds, spent, megabytes = told.split()
    return int(articles), float(seconds), float(spent), int(megabytes)


def prices(home: Path, folder: Path) -> dict[str, float]:
    """Microseconds of the processor that a choice costs an article; less than none where it saves some."""
    _, _, plain, _ = exported(home, folder / "plain.jsonl", limit=CHOSEN)
    spent = {name: exported(home, folder / f"{name}.jsonl", made, CHOSEN)[2] for name, made in CHOICES.items()}
    return {name: (seconds - plain) / CHOSEN * 1e6 for name, seconds in spent.items()}


def bare(home: Path, folder: Path) -> dict[str, float]:
    """Records a second that the libraries write when they are in memory."""
    fields, engine = FORMATS["parquet"].fields, open_database(f"sqlite:///{home}/archive.db")
    _, lists = numbers(engine, home / "index", Query())
    with engine.connect() as connection:
        held = [one for some in lists for one in records(connection, some)][:BARE]
    start = time.perf_counter()
    with (folder / "bare.jsonl").open("wb") as file:
        for record in held:
            file.write(orjson.dumps(record) + b"\n")
    lines = time.perf_counter() - start
    start = time.perf_counter()
    with pq.ParquetWriter(folder / "bare.parquet", schema(fields), compression="zstd") as writer:
        for at in range(0, len(held), 2_000):
            writer.write_batch(batch(held[at : at + 2_000], schema(fields)))
    return {".jsonl": len(held) / lines, ".parquet": len(held) / (time.perf_counter() - start)}


def main(count: int = 20_000, home: str = "") -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        archive = Path(home) if home else folder / "home"
        if not home:
            make_up(str(archive), count)
        numbers(open_database(f"sqlite:///{archive}/archive.db"), archive / "index", Query())
        made = {name: exported(archive, folder / name) for name in TARGETS}
        alone = bare(archive, folder)  # last: a child's peak of memory counts from its parent's
        print(f"{'':<12}{'articles/s':>12}{'of bare':>10}{'µs':>6}{'MB of memory':>14}{'MB written':>12}")
        for name, (articles, seconds, spent, megabytes) in made.items():
            share = alone.get(Path(name).suffix)
            said = f"{articles / seconds / share:.2f}" if share else ""
            size = (folder / name).stat().st_size / 1e6
            each = spent / articles * 1e6
            print(f"{name:<12}{articles / seconds:>12,.0f}{said:>10}{each:>6,.0f}{megabytes:>14,}{size:>12,.0f}")
        for name, price in prices(archive, folder).items():
            print(f"{name:<18}{price:>+10,.0f} µs an article")


if __name__ == "__main__":
    main(int((sys.argv[1:2] or ["20000"])[0]), "".join(sys.argv[2:3]))
