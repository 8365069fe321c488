"""What the search index holds of an article.

Each word of a text is indexed without accents and, at the same position, as written: a query word, alone or in a
phrase, with accents means exactly those, without accents all. (In two fields, a phrase could not have words of both
kinds.)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import tantivy

from archive.words import WORD, forms

LAYOUT = 1  # of the fields below; an index of another layout is rebuilt
COLUMNS = (
    *("id", "title", "lead", "paragraphs", "captions", "source", "section", "language"),
    *("published_date", "published_utc", "withdrawn_at", "changed"),
)
ID_BITS = 31  # in what articles are ordered by, the minute stands above them
YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)
LAST_MINUTE = 6_000_000_000  # after the year 9999


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("title", "text", "author", "source", "section"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="position")
    for name in ("site", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)  # YYYYMMDD of the local date; none without a date
    for name in ("newest", "oldest"):  # what orders by date; they put articles without one last
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


SCHEMA = _schema()


def document(row: Any, authors: Iterable[str]) -> tantivy.Document:
    """What the index holds of an article: a row with COLUMNS and ``site``, and the names of its authors."""
    made = tantivy.Document()
    made.add_unsigned("id", row.id)
    texts: dict[str, Iterable[str | None]] = {
        "title": (row.title,),
        "text": (row.lead, *row.paragraphs, *row.captions),
        "author": authors,
        "source": (row.source,),
        "section": (row.section,),
    }
    for field, values in texts.items():
        for value in filter(None, values):
            made.add_pre_tokenized_text(field, _tokens(value))
    made.add_text("site", row.site)
    if row.language:
        made.add_text("language", row.language)
    if row.published_date:
        made.add_unsigned("day", day_number(row.published_date))
    for rank, number in _ranks(row.id, row.published_utc).items():
        made.add_unsigned(rank, number)
    return made


def _tokens(text: str) -> tantivy.PreTokenizedString:
    """All forms of each word at the word's position. Values of one field lie apart: no phrase spans two of them."""
    return tantivy.PreTokenizedString(
        "", [tantivy.Token(form, at, 0, 0) for at, word in enumerate(WORD.findall(text)) for form in forms(word)]
    )


def day_number(day: date) -> int:
    """20201204 for 4 December 2020."""
    return day.year * 10_000 + day.month * 100 + day.day


def _ranks(article: int, published: datetime | None) -> dict[str, int]:
    """Numbers that order by minute of publication, then by number of the article; articles without a date come last."""
    minute = int((published - YEAR_1).total_seconds()) // 60 if published else None
    return {
        "newest": (minute or 0) << ID_BITS | article,
        "oldest": (LAST_MINUTE if minute is None else minute) << ID_BITS | article,
    }
