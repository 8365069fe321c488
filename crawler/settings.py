"""Scrapy's settings for every site; what a site file says comes on top (crawler/spider.py)."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version

BOT_NAME = "newsarchive"
SPIDER_LOADER_CLASS = "crawler.loader.SiteLoader"
CONTACT = os.environ.get("NEWSARCHIVE_CONTACT", "")
USER_AGENT = f"newsarchive/{version('newsarchive')} (news archive for research" + (f"; +{CONTACT})" if CONTACT else ")")
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# The way of a request, from the engine down to the network; a response passes it upwards.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # loses redirected links without a word
    "crawler.middlewares.SiteBounds": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.Robots": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # portals refresh their pages by it
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.RetryUnlessTold": 550,
    "crawler.middlewares.KeepInWarc": 899,  # next to the downloader: before decompression, before anybody judges
}
# Spider middlewares look after requests that callbacks make and answers they should not see: the ledger does both.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {"pipelines.stages.ReadStage": 100, "pipelines.stages.StoreStage": 200}
READERS = min(2, os.cpu_count() or 1)  # worker processes that read pages

SCHEDULER = "crawler.waiting.InOrder"  # the ledger is the frontier, and the filter of duplicates
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 16
CONCURRENT_ITEMS = 1  # a response gives one item; Scrapy starts as many tasks for each response as this says
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 20_000_000
WARN_ON_GENERATOR_RETURN_VALUE = False  # the check reads and parses the callback's source for each response

# Manners
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsarchive"
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 2
RETRY_EXCEPTIONS = [  # Scrapy's, without names that do not resolve: they will not a second later either
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
    OSError,
]
REDIRECT_MAX_TIMES = 8
DOWNLOAD_VERIFY_CERTIFICATES = True

# Bounds
PAGE_MAXSIZE = 20_000_000
FILE_MAXSIZE = 50_000_000
DOWNLOAD_MAXSIZE = PAGE_MAXSIZE
DOWNLOAD_WARNSIZE = 0

DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}  # http and https are all that is fetched
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicAddressResolver"
DNS_TIMEOUT = 20
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
logging.getLogger("alembic").setLevel(logging.WARNING)
LOGSTATS_INTERVAL = 60.0
