"""From a page to its article: the one place that shows the order in which a page is read.

bytes → tree (document) → what it says about itself (metadata) → heading → container → lines around it → pruned, marked
→ cleaned lines (clean) → parts → fields, each decided from all candidates. No network, no clock, no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from lxml import etree

from models.article import Article, Attachment, Hint, Image, NotAnArticle, Page
from models.site import Site
from pipelines import dateproof, dating, fields, scripted, signature, titling, verdict
from pipelines.around import Near, around, scope_of
from pipelines.byline import read_dateline
from pipelines.candidates import Candidate, clean_text
from pipelines.clean import Cleaned, clean
from pipelines.container import find_container
from pipelines.dates import Stamp, read_date
from pipelines.document import Element, decode, parse, refuse_binary
from pipelines.dumps import read_dump
from pipelines.elements import NOTHING
from pipelines.filepost import file_post
from pipelines.files import attachments, join, sanitised
from pipelines.filetext import IN_FILE
from pipelines.heading import alike, find_heading, heading_above, named_heading, page_titles, text_of
from pipelines.machinetext import hear
from pipelines.metadata import Metadata, read_metadata
from pipelines.metaline import date_in
from pipelines.parts import Parts, tell_apart
from pipelines.prune import mark, prune
from pipelines.same import honest
from pipelines.select import Selected, select
from pipelines.signature import Signature
from pipelines.template import Template
from pipelines.templated import Fitted, apply, container_of, cut_behind_end, fit, told_facts
from pipelines.trust import Weighed, rank, winner
from pipelines.weights import Weights, dated_rows, weigh
from pipelines.zones import NOWHERE

FOOT = frozenset({"footer", "cookie", "cookies", "consent", "gdpr", "copyright"})
MOVING = ("video", "iframe", "embed", "object")
LONGEST_LEAD = 900
SHORTEST_LEAD = 50
MUCH = 0.25  # what a template cuts of the article's part of the page, as a share of the text, that makes it doubtful
HALF = 0.5


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


def extract(
    page: Page, site: Site | None = None, template: Template | None = None, hints: Sequence[Hint] = ()
) -> Article:
    """The article on a page. Raises NotAnArticle with a short reason that is counted. Same bytes, same answer.

    template: what the site's pages have in common; it never makes a page worse. hints: what led to the page. They
    confirm what it says, and fill in what it does not say.
    """
    return explain(page, site, template, hints).article


def explain(
    page: Page, site: Site | None = None, template: Template | None = None, hints: Sequence[Hint] = ()
) -> Evidence:
    """The article on a page with the evidence for it. Raises NotAnArticle. Parameters as in `extract`."""
    if page.content_type.partition(";")[0].strip().lower() == "text/plain":
        refuse_binary(page.body)
        return Evidence(read_dump(decode(page.body, page.content_type)[0], site))
    if template is None:
        return _explain(page, site, None, hints)
    return _with_or_without(page, site, template, hints)


def _with_or_without(page: Page, site: Site | None, template: Template, hints: Sequence[Hint]) -> Evidence:
    """What is read with the template; without it, where it leaves no article or less than half of its text."""
    try:
        found = _explain(page, site, template, hints)
    except NotAnArticle:
        return _explain(page, site, None, hints)
    if found.repeated <= MUCH * len(found.article.text):
        return found
    try:
        alone = _explain(page, site, None, hints)
    except NotAnArticle as verdict:
        if verdict.reason == "no text":  # chrome hid it
            return found
        raise
    return found if len(found.article.text) >= HALF * len(alone.article.text) else alone


def _explain(page: Page, site: Site | None, template: Template | None, hints: Sequence[Hint]) -> Evidence:
    document = parse(page)
    verdict.refuse_before(page, document.root)
    metadata = read_metadata(document.root, document.data)
    trail = [] if fields.is_section_stated(metadata) else fields.breadcrumbs(document.root)  # often in a <nav>
    etree.strip_elements(document.root, *NOTHING, with_tail=False)
    fitted = fit(document.root.find("body"), template) if template else None
    if fitted:
        metadata = honest(metadata, fitted.layout.same)
    found = _locate(page, document.root, metadata, site, hints, fitted)
    return _decide(found, _body(found), trail)


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


def _locate(
    page: Page,
    root: Element,
    metadata: Metadata,
    site: Site | None,
    hints: Sequence[Hint],
    fitted: Fitted | None,
) -> Located:
    body = root.find("body")
    base = join(page.url or "", next((one.get("href") or "" for one in root.iter("base")), ""))
    chosen = select(root, site)
    repeated = apply(fitted, told_facts(metadata) | {str(one.value) for one in chosen.candidates}) if fitted else []
    titles = page_titles(root, [*titling.declared_titles(metadata), *titling.hinted_titles(hints)])
    weights = weigh(body)
    if weights.prose.get(body, 0.0) < scripted.SHOWN and scripted.fill(body, page.body):
        weights = weigh(body)
    heading = chosen.elements.get("title")
    if heading is None:
        heading = find_heading(body, titles, weights.prose)
    titled = heading is not None
    if heading is None:
        heading = named_heading(body)
    container = chosen.elements.get("body")
    if container is None:
        container = container_of(fitted, body, find_container(body, weights, heading), weights)
    if heading is None:
        heading = heading_above(container)
    block = file_post(body, heading, weights, base) if heading is not None and "body" not in chosen.elements else None
    container = container if block is None else block
    near = around(body, heading, container)
    files = attachments(scope_of(body, heading, container) if block is None else block, base)
    sites = titling.site_names(metadata, page.url)
    headed = heading is not None and not titling.is_site(text_of(heading), sites)
    facts = (
        titled and headed,
        headed,
        0 if titled and headed else dated_rows(container),
        block is not None,
        heading is not None and container in heading.iterancestors(),
        any(weights.named.get(one) in FOOT for one in (container, *container.iterancestors())),
        any((field.get("type") or "").lower() == "password" for field in root.iter("input")),
        next(root.iter(*MOVING), None) is not None,
    )
    languages = rank(fields.languages(metadata, root, container), fields.same)
    zone = fields.zone(site, winner(languages))
    places = (root, body, base, metadata, chosen, titles, heading, weights, container, near, files)
    return Located(page, hints, *places, *facts, languages, zone, fitted, tuple(repeated))


@dataclass(frozen=True, slots=True)
class Body:
    """The container after pruning and cleaning."""

    cleaned: Cleaned
    parts: Parts
    html: str
    cuts: tuple[tuple[str, str], ...]
    name: str
    repeated: int


def _body(found: Located) -> Body:
    container = found.container
    name = f"{container.tag}.{container.get('class') or ''}#{container.get('id') or ''}"
    description = next((clean_text(value) for value, _ in found.metadata.values("description")), "")
    cuts = [("repeats on the site", text[:80]) for _, text in found.repeated]
    repeated = sum(len(text) for above, text in found.repeated if container in (above, *above.iterancestors()))
    if found.fitted:
        cuts += [("behind the end", text[:80]) for text in cut_behind_end(found.fitted, container)]
    cuts += prune(container, found.weights, found.heading)
    html = sanitised(container, found.base)
    mark(container, found.weights, found.base, found.heading)
    cleaned = clean(container)
    names = {name for one in signature.machine_signatures(found.metadata) for name in one.authors}
    parts = tell_apart(
        cleaned.lines, found.titles, description, lambda text: date_in(text, found.read_date) is not None, names
    )
    hear(fields.article_body(found.metadata), parts)
    if selected := found.chosen.text("lead"):
        parts.lead, parts.paragraphs = selected, [text for text in parts.paragraphs if text != selected]
    if parts.lead is None:
        parts.lead = _lead_above(found.near, parts, description)
    if found.is_files:
        names = {file.title for file in found.files}
        parts.paragraphs = [text for text in parts.paragraphs if text not in names]
    return Body(cleaned, parts, html, (*cuts, *parts.dropped), name, repeated)


def _lead_above(near: Sequence[Near], parts: Parts, description: str) -> str | None:
    """The lead that stands between heading and text: called so, or what the page gives as its description."""
    for line in near:
        if line.place != "between" or line.linked or not SHORTEST_LEAD <= len(line.text) <= LONGEST_LEAD:
            continue
        if line.role == "lead" or alike(line.text, description) > 0.8:
            return None if line.text in parts.paragraphs[:1] else line.text
    return None


def _decide(found: Located, body: Body, trail: Sequence[str]) -> Evidence:
    """Every field from its candidates, by the table in trust.py."""
    dates = _dates(found, body.parts)
    weighed = {
        "title": rank(_titles(found), titling.agreement),
        "published_at": rank([one for one in dates if one.field == "published"], dateproof.agreement),
        "modified_at": rank([one for one in dates if one.field == "modified"], dateproof.agreement),
        "authors": rank(_signatures(found, body.parts), signature.agreement),
        "section": rank(fields.sections(found.metadata, trail, found.titles), fields.same),
        "tags": rank(fields.tags(found.metadata), fields.same),
        "language": found.languages,
    }
    chosen = {name: winner(of_field) for name, of_field in weighed.items()}
    signed = signature.choose(chosen["authors"], found.near, body.parts.bylines)
    signed = signature.selected(signed, found.chosen.text("author"), found.chosen.text("source"))
    chosen |= {
        "authors": Candidate("authors", signed.authors, signed.origin) if signed.authors else None,
        "source": Candidate("source", signed.source, "site") if found.chosen.text("source") else None,
        "lead": Candidate("lead", body.parts.lead, "site") if found.chosen.text("lead") else None,
    }
    for name in ("published_at", "modified_at"):
        if one := chosen[name]:
            chosen[name] = replace(one, value=dateproof.in_zone(one.value, dates, found.zone))
    title = chosen["title"]
    name, _ = titling.without_date(title.value, found.zone) if title else ("", None)
    article = _article(found, body, name, signed, {key: one for key, one in chosen.items() if one})
    if not (found.is_files and found.headed and article.published_at):
        verdict.refuse_after(found.page, _facts(found, article))
    fit = found.fitted.share if found.fitted else None
    candidates = tuple(one for of_field in weighed.values() for one in of_field)
    return Evidence(article, candidates, body.cuts, body.name, fit, body.repeated)


def _signatures(found: Located, parts: Parts) -> list[Candidate]:
    sites = titling.site_names(found.metadata, found.page.url)
    return signature.candidates(found.metadata, found.near, parts.bylines, sites)


def _titles(found: Located) -> list[Candidate]:
    own = [candidate for candidate in found.chosen.candidates if candidate.field == "title"]
    return own + titling.titles(found.metadata, found.heading, found.root, found.page.url, found.hints)


def _dates(found: Located, parts: Parts) -> list[Candidate]:
    """Candidates for the dates of publication and of change: selected, stated, shown, beside links, in the URL."""
    heading = text_of(found.heading) if found.heading is not None else ""
    near = [replace(line, text=line.text.replace(heading, "")) if heading else line for line in found.near]
    selected = found.chosen.elements.get("date")
    _, in_title = titling.without_date(heading, found.zone)
    everything = [
        *(dating.selected_dates(selected, found.read_date, found.zone) if selected is not None else ()),
        *dating.machine_dates(found.metadata, found.zone),
        *dating.machine_dates(found.metadata, found.zone, "modified"),
        *([Candidate("published", in_title, "visible")] if in_title else []),
        *dating.visible_dates(near, parts.dates, found.read_date, found.zone, headed=found.heads),
        *dating.hinted_dates(found.hints, found.read_date, found.zone),
        *dating.url_date(found.page.url, found.zone),
    ]
    return dateproof.judged(everything, found.page.fetched_at)


def _facts(found: Located, article: Article) -> verdict.Facts:
    weights, kinds = found.weights, found.metadata.meta.get("og:type", ())
    dated = article.origins.get("published_at") not in {None, *(hint.origin for hint in found.hints)}
    return verdict.Facts(
        title=article.title,
        paragraphs=tuple(filter(None, (article.lead, *article.paragraphs))),
        declared=bool(found.metadata.articles) or "article" in kinds,
        titled=found.titled,
        headed=found.headed and (found.titled or dated),
        prose=weights.prose.get(found.body, 0.0),
        links=weights.links.get(found.body, 0),
        teasers=sum(weights.prose.get(entry, 0.0) for entry in weights.teasers),
        teaser_count=len(weights.teasers),
        rows=found.rows,
        in_chrome=found.in_chrome,
        password=found.password,
        video=found.moving or "video" in " ".join(kinds),
    )


def _article(found: Located, body: Body, title: str, signed: Signature, chosen: dict[str, Candidate]) -> Article:
    parts = body.parts
    values = {name: one.value for name, one in chosen.items()}
    published, modified = values.get("published_at"), values.get("modified_at")
    origins = {name: one.origin for name, one in chosen.items()}
    if found.is_files:
        origins["paragraphs"] = IN_FILE
    if published and published.moment.tzinfo is NOWHERE:
        origins["zone"] = "none"
    return Article(
        url=found.page.url,
        title=title,
        lead=parts.lead,
        paragraphs=tuple(parts.paragraphs),
        captions=tuple(dict.fromkeys(caption for caption, _ in parts.captions)),
        images=_with_captions(body.cleaned.images, parts.captions),
        attachments=found.files,
        authors=signed.authors,
        byline=signed.line,
        source=signed.source,
        dateline=next(filter(None, map(read_dateline, [parts.lead or "", *parts.paragraphs[:1]])), None),
        published_at=dating.local(published.moment) if published else None,
        published_precision=published.precision if published else None,
        modified_at=dating.local(modified.moment) if modified else None,
        section=values.get("section"),
        tags=values.get("tags", ()),
        language=values.get("language"),
        html=body.html or None,
        origins=origins,
    )


def _with_captions(images: Sequence[Image], captions: Sequence[tuple[str, int]]) -> tuple[Image, ...]:
    """The images, each once, with the captions that follow them."""
    under = {at: caption for caption, at in reversed(captions) if at >= 0}
    unique: dict[str, Image] = {}
    for at, image in enumerate(images):
        captioned = replace(image, caption=under.get(at, image.caption))
        unique[image.url] = captioned if captioned.caption else unique.get(image.url, captioned)
    return tuple(unique.values())
