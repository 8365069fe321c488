"""Where on a layout's pages the parts of an article stand that are no paragraphs: lead, date, byline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence

from models.site import Site
from pipelines.byline import read_byline
from pipelines.candidates import Candidate
from pipelines.dates import read_date
from pipelines.fields import zone
from pipelines.heading import alike
from pipelines.metaline import date_in
from pipelines.signature import machine_signatures
from pipelines.titling import compact
from pipelines.views import Line, View

AGREED = 0.6  # the share of a layout's pages on which a place plays a part
LONGEST_LINE = 140  # characters of a byline or a date with what stands beside it
SUMMARY = 0.8  # how like the page's own summary a lead is

Plays = Callable[[Line, View], bool]


def roles(views: Sequence[View], prose: Collection[str], site: Site | None) -> dict[str, str]:
    """Place -> the part it plays, in order of places. A part has one line on a page, not always the same."""
    single: dict[str, list[tuple[Line, View]]] = defaultdict(list)
    for view in views:
        count = Counter(line.place for line in view.lines)
        for line in view.lines:
            if count[line.place] == 1 and line.place not in prose and not line.framed and line.place != view.heading:
                single[line.place].append((line, view))
    tests = _tests(site)
    return {
        where: part
        for where, lines in sorted(single.items())
        if len({line.digest for line, _ in lines}) > 1
        for part in [next((name for name, plays in tests.items() if _agree(lines, plays, len(views))), "")]
        if part
    }


def _agree(lines: Sequence[tuple[Line, View]], plays: Plays, pages: int) -> bool:
    return sum(plays(line, view) for line, view in lines) >= AGREED * pages


def _tests(site: Site | None) -> dict[str, Plays]:
    def is_date(line: Line, view: View) -> bool:
        local = zone(site, Candidate("language", view.language, "html"))
        read = lambda text: read_date(text, local, view.fetched_at, view.language)  # noqa: E731 - as a page reads it
        return len(line.text) < LONGEST_LINE and date_in(line.text, read) is not None

    return {"lead": _is_lead, "byline": _is_byline, "date": is_date}


def _is_lead(line: Line, view: View) -> bool:
    said = view.description
    if len(said) < LONGEST_LINE / 2:
        return False
    cut = compact(said.rstrip("…."))  # summaries are cut to a length
    return alike(line.text, said) > SUMMARY or (len(cut) > LONGEST_LINE / 2 and compact(line.text).startswith(cut))


def _is_byline(line: Line, view: View) -> bool:
    if len(line.text) >= LONGEST_LINE:
        return False
    said = compact(line.text)
    names = [compact(name) for signed in machine_signatures(view.metadata) for name in signed.authors]
    if any(name and name in said for name in names):
        return True
    found = read_byline(line.text)
    return found is not None and bool(found.authors)
