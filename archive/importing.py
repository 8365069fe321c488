"""Imports pages that others saved: keeps each in our own WARC files, reads it in a worker, stores what it says.

inputs → window (site, key, where it is kept, lines that dumps share) → workers → batch, one transaction each. An import
that is run again finds everything held and stores nothing new.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from archive.chrome import Chrome
from archive.folders import Listed
from archive.inputs import Fault, Input, PassedOver, inputs
from archive.patterns import known_templates
from archive.places import Place, Places
from archive.recording import Recorded, recorded
from archive.settling import Read, Settled, known_pages, read_and_settle
from models.home import home
from models.patience import read_patiently
from pipelines.kept import Job, key_of
from pipelines.templates import Templates
from pipelines.warc import WarcWriter

WINDOW = 1000  # inputs that are looked at together
WINDOW_BYTES = 8 << 20

Tell = Callable[[Fault], None]
Watch = Callable[[Mapping[str, int], str], None]


def import_paths(
    engine: Engine,
    paths: Iterable[Path],
    counts: Counter[str],
    *,
    site: str | None = None,
    tell: Tell = lambda _fault: None,
    watch: Watch = lambda _counts, _place: None,
) -> None:
    """Imports files and folders, adding to the counts: read, stored.…, duplicates, dropped.…, failed.…, passed.….

    ``tell`` hears of each fault as it is met, ``watch`` after each batch of the counts and the place it is at. Ctrl-C
    (KeyboardInterrupt) comes through when what was read by then is committed.
    """
    files = Listed(paths, home().path)
    name = f"import-{site}" if site else "import"
    with recorded(engine, site or "import", "import", counts) as run, WarcWriter(home().warc, name) as warc:
        _Import(engine, Places(engine, site), warc, run, tell, watch).run(files)


class _Import:
    def __init__(
        self, engine: Engine, places: Places, warc: WarcWriter, run: Recorded, tell: Tell, watch: Watch
    ) -> None:
        self.engine = engine
        self.places = places
        self.warc = warc
        self.recorded = run
        self.counts = run.counts
        self.tell = tell
        self.watch = watch
        self.chrome = Chrome()
        self.templates: dict[int, Templates] = {}
        self.begun = 0

    def run(self, files: Listed) -> None:
        def after(settled: Settled) -> None:
            for read, failure in settled.failed:
                self.tell(Fault(read.where, failure.reason, failure.detail))
            self.watch(self.counts, f"file {self.begun:,} of {files.count:,}")

        read_and_settle(self.engine, self._pages(files), self.recorded, after=after)

    def _pages(self, files: Iterable[Path]) -> Iterator[Read]:
        for window in _windows(self._inputs(files)):
            placed = [(one, self.places.of(one.page.url)) for one in window]
            self.chrome.learn((place.id, one.page) for one, place in placed)
            yield from self._kept(placed)

    def _inputs(self, files: Iterable[Path]) -> Iterator[Input]:
        for file in files:
            self.begun += 1
            for found in inputs(file):
                if isinstance(found, PassedOver):
                    self.counts[f"passed.{found.reason}"] += 1
                    continue
                self.counts["read"] += 1
                if isinstance(found, Input):
                    yield found
                else:
                    self.counts[f"failed.{found.reason}"] += 1
                    self.tell(found)

    def _kept(self, placed: Sequence[tuple[Input, Place]]) -> Iterator[Read]:
        """The window's pages with their place in our WARC files; those that are not there yet are written."""
        payloads = [hashlib.sha256(one.page.body).digest() for one, _ in placed]
        digests = [payload.hex() for payload in payloads]
        known = read_patiently(self.engine, lambda session: known_pages(session, digests))
        self.warc.foresee(payloads)
        for (one, place), payload, digest in zip(placed, payloads, digests, strict=True):
            page = one.page
            page_id = known.get((place.id, page.url, page.fetched_at, digest))
            ref = None if page_id else self.warc.write_page(page, payload)
            template = self._templates(place).at(page.fetched_at)
            job = Job(page, place.site, self.chrome.lines(place.id, page), template=template)
            yield Read(one.where, place.id, key_of(page, place.site, digest), job, page_id, ref)

    def _templates(self, place: Place) -> Templates:
        if place.id not in self.templates:
            self.templates[place.id] = known_templates(self.engine, place.id)
        return self.templates[place.id]


def _windows(found: Iterator[Input]) -> Iterator[list[Input]]:
    window: list[Input] = []
    size = 0
    for one in found:
        window.append(one)
        size += len(one.page.body)
        if len(window) >= WINDOW or size >= WINDOW_BYTES:
            yield window
            window, size = [], 0
    if window:
        yield window
