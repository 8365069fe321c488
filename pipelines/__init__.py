"""What happens to a page between fetching and asking: kept, read, stored. No network; only stages.py knows Scrapy.

A page is read      extract.py shows the order of steps and calls, in that order: document, metadata, heading, weights,
                    container, around, select, prune (by boxes), clean, parts (by lines, repeated); then deciding:
                    titling, dating, signature, fields find candidates, trust and dateproof weigh them, verdict.
                    evidence.py  what is known meanwhile;  scripted.py  where a script holds the text
  with what its      template.py: the value;  templated.py uses it;  learning.py learns it from pages, by spots, views,
  site has in common recurrence, roles, same;  templates.py  in the database;  relearning.py  in a running crawl, by
                    again.py in a worker
  words of pages    phrases.py, chromewords.py, datewords.py, names.py, elements.py: tables;  people.py  names
  a line            dates.py, byline.py, metaline.py, text.py, zones.py, candidates.py
  a text dump       dumps.py, by dumplines, dumpheading, dumpend, dumpparts
  a listing         listing.py, by anchors, entries, pagers, postbacks, calendars, fragments;  feeds.py  feeds and
                    sitemaps;  urls.py  when two URLs are one post, by patterns that probing.py tries;
                    permalink.py  what a page says of its own
  in a worker       workers.py, by processes, guarded, lostcalls, runs reading.py (crawls), kept.py (the rest);  told.py
                    for the store;  memory.py  what a busy process keeps
A page is kept      warc.py writes, by warc_format, warc_file, payloads, encoding;  warc_read.py reads, by warc_scan
A link is visited   ledger.py  what is due;  frontier.py  the same for a running crawl;  sitelock.py  one at a time;
                    visits.py  what a visit brought;  following.py, listed.py, links.py  what it leads to;
                    stages.py  Scrapy's item pipeline
An article is kept  store.py, the only writer, by changes, columns, authors, duplicates, near;  rows.py  many at once
"""
