"""What each field of an export is, in a few words: for the card of a dataset. docs/export.md says it at length."""

from __future__ import annotations

MEANINGS = {
    "id": "number of the article in its archive; it stays",
    "site": "the site it was read from",
    "url": "where the page was",
    "title": "headline",
    "lead": "paragraph that stands apart above the text",
    "paragraphs": "body in order, sub-headings included, without the lead",
    "captions": "of images and tables",
    "images": "where they were, with caption and alternative text",
    "attachments": "files it offers",
    "authors": "names, in the order of the byline",
    "byline": "the line that names them, as published",
    "source": "whom it was taken over from",
    "dateline": "agency or place that opens the text",
    "published_at": "ISO 8601 with offset; the day alone where no time is stated",
    "published_precision": "minute or day",
    "modified_at": "ISO 8601, as published_at",
    "section": "as the page names it",
    "tags": "as the page names them",
    "language": "BCP 47",
    "html": "cleaned, sanitised body",
    "origins": "where the value of each field came from",
    "fetched_at": "when the page was fetched, in UTC",
    "revision": "1, and one more with every change of the page's text",
    "duplicate_of": "id of the article that this one copies",
    "duplicate_kind": "exact (the same text) or near",
    "position": "of the record in its article, from 0",
    "text": "lead and paragraphs, blank lines between; of a paragraph or sentence, itself",
}
