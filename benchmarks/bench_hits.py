"""How often each line of the tables by which pages are read has matched: a rule at zero is deleted, or given a page.

Read are the saved pages (where they are), the pages of the tests and the sample portals. Phrases of chrome and names of
elements that no page has are proven by tests of their own, a text of their language each; here it shows whether they
earn their keep.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.samples.answers import Answers
from archive.samples.places import OUTLETS
from archive.samples.planted import shares
from archive.samples.server import SEED
from archive.samples.site import SampleSite
from archive.samples.truth import truths
from benchmarks.bench_extract import pages_folder
from models.article import NotAnArticle, Page
from pipelines import around, chromewords, lines, names, phrases, prune, verdict, weights
from pipelines.extract import explain
from pipelines.text import unaccent

TESTED = Path(__file__).parent.parent / "tests" / "pages"
BASE = "http://127.0.0.1:8000"
POSTS = 60
EXACT = ("END_LINES", "CHROME_LINES", "READ_ALSO", "ADVERTS", "SUMMARY_LABELS")
OPENING = ("END_STARTS", "PROMOTIONS", "NOTICES")
ANYWHERE = ("READING_TIME",)


class Seen:
    """What the tables were asked about: lines as they are compared, words of names, roles, reasons."""

    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()


def pages() -> Iterator[tuple[Page, str]]:
    """Every page at hand, and where it is from."""
    folder = pages_folder()
    for path in sorted((folder / "html").glob("*.html.gz")) if folder else ():
        yield Page(gzip.decompress(path.read_bytes()), "http://portal.example/a/post.html"), "saved"
    for path in sorted(TESTED.glob("*.html")):
        yield Page(path.read_bytes(), "http://portal.example/a/post.html"), "tests"
    for outlet in OUTLETS:
        answers = Answers(SampleSite(outlet, shares(POSTS)[outlet.name], SEED, BASE), 0.0)
        for one in truths(outlet.name, POSTS):
            if (answer := answers.answer(one.url)).status == 200:
                yield Page(answer.body, BASE + one.url, SampleSite.clock, answer.content_type), "samples"


def _counting(module: Any, name: str, into: Counter[str]) -> Callable[[], None]:
    """Count what a function of a module gives; the way back."""
    original = getattr(module, name)

    def counted(*given: Any) -> Any:
        found = original(*given)
        into[found] += 1
        return found

    setattr(module, name, counted)
    return lambda: setattr(module, name, original)


def watch() -> Seen:
    """Read every page while the tables are watched from outside: reading itself counts nothing."""
    seen = Seen()
    back = [
        _counting(lines, "bare", seen.lines),
        _counting(verdict, "bare", seen.lines),
        _counting(weights, "chrome_word", seen.words),
        _counting(prune, "role_in", seen.roles),
        _counting(around, "role_in", seen.roles),
    ]
    try:
        for page, _ in pages():
            try:
                seen.reasons.update(why for why, _ in explain(page).cuts)
            except NotAnArticle as refused:
                seen.reasons[f"no article: {refused.reason}"] += 1
    finally:
        for undo in back:
            undo()
    return seen


def phrase_hits(seen: Seen) -> dict[tuple[str, str, str], int]:
    """(table, language, phrase) -> lines that it matched."""
    tests: dict[str, Callable[[str, str], bool]] = {
        **dict.fromkeys(EXACT, str.__eq__),
        **dict.fromkeys(OPENING, str.startswith),
        **dict.fromkeys(ANYWHERE, str.__contains__),
    }
    return {
        (name, language, phrase): sum(count for line, count in seen.lines.items() if holds(line, unaccent(phrase)))
        for name, holds in tests.items()
        for language, row in getattr(chromewords, name).items()
        for phrase in row.split("|")
    } | {
        ("NO_ARTICLE", reason, phrase): sum(n for line, n in seen.lines.items() if line.startswith(unaccent(phrase)))
        for reason, row in phrases.NO_ARTICLE.items()
        for phrase in row.split("|")
    }


def main() -> None:
    seen = watch()
    print("cuts and refusals:", ", ".join(f"{why} {count}" for why, count in seen.reasons.most_common()))
    unmet = sorted(names.WORDS - seen.words.keys())
    print(f"words of class and id names: {len(names.WORDS) - len(unmet)} met; at zero: {', '.join(unmet) or 'none'}")
    print("roles:", ", ".join(f"{role} {seen.roles[role]}" for role in names.ROLES))
    hits = phrase_hits(seen)
    for table in dict.fromkeys(name for name, _, _ in hits):
        rows = {key: count for key, count in hits.items() if key[0] == table}
        met = {key: count for key, count in rows.items() if count}
        print(f"{table}: {len(met)} of {len(rows)} phrases met; most: {_most(met)}")
        print(f"  at zero, proven by a text of their own only: {len(rows) - len(met)}")


def _most(met: dict[tuple[str, str, str], int]) -> str:
    return ", ".join(f"{phrase!r} {count}" for (_, _, phrase), count in Counter(met).most_common(5))


if __name__ == "__main__":
    main()
