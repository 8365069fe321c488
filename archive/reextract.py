"""Reads the kept pages of a site again by today's rules: its articles', and those dropped before; changes are written.

Pages are read in the order in which they lie in the WARC files. An article whose page now reads as none stays as it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Engine, Update, exists, or_, select, update
from sqlalchemy.orm import Session

from archive.chrome import Chrome
from archive.inputs import Fault
from archive.patterns import learned_templates
from archive.places import rules_of
from archive.recording import Recorded, recorded
from archive.settling import Read, Settled, read_and_settle
from models.article import Hint, Page
from models.database import reading
from models.home import home
from models.tables import ArticleRow, LinkRow, PageRow, RevisionRow, SiteRow
from pipelines.attached import ask
from pipelines.kept import Job, key_of
from pipelines.ledger import hints_in
from pipelines.templates import Templates
from pipelines.warc import WarcError, read_page
from pipelines.workers import WorkerFailure

WINDOW = 500  # pages that are looked at together

Tell = Callable[[Fault], None]
Watch = Callable[[Mapping[str, int], str], None]

# Subqueries that are carried out once: neither links nor revisions have an index on their page.
OF_ARTICLE = PageRow.id.in_(select(ArticleRow.page_id).where(ArticleRow.page_id.is_not(None)))
OF_REVISION = PageRow.id.in_(select(RevisionRow.page_id).where(RevisionRow.page_id.is_not(None)))
OF_LINK = PageRow.id.in_(select(LinkRow.page_id).where(LinkRow.page_id.is_not(None)))
OF_DROPPED_LINK = PageRow.id.in_(
    select(LinkRow.page_id).where(LinkRow.page_id.is_not(None), LinkRow.state == "dropped")
)
IN_IMPORTS = or_(PageRow.warc_file.like("import/%"), PageRow.warc_file.like("import-%"))


def sites_with_pages(engine: Engine) -> list[str]:
    """The sites that pages are kept of, by name."""
    chosen = select(SiteRow.name).where(exists().where(PageRow.site_id == SiteRow.id)).order_by(SiteRow.name)
    with reading(engine) as session:
        return list(session.scalars(chosen))


def reextract(
    engine: Engine,
    site_name: str,
    counts: Counter[str],
    *,
    tell: Tell = lambda _fault: None,
    watch: Watch = lambda _counts, _place: None,
) -> None:
    """Reads the kept pages of a site again, adding to the counts: read, stored.…, duplicates, dropped.…, failed.….

    ``tell`` hears of each fault, ``watch`` after each batch of the counts and the place it is at. Ctrl-C comes through
    when what was read by then is committed.
    """
    with recorded(engine, site_name, "reextract", counts) as run:
        _Reextract(engine, site_name, run, tell, watch).run()


class _Dropped:
    """Which links of a site were dropped because of their page. Two numbers are all that is held of each."""

    def __init__(self, engine: Engine, site_name: str) -> None:
        chosen = select(LinkRow.page_id, LinkRow.id).join(SiteRow, SiteRow.id == LinkRow.site_id)
        chosen = chosen.where(SiteRow.name == site_name, LinkRow.state == "dropped", LinkRow.page_id.is_not(None))
        self._pages, self._links = array("q"), array("q")
        with reading(engine) as session:
            for page, link in session.execute(chosen.order_by(LinkRow.page_id)):
                self._pages.append(page or 0)
                self._links.append(link)

    def link(self, page: int | None) -> int | None:
        """The link that was dropped because of a page."""
        at = bisect_left(self._pages, page or 0)
        return self._links[at] if at < len(self._pages) and self._pages[at] == page else None


class _Reextract:
    def __init__(self, engine: Engine, site_name: str, run: Recorded, tell: Tell, watch: Watch) -> None:
        self.engine = engine
        self.name = site_name
        self.site = rules_of(site_name)
        self.recorded = run
        self.tell = tell
        self.watch = watch
        self.chrome = Chrome()
        self.folder = home().warc
        self.dropped = _Dropped(engine, site_name)
        self.templates = self._templates()

    def run(self) -> None:
        ids = self._ids()

        def after(settled: Settled) -> None:
            for read, failure in settled.failed:
                self.tell(Fault(read.where, failure.reason, failure.detail))
            done = self.recorded.counts["read"]
            self.watch(self.recorded.counts, f"{self.name}: page {done:,} of {len(ids):,}")

        read_and_settle(self.engine, self._pages(ids), self.recorded, after=after, beside=self._settle_links)

    def _templates(self) -> Templates:
        """The site's templates, learned where it has none; none, told and counted, where that fails."""
        with reading(self.engine) as session:
            site_id = session.scalars(select(SiteRow.id).where(SiteRow.name == self.name)).one()
        try:
            return learned_templates(self.engine, site_id, self.site)
        except WorkerFailure as failure:
            self.recorded.counts[f"template.failed.{failure.reason}"] += 1
            self.tell(Fault(f"the template of {self.name}", failure.reason, failure.detail))
            return Templates()

    def _keys_of_dropped(self, ids: Sequence[int]) -> dict[int, str]:
        """Page -> key, of those because of which a link was dropped."""
        links = {link: page for page in ids if (link := self.dropped.link(page))}
        chosen = select(LinkRow.id, LinkRow.key).where(LinkRow.id.in_(links))
        with reading(self.engine) as session:
            return {links[link]: key for link, key in session.execute(chosen)} if links else {}

    def _ids(self) -> array[int]:
        """The pages to read, in the order of the WARC files; a number each is all that is held of them."""
        of_site = PageRow.site_id == select(SiteRow.id).where(SiteRow.name == self.name).scalar_subquery()
        of_nothing = IN_IMPORTS & ~OF_REVISION & ~OF_LINK  # an import that was dropped or failed
        chosen = select(PageRow.id).where(of_site, or_(OF_ARTICLE, OF_DROPPED_LINK, of_nothing))
        with reading(self.engine) as session:
            return array("q", session.scalars(chosen.order_by(PageRow.warc_file, PageRow.warc_offset)))

    def _pages(self, ids: array[int]) -> Iterator[Read]:
        for start in range(0, len(ids), WINDOW):
            rows = self._rows(ids[start : start + WINDOW].tolist())
            found = [(row, page, key) for row, key in rows if (page := self._page(row)) is not None]
            self.chrome.learn((row.site_id, page) for row, page, _ in found)
            keyed = [(row, page, key or key_of(page, self.site), key is None) for row, page, key in found]
            newer = self._articles({key for _, _, key, unread in keyed if unread})
            hints = self._hints({key for _, _, key, _ in keyed})
            for row, page, key, unread in keyed:
                if unread and key in newer:
                    self.recorded.counts["passed.superseded"] += 1
                    continue
                template = self.templates.at(page.fetched_at)
                lines = self.chrome.lines(row.site_id, page)
                job = Job(page, self.site, lines, hints.get(key, ()), template)
                yield Read(_where(row), row.site_id, key, job, row.id)

    def _rows(self, ids: Sequence[int]) -> list[tuple[PageRow, str | None]]:
        """Pages in order, with the key of their article or dropped link; None for imports that were dropped."""
        chosen = select(PageRow, ArticleRow.key).outerjoin(ArticleRow, ArticleRow.page_id == PageRow.id)
        chosen = chosen.where(PageRow.id.in_(ids)).order_by(PageRow.warc_file, PageRow.warc_offset)
        dropped = self._keys_of_dropped(ids)
        with reading(self.engine) as session:
            found = {row.id: (row, key or dropped.get(row.id)) for row, key in session.execute(chosen)}
        return list(found.values())

    def _page(self, row: PageRow) -> Page | None:
        """The kept page as the database knows it; None, told and counted, where it cannot be read."""
        self.recorded.counts["read"] += 1
        try:
            page = read_page(self.folder, row.warc_file, row.warc_offset, row.digest)
        except WarcError as error:
            self.recorded.counts["failed.page not readable"] += 1
            self.tell(Fault(_where(row), "page not readable", str(error)))
            return None
        return replace(page, url=row.url, fetched_at=row.fetched_at)

    def _articles(self, keys: set[str]) -> set[str]:
        """Which of the keys are articles, read from other pages than these."""
        known = select(ArticleRow.key).join(SiteRow).where(SiteRow.name == self.name, ArticleRow.key.in_(keys))
        with reading(self.engine) as session:
            return set(session.scalars(known)) if keys else set()

    def _hints(self, keys: set[str]) -> dict[str, tuple[Hint, ...]]:
        """Key -> what the ledger's links to that article, or to that dropped page, say of it."""
        of_site = (SiteRow.name == self.name, LinkRow.hints.is_not(None))
        links = select(LinkRow.key, LinkRow.hints).join(SiteRow, SiteRow.id == LinkRow.site_id)
        redirected = select(ArticleRow.key, LinkRow.hints).join(LinkRow, LinkRow.article_id == ArticleRow.id)
        redirected = redirected.join(SiteRow, SiteRow.id == ArticleRow.site_id)
        with reading(self.engine) as session:
            found = list(session.execute(redirected.where(*of_site, ArticleRow.key.in_(keys)).order_by(LinkRow.id)))
            found += session.execute(links.where(*of_site, LinkRow.key.in_(keys)))
        hints: dict[str, tuple[Hint, ...]] = {}
        for key, said in found:
            hints.setdefault(key, hints_in(said))
        return hints

    def _settle_links(self, session: Session, settled: Settled) -> None:
        """The ledger says of links that were dropped what their pages are now, and asks for files that hold texts."""
        if self.site is not None:
            ids = [stored.article_id for _, stored in settled.stored]
            for site_id in {read.site_id for read, _ in settled.stored}:
                ask(session, site_id, self.site, ids)
        for read, stored in settled.stored:
            if self.dropped.link(read.page_id):
                found = {"state": "stored", "kind": "article", "article_id": stored.article_id}
                session.execute(_dropped_link(read).values(**found, reason=None, detail=None))
        for read, verdict in settled.dropped:
            if self.dropped.link(read.page_id):
                session.execute(_dropped_link(read).values(reason=verdict.reason, detail=verdict.detail or None))


def _where(row: PageRow) -> str:
    return f"{row.warc_file} at {row.warc_offset}" + (f" ({row.url})" if row.url else "")


def _dropped_link(read: Read) -> Update:
    of_page = (LinkRow.site_id == read.site_id, LinkRow.key == read.key, LinkRow.page_id == read.page_id)
    return update(LinkRow).where(*of_page, LinkRow.state == "dropped")
