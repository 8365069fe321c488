"""`newsarchive export`: a corpus, of all articles or those that a query finds; checked and brought up to date."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import progress
from archive.export.choices import REDACTIONS, UNITS, Choices
from archive.export.formats import FORMATS, format_of
from archive.export.manifest import Order, read_manifest, verify
from archive.export.whole import Exported, export, revision_of
from models.home import home
from pipelines.memory import calm_collector, keep_freed

SIZE = re.compile(r"(\d+)\s*(|[KMG]B?|B)", re.IGNORECASE)
FACTORS = {"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class _Size(click.ParamType[int]):
    """Bytes: 500MB, 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = SIZE.fullmatch(str(value).strip())
        if not found or not int(found[1]):
            self.fail(f"{value!r} is no size such as 500MB", param, ctx)
        return int(found[1]) * FACTORS[found[2].upper().removesuffix("B") or ""]


class _Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        return value if isinstance(value, tuple) else tuple(filter(None, (one.strip() for one in value.split(","))))


class _Percentages(_Names):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:  # type: ignore[override]
        try:
            return tuple(map(int, super().convert(value, param, ctx)))
        except ValueError:
            self.fail(f"{value!r} are no percentages such as 90,5,5", param, ctx)


CHOICES = (
    click.option("--drop-duplicates", is_flag=True, help="Of an article and its copies only the one stored first."),
    click.option(
        "--min-length", type=click.IntRange(min=0), default=0, metavar="N", help="No text below N characters."
    ),
    click.option("--fields", type=_Names(), default=(), metavar="NAMES", help="Only these, such as id,title,text."),
    click.option("--unit", type=click.Choice(UNITS), default="article", help="What a record is."),
    click.option("--split", type=_Percentages(), default=(), metavar="N,N,N", help="Train, validation, test: 90,5,5."),
    click.option("--sample", type=click.IntRange(min=1), metavar="N", help="N articles, drawn by --seed."),
    click.option("--seed", type=int, default=0, metavar="N", help="Of --sample and --split; 0 unless told."),
    click.option("--redact", type=_Names(), default=(), metavar="KINDS", help=f"all, or of {','.join(REDACTIONS)}."),
    click.option(
        "--shard-size", "shard_bytes", type=_Size(), metavar="SIZE", help="A file of a folder ends after 500MB."
    ),
)


def _choices(command: Any) -> Any:
    for option in reversed(CHOICES):
        command = option(command)
    return command


@click.command()
@click.argument("target", metavar="TARGET")
@click.argument("query", nargs=-1)
@filters
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default=None, help="Instead of what the suffix says."
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many articles.")
@_choices
@click.option("--force", is_flag=True, help="Replace TARGET if it is there; a folder, if it is an export.")
@click.option("--verify", "verifying", is_flag=True, help="Compare TARGET with its manifest; write nothing.")
@click.option("--update", "updating", is_flag=True, help="Make TARGET again as it was ordered, if the archive changed.")
def command(
    target: str,
    query: tuple[str, ...],
    form: str | None,
    limit: int | None,
    force: bool,
    verifying: bool,
    updating: bool,
    **options: Any,
) -> None:
    """Write the articles that QUERY and the filters find to TARGET, or to standard output for -, in order of number.

    The suffix of TARGET chooses the format: .jsonl (complete), .csv (for spreadsheets), .parquet, .txt, .xml (TEI P5),
    .warc.gz (the pages). A TARGET without suffix is a folder and needs --format; huggingface is one for `datasets`.

    newsarchive export schools.csv '"trường học" -"bầu cử"' --since 2019

    newsarchive export corpus --format huggingface --drop-duplicates --split 80,10,10 --redact all
    """
    path = None if target == "-" else Path(target)
    if verifying or updating:
        if path is None or len(_given()) > 2:
            raise click.UsageError("--verify and --update take one TARGET, which is a file or folder, and nothing else")
        (_verify if verifying else _update)(path)
        return
    chosen = {name: options.pop(name) for name in Choices.__dataclass_fields__}
    if chosen["redact"] == ("all",):
        chosen["redact"] = REDACTIONS
    order = Order(asked(query, **options), format_of(path, form or ""), Choices(**chosen), limit)
    _prepare()
    _told(export(opened_to_ask(), home(), order, path, force, progress))


def _given() -> list[str]:
    """What was said on the command line: --update --redact all must not pass for a redaction."""
    context = click.get_current_context()
    return [name for name in context.params if context.get_parameter_source(name) == ParameterSource.COMMANDLINE]


def _prepare() -> None:
    """Has this process, and the one that it forks, look after its memory seldom."""
    calm_collector()
    keep_freed()


def _verify(target: Path) -> None:
    wrong = list(verify(target))
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise click.ClickException(f"{target} is not what its manifest says")
    manifest = read_manifest(target)
    files = manifest["files"]
    click.echo(f"{target}: {len(files):,} file{'s' * (len(files) != 1)}, all as the manifest says")


def _update(target: Path) -> None:
    manifest, engine = read_manifest(target), opened_to_ask()
    if revision_of(engine) == manifest["archive_revision"] and not list(verify(target)):
        click.echo(f"{target}: is up to date", err=True)
        return
    _prepare()
    before = Counter(manifest["counts"])["articles"]
    exported = export(engine, home(), Order.of(manifest), target, force=True, told=progress)
    _told(exported)
    click.echo(f"it had {before:,}", err=True)


def _told(exported: Exported) -> None:
    tally = exported.tally
    number = f"{tally.articles:,} article{'s' * (tally.articles != 1)}"
    pieces = f" as {tally.records:,} records" if tally.records != tally.articles else ""
    click.echo(f"{number} exported{pieces}{f' to {exported.target}' if exported.target else ''}", err=True)
    for label, counts in (("left out", tally.dropped), ("redacted", tally.redacted), ("split", tally.splits)):
        if counts:
            click.echo(f"{label}: " + ", ".join(f"{counts[name]:,} {name}" for name in sorted(counts)), err=True)
    for name, said in exported.rights.items():
        click.echo(f"rights of {name}: {said}", err=True)
