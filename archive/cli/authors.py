"""`newsarchive authors`: who wrote the articles, counted."""

from __future__ import annotations

from archive.cli.values import listing

command = listing(
    "author", "Who wrote the articles, how many, from when to when; of all, or of those that QUERY finds."
)
