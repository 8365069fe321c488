"""robots.txt: how long a site asks robots to wait between two requests."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.robotstxt import ProtegoRobotParser

from crawler.middlewares import Robots


def asked_to_wait(robots_txt: str, *, delay: float) -> tuple[float, bool]:
    """The delay that holds for the host after a request was let through, and whether AutoThrottle may change it."""
    slot = SimpleNamespace(delay=delay)
    robots: Any = Robots.__new__(Robots)
    robots.crawler = SimpleNamespace(
        spider=SimpleNamespace(site=SimpleNamespace(delay=delay)),
        engine=SimpleNamespace(downloader=SimpleNamespace(slots={"paper.example": slot})),
    )
    robots._robotstxt_useragent = "newsarchive"
    request = Request("https://paper.example:8443/tin")
    robots._heed_delay(ProtegoRobotParser(robots_txt.encode(), None), request)
    return slot.delay, not request.meta.get("autothrottle_dont_adjust_delay", False)


@pytest.mark.parametrize("name", ["*", "newsarchive"])
def test_a_longer_crawl_delay_holds_for_the_whole_crawl(name: str) -> None:
    """AutoThrottle would halve it with every answer."""
    assert asked_to_wait(f"User-agent: {name}\nCrawl-delay: 7\n", delay=5.0) == (7.0, False)


@pytest.mark.parametrize("said", ["Crawl-delay: 2", "Disallow: /intern/", "Crawl-delay: soon"])
def test_otherwise_the_site_files_delay_is_the_least(said: str) -> None:
    assert asked_to_wait(f"User-agent: *\n{said}\n", delay=5.0) == (5.0, True)
