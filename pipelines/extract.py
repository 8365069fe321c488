"""From a page to its article: the one place that shows the order in which a page is read.

bytes → tree (document) → what it says about itself (metadata) → heading → container → lines around it → pruned, marked
→ cleaned lines (clean) → parts → fields, each decided from all candidates. No network, no clock, no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from models.article import Article, Image, Page
from models.site import Site
from pipelines import fields, signature, verdict
from pipelines.around import Near, around, scope_of
from pipelines.byline import read_dateline
from pipelines.clean import Cleaned, clean
from pipelines.container import Weights, find_container, weigh
from pipelines.document import decode, parse
from pipelines.fields import Candidate
from pipelines.files import attachments, sanitised
from pipelines.heading import alike, find_heading, page_titles, text_of
from pipelines.metadata import Metadata, read_metadata
from pipelines.parts import Parts, tell_apart
from pipelines.prune import mark, prune
from pipelines.select import Selected, select

# Elements that never hold an article nor say anything about it.
NOTHING = ("nav", "noscript", "template", "svg", "select", "button", "script", "style", "datalist", "map")
LONGEST_LEAD = 900
SHORTEST_LEAD = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an article was decided from: the candidates of each field in order of trust, and what was cut and why."""

    article: Article
    candidates: tuple[Candidate, ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()
    container: str = ""


def extract(page: Page, site: Site | None = None) -> Article:
    """The article on a page. Raises NotAnArticle with a short reason that is counted. Same bytes, same answer."""
    return explain(page, site).article


def explain(page: Page, site: Site | None = None) -> Evidence:
    """The article on a page with the evidence for it. Raises NotAnArticle."""
    if page.content_type.partition(";")[0].strip().lower() == "text/plain":
        from pipelines.dumps import read_dump

        return Evidence(read_dump(decode(page.body, page.content_type)[0], site))
    document = parse(page)
    verdict.refuse_before(page, document.root)
    etree.strip_elements(document.root, *NOTHING, with_tail=False)
    found = _locate(page, document.root, read_metadata(document.root, document.data), site)
    return _decide(page, site, found, _body(found))


@dataclass(frozen=True, slots=True)
class Located:
    """A page's tree with the places that matter on it, nothing cut yet."""

    root: etree._Element
    body: etree._Element
    base: str
    metadata: Metadata
    chosen: Selected
    titles: list[str]
    heading: etree._Element | None
    weights: Weights
    container: etree._Element
    near: list[Near]


def _locate(page: Page, root: etree._Element, metadata: Metadata, site: Site | None) -> Located:
    body = root.find("body")
    base = urljoin(page.url or "", next((one.get("href") or "" for one in root.iter("base")), ""))
    chosen = select(root, site)
    declared = [fields.clean_text(article.get("headline")) for article in metadata.articles[:1]]
    declared += [fields.clean_text(value) for value, _ in metadata.values("title")]
    titles = page_titles(root, declared)
    heading = chosen.elements.get("title")
    if heading is None:
        heading = find_heading(body, titles)
    weights = weigh(body)
    container = chosen.elements.get("body")
    if container is None:
        container = find_container(body, weights, heading)
    near = around(body, heading, container)
    return Located(root, body, base, metadata, chosen, titles, heading, weights, container, near)


@dataclass(frozen=True, slots=True)
class Body:
    """The container after pruning and cleaning."""

    cleaned: Cleaned
    parts: Parts
    html: str
    cuts: tuple[tuple[str, str], ...]
    name: str


def _body(found: Located) -> Body:
    container = found.container
    name = f"{container.tag}.{container.get('class') or ''}#{container.get('id') or ''}"
    description = next((fields.clean_text(value) for value, _ in found.metadata.values("description")), "")
    cuts = prune(container, found.weights)
    html = sanitised(container, found.base)
    mark(container, found.weights, found.base)
    cleaned = clean(container)
    parts = tell_apart(cleaned.lines, found.titles, description)
    if parts.lead is None:
        parts.lead = _lead_above(found.near, parts, description)
    return Body(cleaned, parts, html, (*cuts, *parts.dropped), name)


def _lead_above(near: Sequence[Near], parts: Parts, description: str) -> str | None:
    """The lead that stands between heading and text: called so, or what the page gives as its description."""
    for line in near:
        if line.place != "between" or line.linked or not SHORTEST_LEAD <= len(line.text) <= LONGEST_LEAD:
            continue
        if line.role == "lead" or alike(line.text, description) > 0.8:
            return None if line.text in parts.paragraphs[:1] else line.text
    return None


def _decide(page: Page, site: Site | None, found: Located, body: Body) -> Evidence:
    """Every field from its candidates."""
    metadata, parts = found.metadata, body.parts
    text = "\n\n".join(filter(None, (parts.lead, *parts.paragraphs)))
    tongue = fields.language(metadata, found.root, text)
    known = site is not None or (tongue is not None and tongue.value == "vi")
    zone = site.zone if site else fields.VIETNAM if known else fields.NOWHERE
    candidates: list[Candidate] = [*found.chosen.candidates]

    titles = [c for c in candidates if c.field == "title"] + fields.titles(metadata, found.heading, found.root)
    title = fields.choose_title(titles)
    name, in_title = fields.without_date(title.value, zone) if title else ("", None)

    language = tongue.value if tongue else "en"
    dates = [*_selected_dates(found.chosen, zone, page, language), *fields.machine_dates(metadata, zone)]
    shown = list(fields.visible_dates(found.near, zone, page.fetched_at, language))
    if in_title:
        shown.insert(0, Candidate("published", in_title, "visible"))
    dates += [one for one in shown if one.field == "published"]
    if at := fields.url_date(page.url, zone):
        dates.append(at)
    published = fields.choose_date(dates)
    changes = [*fields.machine_dates(metadata, zone, "modified"), *(one for one in shown if one.field == "modified")]
    modified = changes[0] if changes else None

    sites = frozenset(fields.clean_text(value).lower() for value, _ in metadata.values("site"))
    machine = list(signature.machine_signatures(metadata))
    visible = list(signature.visible_signatures(found.near, parts.bylines))
    signed = signature.choose(machine, visible, sites)
    section, tags = fields.section(metadata), fields.tags(metadata)

    facts = verdict.Facts(
        text, name, found.weights.prose.get(found.container, 0.0), found.weights.prose.get(found.body, 0.0),
        found.weights.links.get(found.body, 0), published is not None, found.heading is not None,
    )  # fmt: skip
    verdict.refuse_after(page, found.root, metadata, facts)
    origins = {c.field: c.origin for c in (title, published, modified, section, tags, tongue) if c}
    if "published" in origins:
        origins["published_at"] = origins.pop("published")
    if "modified" in origins:
        origins["modified_at"] = origins.pop("modified")
    if signed.authors:
        origins["authors"] = signed.origin
    if published and not known and published.value.moment.tzinfo is fields.NOWHERE:
        origins["zone"] = "none"
    article = Article(
        url=page.url,
        title=name,
        lead=parts.lead,
        paragraphs=tuple(parts.paragraphs),
        captions=tuple(dict.fromkeys((*body.cleaned.captions, *parts.captions))),
        images=tuple(Image(urljoin(found.base, i.url), i.caption, i.alt) for i in body.cleaned.images),
        attachments=attachments(scope_of(found.body, found.heading, found.container), found.base),
        authors=signed.authors,
        byline=signed.line,
        source=signed.source,
        dateline=next((d for d in map(read_dateline, [*filter(None, [parts.lead]), *parts.paragraphs[:1]]) if d), None),
        published_at=fields.local(published.value.moment, known) if published else None,
        published_precision=published.value.precision if published else None,
        modified_at=fields.local(modified.value.moment, known) if modified else None,
        section=section.value if section else None,
        tags=tags.value if tags else (),
        language=tongue.value if tongue else None,
        html=body.html or None,
        origins=origins,
    )
    return Evidence(article, (*titles, *dates, *changes), body.cuts, body.name)


def _selected_dates(chosen: Selected, zone: object, page: Page, language: str) -> list[Candidate]:
    return []
