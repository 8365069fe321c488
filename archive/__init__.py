"""What people do with the archive: ask it, export it, import into it, keep it going; the command line is on top.

query.py      the only reader of articles for people: search, facets, every;  single.py  one article, its revisions
asked.py      Query: what is asked;  syntax.py  the query language, read into a tree.py;  wrong.py  where one is wrong
sentences.py  a query said in English or Vietnamese;  words.py  what a word is to search;  periods.py  "last week"
index.py      the search index, brought up to date from the database;  changes.py  what it takes from there
documents.py  what it holds of an article;  pieces.py  texts as terms, many at a time
lookup.py     a query put to the index, by matching.py;  snippet.py  the hit in context
opening.py    the archive from Python: archive.open()
kwic.py       a word in its contexts;  trends.py  shares by month;  plots.py  trends and timelines as SVG
found.py      what is answered with, and its JSON;  counts.py  statistics, runs
export/       corpora in many formats, with a manifest;  records.py  articles as they leave
importing.py  pages that others saved (folders.py, inputs.py, places.py, chrome.py)
reextract.py  kept pages read again;  patterns.py  the templates that both read with
              settling.py, recording.py  what both need: results into the database, the row of the run
crawling.py   a Scrapy process a site;  schedule.py  which sites are due
checking.py   whether the database is sound;  copying.py  an archive moved to another database
standing.py   how the sites stand: runs, ledgers;  holdings.py  files that were kept;  diff.py  what changed in a text
web/          the archive as web pages and a JSON API
samples/      made-up portals to try everything on
cli/          the commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.opening import Archive


def open(where: str | None = None) -> Archive:  # noqa: A001 - archive.open reads as it should
    """An archive to be asked from Python; see `archive.opening.Archive`.

    where: a database's URL, or an archive's folder; None for what NEWSARCHIVE_HOME and NEWSARCHIVE_DATABASE name.
    Raises DatabaseError, FileNotFoundError.
    """
    from archive.opening import Archive  # much is behind it, and most that is in this package needs none of it

    return Archive(where)
