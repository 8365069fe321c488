"""From a page to its article: the one place that shows the order in which a page is read.

bytes → tree (document) → what it says about itself (metadata) → heading → container → lines around it → pruned, marked
→ cleaned lines (clean) → parts → fields, each decided from all candidates. No network, no clock, no database.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from models.article import Article, Hint, NotAnArticle, Page
from models.site import Site
from pipelines import fields, scripted, signature, titling, verdict
from pipelines.around import Near, around, scope_of
from pipelines.candidates import clean_text
from pipelines.clean import clean
from pipelines.container import find_container
from pipelines.deciding import decide
from pipelines.document import Element, decode, parse, refuse_binary
from pipelines.dumps import read_dump
from pipelines.elements import NOTHING
from pipelines.evidence import Body, Evidence, Located
from pipelines.filepost import file_post
from pipelines.files import attachments, join, sanitised
from pipelines.heading import alike, find_heading, heading_above, named_heading, page_titles, text_of
from pipelines.machinetext import hear
from pipelines.metadata import Metadata, read_metadata
from pipelines.metaline import date_in
from pipelines.parts import Parts, tell_apart
from pipelines.prune import mark, prune
from pipelines.same import honest
from pipelines.select import select
from pipelines.template import Template
from pipelines.templated import Fitted, apply, container_of, cut_behind_end, fit, told_facts
from pipelines.trust import rank, winner
from pipelines.weights import dated_rows, weigh

FOOT = frozenset({"footer", "cookie", "cookies", "consent", "gdpr", "copyright"})
MOVING = ("video", "iframe", "embed", "object")
LONGEST_LEAD = 900
SHORTEST_LEAD = 50
MUCH = 0.25  # what a template cuts of the article's part of the page, as a share of the text, that makes it doubtful
HALF = 0.5


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
    return decide(found, _body(found), trail)


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
        container = container_of(fitted, find_container(body, weights, heading), weights)
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
