"""What the search index holds of an article.

Each word of a text is indexed without accents and as written: a query word, alone or in a phrase, with accents means
exactly those, without accents all. (In two fields, a phrase could not have words of both kinds.) The word number n of a
field stands at position 2n without accents and, where it has any, at 2n + 1 as written.

Tantivy is handed each field as one string, cut at its spaces, with NOTHING where no term stands: it numbers the terms
faster than they could be handed over one by one. They are made in pieces.py.

Words are looked for in one field, ``text``: what an article says, and its title and authors several times, since a hit
there weighs more. A common word is found in one list that way, not in the union of three.

What articles are counted by are columns. In most of them each article has one value, NO_VALUE where it states none:
they are counted in a sixth of the time that those with gaps take. An author is a number there, that of the row of the
name in the database: to turn thousands of places in a dictionary into names, segment by segment, took longer than to
count. Who stands first on an article is in one column, the others are in another one, which few articles have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

import tantivy

from archive.pieces import APART, NOTHING, Pieces
from pipelines.text import unaccent

LAYOUT = 4  # of the fields below; an index of another layout is rebuilt
TITLE_COUNTS, AUTHOR_COUNTS = 3, 2  # times, among the words of the text: a hit there weighs as many in it
WHOLE = {"author": "is_author", "source": "is_source", "section": "is_section"}  # asked for as a whole
NO_VALUE, NO_AUTHOR = "", 0  # in a column, where an article states none
LONGEST_VALUE = 1_000  # characters of a whole value; names are shorter, and an index has limits
SEARCHED = ("text", "title", "author", "source", "section")  # for words
TOKENIZER = "words"  # as the schema calls what cuts a field at its spaces
BETWEEN = f" {APART} ".encode()  # two values of a field
NO_COPY, COPY, COPY_HERE = range(3)  # of an article of another site, of one of its own
ID_BITS = 31  # in what articles are ordered by, the minute stands above them
LAST_MINUTE = 6_000_000_000  # after the year 9999

Author = tuple[int, str]  # the number of the name's row, and the name


class Entry(NamedTuple):
    """What the index takes of an article, as it stands in the database, the long texts in UTF-8; authors in the order
    of the byline."""

    id: int
    site_id: int
    site: str
    title: str
    lead: bytes | None = None
    source: str | None = None
    section: str | None = None
    language: str | None = None
    date: str | None = None  # as 2020-12-04, where it was published
    moment: str | None = None  # when, in UTC: 2020-12-04 02:30:00
    duplicate_of: int | None = None
    paragraphs: Sequence[bytes] = ()
    captions: Sequence[bytes] = ()
    authors: Sequence[Author] = ()
    original_site: int | None = None  # site_id of the article that it copies


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in SEARCHED:
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


def documents(entries: Sequence[Entry], pieces: Pieces) -> Iterator[tantivy.Document]:
    """What the index holds of articles."""
    terms = iter(pieces.terms([text for entry in entries for text in _texts(entry)]))
    for entry in entries:
        yield _document(entry, list(islice(terms, len(SEARCHED))))


def _document(entry: Entry, terms: Sequence[str]) -> tantivy.Document:
    """terms: of each field that is SEARCHED."""
    made = tantivy.Document()
    made.add_unsigned("id", entry.id)
    for field, text in zip(SEARCHED, terms, strict=True):
        if text:
            made.add_text(field, text)
    for field, whole in _values(entry):
        made.add_text(field, whole[:LONGEST_VALUE])
    _add_authors(made, entry.authors)
    if entry.date:
        made.add_unsigned("day", int(entry.date.replace("-", "")))
    copied = entry.duplicate_of is not None
    made.add_unsigned("copy", (COPY_HERE if entry.original_site == entry.site_id else COPY) if copied else NO_COPY)
    newest, oldest = _ranks(entry)
    made.add_unsigned("newest", newest)
    made.add_unsigned("oldest", oldest)
    return made


def _add_authors(made: tantivy.Document, authors: Sequence[Author]) -> None:
    (first, _), *others = authors or [(NO_AUTHOR, "")]
    made.add_unsigned("first_author", first)
    for number, _ in others:
        made.add_unsigned("other_authors", number)
    for _, name in authors:
        made.add_text(WHOLE["author"], name[:LONGEST_VALUE])


def _texts(entry: Entry) -> tuple[bytes, ...]:
    """What is said in each field that is SEARCHED, in UTF-8; nothing where there is none."""
    title, source, section = ((text or "").encode() for text in (entry.title, entry.source, entry.section))
    names = [name.encode() for _, name in entry.authors]
    lead = [entry.lead] if entry.lead else []
    said = [title] * TITLE_COUNTS + lead + [*entry.paragraphs, *entry.captions] + names * AUTHOR_COUNTS
    return BETWEEN.join(said), title, BETWEEN.join(names), source, section


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "site", entry.site
    yield "month", entry.date[:7] if entry.date else NO_VALUE
    yield WHOLE["source"], entry.source or NO_VALUE
    yield WHOLE["section"], entry.section or NO_VALUE
    if entry.language:
        yield "language", entry.language


def placed(terms: Sequence[str]) -> list[tuple[int, str]]:
    """The positions at which the terms of a phrase stand, counted from that of its first word."""
    return [(2 * at + (unaccent(term) != term), term) for at, term in enumerate(terms)]


def day_number(day: date) -> int:
    """20201204 for 4 December 2020."""
    return day.year * 10_000 + day.month * 100 + day.day


def _ranks(entry: Entry) -> tuple[int, int]:
    """Numbers that order by minute of publication, then by number of the article: from the newest, from the oldest.
    Articles without a date come last."""
    if not entry.moment:
        return entry.id, LAST_MINUTE << ID_BITS | entry.id
    moment = datetime.fromisoformat(entry.moment)
    minute = ((moment.toordinal() - 1) * 24 + moment.hour) * 60 + moment.minute  # since the year 1
    return (rank := minute << ID_BITS | entry.id), rank
