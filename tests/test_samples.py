"""The sample portals: what their posts are like, and that any size of them costs little."""

import itertools
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from archive.samples import addresses
from archive.samples.pages import pages
from archive.samples.places import LIFERAY, NEWS, OUTLETS, VCMS, WEBFORMS, Outlet
from archive.samples.planted import POSTS, shares
from archive.samples.posts import headline
from archive.samples.truth import Truth, truth, truths
from archive.samples.wording import texts

NAMES = [outlet.name for outlet in OUTLETS]
TOPICS = sorted({topic for outlet in OUTLETS for section in outlet.sections for topic in section.topics})


def everything(posts: int = POSTS, **how: int) -> list[Truth]:
    return [one for name in NAMES for one in truths(name, posts, **how)]


def shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(*(words[at:] for at in range(size)), strict=False))


def alike(one: Truth, other: Truth) -> float:
    """Jaccard similarity over shingles of five words."""
    a, b = shingles(one.text), shingles(other.text)
    return len(a & b) / len(a | b)


def copies(posts: int = POSTS) -> list[tuple[Truth, Truth]]:
    known = {(one.portal, one.number): one for one in everything(posts)}
    return [(one, known[one.copy_of]) for one in known.values() if one.copy_of]


def test_there_are_at_least_400_articles_by_default() -> None:
    """Videos, posts that are gone and broken ones are listed too, but are no articles."""
    kinds = Counter(one.kind for one in everything())
    assert kinds.total() == POSTS
    assert kinds["article"] >= 400
    assert min(kinds["video"], kinds["gone"], kinds["broken"]) >= 3


def test_the_same_seed_gives_the_same_posts_and_another_seed_others() -> None:
    assert everything(50) == everything(50)
    assert not {one.text for one in everything(50) if one.text} & {one.text for one in everything(50, seed=7)}


def test_a_larger_archive_has_the_posts_of_a_smaller_one() -> None:
    """So that a portal can publish more posts between two crawls."""
    assert list(truths("sample-vcms", 100))[:10] == list(truths("sample-vcms", 50))


def test_posts_are_shared_out_among_the_portals() -> None:
    assert list(shares(13).values()) == [3, 3, 3, 2, 2]


def test_different_posts_differ() -> None:
    """No two posts share anything like the three quarters of their shingles that make a near duplicate."""
    articles = [one for one in everything() if one.is_article and one.text]
    sets = [(one, shingles(one.text)) for one in articles if not one.copy_of]
    worst = max(len(a & b) / len(a | b) for (_, a), (_, b) in itertools.combinations(sets, 2))
    assert worst < 0.4


def test_planted_copies_are_alike_in_text_and_differ_as_they_say() -> None:
    for copy, original in copies():
        assert alike(copy, original) >= 0.75
        assert copy.portal != original.portal
        assert (copy.text == original.text) == (copy.copy_kind != "cut")
        assert (copy.title == original.title) == (copy.copy_kind != "title")
        assert (copy.byline == original.byline) == (copy.copy_kind != "byline")


def test_every_kind_of_copy_is_planted_more_than_once() -> None:
    kinds = Counter(copy.copy_kind for copy, _ in copies())
    assert set(kinds) == {"exact", "title", "cut", "byline"}
    assert min(kinds.values()) >= 4


def test_large_archives_have_copies_and_no_accidents() -> None:
    """Every post of ten thousand can be computed: no pattern has a slot that nothing fills."""
    for outlet in OUTLETS:
        for number in range(1, 2000, 7):
            assert "{" not in truth(outlet, number).text


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_have_every_part(topic: str) -> None:
    found = texts(topic)
    assert all(len(found[part]) >= least for part, least in (("story", 3), ("sentence", 8), ("heading", 3), ("tag", 2)))


def test_text_is_what_a_reader_sees() -> None:
    """NFC, single spaces, no empty paragraph: as an extractor gives it."""
    for one in everything():
        words = (one.title, one.text, *one.captions, one.byline or "")
        assert all(unicodedata.is_normalized("NFC", text) for text in words)
        assert all(paragraph == " ".join(paragraph.split()) != "" for paragraph in one.paragraphs)


def test_most_posts_of_the_second_portal_state_no_date_and_all_of_the_first_do() -> None:
    """On their pages; listings date every post."""
    by_portal = {name: [one.on_page for one in truths(name) if one.is_article] for name in NAMES}
    undated = [one for one in by_portal[LIFERAY.name] if not one.published_at]
    assert len(undated) > len(by_portal[LIFERAY.name]) / 2
    assert {one.published_precision for one in by_portal[VCMS.name]} == {"minute"}
    assert {one.published_precision for one in by_portal[NEWS.name]} == {"minute", "day"}


def test_some_posts_of_the_fourth_portal_are_only_a_pdf() -> None:
    """Most have their text there; some are pictures of a page, whose text nobody can take."""
    files = [one for one in everything() if one.only_file and one.is_article]
    assert {one.portal for one in files} == {WEBFORMS.name}
    assert all(one.attachments[0][0].endswith(".pdf") for one in files)
    assert {kind: sum(one.only_file == kind for one in files) >= 3 for kind in ("text", "scan")} == {
        "text": True,
        "scan": True,
    }
    assert all(bool(one.paragraphs) == (one.only_file == "text") and not one.lead for one in files)


def test_all_forms_of_bylines_are_there() -> None:
    lines = [one.byline for one in everything() if one.is_article]
    assert None in lines
    given = [line for line in lines if line]
    for mark in (" - Hailammoi", "Tác giả: ", "Theo ", "Nguồn: ", "(tổng hợp)", " – "):
        assert any(mark in line for line in given), mark
    assert any(line.endswith(" -") for line in given)


def test_every_address_of_a_post_leads_back_to_it() -> None:
    for outlet in OUTLETS:
        for number in (1, 2, 3, 48, 133):
            head = headline(1, outlet, number)
            assert addresses.find_post(addresses.post_path(head)) == (outlet.name, number)
    head = headline(1, LIFERAY, 14)
    assert addresses.find_post(addresses.publisher_path(head, "/web/guest/tin-tuc?_cur=2")) == (LIFERAY.name, 14)
    head = headline(1, VCMS, 14)
    assert addresses.find_post(addresses.vcms_path(head, "tin-tuc", 1200)) == (VCMS.name, 14)


@given(
    title=st.text(max_size=300),
    number=st.integers(1, 10**6),
    outlet=st.sampled_from(OUTLETS),
)
def test_any_title_makes_an_address_that_leads_back(title: str, number: int, outlet: Outlet) -> None:
    head = replace(headline(1, outlet, 1), title=title, number=number)
    path = addresses.post_path(head)
    assert addresses.find_post(path) == (outlet.name, number)
    assert path == quote(path, safe="/?=&")


def test_slugs_delete_the_letter_that_has_no_accent() -> None:
    assert addresses.slug("Điều đặc biệt ở Bình Sa: 12,5%") == "ieu-ac-biet-o-binh-sa-12-5"


@pytest.mark.parametrize("portal", NAMES)
def test_pages_weigh_what_real_pages_weigh(portal: str) -> None:
    """20 to 80 KB, menus, scripts and styles included."""
    sizes = [len(page.body) for page, one in pages(portal, 150) if one.is_article]
    assert min(sizes) > 20_000
    assert max(sizes) < 80_000


@pytest.mark.parametrize("portal", NAMES)
def test_everything_in_the_truth_stands_on_the_page(portal: str) -> None:
    """A truth that the page does not state would be an invention."""
    for page, one in pages(portal, 200):
        if one.is_article:
            shown = " ".join(_text(page.body).split())
            for words in (one.title, one.byline, one.section, *one.captions, *one.tags):
                assert (words or "") in shown
            assert all(cell in shown for text in (one.lead, *one.on_page.paragraphs) for cell in _cells(text))


def _cells(paragraph: str | None) -> list[str]:
    return (paragraph or "").split(" | ")


def _text(body: bytes) -> str:
    tree = fromstring(body.decode("utf-8-sig"))
    for element in tree.xpath("//script | //style"):
        element.drop_tree()
    return unicodedata.normalize("NFC", tree.text_content()).replace("\ufeff", "")


def test_wrong_charsets_are_claimed() -> None:
    """In the header, in the page, or in neither; the bytes are UTF-8."""
    claimed = {page.content_type for page, one in pages("sample-vcms", 150) if one.is_article}
    assert claimed == {"text/html; charset=UTF-8", "text/html; charset=ISO-8859-1", "text/html"}
    assert any(b"charset=windows-1252" in page.body for page, _ in pages("sample-vcms", 150))


def test_text_in_other_unicode_forms_is_served() -> None:
    bodies = [page.body.decode("utf-8-sig") for page, _ in pages("sample-liferay", 150)]
    assert any(not unicodedata.is_normalized("NFC", body) for body in bodies)
    assert any("&#7897;" in body for body in bodies)
    assert any("\ufeff" in body for body in bodies)


def calls_for(posts: int) -> int:
    """Calls of functions that the first hundred pages of a portal with so many posts take."""
    calls = itertools.count()
    before = sys.getprofile()
    sys.setprofile(lambda *_: next(calls))
    try:
        assert sum(1 for _ in itertools.islice(pages("sample-liferay", posts), 100)) == 100
    finally:
        sys.setprofile(before)
    return next(calls)


def test_a_page_costs_the_same_in_a_portal_of_any_size() -> None:
    """What renders a post looks at no more of the others where there are ten times as many."""
    calls_for(500)  # what is made once, is made now
    assert calls_for(5000) < 2 * calls_for(500)
