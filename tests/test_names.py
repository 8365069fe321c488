"""Each word of names that say chrome or a part, each phrase of pages that are no article: a page that proves it."""

from __future__ import annotations

import pytest

from models.article import NotAnArticle, Page
from pipelines.extract import explain
from pipelines.names import STARTS, WORDS, role_in
from pipelines.phrases import NO_ARTICLE
from tests.languages import ARTICLES

TITLE, *TEXT = ARTICLES["vi"]
BOX = "Bạn đọc có thể gửi ảnh về cho tòa soạn trong tuần này. Ảnh đẹp sẽ được in."
NAMES = {
    "caption": ("caption", "wp-caption-text", "image-title", "photo-credit", "figure__cutline"),
    "lead": ("sapo", "detail-sapo", "hometext", "article-standfirst", "lead-text", "post-excerpt", "subheadline"),
    "byline": ("byline", "article-author", "actor", "tac-gia", "nguon", "author-name", "source"),
    "date": ("date", "publish-date", "ngay", "post-time", "timestamp", "entry-published"),
    "": ("has-dropcap__lead-standard", "update-wrapper-of-sorts-x", "leading-tight", "validate"),
}


def read(text: str, title: str = TITLE) -> tuple[str, ...]:
    source = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div><h1>{title}</h1><div>{text}</div>"
        "</div></body></html>"
    )
    return explain(Page(source.encode(), "https://a.example.vn/tin/thu-vien.html")).article.paragraphs


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("word", sorted({*WORDS, *(start.strip() for start in STARTS)}))
def test_a_box_called_so_is_no_text(word: str) -> None:
    """As a class, as an id, with other words around it."""
    for given in (f"class='{word}'", f"id='{word}'", f"class='x-{word}'", f"class='post_{word.replace('-', '_')}'"):
        box = f"<div {given}><p>{BOX}</p></div>"
        assert list(read(paragraphs(*TEXT[:2]) + box + paragraphs(*TEXT[2:]))) == TEXT, given


@pytest.mark.parametrize("word", ["teaser", "widget", "related", "sidebar", "share"])
def test_a_name_that_covers_the_text_lies(word: str) -> None:
    """Whatever the container is called: it holds most of the prose."""
    assert list(read(f"<div class='{word}'>{paragraphs(*TEXT)}</div>")) == TEXT


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, row in NAMES.items() for name in row])
def test_names_say_what_part_an_element_is(role: str, name: str) -> None:
    """A name says so when it ends so, or goes on with a word for a frame."""
    assert role_in(name) == role


@pytest.mark.parametrize(
    ("reason", "phrase"), [(why, one) for why, row in NO_ARTICLE.items() for one in row.split("|")]
)
def test_a_page_that_says_so_is_no_article(reason: str, phrase: str) -> None:
    """Errors served with status 200, log-in, search: refused with that reason."""
    form = "<form><input name='u'><input type='password' name='p'></form>" if reason == "login" else ""
    with pytest.raises(NotAnArticle) as refused:
        read(f"<p>{phrase.capitalize()}. Xin thử lại sau ít phút.</p>{form}", phrase.capitalize())
    assert refused.value.reason == reason
