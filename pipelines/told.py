"""What an article tells, made comparable: worked out where it is read, so that storing it is quick."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from models.article import Article, handed_over, text_of
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
        return normal(text_of(None, self.parts))

    @property
    def is_empty(self) -> bool:
        return not any(map(str.strip, self.parts))


def told(article: Article) -> Told:
    """A short text ("See the attached file.") stands under many titles: there the title and the files belong to it."""
    text = normal(article.text)
    whole = text
    if text.count(" ") < SHORTEST:
        files = [file.url for file in article.attachments] + [image.url for image in article.images]
        whole = "\n".join([normal(article.title), text, *files])
    found = signature(text)
    parts = (*filter(None, [article.lead]), *article.paragraphs)
    return Told(parts, sha256(whole.encode()).hexdigest(), found, bands(found))
