"""No page crashes extraction: made-up HTML, cut-off pages, absurd nesting. It reads them or says why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.article import Article, NotAnArticle, Page
from pipelines.extract import extract
from pipelines.workers import Readers

PAGES = sorted(Path(__file__).parent.joinpath("pages").glob("*.html"))
TAGS = tuple(
    word
    for row in (("a", "b", "p", "div", "span", "table", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd"),
                ("h1", "h2", "h3", "figure", "figcaption", "img", "br", "article", "section", "em", "form"))
    for word in row
)  # fmt: skip
WORDS = ["Ngày đăng: 05/07/2025", "Thu Hà", "Nguồn: Báo Vân Hồ", "Các tin khác", "Ảnh: Minh", "19:41 04/12/2020", ":"]
ATTRIBUTES = ["", " class='sapo'", " class='author'", " style='display:none'", " href='http://['", " src='data:,'"]

piece = st.one_of(
    st.sampled_from(TAGS).flatmap(lambda tag: st.sampled_from(ATTRIBUTES).map(lambda given: f"<{tag}{given}>")),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(WORDS),
    st.text(max_size=30),
    st.just("Sáng nay, hơn hai trăm hộ dân ở phường Vân Hồ đã bàn giao mặt bằng cho dự án mở rộng đường. "),
)


def read(body: bytes, url: str | None = "https://a.example.vn/tin/1.html") -> Article | None:
    with suppress(NotAnArticle):
        return extract(Page(body, url))
    return None


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """A worker whose limit only a reading that does not end in its time can reach, however busy the machine is."""
    with Readers(1, seconds=90.0) as pool:
        yield pool


def read_by(readers: Readers, body: bytes) -> Article | None:
    """As `read`, in a worker: WorkerFailure where it takes more time or memory than any page may."""
    with suppress(NotAnArticle):
        return readers.submit(extract, Page(body, "https://a.example.vn/tin/1.html")).result()
    return None


@given(st.lists(piece, max_size=40))
def test_made_up_html_is_read_or_refused(pieces: list[str]) -> None:
    """Whatever tags open, close, nest or miss: an article with text, or a reason."""
    found = read("".join(pieces).encode("utf-8", "replace"))
    assert found is None or found.text


@given(st.sampled_from(PAGES), st.integers(0, 6000), st.binary(max_size=8))
def test_a_page_with_a_wound_is_read_or_refused(page: Path, at: int, wound: bytes) -> None:
    """A few bytes of a real page replaced by others."""
    body = page.read_bytes()
    read(body[:at] + wound + body[at + len(wound) :])


WOUNDS = [
    b"\x1b",
    b"\x00",
    b"\x7f",
    b"\xef\xbf\xbe",
    b"\xed\xa0\x80",
    b"&#27;",
    b"&#xFFFE;",
    b"&#0;",
    b"&#12",
    b"&#x1F",
]


@pytest.mark.parametrize("wound", WOUNDS)
def test_characters_that_no_tree_can_hold_are_left_out(wound: bytes) -> None:
    """In text, in tails, in addresses."""
    source = (
        b"<h1>A title of some length</h1><div>a@<nav>x</nav>b@<span>c@</span>D<img src='/i@.png'>"
        b"<a href='/f@.pdf'>f@</a><p>A sentence, and another one. Some more of it, long enough to be one.@</p></div>"
    )
    assert read(source.replace(b"@", wound))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_truncation_is_read_or_refused(page: Path) -> None:
    """A page that was cut off anywhere."""
    body = page.read_bytes()
    for end in range(0, len(body), max(1, len(body) // 40)):
        read(body[:end])


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "a href=/x"])
@pytest.mark.parametrize("levels", [20_000, 100_000])
def test_deep_nesting_comes_to_an_end(readers: Readers, tag: str, levels: int) -> None:
    """So many levels are no reason to recurse, nor to walk up from each of them."""
    assert read_by(readers, f"<{tag}>".encode() * levels + b"<p>text</p>") is None


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"a " * 400_000,
        b"<p class='" + b"b " * 400_000 + b"'>x",
        b"<br>" * 95_000,
        b"<p>a, " * 50_000,
    ],
    ids=["word", "attribute", "break", "paragraph"],
)
def test_a_very_long_line_comes_to_an_end(readers: Readers, body: bytes) -> None:
    """A megabyte of one tag, of one attribute, of one word: an article with text, or a reason."""
    found = read_by(readers, b"<html><body><h1>Title of it all</h1>" + body)
    assert found is None or found.text


@pytest.mark.parametrize("url", [None, "", "http://[", "nonsense", "https://a.vn/" + "x" * 5000, "javascript:alert(1)"])
def test_any_address_is_borne(url: str | None) -> None:
    """Also one that no client would have fetched."""
    read(PAGES[0].read_bytes(), url)


@pytest.mark.parametrize(
    "tag", ["<br>", "<a href=/x>", "<li>x", "<p><b>", "<tr><td>a<td>b", "<img src=/a.png>", "<x-y>"]
)
def test_millions_of_tags_are_no_page(tag: str) -> None:
    """50 MB of one tag, scaled down: what no article has is refused before a tree is built."""
    with pytest.raises(NotAnArticle) as refused:
        extract(Page(b"<html><body>" + tag.encode() * 150_000, "https://a.example.vn/tin/1.html"))
    assert refused.value.reason == "not html"


@pytest.mark.parametrize(
    "script", [b"""'\\" """ * 200_000, b"\\\\" * 400_000, b'"a\\"' * 100_000, b'{"a":' * 100_000, b"<script>" * 90_000]
)
def test_the_search_of_scripts_comes_to_an_end(readers: Readers, script: bytes) -> None:
    """A page that shows nothing has its scripts searched: quotes, escapes and braces without end."""
    assert read_by(readers, b"<h1>Title of it all</h1><p>x</p><script>" + script + b"</script>") is None


@given(st.lists(piece, max_size=30), st.integers(1, 12))
def test_a_page_in_a_script_is_read_or_refused(pieces: list[str], times: int) -> None:
    """Whatever the string in a script holds, with control characters and lone surrogates."""
    html = ("".join(pieces) + "<p>\ud800\x00</p>") * times * 5
    source = f"<h1>Title of it all</h1><script>window.a = {json.dumps({'html': html})}</script>"
    found = read(source.encode("utf-8", "replace"))
    assert found is None or found.text
