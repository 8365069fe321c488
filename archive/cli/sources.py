"""`newsarchive sources`: whom the articles were taken over from, counted."""

from __future__ import annotations

from archive.cli.values import listing

command = listing(
    "source",
    "Whom the articles were taken over from, how many, from when to when; of all, or of those that QUERY finds.",
)
