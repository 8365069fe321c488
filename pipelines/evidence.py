"""What is known of a page while it is read: its places, then its cleaned part, then what was decided from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models.article import Article, Attachment, Hint, Page
from pipelines.around import Near
from pipelines.clean import Cleaned
from pipelines.dates import Stamp, read_date
from pipelines.document import Element
from pipelines.metadata import Metadata
from pipelines.parts import Parts
from pipelines.select import Selected
from pipelines.templated import Fitted
from pipelines.trust import Weighed, winner
from pipelines.weights import Weights
from pipelines.zones import NOWHERE


@dataclass(frozen=True, slots=True)
class Located:
    """A page's tree with the places that matter on it, nothing cut yet, and how its dates are to be read."""

    page: Page
    hints: Sequence[Hint]
    root: Element
    body: Element
    base: str
    metadata: Metadata
    chosen: Selected
    titles: list[str]
    heading: Element | None
    weights: Weights
    container: Element
    near: list[Near]
    files: tuple[Attachment, ...]
    titled: bool
    headed: bool
    rows: int
    is_files: bool
    heads: bool
    in_chrome: bool
    password: bool
    moving: bool
    languages: list[Weighed]
    zone: ZoneInfo
    fitted: Fitted | None
    repeated: tuple[tuple[Element, str], ...]

    @property
    def zone_known(self) -> bool:
        """Whether dates without a zone are local time of a known one."""
        return self.zone is not NOWHERE

    def read_date(self, text: str) -> Stamp | None:
        """A displayed date, as this page means it."""
        language = winner(self.languages)
        return read_date(text, self.zone, self.page.fetched_at, language.value if language else "en")


@dataclass(frozen=True, slots=True)
class Body:
    """The container after pruning and cleaning."""

    cleaned: Cleaned
    parts: Parts
    html: str
    cuts: tuple[tuple[str, str], ...]
    name: str
    repeated: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an article was decided from: the candidates of each field in order of trust, and what was cut and why.

    fit: the share of its layout's places that the page has; None where it is of no layout, or no template was given.
    repeated: characters of the container that the template cut.
    """

    article: Article
    candidates: tuple[Weighed, ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()
    container: str = ""
    fit: float | None = None
    repeated: int = 0
