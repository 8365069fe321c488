"""What an article is called: by agreement of all that name it, never by one place's word alone."""

from __future__ import annotations

import pytest

from models.article import Hint, Page
from pipelines.extract import explain, extract

HEADING = "Phường Vân Hồ sửa xong cầu Bến Nứa trước mùa mưa"
OTHER = "Cầu Bến Nứa thông xe: những điều người dân cần biết"
TEXT = (
    "<p>Sáng nay, cầu Bến Nứa ở phường Vân Hồ mở lại cho xe máy và xe đạp sau bốn tháng sửa chữa.</p>"
    "<p>Mặt cầu được thay bằng bê tông, lan can nâng cao thêm ba mươi phân, có đèn chiếu sáng hai đầu.</p>"
    "<p>Ô tô dưới năm tấn sẽ được qua cầu từ đầu tháng sau, khi phần đường dẫn hoàn thành.</p>"
)


def page(head: str, heading: str = f"<h1>{HEADING}</h1>", url: str = "https://a.example.vn/1.html") -> Page:
    source = f"<html lang='vi'><head><meta charset='utf-8'>{head}</head><body>{heading}<div>{TEXT}</div></body></html>"
    return Page(source.encode(), url)


def title(head: str, heading: str = f"<h1>{HEADING}</h1>", url: str = "https://a.example.vn/1.html") -> str:
    return extract(page(head, heading, url)).title


def window(text: str) -> str:
    return f"<title>{text}</title>"


def shared(text: str) -> str:
    return f'<meta property="og:title" content="{text}">'


def tweeted(text: str) -> str:
    return f'<meta name="twitter:title" content="{text}">'


def stated(text: str, more: str = "") -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{text}"{more}}}</script>'


def test_heading_and_headline_beat_what_is_shared_and_in_the_window() -> None:
    """The window's title is written for search engines: a title for sharing that is only that is no better."""
    assert title(stated(HEADING) + shared(OTHER) + tweeted(OTHER) + window(OTHER)) == HEADING


def test_what_is_shared_beats_a_headline_that_only_the_window_has() -> None:
    """The other way round: the headline for machines is the window's."""
    assert title(stated(OTHER) + shared(HEADING) + window(OTHER)) == HEADING


def test_a_title_shared_twice_beats_a_heading_with_the_window() -> None:
    """OpenGraph and a messenger's card agree."""
    assert title(shared(OTHER) + tweeted(OTHER) + window(HEADING)) == OTHER


def test_what_is_shared_under_two_titles_is_not_believed_for_either() -> None:
    """The heading stands by itself then."""
    assert title(shared(OTHER) + tweeted("Cầu mới ở phường Vân Hồ") + window("Vân Hồ hôm nay")) == HEADING


def test_the_words_of_the_url_decide_between_equals() -> None:
    """They were made from the title that the post was born with; accents and a lost đ do not matter."""
    head = stated(HEADING) + shared(OTHER) + tweeted(OTHER)
    assert (
        title(head, url="https://a.example.vn/tin/phuong-van-ho-sua-xong-cau-ben-nua-truoc-mua-mua-10023.html")
        == HEADING
    )
    assert title(head, url="https://a.example.vn/tin/cau-ben-nua-thong-xe-nhung-ieu-nguoi-dan-can-biet.html") == OTHER


def test_the_sites_name_is_no_part_of_a_title() -> None:
    """Known by og:site_name, by the host, or by standing behind the heading."""
    named = '<meta property="og:site_name" content="Báo Sông Cầu">'
    assert title(named + shared(f"{HEADING} - Báo Sông Cầu")) == HEADING
    assert title(window(f"{HEADING} | Cổng thông tin điện tử phường Vân Hồ")) == HEADING
    assert title(window(f"{HEADING}｜Tin Sông Cầu")) == HEADING
    abc = '<meta property="og:site_name" content="ABC">'
    assert title(abc + shared(f"{OTHER} | ABC News") + stated(HEADING) + window(HEADING)) == HEADING


def test_a_title_that_was_cut_short_is_not_taken() -> None:
    """Its beginning confirms the whole one."""
    cut = HEADING[:30] + "…"
    assert title(shared(cut) + tweeted(cut)) == HEADING


def test_capitals_are_not_taken_where_the_same_is_written_plainly() -> None:
    """A heading in capitals, the same for sharing in plain letters."""
    assert title(shared(HEADING), f"<h1>{HEADING.upper()}</h1>") == HEADING
    assert title("", f"<h1>{HEADING.upper()}</h1>") == HEADING.upper()


def test_a_kicker_in_the_heading_is_left_out_where_others_state_the_title_alone() -> None:
    """Also what stands behind it in the heading."""
    assert title(shared(HEADING), f"<h1><span>Giao thông</span> {HEADING}</h1>") == HEADING
    assert title(shared(HEADING), f"<h1>{HEADING} <small>(ảnh)</small></h1>") == HEADING


def test_a_kicker_that_all_state_belongs_to_the_title() -> None:
    """Heading, headline and card have it; OpenGraph alone does not."""
    whole = f"Giao thông: {HEADING}"
    assert title(stated(whole) + shared(HEADING) + tweeted(whole) + window(whole), f"<h1>{whole}</h1>") == whole


def test_an_alternative_headline_is_not_the_title() -> None:
    """JSON-LD says which is which, where the page shows the other one."""
    head = stated(HEADING, f', "alternativeHeadline": "{OTHER}"') + shared(OTHER) + tweeted(OTHER) + window(HEADING)
    assert title(head) == HEADING


def test_of_two_wordings_the_shown_one_is_meant() -> None:
    """A heading that was mended later, by a word, where machines are still told the first wording."""
    long = "Những điều các hộ kinh doanh nhỏ ở phường cần biết khi làm thủ tục đăng ký thuế mới từ tháng sau"
    mended = long.replace("thuế mới", "về thuế mới")
    assert title(stated(long) + shared(long) + window(long), f"<h1>{mended}</h1>") == mended


def test_a_headings_place_in_a_trail_or_a_teaser_is_not_the_title() -> None:
    """An h1 in a list of links, a teaser that is a link as a whole: not what stands over the text."""
    trail = f"<ul><li><a href='/'>Trang chủ</a></li><li><h1>{OTHER}</h1></li></ul>"
    teaser = f"<a href='/2.html'><h3>{OTHER}</h3></a>"
    for aside in (trail, teaser):
        head = stated(OTHER) + shared(HEADING) + window(OTHER)
        explained = explain(page(head, f"{aside}<span class='x'>{HEADING}</span>"))
        shown = next(one for one in explained.candidates if one.field == "title" and one.origin == "visible")
        assert shown.candidate.value == HEADING


def test_an_h1_that_leads_elsewhere_is_no_heading() -> None:
    """ "More from here" below the text, where nothing states the title that is shown."""
    more = "<section><h1><a href='/van-ho'>Các tin khác từ Vân Hồ</a></h1></section>"
    source = page(window("Vân Hồ"), f"<h1>{HEADING}</h1>").body.replace(b"</body>", more.encode() + b"</body>")
    assert extract(Page(source, "https://a.example.vn/1.html")).title == HEADING


@pytest.mark.parametrize("cut", ["", "..."])
def test_a_listings_title_confirms(cut: str) -> None:
    """An entry that led to the page decides between two, even where the listing had no room for all of it."""
    said = HEADING[:32] + cut if cut else HEADING
    head = shared(OTHER) + tweeted(OTHER) + stated(HEADING) + window("Vân Hồ")
    assert extract(page(head, "<p></p>"), hints=[Hint("feed", said)]).title == HEADING
