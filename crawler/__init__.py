"""Fetching, and nothing else: Scrapy set up so that a site file is a spider and every response is kept.

settings.py     Scrapy's settings; the order of everything a request passes is there
loader.py       site files as spiders: `scrapy list`, `scrapy crawl NAME`
spider.py       takes links from the ledger, hands what was fetched to the stages
middlewares.py  bounds of a site, robots.txt, WARC
waiting.py      the requests in hand, in order
resolver.py     refuses private addresses after name resolution
sites/          a TOML file a site;  platforms/  what the sites of one CMS share
"""
