"""What a layout's pages tell machines that cannot be true, since it is the same on all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.candidates import names_in
from pipelines.metadata import META, Metadata
from pipelines.titling import compact
from pipelines.views import View

DAY = 10  # characters of a date without a time of day
JSON_LD = {"title": "headline", "description": "description", "published": "datePublished", "modified": "dateModified"}


def same_values(views: Sequence[View], parts: Mapping[str, str]) -> dict[str, str]:
    """Name of a meta element, or "json-ld:" and a key -> the value that all pages have.

    A title or a summary of all pages is the site's, a date with its time the day on which it was built. Posts of one
    author are nothing odd: a name is doubted only where bylines are shown that say others.
    """
    found = {}
    for field in ("title", "description", "published", "modified", "authors"):
        for name in META[field]:
            value = _shared([view.metadata.meta.get(name, [""])[0] for view in views])
            if value and _is_odd(field, value, views, parts):
                found[name] = value
        value = _shared([_stated(view.metadata, field) for view in views])
        if value and _is_odd(field, value, views, parts):
            found[f"json-ld:{field}"] = value
    return found


def _shared(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _stated(metadata: Metadata, field: str) -> str:
    """The value of JSON-LD's article for a field, as one string."""
    for article in metadata.articles[:1]:
        if field == "authors":
            return ", ".join(name for name, _ in names_in(article.get("author") or article.get("creator")))
        value = article.get(JSON_LD[field])
        return value if isinstance(value, str) else ""
    return ""


def _is_odd(field: str, value: str, views: Sequence[View], parts: Mapping[str, str]) -> bool:
    if field in {"published", "modified"}:
        return len(value) > DAY
    return field != "authors" or _is_contradicted(value, views, parts)


def _is_contradicted(name: str, views: Sequence[View], parts: Mapping[str, str]) -> bool:
    places = {where for where, part in parts.items() if part == "byline"}
    shown = [[compact(line.text) for line in view.lines if line.place in places] for view in views]
    others = sum(bool(lines) and not any(compact(name) in line for line in lines) for lines in shown)
    return 2 * others > len(views)


def honest(metadata: Metadata, same: Mapping[str, str]) -> Metadata:
    """What a page tells machines, without the values that it has in common with all the others."""
    meta = {name: values for name, values in metadata.meta.items() if same.get(name) not in values}
    dropped = {name.removeprefix("json-ld:") for name in same if name.startswith("json-ld:")}
    dropped = {field for field in dropped if _stated(metadata, field) == same[f"json-ld:{field}"]}
    keys = {JSON_LD[field] for field in dropped - {"authors"}} | (
        {"author", "creator"} if "authors" in dropped else set()
    )
    articles = tuple({key: one for key, one in article.items() if key not in keys} for article in metadata.articles)
    return replace(metadata, meta=meta, articles=articles)
