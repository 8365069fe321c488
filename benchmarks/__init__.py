"""Measurements, each beside a named baseline in the same run: `make bench`. Never part of the tests.

bench_crawl.py    a crawl with everything on, as a share of what bare Scrapy fetches; its memory at two sizes
bench_kill.py     kill -9 again and again over all sample portals, then a last run: nothing lost, nothing twice
bench_import.py   text dumps a second, index included, on SQLite and PostgreSQL; the processor's time by process
bench_memory.py   memory of each command over a small and a large archive
measured.py       a command with all its processes: seconds and memory
bench_search.py   milliseconds a query
bench_extract.py  extraction of the saved pages, scored, with milliseconds a page
portals.py        what they share: serving the sample portals and crawling them
scored.py         adapters for scoring extraction on saved pages
"""
