"""A crawl with everything on – WARC, ledger, extraction, store – as a share of bare Scrapy's pages a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from sqlalchemy import select

from benchmarks.portals import NAMES, Crawled, crawl, fresh_home, served
from models.database import open_database, reading
from models.tables import LinkRow, SiteRow

POSTS = 5000
ROUNDS = 3
SMALL, LARGE = 2000, 10_000

BARE = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, dont_filter=True, meta={"handle_httpstatus_all": True})
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "LOG_LEVEL": "ERROR",
                               "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
crawler = process.create_crawler(Bare)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print(json.dumps([stats["downloader/response_count"], stats["elapsed_time_seconds"]]))
"""


def visited(name: str) -> list[str]:
    """Every URL that the crawl of a site has fetched."""
    engine = open_database()
    with reading(engine) as session:
        found = session.scalars(
            select(LinkRow.url).join(SiteRow, SiteRow.id == LinkRow.site_id).where(SiteRow.name == name)
        ).all()
    engine.dispose()
    return list(found)


def bare(urls: list[str]) -> float:
    """Pages a second of a Scrapy spider that fetches these URLs and does nothing with them."""
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "urls.json", Path(folder) / "bare.py"
        listed.write_text(json.dumps(urls))
        script.write_text(BARE)
        environment = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}
        said = subprocess.run(
            [sys.executable, str(script), str(listed)],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
        )
        pages, seconds = json.loads(said.stdout)
    return float(pages / seconds)


def speed() -> None:
    """Each portal is crawled once before what counts: it makes a page when that is asked for first."""
    shares = []
    with served(POSTS) as portals:
        for name in NAMES:
            with fresh_home(portals):
                crawl(name)
            for _ in range(ROUNDS):
                with fresh_home(portals):
                    ours = crawl(name)
                    base = bare(visited(name))
                shares.append(ours.rate / base)
                print(
                    f"{name:15s} {ours.pages} pages  ours {ours.rate:6.1f}/s  bare Scrapy {base:6.1f}/s"
                    f"  share {shares[-1]:.2f}",
                    flush=True,
                )
    print(f"share of bare Scrapy, median of {len(shares)}: {median(shares):.2f} (to reach: 0.5)")


def memory() -> None:
    sizes: dict[int, Crawled] = {}
    for posts in (SMALL, LARGE):
        with served(posts * len(NAMES)) as portals, fresh_home(portals):
            sizes[posts] = crawl(NAMES[0])
        print(f"{posts} posts: {sizes[posts].megabytes:.0f} MB, {sizes[posts].rate:.0f} pages/s", flush=True)
    ratio = sizes[LARGE].megabytes / sizes[SMALL].megabytes
    print(f"memory at {LARGE} posts over memory at {SMALL}: {ratio:.2f} (to stay below 1.3)")


def main() -> None:
    speed()
    memory()


if __name__ == "__main__":
    main()
