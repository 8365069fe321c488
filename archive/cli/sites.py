"""`newsarchive sites`: the site files there are, and a new one."""

from __future__ import annotations

from collections.abc import Mapping

import click

from archive import saved
from archive.cli.output import show_json, show_table
from archive.scouting import POSTS, Look, UnseenError, draft, look_at, named_after, title_of, write_site
from models.article import iso_date
from models.site import NAME, SiteError, find_site, is_http, load_sites, platforms, site_files
from pipelines.probing import slow_patterns

SHOWN = 200  # characters of a text
GIVE_A_LISTING = "Give the address of the page that lists the newest posts, as a visitor sees it."
IS_IT_RIGHT = "Is the address right? A site that is gone can get a file for pages that others saved: --no-look"
ADVICE = {  # reason why a start page was not seen -> what to do
    "no contact": "export NEWSARCHIVE_CONTACT=… with a web page or mail address of yours, then once more.",
    "private address": "If it is a machine of your own network: --private-network",
    "robots.txt": "The site asks robots not to fetch this page. Ask its operators.",
    "another host": "The page has moved: give the address where it leads, if that is the site you mean.",
    "feed": f"{GIVE_A_LISTING} Its feeds are found from there.",
    "login": "Give a page that can be seen without logging in.",
    **dict.fromkeys(("dns", "refused", "timeout", "connection", "no answer", "redirects", "http 404"), IS_IT_RIGHT),
    **dict.fromkeys(("http 410", "http 500", "http 502", "http 503", "error page"), IS_IT_RIGHT),
}


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
    """Check all site files, or those named, and read their saved pages again: is what they say still found?"""
    faults = []
    for name in names or sorted(site_files()):
        try:
            site = find_site(name)
        except SiteError as error:
            faults.append(str(error))
            continue
        wrong = [f"{site_files()[name]}: {key}: {complaint}" for key, complaint in slow_patterns(site)]
        wrong += saved.faults(site)
        faults += wrong
        if not wrong:
            pages = saved.count(name)
            click.echo(f"{name}: ok" + f", {pages} saved page{'s' * (pages > 1)} read as expected" * (pages > 0))
    if faults:
        raise click.ClickException("\n".join(faults))


@command.command()
@click.argument("url")
@click.option("--name", help="The site's name; from the host unless given.")
@click.option(
    "--platform", type=click.Choice(sorted(platforms())), help="The CMS family; told by the pages unless given."
)
@click.option(
    "--private-network", is_flag=True, help="The site lies on a private network; on this machine it may anyway."
)
@click.option("--no-look", is_flag=True, help="Fetch nothing, write the file only: for a site that is gone.")
def add(url: str, name: str | None, platform: str | None, private_network: bool, no_look: bool) -> None:
    """Look at the site that starts at URL, show what is read of it without any rule, and write its site file.

    The file goes to $NEWSARCHIVE_HOME/sites, one of the pages with what was read of it into a folder beside it.
    """
    if not is_http(url):
        raise click.UsageError(f"{url!r} is no http or https URL, such as https://portal.example/tin-tuc")
    name = name or named_after(url)
    if not NAME.fullmatch(name):
        raise click.UsageError(f"a site's name is lower-case letters, digits, - and _; {name!r} is not")
    if name in site_files():
        raise click.ClickException(f"there is a site {name!r} already: {site_files()[name]}")
    keys = draft(url, platform, private_network)
    look = None if no_look else _look(name, keys)
    if look is not None:
        keys |= title_of(look) | ({"platform": look.platform} if look.platform else {})
    path = write_site(name, keys)
    if look is not None:
        _show(look)
        _save(name, look)
    click.echo(f"{path}: written; crawl it with: newsarchive crawl {name}")


def _look(name: str, keys: Mapping[str, object]) -> Look:
    click.echo(
        f"looking at {keys['start']} and up to {POSTS} of its posts, {keys.get('delay', 5)} seconds apart …", err=True
    )
    try:
        return look_at(name, keys)
    except UnseenError as error:
        advice = ADVICE.get(error.reason, GIVE_A_LISTING)
        raise click.ClickException(f"{error}; nothing is written\n{advice}") from None


def _show(look: Look) -> None:
    click.echo(f"platform: {look.platform or 'none that is known'}")
    for page, article in look.read:
        when = iso_date(article.published_at, article.published_precision) or "no date"
        click.echo(f"\n{article.title}\n  {when} · {', '.join(article.authors) or 'no author'} · {page.url}")
        click.echo(
            f"  {' '.join(article.text.split())[:SHOWN]}…"
            if article.text
            else f"  no text; {len(article.attachments)} attachments"
        )
    for url, reason in look.passed:
        click.echo(f"\nnot read: {url}: {reason}")
    if not look.read:
        click.echo("\nno post was read: say what a post's URL looks like with `article` (docs/sites.md)")


def _save(name: str, look: Look) -> None:
    best = max(look.read, key=lambda one: len(one[1].text), default=None)
    if best is not None:
        path = saved.save(name, *best)
        click.echo(f"\n{path}: a page and what was read of it; correct it, then: newsarchive sites check {name}")
