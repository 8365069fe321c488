"""What the search index holds of an article.

Each word of a text is indexed without accents and as written: a query word, alone or in a phrase, with accents means
exactly those, without accents all. (In two fields, a phrase could not have words of both kinds.) The word number n of a
field stands at position 2n without accents and, where it has any, at 2n + 1 as written.

Tantivy is handed each field as one string, cut at its spaces, with NOTHING where no term stands: it numbers the pieces
faster than they could be handed over one by one.

Words are looked for in one field, ``text``: what an article says, and its title and authors several times, since a hit
there weighs more. A common word is found in one list that way, not in the union of three.

What articles are counted by are columns. In most of them each article has one value, NO_VALUE where it states none:
they are counted in a sixth of the time that those with gaps take. An author is a number there, that of the row of the
name in the database: to turn thousands of places in a dictionary into names, segment by segment, took longer than to
count. Who stands first on an article is in one column, the others are in another one, which few articles have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import tantivy

from archive.words import WORD, forms
from pipelines.text import unaccent

LAYOUT = 4  # of the fields below; an index of another layout is rebuilt
COLUMNS = (
    *("id", "site_id", "title", "lead", "paragraphs", "captions", "source", "section", "language"),
    *("published_date", "published_utc", "duplicate_of", "withdrawn_at", "changed"),
)
TITLE_COUNTS, AUTHOR_COUNTS = 3, 2  # times, among the words of the text: a hit there weighs as many in it
WHOLE = {"author": "is_author", "source": "is_source", "section": "is_section"}  # asked for as a whole
NO_VALUE, NO_AUTHOR = "", 0  # in a column, where an article states none
LONGEST_VALUE = 1_000  # characters of a whole value; names are shorter, and an index has limits
TOKENIZER = "words"  # as the schema calls what cuts a field at its spaces
NOTHING = "."  # in the place of a term; no word of a text is written so
APART = f" {NOTHING} {NOTHING} "  # between two values of a field: no phrase reaches over a word that is not there
REMEMBERED = 200_000  # pieces of texts of which it is known what the index holds of them
NO_COPY, COPY, COPY_HERE = range(3)  # of an article of another site, of one of its own
ID_BITS = 31  # in what articles are ordered by, the minute stands above them
YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)
LAST_MINUTE = 6_000_000_000  # after the year 9999

Author = tuple[int, str]  # the number of the name's row, and the name


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("text", "title", "author", "source", "section"):
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="position")
    for name in ("site", "language", *WHOLE.values()):
        counted = name not in ("language", WHOLE["author"])
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=counted)
    for name in ("first_author", "other_authors"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)  # YYYYMMDD of the local date; a gap without a date
    builder.add_text_field("month", tokenizer_name="raw", index_option="basic", fast=True)  # YYYY-MM of it
    builder.add_unsigned_field("copy", indexed=True)
    for name in ("newest", "oldest"):  # what orders by date; they put articles without one last
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


SCHEMA = _schema()


def writer_of(index: tantivy.Index, heap: int) -> tantivy.IndexWriter:
    """What takes up documents, in a thread of its own that may hold so many bytes: an index that was just made or
    opened does not know yet how its fields are cut."""
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(TOKENIZER, cut.filter(tantivy.Filter.custom_stopword([NOTHING])).build())
    return index.writer(heap, 1)


def document(row: Any, authors: Sequence[Author], original_site: int | None = None) -> tantivy.Document:
    """What the index holds of an article: a row with COLUMNS and ``site``, its authors in the order of the byline, and
    the site_id of the article that it copies."""
    made = tantivy.Document()
    made.add_unsigned("id", row.id)
    for field, values in _texts(row, [name for _, name in authors]).items():
        if values:
            made.add_text(field, APART.join(values))
    for field, whole in _values(row):
        made.add_text(field, whole[:LONGEST_VALUE])
    _add_authors(made, authors)
    if row.published_date:
        made.add_unsigned("day", day_number(row.published_date))
    copied = row.duplicate_of is not None
    made.add_unsigned("copy", (COPY_HERE if original_site == row.site_id else COPY) if copied else NO_COPY)
    for rank, number in _ranks(row.id, row.published_utc).items():
        made.add_unsigned(rank, number)
    return made


def _add_authors(made: tantivy.Document, authors: Sequence[Author]) -> None:
    (first, _), *others = authors or [(NO_AUTHOR, "")]
    made.add_unsigned("first_author", first)
    for number, _ in others:
        made.add_unsigned("other_authors", number)
    for _, name in authors:
        made.add_text(WHOLE["author"], name[:LONGEST_VALUE])


def _texts(row: Any, authors: Sequence[str]) -> dict[str, list[str]]:
    """The terms of each field, a value at a time."""
    title, names = [_terms(row.title)], [_terms(name) for name in authors]
    text = [_terms(value) for value in (row.lead, *row.paragraphs, *row.captions) if value]
    return {
        "text": title * TITLE_COUNTS + text + names * AUTHOR_COUNTS,
        "title": title,
        "author": names,
        "source": [_terms(row.source)] if row.source else [],
        "section": [_terms(row.section)] if row.section else [],
    }


def _values(row: Any) -> Iterator[tuple[str, str]]:
    yield "site", row.site
    yield "month", row.published_date.isoformat()[:7] if row.published_date else NO_VALUE
    yield WHOLE["source"], row.source or NO_VALUE
    yield WHOLE["section"], row.section or NO_VALUE
    if row.language:
        yield "language", row.language


class _Pieces(dict[str, str]):
    """What the index holds of the words between two spaces of a text: two places for each of them."""

    def __missing__(self, piece: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        shapes = ((*forms(word), NOTHING)[:2] for word in WORD.findall(piece))
        self[piece] = " ".join(" ".join(shape) for shape in shapes)
        return self[piece]


_PIECES = _Pieces()


def _terms(text: str) -> str:
    """The terms of a value. Most of what stands between two spaces has come before, and looking it up takes less time
    than finding its words."""
    return " ".join(map(_PIECES.__getitem__, text.split()))


def placed(terms: Sequence[str]) -> list[tuple[int, str]]:
    """The positions at which the terms of a phrase stand, counted from that of its first word."""
    return [(2 * at + (unaccent(term) != term), term) for at, term in enumerate(terms)]


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
