"""Copies are linked to the article that had the text first: exact ones by hash, near ones by signature and words.

An original is no duplicate itself; it alone has bands, so that copies of copies find it. Articles that are withdrawn,
and those without any text, are neither originals nor copies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.tables import ArticleRow, BandRow
from pipelines.near import bands, is_copy, is_likely, similarity
from pipelines.rows import among, insert_rows
from pipelines.told import Told

SHARING = 200  # stored articles whose signatures are looked at for one article: those that share most bands
CANDIDATES = 5  # whose words are: the most similar
COMMON = 500  # articles in one band: like a word on every page, such a band tells nothing
ARTICLES = cast(Table, ArticleRow.__table__)
BANDS = cast(Table, BandRow.__table__)

Link = tuple[int | None, str | None]  # duplicate_of, duplicate_kind
ORIGINAL: Link = (None, None)


class Originals:
    """Those stored articles that others may be copies of, as far as the texts at hand need them."""

    def __init__(self, session: Session, texts: Collection[Told], without: Collection[int]) -> None:
        self._session = session
        self._by_digest = _with_digests(session, [text.digest for text in texts], without)
        seen = Counter(chain.from_iterable(text.bands for text in texts))
        self._by_band = _with_bands(session, seen.keys(), without)
        self._shared = self._by_band.keys() | {band for band, count in seen.items() if count > 1}
        self._signatures = _signatures(session, {one for ids in self._by_band.values() for one in ids})
        self._told: dict[int, Told] = {}

    def add(self, article_id: int, text: Told) -> None:
        self._by_digest[text.digest] = article_id
        if text.signature is not None and (shared := self._among_others(text)):
            self._signatures[article_id] = text.signature
            self._told[article_id] = text
            for band in shared:
                self._by_band[band].append(article_id)

    def _among_others(self, text: Told) -> list[int]:
        """Its bands that another text has as well: of most texts none."""
        return [band for band in text.bands if band in self._shared]

    def link(self, text: Told) -> Link:
        """The article that this text is a copy of."""
        if text.digest in self._by_digest:
            return self._by_digest[text.digest], "exact"
        likely = self._likely(text)
        own = text.text if likely else ""
        for candidate in likely:
            if is_copy(own, self._text(candidate)):
                return candidate, "near"
        return ORIGINAL

    def _likely(self, text: Told) -> list[int]:
        """Candidates, the most similar and then the earliest first."""
        if text.signature is None:
            return []
        held = [self._by_band[band] for band in self._among_others(text) if band in self._by_band]
        if not held:  # counting nothing takes its time, too
            return []
        shared = Counter(chain.from_iterable(held))
        found = [
            (similarity(text.signature, self._signatures[one]), -one)
            for one, _ in shared.most_common(SHARING)
            if is_likely(text.signature, self._signatures[one])
        ]
        return [-one for _, one in sorted(found, reverse=True)[:CANDIDATES]]

    def _text(self, article_id: int) -> str:
        if article_id not in self._told:
            chosen = select(ARTICLES.c.lead, ARTICLES.c.paragraphs, ARTICLES.c.text_hash, ARTICLES.c.signature)
            self._told[article_id] = _told(self._session.execute(chosen.where(ARTICLES.c.id == article_id)).one())
        return self._told[article_id].text


def _told(row: Any) -> Told:
    parts = (*filter(None, [row.lead]), *row.paragraphs)
    return Told(parts, row.text_hash, row.signature, bands(row.signature))


def _with_digests(session: Session, digests: Iterable[str], without: Collection[int]) -> dict[str, int]:
    columns = (ARTICLES.c.text_hash, ARTICLES.c.id, ARTICLES.c.duplicate_of, ARTICLES.c.withdrawn_at)
    rows = session.execute(select(*columns).where(among(session, ARTICLES.c.text_hash, set(digests))))
    originals = [row for row in rows if row.duplicate_of is None and row.withdrawn_at is None and row.id not in without]
    return {row.text_hash: row.id for row in sorted(originals, key=lambda row: -row.id)}


def _with_bands(session: Session, wanted: Collection[int], without: Collection[int]) -> defaultdict[int, list[int]]:
    ordered = among(session, BANDS.c.hash, sorted(wanted))  # as they lie in the table
    counted = select(BANDS.c.hash, func.count()).where(ordered).group_by(BANDS.c.hash)
    telling = [band for band, count in session.execute(counted) if count <= COMMON]
    found = defaultdict(list)
    if telling:
        for band, article_id in session.execute(select(BANDS).where(among(session, BANDS.c.hash, telling))):
            if article_id not in without:
                found[band].append(article_id)
    return found


def _signatures(session: Session, ids: Collection[int]) -> dict[int, bytes]:
    if not ids:
        return {}
    wanted = select(ARTICLES.c.id, ARTICLES.c.signature).where(among(session, ARTICLES.c.id, ids))
    return {row.id: row.signature for row in session.execute(wanted)}


def link_duplicates(session: Session, fresh: Mapping[int, Told], left: Collection[int]) -> set[int]:
    """Links those whose text is new or changed (``fresh``), and the copies of those that ``left`` their text.

    In the order of their ids: who was stored first is the original of the others. Writes links and bands; those of a
    text that was left must be gone (`drop_bands`). Returns the ids of articles that are linked otherwise than before.
    """
    before: dict[int, Link] = {}
    pending = dict(fresh)
    for row in _touched_by(session, left) if left else ():
        before[row.id] = (row.duplicate_of, row.duplicate_kind)
        if row.duplicate_of in left:
            pending.setdefault(row.id, _told(row))
    after = _place(session, pending)
    moved = {one: link for one, link in after.items() if link != before.get(one, ORIGINAL)}
    _write_links(session, moved)
    _write_bands(session, {one: pending[one] for one, link in after.items() if link == ORIGINAL})
    return set(moved)


def drop_bands(session: Session, signatures: Mapping[int, bytes | None]) -> None:
    """Takes the bands of these articles away; by their signatures, since no index leads from an article to them."""
    rows = [{"_hash": band, "_id": one} for one, found in signatures.items() for band in bands(found)]
    if rows:
        mine = (BANDS.c.hash == bindparam("_hash")) & (BANDS.c.article_id == bindparam("_id"))
        session.execute(delete(BANDS).where(mine), rows)


def _touched_by(session: Session, left: Collection[int]) -> Iterable[Any]:
    columns = ("id", "duplicate_of", "duplicate_kind", "text_hash", "signature", "lead", "paragraphs")
    return session.execute(
        select(*(ARTICLES.c[name] for name in columns)).where(
            or_(ARTICLES.c.id.in_(left), ARTICLES.c.duplicate_of.in_(left)), ARTICLES.c.withdrawn_at.is_(None)
        )
    )


def _place(session: Session, pending: Mapping[int, Told]) -> dict[int, Link]:
    comparable = {one: text for one, text in sorted(pending.items()) if not text.is_empty}
    originals = Originals(session, comparable.values(), without=pending.keys())
    links = dict.fromkeys(pending, ORIGINAL)
    for one, text in comparable.items():
        links[one] = originals.link(text)
        if links[one] == ORIGINAL:
            originals.add(one, text)
    return links


def _write_links(session: Session, links: Mapping[int, Link]) -> None:
    if links:
        statement = update(ARTICLES).where(ARTICLES.c.id == bindparam("_id"))
        values: dict[str, Any] = {"duplicate_of": bindparam("_of"), "duplicate_kind": bindparam("_kind")}
        rows = [{"_id": one, "_of": original, "_kind": kind} for one, (original, kind) in links.items()]
        session.execute(statement.values(values), rows)


def _write_bands(session: Session, texts: Mapping[int, Told]) -> None:
    rows = [(band, one) for one, text in sorted(texts.items()) for band in text.bands]
    rows.sort(key=itemgetter(0))  # as they lie in the table
    insert_rows(session, BANDS, ("hash", "article_id"), rows)
