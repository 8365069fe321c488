"""What an article tells, made comparable: worked out where it is read, so that storing it is quick."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from models.article import Article
from pipelines.near import SHORTEST, bands, normal, signature


@dataclass(frozen=True, slots=True)
class Told:
    """An article's `normal` text; the hash, the signature and the bands of it."""

    text: str
    digest: str
    signature: bytes | None
    bands: list[int]


def told(article: Article) -> Told:
    """A short text ("See the attached file.") stands under many titles: there the title and the files belong to it."""
    text = normal(article.text)
    whole = text
    if text.count(" ") < SHORTEST:
        files = [file.url for file in article.attachments] + [image.url for image in article.images]
        whole = "\n".join([normal(article.title), text, *files])
    found = signature(text)
    return Told(text, sha256(whole.encode()).hexdigest(), found, bands(found))
