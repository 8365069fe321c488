"""What a careful reader of a sample portal would say of each of its posts: the truth that a crawl is scored on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.samples import addresses
from archive.samples.bodies import Block, Bullets, Heading, Paragraph, Picture, Table
from archive.samples.newspaper import modified
from archive.samples.places import LIFERAY, NEWS, OUTLETS, VCMS, Outlet
from archive.samples.planted import POSTS, copy_of, shares
from archive.samples.posts import Post, post
from archive.samples.server import SEED
from models.article import iso_date


@dataclass(frozen=True)
class Truth:
    """The fields of `models.article.Article` as its `to_json` gives them, URLs as paths without host and query.

    kind: article, video (a page without text), gone (404) or broken (500): only the first is to be stored.
    images: (path, caption). attachments: (path, title). copy_of: (portal, number) of the post that this one copies,
    copy_kind: exact, title, cut (a paragraph less) or byline. page_precision: how exactly its own page dates it, if at
    all, where listings are more exact. only_file: "text" where the paragraphs stand in the first
    attachment alone, "scan" where they cannot be read even there.
    """

    portal: str
    number: int
    url: str
    kind: str
    title: str
    lead: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    images: tuple[tuple[str, str | None], ...]
    attachments: tuple[tuple[str, str], ...]
    authors: tuple[str, ...]
    byline: str | None
    source: str | None
    dateline: str | None
    published_at: str | None
    published_precision: str | None
    modified_at: str | None
    section: str | None
    tags: tuple[str, ...]
    copy_of: tuple[str, int] | None = None
    copy_kind: str | None = None
    only_file: str | None = None
    page_precision: str | None = None

    @property
    def is_article(self) -> bool:
        return self.kind == "article"

    @property
    def on_page(self) -> Truth:
        """What the page alone says, without its attachments and without what led to it."""
        page = replace(self, paragraphs=()) if self.only_file else self
        day = self.published_at[:10] if self.published_at and self.page_precision else None
        shown = self.published_at if self.page_precision == "minute" else day
        return replace(page, published_at=shown, published_precision=self.page_precision)

    @property
    def text(self) -> str:
        """Lead and paragraphs, joined by blank lines."""
        return "\n\n".join(filter(None, (self.lead, *self.paragraphs)))


def truths(portal: str, posts: int = POSTS, seed: int = SEED) -> Iterator[Truth]:
    """The truth of each post of a portal, the oldest first, computed as it is asked for.

    portal: its name ("sample-vcms"). posts: of all portals together, as `SamplePortals` takes it.
    """
    outlet = next(one for one in OUTLETS if one.name == portal)
    return (truth(outlet, number, seed) for number in range(1, shares(posts)[portal] + 1))


def truth(outlet: Outlet, number: int, seed: int = SEED) -> Truth:
    """The truth of one post."""
    found = post(seed, outlet, number)
    head, signed, copied = found.headline, found.byline, copy_of(outlet, number)
    pictures = [block for block in found.blocks if isinstance(block, Picture)]
    leads = outlet is not VCMS and not found.only_file  # there the first paragraph is the body's
    paragraphs = tuple(_paragraphs(found))
    precision = "minute" if outlet is NEWS else head.precision or "day"  # as its listings have it
    return Truth(
        portal=outlet.name,
        number=number,
        url=addresses.post_path(head),
        kind=head.kind,
        title=head.title,
        lead=head.opening or None if leads else None,
        paragraphs=paragraphs if leads or found.only_file else tuple(filter(None, (head.opening, *paragraphs))),
        captions=tuple(picture.caption for picture in pictures if picture.caption),
        images=tuple((_path(addresses.picture_path(head, picture.at)), picture.caption) for picture in pictures),
        attachments=tuple(
            (_path(addresses.attachment_path(head, at, name)), name) for at, name in enumerate(found.files)
        ),
        authors=signed.authors if signed else (),
        byline=signed.line if signed else None,
        source=signed.source if signed else None,
        dateline=head.dateline,
        published_at=iso_date(head.published, precision),
        published_precision=precision,
        page_precision=head.precision,
        modified_at=modified(head) if outlet is NEWS else None,
        section=head.section.title if outlet is not LIFERAY else None,
        tags=found.tags,
        copy_of=(copied.outlet.name, number) if copied else None,
        copy_kind=copied.kind if copied else None,
        only_file=found.only_file,
    )


def _path(url: str) -> str:
    return url.split("?", 1)[0]


def _paragraphs(found: Post) -> Iterator[str]:
    for block in found.blocks:
        yield from _texts(block)


def _texts(block: Block) -> tuple[str, ...]:
    """An item of a list is a paragraph; so is a row of a table, its cells joined by bars."""
    match block:
        case Paragraph(words) | Heading(words):
            return (words,)
        case Bullets(items):
            return items
        case Table(rows):
            return tuple(" | ".join(row) for row in rows)
        case Picture():
            return ()
