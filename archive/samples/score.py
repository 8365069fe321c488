"""Articles that a crawl found against the truth of the sample portals: every field of every post."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.samples.addresses import find_post
from archive.samples.truth import Truth

Post = tuple[str, int]
FIELDS = (
    "title", "lead", "paragraphs", "captions", "images", "attachments", "authors", "byline", "source", "dateline",
    "published_at", "published_precision", "modified_at", "section", "tags",
)  # fmt: skip


@dataclass(frozen=True)
class Miss:
    """A field of a post that was read wrong."""

    url: str
    field: str
    expected: object
    found: object


@dataclass
class Score:
    """What was found right and wrong.

    expected: articles there are. found: those of them that were found. misses: by field.
    missing: paths of articles not found. surplus: URLs found that are no articles. repeated: URLs of posts found again.
    """

    expected: int = 0
    found: int = 0
    compared: dict[str, int] = field(default_factory=dict)
    misses: dict[str, list[Miss]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> dict[str, float]:
        """Field -> share of the posts found in which it is right."""
        return {name: 1 - len(self.misses[name]) / count if count else 1.0 for name, count in self.compared.items()}

    @property
    def perfect(self) -> bool:
        """Nothing is missing, too much, twice or wrong."""
        return not (self.missing or self.surplus or self.repeated or any(self.misses.values()))

    def compare(self, url: str, name: str, expected: object, found: object) -> None:
        """Counts a field as compared, and as missed where the two differ."""
        self.compared[name] = self.compared.get(name, 0) + 1
        misses = self.misses.setdefault(name, [])
        if expected != found:
            misses.append(Miss(url, name, expected, found))


def score(found: Iterable[Mapping[str, Any]], truths: Iterable[Truth]) -> Score:
    """Scores articles, as `Article.to_json` gives them, against truths of one portal or several.

    A post is known by its URL, whichever of its addresses. Text is compared in NFC, else exactly; URLs of images and
    attachments by their paths. Where the articles carry ``id`` and ``duplicate_of``, the links between planted copies
    are compared too: a copy is linked to its original or the original to the copy, and nothing else is.
    """
    known = {(one.portal, one.number): one for one in truths}
    result = Score(expected=sum(one.is_article for one in known.values()))
    by_post: dict[Post, Mapping[str, Any]] = {}
    for article in found:
        post = find_post(_address(article["url"] or ""))
        if post not in known or not known[post].is_article:
            result.surplus.append(article["url"])
        elif post in by_post:
            result.repeated.append(article["url"])
        else:
            by_post[post] = article
    result.found = len(by_post)
    result.missing = [one.url for post, one in known.items() if one.is_article and post not in by_post]
    for post, article in by_post.items():
        _compare(result, known[post], article)
    if by_post and all("id" in article and "duplicate_of" in article for article in by_post.values()):
        _compare_links(result, known, by_post)
    return result


def _compare(result: Score, truth: Truth, article: Mapping[str, Any]) -> None:
    for name in FIELDS:
        value = article.get(name)
        found = READ[name](value or ()) if name in READ else value
        result.compare(truth.url, name, _plain(getattr(truth, name)), _plain(found))


def _plain(value: object) -> object:
    """Tuples as lists, text in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)


# Fields that an article has in another shape than a truth.
READ: dict[str, Callable[[Iterable[Mapping[str, Any]]], object]] = {
    "images": lambda value: [(_path(one["url"]), one.get("caption")) for one in value],
    "attachments": lambda value: [(_path(one["url"]), one["title"]) for one in value],
}


def _compare_links(result: Score, known: Mapping[Post, Truth], by_post: Mapping[Post, Mapping[str, Any]]) -> None:
    """duplicate_of: the post at the other end of a link, in either direction."""
    post_of = {article["id"]: post for post, article in by_post.items()}
    linked = {
        post: post_of.get(article["duplicate_of"]) for post, article in by_post.items() if article["duplicate_of"]
    }
    for post in by_post:
        original = known[post].copy_of
        if original and original in by_post:
            result.compare(known[post].url, "duplicate_of", original, _other_end(post, original, linked))
    for post, other in linked.items():
        copied = known[post].copy_of == other or (other is not None and known[other].copy_of == post)
        if not copied:
            result.compare(known[post].url, "duplicate_of", None, other)


def _other_end(post: Post, original: Post, linked: Mapping[Post, Post | None]) -> Post | None:
    return original if linked.get(original) == post else linked.get(post)
