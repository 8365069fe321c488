"""What an article tells, made comparable: worked out where it is read, so that storing it is quick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from models.article import Article, handed_over
from pipelines.near import SHORTEST, bands, normal, signature


@handed_over
@dataclass(frozen=True, slots=True)
class Told:
    """The parts of an article's text; the hash, the signature and the bands of it."""

    parts: tuple[str, ...]
    digest: str
    signature: bytes | None
    bands: list[int]

    @property
    def text(self) -> str:
        """The `normal` text. Few are asked for theirs, and it would take longer to hand it over from a worker."""
        return _normal(self.parts)

    @property
    def is_empty(self) -> bool:
        return not any(map(str.strip, self.parts))


def _normal(parts: Iterable[str]) -> str:
    """The `normal` form of `Article.text`, which joins the parts by blank lines: all white space is one there."""
    return normal(" ".join(parts))


def told(article: Article) -> Told:
    """A short text ("See the attached file.") stands under many titles: there the title and the files belong to it."""
    parts = (*filter(None, [article.lead]), *article.paragraphs)
    whole = text = _normal(parts)
    if text.count(" ") < SHORTEST:
        files = [file.url for file in article.attachments] + [image.url for image in article.images]
        whole = "\n".join([normal(article.title), text, *files])
    found = signature(text)
    return Told(parts, sha256(whole.encode()).hexdigest(), found, bands(found))
