"""Site files as spiders: what `scrapy list` shows and `scrapy crawl NAME` runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.spider import SiteSpider
from models.site import Site, SiteError, find_site, load_sites, site_files

Names = list[str]


class SiteLoader:
    """Scrapy's SpiderLoaderProtocol over site files; a broken file is no concern of the other sites."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SiteLoader:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a site. Raises KeyError as Scrapy expects, with the site file's fault as its text."""
        try:
            return spider_class(find_site(spider_name))
        except SiteError as error:
            raise KeyError(str(error)) from None

    def list(self) -> Names:
        return sorted(site_files())

    def find_by_request(self, request: Request) -> Names:
        host = urlsplit(request.url).netloc.lower()
        sites, _ = load_sites()
        return [site.name for site in sites if host in site.hosts]


def spider_class(site: Site) -> type[Spider]:
    """The spider class of one site, with the settings that its file asks for."""
    settings: dict[str, Any] = {"DOWNLOAD_DELAY": site.delay, "DOWNLOAD_VERIFY_CERTIFICATES": site.verify_tls}
    if site.delay:
        settings |= {
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": site.delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
        }
    return type(SiteSpider.__name__, (SiteSpider,), {"name": site.name, "site": site, "custom_settings": settings})
