"""The pages of the sample posts as they are served, beside their truths, without a server between."""

from __future__ import annotations

from collections.abc import Iterator

from archive.samples.answers import Answers
from archive.samples.places import OUTLETS
from archive.samples.planted import POSTS, shares
from archive.samples.server import SEED
from archive.samples.site import CLOCK, SampleSite
from archive.samples.truth import Truth, truths
from models.article import Page


def pages(portal: str, posts: int = POSTS, seed: int = SEED) -> Iterator[tuple[Page, Truth]]:
    """Each post's page, fetched at the portal's own clock, and its truth; the oldest first.

    Posts that are gone or broken have their error pages. Takes what `truths` takes.
    """
    outlet = next(one for one in OUTLETS if one.name == portal)
    site = SampleSite(outlet, shares(posts)[portal], seed, f"http://{outlet.host}")
    answers = Answers(site, slow_seconds=0)
    answers.failed.update(range(site.count + 1))
    for truth in truths(portal, posts, seed):
        answer = answers.answer(truth.url)
        yield Page(answer.body, site.base + truth.url, CLOCK, answer.content_type, answer.status), truth
