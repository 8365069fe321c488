"""The article from what was found: every field from its candidates, by the table in trust.py; then the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.article import Article, Image
from pipelines import dateproof, dating, fields, signature, titling, verdict
from pipelines.byline import read_dateline
from pipelines.candidates import Candidate
from pipelines.evidence import Body, Evidence, Located
from pipelines.filetext import IN_FILE
from pipelines.heading import text_of
from pipelines.parts import Parts
from pipelines.signature import Signature
from pipelines.trust import rank, winner
from pipelines.zones import NOWHERE


def decide(found: Located, body: Body, trail: Sequence[str]) -> Evidence:
    """Every field from its candidates, by the table in trust.py."""
    dates = _dates(found, body.parts)
    visible = signature.visible_signatures(found.near, body.parts.bylines)
    sites = titling.site_names(found.metadata, found.page.url)
    weighed = {
        "title": rank(_titles(found), titling.agreement),
        "published_at": rank([one for one in dates if one.field == "published"], dateproof.agreement),
        "modified_at": rank([one for one in dates if one.field == "modified"], dateproof.agreement),
        "authors": rank(signature.candidates(found.metadata, visible, sites), signature.agreement),
        "section": rank(fields.sections(found.metadata, trail, found.titles), fields.same),
        "tags": rank(fields.tags(found.metadata), fields.same),
        "language": found.languages,
    }
    chosen = {name: winner(of_field) for name, of_field in weighed.items()}
    signed = signature.choose(chosen["authors"], visible)
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


def _titles(found: Located) -> list[Candidate]:
    own = [candidate for candidate in found.chosen.candidates if candidate.field == "title"]
    return own + titling.titles(found.metadata, found.heading, found.root, found.page.url, found.hints)


def _dates(found: Located, parts: Parts) -> list[Candidate]:
    """Candidates for the dates of publication and of change: selected, stated, shown, beside links, in the URL."""
    heading = text_of(found.heading) if found.heading is not None else ""
    near = [
        replace(line, text=line.text.replace(heading, "")) if heading and heading in line.text else line
        for line in found.near
    ]
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
