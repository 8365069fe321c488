"""How long people wait for a page: thirty requests a second from another process, on a made-up archive.

    python -m benchmarks.bench_web [ARTICLES [HOME]]

Requests go off when they are due, whether or not those before were answered, and are timed from then on: every kind of
page and of answer in equal parts, a third of them searches by rare and by the commonest words, phrases, filters; no
question comes twice. "alone": the same kinds on a quiet server. "nothing asked" is a page that asks the archive
nothing: what server and templates cost by themselves. HOME: an archive that is there (benchmarks/made_up.py); without
one it is made.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.made_up import BYLINES, SITES, WORDLIST
from benchmarks.made_up import main as make_up

RATE, SECONDS, ALONE = 30, 40, 6
CLIENTS = 64  # requests under way at most
SERVE = (Path(sys.executable).with_name("newsarchive"), "serve", "--port", "0")


def asked(source: random.Random, articles: int) -> dict[str, str]:
    """Kind -> an address of that kind."""
    common, middling, rare = (
        source.choice(WORDLIST[low:high]) for low, high in ((0, 20), (100, 2_000), (9_000, 40_000))
    )
    year, site = source.randrange(2006, 2024), f"site-{source.randrange(SITES)}"
    author = BYLINES.one(source)

    def search(**chosen: str | int) -> str:
        return "/vi/search?" + urlencode(chosen)

    return {
        "a common word": search(q=common),
        "a word": search(q=middling),
        "a rare word": search(q=rare),
        "two words": search(q=f"{common} {middling}"),
        "a phrase": search(q=f'"{common} {middling}"'),
        "without a word": search(q=f"{middling} -{common}"),
        "a word, a year": search(q=middling, since=year, until=year),
        "newest first": search(q=common, order="-date"),
        "everything": search(),
        "a later page": search(q=middling, page=source.randrange(2, 9)),
        "of an author": search(author=f"={author}"),
        "of a site": search(q=middling, site=site),
        "without copies": search(q=middling, fold=1),
        "as JSON": search(q=source.choice(WORDLIST[100:2_000])).replace("/vi/", "/api/"),
        "as a feed": search(q=rare).replace("search", "search.atom"),
        "facets as JSON": "/api/facets?" + urlencode({"q": middling}),
        "an article": f"/vi/article/{source.randrange(1, articles)}",
        "one as JSON": f"/api/articles/{source.randrange(1, articles)}",
        "its revisions": f"/vi/article/{source.randrange(1, articles)}/revisions",
        "a calendar": f"/vi/days/{year}",
        "of one site": f"/vi/days/{year}?site={site}",
        "a day": f"/vi/days/{year}/{source.randrange(1, 13)}/{source.randrange(1, 29)}",
        "authors": "/vi/authors",
        "an author found": "/vi/authors?" + urlencode({"q": author.split()[0]}),
        "sources": "/vi/sources",
        "a trend": "/vi/trends?" + urlencode([("word", middling), ("word", rare)]),
        "its plot": "/vi/trends.svg?" + urlencode({"word": middling, "by": "year"}),
        "a corpus": "/vi/corpus?" + urlencode({"q": middling}),
        "status": "/vi/status",
        "of a site, status": f"/vi/status/{site}",
        "figures as JSON": "/api/stats?by=year",
        "the first page": "/vi/",
        "nothing asked": "/vi/help",
    }


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The archive, served by a process of its own: its address."""
    environment = os.environ | {"NEWSARCHIVE_HOME": str(home)}
    with subprocess.Popen(SERVE, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield next(word for word in process.stdout.readline().split() if word.startswith("http://")).rstrip("/")
        process.send_signal(signal.SIGINT)


def milliseconds(address: str, due: float) -> float:
    """From when the request was due to its answer's last byte."""
    with urlopen(address) as answer:
        answer.read()
    return (time.perf_counter() - due) * 1000


def alone(base: str, articles: int) -> dict[str, float]:
    """Each kind by itself, one after the other: the median."""
    source, taken = random.Random(1), defaultdict(list)
    for _ in range(ALONE):
        for kind, path in asked(source, articles).items():
            taken[kind].append(milliseconds(base + path, time.perf_counter()))
    return {kind: median(times) for kind, times in taken.items()}


def together(base: str, articles: int) -> dict[str, list[float]]:
    """All kinds in turn, at the rate."""
    source, taken = random.Random(2), defaultdict(list)
    rounds = RATE * SECONDS // len(asked(source, articles)) + 1
    drawn = [item for _ in range(rounds) for item in asked(source, articles).items()]
    source.shuffle(drawn)
    with ThreadPoolExecutor(CLIENTS) as pool:
        start, under_way = time.perf_counter() + 0.1, []
        for number, (kind, path) in enumerate(drawn):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            under_way.append((kind, pool.submit(milliseconds, base + path, due)))
        for kind, answer in under_way:
            taken[kind].append(answer.result())
    return taken


def show(quiet: Mapping[str, float], busy: Mapping[str, Sequence[float]]) -> None:
    print(f"{'milliseconds':<20}{'alone':>8}{'median':>8}{'95 %':>8}{'most':>8}")
    every = [one for times in busy.values() for one in times]
    for kind, times in [*busy.items(), ("all", every)]:
        by_itself = f"{quiet[kind]:>8.0f}" if kind in quiet else " " * 8
        print(f"{kind:<20}{by_itself}{median(times):>8.0f}{quantiles(times, n=20)[-1]:>8.0f}{max(times):>8.0f}")
    print(f"{len(every):,} requests, {RATE} a second")


def main(articles: int = 20_000, home: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        if not home:
            make_up(folder, articles)
        with served(Path(home or folder)) as base:
            start = time.perf_counter()
            milliseconds(f"{base}/vi/", start)
            print(f"{articles:,} articles; the first request took {time.perf_counter() - start:.1f} s, index included")
            quiet = alone(base, articles)
            busy = together(base, articles)
        show(quiet, busy)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        number = sum(map(len, busy.values())) + ALONE * len(quiet)
        print(f"{(used.ru_utime + used.ru_stime) / number * 1000:.0f} ms of the server's processor time a request")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, *sys.argv[2:3])
