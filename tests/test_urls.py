"""When two URLs are one post."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from models.site import Site
from pipelines.urls import SlowPatternError, absolute, clean_url, identity, matches

PORTAL = Site(
    name="portal",
    start=("http://portal.example/",),
    identity=(r"/-/vcmsviewcontent/(\w+)/\d+/(\d+)/", r"/-/(?!vcmsviewcontent)([^/?]+)", r"/content/([^/?]+)"),
)


@pytest.mark.parametrize(
    "other",
    [
        "http://portal.example/tin?id=7&utm_source=zalo",
        "http://portal.example/tin?id=7#top",
        "https://www.portal.example/tin/?id=7",
        "http://PORTAL.example:80/tin;jsessionid=A1B2?id=7",
        "http://portal.example/tin?redirect=%2Fhome&id=7",
        "http://portal.example/tin?id=7&_x_INSTANCE_ab_redirect=%2F&inheritRedirect=false",
        "http://portal.example/tin?fromDay=22&fromMonth=11&id=7&toYear=2026",
    ],
)
def test_a_post_has_one_identity_under_all_its_urls(other: str) -> None:
    assert identity(other) == identity("http://portal.example/tin?id=7")


def test_parameters_that_choose_the_post_are_part_of_its_identity() -> None:
    assert identity("http://portal.example/tin?id=7") != identity("http://portal.example/tin?id=8")


def test_a_pattern_of_the_site_says_what_identifies_a_post() -> None:
    """One VCMS post stands under every category; its slug may change."""
    one = "http://portal.example/van-hoa/-/vcmsviewcontent/Ab3/11/245/le-hoi.html"
    other = "http://portal.example/tin/-/vcmsviewcontent/Ab3/12/245/le-hoi-xuan.html?x=1"
    assert identity(one, PORTAL) == identity(other, PORTAL) == "~Ab3/245"


def test_two_patterns_may_lead_to_one_identity() -> None:
    """Liferay serves a post below ``/-/`` and below the page that lists it."""
    assert identity("http://p.example/web/guest/-/le-hoi", PORTAL) == identity(
        "http://p.example/tin/-/asset_publisher/x/content/le-hoi?redirect=%2F",
        PORTAL.model_copy(update={"identity": (r"/content/([^/?]+)", r"/-/([^/?]+)")}),
    )


@pytest.mark.parametrize(
    "link",
    ["javascript:;", "mailto:a@b.vn", "data:text/html,x", "file:///etc/passwd", "http://[", "ftp://x/y", "x" * 3000],
)
def test_only_http_links_of_bearable_length_are_followed(link: str) -> None:
    assert absolute("http://portal.example/", link) is None


def test_a_link_is_taken_relative_to_its_page() -> None:
    found = absolute("http://portal.example/a/b?c", " ../tin tức\n.html;jsessionid=9#x")
    assert found == "http://portal.example/tin%20t%E1%BB%A9c.html"


@given(st.text(max_size=60))
def test_any_text_as_a_link_is_a_url_or_nothing(link: str) -> None:
    found = absolute("http://portal.example/a/", link)
    assert found is None or identity(found) == identity(clean_url(found))


def test_a_pattern_that_backtracks_is_given_up() -> None:
    """As `re` runs it, it would not be done in a lifetime."""
    pattern, url = r"/(?:a|aa)+\.html$", f"http://p.example/{'a' * 400}-.html"
    with pytest.raises(SlowPatternError, match=r"is still not done with http://p\.example/aaa"):
        matches(url, (pattern,))
    with pytest.raises(SlowPatternError):
        identity(url, Site(name="portal", start=("http://p.example/",), identity=(pattern,)))


@pytest.mark.parametrize(
    "patterns",
    [
        ("/tin/", "(?i)/BAI/"),
        ("/bài$|/tin$", "^http://p.example/a"),
        (r"/(\d)\1/", "(a)"),  # a number that refers to a group
        ("(?x) /tin/  # the news", "/bai/"),
        ("/(?i)TIN/", "/Bai/"),
    ],
)
def test_patterns_mean_side_by_side_what_each_means_alone(patterns: tuple[str, ...]) -> None:
    for path in ("/tin/", "/TIN/", "/bai/", "/Bai/", "/bài", "/tin", "/11/", "/12/", "/a", "/b"):
        url = f"http://p.example{path}"
        assert matches(url, patterns) == any(regex.search(one, url) for one in patterns), path


def test_patterns_are_searched_in_the_url() -> None:
    assert matches("http://p.example/print_article.jsp?x=1", (r"print_article",))
    assert not matches("http://p.example/tin", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("modules.php?name=News&sid=1", "modules.php?name=News&sid=2"),
        ("index.php?/tin-tuc/1", "index.php?/tin-tuc/2"),
        ("?t=%E9", "?t=%E8"),
    ],
)
def test_what_looks_like_a_session_or_a_bare_word_may_choose_the_post(one: str, other: str) -> None:
    assert identity(f"http://portal.example/{one}") != identity(f"http://portal.example/{other}")


def test_a_long_session_number_chooses_nothing() -> None:
    plain = "http://portal.example/tin?id=7"
    assert identity(f"{plain}&sid=0123456789abcdef01") == identity(plain)
