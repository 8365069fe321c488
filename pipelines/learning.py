"""Learns a site's template from its pages: what repeats where it stands, and what differs from page to page there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from models.article import NotAnArticle, Page
from models.site import Site
from pipelines import fields, titling
from pipelines.container import find_container
from pipelines.document import Element, parse
from pipelines.elements import INLINE, NOTHING, WRITTEN
from pipelines.heading import find_heading, heading_above, named_heading, page_titles
from pipelines.metadata import Metadata, read_metadata
from pipelines.recurrence import Recurring
from pipelines.roles import roles
from pipelines.same import same_values
from pipelines.spots import Step, Steps, digest, own_names, place, spots
from pipelines.template import Layout, Template
from pipelines.trust import rank, winner
from pipelines.views import Line, View
from pipelines.weights import weigh

ENOUGH = 5  # pages of a layout from which on more is learned of it than what repeats word for word
COMMON = 0.5  # the share of a layout's pages that have a class name which it is known for
SKELETON = 4  # elements down to the heading whose tags tell layouts apart
MARKED = 0.8  # … of a layout's pages that have a place which it is known by
MARKS = 60
AGREED = 0.6  # … whose containers stand at one place
COPIED = 0.5  # … of the lines of an article that another page has, word for word, when they are one


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line, before its place has a name: the way to it, and how many elements below the container that leads."""

    steps: tuple[Step, ...]
    text: str
    below: int | None
    framed: bool

    def named(self, names: frozenset[str]) -> Line:
        """The line with its place named by its site's names."""
        where = place(self.steps, names)
        inner = self.steps[-self.below :] if self.below else ()
        plain = self.below is not None and all(tag in WRITTEN and own.isdisjoint(names) for tag, own in inner)
        return Line(where, digest(where, self.text), self.text, self.below is not None, plain, self.framed)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is kept of a page until the site's names are known: the ways to its lines, not its tree."""

    heading: tuple[Step, ...]
    container: tuple[Step, ...]
    lines: tuple[_Seen, ...]
    names: frozenset[str]
    metadata: Metadata
    titles: tuple[str, ...]
    fetched_at: datetime | None
    language: str

    def view(self, names: frozenset[str]) -> View:
        """The page with its places named by the site's names."""
        where = place(self.heading, names), place(self.container, names)
        lines = tuple(line.named(names) for line in self.lines)
        return View(*where, lines, self.metadata, self.titles, self.fetched_at, self.language)


def learned(pages: Iterable[Page], site: Site | None = None) -> Template:
    """See `pipelines.template.learn`."""
    groups: defaultdict[tuple[str, ...], list[_Look]] = defaultdict(list)
    for page in pages:
        if look := _look(page):
            groups[tuple(tag for tag, _ in look.heading[-SKELETON:])].append(look)
    layouts = [layout for looks in groups.values() if (layout := _layout(looks, site))]
    return Template(tuple(sorted(layouts, key=lambda one: (-one.pages, one.heading))))


def _look(page: Page) -> _Look | None:
    """The page, if it has a heading: one that its own title confirms, else one that stands over its text."""
    try:
        document = parse(page)
    except NotAnArticle:
        return None
    root, body = document.root, document.root.find("body")
    metadata = read_metadata(root, document.data)
    etree.strip_elements(root, *NOTHING, with_tail=False)
    titles = page_titles(root, titling.declared_titles(metadata))
    weights = weigh(body)
    heading = find_heading(body, titles, weights.prose)
    if heading is None:
        heading = named_heading(body)
    container = find_container(body, weights, heading)
    if heading is None and (heading := heading_above(container)) is None:
        return None
    block = next((one for one in (heading, *heading.iterancestors()) if one.tag not in INLINE), heading)
    steps = Steps()
    said = winner(rank(fields.languages(metadata, root, container), fields.same))
    return _Look(
        steps.to(block),
        steps.to(container),
        _lines(body, container, steps),
        frozenset().union(*map(own_names, body.iter())),
        metadata,
        tuple(titles),
        page.fetched_at,
        said.value if said else "en",
    )


def _lines(body: Element, container: Element, steps: Steps) -> tuple[_Seen, ...]:
    framed = {inner for figure in body.iter("figure", "figcaption") for inner in figure.iter()}
    return tuple(
        _Seen(steps.to(one.element), one.text, _below(one.element, container), one.element in framed)
        for one in spots(body)
    )


def _below(element: Element, container: Element) -> int | None:
    """How many elements below the container one is, None outside of it."""
    for below, above in enumerate((element, *element.iterancestors())):
        if above is container:
            return below
    return None


def _layout(looks: Sequence[_Look], site: Site | None) -> Layout | None:
    """What pages whose headings stand alike have in common."""
    on_pages = Counter(name for one in looks for name in one.names)
    names = frozenset(name for name, count in on_pages.items() if count >= max(2, COMMON * len(looks)))
    views = _without_copies([look.view(names) for look in looks])
    if len(views) < 2:
        return None
    heading, container = (_most([getattr(view, part) for view in views]) for part in ("heading", "container"))
    recurring = Recurring(views)
    have = Counter(where for view in views for where in {line.place for line in view.lines})
    marks = sorted(where for where, count in have.items() if count >= MARKED * len(views))
    layout = Layout(len(views), heading or views[0].heading, tuple(marks[:MARKS]), names, recurring.prose)
    if len(views) < ENOUGH:
        return replace(layout, lines=recurring.lines())
    parts = roles(views, recurring.prose, site)
    return replace(
        layout,
        container=container,
        lines=recurring.lines(parts),
        places=recurring.places(parts),
        ends=recurring.ends(),
        roles=parts,
        same=same_values(views, parts),
    )


def _most(places: Sequence[str]) -> str:
    """The place that most pages agree on, "" if they do not."""
    where, count = min(Counter(places).items(), key=lambda one: (-one[1], one[0]))
    return where if count >= AGREED * len(places) else ""


def _without_copies(views: Sequence[View]) -> list[View]:
    """One page of each post: a copy's every sentence repeats."""
    kept: list[View] = []
    for view in views:
        if not any(_is_copy(view, other) for other in kept):
            kept.append(view)
    return kept


def _is_copy(one: View, other: View) -> bool:
    a, b = ({line.digest: len(line.text) for line in view.lines if line.inside} for view in (one, other))
    shared = sum(length for digest, length in a.items() if digest in b)
    return shared > COPIED * min(sum(a.values()), sum(b.values())) and one.titles[:1] == other.titles[:1]
