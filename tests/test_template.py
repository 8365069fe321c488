"""Templates: what many pages of a site have is cut, what is an article's own stays, whatever else repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.article import Page
from pipelines.extract import explain, extract
from pipelines.template import Template, learn

WARDS = (
    "Cầu Đá",
    "Ngọc Sơn",
    "Thạch Bàn",
    "Bến Sỏi",
    "Lũng Vài",
    "Đồng Mít",
    "Vườn Cau",
    "Gò Dưa",
    "Xóm Chài",
    "Bãi Sậy",
)
BOX_TEXT = "Mỗi sáng một bức thư ngắn gửi tới hộp thư của bạn, không phiền ai."
BOX = f"<section class='k1'><div>{BOX_TEXT}</div></section>"
LIFE = "<div class='k9'><div>{} viết về đô thị và đời sống ven sông, từng nhận giải báo chí của tỉnh nhà.</div></div>"
FORMULA = "Đề nghị các tổ dân phố thông báo để mọi nhà cùng biết và thực hiện đúng thời gian đã nêu."


def paragraphs(number: int) -> list[str]:
    """Three paragraphs that no other post has."""
    ward = WARDS[number % len(WARDS)]
    return [
        f"Sáng {number + 3}/4, phường {ward} khởi công sửa tuyến mương dài {number * 17 + 40} mét ở tổ {number + 1}.",
        f"Ông Đỗ Khắc Tuyên cho biết kinh phí {number * 31 + 120} triệu đồng do dân góp một phần, còn lại quận lo.",
        f"Bà con phường {ward} mong việc xong trước ngày {number + 9}/6 để kịp mùa mưa, trẻ em có lối đi học khô ráo.",
    ]


def post(
    number: int, *, own: list[str] | None = None, box: str = BOX, author: str = "", head: str = "", tail: str = ""
) -> Page:
    """A post of a site whose names say nothing, its box between the paragraphs."""
    title = f"Phường {WARDS[number % len(WARDS)]} sửa mương thoát nước, đợt {number}"
    first, *rest = own if own is not None else paragraphs(number)
    text = f"<p>{first}</p>{box}" + "".join(f"<p>{one}</p>" for one in rest)
    life = LIFE.format(author) if author else ""
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><div class='k0'><h1>{title}</h1>"
        f"<div class='k2'><p>Thứ hai, {number + 3:02}/04/2022 08:{number:02}</p></div>"
        f"<div class='k3'>{text}{tail}</div>{life}</div></body></html>"
    )
    return Page(html.encode(), f"https://bao.example/bai-{number}.html")


def video(number: int) -> Page:
    """A page of another layout of the same site, which repeats other things."""
    title = f"Phim ngắn số {number}: một ngày ở chợ {WARDS[number % len(WARDS)]}"
    html = (
        f"<html><head><title>{title}</title></head><body><main class='v0'><header><h1>{title}</h1></header>"
        f"<video src='/{number}.mp4'></video><div class='k3'><p>{paragraphs(number)[0]}</p>"
        f"<p>{paragraphs(number + 40)[1]}</p></div><div class='v1'><div>Phim do bạn đọc gửi về, tòa soạn chỉ cắt ngắn "
        "cho vừa khung hình.</div></div></main></body></html>"
    )
    return Page(html.encode(), f"https://bao.example/phim-{number}.html")


def listing(number: int) -> Page:
    """A page that lists posts by title and opening."""
    rows = "".join(
        f"<li><a href='/bai-{at}.html'>Phường {WARDS[at % len(WARDS)]} sửa mương thoát nước, đợt {at}</a>"
        f"<p>{paragraphs(at)[0]}</p></li>"
        for at in range(number, number + 8)
    )
    html = f"<html><head><title>Tin phường</title></head><body><div class='k0'><h1>Tin phường</h1><ul>{rows}</ul></div>"
    return Page(html.encode(), f"https://bao.example/tin?trang={number}")


SITE = [post(number) for number in range(8)]


def test_what_stands_on_all_pages_is_no_part_of_any_article() -> None:
    """The box has no name that says so, and stands between the paragraphs: a page alone cannot know."""
    page = post(20)
    assert any("bức thư" in text for text in extract(page).paragraphs)
    assert extract(page, template=learn(SITE)).paragraphs == tuple(paragraphs(20))


def test_names_may_be_meaningless_if_they_are_the_same_on_all_pages() -> None:
    renamed = [replace(page, body=page.body.replace(b"class='k", b"class='x9f")) for page in (*SITE, post(20))]
    assert extract(renamed[-1], template=learn(renamed[:-1])).paragraphs == tuple(paragraphs(20))


def test_a_life_of_the_author_is_chrome_also_for_an_author_seen_once() -> None:
    """Its place is known by those whose life repeats."""
    authors = ["Lê Trà My", "Hồ Đắc Lộc", "Lê Trà My", "Hồ Đắc Lộc", "Lê Trà My", "Vũ Thu Hà"]
    template = learn(post(number, author=author) for number, author in enumerate(authors))
    read = extract(post(20, author="Mạc Thị Thìn"), template=template)
    assert read.paragraphs == tuple(paragraphs(20))


def test_what_follows_a_line_of_stars_at_the_end_of_most_posts_is_cut() -> None:
    stars = "<p>***</p><p>Mời xem phim số {} của tòa soạn.</p>"
    template = learn(post(number, tail=stars.format(number)) for number in range(6))
    assert extract(post(20, tail=stars.format(20)), template=template).paragraphs == tuple(paragraphs(20))


def test_where_stars_part_sections_they_end_nothing() -> None:
    own = [*paragraphs(20), "***", *paragraphs(21)]
    stars = "<p>***</p><p>Mời xem phim số {} của tòa soạn.</p>"
    template = learn(post(number, tail=stars.format(number)) for number in range(6))
    read = extract(post(20, own=own), template=template)
    assert set(paragraphs(21)) <= set(read.paragraphs)


@pytest.mark.parametrize("count", [6, 30])
def test_a_sentence_that_notices_share_stays_in_them(count: int) -> None:
    """Two of six, or half of thirty, close with the same words: these are theirs."""
    pages = [post(at, own=[*paragraphs(at), *([FORMULA] if at % 2 or at < 2 else [])]) for at in range(count)]
    read = extract(post(51, own=[*paragraphs(51), FORMULA]), template=learn(pages))
    assert read.paragraphs == (*paragraphs(51), FORMULA)


def test_what_opens_all_decisions_stays_in_them() -> None:
    law = "Căn cứ Luật Tổ chức chính quyền địa phương và đề nghị của bộ phận địa chính, xây dựng, môi trường;"
    template = learn(post(at, own=[law, *paragraphs(at)]) for at in range(9))
    assert extract(post(20, own=[law, *paragraphs(20)]), template=template).paragraphs[0] == law


def test_lists_and_tables_of_articles_may_say_the_same_twice() -> None:
    items = "<ul><li>Hộ gia đình chính sách được ưu tiên làm trước, không phải đóng góp ngày công nào;</li></ul>"
    rows = "<table><tr><th>Tổ</th><th>Ngày làm</th></tr><tr><td>{}</td><td>{}/5</td></tr></table>"
    pages = [post(at, tail=items + rows.format(at, at + 1)) for at in range(8)]
    read = extract(post(20, tail=items + rows.format(20, 21)), template=learn(pages[:6]))
    assert read.paragraphs[3].startswith("Hộ gia đình")
    assert read.paragraphs[4:] == ("Tổ | Ngày làm", "20 | 21/5")


def test_an_author_a_date_and_a_dateline_may_be_the_same_on_all_pages() -> None:
    tail = "<p style='text-align:right'><b>Tác giả: Lê Trà My</b></p>"
    pages = [post(at, own=["TĐ - " + paragraphs(at)[0], *paragraphs(at)[1:]], tail=tail) for at in range(8)]
    alone, read = extract(pages[3]), extract(pages[3], template=learn(pages))
    assert read.dateline == alone.dateline == "TĐ"
    assert read.authors == alone.authors == ("Lê Trà My",)
    assert read.published_at == alone.published_at
    assert read.published_at is not None


def test_a_post_that_was_saved_twice_does_not_turn_its_text_into_chrome() -> None:
    copies = [replace(SITE[0], url=f"https://bao.example/bai-0.html?ref={at}") for at in range(6)]
    assert extract(SITE[0], template=learn([*copies, *SITE])).paragraphs == tuple(paragraphs(0))


def test_layouts_do_not_spoil_each_other() -> None:
    """Posts, films and listings mixed: each is read as if only its own kind had been seen."""
    films = [video(at) for at in range(6)]
    template = learn([page for three in zip(SITE, films, map(listing, range(6)), strict=False) for page in three])
    assert extract(post(20), template=template).paragraphs == tuple(paragraphs(20))
    read = extract(video(20), template=template)
    assert read.paragraphs == (paragraphs(20)[0], paragraphs(60)[1])


def letter(number: int) -> str:
    """A reader's letter beside a post, each time another one."""
    ward = WARDS[(number * 3 + 1) % len(WARDS)]
    return f"Tôi ở {ward} đã {number + 20} năm, thấy con mương cũ mỗi mùa mưa lại tràn vào {number + 2} ngõ."


def long(number: int) -> list[str]:
    return [text for at in range(4) for text in paragraphs(number + 100 * at)]


def test_a_short_post_is_told_from_what_stands_beside_it_on_every_page() -> None:
    """By itself, the page's part with both seems to be the article; but where the text stands is known."""
    beside = "</div><div class='k6'><div>{}</div><div>{}</div>"
    pages = [post(at, own=long(at), tail=beside.format(letter(at), letter(at + 50))) for at in range(8)]
    short = post(20, tail=beside.format(letter(20), letter(70)))
    assert letter(20) in extract(short).paragraphs
    assert extract(short, template=learn(pages)).paragraphs == tuple(paragraphs(20))


def test_a_second_part_of_a_text_at_a_place_never_seen_stays() -> None:
    pages = [post(at, own=long(at)) for at in range(8)]
    parts = post(20, tail=f"</div><div class='phan2'><p>{letter(20)}</p><p>{letter(70)}</p>")
    assert set(extract(parts).paragraphs) - set(extract(parts, template=learn(pages)).paragraphs) <= {BOX_TEXT}


def test_a_page_of_no_known_layout_is_read_as_without_a_template() -> None:
    template = learn(SITE)
    assert explain(post(20), template=template).fit == 1.0
    assert explain(video(3), template=template).fit is None
    assert extract(video(3), template=template) == extract(video(3))


HEAD = (
    '<meta property="og:title" content="Báo Bãi Giữa điện tử"><meta name="author" content="Phạm Tổng Biên">'
    '<meta property="article:published_time" content="2019-01-01T00:00:00+07:00">'
    '<meta name="description" content="Trang tin của vùng bãi giữa sông, cập nhật mỗi ngày cho bà con xa gần.">'
)


def test_what_a_page_tells_machines_like_all_others_is_no_fact() -> None:
    """The site's name for a title, the day on which it was built, its editor for an author."""
    pages = [post(at, head=HEAD, tail=f"<div class='k7'>Tác giả: {WARDS[at % 10]} Minh</div>") for at in range(8)]
    read = extract(pages[2], template=learn(pages))
    assert read.title == "Phường Thạch Bàn sửa mương thoát nước, đợt 2"
    assert read.published_at is not None
    assert read.published_at.isoformat() == "2022-04-05T08:02:00+07:00"
    assert read.authors == ("Thạch Bàn Minh",)


def test_the_only_author_of_a_site_is_believed() -> None:
    pages = [post(at, head='<meta name="author" content="Phạm Thị Biên">') for at in range(8)]
    assert extract(pages[2], template=learn(pages)).authors == ("Phạm Thị Biên",)


def test_fewer_than_two_pages_and_pages_that_are_none_teach_nothing() -> None:
    assert learn([]) == learn([post(1)]) == learn([Page(b"%PDF-1.4"), Page(b""), Page(b"<p>", None)]) == Template()


def test_a_template_is_the_same_each_time_and_comes_back_from_its_json() -> None:
    template = learn(SITE)
    assert learn(SITE) == template
    assert Template.from_json(template.to_json()) == template
    assert len(template.to_json()) < 5_000


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 0, "layouts": []}', '{"version": 1}', '{"version":1,"layouts":[{}]}']
)
def test_what_is_no_template_of_this_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Template.from_json(text)


words = st.sampled_from(["mương", "nước", "phường", "họp", "dân", "đường", "cây", "trường", "chợ", "sông", "đê", "lúa"])
sentences = st.lists(words, min_size=9, max_size=16).map(lambda one: " ".join(one).capitalize() + ".")


@settings(max_examples=40)
@given(st.data())
def test_no_sentence_of_an_article_is_lost_by_a_template(data: st.DataObject) -> None:
    """Whatever sentences posts share, and however many do."""
    pool = data.draw(st.lists(sentences, min_size=3, max_size=6, unique=True))
    texts = st.lists(st.one_of(st.sampled_from(pool), sentences), max_size=4, unique=True)
    pages = [post(at, own=[*paragraphs(at), *data.draw(texts)]) for at in range(data.draw(st.integers(2, 9)))]
    template = learn(pages)
    for page in pages:
        lost = set(extract(page).paragraphs) - set(extract(page, template=template).paragraphs)
        assert all("bức thư" in text for text in lost)


@settings(max_examples=60)
@given(st.binary(max_size=60), st.integers(0, 3000), st.integers(0, 3000))
def test_a_mangled_page_is_read_with_a_template_as_well_as_without(noise: bytes, start: int, length: int) -> None:
    template = learn(SITE)
    body = SITE[0].body
    page = replace(SITE[0], body=body[:start] + noise + body[start + length :])
    assert _told(page, template) == _told(page, None) or len(_told(page, template)) > 0


def _told(page: Page, template: Template | None) -> str:
    try:
        return extract(page, template=template).text
    except Exception as verdict:  # noqa: BLE001
        return repr(verdict)


def test_a_template_that_would_leave_nothing_is_not_used() -> None:
    """A template that calls every line chrome, by mistake or made by hand."""
    layout = learn(SITE).layouts[0]
    everything = replace(layout, places=layout.prose | layout.places, prose=frozenset())
    page = post(20)
    assert extract(page, template=Template((everything,))) == extract(page)


def test_a_template_without_layouts_changes_nothing() -> None:
    assert extract(post(1), template=Template()) == extract(post(1))
