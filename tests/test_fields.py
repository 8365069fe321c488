"""Section, tags and language: as the page states them, decided from all that state them."""

from __future__ import annotations

from models.article import Article, Page
from pipelines.extract import extract

TITLE = "Trạm y tế xã Đông Sơn có máy siêu âm mới"
VIETNAMESE = (
    "<p>Từ đầu tháng, người dân xã Đông Sơn được siêu âm ngay tại trạm y tế, không phải ra bệnh viện huyện.</p>"
    "<p>Máy do một doanh nghiệp tặng, trị giá bốn trăm triệu đồng; hai bác sĩ của trạm đã học xong cách sử dụng.</p>"
    "<p>Trong tuần đầu tiên, trạm đã siêu âm cho năm mươi bảy người, phần lớn là phụ nữ mang thai.</p>"
)
GERMAN = (
    "<p>Seit Anfang des Monats steht im Gesundheitshaus ein neues Ultraschallgerät, gespendet von einem Betrieb.</p>"
    "<p>Zwei Ärztinnen haben gelernt, damit umzugehen; in der ersten Woche kamen siebenundfünfzig Menschen.</p>"
    "<p>Bisher mussten sie dafür ins Krankenhaus der Kreisstadt fahren, das vierzig Kilometer entfernt liegt.</p>"
)


def page(head: str = "", above: str = "", text: str = VIETNAMESE, lang: str = "vi") -> Article:
    source = (
        f"<html lang='{lang}'><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head>"
        f"<body>{above}<div><h1>{TITLE}</h1><div>{text}</div></div></body></html>"
    )
    return extract(Page(source.encode(), "https://a.example.vn/1.html"))


def trail(*steps: str) -> str:
    return "<ul class='breadcrumb'>" + "".join(f"<li><a href='/{step}'>{step}</a></li>" for step in steps) + "</ul>"


def stated(keys: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{keys}}}</script>'


def test_the_section_is_the_last_step_of_the_trail() -> None:
    """Neither the front page nor the post itself is one."""
    found = page(above=trail("Trang chủ", "Y tế", TITLE))
    assert (found.section, found.origins["section"]) == ("Y tế", "visible")
    assert page(above=trail("Trang chủ", TITLE)).section is None


def test_sections_that_agree_beat_one_that_stands_alone() -> None:
    """JSON-LD says the same of all posts, two others say this one's."""
    head = stated('"articleSection":"Tin bài"') + '<meta property="article:section" content="Y tế">'
    found = page(head + '<span itemprop="articleSection">Y tế</span>')
    assert (found.section, found.origins["section"]) == ("Y tế", "opengraph")


def test_the_front_page_and_the_title_are_no_section() -> None:
    """Whatever states them."""
    assert page(stated('"articleSection":"Trang chủ"')).section is None
    assert page(f'<meta property="article:section" content="{TITLE}">').section is None


def test_tags_are_taken_from_the_best_that_states_any() -> None:
    """In the page's order, each once."""
    head = '<meta name="keywords" content="tin tức, báo"><meta property="article:tag" content="y tế">'
    found = page(head + '<meta property="article:tag" content="siêu âm"><meta property="article:tag" content="y tế">')
    assert (found.tags, found.origins["tags"]) == (("y tế", "siêu âm"), "opengraph")


def test_vietnamese_text_is_vietnamese_whatever_is_declared() -> None:
    """The text itself is believed first."""
    found = page('<meta property="og:locale" content="en_US">', lang="en")
    assert (found.language, found.origins["language"]) == ("vi", "text")


def test_a_language_that_two_declare_beats_one() -> None:
    """A theme's lang="en" stays where nobody set it; OpenGraph and JSON-LD say what it is."""
    head = '<meta property="og:locale" content="de_DE">' + stated('"inLanguage":"de-DE"')
    assert page(head, text=GERMAN, lang="en").language == "de"
    assert page(text=GERMAN, lang="de-AT").language == "de"
