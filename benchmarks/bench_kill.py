"""kill -9 at random moments over crawls of all sample portals, then a last run: what is lost, what is twice.

`python -m benchmarks kill=30` kills thirty times in all, the portals in turn; fifteen unless told.
"""

from __future__ import annotations

import os
import random
import signal
import time

from sqlalchemy import func, select

from archive.samples.truth import truths
from benchmarks.portals import NAMES, crawl, fresh_home, served, start_crawl
from models.database import open_database, reading
from models.tables import ArticleRow, SiteRow
from pipelines.ledger import account
from pipelines.warc import check

POSTS = 5000
KILLS = 15  # in all


def main(kills: int = KILLS) -> None:
    chance = random.Random()
    with served(POSTS) as portals, fresh_home(portals) as home:
        for number, name in enumerate(NAMES):
            mine = len(range(number, kills, len(NAMES)))
            for _ in range(mine):
                process = start_crawl(name)
                time.sleep(chance.uniform(1.5, 5.0))
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            last = crawl(name)
            expected = sum(truth.is_article for truth in truths(name, POSTS))
            engine = open_database()
            with reading(engine) as session:
                found = account(session, name)
                keys, urls = session.execute(
                    select(func.count(ArticleRow.key.distinct()), func.count(ArticleRow.url.distinct()))
                    .join(ArticleRow.site)
                    .where(SiteRow.name == name)
                ).one()
            engine.dispose()
            assert found is not None
            assert found.adds_up, found
            assert not found.waiting, found
            print(
                f"{name}: {mine} kills; {found.articles} stored of {expected}; last run fetched {last.pages}; "
                f"ledger adds up: listed {found.listed} = stored {found.stored} + dropped {sum(found.dropped.values())}"
                f" + failed {sum(found.failed.values())} + gone {found.gone}; {keys} keys, {urls} URLs",
                flush=True,
            )
        for path in sorted((home / "warc").rglob("*.warc.gz")):
            print(f"{path.name}: {'sound' if check(path).sound else check(path)}")


if __name__ == "__main__":
    main()
