"""The command line: a table of commands, each in a file of its own, and one way to say what went wrong.

A command's file has a click command (or group) named ``command``; it is imported when it is asked for, so that
``newsarchive --help`` is quick. output.py prints tables and JSON, options.py has what several commands take,
opened.py the database.

Exit codes: 0 done; 1 failed; 2 the command line itself is wrong (option, date, query, name, missing file);
130 interrupted (Ctrl-C).
"""

from __future__ import annotations

import errno
import importlib
from typing import Any, NamedTuple

import click


class Entry(NamedTuple):
    """Where a command is, and its line in the help."""

    module: str
    summary: str


COMMANDS = {
    "demo": Entry("demo", "Serve the sample portals, crawl, search, export: the whole thing in a minute."),
    "crawl": Entry("crawling", "Crawl sites: keep every page, store the articles."),
    "import": Entry("importing", "Read articles from saved pages, text dumps, WARC, WET, JSONL."),
    "extract": Entry("extract", "Show what would be stored of a page, with the evidence; store nothing."),
    "search": Entry("search", "Find articles by words, phrases, dates, authors, sites."),
    "show": Entry("show", "Show an article whole, by its number or URL."),
    "kwic": Entry("kwic", "Show a word in its contexts, one below the other."),
    "trends": Entry("trends", "Show how often something was written about, by month or year; draw it."),
    "authors": Entry("authors", "List who wrote the articles, counted."),
    "sources": Entry("sources", "List whom the articles were taken over from, counted."),
    "stats": Entry("stats", "Count the articles, by site, day, month, year, author or source."),
    "export": Entry("export", "Write a corpus: all articles, or those that a query finds."),
    "serve": Entry("serve", "Serve the archive as web pages and a JSON API."),
    "sites": Entry("sites", "List, show, add and check the sites to crawl."),
    "runs": Entry("runs", "List the crawls and imports with what they counted."),
    "ledger": Entry("ledger", "Account for every URL of a site that was ever listed."),
    "schedule": Entry("schedule", "Say which sites are due for a crawl; crawl them."),
    "reextract": Entry("reextract", "Read all articles again from the pages that were kept."),
    "withdraw": Entry("withdraw", "Take an article out of search, statistics and export for good."),
    "db": Entry("db", "Upgrade, check or copy the database."),
    "index": Entry("index", "Rebuild the search index from the database."),
}

# Exceptions that a message explains better than a traceback, by name: importing their modules would cost every start.
FAILURES = {
    "models.engines.DatabaseError",
    "models.site.SiteError",
    "pipelines.warc_read.WarcError",
    "sqlalchemy.exc.DBAPIError",
    "archive.index.SearchIndexError",
    "archive.export.targets.TargetError",
    "archive.single.NotFoundError",
    "archive.web.serving.ServingError",
}
MISUSES = {"archive.wrong.QueryError", "archive.export.choices.ChoiceError", "models.site.UnknownSiteError"}


def _names(error: BaseException) -> set[str]:
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}


def _explained(error: Exception) -> click.ClickException | None:
    """The error as a message with an exit code; None for what is a fault of the program."""
    names = _names(error)
    if MISUSES & names:
        return click.UsageError(str(error))
    if isinstance(error, UnicodeEncodeError):
        return click.UsageError(f"{error.object!r} is no text")
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return click.ClickException(f"{where}{error.strerror}")
    if "sqlalchemy.exc.DBAPIError" in names:
        from models.advice import why

        return click.ClickException(why(error))
    return click.ClickException(str(error)) if FAILURES & names else None


class Interrupted(click.ClickException):
    """Ctrl-C; the message says what became of the work so far. The exit code is the shells' for SIGINT."""

    exit_code = 130


class Commands(click.Group):
    """The commands of the table, imported one by one when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name].module}").command
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table: click would import every command for its summary."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted("interrupted") from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader of the output went away: click ends quietly
            explained = _explained(error)
            if explained is None:
                raise
            raise explained from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="newsarchive", prog_name="newsarchive")
def main() -> None:
    """An archive of news pages: crawled, kept as served, read into articles, searched, exported.

    Everything is written under the folder that NEWSARCHIVE_HOME names (./data unless set).
    """
