"""`newsarchive sites`: the site files there are, and a new one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import click

from archive.cli.output import show_json, show_table
from models.home import home
from models.site import NAME, SiteError, find_site, is_http, load_site, load_sites, platforms, site_files


@click.group()
def command() -> None:
    """List, show, add and check the sites to crawl (TOML files; yours are in $NEWSARCHIVE_HOME/sites)."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_sites(as_json: bool) -> None:
    """List all sites."""
    found, broken = load_sites()
    if as_json:
        show_json([site.model_dump(mode="json") for site in found])
    else:
        rows = [(site.name, site.platform, site.start[0], site.title) for site in found]
        show_table(("name", "platform", "start", "title"), rows, "title")
    if broken:
        raise click.ClickException("\n".join(map(str, broken)))


@command.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what a site's file says, its platform's keys included."""
    site = find_site(name)
    click.echo(f"{site_files()[name]}", err=True)
    show_json(site.model_dump(mode="json", exclude_defaults=True))


@command.command()
@click.argument("names", metavar="[NAME …]", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Read all site files, or those named, and say what is wrong with them."""
    faults = []
    for name in names or sorted(site_files()):
        try:
            click.echo(f"{find_site(name).name}: ok")
        except SiteError as error:
            faults.append(str(error))
    if faults:
        raise click.ClickException("\n".join(faults))


@command.command()
@click.argument("url")
@click.option("--name", help="The site's name; from the host unless given.")
@click.option("--platform", type=click.Choice(sorted(platforms())), help="The CMS family, if you know it.")
def add(url: str, name: str | None, platform: str | None) -> None:
    """Write a site file that starts at URL. Fetches nothing; edit the file as docs/sites.md says."""
    if not is_http(url):
        raise click.UsageError(f"{url!r} is no http or https URL")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    name = name or re.sub(r"[^a-z0-9]+", "-", host).strip("-")
    if not NAME.fullmatch(name):
        raise click.UsageError(f"a site's name is lower-case letters, digits, - and _; {name!r} is not")
    path = home().sites / f"{name}.toml"
    if name in site_files():
        raise click.ClickException(f"there is a site {name!r} already: {site_files()[name]}")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'start = "{url}"', *([f'platform = "{platform}"'] if platform else []), 'every = "1d"', ""]
    with path.open("x", encoding="utf-8") as file:
        file.write("\n".join(lines))
    try:
        load_site(path)
    except SiteError:
        path.unlink()
        raise
    click.echo(f"{path}: written; crawl it with: newsarchive crawl {name}")
