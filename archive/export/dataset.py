"""A folder that Hugging Face's `datasets` opens: Parquet files, a card with counts, Croissant metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap
from pathlib import Path
from typing import Any

import orjson

from archive.export.croissant import croissant
from archive.export.formats import FORMATS
from archive.export.manifest import Order
from archive.export.meanings import MEANINGS
from archive.export.parquet import schema
from archive.export.tally import NONE
from archive.export.targets import Written, created
from archive.found import Count
from archive.plots import ranking_svg, timeline_svg

SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
LARGEST = "10M<n<100M"
PLOTS = {
    "articles-by-month.svg": "Articles by month of publication",
    "articles-by-length.svg": "Articles by characters of text",
    "articles-by-site.svg": "Articles by site, those with most",
}


def describe(
    place: Path,
    name: str,
    order: Order,
    counts: Mapping[str, Any],
    rights: Mapping[str, str],
    files: Sequence[Written],
    revision: int,
) -> list[Written]:
    """Writes the card (README.md with plots) and croissant.json into the folder; tells what was written.

    name: of the dataset.
    """
    fields = FORMATS[order.form].fields_of(order.choices)
    metadata = croissant(name, order.sentence(), revision, rights, fields, files)
    texts = {
        **{name: svg.encode() for name, svg in zip(PLOTS, _plots(counts), strict=True)},
        "README.md": _card(name, order, counts, rights, files, fields).encode(),
        "croissant.json": orjson.dumps(metadata, option=orjson.OPT_INDENT_2) + b"\n",
    }
    return [_write(place, name, content) for name, content in texts.items()]


def _plots(counts: Mapping[str, Any]) -> tuple[str, str, str]:
    """As SVG, in the order of PLOTS."""
    found = {group: list(starmap(Count, counts.get(group, {}).items())) for group in ("months", "lengths", "sites")}
    by_size = sorted(found["sites"], key=lambda site: (-site.articles, site.value))
    return timeline_svg(_every_month(found["months"])), ranking_svg(found["lengths"]), ranking_svg(by_size)


def _every_month(found: Sequence[Count]) -> list[Count]:
    """From the first to the last, those without articles among them; whatever has no date left out."""
    articles = {count.value: count.articles for count in found if count.value != NONE}
    numbers = [int(month[:4]) * 12 + int(month[5:7]) - 1 for month in articles]
    every = range(min(numbers), max(numbers) + 1) if numbers else ()
    months = (f"{number // 12:04}-{number % 12 + 1:02}" for number in every)
    return [Count(month, articles.get(month, 0)) for month in months]


def _write(place: Path, name: str, content: bytes) -> Written:
    with created(place / name) as file:
        file.write(content)
    return file.written(name)


def _card(
    name: str,
    order: Order,
    counts: Mapping[str, Any],
    rights: Mapping[str, str],
    files: Sequence[Written],
    fields: Sequence[str],
) -> str:
    """The dataset card: https://huggingface.co/docs/hub/datasets-cards"""
    return "\n".join(
        (
            *_header(name, counts, files),
            f"# {name}",
            "",
            f"News articles as sites published them. {_said(order.sentence())}",
            "",
            f"{counts['articles']:,} articles, {counts['records']:,} records, {counts['characters']:,} characters. "
            "How the files were made stands in `manifest.json`; machines read `croissant.json`.",
            "",
            "```python",
            "import datasets",
            f'found = datasets.load_dataset("path/to/{name}")',
            "```",
            "",
            f"Each record is one {order.choices.unit}. What a page does not state is null or an empty list.",
            "",
            "| Field | Type | What it is |",
            "|---|---|---|",
            *(f"| `{field.name}` | {_said(str(field.type))} | {MEANINGS[field.name]} |" for field in schema(fields)),
            "",
            *(f"![{said}]({plot})\n" for plot, said in PLOTS.items()),
            *_table("Site", "sites", counts),
            *_table("Year of publication", "years", counts),
            *_table("Characters of text", "lengths", counts),
            *_table("Language", "languages", counts),
            *_table("Split", "splits", counts),
            *_table("Left out", "dropped", counts),
            *_table("Redacted", "redacted", counts),
            "## Rights",
            "",
            *(f"- {_said(site)}: {_said(said)}" for site, said in rights.items()),
            *(f"- {_said(site)}: the site file says nothing" for site in counts.get("sites", {}) if site not in rights),
            "",
        )
    )


def _header(name: str, counts: Mapping[str, Any], files: Sequence[Written]) -> list[str]:
    """YAML that the hub and `datasets` read; values that come from pages are quoted as JSON, which YAML contains."""
    languages = [code for code in counts.get("languages", {}) if code != "none"]
    splits = dict.fromkeys(file.split or "train" for file in files)
    size = next((label for most, label in SIZES if counts["records"] < most), LARGEST)
    return [
        "---",
        f"pretty_name: {orjson.dumps(name).decode()}",
        "license: other",
        f"language: {orjson.dumps(languages).decode()}",
        f"size_categories: [{size}]",
        "task_categories: [text-generation, text-classification]",
        "configs:",
        "- config_name: default",
        "  data_files:",
        *(line for split in splits for line in (f"  - split: {split}", f"    path: data/{split}-*")),
        "---",
        "",
    ]


def _table(title: str, group: str, counts: Mapping[str, Any]) -> list[str]:
    rows = counts.get(group, {})
    if not rows:
        return []
    return [
        f"| {title} | number |",
        "|---|---|",
        *(f"| {_said(one)} | {number:,} |" for one, number in rows.items()),
        "",
    ]


def _said(text: str) -> str:
    """Text of a page or site file on one line of Markdown, without a meaning there."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#|!" else c for c in " ".join(text.split()))
