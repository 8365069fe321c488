"""The sample portals, read page by page without a selector: every field of every post, and no page that is no post."""

from __future__ import annotations

import pytest

from archive.samples import addresses
from archive.samples.answers import HOMES, Answers
from archive.samples.places import OUTLETS, Outlet
from archive.samples.planted import shares
from archive.samples.score import score
from archive.samples.server import SEED
from archive.samples.site import SampleSite
from archive.samples.truth import truths
from models.article import Article, NotAnArticle, Page
from pipelines.extract import extract

POSTS = 250
BASE = "http://127.0.0.1:8000"


def portal(outlet: Outlet) -> Answers:
    return Answers(SampleSite(outlet, shares(POSTS)[outlet.name], SEED, BASE), 0.0)


def read(answers: Answers, path: str) -> Article | None:
    """The article at that path; None for one that is not served."""
    answer = answers.answer(path)
    if answer.status != 200:
        return None
    return extract(Page(answer.body, BASE + path, SampleSite.clock, answer.content_type))


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_every_field_of_every_post_is_right(outlet: Outlet) -> None:
    """All layouts, careless text, wrong charsets, boxes, banners, clocks and others' dates included."""
    expected = [one.on_page for one in truths(outlet.name, POSTS) if one.is_article]
    answers = portal(outlet)
    found = [article.to_json() for one in expected if (article := read(answers, one.url))]
    scored = score(found, expected)
    assert {name: misses for name, misses in scored.misses.items() if misses} == {}
    assert scored.found >= scored.expected - 1  # one post fails on the first request


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_nothing_else_is_taken_for_a_post(outlet: Outlet) -> None:
    """Front page, listings, calendar, log-in, contact, print views and videos without text."""
    answers = portal(outlet)
    listings = [addresses.listing_path(outlet, section, 1) for section in outlet.sections]
    videos = [one.url for one in truths(outlet.name, POSTS) if one.kind == "video"]
    third = answers.site.headline(3)
    prints = [addresses.print_path(third) or f"{addresses.post_path(third)}?viewMode=print"]
    traps = [
        "/lich",
        "/lich-cong-tac",
        "/LichCongTac.aspx?thang=0",
        "/c/portal/login",
        "/dang-nhap",
        "/lien-he",
        "/noi-bo/",
    ]
    for path in [HOMES[outlet.name], *listings, *videos, *prints, *traps]:
        if answers.answer(path).status == 200:
            with pytest.raises(NotAnArticle):
                read(answers, path)
